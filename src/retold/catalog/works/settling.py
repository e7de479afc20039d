"""Make the rows of a work say what its editions and its keeper's mends come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max

from retold.catalog.people.actions import find_or_make_imported_pen
from retold.catalog.people.models import Account
from retold.catalog.tags.actions import tags_named
from retold.catalog.tags.models import Kind
from retold.catalog.works.editions import copies_of
from retold.catalog.works.merging import Facing, distinct_creators, distinct_series, facing
from retold.catalog.works.models import (
    RANK_STEP,
    Byline,
    BylineState,
    Chapter,
    Revision,
    Series,
    SeriesPart,
    Tagging,
    Work,
)
from retold.lib.addresses import work_place_of
from retold.lib.folding import bounded, fold_key
from retold.manuscript import model
from retold.manuscript.model import Creator, Manuscript, SeriesPlace

TAG_FIELDS = {
    Kind.RATING: "rating",
    Kind.WARNING: "warnings",
    Kind.CATEGORY: "categories",
    Kind.FANDOM: "fandoms",
    Kind.RELATIONSHIP: "relationships",
    Kind.CHARACTER: "characters",
    Kind.FREEFORM: "freeforms",
}


def settle(*, work: Work, keeper: Account, at: dt.datetime) -> Facing:
    """Set the work's rows to what its editions and mends come to; doing it twice changes nothing.

    Call inside a transaction that holds the work. The work must have an edition.
    """
    faced = facing(copies_of(work), work.mended)
    _set_chapters(work, faced, keeper)
    last = work.editions.standing().aggregate(last=Max("made_at"))["last"]
    say(work, faced, last=last, at=at)
    work.save()
    _set_tags(work, faced.manuscript)
    set_series(work, faced.manuscript, keeper)
    return faced


def names_of(manuscript: Manuscript, kind: Kind) -> tuple[str, ...]:
    """The names that a Manuscript has of a kind of tag."""
    value = getattr(manuscript, TAG_FIELDS[kind])
    if kind == Kind.RATING:
        return (value,) if value else ()
    return tuple(value)


def noon(day: dt.date) -> dt.datetime:
    """A day-precise date as it is kept: noon UTC (data-model.md §13.4)."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def say(work: Work, faced: Facing, *, last: dt.datetime, at: dt.datetime) -> None:
    """Have a work's own fields, which are not saved yet, say what it faces people with; `last`: of its editions."""
    manuscript = faced.manuscript
    work.title = manuscript.title or None
    for name in ("summary", "notes_before", "notes_after"):
        setattr(work, name, getattr(manuscript, name) or "")
    work.language = manuscript.language or "und"
    work.media = list(manuscript.media)
    work.complete = manuscript.complete
    work.chapters_expected = manuscript.chapters_expected
    work.chapters_posted = len(faced.chapters)
    work.provenance = dict(faced.provenance)
    _set_dates(work, manuscript, last)
    work.changed_at = at
    work.version += 1


def _set_dates(work: Work, manuscript: Manuscript, last: dt.datetime) -> None:
    posted = manuscript.published or manuscript.updated
    work.day_only = posted is not None
    work.posted_at = noon(posted) if posted else work.made_at
    revised = manuscript.updated or manuscript.published
    work.revised_at = noon(revised) if revised else last


def _set_chapters(work: Work, faced: Facing, keeper: Account) -> None:
    chapters = {chapter.pk: chapter for chapter in work.chapters.all()}
    revisions = Revision.objects.select_related("text").defer("text__body").in_bulk(faced.revisions)
    live = sorted((one for one in chapters.values() if one.rank is not None), key=lambda one: one.rank or 0)
    if tuple(one.pk for one in live) != faced.chapters:
        work.chapters.update(rank=None)
    for place, (key, revision, said) in enumerate(
        zip(faced.chapters, faced.revisions, faced.manuscript.chapters, strict=True)
    ):
        chapter, text = chapters[key], revisions[revision].text
        chapter.rank = (place + 1) * RANK_STEP
        chapter.text, chapter.words = text, text.words
        set_face(chapter, said)
    fields = ["rank", "text", "words", "title", "summary", "notes_before", "notes_after", "posted_on", "address"]
    Chapter.objects.bulk_update([chapters[key] for key in faced.chapters], fields, batch_size=100)
    work.words = sum(chapters[key].words for key in faced.chapters)
    _set_bylines(work, [chapters[key] for key in faced.chapters], faced.manuscript, keeper)


def set_face(chapter: Chapter, said: model.Chapter) -> None:
    """Have a chapter, which is not saved yet, say what stands around its text."""
    for name in ("title", "summary", "notes_before", "notes_after"):
        setattr(chapter, name, getattr(said, name) or "")
    chapter.posted_on = said.published
    chapter.address = said.url or ""


def _set_bylines(work: Work, chapters: Iterable[Chapter], manuscript: Manuscript, keeper: Account) -> None:
    wanted = list(_bylines(work, None, manuscript.creators, keeper))
    for chapter, said in zip(chapters, manuscript.chapters, strict=True):
        wanted += _bylines(work, chapter, said.creators, keeper)
    held = list(work.bylines.order_by("pk"))
    if sorted(map(_said_in, held)) != sorted(map(_said_in, wanted)):
        work.bylines.all().delete()
        Byline.objects.bulk_create(wanted)


def _bylines(work: Work, chapter: Chapter | None, creators: Iterable[Creator], keeper: Account) -> Iterable[Byline]:
    for rank, creator in enumerate(distinct_creators(tuple(creators)), 1):
        yield Byline(
            work=work,
            chapter=chapter,
            pen=find_or_make_imported_pen(name=creator.name, url=creator.url, keeper=keeper),
            role=creator.role,
            rank=rank,
            state=BylineState.ACCEPTED,
            as_written=creator.name,
            address=creator.url or "",
        )


def _said_in(byline: Byline) -> tuple[int, int, int, str, str, str]:
    return (
        byline.chapter_id or 0,
        byline.rank,
        byline.pen_id,
        byline.role,
        byline.as_written,
        byline.address,
    )


def _set_tags(work: Work, manuscript: Manuscript) -> None:
    wanted = [
        Tagging(work=work, tag=tag, kind=kind, rank=rank)
        for kind in TAG_FIELDS
        if (names := names_of(manuscript, kind))
        for rank, tag in enumerate(tags_named(kind=kind, names=names), 1)
    ]
    held = {(one.tag_id, one.rank) for one in work.taggings.all()}
    if held != {(one.tag_id, one.rank) for one in wanted}:
        work.taggings.all().delete()
        Tagging.objects.bulk_create(wanted)


def set_series(work: Work, manuscript: Manuscript, keeper: Account) -> None:
    """Put the work into its series."""
    places = {_series(place, keeper).pk: place for place in distinct_series(manuscript.series)}
    held = {part.series_id: part for part in work.series_parts.all()}
    work.series_parts.exclude(series__in=places).delete()
    for series, place in places.items():
        part = held.get(series)
        if part is None:
            rank = _free_rank(series, place.position)
            SeriesPart.objects.create(series_id=series, work=work, rank=rank, position=place.position)
        elif part.position != place.position:
            part.rank, part.position = _free_rank(series, place.position), place.position
            part.save(update_fields=["rank", "position"])


def _series(place: SeriesPlace, keeper: Account) -> Series:
    origin = work_place_of(place.url)
    if origin is not None:
        found, _ = Series.objects.get_or_create(
            account=keeper,
            origin_site=origin.site,
            origin_key=bounded(origin.key or "/"),
            defaults={"title": place.title},
        )
        return found
    same = Series.objects.filter(account=keeper, fold=fold_key(place.title), origin_key="").order_by("pk").first()
    return same or Series.objects.create(account=keeper, title=place.title)


def _free_rank(series: int, position: int | None) -> int:
    """The rank of a position, or the next free one after it; without a position, the end."""
    taken = set(SeriesPart.objects.filter(series_id=series).values_list("rank", flat=True))
    rank = position * RANK_STEP if position is not None else max(taken, default=0) + RANK_STEP
    while rank in taken:
        rank += 1
    return rank

"""What pages show of works, as frozen values: a listing, a work, a chapter, a work entire, its credits.

Each is one call with a fixed number of queries, whatever the number of tags, chapters or works. What is hidden
from a viewer and what is not there look the same: None. Markup is canonical and safe to print; public ids are
numbers (`retold.lib.public_ids.letters` writes them).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import F, QuerySet

from retold.catalog.credits.identity import KINDS
from retold.catalog.credits.queries import (
    CreditLine,
    TakenBack,
    credits_for,
    decided_proposals,
    refused_proposals,
    taken_back,
)
from retold.catalog.desk.giving import fields_as_kept, open_proposals, proposals_of
from retold.catalog.desk.likeness import Question, questions_about
from retold.catalog.people.viewers import KEEPERS, Viewer
from retold.catalog.tags.models import Kind
from retold.catalog.works import texts
from retold.catalog.works.actions import AUDIENCES
from retold.catalog.works.models import (
    Audience,
    Chapter,
    Edition,
    Original,
    Right,
    SeriesPart,
    Stage,
    Tagging,
    Work,
)
from retold.catalog.works.queries import (
    KEPT_WHEN_REMOVED,
    CreatorLine,
    bylines_for,
    chapter_bylines_for,
    chapters_of,
    removed_for,
    right_of,
    seen,
    visible_to,
)
from retold.manuscript import markup
from retold.manuscript.model import Collection, Credit, Gift, Manuscript, Unmapped
from retold.manuscript.serialise import from_json

Sort = Literal["added", "updated", "title"]
_ORDERS: Mapping[str, tuple[Any, ...]] = {
    # Ties are broken by the public id: internal keys would tell the order of anonymous posts.
    "added": (F("made_at").desc(), "pid"),
    "updated": (F("revised_at").desc(), "pid"),
    "title": ("title_sort", "pid"),
}
_AUDIENCE_NAMES = {audience: name for name, audience in AUDIENCES.items()}


@dataclass(frozen=True)
class TagLine:
    """A tag of a work: its public id and name."""

    pid: int
    name: str


@dataclass(frozen=True)
class Tags:
    """The tags of a work by kind, each in its creator's order."""

    rating: TagLine | None = None
    warnings: tuple[TagLine, ...] = ()
    categories: tuple[TagLine, ...] = ()
    fandoms: tuple[TagLine, ...] = ()
    relationships: tuple[TagLine, ...] = ()
    characters: tuple[TagLine, ...] = ()
    freeforms: tuple[TagLine, ...] = ()


@dataclass(frozen=True)
class WorkLink:
    """A work to lead to: its public id and title (None: it has none)."""

    pid: int
    title: str | None


@dataclass(frozen=True)
class Blurb:
    """A work in a listing. `summary` is markup or None; `language` a BCP 47 tag or None; `complete` None if not said.

    `day_only`: the dates have no hour. `audience` is private, members or everyone. No creators and not
    `anonymous`: nobody is named.
    """

    pid: int
    title: str | None
    creators: tuple[CreatorLine, ...]
    anonymous: bool
    tags: Tags
    summary: str | None
    language: str | None
    media: tuple[str, ...]
    words: int
    chapters: int
    chapters_expected: int | None
    complete: bool | None
    posted_at: dt.datetime | None
    revised_at: dt.datetime | None
    made_at: dt.datetime
    day_only: bool
    audience: str
    stage: Stage
    credits: tuple[CreditLine, ...]


@dataclass(frozen=True)
class ShelfPage:
    """One page of a listing: its blurbs, how many works there are in all, its number and the last one's (from 1)."""

    blurbs: tuple[Blurb, ...]
    total: int
    page: int
    pages: int
    sort: str


@dataclass(frozen=True)
class ChapterLine:
    """A chapter in a list: its number (from 1), title or None, words, day, and its own creators if it has any."""

    number: int
    title: str | None
    words: int
    posted_on: dt.date | None
    creators: tuple[CreatorLine, ...]


@dataclass(frozen=True)
class SeriesLine:
    """A series that the work is in, its place there, and its neighbours that the viewer may see."""

    pid: int
    title: str
    position: int | None
    previous: WorkLink | None
    next: WorkLink | None


@dataclass(frozen=True)
class EditionLine:
    """A copy that came in: its number, when, from what address and format, and what its file held that has no field."""

    number: int
    made_at: dt.datetime
    address: str | None
    site: str | None
    format: str | None
    updated: dt.date | None
    words: int
    chapters: int
    unmapped: tuple[Unmapped, ...]


@dataclass(frozen=True)
class OriginalLine:
    """A file that came in: the edition read from it, its name, size in bytes, and SHA-256 in hexadecimal."""

    edition: int
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class WorkPage:
    """All facts of a work.

    What only keepers see (`editions`, `originals`, `proposals`, `questions`) is empty for others.

    `provenance` gives the number of the edition for fields that do not come from the newest; `mended` the fields
    that its keeper set. `right` is what the viewer's own account may do with it.
    """

    blurb: Blurb
    notes_before: str | None
    notes_after: str | None
    chapters: tuple[ChapterLine, ...]
    series: tuple[SeriesLine, ...]
    addresses: tuple[str, ...]
    gifts: tuple[Gift, ...]
    collections: tuple[Collection, ...]
    editions: tuple[EditionLine, ...]
    originals: tuple[OriginalLine, ...]
    proposals: tuple[Credit, ...]
    provenance: Mapping[str, int]
    mended: tuple[str, ...]
    missing: tuple[str, ...]
    questions: tuple[Question, ...]
    is_keeper: bool
    right: Right | None

    @property
    def may_mend(self) -> bool:
        """Whether the viewer may change it."""
        return (self.right or 0) >= Right.WRITE

    @property
    def may_remove(self) -> bool:
        """Whether the viewer may take it off the shelf."""
        return self.right == Right.OWN

    @property
    def credits(self) -> tuple[CreditLine, ...]:
        """The accepted credits, in order."""
        return self.blurb.credits


@dataclass(frozen=True)
class Heading:
    """What stands above a text that is read: the work, its names, its language."""

    pid: int
    title: str | None
    creators: tuple[CreatorLine, ...]
    anonymous: bool
    language: str | None
    words: int
    complete: bool | None


@dataclass(frozen=True)
class ChapterText:
    """A chapter to read; all texts but `title` are markup or None."""

    number: int
    title: str | None
    creators: tuple[CreatorLine, ...]
    summary: str | None
    notes_before: str | None
    html: str
    notes_after: str | None
    words: int
    posted_on: dt.date | None


@dataclass(frozen=True)
class ChapterPage:
    """One chapter, with what leads to the others. `words_before` counts the chapters before it.

    The work's own summary and notes before stand with its first chapter, its notes after with its last; they are
    None on the others.
    """

    work: Heading
    chapter: ChapterText
    chapters: tuple[ChapterLine, ...]
    words_before: int
    work_summary: str | None
    work_notes_before: str | None
    work_notes_after: str | None

    @property
    def previous(self) -> ChapterLine | None:
        """The chapter before this one."""
        return self.chapters[self.chapter.number - 2] if self.chapter.number > 1 else None

    @property
    def next(self) -> ChapterLine | None:
        """The chapter after this one."""
        return self.chapters[self.chapter.number] if self.chapter.number < len(self.chapters) else None


@dataclass(frozen=True)
class EntirePage:
    """The whole work to read on one page; ids inside a chapter's markup are made unique by its number."""

    work: Heading
    summary: str | None
    notes_before: str | None
    chapters: tuple[ChapterText, ...]
    notes_after: str | None


@dataclass(frozen=True)
class CreditsPage:
    """The credits of a work; `proposals` (for its keepers) were read from its notes and not decided yet."""

    work: Heading
    credits: tuple[CreditLine, ...]
    proposals: tuple[Credit, ...]
    is_keeper: bool
    may_mend: bool


@dataclass(frozen=True)
class MendPage:
    """What a keeper may mend of a work. `manuscript` holds its fields alone, without chapters and credits.

    `version` is that of the work as shown; `may_open` says whether the viewer may set `audience`; `was_changed`
    whether there are changes of fields to undo. `taken_back` and `refused` can be put back and asked about again.
    """

    pid: int
    version: int
    manuscript: Manuscript
    credits: tuple[CreditLine, ...]
    proposals: tuple[Credit, ...]
    taken_back: tuple[TakenBack, ...]
    refused: tuple[Credit, ...]
    was_changed: bool
    audience: str
    may_open: bool


@dataclass(frozen=True)
class RemovedLine:
    """A work that was removed: when, and until when it can be brought back."""

    pid: int
    title: str | None
    words: int
    removed_at: dt.datetime
    until: dt.datetime


def shelf_page(viewer: Viewer, *, page: int, per_page: int = 25, sort: Sort = "added") -> ShelfPage:
    """A page of all works that the viewer may see; a number past the end gives the last page."""
    works = visible_to(viewer).order_by(*_ORDERS.get(sort, _ORDERS["added"]))
    total = works.count()
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    found = list(works[(page - 1) * per_page : page * per_page])
    return ShelfPage(blurbs(viewer, found), total, page, pages, sort)


def blurbs(viewer: Viewer, works: Iterable[Work]) -> tuple[Blurb, ...]:
    """Works in a listing, in the order given; those that the viewer may not see must have been left out."""
    rows = list(works)
    creators, owed, tags = bylines_for(rows, viewer), credits_for(rows, viewer), _tags_for(rows)
    return tuple(
        _blurb(work, creators.get(work.pk, ()), tags.get(work.pk, Tags()), owed.get(work.pk, ())) for work in rows
    )


def work_page(viewer: Viewer, pid: int) -> WorkPage | None:
    """All facts of a work, or None where there is none for this viewer."""
    work = _work(viewer, pid)
    if work is None:
        return None
    right = right_of(work, viewer)
    keeper = right is not None or viewer.clearance >= KEEPERS
    blurb = blurbs(viewer, [work])[0]
    editions = list(work.editions.standing().order_by("-number"))
    manifests = [from_json(edition.manifest) for edition in editions]
    newest = manifests[0] if manifests else None
    named = keeper or not work.anonymous
    return WorkPage(
        blurb=blurb,
        notes_before=work.notes_before or None,
        notes_after=work.notes_after or None,
        chapters=_lines(list(chapters_of(work)), chapter_bylines_for(work, viewer)),
        series=_series(work, viewer, keeper),
        addresses=tuple(dict.fromkeys(one.address for one in editions if one.address)) if named else (),
        gifts=newest.gifts if newest else (),
        collections=newest.collections if newest and named else (),
        editions=tuple(map(_edition_line, editions, manifests)) if keeper else (),
        originals=_original_lines(work) if keeper else (),
        proposals=open_proposals(
            (credit for manifest in manifests for credit in manifest.credits),
            (one.credit for one in blurb.credits),
            decided_proposals(work),
        )
        if keeper
        else (),
        provenance=work.provenance if keeper else {},
        mended=tuple(work.mended) if keeper else (),
        missing=_missing(blurb),
        questions=questions_about(work, viewer) if right == Right.OWN else (),
        is_keeper=keeper,
        right=right,
    )


def chapter_page(viewer: Viewer, pid: int, number: int) -> ChapterPage | None:
    """A chapter by its number (from 1), or None where there is none for this viewer."""
    work = _work(viewer, pid)
    chapters = list(chapters_of(work)) if work else []
    if work is None or not 1 <= number <= len(chapters):
        return None
    names = chapter_bylines_for(work, viewer)
    chapter = chapters_of(work).select_related("text").get(pk=chapters[number - 1].pk)
    return ChapterPage(
        work=_heading(work, viewer),
        chapter=_text(chapter, number, names),
        chapters=_lines(chapters, names),
        words_before=sum(one.words for one in chapters[: number - 1]),
        work_summary=(work.summary or None) if number == 1 else None,
        work_notes_before=(work.notes_before or None) if number == 1 else None,
        work_notes_after=(work.notes_after or None) if number == len(chapters) else None,
    )


def entire_page(viewer: Viewer, pid: int) -> EntirePage | None:
    """The whole work to read, or None where there is none for this viewer."""
    work = _work(viewer, pid)
    if work is None:
        return None
    names = chapter_bylines_for(work, viewer)
    chapters = chapters_of(work).select_related("text")
    return EntirePage(
        work=_heading(work, viewer),
        summary=work.summary or None,
        notes_before=work.notes_before or None,
        chapters=tuple(_text(one, number, names, scoped=True) for number, one in enumerate(chapters, 1)),
        notes_after=work.notes_after or None,
    )


def credits_page(viewer: Viewer, pid: int) -> CreditsPage | None:
    """The credits of a work, or None where there is no such work for this viewer."""
    work = _work(viewer, pid)
    if work is None:
        return None
    right = right_of(work, viewer)
    keeper = right is not None or viewer.clearance >= KEEPERS
    return CreditsPage(
        work=_heading(work, viewer),
        credits=credits_for([work], viewer).get(work.pk, ()),
        proposals=proposals_of(work) if keeper else (),
        is_keeper=keeper,
        may_mend=(right or 0) >= Right.WRITE,
    )


def mend_page(viewer: Viewer, pid: int) -> MendPage | None:
    """What may be mended of a work, or None where there is none that this viewer may change.

    A credit of a kind that this program does not know stays in the copy that says it, and is not asked about.
    """
    work = _work(viewer, pid)
    right = right_of(work, viewer) if work else None
    if work is None or right is None or right < Right.WRITE:
        return None
    return MendPage(
        pid=work.pid,
        version=work.version,
        manuscript=fields_as_kept(work),
        credits=credits_for([work], viewer).get(work.pk, ()),
        proposals=tuple(one for one in proposals_of(work) if one.kind in KINDS),
        taken_back=taken_back(work),
        refused=refused_proposals(work),
        was_changed=work.changes.exists(),
        audience=_AUDIENCE_NAMES[Audience(work.audience)],
        may_open=right == Right.OWN,
    )


def removed_page(viewer: Viewer) -> tuple[RemovedLine, ...]:
    """The works that the viewer removed and may bring back, newest removal first. One query."""
    return tuple(
        RemovedLine(work.pid, work.title, work.words, work.removed_at, work.removed_at + KEPT_WHEN_REMOVED)
        for work in removed_for(viewer)
        if work.removed_at is not None
    )


def work_seen(viewer: Viewer, pid: int) -> Work | None:
    """The work itself, for a page that acts on it; None where there is none for this viewer."""
    return _work(viewer, pid)


def _work(viewer: Viewer, pid: int) -> Work | None:
    return visible_to(viewer).filter(pid=pid).first()


def _blurb(work: Work, creators: tuple[CreatorLine, ...], tags: Tags, owed: tuple[CreditLine, ...]) -> Blurb:
    return Blurb(
        pid=work.pid,
        title=work.title,
        creators=creators,
        anonymous=work.anonymous,
        tags=tags,
        summary=work.summary or None,
        language=_language(work),
        media=tuple(work.media),
        words=work.words,
        chapters=work.chapters_posted,
        chapters_expected=work.chapters_expected,
        complete=work.complete,
        posted_at=work.posted_at,
        revised_at=work.revised_at,
        made_at=work.made_at,
        day_only=work.day_only,
        audience=_AUDIENCE_NAMES[Audience(work.audience)],
        stage=Stage(work.stage),
        credits=owed,
    )


def _language(work: Work) -> str | None:
    return None if work.language == "und" else work.language


def _heading(work: Work, viewer: Viewer) -> Heading:
    return Heading(
        pid=work.pid,
        title=work.title,
        creators=bylines_for([work], viewer).get(work.pk, ()),
        anonymous=work.anonymous,
        language=_language(work),
        words=work.words,
        complete=work.complete,
    )


def _tags_for(works: Sequence[Work]) -> dict[int, Tags]:
    """The tags of works by the work's key. One query."""
    kinds: dict[int, dict[int, list[TagLine]]] = {}
    rows = Tagging.objects.filter(work__in=[work.pk for work in works]).select_related("tag")
    for row in rows.order_by("work", "kind", "rank"):
        kinds.setdefault(row.work_id, {}).setdefault(row.kind, []).append(TagLine(row.tag.pid, row.tag.name))
    return {work: _tags(found) for work, found in kinds.items()}


def _tags(by_kind: Mapping[int, list[TagLine]]) -> Tags:
    def of(kind: Kind) -> tuple[TagLine, ...]:
        return tuple(by_kind.get(kind, ()))

    return Tags(
        rating=next(iter(of(Kind.RATING)), None),
        warnings=of(Kind.WARNING),
        categories=of(Kind.CATEGORY),
        fandoms=of(Kind.FANDOM),
        relationships=of(Kind.RELATIONSHIP),
        characters=of(Kind.CHARACTER),
        freeforms=of(Kind.FREEFORM),
    )


def _missing(blurb: Blurb) -> tuple[str, ...]:
    """What its keeper would be asked for, in the words of `Manuscript.missing`."""
    have = {
        "title": blurb.title,
        "creators": blurb.creators or blurb.anonymous,
        "language": blurb.language,
        "fandoms": blurb.tags.fandoms,
    }
    return tuple(name for name, value in have.items() if not value)


def _lines(chapters: Sequence[Chapter], names: Mapping[int, tuple[CreatorLine, ...]]) -> tuple[ChapterLine, ...]:
    return tuple(
        ChapterLine(number, one.title or None, one.words, one.posted_on, names.get(one.pk, ()))
        for number, one in enumerate(chapters, 1)
    )


def _text(
    chapter: Chapter, number: int, names: Mapping[int, tuple[CreatorLine, ...]], *, scoped: bool = False
) -> ChapterText:
    def shown(html: str, part: str) -> str:
        return markup.scope_ids(html, f"chapter-{number}{part}") if scoped and html else html

    return ChapterText(
        number=number,
        title=chapter.title or None,
        creators=names.get(chapter.pk, ()),
        summary=shown(chapter.summary, "-summary") or None,
        notes_before=shown(chapter.notes_before, "-notes") or None,
        html=shown(texts.unpack(chapter.text), ""),
        notes_after=shown(chapter.notes_after, "-end") or None,
        words=chapter.words,
        posted_on=chapter.posted_on,
    )


def _series(work: Work, viewer: Viewer, keeper: bool) -> tuple[SeriesLine, ...]:
    """The series of a work. Two queries, three for an anonymous work."""
    places = list(work.series_parts.filter(series__removed_at=None).select_related("series").order_by("pk"))
    if not places:
        return ()
    parts = SeriesPart.objects.filter(series__in=[place.series_id for place in places])
    if work.anonymous and not keeper:
        # Neighbours unmask: an anonymous work shows no series unless every member is anonymous too.
        named = set(parts.filter(work__anonymous=False).values_list("series_id", flat=True))
        places = [place for place in places if place.series_id not in named]
    members = _members(parts, work, viewer)
    return tuple(
        SeriesLine(place.series.pid, place.series.title, place.position, *_neighbours(place, members))
        for place in places
    )


def _members(parts: QuerySet[SeriesPart], work: Work, viewer: Viewer) -> list[SeriesPart]:
    """The works of the series that the viewer may see; beside a work with a name, no anonymous one."""
    rows = seen(parts, viewer, "work").select_related("work")
    if not work.anonymous and viewer.clearance < KEEPERS:
        rows = rows.filter(work__anonymous=False)
    return list(rows.order_by("series", "rank"))


def _neighbours(place: SeriesPart, members: Sequence[SeriesPart]) -> tuple[WorkLink | None, WorkLink | None]:
    around = [one for one in members if one.series_id == place.series_id and one.work_id != place.work_id]
    before = next((one for one in reversed(around) if one.rank < place.rank), None)
    after = next((one for one in around if one.rank > place.rank), None)
    return _link(before), _link(after)


def _link(part: SeriesPart | None) -> WorkLink | None:
    return WorkLink(part.work.pid, part.work.title) if part else None


def _edition_line(edition: Edition, manifest: Manuscript) -> EditionLine:
    return EditionLine(
        number=edition.number,
        made_at=edition.made_at,
        address=edition.address or None,
        site=manifest.source.site,
        format=manifest.source.format,
        updated=edition.source_updated,
        words=edition.manifest["words"],
        chapters=len(manifest.chapters),
        unmapped=manifest.unmapped,
    )


def _original_lines(work: Work) -> tuple[OriginalLine, ...]:
    rows = Original.objects.filter(edition__work=work, edition__left_at=None).select_related("kept", "edition")
    return tuple(
        OriginalLine(row.edition.number, row.name, row.kept.size, bytes(row.kept.digest).hex())
        for row in rows.order_by("edition__number", "pk")
    )

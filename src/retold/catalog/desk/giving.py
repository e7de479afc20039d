"""Give a whole work out: its Manuscript, its pictures, the files it came from, its revisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from retold.catalog.credits.identity import KINDS, credit_from, identity_of
from retold.catalog.credits.models import Credit as CreditRow
from retold.catalog.credits.queries import decided_proposals
from retold.catalog.people.viewers import Viewer
from retold.catalog.tags.models import Kind
from retold.catalog.works import texts
from retold.catalog.works.editions import copies_of
from retold.catalog.works.merging import (
    Facing,
    credit_words,
    distinct_creators,
    distinct_series,
    facing,
    newest_first,
)
from retold.catalog.works.models import Byline, BylineState, Chapter, EditionAsset, Series, Work
from retold.catalog.works.models import Original as OriginalRow
from retold.catalog.works.models import Revision as RevisionRow
from retold.catalog.works.queries import chapters_of, is_keeper_of, visible_to
from retold.catalog.works.settling import TAG_FIELDS
from retold.lib.addresses import work_place_of
from retold.lib.folding import fold_key
from retold.lib.zip_writer import Deflated
from retold.manuscript import model
from retold.manuscript.model import Creator, Credit, Manuscript, SeriesPlace, Source
from retold.manuscript.package.bag_layout import Original, Revision
from retold.ports import storage

_EMPTY = Manuscript(chapters=())
# The rows do not hold these; they are in the editions alone.
_ROWLESS = (
    "uuid", "gifts", "collections", "source", "assets", "skin", "stats", "unmapped", "front_matter", "extra",
    "published", "updated",
)  # fmt: skip
# What would say who wrote an anonymous work, and what is of the file rather than of the work.
_TELLING: Mapping[str, Any] = {
    "uuid": None, "creators": (), "series": (), "collections": (), "source": Source(), "stats": {},
}  # fmt: skip
_OF_THE_FILE: Mapping[str, Any] = {"unmapped": (), "front_matter": (), "extra": {}}


def manuscript_of(work: Work, viewer: Viewer) -> Manuscript:
    """The whole work as a Manuscript, with its accepted credits, as far as the viewer may see it.

    Who has no access of their own gets neither what belongs to the file that came in nor, of an anonymous work,
    anything that says whose it is. Raises Work.DoesNotExist where the gate is closed to the viewer.
    """
    held = visible_to(viewer).get(pk=work.pk)
    manuscript = manuscript_as_kept(held)
    if is_keeper_of(held, viewer):
        return manuscript
    manuscript = replace(manuscript, **_OF_THE_FILE)
    return _without_names(manuscript) if held.anonymous else manuscript


def manuscript_as_kept(work: Work) -> Manuscript:
    """The whole work as its keepers see it, past the gate: for the desk itself.

    What stands in the rows is the work; where a row says the same as the editions, the editions' own spelling and
    what they know beside it (`extra`) are given.
    """
    faced, values = _faced(work)
    return Manuscript(chapters=_chapters(work, faced), credits=_credits(work, faced.manuscript), **values)


def fields_as_kept(work: Work) -> Manuscript:
    """What `manuscript_as_kept` gives without chapters and credits, and without reading a text."""
    return Manuscript(chapters=(), **_faced(work)[1])


def _faced(work: Work) -> tuple[Facing, dict[str, Any]]:
    """What the work's copies come to, and the values of its fields."""
    copies = copies_of(work)
    faced = facing(copies, work.mended) if copies else Facing(_EMPTY, (), (), {})
    rows = _from_rows(work, has_editions=bool(copies))
    values = {name: getattr(faced.manuscript if copies else rows, name) for name in _ROWLESS}
    for name, kept in _KEPT.items():
        said, held = getattr(faced.manuscript, name), getattr(rows, name)
        values[name] = said if kept(said) == kept(held) else held
    return faced, values


def proposals_of(work: Work) -> tuple[Credit, ...]:
    """The credits that its copies propose and nobody decided on yet, newest copy first; for the work's keepers."""
    copies = newest_first(copies_of(work))
    said = (credit for copy in copies for credit in copy.manuscript.credits)
    return open_proposals(said, accepted_credits(work), decided_proposals(work))


def open_proposals(
    said: Iterable[Credit],
    accepted: Iterable[Credit],
    decided: Iterable[Credit] = (),
) -> tuple[Credit, ...]:
    """What copies propose and nobody decided on: each once, without what an accepted or decided one says already.

    A credit that was read from a note, accepted, and taken back since is a proposal again.
    """
    rows = list(accepted)
    known = {credit_words(one) for one in (*rows, *decided)}
    found: dict[tuple[str | None, ...], Credit] = {}
    for one in said:
        if credit_words(one) not in known and (one.state == "proposed" or _was_taken_back(one, rows)):
            found.setdefault(credit_words(one), replace(one, state="proposed"))
    return tuple(found.values())


def _was_taken_back(credit: Credit, rows: Iterable[Credit]) -> bool:
    """Whether a credit that a copy says was accepted, and that no row says, was once read from a note."""
    stood_for = (credit.kind, identity_of(credit)) in _identities(rows)
    return credit.origin == "read" and credit.kind in KINDS and not stood_for


def _identities(rows: Iterable[Credit]) -> set[tuple[str, str | None]]:
    """The kinds and sources of accepted credits, as far as their sources can be told apart."""
    return {(one.kind, identity_of(one)) for one in rows} - {(one.kind, None) for one in rows}


def assets_of(work: Work) -> dict[str, bytes]:
    """The bytes of the work's pictures by name, the newest of each; of a work that was seen through the gate."""
    rows = (
        EditionAsset.objects.filter(edition__work=work, edition__left_at=None)
        .select_related("kept")
        .order_by("edition__number")
    )
    newest = {row.name: row.kept for row in rows}
    return {name: storage.read(kept) for name, kept in newest.items()}


def asset_of(work: Work, name: str) -> tuple[bytes, str] | None:
    """One picture of a work that was seen through the gate: its bytes and media type; None if there is none."""
    rows = EditionAsset.objects.filter(edition__work=work, edition__left_at=None, name=name).select_related("kept")
    row = rows.order_by("-edition__number").first()
    return (storage.read(row.kept), row.kept.media_type) if row else None


def deflated_of(work: Work) -> dict[int, Deflated]:
    """The texts of the work's chapters as they are kept, by chapter from 0; of a work that was seen through the gate.

    A book holds them as they are, so that nothing is deflated twice.
    """
    rows = chapters_of(work).select_related("text")
    return {n: Deflated(bytes(row.text.body), row.text.crc, row.text.size) for n, row in enumerate(rows)}


def originals_of(work: Work, viewer: Viewer) -> tuple[Original, ...]:
    """The files that the work came from, unchanged, each once; none for a viewer without access of their own.

    Raises storage.Damaged.
    """
    held = visible_to(viewer).filter(pk=work.pk).first()
    if held is None or not is_keeper_of(held, viewer):
        return ()
    rows = OriginalRow.objects.filter(edition__work=held, edition__left_at=None).select_related("kept")
    rows = rows.order_by("edition__number", "pk")
    found = {(row.kept_id, row.name): row.kept for row in rows}
    return tuple(Original(name, storage.read(kept)) for (_, name), kept in found.items())


def revisions_of(work: Work, viewer: Viewer) -> tuple[Revision, ...]:
    """Every revision of the work's chapters; none for a viewer without access of their own."""
    held = visible_to(viewer).filter(pk=work.pk).first()
    if held is None or not is_keeper_of(held, viewer):
        return ()
    numbers = {key: number for number, key in enumerate(chapters_of(held).values_list("pk", flat=True), 1)}
    rows = RevisionRow.objects.filter(chapter__in=numbers).select_related("text").order_by("chapter__rank", "number")
    return tuple(
        Revision(
            chapter=numbers[row.chapter_id],
            number=row.number,
            made_at=row.made_at,
            html=texts.unpack(row.text),
            face=row.face,
        )
        for row in rows
    )


def _without_names(manuscript: Manuscript) -> Manuscript:
    chapters = tuple(replace(chapter, creators=(), url=None, extra={}) for chapter in manuscript.chapters)
    return replace(manuscript, chapters=chapters, **_TELLING)


def _from_rows(work: Work, *, has_editions: bool) -> Manuscript:
    """What the rows alone say of the work, without chapters and credits."""
    tags: dict[str, list[str]] = {name: [] for name in TAG_FIELDS.values()}
    for tagging in work.taggings.select_related("tag").order_by("kind", "rank"):
        tags[TAG_FIELDS[Kind(tagging.kind)]].append(tagging.tag.name)
    rating = tags.pop("rating")
    parts = work.series_parts.select_related("series").order_by("pk")
    return Manuscript(
        chapters=(),
        title=work.title,
        creators=tuple(_creator(one) for one in _bylines(work) if one.chapter_id is None),
        media=tuple(work.media),
        summary=work.summary or None,
        notes_before=work.notes_before or None,
        notes_after=work.notes_after or None,
        language=None if work.language == "und" else work.language,
        rating=rating[0] if rating else None,
        series=tuple(SeriesPlace(part.series.title, part.position, _address(part.series)) for part in parts),
        published=None if has_editions or work.posted_at is None else work.posted_at.date(),
        updated=None if has_editions or work.revised_at is None else work.revised_at.date(),
        complete=work.complete,
        chapters_expected=work.chapters_expected,
        **{name: tuple(names) for name, names in tags.items()},  # type: ignore[arg-type]
    )


def _address(series: Series) -> str | None:
    return f"https://{series.origin_site}{series.origin_key}" if series.origin_site else None


def _plain_series(series: tuple[SeriesPlace, ...]) -> list[tuple[str, str, int]]:
    """Which series, by address or name, and the place in it: the rows keep the first title that a series had."""
    places = [(one, work_place_of(one.url)) for one in distinct_series(series)]
    return sorted(
        (*((place.site, place.key or "/") if place else ("", fold_key(one.title))), one.position or 0)
        for one, place in places
    )


def _bylines(work: Work) -> list[Byline]:
    rows = work.bylines.filter(state=BylineState.ACCEPTED).select_related("pen")
    return list(rows.order_by("rank", "pk"))


def _creator(byline: Byline) -> Creator:
    return Creator(byline.as_written or byline.pen.name, byline.role, byline.address or None)


def _same(value: Any) -> Any:
    return value or None


def _folds(names: tuple[str, ...]) -> list[str]:
    return [fold for fold in dict.fromkeys(map(fold_key, names)) if fold]


def _plain_creators(creators: tuple[Creator, ...]) -> list[tuple[str, str, str | None]]:
    return [(one.name, one.role, one.url) for one in distinct_creators(creators)]


# What the rows keep of a field: two values that are kept alike say the same.
_KEPT: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("title", "summary", "notes_before", "notes_after"), _same),
    "language": lambda tag: tag or "und",
    "media": tuple,
    "complete": lambda value: value,
    "chapters_expected": lambda value: value,
    "creators": _plain_creators,
    "rating": lambda name: _folds((name,) if name else ()),
    **dict.fromkeys((name for kind, name in TAG_FIELDS.items() if kind != Kind.RATING), _folds),
    "series": _plain_series,
}
_FACES: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("title", "summary", "notes_before", "notes_after", "published", "url"), _same),
    "creators": _plain_creators,
}


def _chapters(work: Work, faced: Facing) -> tuple[model.Chapter, ...]:
    said = dict(zip(faced.chapters, faced.manuscript.chapters, strict=True))
    named: dict[int, list[Creator]] = {}
    for byline in _bylines(work):
        if byline.chapter_id is not None:
            named.setdefault(byline.chapter_id, []).append(_creator(byline))
    rows = chapters_of(work).select_related("text")
    return tuple(_chapter(row, said.get(row.pk), tuple(named.get(row.pk, ()))) for row in rows)


def _chapter(row: Chapter, said: model.Chapter | None, creators: tuple[Creator, ...]) -> model.Chapter:
    held = model.Chapter(
        html=texts.unpack(row.text),
        title=row.title or None,
        creators=creators,
        summary=row.summary or None,
        notes_before=row.notes_before or None,
        notes_after=row.notes_after or None,
        published=row.posted_on,
        url=row.address or None,
    )
    if said is None:
        return held
    alike = {
        name: getattr(said, name)
        for name, kept in _FACES.items()
        if kept(getattr(said, name)) == kept(getattr(held, name))
    }
    return replace(held, **alike, extra=said.extra)


def accepted_credits(work: Work) -> list[Credit]:
    """The credits that a work owes, as written, in order; for the desk itself. One query."""
    rows = CreditRow.objects.standing().filter(work=work).order_by("rank")
    return [credit_from(row.as_written) for row in rows]


def _credits(work: Work, faced: Manuscript) -> tuple[Credit, ...]:
    """The accepted credits: the copies' own in their order, then those accepted since.

    A credit that a row stands for but does not spell (one source credited twice in a kind), and one of a kind
    that this program does not know, is in the copies alone.
    """
    rows = accepted_credits(work)
    words = {credit_words(one) for one in rows}
    stood_for = _identities(rows)
    said = [
        one
        for one in faced.credits
        if one.state == "accepted"
        and (credit_words(one) in words or one.kind not in KINDS or (one.kind, identity_of(one)) in stood_for)
    ]
    known = {credit_words(one) for one in said}
    return (*said, *(one for one in rows if credit_words(one) not in known))

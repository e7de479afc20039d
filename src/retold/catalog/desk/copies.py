"""The copies that a work consists of, for its keepers: where each came from, what it has, how two of them differ."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

from django.db.models import Q

from retold.catalog.desk.likeness import Question, questions_about
from retold.catalog.desk.pages import ChapterLine, ChapterPage, ChapterText, Heading
from retold.catalog.people.viewers import Viewer
from retold.catalog.works import texts
from retold.catalog.works.aligning import Pair, Piece, align
from retold.catalog.works.editions import copies_of
from retold.catalog.works.merging import OF_THE_FILE, given_by, newest_first, without_texts
from retold.catalog.works.models import Edition, EditionPart, Original, Regrouping, Right, Stage, Work
from retold.catalog.works.queries import KEPT_WHEN_REMOVED, CreatorLine, right_of, visible_to
from retold.manuscript import markup, serialise
from retold.manuscript.model import Creator, Manuscript

# Paragraphs that did not change are shown beside those that did: so many on each side.
AROUND = 1


@dataclass(frozen=True)
class CopyLine:
    """A copy: when it came, from which files and source, its words, and how many of them no other copy has.

    `given` is what of the work comes from it (`works.merging.given_by`); `is_newest` whether it counts as the newest.
    """

    number: int
    made_at: dt.datetime
    updated: dt.date | None
    site: str | None
    format: str | None
    address: str | None
    files: tuple[str, ...]
    words: int
    chapters: int
    alone: int
    given: Mapping[str, int]
    is_newest: bool


@dataclass(frozen=True)
class RegroupingLine:
    """Copies that went from one work to another, which can be undone until a day. `other` is None if it is gone."""

    pid: int
    at: dt.datetime
    until: dt.datetime
    is_join: bool
    copies: int
    title: str | None
    other: int | None


@dataclass(frozen=True)
class CopiesPage:
    """The copies of a work, the newest first, what is asked about it, and what can be undone."""

    pid: int
    title: str | None
    copies: tuple[CopyLine, ...]
    questions: tuple[Question, ...]
    regroupings: tuple[RegroupingLine, ...]
    may_regroup: bool


@dataclass(frozen=True)
class CopyChapter:
    """A chapter of one copy, to read."""

    number: int
    made_at: dt.datetime
    page: ChapterPage


@dataclass(frozen=True)
class Side:
    """One of two copies that are compared."""

    work: int
    title: str | None
    number: int
    made_at: dt.datetime
    words: int


@dataclass(frozen=True)
class Passage:
    """A paragraph of two copies and how it differs; "same" with `left_out` stands for so many that are not shown."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    is_heading: bool = False
    left_out: int = 0


@dataclass(frozen=True)
class FieldDifference:
    """A field that two copies fill differently, as in the Manuscript's JSON."""

    name: str
    older: Any
    newer: Any


@dataclass(frozen=True)
class ComparePage:
    """Two copies side by side: their fields that differ, their text paragraph by paragraph, words that came and went.

    `numbers` are those of all copies of the work.
    """

    pid: int
    title: str | None
    older: Side
    newer: Side
    numbers: tuple[int, ...]
    fields: tuple[FieldDifference, ...]
    passages: tuple[Passage, ...]
    added: int
    removed: int


def copies_page(viewer: Viewer, pid: int, at: dt.datetime) -> CopiesPage | None:
    """The copies of a work, or None where there is none that this viewer keeps. A fixed number of queries."""
    kept = _kept(viewer, pid)
    if kept is None:
        return None
    work, right = kept
    copies = newest_first(copies_of(work))
    given, alone, files = given_by(copies, work.mended) if copies else {}, _alone(work), _files(work)
    editions = {one.number: one for one in work.editions.standing()}
    lines = (
        _line(editions[copy.number], copy.manuscript, alone, files, given[copy.number], place == 0)
        for place, copy in enumerate(copies)
    )
    may = right == Right.OWN
    return CopiesPage(
        pid=pid,
        title=work.title,
        copies=tuple(lines),
        questions=questions_about(work, viewer),
        regroupings=tuple(_regrouping(row, work) for row in regroupings_of(work, at)) if may else (),
        may_regroup=may,
    )


def regroupings_of(work: Work, at: dt.datetime) -> Sequence[Regrouping]:
    """What was joined into a work or parted from it and can be undone still, the last first; for its keepers."""
    rows = Regrouping.objects.filter(Q(work=work) | Q(source=work, is_join=False))
    rows = rows.filter(undone_at=None, at__gt=at - KEPT_WHEN_REMOVED).exclude(source__stage=Stage.GONE)
    return list(rows.select_related("work", "source").order_by("-at", "-pk"))


def copy_chapter(viewer: Viewer, pid: int, number: int, chapter: int) -> CopyChapter | None:
    """A chapter of a copy (both from 1), or None where there is none that this viewer keeps. Four queries."""
    kept = _kept(viewer, pid)
    edition = kept[0].editions.standing().filter(number=number).first() if kept else None
    if edition is None:
        return None
    said = serialise.from_json(edition.manifest)
    parts = list(
        EditionPart.objects.filter(edition=edition).order_by("rank").values_list("pk", "revision__text__words")
    )
    if not 1 <= chapter <= len(parts):
        return None
    row = EditionPart.objects.select_related("revision__text").get(pk=parts[chapter - 1][0])
    lines = tuple(
        ChapterLine(place, one.title, words, one.published, _names(one.creators))
        for place, (one, (_, words)) in enumerate(zip(said.chapters, parts, strict=True), 1)
    )
    return CopyChapter(
        number, edition.made_at, _chapter_page(pid, said, lines, chapter, texts.unpack(row.revision.text))
    )


def compare_page(
    viewer: Viewer, pid: int, *, older: int | None = None, newer: int | None = None, other: int | None = None
) -> ComparePage | None:
    """Two copies of a work by their numbers; without them, the newest and the one before it.

    `other` is the public id of another work, whose newest copy is the older one. None where there is nothing to compare
    that this viewer keeps.
    """
    kept = _kept(viewer, pid)
    beside = _kept(viewer, other) if other is not None else kept
    if kept is None or beside is None:
        return None
    work, order = kept[0], [copy.number for copy in newest_first(copies_of(kept[0]))]
    theirs = order if other is None else [copy.number for copy in newest_first(copies_of(beside[0]))]
    new = newer if newer is not None else next(iter(order), 0)
    rest = [one for one in theirs if other is not None or one != new]
    old = older if older is not None else next(iter(rest), 0)
    first = beside[0].editions.standing().filter(number=old).first()
    second = work.editions.standing().filter(number=new).first()
    if first is None or second is None or first == second:
        return None
    return _compared(work, (beside[0], first), (work, second), tuple(sorted(order)))


def _kept(viewer: Viewer, pid: int) -> tuple[Work, Right] | None:
    work = visible_to(viewer).filter(pid=pid).first()
    right = right_of(work, viewer) if work else None
    return (work, right) if work is not None and right is not None else None


def _line(
    edition: Edition,
    said: Manuscript,
    alone: Mapping[int, int],
    files: Mapping[int, tuple[str, ...]],
    given: Mapping[str, int],
    is_newest: bool,
) -> CopyLine:
    return CopyLine(
        number=edition.number,
        made_at=edition.made_at,
        updated=edition.source_updated,
        site=said.source.site,
        format=said.source.format,
        address=edition.address or None,
        files=files.get(edition.number, ()),
        words=edition.manifest["words"],
        chapters=len(said.chapters),
        alone=alone.get(edition.number, 0),
        given=given,
        is_newest=is_newest,
    )


def _alone(work: Work) -> dict[int, int]:
    """By the number of a copy, how many words stand in paragraphs that no other copy has. One query."""
    parts = EditionPart.objects.filter(edition__work=work, edition__left_at=None)
    words: dict[int, dict[int, int]] = {}
    for number, packed in parts.values_list("edition__number", "revision__text__blocks"):
        words.setdefault(number, {}).update({block.crc: block.words for block in texts.blocks(packed)})
    held = Counter(crc for blocks in words.values() for crc in blocks)
    return {number: sum(count for crc, count in blocks.items() if held[crc] == 1) for number, blocks in words.items()}


def _files(work: Work) -> dict[int, tuple[str, ...]]:
    rows = Original.objects.filter(edition__work=work, edition__left_at=None).order_by("pk")
    found: dict[int, list[str]] = {}
    for number, name, part in rows.values_list("edition__number", "name", "part"):
        found.setdefault(number, []).append(f"{name}: {part}" if part else name)
    return {number: tuple(names) for number, names in found.items()}


def _regrouping(row: Regrouping, work: Work) -> RegroupingLine:
    other = row.source if row.work_id == work.pk else row.work
    there = other.removed_at is None
    return RegroupingLine(
        pid=row.pid,
        at=row.at,
        until=row.at + KEPT_WHEN_REMOVED,
        is_join=row.is_join,
        copies=len(row.numbers),
        title=other.title,
        other=other.pid if there else None,
    )


def _names(creators: Sequence[Creator]) -> tuple[CreatorLine, ...]:
    """Names as the copy writes them; they belong to no pen name here."""
    return tuple(CreatorLine(one.name, one.role, 0, one.url) for one in creators)


def _chapter_page(pid: int, said: Manuscript, lines: tuple[ChapterLine, ...], number: int, html: str) -> ChapterPage:
    one, count = said.chapters[number - 1], len(lines)
    return ChapterPage(
        work=Heading(
            pid=pid,
            title=said.title,
            creators=_names(said.creators),
            anonymous=False,
            language=said.language,
            words=sum(line.words for line in lines),
            complete=said.complete,
        ),
        chapter=ChapterText(
            number=number,
            title=one.title,
            creators=lines[number - 1].creators,
            summary=one.summary,
            notes_before=one.notes_before,
            html=html,
            notes_after=one.notes_after,
            words=lines[number - 1].words,
            posted_on=one.published,
        ),
        chapters=lines,
        words_before=sum(line.words for line in lines[: number - 1]),
        work_summary=said.summary if number == 1 else None,
        work_notes_before=said.notes_before if number == 1 else None,
        work_notes_after=said.notes_after if number == count else None,
    )


def _compared(
    work: Work, older: tuple[Work, Edition], newer: tuple[Work, Edition], numbers: tuple[int, ...]
) -> ComparePage:
    old, new = (_paragraphs(edition) for _, edition in (older, newer))
    pairs = align([text for text, _ in old], [text for text, _ in new])
    changed = [pair for pair in pairs if pair.kind != "same"]
    passages = [_passage(pair, old, new) for pair in changed]
    return ComparePage(
        pid=work.pid,
        title=work.title,
        older=_side(*older),
        newer=_side(*newer),
        numbers=numbers,
        fields=tuple(_differences(*(serialise.from_json(one.manifest) for _, one in (older, newer)))),
        passages=tuple(_with_room(pairs, old, new)),
        added=_words(passages, "added"),
        removed=_words(passages, "removed"),
    )


def _side(work: Work, edition: Edition) -> Side:
    return Side(work.pid, work.title, edition.number, edition.made_at, edition.manifest["words"])


def _paragraphs(edition: Edition) -> list[tuple[str, bool]]:
    """The paragraphs of a copy in order, each with whether it is the heading of a chapter. Two queries."""
    chapters = serialise.from_json(edition.manifest).chapters
    parts = EditionPart.objects.filter(edition=edition).select_related("revision__text").order_by("rank")
    found: list[tuple[str, bool]] = []
    for number, (said, part) in enumerate(zip(chapters, parts, strict=True), 1):
        if said.title or len(chapters) > 1:
            found.append((said.title or f"Chapter {number}", True))
        around = (said.summary, said.notes_before, texts.unpack(part.revision.text), said.notes_after)
        found += [(block, False) for html in around if html for block in markup.blocks_of(html) if block]
    return found


def _passage(pair: Pair, old: Sequence[tuple[str, bool]], new: Sequence[tuple[str, bool]]) -> Passage:
    text, is_heading = new[pair.new] if pair.new is not None else old[pair.old or 0]
    pieces = pair.pieces or (Piece(pair.kind, text),)
    return Passage(pair.kind, pieces, is_heading)


def _with_room(
    pairs: Sequence[Pair], old: Sequence[tuple[str, bool]], new: Sequence[tuple[str, bool]]
) -> Iterator[Passage]:
    """All that differs, with what stands around it; longer stretches that did not change are counted alone."""
    near = {at + step for at, pair in enumerate(pairs) if pair.kind != "same" for step in range(-AROUND, AROUND + 1)}
    for shown, stretch in groupby(enumerate(pairs), key=lambda pair: pair[0] in near):
        those = [pair for _, pair in stretch]
        if shown:
            yield from (_passage(pair, old, new) for pair in those)
        else:
            yield Passage("same", left_out=len(those))


def _words(passages: Sequence[Passage], kind: str) -> int:
    return sum(len(one.text.split()) for passage in passages for one in passage.pieces if one.kind == kind)


def _differences(old: Manuscript, new: Manuscript) -> Iterator[FieldDifference]:
    """The fields of the work that are not the same, chapters aside."""
    left, right = (serialise.to_json(without_texts(one)) for one in (old, new))
    for name in (f.name for f in fields(Manuscript) if f.name not in OF_THE_FILE | {"chapters", "assets", "source"}):
        if left.get(name) != right.get(name):
            yield FieldDifference(name, left.get(name), right.get(name))

"""What the preview page shows, worked out from an item's preview as frozen values: rows, fields, cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retold.importing.queries import Line, Preview
from retold.interfaces.web import words
from retold.interfaces.web.mending.cards import Card, card_of
from retold.interfaces.web.mending.fields import Field, fields_of
from retold.manuscript import markup
from retold.manuscript.model import Manuscript

SHOWN_WHOLE = 80  # lines that are not blank; a longer file is folded in its middle
SHOWN_FIRST, SHOWN_LAST = 40, 12
SHOWN_AT_ONCE = 200  # lines that one press unfolds
PICTURES_ASKED_ABOUT = 24  # more would be work, not a question


@dataclass(frozen=True)
class Piece:
    """Some words of a line, and whether a credit was drawn from them."""

    text: str
    marked: bool


@dataclass(frozen=True)
class LineRow:
    """A line of the file: its words, what it is, and what could begin with it."""

    number: int
    pieces: tuple[Piece, ...]
    role: str
    role_words: str
    goes_on: bool
    begins: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EdgeRow:
    """The edge before a line: which edge of the file it is, what ends and begins there, how far it may go.

    `minor`: the story is on neither side of it.
    """

    ordinal: int
    line: int
    ends: str
    begins: str
    minor: bool
    at: int
    least: int
    most: int


@dataclass(frozen=True)
class GapRow:
    """Lines that are folded away: how many, and the first of them."""

    count: int
    first: int


Row = LineRow | EdgeRow | GapRow


@dataclass(frozen=True)
class Part:
    """A part of a work that came without lines: what it is, its title, the words it opens with."""

    what: str
    title: str
    opening: str


@dataclass(frozen=True)
class Picture:
    """A picture that nothing describes: its name, its number on the page, what was typed for it."""

    name: str
    number: int
    alt: str


@dataclass(frozen=True)
class PreviewPage:
    """All of the preview page. `rows` is empty where the file has no lines, `parts` where it has.

    `more_open`: some of the fields that are folded away were guessed, so they are shown. `pictures` are the first that
    nothing describes, `more_pictures` how many others there are.
    """

    name: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]
    fields: tuple[Field, ...]
    more_fields: tuple[Field, ...]
    more_open: bool
    cards: tuple[Card, ...]
    unfolded_at: int | None
    pictures: tuple[Picture, ...] = ()
    more_pictures: int = 0


def preview_page(preview: Preview, *, unfolded_at: int | None = None) -> PreviewPage:
    """The page of a preview, with the lines from `unfolded_at` on shown as well."""
    fields = fields_of(preview.manuscript, proposals=preview.cards, guessed=preview.guessed)
    evidence = [card.credit.evidence for card in preview.cards if card.credit.evidence]
    return PreviewPage(
        name=preview.name,
        facts=_facts(preview),
        rows=tuple(_rows(preview.lines, evidence, unfolded_at)) if preview.lines else (),
        parts=() if preview.lines else tuple(_parts(preview.manuscript)),
        fields=tuple(field for field in fields if field.first),
        more_fields=tuple(field for field in fields if not field.first),
        more_open=any(field.name in preview.guessed for field in fields if not field.first),
        cards=tuple(map(card_of, preview.cards)),
        unfolded_at=unfolded_at,
        pictures=tuple(
            Picture(name, number, alt) for number, (name, alt) in enumerate(preview.pictures[:PICTURES_ASKED_ABOUT], 1)
        ),
        more_pictures=max(0, len(preview.pictures) - PICTURES_ASKED_ABOUT),
    )


def typed_alts(said: Mapping[str, str], preview: Preview) -> dict[str, str]:
    """The words that a form gives for pictures, by the pictures' names."""
    asked = enumerate(preview.pictures[:PICTURES_ASKED_ABOUT], 1)
    return {name: said[f"alt-{number}"].strip() for number, (name, _) in asked if f"alt-{number}" in said}


def _facts(preview: Preview) -> tuple[str, ...]:
    chapters = len(preview.manuscript.chapters)
    return (
        words.counted(preview.paragraphs, "paragraph"),
        *((words.counted(chapters, "chapter"),) if chapters > 1 else ()),
        words.counted(preview.manuscript.words, "word"),
        words.file_size(preview.size),
    )


def _rows(lines: Sequence[Line], evidence: Sequence[str], unfolded_at: int | None) -> Iterator[Row]:
    written = [line for line in lines if line.text.strip()]
    runs = _runs(written)
    shown = _shown(written, unfolded_at)
    folded = 0
    for index, line in enumerate(written):
        if not shown[index]:
            folded += 1
            continue
        if folded:
            yield GapRow(folded, written[index - folded].number)
            folded = 0
        if index and line.role != written[index - 1].role:
            yield _edge(written, runs, index)
        yield _line(written, runs, index, evidence)


def _runs(written: Sequence[Line]) -> list[tuple[int, int]]:
    """For each line, the indices of the first and last line of its run."""
    starts = [0, *(index for index in range(1, len(written)) if written[index].role != written[index - 1].role)]
    return [(first, past - 1) for first, past in pairwise([*starts, len(written)]) for _ in range(past - first)]


def _shown(written: Sequence[Line], unfolded_at: int | None) -> list[bool]:
    """The beginning, the end, both sides of every edge, and what was asked for; a gap of a few lines is none."""
    count = len(written)
    if count <= SHOWN_WHOLE:
        return [True] * count
    shown = [index < SHOWN_FIRST or index >= count - SHOWN_LAST for index in range(count)]
    for index in range(1, count):
        if written[index].role != written[index - 1].role:
            shown[index - 1] = shown[index] = True
    if unfolded_at is not None:
        first = next((index for index, line in enumerate(written) if line.number >= unfolded_at), count)
        shown[first : first + SHOWN_AT_ONCE] = [True] * len(shown[first : first + SHOWN_AT_ONCE])
    for index in range(1, count - 1):
        if shown[index - 1] and not shown[index] and any(shown[index + 1 : index + 4]):
            shown[index] = True
    return shown


def _edge(written: Sequence[Line], runs: Sequence[tuple[int, int]], index: int) -> EdgeRow:
    above, below = runs[index - 1], runs[index]
    return EdgeRow(
        ordinal=len(set(runs[: index + 1])) - 1,
        line=written[index].number,
        ends=_role_words(written[index - 1].role),
        begins=_role_words(written[index].role),
        minor=None not in (written[index - 1].role, written[index].role),
        at=index,
        least=above[0],
        most=below[1] + 1,
    )


def _line(written: Sequence[Line], runs: Sequence[tuple[int, int]], index: int, evidence: Sequence[str]) -> LineRow:
    line, (first, last) = written[index], runs[index]
    begins = []
    if first and index > first:
        begins.append((line.role or "", f"{_role_words(line.role)} begins here"))
    if last + 1 < len(written):
        following = written[last + 1].role
        begins.append((following or "", f"{_role_words(following)} begins here"))
    return LineRow(
        number=line.number,
        pieces=_pieces(line.text, evidence),
        role=line.role or "",
        role_words=_role_words(line.role),
        goes_on=index > first,
        begins=tuple(begins),
    )


def _pieces(text: str, evidence: Sequence[str]) -> tuple[Piece, ...]:
    """The line cut where the words begin and end that credits were drawn from."""
    spans = [(start, start + len(said)) for said in evidence if (start := text.find(said)) >= 0]
    cuts = sorted({0, len(text), *(cut for span in spans for cut in span)})
    return tuple(
        Piece(text[start:end], any(first <= start and end <= last for first, last in spans))
        for start, end in pairwise(cuts)
    )


def _role_words(role: str | None) -> str:
    return words.LINE_ROLES.get(role, "Story")


def _parts(manuscript: Manuscript) -> Iterator[Part]:
    """What the file is made of, in its order, each with the words it opens with."""
    for what, html in (("Summary", manuscript.summary), ("Notes", manuscript.notes_before)):
        if html:
            yield Part(what, "", _opening(html))
    for number, chapter in enumerate(manuscript.chapters, 1):
        what = f"Chapter {number}" if len(manuscript.chapters) > 1 else "Story"
        yield Part(what, chapter.title or "", _opening(chapter.html))
    if manuscript.notes_after:
        yield Part("End notes", "", _opening(manuscript.notes_after))


def _opening(html: str) -> str:
    return " ".join(markup.text_of(html[:4000]).split())[:320]

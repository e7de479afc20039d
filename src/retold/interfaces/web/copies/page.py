"""The pages of a work's copies, in words, from the desk's values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from retold.catalog.desk.copies import ComparePage, CopiesPage, CopyLine, Passage, RegroupingLine, Side
from retold.catalog.works.aligning import Piece
from retold.interfaces.web import words
from retold.interfaces.web.mending.history import labels_of_fields, value_in_words
from retold.interfaces.web.works import showing
from retold.interfaces.web.works.page import Fact, ShownQuestion, shown_question
from retold.lib import public_ids

_OF_CHAPTERS = {
    "title": "titles of chapters",
    "creators": "creators of chapters",
    "summary": "summaries of chapters",
    "notes_before": "notes before chapters",
    "notes_after": "notes after chapters",
    "published": "dates of chapters",
}
_FIELDS = {
    "source": "Where it is from",
    "notes_before": "Notes",
    "notes_after": "End notes",
    "published": "Day of posting",
    "updated": "Day of revision",
    "uuid": "Identifier",
    "skin": "Its own style",
}
_SIGNS = {"added": "+", "removed": "−", "changed": "±"}
_SAYS = {"added": "Only in the newer", "removed": "Only in the older", "changed": "Changed"}


@dataclass(frozen=True)
class ShownCopy:
    """A copy in the list. `read_href` is None where it holds no text, `compare_href` where it is the newest."""

    number: int
    is_newest: bool
    facts: tuple[Fact, ...]
    read_href: str | None
    compare_href: str | None


@dataclass(frozen=True)
class ShownRegrouping:
    """A join or a parting that can be undone."""

    key: str
    said: str
    until: str


@dataclass(frozen=True)
class ShownCopies:
    """All of the page of copies."""

    title: str
    work_href: str
    copies: tuple[ShownCopy, ...]
    questions: tuple[ShownQuestion, ...]
    regroupings: tuple[ShownRegrouping, ...]
    may_part: bool
    may_regroup: bool
    join_href: str
    apart_href: str
    part_href: str
    undo_href: str


@dataclass(frozen=True)
class Choice:
    """A list of copies to choose one of."""

    name: str
    label: str
    numbers: tuple[int, ...]
    chosen: int


@dataclass(frozen=True)
class ShownDifference:
    """A field that the two fill differently; "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownPassage:
    """A paragraph of the two copies; `sign` and `says` tell its kind without colour. `left_out`: not shown."""

    kind: str
    sign: str
    says: str
    is_heading: bool
    pieces: tuple[Piece, ...]
    left_out: str


@dataclass(frozen=True)
class ShownComparison:
    """All of the page of two copies. `choices` is empty where they are of two works."""

    title: str
    heading: str
    said: str
    work_href: str
    copies_href: str
    choices: tuple[Choice, ...]
    fields: tuple[ShownDifference, ...]
    passages: tuple[ShownPassage, ...]


def shown_copies(page: CopiesPage) -> ShownCopies:
    """The list of copies in words."""
    newest = next((copy.number for copy in page.copies if copy.is_newest), 0)
    return ShownCopies(
        title=showing.title_of(page.title),
        work_href=reverse("work", args=[page.pid]),
        copies=tuple(_copy(page.pid, copy, newest) for copy in page.copies),
        questions=tuple(shown_question(one, page.pid) for one in page.questions),
        regroupings=tuple(map(_regrouping, page.regroupings)),
        may_part=page.may_regroup and len(page.copies) > 1,
        may_regroup=page.may_regroup,
        join_href=reverse("join", args=[page.pid]),
        apart_href=reverse("apart", args=[page.pid]),
        part_href=reverse("part", args=[page.pid]),
        undo_href=reverse("undo_copies", args=[page.pid]),
    )


def shown_comparison(page: ComparePage) -> ShownComparison:
    """Two copies in words."""
    one_work = page.older.work == page.newer.work
    labels = field_labels()
    return ShownComparison(
        title=showing.title_of(page.title),
        heading="Two copies compared" if one_work else "Two works compared",
        said=f"{_side(page.older, one_work)} beside {_side(page.newer, one_work)}. {_change(page)}",
        work_href=reverse("work", args=[page.pid]),
        copies_href=reverse("copies", args=[page.pid]),
        choices=(
            Choice("older", "The older", page.numbers, page.older.number),
            Choice("newer", "The newer", page.numbers, page.newer.number),
        )
        if one_work
        else (),
        fields=tuple(
            ShownDifference(
                _label(one.name, labels), value_in_words(one.name, one.older), value_in_words(one.name, one.newer)
            )
            for one in page.fields
        ),
        passages=tuple(map(_passage, page.passages)) if any(one.kind != "same" for one in page.passages) else (),
    )


def field_labels() -> Mapping[str, str]:
    """What fields are called: as where they are mended, and those that cannot be."""
    return {**_FIELDS, **labels_of_fields()}


def _label(name: str, labels: Mapping[str, str]) -> str:
    return labels.get(name, name.replace("_", " ").capitalize())


def _copy(pid: int, copy: CopyLine, newest: int) -> ShownCopy:
    compare = f"{reverse('compare', args=[pid])}?older={copy.number}&newer={newest}"
    return ShownCopy(
        number=copy.number,
        is_newest=copy.is_newest,
        facts=tuple(_facts(copy)),
        read_href=reverse("copy_chapter", args=[pid, copy.number, 1]) if copy.chapters else None,
        compare_href=None if copy.is_newest else compare,
    )


def _facts(copy: CopyLine) -> Iterator[Fact]:
    yield Fact("Came in", showing.day(copy.made_at))
    if copy.updated:
        yield Fact("Its source says", showing.day(copy.updated))
    if copy.files:
        yield Fact("From", ", ".join(copy.files))
    if copy.format:
        yield Fact("Read as", copy.format.replace("_", " ").replace("-", " "))
    if copy.address:
        yield Fact("Address", copy.address.partition("://")[2] or copy.address, copy.address)
    yield Fact("Text", f"{words.counted(copy.words, 'word')} in {words.counted(copy.chapters, 'chapter')}")
    yield Fact("It alone has", words.counted(copy.alone, "word") if copy.alone else "No words that another has not")
    yield Fact("The work has from it", ", ".join(_given(copy.given)) or "Nothing that a newer copy does not say")


def _given(given: Mapping[str, int]) -> Iterator[str]:
    labels = field_labels()
    if given.get("chapters"):
        yield f"the text of {words.counted(given['chapters'], 'chapter')}"
    of_the_work = [name for name in given if name not in ("chapters", "credits") and "." not in name]
    yield from (_label(name, labels).lower() for name in of_the_work)
    for name, count in given.items():
        of, _, field = name.partition(".")
        if of == "chapters" and field:
            yield f"{_OF_CHAPTERS[field]} ({count:,})"
    if given.get("credits"):
        yield words.counted(given["credits"], "credit")


def _regrouping(line: RegroupingLine) -> ShownRegrouping:
    copies, title = words.counted(line.copies, "copy", "copies"), showing.title_of(line.title)
    said = (
        f"{title} was joined into this work with {copies} on {showing.day(line.at)}."
        if line.is_join
        else f"On {showing.day(line.at)}, {copies} and this work were parted: {title}."
    )
    return ShownRegrouping(public_ids.letters(line.pid), said, showing.day(line.until))


def _side(side: Side, one_work: bool) -> str:
    counted = words.counted(side.words, "word")
    name = f"Copy {side.number}" if one_work else showing.title_of(side.title)
    return f"{name} of {showing.day(side.made_at)} ({counted})"


def _change(page: ComparePage) -> str:
    if not page.added and not page.removed:
        return "Their texts are the same."
    return f"{words.counted(page.removed, 'word')} went, {words.counted(page.added, 'word')} came."


def _passage(passage: Passage) -> ShownPassage:
    left_out = words.counted(passage.left_out, "paragraph") + " the same" if passage.left_out else ""
    kind = passage.kind
    pieces: Sequence[Piece] = passage.pieces
    return ShownPassage(kind, _SIGNS.get(kind, ""), _SAYS.get(kind, ""), passage.is_heading, tuple(pieces), left_out)

"""How copies of one work come to the work as it faces people: pure functions of values.

For each field: the keeper's mend if there is one, else the newest copy that has it (data-model.md §5).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from retold.catalog.people.actions import pen_origin
from retold.catalog.works.texts import Block
from retold.lib.addresses import work_place_of
from retold.lib.folding import fold_key
from retold.manuscript import serialise
from retold.manuscript.model import Asset, Chapter, Creator, Credit, Manuscript, SeriesPlace

# What belongs to a copy as a file, and says nothing of the work.
OF_THE_FILE = frozenset({"stats", "unmapped", "front_matter", "extra"})
# What is news only where nothing is known yet: each copy has it in its own way.
FILLED_ONCE = frozenset({"source", "collections", "uuid", "updated"})
_GATHERED = frozenset({"chapters", "credits", "assets"})
_CHAPTER_FIELDS = tuple(f.name for f in fields(Chapter) if f.name not in ("html", "extra"))
_FACE_FIELDS = ("title", "creators", "summary", "notes_before", "notes_after", "published")
SHARED_ENOUGH = 0.6

Thing = TypeVar("Thing")
_LONG_AGO = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Copy:
    """One edition as a value: its number, the Manuscript with texts left out, and the keys of its chapters.

    `chapters` holds, chapter by chapter, the key of the live chapter it is a copy of; `revisions` the key of
    the revision that holds its text. `came` is when it came in: copies of a work that was joined to another one came
    before or after the other's.
    """

    number: int
    manuscript: Manuscript
    chapters: tuple[int, ...]
    revisions: tuple[int, ...]
    came: dt.datetime = _LONG_AGO


@dataclass(frozen=True)
class Facing:
    """What the copies and mends come to: a Manuscript without texts, its chapters' keys, and whence fields come.

    `provenance` gives the copy's number for each field that does not come from the newest; mended fields are
    not in it.
    """

    manuscript: Manuscript
    chapters: tuple[int, ...]
    revisions: tuple[int, ...]
    provenance: Mapping[str, int]


def facing(copies: Sequence[Copy], mended: Mapping[str, Any]) -> Facing:
    """The work as it faces people, from its copies in any order (at least one) and the keeper's mends.

    `mended` holds values as in the Manuscript's JSON. The same copies and mends always give the same.
    """
    ordered = newest_first(copies)
    values: dict[str, Any] = {}
    provenance: dict[str, int] = {}
    for name in (f.name for f in fields(Manuscript) if f.name not in _GATHERED):
        source = next((copy for copy in ordered if has(copy.manuscript, name)), ordered[0])
        values[name] = getattr(source.manuscript, name)
        if source is not ordered[0] and name not in mended:
            provenance[name] = source.number
    text = next((copy for copy in ordered if copy.chapters), ordered[0])
    merged = Manuscript(
        chapters=tuple(_chapter(key, index, text, ordered) for index, key in enumerate(text.chapters)),
        credits=_credits(ordered),
        assets=_assets(ordered),
        **values,
    )
    if mended:
        merged = serialise.from_json(serialise.to_json(merged) | dict(mended))
    return Facing(merged, text.chapters, text.revisions, provenance)


def given_by(copies: Sequence[Copy], mended: Collection[str]) -> dict[int, Counter[str]]:
    """What of the work comes from each copy, by its number: fields, and how many of their values.

    Of a chapter's fields (`chapters.notes_after`) it is in how many chapters; of `chapters`, how many texts. What the
    keeper mended comes from no copy. The same rule as `facing`.
    """
    ordered = newest_first(copies)
    given: dict[int, Counter[str]] = {copy.number: Counter() for copy in ordered}
    for name in (f.name for f in fields(Manuscript) if f.name not in OF_THE_FILE | _GATHERED | set(mended)):
        giver = next((copy for copy in ordered if has(copy.manuscript, name)), None)
        if giver is not None:
            given[giver.number][name] += 1
    text = next((copy for copy in ordered if copy.chapters), ordered[0])
    if text.chapters:
        given[text.number]["chapters"] = len(text.chapters)
    for index, key in enumerate(text.chapters):
        told = _of_chapter(key, index, text, ordered)
        for name in _FACE_FIELDS:
            number = next((number for number, chapter in told if getattr(chapter, name)), None)
            if number is not None:
                given[number][f"chapters.{name}"] += 1
    known: set[tuple[str | None, ...]] = set()
    for copy in ordered:
        new = {credit_words(one) for one in copy.manuscript.credits} - known
        given[copy.number]["credits"] += len(new)
        known |= new
    return {number: +found for number, found in given.items()}


def newest_first(copies: Sequence[Copy]) -> list[Copy]:
    """The copies, newest first: the one that came last, unless its source says that it is older than another."""
    ordered: list[Copy] = []
    for copy in sorted(copies, key=lambda one: (one.came, one.number)):
        place = 0
        while place < len(ordered) and _is_older(copy, ordered[place]):
            place += 1
        ordered.insert(place, copy)
    return ordered


def has(manuscript: Manuscript, field: str) -> bool:
    """Whether a copy says anything in a field; a source says something if it has an address."""
    value = getattr(manuscript, field)
    return value.url is not None if field == "source" else value not in (None, "", ()) and value != {}


def says_more(copy: Manuscript, held: Manuscript) -> bool:
    """Whether a copy of the same text has a value that the work held does not have, or has otherwise.

    What belongs to the file alone (statistics, its format …) does not count.
    """
    if any(has(copy, name) and not has(held, name) for name in FILLED_ONCE):
        return True
    names = [f.name for f in fields(Manuscript) if f.name not in OF_THE_FILE | FILLED_ONCE | _GATHERED]
    if any(has(copy, name) and _plain(copy, name) != _plain(held, name) for name in names):
        return True
    if {credit_words(one) for one in copy.credits} - {credit_words(one) for one in held.credits}:
        return True
    return any(
        getattr(new, name) and getattr(new, name) != getattr(old, name)
        for new, old in zip(copy.chapters, held.chapters, strict=False)
        for name in _CHAPTER_FIELDS
        if name not in ("url", "words")
    )


def credit_words(credit: Credit) -> tuple[str | None, ...]:
    """What makes two credits of one work the same: everything they say but how it was found and decided."""
    return (credit.kind, credit.medium, credit.title, credit.creator, credit.place, credit.url, credit.evidence)


def distinct_creators(creators: Sequence[Creator]) -> list[Creator]:
    """The creators, each pen name once in a role."""
    return _first_of_each(creators, lambda one: (*pen_origin(one.name, one.url), one.role))


def distinct_series(series: Sequence[SeriesPlace]) -> list[SeriesPlace]:
    """The series, each once."""
    return _first_of_each(series, lambda one: work_place_of(one.url) or fold_key(one.title))


def _first_of_each(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> list[Thing]:
    found: dict[Hashable, Thing] = {}
    for thing in things:
        found.setdefault(key(thing), thing)
    return list(found.values())


def match_chapters(
    held: Sequence[tuple[int, str | None, Sequence[Block]]], new: Sequence[tuple[str | None, Sequence[Block]]]
) -> list[int | None]:
    """For each new chapter, the key of the held one that it is a copy of, or None: each is used once.

    Held chapters are (key, address, blocks), new ones (address, blocks). First by address, then by the most
    blocks shared, then by order between those matched already.
    """
    matched: list[int | None] = [None] * len(new)
    free = {key: (index, address, blocks) for index, (key, address, blocks) in enumerate(held)}
    by_address = {address: key for key, address, _ in reversed(held) if address}
    for place, (address, _) in enumerate(new):
        if address and (key := by_address.get(address)) in free and key is not None:
            matched[place] = key
            del free[key]
    for place, (_, blocks) in enumerate(new):
        if matched[place] is None and (found := _most_shared(blocks, free)) is not None:
            matched[place] = found
            del free[found]
    return _matched_by_order(matched, held, free)


def shared(one: Sequence[Block], other: Sequence[Block], *, same_title: bool) -> float:
    """The share of blocks, by words, that two texts have in common, 0 to 1.

    Of the shorter text where both have one title (a longer copy of a story goes on), else of the longer one (an
    anthology is no copy of what it holds).
    """
    first, second = _weights(one), _weights(other)
    common = sum(min(weight, second[crc]) for crc, weight in first.items() if crc in second)
    totals = sorted((sum(first.values()), sum(second.values())))
    whole = totals[0] if same_title else totals[1]
    return common / whole if whole else 0.0


def _is_older(copy: Copy, other: Copy) -> bool:
    mine, theirs = _updated(copy), _updated(other)
    return mine is not None and theirs is not None and mine < theirs


def _updated(copy: Copy) -> dt.date | None:
    return copy.manuscript.updated or copy.manuscript.published


def _chapter(key: int, index: int, text: Copy, ordered: Sequence[Copy]) -> Chapter:
    """A chapter of the newest text; what that copy leaves empty comes from the newest copy that has it."""
    copies = [chapter for _, chapter in _of_chapter(key, index, text, ordered)]
    found = {
        f.name: next((getattr(copy, f.name) for copy in copies if getattr(copy, f.name)), getattr(copies[0], f.name))
        for f in fields(Chapter)
        if f.name != "html"
    }
    return Chapter(html="", **found)


def _of_chapter(key: int, index: int, text: Copy, ordered: Sequence[Copy]) -> list[tuple[int, Chapter]]:
    """A chapter in each copy that has it, with the copy's number: first in the newest text, then newest first."""
    return [
        (text.number, text.manuscript.chapters[index]),
        *(
            (copy.number, copy.manuscript.chapters[copy.chapters.index(key)])
            for copy in ordered
            if copy is not text and key in copy.chapters
        ),
    ]


def _credits(ordered: Sequence[Copy]) -> tuple[Credit, ...]:
    """The newest copy's credits, then those that only older ones have."""
    gathered: list[Credit] = []
    for copy in ordered:
        known = {credit_words(one) for one in gathered}
        gathered += [one for one in copy.manuscript.credits if credit_words(one) not in known]
    return tuple(gathered)


def _assets(ordered: Sequence[Copy]) -> tuple[Asset, ...]:
    gathered: list[Asset] = []
    for copy in ordered:
        known = {one.name for one in gathered}
        gathered += [one for one in copy.manuscript.assets if one.name not in known]
    return tuple(gathered)


def _plain(manuscript: Manuscript, name: str) -> Any:
    """A field's value for comparing: names folded, since their case is no news."""
    value = getattr(manuscript, name)
    if name == "creators":
        return [(fold_key(one.name), one.role, one.url) for one in value]
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return [fold_key(one) for one in value]
    return value


def _most_shared(blocks: Sequence[Block], free: Mapping[int, tuple[int, str | None, Sequence[Block]]]) -> int | None:
    shares = {key: shared(blocks, theirs, same_title=True) for key, (_, _, theirs) in free.items()}
    best = max(shares, key=lambda key: (shares[key], -free[key][0]), default=None)
    return best if best is not None and shares[best] > SHARED_ENOUGH / 2 else None


def _matched_by_order(
    matched: list[int | None],
    held: Sequence[tuple[int, str | None, Sequence[Block]]],
    free: Mapping[int, Any],
) -> list[int | None]:
    """The first unmatched chapters after a matched pair (or the beginning) are taken to go on together."""
    order = [key for key, _, _ in held]
    result: list[int | None] = []
    left = set(free)
    following = 0
    for key in matched:
        if key is None and following < len(order) and order[following] in left:
            key = order[following]
            left.discard(key)
        result.append(key)
        following = order.index(key) + 1 if key is not None else following
    return result


def _weights(blocks: Sequence[Block]) -> Counter[int]:
    weights: Counter[int] = Counter()
    for block in blocks:
        if block.words:
            weights[block.crc] += block.words
    return weights


def without_texts(manuscript: Manuscript) -> Manuscript:
    """The Manuscript with its chapters' texts taken out, as an edition's manifest holds it."""
    return replace(manuscript, chapters=tuple(replace(chapter, html="") for chapter in manuscript.chapters))

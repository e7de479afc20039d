"""Where the paragraphs of one text are in another: for comparing two copies, and for finding a reader's place again.

Patience: paragraphs that are found once in each text and stand in one order are anchors; between two anchors the words
are aligned. Bounded: what has too many words to align is taken as a whole (data-model.md §10).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from retold.lib.folding import fold
from retold.lib.patterns import lazy

Kind = Literal["same", "changed", "added", "removed"]

# Words of the one side times words of the other that are aligned at most, in a paragraph and in all of them.
MOST_CELLS, MOST_CELLS_IN_ALL = 400_000, 20_000_000
# Paragraphs of the one side times those of the other between two anchors, before they are parted further.
MOST_PAIRS = 10_000
RUN_WORDS = 4
# Two paragraphs that share less of their words are two paragraphs, not one that was changed.
STILL_ONE = 0.4
_WORD = lazy(r"\s+|[^\W_]+(?:['’][^\W_]+)*|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph: the same in both, only in the older (removed), only in the newer (added)."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Pair:
    """A paragraph of the older text and the one of the newer text that it became, by number; None where there is none.

    `pieces` are its words, older and newer together, where it was changed.
    """

    kind: Kind
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Spot:
    """A place in a text: a paragraph, and the number of words before it in that paragraph."""

    block: int
    word: int = 0


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Every paragraph of both texts, each once, in an order that suits both."""
    work = _Aligner(old, new)
    return list(work.between(range(len(old)), range(len(new)), work.anchors()))


def find_again(old: Sequence[str], new: Sequence[str], spot: Spot) -> Spot | None:
    """Where a reader's place in the older text is in the newer one; None where that has no paragraph.

    A paragraph that moved is found by itself; one that was changed by the word nearest to the reader's that lives on;
    one that is gone gives the next that lives.
    """
    if not new or not 0 <= spot.block < len(old):
        return None
    folded, held = [fold(one) for one in new], fold(old[spot.block])
    if folded.count(held) == 1:
        return Spot(folded.index(held), spot.word)
    pairs = align(old, new)
    at = next(number for number, pair in enumerate(pairs) if pair.old == spot.block)
    pair = pairs[at]
    if pair.new is not None:
        return Spot(pair.new, _word_in_new(pair.pieces, spot.word) if pair.pieces else spot.word)
    following = (one.new for one in (*pairs[at:], *reversed(pairs[:at])) if one.new is not None)
    return Spot(next(following))


def words_and_signs(text: str) -> list[str]:
    """A text cut into words, signs and white space; together they are the text."""
    return _WORD.findall(text)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Paragraphs that both texts have once, as pairs of numbers that rise together: the most that do."""
    olds, news = Counter(old), Counter(new)
    where = {one: number for number, one in enumerate(new) if news[one] == 1 and one}
    pairs = [(number, where[one]) for number, one in enumerate(old) if olds[one] == 1 and one in where]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second numbers rise, the first ones rising already."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for number, (_, at) in enumerate(pairs):
        place = bisect_left(tails, at)
        before.append(ends[place - 1] if place else None)
        tails[place : place + 1] = [at]
        ends[place : place + 1] = [number]
    found: list[tuple[int, int]] = []
    at_end: int | None = ends[-1] if ends else None
    while at_end is not None:
        found.append(pairs[at_end])
        at_end = before[at_end]
    return found[::-1]


class _Aligner:
    """Two texts, and how many more words of them are aligned."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.cells = MOST_CELLS_IN_ALL

    def anchors(self) -> list[tuple[int, int]]:
        """The paragraphs that both texts have once."""
        return _anchors([fold(one) for one in self.old], [fold(one) for one in self.new])

    def between(
        self, olds: range, news: range, anchors: Sequence[tuple[int, int]], *, last: bool = False
    ) -> Iterator[Pair]:
        """The paragraphs of two stretches; `last`: what is between these anchors is cut no further."""
        at_old, at_new = olds.start, news.start
        for old_at, new_at in [*anchors, (olds.stop, news.stop)]:
            yield from self._gap(range(at_old, old_at), range(at_new, new_at), last)
            if old_at < olds.stop:
                yield self._pair(old_at, new_at)
            at_old, at_new = old_at + 1, new_at + 1

    def _gap(self, olds: range, news: range, last: bool) -> Iterator[Pair]:
        """The paragraphs between two anchors: those that became others, and around them what came and went."""
        if not last and len(olds) * len(news) > MOST_PAIRS:
            yield from self.between(olds, news, self._sharing_a_run(olds, news), last=True)
            return
        at_old, at_new = olds.start, news.start
        for old_at, new_at in [*self._partners(olds, news), (olds.stop, news.stop)]:
            yield from (Pair("removed", number, None) for number in range(at_old, old_at))
            yield from (Pair("added", None, number) for number in range(at_new, new_at))
            if old_at < olds.stop:
                yield self._pair(old_at, new_at)
            at_old, at_new = old_at + 1, new_at + 1

    def _pair(self, old_at: int, new_at: int) -> Pair:
        old, new = self.old[old_at], self.new[new_at]
        if fold(old) == fold(new):
            return Pair("same", old_at, new_at)
        return Pair("changed", old_at, new_at, tuple(self._pieces(old, new)))

    def _pieces(self, old: str, new: str) -> Iterator[Piece]:
        self.cells -= len(old.split()) * len(new.split())
        return pieces(old, new) if self.cells >= 0 else _as_a_whole(old, new)

    def _partners(self, olds: range, news: range) -> list[tuple[int, int]]:
        """Paragraphs of a gap that are one and the other's version, as pairs of numbers that rise together."""
        if not olds or not news or len(olds) * len(news) > MOST_PAIRS:
            return []
        left = [Counter(fold(self.old[one]).split()) for one in olds]
        right = [Counter(fold(self.new[one]).split()) for one in news]
        return [(olds[one], news[other]) for one, other in _most_alike(left, right)]

    def _sharing_a_run(self, olds: range, news: range) -> list[tuple[int, int]]:
        """Paragraphs that share a run of words which each side has once: for texts that changed in every paragraph."""
        left, right = _runs_of_one(self.old, olds), _runs_of_one(self.new, news)
        votes = Counter((left[run], right[run]) for run in left.keys() & right.keys())
        best: dict[int, int] = {}
        for (one, other), _ in votes.most_common():
            best.setdefault(one, other)
        pairs = sorted(best.items())
        taken = Counter(other for _, other in pairs)
        return _rising([(one, other) for one, other in pairs if taken[other] == 1])


def _runs_of_one(text: Sequence[str], stretch: range) -> dict[tuple[str, ...], int]:
    """Runs of words that one paragraph alone has, and has once: the paragraph's number by the run."""
    found: dict[tuple[str, ...], int] = {}
    again: set[tuple[str, ...]] = set()
    for number in stretch:
        words = fold(text[number]).split()
        for run in zip(*(words[start:] for start in range(RUN_WORDS)), strict=False):
            if run in found:
                again.add(run)
            found[run] = number
    return {run: number for run, number in found.items() if run not in again}


def _most_alike(left: Sequence[Counter[str]], right: Sequence[Counter[str]]) -> list[tuple[int, int]]:
    """Pairs that rise together on both sides and are most alike in all, of those that are alike enough."""
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for one in reversed(range(len(left))):
        for other in reversed(range(len(right))):
            weight = _alike(left[one], right[other])
            paired = best[one + 1][other + 1] + weight if weight >= STILL_ONE else 0.0
            best[one][other] = max(best[one + 1][other], best[one][other + 1], paired)
    found, one, other = [], 0, 0
    while one < len(left) and other < len(right):
        if best[one][other] == best[one + 1][other]:
            one += 1
        elif best[one][other] == best[one][other + 1]:
            other += 1
        else:
            found.append((one, other))
            one, other = one + 1, other + 1
    return found


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of the words of two paragraphs that both have, of those of the longer one."""
    total = max(one.total(), other.total())
    return (one & other).total() / total if total else 1.0


def pieces(old: str, new: str) -> Iterator[Piece]:
    """The words of two versions of a paragraph, as one run: what stayed, what was taken out, what was put in."""
    for kind, run in groupby(_spoken(words_and_signs(old), words_and_signs(new)), key=lambda pair: pair[0]):
        yield Piece(kind, "".join(text for _, text in run))


def _spoken(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    """Word by word: words that both have once are anchors, and between two of them few are left to be aligned."""
    at_old = at_new = 0
    for old_at, new_at in [*_anchors(before, after), (len(before), len(after))]:
        yield from _between_words(before[at_old:old_at], after[at_new:new_at])
        if old_at < len(before):
            yield "same", before[old_at]
        at_old, at_new = old_at + 1, new_at + 1


def _between_words(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    if before == after or len(before) * len(after) > MOST_CELLS:
        kinds: tuple[Kind, Kind] = ("same", "same") if before == after else ("removed", "added")
        yield from ((kinds[0], word) for word in before)
        yield from ((kinds[1], word) for word in after if kinds[1] == "added")
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield from (("same" if kind == "equal" else "removed", word) for word in before[a:b])
        yield from (("added", word) for word in after[c:d] if kind != "equal")


def _as_a_whole(old: str, new: str) -> Iterator[Piece]:
    yield Piece("removed", old)
    yield Piece("added", new)


def _word_in_new(run: Sequence[Piece], word: int) -> int:
    """The number of the word in the newer paragraph that a word of the older one is, or the nearest one before it."""
    old_words = new_words = 0
    for piece in run:
        count = len(piece.text.split())
        if piece.kind != "added" and old_words + count > word:
            return new_words + (word - old_words if piece.kind == "same" else 0)
        old_words += count if piece.kind != "added" else 0
        new_words += count if piece.kind != "removed" else 0
    return new_words

"""The notation in which phrasings are written, and the matcher that finds them in a sentence.

    Phrase("title [is|was|comes] (stolen|taken) from <work>", "title_from", "Title taken from 'Hurt' by Johnny Cash.")

- `word` matches that word in any case; `word*` any word that begins so; `a|b` outside brackets one of two words.
- `(a b|c)` one of several runs of words; `[a b|c]` the same, or nothing.
- `..` up to six words of any kind, as few as will do.
- `^` only at the beginning of a sentence, or after a label such as "A/N:".
- `@name` a word of a set: see WORD_SETS.
- `<slot>` a name, a work, an event: see `slots.SLOTS`. What a slot reads is what the phrase credits.
- Chinese and Japanese signs are one token each; write them without spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from retold.lib.patterns import lazy
from retold.manuscript.credits import lexicon
from retold.manuscript.credits.slots import SLOTS
from retold.manuscript.credits.tokens import Sentence, word_set

WORD_SETS: dict[str, frozenset[str]] = {
    "beta_role": lexicon.BETA_ROLES,
    "host": lexicon.HOSTS,
    "fic": word_set(
    "fic story fanfic fanfiction piece ficlet drabble work oneshot one-shot chapter vid this tale",
    "part longfic longfics ao3 fill remix crossover au series 'fic prequel one shot works stories fics oneshots",
),
    "media": frozenset(lexicon.MEDIUM_OF),
    "praise": lexicon.PRAISE,
    "article": lexicon.ARTICLES,
    "event": lexicon.EVENT_NOUNS,
    "bracket": frozenset("[]()"),
    "num": frozenset(str(number) for number in range(1, 32)) | word_set("one two three four five six seven"),
}  # fmt: skip

Captures = tuple[tuple[str, Any], ...]
Ending = tuple[int, Captures]
Matcher = Callable[[Sentence, int], Iterator[Ending]]
Words = frozenset[str]


@dataclass(frozen=True)
class Element:
    """A part of a pattern: how it matches, what it may begin with (None: anything), whether it may be left out.

    `needs` are sets of words of each of which a sentence must hold one, else the part cannot match: a quick test that
    spares most sentences the slow one.
    """

    matches: Matcher
    first: Words | None
    optional: bool = False
    needs: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """One phrasing: its pattern, the kinds of credit it gives, and a sentence of our own that shows it.

    `medium` is what the source is where neither the words nor common knowledge say. `denied` lets the phrase stand
    after a "not" (as "I do not own" must).
    """

    pattern: str
    gives: str
    example: str
    medium: str | None = None
    denied: bool = False
    kinds: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", tuple(self.gives.split()))


@dataclass(frozen=True)
class Match:
    """Where a phrase was found, and what its slots read."""

    phrase: Phrase
    sentence: Sentence
    start: int
    end: int
    captures: Captures

    def values(self, slot: str) -> list[Any]:
        """What the slots of that name read, in order."""
        return [value for name, value in self.captures if name == slot]


_PART = lazy(r"\s+|<(?P<slot>\w+)>|@(?P<set>\w+)|(?P<gap>\.\.)|(?P<sign>[()\[\]^,;:|-])|(?P<word>[^\s<>()\[\]|,;:^]+)")
_GAP = 6
_EVERYDAY = word_set("a an the to of for in on at by and or is was it this that my i from with , . : - de la le y")
_CJK = lazy(r"[\u3041-\u30ff\u4e00-\u9fff《》「」]")


@cache
def compile_pattern(pattern: str) -> Element:
    """Return the matcher of a pattern, the words it may begin with, and those it needs."""
    parts = [found for found in _PART.finditer(pattern) if found.group().strip()]
    element, at = _sequence(parts, 0)
    if at != len(parts):
        raise ValueError(f"The pattern has a bracket too many: {pattern}")
    return element


def _sequence(parts: list[re.Match[str]], at: int, depth: int = 0) -> tuple[Element, int]:
    """Read parts until a bracket closes or the pattern ends: alternatives of runs of elements."""
    runs: list[list[Element]] = [[]]
    while at < len(parts) and parts[at].group() not in (")", "]"):
        bar = parts[at].group() == "|"
        if bar and depth:
            runs.append([])
            at += 1
            continue
        element, at = _element(parts, at + bar, depth)
        runs[-1].append(_any_element([runs[-1].pop(), element]) if bar else element)
    return _any_element([_run_element(run) for run in runs]), at


def _run_element(run: list[Element]) -> Element:
    """Join elements that follow each other."""
    needs = tuple(need for element in run if not element.optional for need in element.needs)
    optional = all(element.optional for element in run)
    return Element(_in_turn([element.matches for element in run]), _first_of(run), optional, needs)


def _any_element(options: list[Element]) -> Element:
    """Join elements of which one must match."""
    if len(options) == 1:
        return options[0]
    firsts = [option.first for option in options if option.first is not None]
    first = frozenset().union(*firsts) if len(firsts) == len(options) else None
    needs = (
        (frozenset().union(*(_rarest(option.needs) for option in options)),) if all(o.needs for o in options) else ()
    )
    return Element(_any_of([option.matches for option in options]), first, any(o.optional for o in options), needs)


def _rarest(needs: tuple[Words, ...]) -> Words:
    """Of sets of words the one that the fewest sentences hold: a set of everyday words spares nothing."""
    return min(needs, key=lambda words: (bool(words & _EVERYDAY), len(words)))


def _element(parts: list[re.Match[str]], at: int, depth: int) -> tuple[Element, int]:
    """Read one element of a pattern."""
    part = parts[at]
    if part.group() in ("(", "["):
        inner, closing = _sequence(parts, at + 1, depth + 1)
        if closing >= len(parts):
            raise ValueError(f"The pattern has an open bracket: {part.string}")
        if part.group() == "[":
            inner = Element(_maybe(inner.matches), inner.first, True)
        return inner, closing + 1
    if part["slot"]:
        return Element(_slot(part["slot"]), None), at + 1
    if part["set"]:
        return _of_words(WORD_SETS[part["set"]]), at + 1
    if part["gap"]:
        return Element(_gap, None, True), at + 1
    if part.group() == "^":
        return Element(_at_start, frozenset(), True), at + 1
    return _word(part.group().lower()), at + 1


def _of_words(words: Words) -> Element:
    return Element(_literal(words), words, needs=(words,))


def _word(word: str) -> Element:
    """Read a word, a stem with a star, or a run of Chinese signs."""
    if _CJK.search(word) and len(word) > 1:
        return _run_element([_of_words(frozenset(sign)) for sign in word])
    if word.endswith("*"):
        return Element(_stem(word[:-1]), None)
    return _of_words(frozenset((word,)))


def _first_of(run: list[Element]) -> frozenset[str] | None:
    """The words that a run of elements may begin with."""
    words: set[str] = set()
    for element in run:
        if element.first is None:
            return None
        words |= element.first
        if not element.optional:
            return frozenset(words)
    return None


def _literal(words: frozenset[str]) -> Matcher:
    def matches(sentence: Sentence, at: int) -> Iterator[Ending]:
        if sentence.low(at) in words and sentence.low(at):
            yield at + 1, ()

    return matches


def _stem(stem: str) -> Matcher:
    def matches(sentence: Sentence, at: int) -> Iterator[Ending]:
        if sentence.low(at).startswith(stem):
            yield at + 1, ()

    return matches


def _slot(name: str) -> Matcher:
    reads = SLOTS[name]

    def matches(sentence: Sentence, at: int) -> Iterator[Ending]:
        if (name, at) not in sentence.read:
            sentence.read[name, at] = reads(sentence, at)
        found = sentence.read[name, at]
        if found is not None:
            end, value = found
            yield end, ((name, value),)

    return matches


def _gap(sentence: Sentence, at: int) -> Iterator[Ending]:
    for end in range(at, min(at + _GAP, len(sentence)) + 1):
        yield end, ()
        if sentence.kind(end) == "quote" or sentence.low(end) in (";", ".", ":", "(", ")"):
            return


def _at_start(sentence: Sentence, at: int) -> Iterator[Ending]:
    if at in (0, sentence.body):
        yield at, ()


def _maybe(matcher: Matcher) -> Matcher:
    def matches(sentence: Sentence, at: int) -> Iterator[Ending]:
        yield from matcher(sentence, at)
        yield at, ()

    return matches


def _any_of(matchers: list[Matcher]) -> Matcher:
    if len(matchers) == 1:
        return matchers[0]

    def matches(sentence: Sentence, at: int) -> Iterator[Ending]:
        for matcher in matchers:
            yield from matcher(sentence, at)

    return matches


def _in_turn(matchers: list[Matcher]) -> Matcher:
    if len(matchers) == 1:
        return matchers[0]

    def matches(sentence: Sentence, at: int, done: int = 0) -> Iterator[Ending]:
        if done == len(matchers):
            yield at, ()
            return
        for middle, captured in matchers[done](sentence, at):
            for end, rest in matches(sentence, middle, done + 1):
                yield end, captured + rest

    return matches


# What no sentence of prose exceeds: so the work on one sentence is bounded, whatever it repeats.
_REACH = 24
_MOST_STARTS = 16
_MOST_NEEDED = 4


class PhraseBook:
    """The phrases of a family, found by the words they may begin with and those they need."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._elements = tuple(compile_pattern(phrase.pattern) for phrase in self.phrases)
        self._always: set[int] = set()
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for number, element in enumerate(self._elements):
            if not element.needs:
                self._always.add(number)
            for word in _rarest(element.needs) if element.needs else ():
                self._by_word[word].add(number)

    def matches(self, sentence: Sentence) -> Iterator[Match]:
        """Yield where the phrases stand in a sentence in order, each phrase at most once from each place."""
        hits: list[tuple[int, int, Match]] = []
        likely = self._always.union(*(self._by_word[word] for word in sentence.places.keys() & self._by_word.keys()))
        for number in sorted(likely):
            phrase, element = self.phrases[number], self._elements[number]
            if all(not need.isdisjoint(sentence.places) for need in element.needs):
                hits.extend((match.start, number, match) for match in _matches(phrase, element, sentence))
        for _, _, match in sorted(hits, key=lambda hit: hit[:2]):
            yield match


def _starts(phrase: Phrase, element: Element, sentence: Sentence) -> Iterable[int]:
    """Where the phrase may begin."""
    if phrase.pattern.startswith("^"):
        return sorted({0, sentence.body}) if len(sentence) else ()
    if element.first is None:
        return _before_needed(element, sentence)
    places = sorted(place for word in element.first & sentence.places.keys() for place in sentence.places[word])
    return places[:_MOST_STARTS]


def _before_needed(element: Element, sentence: Sentence) -> Iterable[int]:
    """Where a phrase that begins with a slot may begin: not far before the word that it needs."""
    if not element.needs:
        return range(len(sentence))
    needed = [place for word in _rarest(element.needs) & sentence.places.keys() for place in sentence.places[word]]
    return sorted(
        {start for place in sorted(needed)[:_MOST_NEEDED] for start in range(max(0, place - _REACH), place + 1)}
    )


def _matches(phrase: Phrase, element: Element, sentence: Sentence) -> Iterator[Match]:
    """Yield where one phrase stands in a sentence; what it has read it does not read again."""
    read = 0
    for start in _starts(phrase, element, sentence):
        if start < read:
            continue
        for end, captures in element.matches(sentence, start):
            yield Match(phrase, sentence, start, end, captures)
            read = end
            break

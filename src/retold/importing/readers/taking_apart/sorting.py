"""A heap of names -> the Manuscript's fields, each guess marked with what it was made by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from retold.importing.readers.taking_apart import forms, vocabulary
from retold.importing.readers.taking_apart.authors import names_in
from retold.importing.readers.taking_apart.preface import Preface, read_preface
from retold.importing.readers.upload import Heap, Known, nothing_known
from retold.lib.folding import fold
from retold.lib.patterns import lazy
from retold.manuscript.guesses import CATALOG, FORM, PREFACE, Guess, with_guesses
from retold.manuscript.model import Manuscript, Unmapped

LISTS = ("warnings", "categories", "fandoms", "relationships", "characters", "freeforms")
_FEW = 3
_COMMAS = lazy(r"\s*[,;]\s*")
_SEMICOLONS = lazy(r"\s*;\s*")


def taken_apart(manuscript: Manuscript, heap: Heap, known: Known = nothing_known) -> Manuscript:
    """The Manuscript with the heap's names in the fields where they belong, and its creators told apart."""
    subjects = [name for name in heap.subjects if name in manuscript.freeforms]
    preface = read_preface(heap.preface, subjects)
    sorting = _Sorting(manuscript, preface, _listed(subjects, known), known)
    sorting.sort()
    return _with_creators(sorting.manuscript(subjects), heap)


def _listed(subjects: Sequence[str], known: Known) -> list[str]:
    """The subjects; a lone one that is a list in itself is parted, unless it is known as it stands."""
    if len(subjects) != 1 or known(subjects):
        return list(subjects)
    [lone] = subjects
    joint = _COMMAS if lone.count(",") >= _FEW - 1 else _SEMICOLONS
    return [piece for piece in joint.split(lone) if piece.strip()] or [lone]


class _Sorting:
    """One heap while it is sorted: names leave the heap for the fields."""

    def __init__(self, manuscript: Manuscript, preface: Preface, names: list[str], known: Known) -> None:
        self.work, self.preface, self.subjects = manuscript, preface, frozenset(names)
        self.names = list(dict.fromkeys([*names, *(one for one in preface.heap if one not in names)]))
        self.known = {name: frozenset(fields) for name, fields in known(self.names).items()} if self.names else {}
        self.of_the_largest = any(fold(name) in vocabulary.SIGNS_OF_THERE for name in self.names)
        self.bare = {forms.bare(name) for name in self.names}
        self.in_brackets = {fold(within) for name in self.names if (within := forms.within_brackets(name))}
        self.sorted: dict[str, list[str]] = {}
        self.guesses: list[Guess] = []
        self.rating = manuscript.rating
        self.values: dict[str, Any] = {}
        self.stats: dict[str, Any] = dict(manuscript.stats)
        self.unmapped: list[Unmapped] = []

    def sort(self) -> None:
        """Every name to its field: what says so by itself first, then people who stand in pairs and brackets."""
        self._take_preface()
        rest = [name for name in self.names if not (self._is_housekeeping(name) or self._take(name))]
        people, fandoms = self._people(), self._fandoms()
        for name in rest:
            within = forms.within_brackets(name)
            is_one = forms.bare(name) in people or (within is not None and fold(within) in fandoms)
            self._put(
                "characters" if is_one else "freeforms", name, FORM if is_one or name in self.subjects else PREFACE
            )

    def manuscript(self, subjects: Collection[str]) -> Manuscript:
        """The Manuscript with everything where it was put."""
        stated = {name: getattr(self.work, name) for name in LISTS}
        stated["freeforms"] = tuple(name for name in stated["freeforms"] if name not in subjects)
        found = {name: self._in_order(self.sorted.get(name, ())) for name in LISTS}
        lists: dict[str, Any] = {name: _joined(stated[name], found[name]) for name in LISTS}
        made = replace(
            self.work,
            rating=self.rating,
            stats=self.stats,
            unmapped=(*self.work.unmapped, *self.unmapped),
            **lists,
            **self.values,
        )
        return with_guesses(made, self.guesses)

    def _put(self, field: str, name: str, by: str) -> bool:
        self.sorted.setdefault(field, []).append(name)
        if field != "freeforms" or by == PREFACE:
            self.guesses.append(Guess(field, name, by))
        return True

    def _take_preface(self) -> None:
        """What the file's own page says beyond the heap: a rating, names that are no subjects, dates, its state."""
        heaped = {fold(name) for name in self.names}
        if self.rating is None and self.preface.rating:
            self.rating = self.preface.rating
            self.guesses.append(Guess("rating", self.rating, PREFACE))
        for field, names in self.preface.names.items():
            stated = {fold(name) for name in getattr(self.work, field)}
            for name in dict.fromkeys(names):
                if fold(name) not in heaped | stated:
                    self._put(field, name, PREFACE)
        for name in ("complete", "published", "updated"):
            said = getattr(self.preface.facts, name)
            if said is not None and getattr(self.work, name) is None:
                self.values[name] = said
                self.guesses.append(Guess(name, str(said).lower(), PREFACE))

    def _is_housekeeping(self, name: str) -> bool:
        """What programs write among the subjects for themselves: kept as statistics, or told as what it is."""
        folded = fold(name)
        if folded in vocabulary.NOISE:
            self.unmapped.append(Unmapped("subject", name))
        elif match := vocabulary.UPDATED.fullmatch(name):
            return self._is_update(match["day"])
        elif match := vocabulary.UPDATED_MONTH.fullmatch(name):
            return self._counts("last_update_month", match["month"])
        elif folded in vocabulary.STATUS and self._counts("status", name):
            if self.work.complete is None and "complete" not in self.values:
                self.values["complete"] = vocabulary.STATUS[folded]
                self.guesses.append(Guess("complete", str(vocabulary.STATUS[folded]).lower(), FORM))
        else:
            return False
        return True

    def _is_update(self, written: str) -> bool:
        try:
            day = dt.date.fromisoformat(written.replace("/", "-"))
        except ValueError:
            return False
        if self.work.updated is None and "updated" not in self.values:
            self.values["updated"] = day
            self.guesses.append(Guess("updated", day.isoformat(), FORM))
        return self._counts("last_update", written)

    def _counts(self, key: str, value: str) -> bool:
        """Keep a value among the statistics, unless another stands there."""
        return bool(self.stats.setdefault(key, value) == value)

    def _take(self, name: str) -> bool:
        """Put a name where something says that it belongs; False if nothing does."""
        told = self.preface.field_of(name)
        if told is not None:
            return self._put(told, name, PREFACE)
        if self._take_fixed(name):
            return True
        kinds = self._kinds(name)
        if len(kinds) == 1:
            [field] = kinds
            return self._put_rating(name, name, CATALOG) if field == "rating" else self._put(field, name, CATALOG)
        if forms.is_fandom(name) or self._is_in_brackets(name):
            return self._put("fandoms", name, FORM)
        if forms.sides_of_pair(name, self.bare):
            return self._put("relationships", name, FORM)
        return forms.is_character(name) and self._put("characters", name, FORM)

    def _is_in_brackets(self, name: str) -> bool:
        """Whether a name stands in brackets after another, as a fandom does: "Ilse (The Road)" beside "The Road"."""
        return forms.title_of(name) in self.in_brackets and not forms.is_genre(name)

    def _take_fixed(self, name: str) -> bool:
        """Archives' own names for ratings, warnings and categories, which no catalog knows better."""
        rating = forms.rating_in(name)
        if rating is not None:
            return self._put_rating(name, rating, FORM)
        if forms.is_warning(name):
            return self._put("warnings", name, FORM)
        return forms.is_category(name, of_the_largest=self.of_the_largest) and self._put("categories", name, FORM)

    def _put_rating(self, name: str, rating: str, by: str) -> bool:
        """The first rating is the work's; the same again says nothing new, another stays in the heap."""
        if self.rating is None:
            self.rating = rating
            self.guesses.append(Guess("rating", rating, by))
        elif fold(self.rating) not in (fold(rating), fold(name)):
            return self._put("freeforms", name, FORM)
        return True

    def _kinds(self, name: str) -> frozenset[str]:
        """The fields in which a name is known, where that decides.

        Known as a freeform beside another kind, it is the other; known as a freeform alone, the form of a relationship
        is surer, for flat files are where such freeforms come from.
        """
        kinds = self.known.get(name, frozenset())
        typed = kinds - {"freeforms"}
        if typed or not kinds:
            return typed
        return frozenset() if forms.has_slash(name) and forms.sides_of_pair(name, self.bare) else kinds

    def _people(self) -> set[str]:
        """The sides of the pairs found so far, for comparing."""
        pairs = [*self.work.relationships, *self.sorted.get("relationships", ())]
        return {forms.bare(side) for pair in pairs for side in forms.sides_of_pair(pair, self.bare)}

    def _fandoms(self) -> set[str]:
        """The fandoms found so far, as they stand in brackets after a character's name."""
        fandoms = [*self.work.fandoms, *self.sorted.get("fandoms", ())]
        return {forms.title_of(fandom) for fandom in fandoms}

    def _in_order(self, names: Iterable[str]) -> list[str]:
        """Names of the heap as they stood there, then the others."""
        places = {name: at for at, name in enumerate(self.names)}
        return sorted(names, key=lambda name: places.get(name, len(places)))


def _joined(stated: Iterable[str], found: Iterable[str]) -> tuple[str, ...]:
    """The names of a field, each spelling once."""
    return tuple(dict.fromkeys((*stated, *found)))


def _with_creators(manuscript: Manuscript, heap: Heap) -> Manuscript:
    """The creators with the joined one told apart; each of its names keeps the role that the string has."""
    if not heap.creator:
        return manuscript
    names = names_in(heap.creator, sorted_as=heap.sorted_as)
    joined = [creator for creator in manuscript.creators if creator.name == heap.creator]
    if len(names) < 2 or len(joined) != 1:
        return manuscript
    apart = [
        replace(creator, name=name) for creator in manuscript.creators
        for name in (names if creator is joined[0] else (creator.name,))
    ]  # fmt: skip
    told = replace(manuscript, creators=tuple(apart))
    return with_guesses(told, [Guess("creators", name, FORM) for name in names])

"""What a program worked out where a file did not say it: which name went to which field, and by what.

Kept in the Manuscript under `guessed`, so that it travels with the work and scripts see it (docs/scripts.md). A field
that a person has set is no guess any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from retold.manuscript.model import Manuscript

KEY = "guessed"
PREFACE, CATALOG, FORM = "preface", "catalog", "form"
WAYS = (PREFACE, CATALOG, FORM)


@dataclass(frozen=True)
class Guess:
    """A name that stands in a field because of a guess.

    `by` is "preface" (a page of the file says so in words), "catalog" (names that are kept already) or "form" (how
    the name is written).
    """

    field: str
    name: str
    by: str


def with_guesses(manuscript: Manuscript, guesses: Iterable[Guess]) -> Manuscript:
    """The Manuscript with these guesses marked, beside those marked already; each once."""
    marked = list(dict.fromkeys([*guesses_in(manuscript), *guesses]))
    if not marked:
        return manuscript
    return replace(manuscript, extra={**manuscript.extra, KEY: [asdict(guess) for guess in marked]})


def guesses_in(manuscript: Manuscript) -> tuple[Guess, ...]:
    """The guesses that a Manuscript marks; what is not of this form is passed over."""
    marked = manuscript.extra.get(KEY)
    return tuple(_read(marked)) if isinstance(marked, list) else ()


def without_guesses(manuscript: Manuscript, fields: Collection[str]) -> Manuscript:
    """The Manuscript in which nothing is marked as a guess in these fields."""
    kept = [guess for guess in guesses_in(manuscript) if guess.field not in fields]
    if KEY not in manuscript.extra or len(kept) == len(guesses_in(manuscript)):
        return manuscript
    rest = {key: value for key, value in manuscript.extra.items() if key != KEY}
    return with_guesses(replace(manuscript, extra=rest), kept)


def ways_by_field(manuscript: Manuscript) -> Mapping[str, tuple[str, ...]]:
    """By what each field was guessed, the surest way first."""
    found: dict[str, set[str]] = {}
    for guess in guesses_in(manuscript):
        found.setdefault(guess.field, set()).add(guess.by)
    return {field: tuple(way for way in WAYS if way in ways) for field, ways in found.items()}


def _read(marked: Iterable[Any]) -> Iterator[Guess]:
    for one in marked:
        if isinstance(one, Mapping) and all(isinstance(one.get(name), str) for name in ("field", "name", "by")):
            yield Guess(one["field"], one["name"], one["by"])

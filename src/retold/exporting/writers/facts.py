"""What is known of a work beside its text, as every format that people read lists it: labels and values, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from retold.exporting.writers.values import plain
from retold.manuscript.language import language_name
from retold.manuscript.model import Manuscript
from retold.manuscript.wording import day


@dataclass(frozen=True)
class Value:
    """One value, in words, and an address that it leads to."""

    text: str
    url: str | None = None


@dataclass(frozen=True)
class Fact:
    """A label and what is said under it."""

    label: str
    values: tuple[Value, ...]


def facts(manuscript: Manuscript) -> list[Fact]:
    """All that a front page lists, in the order that fans read; what is not known is left out."""
    listed = (_gathered(label, values) for label, values in _all(manuscript))
    return [fact for fact in listed if fact.values]


def _gathered(label: str, values: Iterable[Value]) -> Fact:
    return Fact(label, tuple(Value(text, value.url) for value in values if (text := plain(value.text))))


def _all(manuscript: Manuscript) -> Iterator[tuple[str, list[Value]]]:
    yield "Given to", [Value(gift.name, gift.url) for gift in manuscript.gifts]
    yield "Rating", _words([manuscript.rating or ""])
    yield "Warnings", _words(manuscript.warnings)
    yield "Categories", _words(manuscript.categories)
    yield "Fandoms", _words(manuscript.fandoms)
    yield "Relationships", _words(manuscript.relationships)
    yield "Characters", _words(manuscript.characters)
    yield "Additional tags", _words(manuscript.freeforms)
    yield "Language", _words([language_name(manuscript.language) if manuscript.language else ""])
    yield "Series", [Value(_place(part.position, part.title), part.url) for part in manuscript.series]
    yield "Collections", [Value(collection.title, collection.url) for collection in manuscript.collections]
    yield "Kind", _words(medium.capitalize() for medium in manuscript.media if manuscript.media != ("text",))
    yield "Published", _words([day(manuscript.published) if manuscript.published else ""])
    yield "Updated", _words([day(manuscript.updated) if manuscript.updated else ""])
    yield "Chapters", _words([chapters_line(manuscript)])
    yield "Words", _words([f"{manuscript.words:,}"])
    yield from ((_label(key), _words([_stat(value)])) for key, value in sorted(_stats(manuscript.stats)))
    yield "Source", [Value(manuscript.source.url or manuscript.source.site or "", manuscript.source.url)]


def chapters_line(manuscript: Manuscript) -> str:
    """How many chapters there are and whether that is all: "3 of 5, unfinished"."""
    expected = manuscript.chapters_expected
    count = f"{len(manuscript.chapters):,}"
    known = expected is not None or manuscript.complete is False
    of_all = f"{count} of {'?' if expected is None else f'{expected:,}'}" if known else count
    return of_all + {True: ", complete", False: ", unfinished", None: ""}[manuscript.complete]


def _words(texts: Iterable[str]) -> list[Value]:
    return [Value(text) for text in texts]


def _place(position: int | None, title: str) -> str:
    return title if position is None else f"Part {position} of {title}"


def _label(key: str) -> str:
    return key.replace("_", " ").strip().capitalize() or "Other"


def _stats(stats: Mapping[str, object]) -> Iterator[tuple[str, str | int | float]]:
    """Counts that the copy brought along; words and chapters are counted here."""
    for key, value in stats.items():
        if key not in ("words", "chapters") and isinstance(value, str | int | float):
            yield key, value


def _stat(value: str | int | float) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)

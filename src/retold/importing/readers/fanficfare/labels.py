"""The labels of FanFicFare's title page -> the names of its metadata, whatever a person has renamed them to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from retold.lib.patterns import lazy
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.language import language_tag

# FanFicFare's own labels, as its settings come and as those for certain sites name them -> its names for metadata.
_OWN = {
    "series": "series",
    "additional series": "series",
    "series url": "seriesUrl",
    "category": "category",
    "categories": "category",
    "fandom": "fandoms",
    "fandoms": "fandoms",
    "crossover fandom": "fandoms",
    "genre": "genre",
    "freeform tags": "freeformtags",
    "additional tags": "freeformtags",
    "tags": "freeformtags",
    "erotica tags": "freeformtags",
    "tropes": "freeformtags",
    "タグ": "freeformtags",
    "ao3 categories": "ao3categories",
    "language": "language",
    "characters": "characters",
    "relationships": "ships",
    "pairings": "ships",
    "status": "status",
    "published": "datePublished",
    "updated": "dateUpdated",
    "packaged": "dateCreated",
    "rating": "rating",
    "warnings": "warnings",
    "content warnings": "warnings",
    "chapters": "numChapters",
    "words": "numWords",
    "publisher": "publisher",
    "summary": "description",
    "story url": "storyUrl",
    "author url": "authorUrl",
    "author": "author",
    "title": "title",
    "chapters/total chapters": "chapterslashtotal",
    "total chapters": "chapterstotal",
    "collections": "collections",
}
# What labels of stories mean in any language -> the same names.
_MEANINGS = {
    "fandom": "fandoms",
    "relationships": "ships",
    "characters": "characters",
    "genre": "genre",
    "rating": "rating",
    "warnings": "warnings",
    "status": "status",
    "language": "language",
    "words": "numWords",
    "published": "datePublished",
    "updated": "dateUpdated",
    "chapters": "numChapters",
    "summary": "description",
    "series": "series",
}
# The order in which a title page lists what it has, unless it is told otherwise.
_ORDER = (
    "series", "category", "genre", "language", "characters", "ships", "status", "datePublished", "dateUpdated",
    "dateCreated", "rating", "warnings", "numChapters", "numWords", "publisher", "description",
)  # fmt: skip
# The names in a log page that say the same as another one on the title page.
_ALIKE = {"seriesHTML": "series", "site": "publisher", "collectionsHTML": "collections", "authorHTML": "author"}
# What a value must look like to be taken for it by its place alone.
_FORMS: Mapping[str, Callable[[str], bool]] = {
    "ships": lambda text: "/" in text or " & " in text,
    "characters": lambda text: "/" not in text,
    "language": lambda text: language_tag(text) is not None,
    "status": lambda text: is_complete(text) is not None,
    "datePublished": lambda text: day_of(text) is not None,
    "dateUpdated": lambda text: day_of(text) is not None,
    "dateCreated": lambda text: day_of(text) is not None,
    "numChapters": lambda text: number_of(text) is not None,
    "numWords": lambda text: number_of(text) is not None,
    "publisher": lambda text: " " not in text and "." in text,
}
_DONE = lazy(r"complete[d]?|finished|one-?shot|abgeschlossen|fertiggestellt|terminée?|завершен\w*|完结|完結(?:済)?")
_GOING_ON = lazy(
    r"in[ -]progress|incomplete|ongoing|wip|work in progress|hiatus|on[ -]hiatus|abandoned|dropped|discontinued|"
    r"in arbeit|en cours|в процессе|连载中?|連載中?"
)
_DAY = lazy(r"(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_NUMBER = lazy(r"\d{1,3}(?:[,. \u00a0]\d{3})+|\d{1,15}")


class Link(NamedTuple):
    """A link in a value: its words and its address."""

    text: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One line of the title page: its label as written, its value as HTML and as words, the links in it.

    `key` is FanFicFare's name for it ("" if it is not known); `is_guess` says that only its place told it.
    """

    label: str
    html: str
    text: str
    links: tuple[Link, ...] = ()
    key: str = ""
    is_guess: bool = False


@dataclass(frozen=True)
class Hints:
    """What a file says beside its title page: labels by the log page, and an EPUB's own metadata."""

    labels: Mapping[str, str] = field(default_factory=dict)
    subjects: frozenset[str] = frozenset()
    summary: str = ""
    published: dt.date | None = None
    updated: dt.date | None = None


def key_of(label: str) -> str:
    """FanFicFare's name for what a label means; "" if no one knows."""
    folded = _folded(label)
    if folded in _OWN:
        return _OWN[folded]
    found = find_label(f"{label}:")
    return _MEANINGS.get(found.label.field, "") if found is not None else ""


def is_own(label: str) -> bool:
    """Whether a label is written just as FanFicFare writes one of its own."""
    return label[:1].isupper() and label.casefold() in _OWN


def with_keys(entries: Sequence[Entry], hints: Hints) -> list[Entry]:
    """The entries with what each of them is: by its label, by the log page, by its value, at last by its place."""
    labels = {_folded(label): _ALIKE.get(key, key) for label, key in hints.labels.items()}
    keyed = [replace(entry, key=labels.get(_folded(entry.label)) or key_of(entry.label)) for entry in entries]
    by_value = [entry if entry.key else replace(entry, key=_key_by_value(entry, keyed, hints)) for entry in keyed]
    return list(_by_place(by_value))


def _folded(label: str) -> str:
    return " ".join(label.casefold().split()).strip(" :")


def _key_by_value(entry: Entry, others: Iterable[Entry], hints: Hints) -> str:
    """What only one field says in just these words."""
    known = {other.key for other in others}
    day = day_of(entry.text)
    said = {
        "description": bool(hints.summary) and _letters(entry.text) == _letters(hints.summary),
        "status": entry.text.casefold() in ("completed", "in-progress"),
        "datePublished": day is not None and day == hints.published != hints.updated,
        "dateUpdated": day is not None and day == hints.updated != hints.published,
        "dateCreated": day is not None and bool(_DAY.fullmatch(entry.text)) and entry.text.count(":") == 2,
    }
    return next((key for key, is_so in said.items() if is_so and key not in known), "")


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _by_place(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Labels that nobody knows, by what the usual order has between the known ones beside them."""
    places = [_ORDER.index(entry.key) if entry.key in _ORDER else None for entry in entries]
    for at, entry in enumerate(entries):
        before = next((n for n in range(at - 1, -1, -1) if places[n] is not None), -1)
        after = next((n for n in range(at + 1, len(entries)) if places[n] is not None), None)
        if entry.key or after is None:
            yield entry
            continue
        first = 0 if before < 0 else (places[before] or 0) + 1
        guess = _guess([one.text for one in entries[before + 1 : after]], at - before - 1, first, places[after] or 0)
        yield replace(entry, key=guess, is_guess=True) if guess else entry


def _guess(texts: Sequence[str], at: int, first: int, last: int) -> str:
    """What a value is that stands between two known ones: one for each field that is usual there, or the lone one."""
    usual = _ORDER[first:last]
    if len(usual) == len(texts):
        return usual[at] if _fits(usual[at], texts[at]) else ""
    fitting = [key for key in usual if _fits(key, texts[at])]
    return fitting[0] if len(texts) == 1 and len(fitting) == 1 else ""


def _fits(key: str, text: str) -> bool:
    return key not in _FORMS or _FORMS[key](text)


def is_complete(status: str) -> bool | None:
    """Whether a status says that the work is complete; None if it does not say."""
    folded = status.casefold().strip(" .")
    if _DONE.fullmatch(folded):
        return True
    return False if _GOING_ON.fullmatch(folded) else None


def day_of(text: str) -> dt.date | None:
    """The day of a date as FanFicFare writes it, with or without the time."""
    match = _DAY.fullmatch(text.strip())
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def number_of(text: str) -> int | None:
    """A number with or without separators of thousands."""
    digits = text.strip()
    if not digits.isascii() or not _NUMBER.fullmatch(digits):
        return None
    return int("".join(sign for sign in digits if sign.isdigit()))

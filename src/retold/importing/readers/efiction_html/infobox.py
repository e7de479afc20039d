"""What an eFiction page says of its story: labels with values -> fields of a Manuscript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborNode

from retold.importing.readers.documents import classes, is_element, is_text, squeezed, text_in
from retold.importing.readers.plain_text.fields import Facts, date_of
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical_or_none
from retold.manuscript.model import SeriesPlace, Unmapped

_NAMES = {
    "character": "characters", "characters": "characters", "genre": "freeforms", "genres": "freeforms",
    "warning": "warnings", "warnings": "warnings", "pairing": "relationships", "pairings": "relationships",
    "fandom": "fandoms", "fandoms": "fandoms", "tags": "freeforms", "classification": "freeforms",
}  # fmt: skip
_NUMBERS = {"word count": "words", "words": "words", "read": "hits", "reads": "hits", "views": "hits",
            "reviews": "reviews"}  # fmt: skip
_TEXTS = {"summary": "summary", "story notes": "notes_before", "author's notes": "notes_before",
          "author notes": "notes_before", "storynotes": "notes_before"}  # fmt: skip
_DATES = {"published": "published", "updated": "updated", "last updated": "updated"}
_EMPTY = ("none", "none listed", "n/a", "-", "")
_EITHER_WAY = lazy(r"(?P<one>\d{1,2})[/.-](?P<other>\d{1,2})[/.-](?P<year>\d{4}|\d{2})")
_REVIEWS = lazy(r"\s*Reviews?\s*-?\s*\(?(?P<count>\d{1,9})\)?\s*\]?\s*")


@dataclass
class Infobox:
    """The fields found (names are the Manuscript's); `categories` are names whose kind each archive sets for itself."""

    fields: dict[str, Any] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    chapters: int | None = None
    unmapped: list[Unmapped] = field(default_factory=list)

    def report(self, label: str, value: str) -> None:
        """Keep what has no field of its own."""
        if value.casefold() not in _EMPTY:
            self.unmapped.append(Unmapped(label, value))


def read_infobox(box: LexborNode, found: Infobox, base_url: str | None) -> None:
    """Every label in a box with its value."""
    for label, nodes in _pairs(box):
        _take(found, label, nodes, base_url)


def _pairs(box: LexborNode) -> Iterator[tuple[str, list[LexborNode]]]:
    """(label, the nodes of its value): what follows the label up to the next one."""
    for label in box.css("span.label"):
        value: list[LexborNode] = []
        node = label.next
        while node is not None and not _is_label(node):
            if (is_element(node) and node.tag != "br") or is_text(node):
                value.append(node)
            node = node.next
        yield text_in(label).rstrip(" :"), value


def _is_label(node: LexborNode) -> bool:
    return is_element(node) and ("label" in classes(node) or node.css_first("span.label") is not None)


def _words(nodes: list[LexborNode]) -> str:
    return squeezed("".join(node.text() or "" for node in nodes))


def _take(found: Infobox, label: str, nodes: list[LexborNode], base_url: str | None) -> None:
    key, value = label.casefold().replace("’", "'"), _words(nodes)
    if not value or value.casefold() in _EMPTY:
        return
    if key in _TEXTS:
        html = "".join(node.html or "" for node in nodes)
        found.fields.setdefault(_TEXTS[key], canonical_or_none(html, base_url=base_url))
    elif key in _NAMES:
        kept = found.fields.get(_NAMES[key], ())
        found.fields[_NAMES[key]] = tuple(dict.fromkeys((*kept, *_names(nodes, value))))
    elif key in ("category", "categories"):
        found.categories += [name for name in _names(nodes, value) if name not in found.categories]
    elif key in ("rated", "rating"):
        _rating(found, label, value)
    elif key in _DATES:
        _date(found, label, _DATES[key], value)
    else:
        _take_number(found, label, key, nodes, value)


def _take_number(found: Infobox, label: str, key: str, nodes: list[LexborNode], value: str) -> None:
    number = _number(value)
    if key in _NUMBERS and number is not None:
        found.stats[_NUMBERS[key]] = number
    elif key == "chapters" and number is not None:
        found.chapters = number
    elif key in ("completed", "complete", "status"):
        _completed(found, label, value)
    elif key == "series":
        _series(found, nodes, value)
    else:
        found.report(label, value)


def _names(nodes: list[LexborNode], value: str) -> list[str]:
    """The links' words, or else what stands between commas."""
    links = [link for node in nodes if is_element(node) for link in ([node] if node.tag == "a" else node.css("a"))]
    names = [text_in(link) for link in links] or [part.strip() for part in value.split(",")]
    return [name for name in names if name.casefold() not in _EMPTY] or [value]


def _number(value: str) -> int | None:
    digits = value.replace(",", "").replace(".", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _rating(found: Infobox, label: str, value: str) -> None:
    """The rating, and how many reviews there are in brackets after it."""
    rating, _, rest = value.partition("[")
    found.fields["rating"] = rating.strip() or value
    reviews = _REVIEWS.fullmatch(rest)
    if reviews is not None:
        found.stats["reviews"] = int(reviews["count"])
    elif rating.strip():
        found.report(label, rest)


def _completed(found: Infobox, label: str, value: str) -> None:
    facts = Facts()
    facts.add_field(f"status: {value}")
    if facts.complete is None:
        found.report(label, value)
    else:
        found.fields["complete"] = facts.complete


def _date(found: Infobox, label: str, name: str, value: str) -> None:
    day = date_of(value) or _by_its_numbers(value)
    if day is None:
        found.report(label, value)
    else:
        found.fields[name] = day


def _by_its_numbers(value: str) -> dt.date | None:
    """A day in numbers, if only one of them can be the month."""
    match = _EITHER_WAY.fullmatch(value.partition(" ")[0])
    if match is None:
        return None
    one, other = int(match["one"]), int(match["other"])
    if min(one, other) > 12 or (max(one, other) <= 12 and one != other):
        return None
    short = len(match["year"]) == 2
    year = int(match["year"]) + ((2000 if int(match["year"]) < 70 else 1900) if short else 0)
    try:
        return dt.date(year, min(one, other), max(one, other))
    except ValueError:
        return None


def _series(found: Infobox, nodes: list[LexborNode], value: str) -> None:
    links = [link for node in nodes if is_element(node) for link in ([node] if node.tag == "a" else node.css("a"))]
    places = [SeriesPlace(text_in(link)) for link in links if text_in(link)]
    found.fields["series"] = tuple(places or [SeriesPlace(value)])

"""The list of tags at the head of a download (formats.md §1): labels and values -> fields of a Manuscript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from retold.importing.readers.documents import attribute, children, elements, is_text, squeezed, text_in, with_links
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag
from retold.manuscript.model import Collection, SeriesPlace, Unmapped

# The label in any era and number -> the Manuscript's field of names.
_NAMES = {
    "archive warning": "warnings",
    "warning": "warnings",
    "category": "categories",
    "fandom": "fandoms",
    "relationship": "relationships",
    "pairing": "relationships",
    "character": "characters",
    "additional tag": "freeforms",
    "freeform": "freeforms",
}
_PART = lazy(r"\bPart\s+(\d+)\s+of\b")
_STAT = lazy(r"([A-Z][A-Za-z ]*?)\s*:\s*(\S+)")
_DATE = lazy(r"\d{4}-\d{2}-\d{2}")
_CHAPTERS = lazy(r"([\d,.]+)/([\d,.]+|\?)")


@dataclass
class Header:
    """The fields found so far; the names are those of the Manuscript."""

    fields: dict[str, Any] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)

    def report(self, where: str, what: str) -> None:
        """Keep what has no field of its own."""
        if what:
            self.unmapped.append(Unmapped(where, what))


def read_tag_list(header: Header, tag_list: LexborNode, base_url: str | None) -> None:
    """Read every label of a `dl` with its values into the header."""
    for label, value in _pairs(tag_list):
        key = _singular(label)
        if key in _NAMES:
            _names(header, label, _NAMES[key], value)
        elif key == "rating":
            _rating(header, value)
        elif key == "language":
            _language(header, text_in(value))
        elif key == "series":
            header.fields["series"] = tuple(_series(value, base_url))
        elif key == "collection":
            _collections(header, value, base_url)
        elif key == "stat":
            _stats(header, text_in(value))
        else:
            header.report(label, with_links(value))


def _pairs(tag_list: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    label = ""
    for child in elements(tag_list):
        if child.tag == "dt":
            label = text_in(child).rstrip(":").strip()
        elif child.tag == "dd":
            yield label, child


def _singular(label: str) -> str:
    key = label.casefold()
    if key.endswith("ies") and key != "series":
        return key[:-3] + "y"
    return key[:-1] if key.endswith("s") and key != "series" else key


def _values(value: LexborNode) -> tuple[list[str], str]:
    """The names in a value: its links' words; by commas only where there are no links. And the words left over."""
    links = value.css("a")
    if not links:
        return [name for name in (squeezed(part) for part in text_in(value).split(", ")) if name], ""
    between = squeezed(" ".join(child.text() or "" for child in children(value) if is_text(child)))
    return [name for name in (text_in(link) for link in links) if name], between.replace(",", " ").strip()


def _names(header: Header, label: str, name: str, value: LexborNode) -> None:
    names, rest = _values(value)
    header.fields[name] = (*header.fields.get(name, ()), *names)
    header.report(label, squeezed(rest))


def _rating(header: Header, value: LexborNode) -> None:
    names, rest = _values(value)
    header.fields["rating"] = next(iter(names), None)
    for other in [*names[1:], squeezed(rest)]:
        header.report("Rating", other)


def _language(header: Header, name: str) -> None:
    tag = language_tag(name)
    if tag is None:
        header.report("Language", name)
    header.fields["language"] = tag


def _series(value: LexborNode, base_url: str | None) -> Iterator[SeriesPlace]:
    """ "Part 2 of <a>Title</a>, Part 1 of <a>Other</a>": the place stands before its link."""
    words = ""
    for child in children(value):
        if child.tag == "a":
            places = _PART.findall(squeezed(words) + " ")
            yield SeriesPlace(text_in(child), int(places[-1]) if places else None, address_of(child, base_url))
            words = ""
        else:
            words += child.text() or ""
    if value.css_first("a") is None and squeezed(words):
        match = _PART.match(squeezed(words))
        title = squeezed(words)[match.end() :].strip() if match else squeezed(words)
        yield SeriesPlace(title, int(match[1]) if match else None)


def _collections(header: Header, value: LexborNode, base_url: str | None) -> None:
    links = value.css("a")
    found = [Collection(text_in(link), address_of(link, base_url)) for link in links]
    header.fields["collections"] = tuple(found or (Collection(name) for name in _values(value)[0]))


def _stats(header: Header, text: str) -> None:
    """ "Published: 2020-03-04 Completed: 2020-05-01 Words: 7,526 Chapters: 3/?" in any order."""
    for label, value in _STAT.findall(text):
        key = label.casefold()
        if key in ("published", "updated", "completed") and _date(value):
            header.fields["published" if key == "published" else "updated"] = _date(value)
            if key == "completed":
                header.fields["complete"] = True
        elif key == "words" and _number(value) is not None:
            header.stats["words"] = _number(value)
        elif key == "chapters" and _CHAPTERS.fullmatch(value):
            _chapters(header, value)
        else:
            header.report(label, value)


def _chapters(header: Header, value: str) -> None:
    posted, expected = value.split("/")
    header.stats["chapters"] = value
    header.fields["chapters_expected"] = _number(expected)
    header.fields["complete"] = _number(posted) == _number(expected)


def _number(text: str) -> int | None:
    digits = text.replace(",", "").replace(".", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def address_of(link: LexborNode, base_url: str | None) -> str | None:
    """The link's address, whole; None if there is none."""
    address = attribute(link, "href").strip()
    try:
        return (urljoin(base_url, address) if base_url else address) or None
    except ValueError:
        return address or None

"""The metadata of an EPUB's package -> fields of a Manuscript; what has no field goes into the report."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from retold.importing.readers.documents import squeezed
from retold.importing.readers.epub.package import Book, name_of
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag
from retold.manuscript.markup import canonical_or_none, paragraphs
from retold.manuscript.model import Creator, SeriesPlace, Source, Unmapped

# MARC relator codes -> the roles of a Manuscript's creators.
_ROLES = {
    "aut": "author",
    "trl": "translator",
    "art": "artist",
    "ill": "artist",
    "nrt": "podficcer",
}
# What programs write for themselves: nothing in it is the work's.
_HOUSEKEEPING = lazy(
    r"calibre:(?:timestamp|title_sort|author_link_map|user_metadata|user_categories)|cover|generator|dcterms:modified|"
    r"Sigil version|dtb:.*|schema:.*|media:.*|rendition:.*|ibooks:.*|a11y:.*|file-as|display-seq|title-type|role|"
    r"collection-type|group-position|alternate-script|identifier-type|source-of|meta-auth|fixed-layout|"
    r"original-resolution|book-type|primary-writing-mode|RegionMagnification|output encoding"
)
_DATE = lazy(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_MARKUP = lazy(r"</?[A-Za-z][^<>]*>")
_WEB = lazy(r"(?:uri:|url:)?(https?://\S+)", re.IGNORECASE)


@dataclass
class Metadata:
    """The fields found (names are the Manuscript's), and what had no field."""

    fields: dict[str, Any] = field(default_factory=dict)
    cover: str | None = None
    unmapped: list[Unmapped] = field(default_factory=list)

    def report(self, where: str, what: str) -> None:
        """Keep what has no field of its own."""
        if what:
            self.unmapped.append(Unmapped(where, what))


def read_metadata(book: Book) -> Metadata:
    """Everything that the package says of the book."""
    found = Metadata()
    refined = _refinements(book)
    creators: list[Creator] = []
    series: list[SeriesPlace] = []
    subjects: list[str] = []
    urls: list[tuple[int, str]] = []
    named: dict[str, str] = {}
    for element in book.metadata:
        name, text = name_of(element), squeezed("".join(str(part) for part in element.itertext()))
        refinements = refined[element.get("id") or ""]
        if name == "title":
            _title(found, text, refinements)
        elif name in ("creator", "contributor"):
            _person(found, creators, element, text, refinements)
        elif name == "language" and text:
            _language(found, text)
        elif name == "subject" and text:
            subjects.append(text)
        elif name in ("identifier", "source"):
            _address(found, urls, name, text)
        elif name == "date":
            _dated(found, _event(element), text)
        elif name == "description":
            found.fields.setdefault("summary", _summary("".join(str(part) for part in element.itertext())))
        elif name == "meta":
            _meta(found, element, text, refinements, series, named)
        elif text:
            found.report(f"dc:{name}", text)
    if "calibre:series" in named:
        series.insert(0, _place(found, named["calibre:series"], named.get("calibre:series_index")))
    url = min(urls)[1] if urls else None
    for _, other in sorted(set(urls))[1:]:
        if other != url:
            found.report("dc:identifier", other)
    found.cover = named.get("cover")
    found.fields |= {
        "creators": tuple(creators),
        "series": tuple({place.title: place for place in reversed(series)}.values())[::-1],
        "freeforms": tuple(dict.fromkeys(subjects)),
        "source": Source(url, urlsplit(url).hostname if url else None, "epub"),
    }
    return found


def _refinements(book: Book) -> defaultdict[str, dict[str, str]]:
    """EPUB 3's remarks on an element: its id -> {property: value}."""
    refined: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for element in book.metadata:
        about = element.get("refines") or ""
        if name_of(element) == "meta" and about.startswith("#"):
            refined[about[1:]][element.get("property") or ""] = squeezed(element.text or "")
    return refined


def _title(found: Metadata, text: str, refinements: dict[str, str]) -> None:
    if text and "title" not in found.fields and refinements.get("title-type", "main") in ("main", ""):
        found.fields["title"] = text
    else:
        found.report(f"dc:title ({refinements.get('title-type', 'another')})", text)


def _person(
    found: Metadata, creators: list[Creator], element: etree._Element, text: str, refinements: dict[str, str]
) -> None:
    written = refinements.get("role") or _attribute(element, "role")
    role = _ROLES.get(written.lower()) or ("author" if name_of(element) == "creator" and not written else None)
    if not text:
        return
    if role is None:
        found.report(f"dc:{name_of(element)}" + (f" ({written})" if written else ""), text)
    elif all((creator.name, creator.role) != (text, role) for creator in creators):
        creators.append(Creator(text, role))


def _language(found: Metadata, text: str) -> None:
    tag = (
        text.replace("_", "-") if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", text) else language_tag(text)
    )
    if tag is None or "language" in found.fields:
        found.report("dc:language", text)
    elif tag.lower() not in ("und", "zxx", "mul"):
        found.fields["language"] = tag


def _address(found: Metadata, urls: list[tuple[int, str]], name: str, text: str) -> None:
    """Addresses: the source's comes first, then those among the identifiers."""
    match = _WEB.fullmatch(text)
    if match:
        urls.append((0 if name == "source" else 1, match[1]))
    elif name == "source":
        found.report("dc:source", text)
    elif not re.fullmatch(r"(?:urn:uuid:|uuid:)?[0-9a-fA-F-]{32,36}", text):
        found.report("dc:identifier", text)


def _event(element: etree._Element) -> str:
    return _attribute(element, "event").lower() or "publication"


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute's value, in whatever namespace it stands; "" if there is none."""
    return next((str(value) for key, value in element.items() if etree.QName(str(key)).localname == name), "")


def _dated(found: Metadata, event: str, text: str) -> None:
    name = {"publication": "published", "original-publication": "published", "modification": "updated"}.get(event)
    day = _day(text)
    if name and day and name not in found.fields:
        found.fields[name] = day
    elif event != "creation" and not text.startswith("0101-"):
        found.report(f"dc:date ({event})", text)


def _day(text: str) -> dt.date | None:
    """The day in an ISO date; the first of its month or year if it says no more."""
    match = _DATE.match(text)
    if match is None:
        return None
    parts = [int(part) for part in match[0].split("-")]
    try:
        day = dt.date(parts[0], *[*parts[1:], 1, 1][:2])
    except ValueError:
        return None
    return day if day.year > 1000 else None


def _summary(text: str) -> str | None:
    if _MARKUP.search(text):
        return canonical_or_none(text)
    return paragraphs(line.strip() for line in text.split("\n") if line.strip()) or None


def _meta(
    found: Metadata,
    element: etree._Element,
    text: str,
    refinements: dict[str, str],
    series: list[SeriesPlace],
    named: dict[str, str],
) -> None:
    name, content = element.get("name") or "", squeezed(element.get("content") or "")
    key = element.get("property") or ""
    if key == "belongs-to-collection" and refinements.get("collection-type", "series") == "series":
        series.append(_place(found, text, refinements.get("group-position")))
    elif key == "dcterms:modified":
        return
    elif name in ("calibre:series", "calibre:series_index", "cover"):
        named.setdefault(name, content)
    elif element.get("refines"):
        return
    elif not _HOUSEKEEPING.fullmatch(key or name):
        found.report(f"meta {key or name}".strip(), text or content)


def _place(found: Metadata, title: str, position: str | None) -> SeriesPlace:
    """A place in a series; one between two whole numbers ("1.5") has no number of its own and is told."""
    match = re.fullmatch(r"(\d{1,6})(?:\.0+)?", position or "")
    if match is None and position:
        found.report(f"place in the series {title}", position)
    return SeriesPlace(title, int(match[1]) if match else None)

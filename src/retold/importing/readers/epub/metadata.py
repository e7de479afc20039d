"""The metadata of an EPUB's package -> fields of a Manuscript; what has no field goes into the report.

Nothing of a package is dropped. What programs note for themselves, and every identifier and date as it is written,
stays with the source (`source.extra`: `identifiers`, `dates`, `package`); what would mean something to a person and
has no field is `unmapped`.
"""

from __future__ import annotations

import datetime as dt
import html
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
    r"Sigil version|dtb:.*|schema:.*|media:.*|rendition:.*|ibooks:.*|a11y:.*|meta-auth|fixed-layout|"
    r"original-resolution|book-type|primary-writing-mode|RegionMagnification|output encoding"
)
# What EPUB 3 remarks on an element, read with the element that it is about.
_REFINING = frozenset((
    "file-as", "display-seq", "title-type", "role", "collection-type", "group-position", "alternate-script",
    "identifier-type", "source-of", "dcterms:identifier",
))  # fmt: skip
_DATES = {"dcterms:issued": "publication", "dcterms:created": "creation", "dcterms:modified": "modified"}
_EVENTS = {"publication": "published", "original-publication": "published", "modification": "updated"}
_DATE = lazy(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_MARKUP = lazy(r"</?[A-Za-z][^<>]*>")
_WEB = lazy(r"(?:uri:|url:)?(https?://\S+)", re.IGNORECASE)
_UUID = lazy(r"(?:urn:uuid:|uuid:)?[0-9a-fA-F-]{32,36}")
_TAG = lazy(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")

Refinements = dict[str, list[str]]


@dataclass
class Metadata:
    """The fields found (names are the Manuscript's), what had no field, and the heap that the package gives.

    `subjects` are of no said kind; `creator` and `sorted_as` are those of a lone creator, who may be several.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    cover: str | None = None
    subjects: tuple[str, ...] = ()
    creator: str = ""
    sorted_as: str = ""
    unmapped: list[Unmapped] = field(default_factory=list)

    def report(self, where: str, what: str) -> None:
        """Keep what has no field of its own."""
        if what:
            self.unmapped.append(Unmapped(where, what))


@dataclass
class _Gathered:
    """What stands in several elements, until all are read."""

    creators: list[Creator] = field(default_factory=list)
    series: list[SeriesPlace] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    urls: list[tuple[int, str]] = field(default_factory=list)
    titles: list[tuple[str, str]] = field(default_factory=list)
    identifiers: list[dict[str, str]] = field(default_factory=list)
    dates: list[dict[str, str]] = field(default_factory=list)
    package: dict[str, list[str]] = field(default_factory=dict)


def read_metadata(book: Book) -> Metadata:
    """Everything that the package says of the book."""
    found, gathered = Metadata(), _Gathered()
    refined = _refinements(book)
    for element in book.metadata:
        _read(found, gathered, element, refined[element.get("id") or ""])
    _settle_titles(found, gathered)
    _settle_series(found, gathered)
    _settle_source(found, gathered)
    found.cover = next(iter(gathered.package.get("cover", ())), None)
    found.subjects = tuple(dict.fromkeys(gathered.subjects))
    found.fields |= {"creators": tuple(gathered.creators), "freeforms": found.subjects}
    if len(gathered.creators) == 1:
        [creator] = gathered.creators
        found.creator, found.sorted_as = creator.name, str(creator.extra.get("sorted_as", ""))
    return found


def _read(found: Metadata, gathered: _Gathered, element: etree._Element, refinements: Refinements) -> None:
    name, written = name_of(element), "".join(str(part) for part in element.itertext())
    text = squeezed(written)
    if name == "title" and text:
        gathered.titles.append((refinements.get("title-type", ["main"])[0] or "main", text))
    elif name in ("creator", "contributor") and text:
        _person(found, gathered, element, _unescaped(text), refinements)
    elif name == "language" and text:
        _language(found, text)
    elif name == "subject" and text:
        gathered.subjects.append(_unescaped(text))
    elif name in ("identifier", "source") and text:
        _address(found, gathered, name, text, _attribute(element, "scheme"))
    elif name == "date" and text:
        _dated(found, gathered, _attribute(element, "event").lower() or "publication", text)
    elif name == "description" and text:
        _described(found, written)
    elif name == "meta":
        _meta(found, gathered, element, text, refinements)
    elif name == "link":
        found.report(f"link {element.get('rel') or ''}".strip(), element.get("href") or "")
    elif text:
        found.report(f"dc:{name}", text)


def _unescaped(text: str) -> str:
    """A name as it reads; some programs write "&" as "&amp;amp;"."""
    return html.unescape(text) if "&amp;" in text else text


def _refinements(book: Book) -> defaultdict[str, Refinements]:
    """EPUB 3's remarks on an element: its id -> {property: values}."""
    refined: defaultdict[str, Refinements] = defaultdict(dict)
    for element in book.metadata:
        about = element.get("refines") or ""
        if name_of(element) == "meta" and about.startswith("#"):
            said = refined[about[1:]].setdefault(element.get("property") or "", [])
            said.append(squeezed(element.text or ""))
    return refined


def _settle_titles(found: Metadata, gathered: _Gathered) -> None:
    """The first main title is the work's, else the first of any kind; the others are told."""
    titles = gathered.titles
    main = next((one for one in titles if one[0] == "main"), next(iter(titles), None))
    if main is not None:
        found.fields["title"] = main[1]
        titles.remove(main)
    for kind, text in titles:
        found.report(f"dc:title ({'another' if kind == 'main' else kind})", text)


def _person(found: Metadata, gathered: _Gathered, element: etree._Element, text: str, refinements: Refinements) -> None:
    written = [role for role in refinements.get("role") or [_attribute(element, "role")] if role]
    roles = [_ROLES[role.lower()] for role in written if role.lower() in _ROLES]
    if name_of(element) == "creator" and not written:
        roles = ["author"]
    sorted_as = next(iter(refinements.get("file-as", [])), "") or _attribute(element, "file-as")
    for other in [role for role in written if role.lower() not in _ROLES] or ([] if roles else [""]):
        found.report(f"dc:{name_of(element)}" + (f" ({other})" if other else ""), text)
    for role in dict.fromkeys(roles):
        if all((creator.name, creator.role) != (text, role) for creator in gathered.creators):
            extra = {"sorted_as": sorted_as} if sorted_as and sorted_as != text else {}
            gathered.creators.append(Creator(text, role, extra=extra))


def _language(found: Metadata, text: str) -> None:
    tag = text.replace("_", "-") if _TAG.fullmatch(text) else language_tag(text)
    if tag is None or "language" in found.fields:
        found.report("dc:language", text)
    elif tag.lower() not in ("und", "zxx", "mul"):
        found.fields["language"] = tag


def _described(found: Metadata, written: str) -> None:
    summary = _summary(written)
    if found.fields.get("summary") and summary != found.fields["summary"]:
        found.report("dc:description", squeezed(written))
    else:
        found.fields["summary"] = summary


def _address(found: Metadata, gathered: _Gathered, name: str, text: str, scheme: str) -> None:
    """Addresses: the source's comes first, then those among the identifiers."""
    if name == "identifier":
        gathered.identifiers.append({"scheme": scheme, "value": text} if scheme else {"value": text})
    match = _WEB.fullmatch(text)
    if match:
        gathered.urls.append((0 if name == "source" else 1, match[1]))
    elif name == "source":
        found.report("dc:source", text)
    elif not _UUID.fullmatch(text):
        found.report("dc:identifier" + (f" ({scheme})" if scheme else ""), text)


def _settle_source(found: Metadata, gathered: _Gathered) -> None:
    url = min(gathered.urls)[1] if gathered.urls else None
    for _, other in sorted(set(gathered.urls))[1:]:
        if other != url:
            found.report("dc:identifier", other)
    kept = {"identifiers": gathered.identifiers, "dates": gathered.dates, "package": gathered.package}
    extra = {name: value for name, value in kept.items() if value}
    found.fields["source"] = Source(url, _host(url), "epub", extra=extra)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute's value, in whatever namespace it stands; "" if there is none."""
    return next((str(value) for key, value in element.items() if etree.QName(str(key)).localname == name), "")


def _dated(found: Metadata, gathered: _Gathered, event: str, text: str) -> None:
    """A date by its event: posted and revised have fields; a second one, or one that is no date, is told."""
    gathered.dates.append({"event": event, "value": text})
    name, day = _EVENTS.get(event), _day(text)
    if name and day and found.fields.setdefault(name, day) == day:
        return
    if event not in ("creation", "modified") and not text.startswith("0101-"):
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


def _meta(found: Metadata, gathered: _Gathered, element: etree._Element, text: str, refinements: Refinements) -> None:
    key = element.get("property") or element.get("name") or ""
    value = text or squeezed(element.get("content") or "")
    if element.get("refines"):
        if key not in _REFINING:
            found.report(f"meta {key}".strip(), value)
    elif key == "belongs-to-collection" and refinements.get("collection-type", ["series"])[0] == "series":
        gathered.series.append(_place(found, text, refinements))
    elif key in _DATES and value:
        _dated(found, gathered, _DATES[key], value)
    elif key in ("calibre:series", "calibre:series_index") or _HOUSEKEEPING.fullmatch(key):
        gathered.package.setdefault(key, []).append(value)
    else:
        found.report(f"meta {key}".strip(), value)


def _settle_series(found: Metadata, gathered: _Gathered) -> None:
    """Calibre's own series comes first; of several statements of one series, the first that says a place stands."""
    titles, indices = (gathered.package.pop(name, []) for name in ("calibre:series", "calibre:series_index"))
    places = [_place(found, title, {"group-position": indices[at : at + 1]}) for at, title in enumerate(titles)]
    settled: dict[str, SeriesPlace] = {}
    for place in [*places, *gathered.series]:
        held = settled.setdefault(place.title, place)
        if held.position is None and place.position is not None:
            settled[place.title] = place
    found.fields["series"] = tuple(place for place in settled.values() if place.title)


def _place(found: Metadata, title: str, refinements: Refinements) -> SeriesPlace:
    """A place in a series; one between two whole numbers ("1.5") has no number of its own and is told."""
    position = next(iter(refinements.get("group-position", [])), "")
    match = re.fullmatch(r"(\d{1,6})(?:\.0+)?", position)
    if match is None and position:
        found.report(f"place in the series {title}", position)
    addresses = [one for one in refinements.get("dcterms:identifier", []) if _WEB.fullmatch(one)]
    extra = {"place": position} if match is None and position else {}
    return SeriesPlace(title, int(match[1]) if match else None, next(iter(addresses), None), extra=extra)

"""FanFicFare's saved metadata: all that it knew of a story, kept in a long column of a Calibre library.

It writes HTML, a `div` for each key (class `list`: one `li` a value); JSON of the same keys is read as well. What is
said there is exact: names are lists, addresses are whole. Keys are FanFicFare's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from retold.importing.gathering.calibre_library.book import Column, day_of
from retold.importing.gathering.calibre_library.columns import put, series_place
from retold.importing.gathering.entry import Note
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag
from retold.manuscript.markup import canonical_or_none, safe_url
from retold.manuscript.model import Creator, Gift, SeriesPlace, Source, Unmapped

Saved = Mapping[str, tuple[str, ...]]

_LISTS = {
    "fandoms": ("fandoms", "category"),
    "relationships": ("ships",),
    "characters": ("characters",),
    "categories": ("ao3categories",),
    "warnings": ("warnings",),
    "freeforms": ("freeformtags", "genre"),
}
# What the reader wrote or did at the site: private.
_OWN = {
    "bookmarktags": "Tags of your bookmark",
    "bookmarksummary": "Notes of your bookmark",
    "bookmarked": "Bookmarked",
    "bookmarkprivate": "A private bookmark",
    "bookmarkrec": "A recommendation of yours",
}
# Made from the other keys, or of the making of a file.
_HOUSEKEEPING = lazy(
    r".*HTML|output_css|anthology|extratags|formatname|formatext|version|dateCreated|cover_image|siteabbrev|langcode|"
    r"storyId|authorId|lastupdate|numImages|newforanthology|zipname|sectionUrl|chapterslashtotal|slashtotal|"
    r"series\d*(?:Url)?|byline|has_?cover|fileinfo.*|oldnumChapters|freefromtags|publisher"
)
_UNSAID = {"", "none", "null"}
_TEXT = Column("saved", "saved", "text")


def parsed(text: str) -> Saved:
    """The values by key; empty if the text is neither form."""
    found = _of_json(text) if text.lstrip().startswith("{") else _of_html(text)
    return {key: values for key, values in found if values}


def fields_of(saved: Saved) -> tuple[dict[str, Any], tuple[Note, ...], tuple[Unmapped, ...]]:
    """The fields of a Manuscript that were saved, the reader's own notes, and what has no field."""
    fields: dict[str, Any] = {}
    for name, keys in _LISTS.items():
        names = next((saved[key] for key in keys if saved.get(key)), ())
        if name == "freeforms":
            names = tuple(dict.fromkeys(one for key in keys for one in saved.get(key, ())))
        if names:
            fields[name] = names
    fields |= {name: value for name, value in _singles(saved) if value}
    for key, field in (("status", "status"), ("numWords", "words"), ("numChapters", "chapters"), ("rating", "rating")):
        if key in saved:
            put(_TEXT, field, saved[key][:1], fields)
    notes = tuple(
        Note("bookmark", f"{said}: {', '.join(saved[key])}", {key: list(saved[key])})
        for key, said in _OWN.items()
        if saved.get(key) and saved[key] != ("False",)
    )
    return fields, notes, tuple(_unmapped(saved))


def _singles(saved: Saved) -> Iterator[tuple[str, Any]]:
    def one(key: str) -> str | None:
        return saved[key][0] if saved.get(key) else None

    yield "title", one("title")
    yield "creators", tuple(_creators(saved))
    yield "summary", canonical_or_none(one("description"))
    yield "notes_before", canonical_or_none(one("storynotes"))
    yield "language", language_tag(one("langcode") or one("language") or "")
    yield "published", day_of(one("datePublished"))
    yield "updated", day_of(one("dateUpdated"))
    yield "series", tuple(_series(saved))
    yield "gifts", tuple(map(Gift, saved.get("gifts", ())))
    address = safe_url(one("storyUrl") or "")
    if address:
        yield "source", Source(address, one("site") or urlsplit(address).hostname)


def _creators(saved: Saved) -> Iterator[Creator]:
    addresses = saved.get("authorUrl", ())
    for place, name in enumerate(saved.get("author", ())):
        yield Creator(name, url=safe_url(addresses[place]) if place < len(addresses) else None)


def _series(saved: Saved) -> Iterator[SeriesPlace]:
    """The series, each once: "Title [3]" under `series`, then `series00` and on."""
    seen = set()
    for key in ("series", *sorted(key for key in saved if _NUMBERED.fullmatch(key))):
        for said in saved.get(key, ()):
            place = series_place(said)
            if place.title not in seen:
                seen.add(place.title)
                address = saved.get(f"{key}Url", (None,))[0]
                yield SeriesPlace(place.title, place.position, safe_url(address) if address else None)


_NUMBERED = lazy(r"series\d\d")
_MAPPED = {
    *(key for keys in _LISTS.values() for key in keys),
    *_OWN,
    "title", "author", "authorUrl", "description", "storynotes", "language", "datePublished", "dateUpdated",
    "gifts", "storyUrl", "site", "status", "numWords", "numChapters", "rating",
}  # fmt: skip


def _unmapped(saved: Saved) -> Iterator[Unmapped]:
    for key, values in saved.items():
        if key not in _MAPPED and not _HOUSEKEEPING.fullmatch(key):
            yield Unmapped(f"FanFicFare {key}", ", ".join(values)[:2000])


def _of_json(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return
    for key, value in said.items() if isinstance(said, dict) else ():
        values = value if isinstance(value, list) else [value]
        plain = (str(one).strip() for one in values if isinstance(one, str | int | float))
        yield key, tuple(one for one in plain if one.lower() not in _UNSAID)


def _of_html(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in LexborHTMLParser(text).css("div.metadata[id]"):
        key = str(node.attributes.get("id") or "")
        if "list" in str(node.attributes.get("class") or "").split():
            values = [item.text().strip() for item in node.css("li")]
        elif key in ("description", "storynotes"):
            values = [(node.inner_html or "").strip()]
        else:
            values = [node.text().strip()]
        yield key, tuple(one for one in values if one.lower() not in _UNSAID)

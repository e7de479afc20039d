"""What the columns mean that a library's keeper made: a guess by datatype and name, and each value put in its field.

The guess is shown and may be changed. A column that no name gives away is the reader's own until they say otherwise:
then it is kept as a private note, seen by nobody else, and nothing of it is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from retold.importing.gathering.calibre_library.book import Column, Value, day_of
from retold.importing.gathering.entry import Note
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag
from retold.manuscript.markup import canonical_or_none, paragraphs, safe_url, text_of
from retold.manuscript.model import Collection, Gift, SeriesPlace

# The fields that a column can go to, with the words for them.
FIELDS: Mapping[str, str] = {
    "fandoms": "Fandoms",
    "relationships": "Relationships",
    "characters": "Characters",
    "freeforms": "Other tags",
    "categories": "Categories",
    "warnings": "Warnings",
    "rating": "The work’s rating",
    "status": "Whether it is complete",
    "words": "Its words, as counted elsewhere",
    "chapters": "Its chapters, as counted elsewhere",
    "summary": "Summary",
    "notes": "The author’s notes",
    "language": "Language",
    "published": "When it was first posted",
    "updated": "When it was last revised",
    "source": "Its web address",
    "series": "Series",
    "collections": "Collections",
    "gifts": "For whom it was written",
    "saved": "FanFicFare’s saved metadata",
    "stars": "Your rating (private)",
    "read": "Whether you read it (private)",
    "note": "Your own note (private)",
    "leave": "No field: named in the report",
}
_LISTS = ("fandoms", "relationships", "characters", "freeforms", "categories", "warnings")

_OWN = (
    r"(?:my|own|personal|private|to ?be|tbr)\b.*",
    r".*\b(?:tbr|notes? to self|my notes?|review|thoughts|re-?read|rec'?d?)",
)
_READ = (
    r"(?:have |date |last |i )?(?:read|finished|gelesen|lu|leído)(?: (?:it|date|status|on|state|\?))?\??",
    r"read ?status|readdate",
)
# By name, the particular before the general.
_BY_NAME = tuple(
    (lazy(pattern), field)
    for pattern, field in (
        *((pattern, "note") for pattern in _OWN),
        *((pattern, "read") for pattern in _READ),
        (r"fandoms?|source material|canons?|category fandoms?", "fandoms"),
        (r"(?:relation)?ships?|relationships?|pairings?|ship ?names?", "relationships"),
        (r"characters?|chars?", "characters"),
        (r"free ?form ?tags?|freeforms?|additional tags?|ao3 ?tags?|other tags?|genres?|tropes?", "freeforms"),
        (r"(?:ao3 ?)?categor(?:y|ies)", "categories"),
        (r"(?:archive |content )?warnings?", "warnings"),
        (r"(?:content |age |ao3 ?|story ?)?rating|rated|maturity", "rating"),
        (r"(?:story |fic ?)?status|complet(?:e|ed|ion)|wip|is ?complete", "status"),
        (r"(?:num(?:ber)?(?: of)? ?)?words?(?: ?count)?|length", "words"),
        (r"(?:num(?:ber)?(?: of)? ?)?chapters?(?: ?count)?(?:/total)?", "chapters"),
        (r"summary|description|blurb", "summary"),
        (r"(?:author'?s? ?|story ?)notes?", "notes"),
        (r"lang(?:uage)?s?", "language"),
        (r"(?:date ?)?(?:first ?)?(?:published|posted)(?: ?(?:date|on))?|pub ?date|datepublished", "published"),
        (r"(?:date ?)?(?:last ?)?(?:updated?|revised)(?: ?(?:date|on))?|dateupdated", "updated"),
        (r"(?:story ?|work ?|fic ?|source ?)?(?:url|link|address)|source", "source"),
        (r"(?:additional |other |ao3 ?)?series", "series"),
        (r"collections?", "collections"),
        (r"gifts?(?: for)?|giftees?|recipients?", "gifts"),
    )
)
_SAVED = lazy(r".*(?:saved? ?meta|metadata|fanficfare|fff).*")
_TYPES = {
    "words": ("int", "float", "text"),
    "chapters": ("int", "float", "text"),
    "published": ("datetime", "text"),
    "updated": ("datetime", "text"),
    "read": ("bool", "datetime", "text", "enumeration"),
    "status": ("bool", "text", "enumeration"),
    "series": ("series", "text"),
}
_TEXTS = ("text", "enumeration", "comments", "series")
_COMPLETE = lazy(r"complete(?:d)?|finished|done|yes|true|abgeschlossen")
_GOES_ON = lazy(
    r"in[- ]?progress|incomplete|ongoing|wip|work in progress|unfinished|updating|hiatus|abandoned|no|false"
)
_NUMBER = lazy(r"\s*(\d{1,3}(?:[,. ]\d{3})+|\d{1,9})(?:\.0+)?\s*")
_CHAPTERS = lazy(r"\s*(\d{1,6})\s*(?:/\s*(\d{1,6}|\?))?\s*")
_SERIES = lazy(r"(.*?)\s*\[(\d{1,6})(?:\.0+)?\]\s*")


def guessed(column: Column) -> str:
    """The field that a column most likely is, by its datatype and what it is called."""
    if column.datatype == "rating":
        return "stars"
    names = (column.name.strip().lower(), column.label.replace("_", " ").strip().lower())
    if column.datatype == "comments" and any(_SAVED.fullmatch(name) for name in names):
        return "saved"
    for name in names:
        for pattern, field in _BY_NAME:
            if pattern.fullmatch(name) and column.datatype in _TYPES.get(field, _TEXTS):
                return field
    return "note"


def note_of(column: Column, field: str, values: tuple[Value, ...]) -> Note | None:
    """A column that is the reader's own, as a private note; None if it says nothing ("no")."""
    said = ", ".join(filter(None, (_plain(column, value) for value in values)))
    if not said or (field == "read" and values == (False,)):
        return None
    kind = {"stars": "rating", "read": "read"}.get(field, "note")
    data = {"column": column.label, "values": [_json(value) for value in values]}
    return Note(kind, f"{column.name}: {said}", data)


def put(column: Column, field: str, values: tuple[Value, ...], fields: dict[str, Any]) -> bool:
    """Put a column's values in the fields of a Manuscript; False if they do not fit there."""
    if field in _LISTS:
        names = [name for value in values for name in _names(column, value)]
        fields[field] = tuple(dict.fromkeys((*fields.get(field, ()), *names)))
        return bool(names)
    if field in _MANY:
        made = [_MANY[field](text) for value in values for text in _names(column, value)]
        fields[field] = (*fields.get(field, ()), *made)
        return bool(made)
    return bool(values) and _PUTS[field](column, values[0], fields)


def _put_rating(column: Column, value: Value, fields: dict[str, Any]) -> bool:
    return _set(fields, "rating", _plain(column, value))


def _put_status(column: Column, value: Value, fields: dict[str, Any]) -> bool:
    said = _plain(column, value).lower()
    complete = True if _COMPLETE.fullmatch(said) else False if _GOES_ON.fullmatch(said) else None
    return complete is not None and _set(fields, "complete", complete)


def _put_words(column: Column, value: Value, fields: dict[str, Any]) -> bool:
    found = _NUMBER.fullmatch(_plain(column, value))
    number = int("".join(one for one in found[1] if one.isdigit())) if found else None
    return number is not None and _stat(fields, "words", number)


def _put_chapters(column: Column, value: Value, fields: dict[str, Any]) -> bool:
    found = _CHAPTERS.fullmatch(_plain(column, value).removesuffix(".0"))
    if found is None:
        return False
    if found[2] and found[2].isdigit():
        fields["chapters_expected"] = int(found[2])
    return _stat(fields, "chapters", found[0].strip())


def _put_summary(column: Column, value: Value, fields: dict[str, Any]) -> bool:
    return _set(fields, "summary", _markup(column, value))


def _put_notes(column: Column, value: Value, fields: dict[str, Any]) -> bool:
    return _set(fields, "notes_before", _markup(column, value))


def _put_language(column: Column, value: Value, fields: dict[str, Any]) -> bool:
    return _set(fields, "language", language_tag(_plain(column, value)))


def _put_published(_: Column, value: Value, fields: dict[str, Any]) -> bool:
    return _set(fields, "published", value if isinstance(value, dt.date) else day_of(value))


def _put_updated(_: Column, value: Value, fields: dict[str, Any]) -> bool:
    return _set(fields, "updated", value if isinstance(value, dt.date) else day_of(value))


def _put_source(column: Column, value: Value, fields: dict[str, Any]) -> bool:
    address = safe_url(_plain(column, value))
    return bool(address and address.startswith(("http://", "https://"))) and _set(fields, "url", address)


_PUTS = {
    "rating": _put_rating,
    "status": _put_status,
    "words": _put_words,
    "chapters": _put_chapters,
    "summary": _put_summary,
    "notes": _put_notes,
    "language": _put_language,
    "published": _put_published,
    "updated": _put_updated,
    "source": _put_source,
}


def series_place(text: str) -> SeriesPlace:
    """A place in a series, as Calibre and FanFicFare write it: "Title [3]"."""
    found = _SERIES.fullmatch(text)
    return SeriesPlace(found[1], int(found[2]) or None) if found and found[1] else SeriesPlace(text)


_MANY: Mapping[str, Callable[[str], Any]] = {"series": series_place, "collections": Collection, "gifts": Gift}


def _set(fields: dict[str, Any], name: str, value: object) -> bool:
    if value is None or value == "":
        return False
    fields.setdefault(name, value)
    return True


def _stat(fields: dict[str, Any], name: str, value: object) -> bool:
    fields.setdefault("stats", {}).setdefault(name, value)
    return True


def _names(column: Column, value: Value) -> list[str]:
    """The names in a value: one, or, where a column of single texts holds a list, those between its commas."""
    said = _plain(column, value)
    pieces = [said] if column.several or column.datatype == "series" else said.split(", ")
    return [piece.strip() for piece in pieces if piece.strip()]


def _plain(column: Column, value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    if column.datatype == "rating":
        return f"{value:g} of 5"
    if isinstance(value, float):
        return f"{value:g}"
    if column.prose:
        return text_of(_markup(column, value) or "").strip()
    return str(value).strip()


def _markup(column: Column, value: Value) -> str | None:
    text = str(value)
    if column.prose or ("<" in text and ">" in text):
        return canonical_or_none(text)
    return paragraphs(line.strip() for line in text.split("\n") if line.strip()) or None


def _json(value: Value) -> str | int | float | bool:
    return value.isoformat() if isinstance(value, dt.date) else value

"""What a Calibre library says of a book, as a Manuscript without text, and as its reader's private notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from retold.importing.gathering.calibre_library import saved_metadata
from retold.importing.gathering.calibre_library.book import Book, Column
from retold.importing.gathering.calibre_library.columns import guessed, note_of, put
from retold.importing.gathering.entry import Note
from retold.lib.folding import fold_key
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag
from retold.manuscript.markup import canonical_or_none, safe_url
from retold.manuscript.model import Creator, Manuscript, SeriesPlace, Source, Unmapped

_UNKNOWN = {"", "unknown"}  # how Calibre writes that it knows no title or no author
_TAGS = ("fandoms", "relationships", "characters", "categories", "warnings", "freeforms")
_ADDRESSES = ("url", "uri")
_OLD_SCHEME = lazy(r"(https?)\|//")
_MOST_PLUGIN = 2000  # letters of what a plugin wrote for itself


def told_by(book: Book, columns: tuple[Column, ...], chosen: Mapping[str, str]) -> tuple[Manuscript, tuple[Note, ...]]:
    """The Manuscript that the library tells of a book, without chapters, and the reader's notes on it.

    `chosen` says what columns are, by label; the others are what their names say.
    """
    own = _Columns(book, columns, chosen)
    fields, unmapped = _plain_fields(book)
    # What is exact before what is said in a column, before what Calibre has for books of any kind.
    for better in (own.fields, own.saved):
        fields |= {name: value for name, value in better.items() if name not in ("stats", "url")}
    fields["stats"] = {**own.fields.get("stats", {}), **own.saved.get("stats", {})}
    fields["source"] = _source(fields.get("source"), own.fields.get("url"))
    tags = [*fields.get("freeforms", ()), *book.tags]
    named = {fold_key(one) for name in _TAGS[:-1] for one in fields.get(name, ())}
    fields["freeforms"] = tuple(
        one for one in {fold_key(tag): tag for tag in reversed(tags)}.values() if fold_key(one) not in named
    )[::-1]
    manuscript = Manuscript(chapters=(), unmapped=(*unmapped, *own.unmapped), **fields)
    return manuscript, (*_notes(book), *own.notes)


class _Columns:
    """The values of a book's custom columns: the fields they fill, those saved exactly, notes, and the rest."""

    def __init__(self, book: Book, columns: tuple[Column, ...], chosen: Mapping[str, str]) -> None:
        self.fields: dict[str, Any] = {}
        self.saved: dict[str, Any] = {}
        self.notes: list[Note] = []
        self.unmapped: list[Unmapped] = []
        for column in columns:
            values = book.custom.get(column.label, ())
            if values:
                self._take(column, chosen.get(column.label) or guessed(column), values)

    def _take(self, column: Column, field: str, values: tuple[Any, ...]) -> None:
        if field == "saved" and (saved := saved_metadata.parsed(str(values[0]))):
            fields, notes, unmapped = saved_metadata.fields_of(saved)
            self.saved |= fields
            self.notes += notes
            self.unmapped += unmapped
        elif field in ("stars", "read", "note"):
            note = note_of(column, field, values)
            self.notes += [note] if note else []
        elif field in ("saved", "leave") or not put(column, field, values, self.fields):
            said = ", ".join(str(value) for value in values)
            self.unmapped.append(Unmapped(f"column {column.name}", said[:_MOST_PLUGIN]))


def _plain_fields(book: Book) -> tuple[dict[str, Any], list[Unmapped]]:
    """The fields that every library has, and what in them has no field here."""
    fields: dict[str, Any] = {}
    unmapped: list[Unmapped] = []
    if book.title.lower() not in _UNKNOWN:
        fields["title"] = book.title
    fields["creators"] = tuple(Creator(name) for name in book.authors if name.lower() not in _UNKNOWN)
    fields["summary"] = canonical_or_none(book.comments)
    fields["published"] = book.published
    if book.series:
        fields["series"] = (_place(book, unmapped),)
    _languages(book, fields, unmapped)
    _identifiers(book, fields, unmapped)
    if book.publisher and book.publisher != (fields.get("source") or Source()).site:
        unmapped.append(Unmapped("publisher", book.publisher))
    unmapped += [Unmapped(f"plugin data {name}", said[:_MOST_PLUGIN]) for name, said in book.plugins.items()]
    return fields, unmapped


def _place(book: Book, unmapped: list[Unmapped]) -> SeriesPlace:
    index = book.series_index
    if index is not None and index >= 1 and index == int(index):
        return SeriesPlace(book.series, int(index))
    if index is not None:
        unmapped.append(Unmapped(f"place in the series {book.series}", f"{index:g}"))
    return SeriesPlace(book.series)


def _languages(book: Book, fields: dict[str, Any], unmapped: list[Unmapped]) -> None:
    """The first language; Calibre names them by ISO 639-2, a work by BCP 47."""
    for code in book.languages:
        tag = language_tag(code)
        if tag and "language" not in fields:
            fields["language"] = tag
        elif code != "und":
            unmapped.append(Unmapped("language", code))


def _identifiers(book: Book, fields: dict[str, Any], unmapped: list[Unmapped]) -> None:
    for kind, value in sorted(book.identifiers.items(), key=_address_first):
        address = safe_url(_OLD_SCHEME.sub(r"\1://", value).replace("|", ",")) if kind in _ADDRESSES else None
        if address and "source" not in fields:
            fields["source"] = Source(address, urlsplit(address).hostname)
        elif not address or address != fields["source"].url:
            unmapped.append(Unmapped(f"identifier {kind}", value))


def _address_first(identifier: tuple[str, str]) -> int:
    kind = identifier[0]
    return _ADDRESSES.index(kind) if kind in _ADDRESSES else len(_ADDRESSES)


def _source(said: Source | None, column: str | None) -> Source:
    if said is None and column:
        return Source(column, urlsplit(column).hostname)
    return said or Source()


def _notes(book: Book) -> Iterator[Note]:
    """The reader's own rating, places and marks."""
    if book.stars:
        yield Note("rating", f"Your rating: {book.stars:g} of 5", {"stars": book.stars})
    for place in book.positions:
        fraction, day = place.get("fraction"), _day(place.get("epoch"))
        how_far = f"{fraction:.0%}" if isinstance(fraction, float) else "a place"
        on = f" on {place['device']}" if place.get("device") else ""
        yield Note("place", f"Read to {how_far}{on}{f', {day}' if day else ''}", dict(place))
    for mark in book.annotations:
        yield _annotation(mark)


def _annotation(mark: Mapping[str, Any]) -> Note:
    if mark.get("type") == "highlight":
        said = f"“{mark.get('highlighted_text', '')}”" + (f" {mark['notes']}" if mark.get("notes") else "")
        return Note("highlight", said, dict(mark))
    if mark.get("type") == "bookmark":
        return Note("bookmark", f"Bookmark: {mark.get('title') or 'without a name'}", dict(mark))
    return Note("place", "Where you were last", dict(mark))


def _day(epoch: object) -> str:
    try:
        return dt.datetime.fromtimestamp(epoch, dt.UTC).date().isoformat()  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError):
        return ""

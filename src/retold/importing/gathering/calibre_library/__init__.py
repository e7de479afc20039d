"""A Calibre library: every file of every book, and all that Calibre and its keeper say of them (formats.md §8).

The library is read and never written: its database is copied and the copy opened, books are opened where they lie.
A database that is damaged does not keep the books back: what Calibre writes beside each (metadata.opf) is read then.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

from retold.importing.gathering.calibre_library import sidecar
from retold.importing.gathering.calibre_library.book import Book, Column, Format
from retold.importing.gathering.calibre_library.columns import FIELDS, guessed
from retold.importing.gathering.calibre_library.database import NAME, looks_like_one, opened
from retold.importing.gathering.calibre_library.telling import told_by
from retold.importing.gathering.entry import Entry
from retold.importing.readers import Refused
from retold.lib.archives import DEFAULT_LIMITS

__all__ = ["FIELDS", "ColumnSeen", "Contents", "count", "entries", "look", "recognises"]

# Which of a book's files is read first as the story: the one that loses least. The others come in after it.
_ORDER = (
    "EPUB", "ORIGINAL_EPUB", "KEPUB", "HTMLZ", "HTML", "ZIP", "DOCX", "ODT", "AZW3", "MOBI", "AZW", "PRC", "RTF",
    "MD", "TXT", "TXTZ", "FB2", "PDF",
)  # fmt: skip
_MOST_COVER = 50_000_000
_MISSING = "missing"


@dataclass(frozen=True)
class ColumnSeen:
    """A column of a library, how many books have something in it, a few of its values, and what it is taken for."""

    label: str
    name: str
    filled: int
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class Contents:
    """What a library holds, before anything is brought in. `left` is what belongs to the library and not to a book."""

    books: int
    formats: Mapping[str, int]
    columns: tuple[ColumnSeen, ...]
    left: Mapping[str, int]


def recognises(folder: Path) -> bool:
    """Whether a folder is a Calibre library, in order or not."""
    return looks_like_one(folder) or ((folder / NAME).is_file() and next(sidecar.folders(folder), None) is not None)


def look(folder: Path) -> Contents:
    """What the library holds. Raises Refused if its database cannot be read."""
    with opened(folder) as library:
        books, formats, filled = library.counts()
        columns = tuple(
            ColumnSeen(one.label, one.name, filled[one.label], library.samples(one.label), guessed(one))
            for one in library.columns
        )
        return Contents(books, formats, columns, library.of_the_library())


def count(folder: Path) -> int:
    """How many entries there are."""
    try:
        with opened(folder) as library:
            return library.files()
    except Refused:
        return sum(1 for _ in entries(folder, {}))


def entries(folder: Path, columns: Mapping[str, str]) -> Iterator[Entry]:
    """Every file of every book. `columns` says what the library's own columns are, by label, if not as guessed."""
    seen = set()
    try:
        with opened(folder) as library:
            for book in library.books():
                seen.add(book.folder)
                yield from _entries(folder, sidecar.filled(book, folder), library.columns, columns)
    except Refused as refusal:
        yield Entry(NAME, NAME, "", partial(_refuse, str(refusal)))
        for place in sidecar.folders(folder):
            found = sidecar.read(folder, place) if place not in seen else None
            if found is not None:
                yield from _entries(folder, found[0], found[1], columns)


def _entries(library: Path, book: Book, columns: tuple[Column, ...], chosen: Mapping[str, str]) -> Iterator[Entry]:
    told, notes = told_by(book, columns, chosen)
    said = hashlib.blake2b(repr((book, sorted(chosen.items()))).encode("utf-8", "replace"), digest_size=8).hexdigest()
    cover = partial(_load, library, f"{book.folder}/cover.jpg", _MOST_COVER) if book.has_cover else None
    for file in sorted(book.formats, key=_place):
        stamp = _stamp(library, file.path)
        load = partial(_load, library, file.path, DEFAULT_LIMITS.file)
        yield Entry(file.path, f"{book.key}/{file.name}", f"{said}-{stamp}", load, told, notes, cover)
        cover = cover if stamp == _MISSING else None  # one copy has it, and that is enough


def _place(file: Format) -> tuple[int, str]:
    return (_ORDER.index(file.name) if file.name in _ORDER else len(_ORDER), file.name)


def _stamp(library: Path, path: str) -> str:
    try:
        known = os.stat(library / path)  # noqa: PTH116  (half the time of Path's, and asked for every file)
    except (OSError, ValueError):
        return _MISSING
    return f"{known.st_size}-{known.st_mtime_ns}"


def _load(library: Path, path: str, most: int) -> bytes:
    """The bytes of a file of the library. What leads out of the library is not followed."""
    try:
        file = (library / path).resolve()
        inside = file.is_relative_to(library.resolve())
        if inside and not file.is_file():
            raise Refused("Calibre lists this file, but it is not in the book's folder; its other files were read.")
        if inside and file.stat().st_size > most:
            raise Refused(f"It is larger than {most // 1_000_000} MB; bring it in as smaller files.")
    except (ValueError, RuntimeError) as error:
        raise Refused("This library names a file in a way that no folder can hold, so it was not opened.") from error
    if not inside:
        raise Refused("This library names a file outside its own folder, so it was not opened.")
    return file.read_bytes()


def _refuse(sentence: str) -> NoReturn:
    raise Refused(sentence)

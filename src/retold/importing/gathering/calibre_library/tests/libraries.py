"""Calibre libraries made by our own SQL: the tables and columns that Calibre's metadata.db has, as far as we ask.

So the tests run where Calibre is not installed; `test_real_library.py` shows on Calibre's own that they are right.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

# (table, column of names, column of the link): all of them are told apart by their id.
_NAMED = {
    "authors": ("name", "author"),
    "tags": ("name", "tag"),
    "series": ("name", "series"),
    "publishers": ("name", "publisher"),
    "languages": ("lang_code", "lang_code"),
    "ratings": ("rating", "rating"),
}
_LINKED = {"text", "series", "enumeration", "rating"}
_TABLES = """
CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, sort TEXT, timestamp TIMESTAMP, pubdate TIMESTAMP,
    series_index REAL DEFAULT 1.0, author_sort TEXT, path TEXT DEFAULT '', uuid TEXT, has_cover BOOL DEFAULT 0,
    last_modified TIMESTAMP);
CREATE TABLE data (id INTEGER PRIMARY KEY, book INTEGER, format TEXT COLLATE NOCASE, uncompressed_size INTEGER,
    name TEXT);
CREATE TABLE comments (id INTEGER PRIMARY KEY, book INTEGER, text TEXT);
CREATE TABLE identifiers (id INTEGER PRIMARY KEY, book INTEGER, type TEXT, val TEXT);
CREATE TABLE preferences (id INTEGER PRIMARY KEY, key TEXT, val TEXT);
CREATE TABLE books_plugin_data (id INTEGER PRIMARY KEY, book INTEGER, name TEXT, val TEXT);
CREATE TABLE last_read_positions (id INTEGER PRIMARY KEY, book INTEGER, format TEXT, user TEXT, device TEXT, cfi TEXT,
    epoch REAL, pos_frac REAL);
CREATE TABLE annotations (id INTEGER PRIMARY KEY, book INTEGER, format TEXT, user_type TEXT, user TEXT, timestamp REAL,
    annot_id TEXT, annot_type TEXT, annot_data TEXT, searchable_text TEXT);
CREATE TABLE custom_columns (id INTEGER PRIMARY KEY, label TEXT, name TEXT, datatype TEXT,
    mark_for_delete BOOL DEFAULT 0, editable BOOL DEFAULT 1, display TEXT DEFAULT '{}', is_multiple BOOL DEFAULT 0,
    normalized BOOL);
CREATE VIEW meta AS SELECT id, a_function_that_only_calibre_has(title) AS title FROM books;
"""


class LibraryMaker:
    """Fills a library's folder: `book` for each book, `column` for each column of its keeper's."""

    def __init__(self, folder: Path, *, version: int = 25) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "metadata.db")
        self.db.executescript(_TABLES)
        for table, (name, link) in _NAMED.items():
            self.db.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {name} COLLATE NOCASE)")
            order = ", item_order INTEGER DEFAULT 0" if table == "languages" else ""
            self.db.execute(
                f"CREATE TABLE books_{table}_link (id INTEGER PRIMARY KEY, book INTEGER, {link} INTEGER{order})"
            )
            self.db.execute(f"CREATE INDEX books_{table}_link_by_book ON books_{table}_link (book)")
        for table in ("data", "comments", "identifiers", "last_read_positions", "annotations", "books_plugin_data"):
            self.db.execute(f"CREATE INDEX {table}_by_book ON {table} (book)")
        if version >= 27:
            self.db.execute("CREATE TABLE books_pages_link (book INTEGER PRIMARY KEY, pages INTEGER)")
        self.db.execute(f"PRAGMA user_version = {version}")
        self._columns: dict[str, tuple[int, str]] = {}
        self._ids: dict[tuple[str, Any], int] = {}

    def column(self, label: str, name: str, datatype: str, *, several: bool = False, display: Any = None) -> None:
        """A column of its keeper's."""
        linked = datatype in _LINKED
        number = self.db.execute(
            "INSERT INTO custom_columns (label, name, datatype, display, is_multiple, normalized) VALUES (?,?,?,?,?,?)",
            (label, name, datatype, json.dumps(display or {}), several, linked),
        ).lastrowid
        book = "" if linked else "book INTEGER, "
        self.db.execute(f"CREATE TABLE custom_column_{number} (id INTEGER PRIMARY KEY, {book}value)")
        if linked:
            extra = ", extra REAL" if datatype == "series" else ""
            columns = f"id INTEGER PRIMARY KEY, book INTEGER, value INTEGER{extra}"
            self.db.execute(f"CREATE TABLE books_custom_column_{number}_link ({columns})")
            self.db.execute(f"CREATE INDEX custom_{number}_by_book ON books_custom_column_{number}_link (book)")
        self._columns[label] = (number or 0, datatype)

    def book(self, title: str, files: Mapping[str, bytes | None], **said: Any) -> int:
        """A book and its files by format (None: listed, and not there). `said` holds what else is known of it."""
        authors = said.get("authors", ("Ada Fenn",))
        number = self.db.execute(
            "INSERT INTO books (title, timestamp, pubdate, series_index, uuid, has_cover, last_modified)"
            " VALUES (?,?,?,?,?,?,?)",
            (
                title,
                "2024-01-02 10:00:00+00:00",
                said.get("pubdate", "0101-01-01 00:00:00+00:00"),
                said.get("series_index", 1.0),
                said.get("uuid"),
                "cover" in said,
                said.get("modified", "2024-01-02 10:00:00+00:00"),
            ),
        ).lastrowid
        path = said.get("path", f"{authors[0] if authors else 'Unknown'}/{title[:30]} ({number})")
        self.db.execute(
            "UPDATE books SET path = ?, uuid = coalesce(uuid, ?) WHERE id = ?", (path, f"uuid-{number}", number)
        )
        self._files(number or 0, path, title, files, said.get("cover"))
        self._named(number or 0, authors, said)
        self._beside(number or 0, said)
        for label, values in said.get("custom", {}).items():
            self._custom(number or 0, label, values)
        return number or 0

    def _files(self, book: int, path: str, title: str, files: Mapping[str, bytes | None], cover: bytes | None) -> None:
        folder = self.folder / path
        folder.mkdir(parents=True, exist_ok=True)
        for format_, data in files.items():
            self.db.execute(
                "INSERT INTO data (book, format, uncompressed_size, name) VALUES (?,?,?,?)",
                (book, format_, len(data or b""), title),
            )
            if data is not None:
                (folder / f"{title}.{format_.lower()}").write_bytes(data)
        if cover:
            (folder / "cover.jpg").write_bytes(cover)

    def _named(self, book: int, authors: Iterable[str], said: Mapping[str, Any]) -> None:
        self._link("authors", book, [name.replace(",", "|") for name in authors])
        for table in ("tags", "languages"):
            self._link(table, book, said.get(table, ()))
        for table, key in (("series", "series"), ("publishers", "publisher"), ("ratings", "rating")):
            self._link(table, book, [said[key]] if key in said else [])

    def _link(self, table: str, book: int, values: Iterable[Any]) -> None:
        name, link = _NAMED[table]
        for value in values:
            self.db.execute(
                f"INSERT INTO books_{table}_link (book, {link}) VALUES (?, ?)", (book, self._id(table, name, value))
            )

    def _id(self, table: str, name: str, value: Any) -> int:
        if (table, value) not in self._ids:
            self._ids[table, value] = (
                self.db.execute(f"INSERT INTO {table} ({name}) VALUES (?)", (value,)).lastrowid or 0
            )
        return self._ids[table, value]

    def _beside(self, book: int, said: Mapping[str, Any]) -> None:
        if "comments" in said:
            self.db.execute("INSERT INTO comments (book, text) VALUES (?,?)", (book, said["comments"]))
        for kind, value in said.get("identifiers", {}).items():
            self.db.execute("INSERT INTO identifiers (book, type, val) VALUES (?,?,?)", (book, kind, value))
        for name, value in said.get("plugins", {}).items():
            self.db.execute("INSERT INTO books_plugin_data (book, name, val) VALUES (?,?,?)", (book, name, value))
        for device, cfi, epoch, fraction in said.get("positions", ()):
            self.db.execute(
                "INSERT INTO last_read_positions (book, format, user, device, cfi, epoch, pos_frac)"
                " VALUES (?, 'EPUB', 'me', ?, ?, ?, ?)",
                (book, device, cfi, epoch, fraction),
            )
        for mark in said.get("annotations", ()):
            self.db.execute(
                "INSERT INTO annotations (book, format, user_type, user, timestamp, annot_id, annot_type, annot_data)"
                " VALUES (?, 'EPUB', 'local', 'viewer', 1, ?, ?, ?)",
                (book, mark.get("uuid", ""), mark["type"], json.dumps(mark)),
            )

    def _custom(self, book: int, label: str, values: Any) -> None:
        number, datatype = self._columns[label]
        for value in values if isinstance(values, list) else [values]:
            if datatype not in _LINKED:
                self.db.execute(f"INSERT INTO custom_column_{number} (book, value) VALUES (?,?)", (book, value))
                continue
            name, extra = value if datatype == "series" else (value, None)
            held = self._id(f"custom_column_{number}", "value", name)
            if datatype == "series":
                self.db.execute(
                    f"INSERT INTO books_custom_column_{number}_link (book, value, extra) VALUES (?,?,?)",
                    (book, held, extra),
                )
            else:
                self.db.execute(
                    f"INSERT INTO books_custom_column_{number}_link (book, value) VALUES (?,?)", (book, held)
                )

    def done(self) -> Path:
        """Write it all down; gives the folder."""
        with closing(self.db):
            self.db.commit()
        return self.folder

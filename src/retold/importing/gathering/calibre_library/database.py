"""A Calibre library's metadata.db, read without touching it: a copy of it is opened, and tables alone are asked.

A copy, since Calibre may be at work on the library while it comes in, and a database that is read as immutable must
not change. What Calibre has not written through yet (a write-ahead log or a journal beside the database) is copied
along and read with it. Views call functions that only Calibre has, so none is asked.
"""

# ruff: noqa: S608  (what is put into questions are names written here, and whole numbers)
from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from retold.importing.gathering.calibre_library.book import Book, Column, Format, Value, day_of
from retold.importing.readers import Refused

NAME = "metadata.db"
_MAGIC = b"SQLite format 3\0"
_NEEDED = {"books", "data", "authors", "books_authors_link"}
_AT_ONCE = 200  # books whose rows are held in memory together
_TRIES = 5  # of copying a database that changes meanwhile
_MOST_TIME = 60.0  # seconds that one question may take; those of a sound library take a few milliseconds
# Tables that hold what they say: a virtual table or a generated column is worked out when it is asked, at any cost.
_PLAIN_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'create virtual%'"
    " AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(sqlite_master.name) WHERE hidden <> 0)"
)
_DAMAGED = (
    "This Calibre library's metadata.db is damaged; let Calibre restore it (Library maintenance), then try again."
)
_BUSY = "Calibre is writing to this library; try again in a minute."


class Library:
    """The rows of an open library."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.tables = {name for (name,) in self._ask(_PLAIN_TABLES)}
        if not self.tables >= _NEEDED:
            raise Refused(
                "This metadata.db is no Calibre library's; choose the folder that Calibre keeps its books in."
            )
        self._custom = dict(self._columns())
        self.columns = tuple(self._custom.values())

    def books(self) -> Iterator[Book]:
        """Every book, in the order in which they were added. Raises Refused where the database is damaged."""
        last = -1
        while True:
            rows = list(
                self._ask(
                    "SELECT id, title, series_index, path, uuid, has_cover, pubdate, timestamp, last_modified"
                    f" FROM books WHERE id > {last} ORDER BY id LIMIT {_AT_ONCE}"
                )
            )
            if not rows:
                return
            last = rows[-1][0]
            yield from self._with_all(rows)

    def counts(self) -> tuple[int, dict[str, int], dict[str, int]]:
        """How many books there are, how many files of each format, how many books have a value in each column."""
        [(books,)] = self._ask("SELECT count(*) FROM books")
        formats = dict(self._ask("SELECT format, count(*) FROM data GROUP BY format ORDER BY count(*) DESC, format"))
        filled = {}
        for number, column in self._custom.items():
            table = self._table_of_values(number)
            [(filled[column.label],)] = self._ask(f"SELECT count(DISTINCT book) FROM {table}")
        return books, formats, filled

    def files(self) -> int:
        """How many files of books there are."""
        [(files,)] = self._ask("SELECT count(*) FROM data WHERE book IN (SELECT id FROM books)")
        return int(files)

    def samples(self, label: str, most: int = 3) -> tuple[str, ...]:
        """A few values of a column, as they are written."""
        number = next(number for number, column in self._custom.items() if column.label == label)
        rows = self._ask(f"SELECT DISTINCT value FROM custom_column_{number} WHERE value IS NOT NULL LIMIT {most}")
        return tuple(" ".join(str(value).split())[:60] for (value,) in rows)

    def of_the_library(self) -> Counter[str]:
        """What the library keeps for itself, and no book: saved searches and the like, how many of each."""
        wanted = {"saved_searches", "virtual_libraries", "user_categories"}
        found: Counter[str] = Counter()
        for key, value in self._ask("SELECT key, val FROM preferences") if "preferences" in self.tables else ():
            said = _json(value) if key in wanted else None
            if isinstance(said, dict) and said:
                found[key.replace("_", " ")] = len(said)
        return found

    def _ask(self, question: str) -> Iterator[tuple[Any, ...]]:
        until = time.monotonic() + _MOST_TIME
        self._connection.set_progress_handler(lambda: time.monotonic() > until, 100_000)
        try:
            yield from self._connection.execute(question)
        except sqlite3.Error as error:
            raise Refused(_DAMAGED) from error

    def _columns(self) -> Iterator[tuple[int, Column]]:
        """The columns that hold values, by number. Composite ones are made of the others, and hold none."""
        if "custom_columns" not in self.tables:
            return
        for number, label, name, datatype, display, several in self._ask(
            "SELECT id, label, name, datatype, display, is_multiple FROM custom_columns"
            " WHERE NOT mark_for_delete ORDER BY id"
        ):
            shown = _json(display)
            written = shown.get("interpret_as", "html") if isinstance(shown, dict) else "html"
            prose = datatype == "comments" and written in ("html", "markdown")
            if datatype != "composite" and isinstance(number, int) and f"custom_column_{number}" in self.tables:
                yield number, Column(str(label), str(name), str(datatype), bool(several), prose)

    def _table_of_values(self, number: int) -> str:
        linked = f"books_custom_column_{number}_link"
        return linked if linked in self.tables else f"custom_column_{number}"

    def _with_all(self, rows: list[tuple[Any, ...]]) -> Iterator[Book]:
        among = f"({','.join(str(int(row[0])) for row in rows)})"
        linked = {
            "authors": self._linked("authors", "author", "name", among),
            "tags": self._linked("tags", "tag", "name", among),
            "series": self._linked("series", "series", "name", among),
            "publishers": self._linked("publishers", "publisher", "name", among),
            "languages": self._linked("languages", "lang_code", "lang_code", among, "link.item_order, link.id"),
            "ratings": self._linked("ratings", "rating", "rating", among),
        }
        beside = {
            "data": self._beside("data", "format, name", among, "format"),
            "comments": self._beside("comments", "text", among),
            "identifiers": self._beside("identifiers", "type, val", among, "type"),
            "last_read_positions": self._beside(
                "last_read_positions", "format, device, cfi, epoch, pos_frac", among, "epoch"
            ),
            "annotations": self._beside("annotations", "format, annot_type, annot_data", among, "timestamp, id"),
            "books_plugin_data": self._beside("books_plugin_data", "name, val", among, "name"),
        }
        custom = self._custom_values(among)
        for row in rows:
            yield _book(row, {name: of.get(row[0], []) for name, of in (linked | beside).items()}, custom[row[0]])

    def _linked(self, table: str, column: str, value: str, among: str, order: str = "link.id") -> dict[int, list[Any]]:
        """The values that a table of names has for books, by book."""
        link = f"books_{table}_link"
        found: dict[int, list[Any]] = defaultdict(list)
        if {table, link} <= self.tables:
            for book, said in self._ask(
                f"SELECT link.book, named.{value} FROM {link} AS link JOIN {table} AS named ON named.id = link.{column}"
                f" WHERE link.book IN {among} ORDER BY link.book, {order}"
            ):
                found[book].append(said)
        return found

    def _beside(self, table: str, columns: str, among: str, order: str = "id") -> dict[int, list[Any]]:
        """The rows that a table has for books, by book."""
        found: dict[int, list[Any]] = defaultdict(list)
        if table in self.tables:
            for book, *rest in self._ask(
                f"SELECT book, {columns} FROM {table} WHERE book IN {among} ORDER BY book, {order}"
            ):
                found[book].append(tuple(rest))
        return found

    def _custom_values(self, among: str) -> defaultdict[int, dict[str, tuple[Value, ...]]]:
        found: defaultdict[int, dict[str, tuple[Value, ...]]] = defaultdict(dict)
        for number, column in self._custom.items():
            values, link = f"custom_column_{number}", f"books_custom_column_{number}_link"
            if link not in self.tables:
                question = f"SELECT book, value FROM {values} WHERE book IN {among} ORDER BY id"
            else:
                extra = "link.extra" if column.datatype == "series" else "NULL"
                question = (
                    f"SELECT link.book, named.value, {extra} FROM {link} AS link JOIN {values} AS named"
                    f" ON named.id = link.value WHERE link.book IN {among} ORDER BY link.id"
                )
            for book, value, *more in self._ask(question):
                read = _value(column, value, more[0] if more else None)
                if read is not None:
                    found[book][column.label] = (*found[book].get(column.label, ()), read)
        return found


def looks_like_one(folder: Path) -> bool:
    """Whether the folder has a metadata.db; if it can be opened, it is a Calibre library's."""
    path = folder / NAME
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                return False
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {name for (name,) in named} >= _NEEDED
    except OSError:
        return False
    except sqlite3.Error:
        return True


@contextmanager
def opened(folder: Path) -> Iterator[Library]:
    """The library of a folder. Raises Refused if it cannot be opened, with the reason."""
    with tempfile.TemporaryDirectory(prefix="retold-library-") as place:
        copy, is_whole = _copied(folder, Path(place))
        # Beside a log or a journal, SQLite first brings the copy up to date; then nobody writes to it either.
        mode = "mode=ro&immutable=1" if is_whole else "mode=rw"
        try:
            with closing(sqlite3.connect(f"{copy.as_uri()}?{mode}", uri=True)) as connection:
                yield Library(_guarded(connection))
        except sqlite3.Error as error:
            raise Refused(_DAMAGED) from error


def _guarded(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Nothing is written, and nothing that the file brings along is run."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _copied(folder: Path, place: Path) -> tuple[Path, bool]:
    """A copy of the database as it was at one moment, and whether it is whole by itself."""
    files = [folder / f"{NAME}{ending}" for ending in ("", "-wal", "-journal")]
    for _ in range(_TRIES):
        before = _stamps(files)
        try:
            for file in files:
                (place / file.name).unlink(missing_ok=True)
                if before[file.name]:
                    shutil.copyfile(file, place / file.name)
        except OSError as error:
            raise Refused(f"This library's metadata.db cannot be opened: {error.strerror}.") from error
        if before == _stamps(files):
            return place / NAME, not any(before[file.name] for file in files[1:])
        time.sleep(0.2)
    raise Refused(_BUSY)


def _stamps(files: Iterable[Path]) -> dict[str, tuple[int, int] | None]:
    """Size and time of each file that is there and not empty."""
    stamps: dict[str, tuple[int, int] | None] = {}
    for file in files:
        try:
            known = file.stat()
        except OSError:
            stamps[file.name] = None
        else:
            stamps[file.name] = (known.st_size, known.st_mtime_ns) if known.st_size else None
    return stamps


def _book(row: tuple[Any, ...], said: Mapping[str, list[Any]], custom: Mapping[str, tuple[Value, ...]]) -> Book:
    number, title, index, path, uuid, has_cover, published, added, changed = row
    folder = str(path or "")
    return Book(
        key=str(uuid or number),
        folder=folder,
        stamp=str(changed or ""),
        title=str(title or ""),
        authors=tuple(str(name).replace("|", ",") for name in said["authors"]),
        series=str(said["series"][0]) if said["series"] else "",
        series_index=float(index) if isinstance(index, int | float) else None,
        tags=tuple(map(str, said["tags"])),
        publisher=str(said["publishers"][0]) if said["publishers"] else "",
        comments=str(said["comments"][0][0] or "") if said["comments"] else "",
        languages=tuple(map(str, said["languages"])),
        identifiers={str(kind): str(value) for kind, value in said["identifiers"]},
        published=day_of(published),
        added=day_of(added),
        stars=_stars(said["ratings"][0]) if said["ratings"] else None,
        has_cover=bool(has_cover),
        formats=tuple(
            Format(str(name).upper(), str(PurePosixPath(folder, f"{file}.{str(name).lower()}")))
            for name, file in said["data"]
        ),
        custom=custom,
        positions=tuple(
            dict(zip(("format", "device", "cfi", "epoch", "fraction"), one, strict=True))
            for one in said["last_read_positions"]
        ),
        annotations=tuple(_annotation(*one) for one in said["annotations"]),
        plugins={str(name): str(value) for name, value in said["books_plugin_data"]},
    )


def _annotation(format_: str, kind: str, data: str) -> dict[str, Any]:
    known = _json(data)
    return {"format": format_, "type": kind, **(known if isinstance(known, dict) else {"data": data})}


def _value(column: Column, value: object, extra: object) -> Value | None:
    """A column's value as what it is; None for one that says nothing."""
    if value is None or value == "":
        return None
    if column.datatype == "datetime":
        return day_of(value)
    if column.datatype == "bool":
        return bool(value)
    if column.datatype == "rating":
        return _stars(value)
    if column.datatype in ("int", "float"):
        return value if isinstance(value, int | float) else None
    if column.datatype == "series" and isinstance(extra, int | float):
        return f"{value} [{extra:g}]"
    return str(value)


def _stars(value: object) -> float | None:
    return value / 2 if isinstance(value, int) and 0 < value <= 10 else None


def _json(text: object) -> Any:
    try:
        return json.loads(str(text))
    except (ValueError, RecursionError):
        return None

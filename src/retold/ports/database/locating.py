"""Say what lies on pages of a SQLite database: `python -m retold.ports.database.locating PATH NUMBER…`.

Prints one JSON object: each page's number to the table or index that it belongs to, and to the rows of the table that
it holds, as far as its bytes still tell. apsw's SQLite is asked, which counts pages (dbstat); it runs in a process of
its own, since it must not meet the checksums' extension (retold.ports.database.checksums).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

_TABLE_LEAF = 13  # sqlite.org/fileformat2.html §1.6


def located(path: Path, numbers: list[int]) -> dict[int, dict[str, Any]]:
    """`{number: {"table", "rows"}}`; a page that belongs to nothing, or cannot be told, is left out."""
    found: dict[int, dict[str, Any]] = {}
    wanted = set(numbers)
    with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)) as connection:
        pages = list(_pages(connection))
        leaves = {place: number for _, _, number, kind, place in pages if kind == "leaf"}
        for name, table, number, kind, place in pages:
            if number not in wanted:
                continue
            holder = number if kind == "leaf" else leaves.get(place.split("+")[0].rstrip("0123456789abcdef"), 0)
            rows = _rows(connection, path, holder) if name == table and holder else []
            found[number] = {"table": table, "rows": rows}
    return found


def _pages(connection: apsw.Connection) -> Iterator[tuple[str, str, int, str, str]]:
    """Every page that can be reached: its b-tree, the table of that, its number, kind and path."""
    tables = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master"))
    try:
        for name, number, kind, place in connection.execute("SELECT name, pageno, pagetype, path FROM dbstat"):
            yield name, tables.get(name, name), number, kind, f"{name}{place}"
    except apsw.Error:  # the tree is broken from here on: what was reached has been given
        return


def _rows(connection: apsw.Connection, path: Path, number: int) -> list[int]:
    """The row ids on a leaf page of a table."""
    size = next(connection.execute("PRAGMA page_size"))[0]
    with path.open("rb") as file:
        file.seek((number - 1) * size)
        page = file.read(size)
    start = 100 if number == 1 else 0
    if len(page) < size or page[start] != _TABLE_LEAF:
        return []
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    cells = [int.from_bytes(page[start + 8 + 2 * n : start + 10 + 2 * n], "big") for n in range(min(count, size // 4))]
    return [_row_id(page, cell) for cell in cells if start < cell < size - 18]


def _row_id(page: bytes, at: int) -> int:
    """A cell begins with the length of its payload and the row's id, as variable-length numbers."""
    _, at = _number(page, at)
    return _number(page, at)[0]


def _number(page: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(9):
        byte = page[at + n]
        if n == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 127)
        if byte < 128:
            return value, at + n + 1
    return value, at + 9


if __name__ == "__main__":
    print(json.dumps(located(Path(sys.argv[1]), [int(number) for number in sys.argv[2:]])))  # noqa: T201

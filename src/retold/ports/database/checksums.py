"""A checksum on every page of the database file, so that damage at rest is found wherever it strikes.

They are SQLite's own (sqlite.org/cksumvfs.html): the last eight bytes of each page, written with the page by an
extension that the package apsw carries. Reading goes on whatever they say, so that one bad page, or a page that
another program wrote without them, does not take the archive from its readers; `damaged_pages` looks.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

RESERVED = 8  # bytes at the end of a page, as the extension demands
_HEADER = 100  # sqlite.org/fileformat2.html §1.3
_MAGIC = b"SQLite format 3\x00"
_LOOKS = 5  # a page that looks wrong may be one that is being written


class NotConverted(RuntimeError):
    """An older database could not be given checksums now; the message says why."""


@functools.cache
def extension() -> Path | None:
    """Where the extension lies, or None where apsw has none for this machine."""
    found = importlib.util.find_spec("apsw")
    if found is None or not found.origin:
        return None
    folder = Path(found.origin).parent / "sqlite_extra_binaries"
    return next((path for path in sorted(folder.glob("cksumvfs.*")) if path.suffix in (".so", ".dylib", ".dll")), None)


@functools.cache
def load() -> bool:
    """Have connections that are opened from now on write checksums; whether that could be done. Once a process."""
    import sqlite3

    path = extension()
    if path is None or not hasattr(sqlite3.Connection, "enable_load_extension"):
        return False
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.enable_load_extension(True)
            connection.load_extension(str(path))
        except sqlite3.Error:
            return False
    return True


def has_checksums(path: Path) -> bool:
    """Whether the file's pages have room for checksums, by its header."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    return header[:16] == _MAGIC and header[20] == RESERVED


def checksums_are_on(path: Path) -> bool:
    """Whether damage to this database would be found by its checksums."""
    return load() and path.exists() and has_checksums(path)


def make_ready(path: Path) -> bool:
    """Make the database file, or give an older one checksums; whether anything was done.

    Call it when no other process has the file open. Raises NotConverted if an older file must stay as it is for now.
    """
    if extension() is None:
        return False
    if not path.exists() or not path.stat().st_size:
        _make(path)
        return True
    if not _wants_checksums(path):
        return False
    _convert(path)
    return True


def _wants_checksums(path: Path) -> bool:
    """A database without checksums, or one whose conversion was cut short (its last page has none)."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
        page_size = _page_size(header)
        if not page_size or header[20] != RESERVED:
            return bool(page_size)
        pages = path.stat().st_size // page_size
        # After the first rewriting every page but the first lacks its checksum; damage does not look like that.
        some = [os.pread(file.fileno(), page_size, (pages - back) * page_size) for back in range(1, min(pages, 9))]
    return bool(some) and all(not any(page[-RESERVED:]) for page in some)


def reseal(path: Path) -> None:
    """Write every page anew, with its checksum: for a database that its keeper changed by another program."""
    _convert(path)


def _make(path: Path) -> None:
    """An empty database that has room for checksums, in its place whole or not at all."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    _convert(beside)
    beside.replace(path)


def _convert(path: Path) -> None:
    """Rewrite a database with checksums, in a process of its own.

    The extension keeps which SQLite it talks to in one place for the whole process, and two are at work here: the
    one that makes room on the pages (apsw's) and the one that Django uses.
    """
    words = [sys.executable, "-m", "retold.ports.database.converting", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NotConverted(f"The database could not be given checksums now ({why}).")


def damaged_pages(path: Path) -> list[int]:
    """The numbers of pages (from 1) whose checksum is wrong or that are not there; [] for a sound file.

    Safe while others write: a page that looks wrong is looked at again. A header that is destroyed gives [1]. A file
    without checksums gives only what is missing at its end.
    """
    size = path.stat().st_size
    with path.open("rb", buffering=0) as file:
        header = os.pread(file.fileno(), _HEADER, 0)
        page_size = _page_size(header)
        if not page_size:
            return [1]
        bad = list(_suspects(file.fileno(), page_size, size)) if header[20] == RESERVED else []
        for _ in range(_LOOKS):
            if not bad:
                break
            time.sleep(0.05)
            bad = [
                number for number in bad if not _is_sound(os.pread(file.fileno(), page_size, (number - 1) * page_size))
            ]
        missing = _missing(path, file.fileno(), page_size)
    return sorted({*bad, *missing})


def located(path: Path, numbers: list[int]) -> dict[int, tuple[str, list[int]]]:
    """What lies on pages: the table, and the ids of its rows there as far as its bytes still tell; {} if unknown."""
    if not numbers or extension() is None:
        return {}
    words = [sys.executable, "-m", "retold.ports.database.locating", str(path), *map(str, numbers[:500])]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    if done.returncode:
        return {}
    return {int(number): (found["table"], found["rows"]) for number, found in json.loads(done.stdout).items()}


def _page_size(header: bytes) -> int:
    """The page size that the header says, or 0 if it cannot be a database's (fileformat2.html §1.3)."""
    if len(header) < _HEADER or header[:16] != _MAGIC:
        return 0
    said = int.from_bytes(header[16:18], "big")
    size = 65_536 if said == 1 else said
    right = 512 <= size <= 65_536 and not size & (size - 1) and tuple(header[21:24]) == (64, 32, 32)
    return size if right and header[20] in (0, RESERVED) else 0


def _missing(path: Path, file: int, page_size: int) -> list[int]:
    """Pages that the header counts and the file has not, unless a write-ahead log holds them."""
    header = os.pread(file, _HEADER, 0)
    counted = int.from_bytes(header[28:32], "big")
    there, rest = divmod(path.stat().st_size, page_size)
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return []
    return ([there + 1] if rest else []) + list(range(there + 1, counted + 1))[:1000]


def _suspects(file: int, page_size: int, size: int) -> Iterator[int]:
    """Pages whose checksum is wrong at a first look."""
    number, at = 1, 0
    step = page_size * max(1, (1 << 20) // page_size)
    while at < size:
        piece = os.pread(file, step, at)
        for start in range(0, len(piece) - page_size + 1, page_size):
            if not _is_sound(piece[start : start + page_size]):
                yield number
            number += 1
        if len(piece) < step:
            break
        at += step


def _is_sound(page: bytes) -> bool:
    return bool(page) and bool(_verifier().execute("SELECT verify_checksum(?)", (page,)).fetchone()[0])


@functools.cache
def _verifier() -> Any:
    """A connection that knows the extension's verify_checksum; used by one thread at a time, with no file."""
    import sqlite3

    load()
    return sqlite3.connect(":memory:", check_same_thread=False)

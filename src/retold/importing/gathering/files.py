"""Files, folders and ZIPs, taken apart one by one and in order, so that no more than one is in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NoReturn

from retold.importing import readers
from retold.importing.gathering.entry import Entry
from retold.lib.archives import is_zip
from retold.lib.patterns import lazy

# What systems, browsers and office programs leave for themselves, and what is still on its way in.
_HOUSEKEEPING = lazy(
    r"(?i)\.|~\$|thumbs\.db$|desktop\.ini$|__macosx$|\$recycle\.bin$|system volume information$|lost\+found$"
    r"|.*\.(?:part|partial|crdownload|download|opdownload|tmp|!ut|aria2)$"
)


def is_housekeeping(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or nobody's story: it is left alone."""
    return bool(_HOUSEKEEPING.match(name))


def file_entries(path: Path, name: str, *, before: str, most: int) -> Iterator[Entry]:
    """A file as one entry, or, if it is a ZIP of files, one entry for each of those; `most` is its largest size.

    `before` is put before the names of a ZIP's files. What cannot be opened is an entry all the same: loading it
    tells why.
    """
    try:
        known, head = path.stat(), _head(path)
    except OSError:
        known, head = None, b""
    fingerprint = f"{known.st_size}-{known.st_mtime_ns}" if known else ""
    inside: Iterator[Entry] = iter(())
    if known and known.st_size <= most and _may_hold_files(head):
        inside = _zip_entries(path, name, before)
    first = next(inside, None)
    if first is None:
        yield Entry(name, name, fingerprint, partial(_load, path, most))
    else:
        yield first
        yield from inside


def listed(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name, without hidden files and housekeeping; nothing if it cannot be opened."""
    try:
        with os.scandir(folder) as found:
            return sorted((one for one in found if not is_housekeeping(one.name)), key=lambda one: one.name)
    except OSError:
        return []


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64)


def _may_hold_files(head: bytes) -> bool:
    """Whether a file may be a ZIP of files. Books and office documents say at once that they are not."""
    return is_zip(head) and not head[30:].startswith((b"mimetype", b"[Content_Types].xml"))


def _load(path: Path, most: int) -> bytes:
    if path.stat().st_size > most:
        raise readers.Refused(f"It is larger than {most // 1_000_000} MB; bring it in as smaller files.")
    return path.read_bytes()


def _zip_entries(path: Path, name: str, before: str) -> Iterator[Entry]:
    """The files of a ZIP; nothing if it is a book, or cannot be opened: then it is read as it is, which tells why."""
    count = 0
    try:
        for count, inner in enumerate(readers.inside(path.name, path.read_bytes()), 1):  # noqa: B007
            full = before + inner.name
            yield Entry(full, full, f"{inner.size}-{inner.crc:08x}", inner.load)
    except (readers.Refused, OSError) as reason:
        if count:
            yield Entry(name, name, "", partial(_refuse, reason))


def _refuse(reason: Exception) -> NoReturn:
    raise reason

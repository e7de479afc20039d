"""Readers: a file of any make -> a Manuscript; pure, without a database.

A reader is a room of its own here (`ao3_html/`, `epub/` …) that has `recognises(upload) -> bool` and
`read(upload) -> Found`, and one row in `registry.py`. Which reader is asked is told by a file's content alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retold.importing.readers.completion import completed
from retold.importing.readers.registry import reader_for
from retold.importing.readers.sniffing import REFUSALS, Kind
from retold.importing.readers.upload import Heap, Known, Refused, Upload, nothing_known
from retold.lib.archives import DEFAULT_LIMITS, Archive, BadArchive, Limits
from retold.manuscript.model import Manuscript

__all__ = ["Known", "Reading", "Refused", "completed", "expand", "read"]

# What systems leave in archives for themselves.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Reading:
    """A file as read: the Manuscript, its pictures' bytes by asset name, the reader's name, a text file's text."""

    manuscript: Manuscript
    assets: Mapping[str, bytes]
    reader: str
    text: str | None = None


def read(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS, known: Known = nothing_known) -> Reading:
    """Read one file: find out what it is, let its reader read it, add what the text itself tells.

    `name` is for sentences alone. `known` tells the kinds of names that a file gives in one heap; the same
    answers always give the same Reading. Raises Refused, and nothing else, if the file cannot be read.
    """
    if len(data) > limits.file:
        raise Refused(f"This file is larger than {limits.file // 2**20:,} MB, which is the most that is read at once.")
    upload = Upload(name, data, limits)
    lone = _lone_file(upload)
    if lone is not None:
        upload = lone
    reader = reader_for(upload)
    if reader is None:
        raise Refused(REFUSALS.get(upload.kind, REFUSALS[Kind.BINARY]))
    found = reader.read(upload)
    manuscript = found.manuscript
    if found.heap is not None:
        manuscript = _taken_apart(manuscript, found.heap, known)
    if not reader.is_ours:
        manuscript = completed(manuscript)
    return Reading(manuscript, found.assets, reader.name, found.text)


def _taken_apart(manuscript: Manuscript, heap: Heap, known: Known) -> Manuscript:
    from retold.importing.readers.taking_apart import taken_apart  # what few files need is loaded for them alone

    return taken_apart(manuscript, heap, known)


def expand(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[str, bytes]]:
    """The files to read in what was brought: those of a ZIP (and of ZIPs in it), or the file itself.

    Books and packages stay whole. Names of files in a ZIP are their paths in it. A ZIP inside that cannot be
    opened is given as it is, so that reading it tells why. Raises Refused if `data` is a ZIP that cannot be opened.
    """
    upload = Upload(name, data, limits)
    if not data or upload.kind is not Kind.FILES:
        yield name, data
        return
    left, files_left = limits.unpacked, limits.entries
    waiting: list[tuple[str, Archive, int]] = [("", upload.archive, 1)]
    while waiting:
        folder, archive, depth = waiting.pop()
        for path in archive:
            if _is_litter(path):
                continue
            left, files_left = left - archive.size(path), files_left - 1
            if left < 0 or files_left < 0:
                raise Refused("This archive and those in it hold more than is read at once; bring them in one by one.")
            inner = Upload(folder + path, _bytes_of(archive, path), limits)
            opened = _opened(inner) if depth < limits.depth else None
            if opened is None:
                yield inner.name, inner.data
            else:
                waiting.append((f"{inner.name}/", opened, depth + 1))


def _lone_file(upload: Upload) -> Upload | None:
    """The one file in a ZIP that holds no other."""
    if upload.kind is not Kind.FILES:
        return None
    paths = [path for path in upload.archive if not _is_litter(path)]
    if len(paths) != 1:
        return None
    inner = Upload(paths[0], _bytes_of(upload.archive, paths[0]), upload.limits)
    return None if inner.kind is Kind.FILES else inner


def _opened(upload: Upload) -> Archive | None:
    """The archive, if the file is a ZIP of files that can be opened."""
    try:
        return upload.archive if upload.kind is Kind.FILES else None
    except Refused:
        return None


def _bytes_of(archive: Archive, path: str) -> bytes:
    try:
        return archive.read(path)
    except BadArchive as error:
        raise Refused(str(error)) from error


def _is_litter(path: str) -> bool:
    return path.startswith(_LITTER[0]) or path.rpartition("/")[2] in _LITTER[1:] or "/__MACOSX/" in path

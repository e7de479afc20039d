"""Readers: a file of any make -> a Manuscript; pure, without a database.

A reader is a room of its own here (`ao3_html/`, `epub/` …) that has `recognises(upload) -> bool` and
`read(upload) -> Found`, and one row in `registry.py`. Which reader is asked is told by a file's content alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from retold.importing.readers.completion import completed
from retold.importing.readers.picturing import with_safe_pictures
from retold.importing.readers.registry import reader_for
from retold.importing.readers.sniffing import REFUSALS, Kind
from retold.importing.readers.upload import Heap, Known, Refused, Upload, nothing_known
from retold.lib import pictures
from retold.lib.archives import DEFAULT_LIMITS, Archive, BadArchive, Limits
from retold.manuscript.model import Manuscript

__all__ = ["Known", "Reading", "Refused", "completed", "expand", "inside", "read", "read_alone", "sorted_out"]

# A ZIP may hold so much in any case, and more as it is larger itself: no ZIP spends fewer bytes on a file than its two
# headers take, so that only archives in archives, made to multiply, can hold more files.
_FILES_FREE, _BYTES_A_FILE, _UNPACKED_FREE = 50, 76, 8 << 20
# What systems leave in archives for themselves.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Reading:
    """A file as read: the Manuscript, its pictures' bytes by asset name, the reader's name, a text file's text.

    `guessed` names the fields that the file does not say and the text itself told; `heap` holds what `sorted_out` has
    yet to put in its place.
    """

    manuscript: Manuscript
    assets: Mapping[str, bytes]
    reader: str
    text: str | None = None
    guessed: tuple[str, ...] = ()
    heap: Heap | None = None


def read(
    name: str,
    data: bytes,
    *,
    limits: Limits = DEFAULT_LIMITS,
    picture_limits: pictures.Limits | None = pictures.DEFAULT_LIMITS,
    known: Known = nothing_known,
) -> Reading:
    """Read one file: find out what it is, let its reader read it, add what the text itself tells.

    `name` is for sentences alone. Without `picture_limits`, pictures are neither made safe nor given back: for whoever
    wants the words alone. `known` tells the kinds of names that a file gives in one heap; the same answers always give
    the same Reading. Raises Refused, and nothing else, if the file cannot be read.
    """
    return sorted_out(read_alone(name, data, limits=limits, picture_limits=picture_limits), known)


def read_alone(
    name: str,
    data: bytes,
    *,
    limits: Limits = DEFAULT_LIMITS,
    picture_limits: pictures.Limits | None = pictures.DEFAULT_LIMITS,
) -> Reading:
    """The same where nobody can be asked what names are; `sorted_out` makes it whole."""
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
    found = replace(found, assets={}) if picture_limits is None else with_safe_pictures(found, picture_limits)
    manuscript = found.manuscript if reader.is_ours else completed(found.manuscript)
    guessed = ("language",) if manuscript.language and not found.manuscript.language else ()
    return Reading(manuscript, found.assets, reader.name, found.text, guessed, found.heap)


def sorted_out(reading: Reading, known: Known) -> Reading:
    """The reading with the names that its file gives in one heap in their fields, by what is `known` of them."""
    if reading.heap is None:
        return reading
    from retold.importing.readers.taking_apart import taken_apart  # what few files need is loaded for them alone

    return replace(reading, manuscript=taken_apart(reading.manuscript, reading.heap, known), heap=None)


@dataclass(frozen=True)
class Inner:
    """One file in a ZIP: its path there, its size and checksum as the ZIP says them, and a way to its bytes."""

    name: str
    size: int
    crc: int
    load: Callable[[], bytes]


def inside(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Inner]:
    """The files in a ZIP of files, and in ZIPs in it; nothing if `data` is another thing, as a book or a package.

    Names are paths in the ZIP. A ZIP inside that cannot be opened is given as it is, so that reading it tells why.
    `load` raises Refused if the file in the ZIP is damaged, and so does this if `data` is a ZIP that cannot be opened,
    that holds nothing, or that multiplies.
    """
    upload = Upload(name, data, limits)
    if not data or upload.kind is not Kind.FILES:
        return
    left = min(limits.unpacked, _UNPACKED_FREE + limits.ratio * len(data))
    files_left = min(limits.entries, _FILES_FREE + len(data) // _BYTES_A_FILE)
    found = False
    waiting: list[tuple[str, Archive, int]] = [("", upload.archive, 1)]
    while waiting:
        folder, archive, depth = waiting.pop()
        for path in archive:
            if _is_litter(path):
                continue
            left, files_left = left - archive.size(path), files_left - 1
            if left < 0 or files_left < 0:
                raise Refused("This archive and those in it hold more than is read at once; bring them in one by one.")
            opened = _archive_in(archive, path, limits) if depth < limits.depth else None
            if opened is not None:
                waiting.append((f"{folder}{path}/", opened, depth + 1))
            else:
                found = True
                load = partial(_bytes_of, archive, path)
                yield Inner(folder + path, archive.size(path), archive.crc(path), load)
    if not found:
        raise Refused("This ZIP holds no file, so there is nothing to bring in; make it once more.")


def expand(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[str, bytes]]:
    """The files to read in what was brought: those of a ZIP (and of ZIPs in it), or the file itself.

    Books and packages stay whole. Raises Refused as `inside` does.
    """
    whole = True
    for inner in inside(name, data, limits=limits):
        whole = False
        yield inner.name, inner.load()
    if whole:
        yield name, data


def _lone_file(upload: Upload) -> Upload | None:
    """The one file in a ZIP that holds no other."""
    if upload.kind is not Kind.FILES:
        return None
    paths = [path for path in upload.archive if not _is_litter(path)]
    if len(paths) != 1:
        return None
    inner = Upload(paths[0], _bytes_of(upload.archive, paths[0]), upload.limits)
    return None if inner.kind is Kind.FILES else inner


def _archive_in(archive: Archive, path: str, limits: Limits) -> Archive | None:
    """The archive that a file in an archive is, if it is a ZIP of files that can be opened."""
    if not archive.begins_as_zip(path):
        return None
    try:
        upload = Upload(path, _bytes_of(archive, path), limits)
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

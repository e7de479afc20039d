"""Collections of files, taken apart: a file, a folder, a ZIP, and the folders that other programs keep.

Pure, without a database. A source of another program's making is a room of its own here that has
`recognises(folder) -> bool` and `entries(folder, columns) -> Iterator[Entry]`, and one row in SOURCES. It takes
`Entry` from `gathering.entry`. Names and keys are inside the folder; where that lies in a larger one, `gather` puts
the way before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from retold.importing.gathering import ao3downloader, calibre_library
from retold.importing.gathering.entry import Entry, Note
from retold.importing.gathering.files import file_entries, listed
from retold.lib.archives import DEFAULT_LIMITS

__all__ = ["SOURCES", "Entry", "Note", "Source", "count", "gather"]


class Source(NamedTuple):
    """A program's way to keep files in a folder: whether a folder is such a one, and the files in it.

    `entries` is handed what its keeper's own columns mean: {column's label: field}. A source without columns takes
    no notice. `how_many` is for a source that knows how many entries it has without making them.
    """

    recognises: Callable[[Path], bool]
    entries: Callable[[Path, Mapping[str, str]], Iterator[Entry]]
    how_many: Callable[[Path], int] | None = None


SOURCES: tuple[Source, ...] = (
    Source(calibre_library.recognises, calibre_library.entries, calibre_library.count),
    Source(ao3downloader.recognises, ao3downloader.entries),
)


def gather(path: Path, *, most: int = DEFAULT_LIMITS.file, columns: Mapping[str, str] | None = None) -> Iterator[Entry]:
    """The files of a file, a folder or a ZIP, in order, one by one; those of at most `most` bytes can be loaded.

    A folder that a source knows, at any depth, is taken apart by that source; `columns` says what the columns mean
    that a library's keeper made, by label, where it is not what their names say. Hidden files and housekeeping are
    left alone, and so are links to folders. What cannot be opened is an entry too: loading it tells why.
    """
    if path.is_dir():
        yield from _folder(path, "", most, columns or {})
    else:
        yield from file_entries(path, path.name, before="", most=most)


def count(path: Path, *, most: int = DEFAULT_LIMITS.file) -> int:
    """How many entries `gather` gives."""
    source = _source_of(path) if path.is_dir() else None
    if source is not None and source.how_many is not None:
        return source.how_many(path)
    return sum(1 for _ in gather(path, most=most))


def _source_of(folder: Path) -> Source | None:
    return next((source for source in SOURCES if source.recognises(folder)), None)


def _folder(folder: Path, before: str, most: int, columns: Mapping[str, str]) -> Iterator[Entry]:
    source = _source_of(folder)
    if source is not None:
        for entry in source.entries(folder, columns):
            yield replace(entry, name=before + entry.name, key=before + entry.key) if before else entry
        return
    for found in listed(folder):
        if found.is_dir(follow_symlinks=False):
            yield from _folder(Path(found.path), f"{before}{found.name}/", most, columns)
        elif found.is_file():
            name = before + found.name
            yield from file_entries(Path(found.path), name, before=f"{name}/", most=most)

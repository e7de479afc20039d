"""A folder of ao3downloader: its downloads, with what its log and its lists say of them (formats.md §9).

An EPUB from the Archive does not say where it comes from; the log and the file's own name do. Lists of links tell
of bookmarks and of reading, which is the reader's own. The settings file holds a password in plain text: it is never
opened, and neither is anything else that is not named here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from retold.importing.gathering.ao3downloader.lists import Known, Lists, read_lists
from retold.importing.gathering.entry import Entry
from retold.importing.gathering.files import file_entries, listed
from retold.importing.readers import Refused
from retold.lib.archives import DEFAULT_LIMITS
from retold.lib.patterns import lazy
from retold.manuscript.model import Manuscript, Source, Unmapped

__all__ = ["entries", "recognises"]

_DOWNLOADS = "downloads"
_IMAGES = "images"
# What its own folders hold beside works; only files of this form are lists.
_NO_WORK = lazy(
    r"(?:links_\d{14}\.(?:txt|csv)|ignorelist\.txt|(?:data|settings)\.(?:json|ini)|log\.jsonl|.*\.html\.log)"
)
_MOST_NAMED = 5_000  # errors and ignored links that are listed


def recognises(folder: Path) -> bool:
    """Whether ao3downloader keeps its things in a folder."""
    return (folder / _DOWNLOADS).is_dir() and (
        (folder / "logs" / "log.jsonl").is_file()
        or (folder / "ignorelist.txt").is_file()
        or any((folder / _DOWNLOADS).glob("links_*"))
        or any(folder.glob("links_*"))
    )


def entries(folder: Path, columns: Mapping[str, str]) -> Iterator[Entry]:  # noqa: ARG001  (it has no columns)
    """Every download, then what the log says could not be downloaded and what is on the ignore list."""
    lists = read_lists(folder)
    for path, name in _downloads(folder / _DOWNLOADS, f"{_DOWNLOADS}/"):
        for entry in file_entries(path, name, before=f"{name}/", most=DEFAULT_LIMITS.file):
            yield _with_told(entry, lists.of_file(path.stem), lists)
    yield from _left(lists)


def _downloads(folder: Path, before: str) -> Iterator[tuple[Path, str]]:
    """The files of works in the folder of downloads and those below it; pictures lie in a folder of their own."""
    for found in listed(folder):
        name = before + found.name
        if found.is_dir(follow_symlinks=False):
            if name != f"{_DOWNLOADS}/{_IMAGES}":
                yield from _downloads(Path(found.path), f"{name}/")
        elif found.is_file() and not _NO_WORK.fullmatch(found.name):
            yield Path(found.path), name


def _with_told(entry: Entry, known: Known | None, lists: Lists) -> Entry:
    if known is None:
        return entry
    told = known.told or Manuscript(chapters=())
    unmapped = told.unmapped
    if known.link in lists.errors:
        unmapped = (*unmapped, Unmapped("ao3downloader’s log", lists.errors[known.link]))
    told = replace(told, source=Source(known.link, "archiveofourown.org"), unmapped=unmapped)
    said = hashlib.blake2b(repr((told, known.notes)).encode("utf-8", "replace"), digest_size=8).hexdigest()
    return replace(entry, told=told, notes=known.notes, fingerprint=f"{entry.fingerprint}-{said}")


def _left(lists: Lists) -> Iterator[Entry]:
    """What is no file: works that failed to download and are not there, and those that are not wanted."""
    for link, error in list(lists.failed())[:_MOST_NAMED]:
        sentence = f"ao3downloader could not download it: {error}"
        yield Entry(f"logs/log.jsonl: {link}", f"failed {link}", error, partial(_refuse, sentence))
    for link, why in list(lists.ignored.items())[:_MOST_NAMED]:
        sentence = f"It is on ao3downloader’s ignore list{f' ({why})' if why else ''}, so there is no file of it."
        if not lists.is_here(link):
            yield Entry(f"ignorelist.txt: {link}", f"ignored {link}", why, partial(_refuse, sentence))


def _refuse(sentence: str) -> NoReturn:
    raise Refused(sentence)

"""What lies in a folder on this machine, before anything of it is brought in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from retold.importing.gathering import ao3downloader, calibre_library
from retold.importing.gathering.calibre_library import Contents
from retold.importing.gathering.files import listed
from retold.importing.readers import Refused

MOST_COUNTED = 100_000


@dataclass(frozen=True)
class Seen:
    """What a path leads to: a library of Calibre's, a folder of ao3downloader's, a folder, or a file.

    `files` is how many files there are to look at, at most MOST_COUNTED. `library` is what a Calibre library holds;
    `trouble` is why it could not be told.
    """

    path: Path
    kind: str
    files: int
    library: Contents | None = None
    trouble: str = ""


def look_at(said: str, *, home: Path) -> Seen:
    """What the path that somebody typed leads to. Raises Refused with a sentence if there is nothing to bring in.

    `home` is the archive's own folder: it is no collection to bring in.
    """
    path = _path(said)
    if path == home.resolve() or home.resolve() in path.parents:
        raise Refused("This is the folder that this archive keeps its own files in; choose another.")
    if path.is_file():
        return Seen(path, "file", 1)
    if not path.is_dir():
        raise Refused(f"There is no folder {path} on the machine that this archive runs on.")
    if calibre_library.recognises(path):
        return _library(path)
    kind = "ao3downloader" if ao3downloader.recognises(path) else "folder"
    files = _count(path / "downloads" if kind == "ao3downloader" else path)
    if not files:
        raise Refused(f"There is no file in {path} that could be opened.")
    return Seen(path, kind, files)


def _path(said: str) -> Path:
    try:
        path = Path(said.strip().strip('"')).expanduser()
        if not path.is_absolute():
            raise Refused("Give the whole path, from the root of the disk on.")
        path.exists()  # a name that is too long for any disk says so here
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused("No folder can have such a name; give the whole path, from the root of the disk on.") from error


def _library(path: Path) -> Seen:
    try:
        found = calibre_library.look(path)
    except Refused as refusal:
        return Seen(path, "calibre", calibre_library.count(path), None, str(refusal))
    return Seen(path, "calibre", sum(found.formats.values()), found)


def _count(folder: Path) -> int:
    waiting, files = [folder], 0
    while waiting and files < MOST_COUNTED:
        for found in listed(waiting.pop()):
            if found.is_dir(follow_symlinks=False):
                waiting.append(Path(found.path))
            else:
                files += found.is_file()
    return min(files, MOST_COUNTED)

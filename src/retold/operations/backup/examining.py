"""Look at a backup: whether it is whole, what it holds, and single things out of it."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from retold.operations.backup import layout
from retold.operations.backup.layout import BadBackup

Sink = Callable[[str, bytes], object]


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself."""

    made_at: str
    program: str
    name: str
    works: int
    kept_files: int
    damaged: tuple[str, ...]
    migrations: tuple[str, ...]
    bytes: int


def examine(path: Path) -> Contents:
    """Read a backup from its first byte to its last. Raises BadBackup if anything in it is not as it was written."""
    with _open(path) as file:
        return examine_open(file, path.name)


def examine_open(file: BinaryIO, name: str, sink: Sink | None = None) -> Contents:
    """The same for an open file; each piece of each member goes to `sink(member, piece)` on the way.

    The seal covers every byte, so it is looked at before anything is unpacked; the manifest then names what is there.
    """
    size = _check_seal(file, name)
    with _zip(file, name) as archive:
        names = _checked_names(archive, name)
        tags = layout.digests_of(_text(archive, layout.TAG_MANIFEST))
        _check(archive, layout.MANIFEST, tags.get(layout.MANIFEST), name)
        digests = layout.digests_of(_text(archive, layout.MANIFEST)) | tags
        listed = {layout.TOP + member for member in digests} | {layout.TOP + layout.TAG_MANIFEST}
        if listed != names:
            raise BadBackup(f"{name} does not hold what its manifest lists; take another backup.")
        described = _described(archive, name)
        for member, digest in digests.items():
            _check(archive, member, digest, name, sink)
    return _contents(described, size, name)


def kept_file(path: Path, digest: bytes) -> bytes | None:
    """The bytes of one kept file, if the backup holds them whole; None if not."""
    try:
        with _open(path) as file, _zip(file, path.name) as archive:
            data = archive.read(layout.TOP + layout.KEPT + digest.hex())
    except (KeyError, zipfile.BadZipFile, BadBackup):
        return None
    return data if hashlib.sha256(data).digest() == digest else None


def extract_database(path: Path, to: Path) -> None:
    """Write the backup's snapshot of the database as a file. Raises BadBackup."""
    with _open(path) as file, _zip(file, path.name) as archive, to.open("xb") as target:
        digests = layout.digests_of(_text(archive, layout.MANIFEST))
        _check(archive, layout.DATABASE, digests.get(layout.DATABASE), path.name, lambda _, piece: target.write(piece))


@contextmanager
def _open(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadBackup(f"{path} cannot be opened: {error.strerror}.") from error
    with file:
        yield file


def _check_seal(file: BinaryIO, name: str) -> int:
    """The size of the file, if it ends in a seal that fits. Raises BadBackup."""
    size = file.seek(0, os.SEEK_END)
    length = len(layout.SEAL) + layout.DIGITS
    if size < length:
        raise BadBackup(f"{name} is no Retold backup, or was cut short; take another.")
    file.seek(size - length)
    seal = file.read(length)
    if not seal.startswith(layout.SEAL):
        raise BadBackup(f"{name} is no Retold backup, or was cut short; take another.")
    if seal[len(layout.SEAL) :] != layout.sealed(file, size).encode("ascii"):
        raise BadBackup(f"{name} is damaged: its bytes are not those that were written. Take another backup.")
    return size


@contextmanager
def _zip(file: BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise BadBackup(f"{name} is damaged and cannot be unpacked ({error}); take another backup.") from error


def _checked_names(archive: zipfile.ZipFile, name: str) -> set[str]:
    """The members' names, each once and each one that a backup may hold."""
    names = archive.namelist()
    strange = next((member for member in names if not layout.MEMBER.fullmatch(member)), None)
    if strange is not None or len(names) != len(set(names)):
        raise BadBackup(f"{name} holds what no backup holds ({(strange or 'a name twice')[:80]!r}); take another.")
    return set(names)


def _text(archive: zipfile.ZipFile, member: str) -> str:
    try:
        return archive.read(layout.TOP + member).decode("utf8")
    except KeyError as error:
        raise BadBackup(f"It lacks {member}; take another backup.") from error


def _check(archive: zipfile.ZipFile, member: str, digest: str | None, name: str, sink: Sink | None = None) -> None:
    found = hashlib.sha256()
    with archive.open(layout.TOP + member) as file:
        while piece := file.read(layout.CHUNK):
            found.update(piece)
            if sink is not None:
                sink(member, piece)
    if found.hexdigest() != digest:
        raise BadBackup(f"{name} is damaged: {member} is not what its manifest says. Take another backup.")


def _described(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    try:
        described = json.loads(_text(archive, layout.DESCRIPTION))
        written_in = int(described["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadBackup(f"{name} does not say what it is ({layout.DESCRIPTION}); take another backup.") from error
    if written_in > layout.FORMAT:
        raise BadBackup(
            f"{name} was made by a newer Retold ({described.get('program')}); "
            "restore it with that version or a later one."
        )
    return dict(described)


def _contents(described: dict[str, Any], size: int, name: str) -> Contents:
    try:
        return Contents(
            made_at=str(described["made_at"]),
            program=str(described["program"]),
            name=str(described["name"]),
            works=int(described["works"]),
            kept_files=int(described["kept_files"]),
            damaged=tuple(described["damaged"]),
            migrations=tuple(described["migrations"]),
            bytes=size,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadBackup(f"{name} does not say what it is ({layout.DESCRIPTION}); take another backup.") from error

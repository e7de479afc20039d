"""Keep files on disk under their SHA-256 digest, so that a kill or a power cut loses nothing acknowledged.

The order is: write beside, flush the file to the disk, rename, flush the folder, then the row, then the
caller's commit (safety.md §1). A file without a row is swept after a day; a row without its file is damage.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings

from retold.lib.locks import file_lock, lock_open_file
from retold.lib.whole_files import flush_folder
from retold.ports.storage.models import KeptFile

CHUNK = 1 << 20
_FEW, _HANDS = 8, 4  # so few files are laid down one by one, more of them by so many threads


class Damaged(RuntimeError):
    """A kept file is missing or holds other bytes than it should; the message names it."""

    is_for_people = True


def keep(data: bytes | Path, *, media_type: str, at: dt.datetime) -> KeptFile:
    """Keep bytes, or a file's bytes read in pieces, and give their row; the same bytes are kept once.

    When this returns inside a transaction, the file is on the disk already: only the row waits for the commit.
    Raises OSError if the disk refuses.
    """
    incoming = _folder() / "incoming"
    _make_folder(incoming)
    if isinstance(data, bytes) and _lies_there(data):
        digest, size = hashlib.sha256(data).digest(), len(data)
    else:
        digest, size = _bring_in(data, incoming / secrets.token_hex(16))
    kept, _ = KeptFile.objects.get_or_create(
        digest=digest, defaults={"size": size, "media_type": media_type, "kept_at": at}
    )
    return kept


def lay_down(files: Sequence[bytes]) -> list[bytes]:
    """Have the files of these bytes on the disk, many at a time, and give their digests; `claim` makes the rows.

    It needs no transaction, so that nobody waits for a disk inside one. What nobody claims is swept after a day.
    Raises OSError if the disk refuses.
    """
    incoming = _folder() / "incoming"
    _make_folder(incoming)

    def lay(data: bytes) -> bytes:
        if _lies_there(data):
            return hashlib.sha256(data).digest()
        return _bring_in(data, incoming / secrets.token_hex(16))[0]

    if len(files) <= _FEW:
        return [lay(data) for data in files]
    # A disk that is told to flush many files flushes several of them at one go.
    with ThreadPoolExecutor(_HANDS) as hands:
        return list(hands.map(lay, files))


def claim(files: Sequence[tuple[bytes, int, str]], *, at: dt.datetime) -> list[KeptFile]:
    """The rows of files that were laid down, each (digest, size, media type). Two queries, three where some are new."""
    digests = {digest for digest, _, _ in files}
    found = {bytes(kept.digest): kept for kept in KeptFile.objects.filter(digest__in=digests)}
    missing = {one[0]: one for one in files if one[0] not in found}
    if missing:
        KeptFile.objects.bulk_create(
            (
                KeptFile(digest=digest, size=size, media_type=media_type, kept_at=at)
                for digest, size, media_type in missing.values()
            ),
            ignore_conflicts=True,
        )
        found = {bytes(kept.digest): kept for kept in KeptFile.objects.filter(digest__in=digests)}
    return [found[digest] for digest, _, _ in files]


def _lies_there(data: bytes) -> bool:
    """Whether these bytes lie in their place whole; their age starts anew. Reading costs less than writing anew."""
    path = _path(hashlib.sha256(data).digest())
    with file_lock(_folder() / "sweep.lock"):
        try:
            if path.read_bytes() != data:
                return False
            os.utime(path)
        except OSError:
            return False
    return True


def _bring_in(data: bytes | Path, beside: Path) -> tuple[bytes, int]:
    """Write the bytes beside, then put them in their place; gives their digest and size."""
    try:
        digest, size = _write(beside, data)
        with file_lock(_folder() / "sweep.lock"):
            _put_in_place(beside, _path(digest))
    finally:
        beside.unlink(missing_ok=True)
    return digest, size


def read(kept: KeptFile) -> bytes:
    """The bytes of a kept file, checked against their digest. Raises Damaged."""
    path = path_of(kept)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Damaged(f"The kept file {path.name} is missing; restore it from a backup.") from error
    if hashlib.sha256(data).digest() != bytes(kept.digest):
        raise Damaged(f"The kept file {path.name} is damaged; restore it from a backup.")
    return data


def path_of(kept: KeptFile) -> Path:
    """Where a kept file lies: kept/ab/cd/<sha256> in the home folder."""
    return _path(bytes(kept.digest))


def place_of(digest: bytes) -> Path:
    """Where the file of a digest lies, whether or not it is there."""
    return _path(digest)


def clear_incoming() -> int:
    """Delete what killed writers left half written; gives their number. What is being written stays."""
    cleared = 0
    for path in list(_folder().glob("incoming/*")):
        with contextlib.suppress(FileNotFoundError), file_lock(_folder() / "sweep.lock"), path.open("rb") as file:
            if lock_open_file(file, wait=False):
                path.unlink()
                cleared += 1
    return cleared


def _folder() -> Path:
    return Path(settings.RETOLD_HOME) / "kept"


def _path(digest: bytes) -> Path:
    name = digest.hex()
    return _folder() / name[:2] / name[2:4] / name


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each one's name flushed to the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def _write(path: Path, data: bytes | Path) -> tuple[bytes, int]:
    """Write the file under a lock of its own, by which `clear_incoming` tells it from what a kill left."""
    digest, size = hashlib.sha256(), 0
    with file_lock(_folder() / "sweep.lock"):
        file = path.open("xb")
        lock_open_file(file)
    with file:
        for piece in _pieces(data):
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.digest(), size


def _pieces(data: bytes | Path) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    with data.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _put_in_place(beside: Path, path: Path) -> None:
    """Rename over whatever lies there: the same bytes, or damage that is mended so; its age starts anew."""
    _make_folder(path.parent)
    beside.replace(path)
    flush_folder(path.parent)

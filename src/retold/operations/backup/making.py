"""Make a backup while the archive runs: a snapshot of the database, and every kept file that it names."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection

from retold import __version__
from retold.lib.locks import file_lock, lock_open_file
from retold.lib.whole_files import SUFFIX, clear_parts, whole_file
from retold.operations.backup import layout
from retold.operations.home import database_path
from retold.ports import database, storage

LOCK = "backup.lock"
# What is packed already gains nothing by deflating.
_PACKED = (b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"RIFF", b"7z\xbc\xaf", b"Rar!")


class CannotBackUp(RuntimeError):
    """No backup was made; the message says why and what to do."""

    is_for_people = True


@dataclass(frozen=True)
class Made:
    """What a backup holds, and what was found damaged while it was made."""

    path: Path
    bytes: int
    works: int
    kept_files: int
    damaged: tuple[str, ...]


@dataclass
class _Bag:
    """The bag while it is filled: the ZIP, and the digest of each member so far."""

    zip: zipfile.ZipFile
    at: dt.datetime
    digests: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, pieces: Iterator[bytes], *, packed: bool = False) -> str:
        """Write a member from pieces, and give its digest."""
        entry = zipfile.ZipInfo(layout.TOP + name, self.at.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        digest = hashlib.sha256()
        with self.zip.open(entry, "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                member.write(piece)
        self.digests[name] = digest.hexdigest()
        return self.digests[name]

    def add_text(self, name: str, text: str) -> None:
        """Write a short member."""
        self.add(name, iter([text.encode()]))


def make(path: Path, *, at: dt.datetime) -> Made:
    """Back the whole archive up into one file, which is read again from the disk before it takes its name.

    A kept file that is missing or damaged does not keep the rest from being saved: it is named in the result and in
    the backup. Raises CannotBackUp, OSError and DatabaseError, and then leaves nothing behind.
    """
    if connection.vendor != "sqlite":
        raise CannotBackUp(
            "The database is PostgreSQL: back it up with pg_dump, and with it the folder kept and the file secret "
            "of the home folder."
        )
    if path.exists():
        raise CannotBackUp(f"{path} is there already; name a new file.")
    path.parent.mkdir(parents=True, exist_ok=True)
    clear_parts(path.parent, path.name)
    home = Path(settings.RETOLD_HOME)
    # Meanwhile no file goes that the snapshot may name.
    with file_lock(home / LOCK), _snapshot(home) as (snapshot, broken), whole_file(path, mode=0o600) as file:
        made = _fill(file, snapshot, broken, path, at)
        _seal(file)
        _read_again(file, path)
    return made


@contextmanager
def _snapshot(home: Path) -> Iterator[tuple[Path, list[str]]]:
    """A copy of the database at one moment, and what is wrong with it in sentences; gone afterwards."""
    import sqlite3

    copy = home / f".snapshot.{secrets.token_hex(6)}{SUFFIX}"
    broken = [f"page {number} of the database" for number in database.damaged_pages(database_path())]
    try:
        with copy.open("xb") as held:
            lock_open_file(held)
            source = sqlite3.connect(database_path(), timeout=20)
            target = sqlite3.connect(copy)
            with closing(source), closing(target):
                source.execute("PRAGMA checksum_verification=OFF")
                target.execute("PRAGMA journal_mode=OFF")
                target.execute("PRAGMA synchronous=OFF")
                source.backup(target)  # in one step: writers go on beside a reader
            yield copy, broken + _wrong(copy)
    finally:
        for left in (copy, copy.with_name(copy.name + "-journal")):
            left.unlink(missing_ok=True)


def _wrong(copy: Path) -> list[str]:
    """What SQLite's own checks say of the snapshot; at most a few sentences."""
    with closing(_opened(copy)) as snapshot:
        said = [row[0] for row in snapshot.execute("PRAGMA integrity_check(5)")]
        astray = snapshot.execute("PRAGMA foreign_key_check").fetchmany(5)
    structure = [] if said == ["ok"] else [f"the database: {line}" for line in said]
    return structure + [f"the database: a row of {row[0]} points to no row of {row[2]}" for row in astray]


def _opened(path: Path) -> Any:
    """A snapshot, to be read alone."""
    import sqlite3

    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)


def _fill(file: BinaryIO, snapshot: Path, broken: list[str], path: Path, at: dt.datetime) -> Made:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        bag = _Bag(archive, at)
        bag.add(layout.DATABASE, _pieces(snapshot))
        with closing(_opened(snapshot)) as rows:
            works = rows.execute("SELECT count(*) FROM works_work").fetchone()[0]
            migrations = sorted(
                f"{app}.{name}" for app, name in rows.execute("SELECT app, name FROM django_migrations")
            )
            kept = [(bytes(digest), size) for digest, size in rows.execute("SELECT digest, size FROM storage_keptfile")]
        damaged = broken + [sentence for digest, _ in kept if (sentence := _add_kept(bag, digest))]
        bag.add_text(layout.SECRET, settings.SECRET_KEY)
        bag.add_text(layout.SETTINGS, settings.RETOLD_SETTINGS_GIVEN)
        described = {
            "format": layout.FORMAT,
            "program": __version__,
            "made_at": at.isoformat(),
            "name": settings.RETOLD_NAME,
            "works": works,
            "kept_files": len(kept),
            "damaged": damaged,
            "migrations": migrations,
        }
        bag.add_text(layout.DESCRIPTION, json.dumps(described, ensure_ascii=False, indent=1) + "\n")
        _close_bag(bag)
        archive.comment = layout.SEAL + b"0" * layout.DIGITS
    return Made(path, file.tell(), works, len(kept), tuple(damaged))


def _add_kept(bag: _Bag, digest: bytes) -> str | None:
    """Put a kept file into the bag; a sentence if it is not what it should be."""
    place, name = storage.place_of(digest), digest.hex()
    try:
        with place.open("rb") as file:
            packed = file.read(4).startswith(_PACKED)
        found = bag.add(layout.KEPT + name, _pieces(place), packed=packed)
    except FileNotFoundError:
        return f"the kept file {name} is missing"
    return None if found == name else f"the kept file {name} is damaged"


def _close_bag(bag: _Bag) -> None:
    payload = dict(bag.digests)
    bag.add_text("bagit.txt", layout.DECLARATION)
    bag.add_text("bag-info.txt", f"Bagging-Date: {bag.at.date()}\nBag-Software-Agent: Retold {__version__}\n")
    bag.add_text(layout.MANIFEST, layout.manifest(payload))
    bag.add_text(layout.TAG_MANIFEST, layout.manifest({n: d for n, d in bag.digests.items() if n not in payload}))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(layout.CHUNK):
            yield piece


def _seal(file: BinaryIO) -> None:
    """Write the digest of everything before it into the last bytes."""
    file.flush()
    size = file.seek(0, os.SEEK_END)
    digest = layout.sealed(file, size)
    file.seek(size - layout.DIGITS)
    file.write(digest.encode("ascii"))
    file.flush()
    os.fsync(file.fileno())


def _read_again(file: BinaryIO, path: Path) -> None:
    """Read what was written as a restore would, before it is called a backup."""
    from retold.operations.backup.examining import examine_open

    try:
        examine_open(file, path.name)
    except layout.BadBackup as error:
        raise CannotBackUp(f"What was written could not be read again: {error} The disk may be failing.") from error

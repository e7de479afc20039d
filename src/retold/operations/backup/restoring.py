"""Put a backup back, as a home folder of its own: all of it or nothing."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db.migrations.loader import MigrationLoader

from retold.lib.locks import lock_open_file
from retold.lib.whole_files import flush_folder
from retold.operations.backup import layout
from retold.operations.backup.examining import Contents, examine_open
from retold.operations.backup.layout import BadBackup

MARK = ".restoring"
# What every home folder names so: the home of a backup and the home that it becomes.
_PLACES = {layout.DATABASE: "retold.sqlite3", layout.SECRET: "secret", layout.SETTINGS: "settings"}


@dataclass(frozen=True)
class Restored:
    """Where a backup stands now, and what was in it."""

    folder: Path
    contents: Contents


def restore(path: Path, folder: Path) -> Restored:
    """Make `folder`, which is not there yet or empty, the home that was backed up, brought up to this release.

    The backup is unpacked beside the folder while each byte is checked, and put in its place in one step: what is
    refused, or killed, touches nothing. Raises BadBackup and OSError.
    """
    folder = folder.resolve()
    _refuse_a_full(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    with _scratch(folder) as scratch:
        try:
            file = path.open("rb")
        except OSError as error:
            raise BadBackup(f"{path} cannot be opened: {error.strerror}.") from error
        with file, ExitStack() as open_files:
            contents = examine_open(file, path.name, _Unpacker(scratch, open_files))
        due = _due(contents, path)
        _look_at_database(scratch / "retold.sqlite3", path)
        if due:
            _bring_up_to_date(scratch, path)
        (scratch / MARK).unlink()
        os.sync()
        if folder.exists():
            folder.rmdir()
        scratch.rename(folder)
        flush_folder(folder.parent)
    return Restored(folder, contents)


def _refuse_a_full(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadBackup(f"{folder} is not empty; name a folder that is not there yet, so that nothing is written over.")


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder beside the one to be made, marked and locked as ours; gone if it did not take its place."""
    scratch = folder.with_name(f".{folder.name}{MARK}-{secrets.token_hex(6)}")
    scratch.mkdir(mode=0o700)
    try:
        with (scratch / MARK).open("wb") as held:
            lock_open_file(held)
            yield scratch
    finally:
        if scratch.exists():
            shutil.rmtree(scratch, ignore_errors=True)


def _clear(folder: Path) -> None:
    """What a killed restore left beside the folder."""
    for left in folder.parent.glob(f".{folder.name}{MARK}-*"):
        with contextlib.suppress(OSError):
            mark = left / MARK
            if not mark.exists():
                shutil.rmtree(left)
                continue
            with mark.open("rb") as held:
                if lock_open_file(held, wait=False):
                    shutil.rmtree(left)


class _Unpacker:
    """Writes the members' pieces to their places; the members come one after the other."""

    def __init__(self, scratch: Path, open_files: ExitStack) -> None:
        self._scratch, self._open_files = scratch, open_files
        self._member = ""
        self._file: IO[bytes] | None = None

    def __call__(self, member: str, piece: bytes) -> None:
        if member != self._member:
            self._open_files.close()
            place = self._place(member)
            self._member = member
            self._file = None if place is None else self._open_files.enter_context(self._made(place))
        if self._file is not None:
            self._file.write(piece)

    def _place(self, member: str) -> Path | None:
        if member.startswith(layout.KEPT):
            name = member.removeprefix(layout.KEPT)
            return self._scratch / "kept" / name[:2] / name[2:4] / name
        return self._scratch / _PLACES[member] if member in _PLACES else None

    def _made(self, place: Path) -> IO[bytes]:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        return os.fdopen(descriptor, "wb")


def _due(contents: Contents, path: Path) -> bool:
    """Whether this release has migrations that the backup lacks; refuses a backup that has some we do not know."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [name for name in contents.migrations if tuple(name.split(".", 1)) not in known]
    if unknown:
        raise BadBackup(
            f"{path.name} was made by a newer Retold ({contents.program}; it has {unknown[0]}); "
            "restore it with that version or a later one."
        )
    return len(known) > len(contents.migrations)


def _look_at_database(database: Path, path: Path) -> None:
    import sqlite3

    with closing(sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)) as snapshot:
        said = snapshot.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise BadBackup(
            f"The database in {path.name} was damaged already when it was made ({said}); take an older backup."
        )


def _bring_up_to_date(scratch: Path, path: Path) -> None:
    """Run what migrations this release has beyond the backup's, in a process that knows no other home."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RETOLD_")}
    environment |= {"RETOLD_HOME": str(scratch), "DJANGO_SETTINGS_MODULE": "retold.config.settings"}
    words = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BadBackup(f"The tables in {path.name} could not be brought up to this release ({why}).")

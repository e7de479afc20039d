"""Backups that are made and tried out by themselves: two duties of the worker (retold.operations.upkeep)."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import shutil
import zlib
from contextlib import closing
from pathlib import Path

from django.conf import settings

from retold.lib.whole_files import clear_parts
from retold.operations.backup.examining import Contents
from retold.operations.backup.layout import BadBackup
from retold.operations.backup.making import CannotBackUp, make
from retold.operations.backup.restoring import restore
from retold.operations.home import database_path

_NAME = re.compile(r"retold-\d{8}-\d{6}\.zip")  # what we made and may delete; anything else in the folder is not ours
_SAMPLE = 200  # texts that a drill reads


def backups() -> list[Path]:
    """The scheduled backups that there are, oldest first."""
    folder = Path(settings.RETOLD_BACKUP_FOLDER)
    return sorted(path for path in folder.glob("retold-*.zip") if _NAME.fullmatch(path.name))


def back_up(at: dt.datetime) -> str:
    """Make a backup, and let the oldest go; gives a sentence. Raises CannotBackUp, OSError, DatabaseError.

    A backup of a damaged archive is kept, but is a failure: no older one goes for it.
    """
    if not settings.RETOLD_BACKUP_HOURS:
        return "Scheduled backups are off."
    folder = Path(settings.RETOLD_BACKUP_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    clear_parts(folder)
    _refuse_without_room(folder)
    made = make(folder / f"retold-{at:%Y%m%d-%H%M%S}.zip", at=at)
    if made.damaged:
        raise CannotBackUp(
            f"{made.path.name} was made, but the archive is damaged: {'; '.join(made.damaged[:3])}. Run retold verify."
        )
    for old in backups()[: -settings.RETOLD_BACKUPS_KEPT]:
        old.unlink(missing_ok=True)
    near = " It lies on the archive's own disk; RETOLD_BACKUP_FOLDER names another." if _same_disk(folder) else ""
    return f"{made.path.name} holds {made.works} works, {_megabytes(made.bytes)} MB.{near}"


def drill(at: dt.datetime) -> str:
    """Restore the newest backup into a scratch home, read from it, and clear it away; gives a sentence.

    Raises BadBackup if it does not come back whole.
    """
    found = backups()
    if not found:
        return "There is no scheduled backup to try out yet."
    scratch = Path(settings.RETOLD_HOME) / f"drill-{secrets.token_hex(6)}"
    _refuse_without_room(scratch.parent)
    try:
        restored = restore(found[-1], scratch)
        texts = _read(scratch / "retold.sqlite3", restored.contents)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return (
        f"{found[-1].name} came back whole on {at:%Y-%m-%d}: {restored.contents.works} works, "
        f"{restored.contents.kept_files} kept files; {texts} texts were read from it."
    )


def clear_drills() -> int:
    """Delete the scratch homes that a killed drill left; gives their number. Call it while no drill runs."""
    left = [path for path in Path(settings.RETOLD_HOME).glob("*drill-*") if path.is_dir()]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def _read(database: Path, contents: Contents) -> int:
    """Read texts from the restored database as a page would; gives how many. Raises BadBackup."""
    import sqlite3

    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as rows:
        works = rows.execute("SELECT count(*) FROM works_work").fetchone()[0]
        step = max(1, rows.execute("SELECT count(*) FROM works_text").fetchone()[0] // _SAMPLE)
        read = 0
        for body, crc in rows.execute("SELECT body, crc FROM works_text WHERE id % ? = 0 LIMIT ?", (step, _SAMPLE)):
            if zlib.crc32(zlib.decompressobj(-15).decompress(body)) != crc:
                raise BadBackup("A text in the newest backup is damaged; run retold verify.")
            read += 1
    if works != contents.works:
        raise BadBackup(f"The newest backup says {contents.works} works and holds {works}; make another.")
    return int(read)


def _refuse_without_room(folder: Path) -> None:
    """Before anything is written: a backup or a drill needs about what the archive takes. Raises CannotBackUp."""
    home = Path(settings.RETOLD_HOME)
    needed = database_path().stat().st_size + sum(path.stat().st_size for path in home.glob("kept/??/??/*"))
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise CannotBackUp(
            f"{folder} has {_megabytes(free)} MB free, and {_megabytes(needed)} MB may be needed; make room, "
            "or name another folder with RETOLD_BACKUP_FOLDER."
        )


def _same_disk(folder: Path) -> bool:
    return folder.stat().st_dev == Path(settings.RETOLD_HOME).stat().st_dev


def _megabytes(size: int) -> int:
    return max(1, round(size / 1_000_000))

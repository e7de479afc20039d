"""Look at a whole home, and repair from a backup what can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, connection

from retold.catalog.works import soundness
from retold.operations.verify import database_file, files, repairing, texts
from retold.operations.verify.findings import Damage, Findings, Progress
from retold.ports.storage.models import KeptFile

# What Django raises over rows whose bytes were changed: of SQLite itself, or of a date that is none.
_UNREADABLE = (DatabaseError, ValueError, TypeError, ArithmeticError, LookupError)


def _silent(_what: str, _done: int, _of: int) -> None:
    pass


def verify(*, at: dt.datetime, repair_from: Path | None = None, progress: Progress = _silent) -> Findings:
    """Look at the database, at every text in it and at every kept file; nothing is held up meanwhile.

    With `repair_from`, a backup, damaged kept files and texts are put back from it where it holds the very same
    bytes; what is then right again is marked so. Raises BadBackup if the backup cannot be trusted.
    """
    damage = list(_damage(at, progress))
    if repair_from is not None and damage:
        damage = repairing.repaired(damage, repair_from, at)
    return Findings(tuple(damage), _counts())


def _damage(at: dt.datetime, progress: Progress) -> Iterator[Damage]:
    """Each look goes as far as the database lets it; where it cannot be read on, that is damage too."""
    looks = (
        database_file.look_at_database(),
        texts.look_at_texts(progress),
        files.look_at_kept_files(at, progress),
    )
    unreadable = ""
    for look in looks:
        try:
            yield from look
        except _UNREADABLE as error:
            connection.close()
            unreadable = str(error)
    if unreadable:
        yield Damage("database", "rows", f"Not all of the database can be read: {unreadable}.")
        yield from files.look_by_name()


def _counts() -> dict[str, int]:
    try:
        return soundness.counts() | {"kept_files": KeptFile.objects.count()}
    except _UNREADABLE:
        connection.close()
        return {}

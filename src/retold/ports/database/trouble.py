"""What keeps the disk or the database from doing as it should, told from what was raised, in a sentence."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from django.db import DatabaseError


@dataclass(frozen=True)
class Trouble:
    """One kind of trouble: a sentence for the person, and whether it is a lack of room."""

    sentence: str
    no_room: bool = False


FULL = Trouble("The disk is full. Nothing of this was kept; make room on it, then do it again.", no_room=True)
FAILING = Trouble(
    "The disk does not answer as it should. Nothing of this was kept; look at the disk, then do it again."
)
READ_ONLY = Trouble("The disk cannot be written. Nothing of this was kept; make it writable, then do it again.")
CROWDED = Trouble("Too many files are open on this machine. Nothing of this was kept; do it again in a moment.")
BUSY = Trouble("Others have been writing for a long time. Nothing of this was kept; do it again in a moment.")
DAMAGED = Trouble(
    "The database is damaged. Run retold verify, which names what is damaged; a backup brings it back (retold restore)."
)

_BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EIO: FAILING,
    errno.EROFS: READ_ONLY,
    errno.EMFILE: CROWDED,
    errno.ENFILE: CROWDED,
}
_BY_WORDS = {
    "database or disk is full": FULL,
    "disk i/o error": FAILING,
    "readonly database": READ_ONLY,
    "unable to open database file": FAILING,
    "locking protocol": BUSY,
    "is locked": BUSY,
    "is busy": BUSY,
    "malformed": DAMAGED,
    "not a database": DAMAGED,
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The trouble behind an exception, or behind what caused it; None if it is of another kind."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        found = _trouble(error)
        if found:
            return found
        error = error.__cause__ or error.__context__
    return None


def _trouble(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError) and error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    import sqlite3  # by now the sound one, see sound.py

    if isinstance(error, (DatabaseError, sqlite3.Error)):
        said = str(error).lower()
        return next((trouble for words, trouble in _BY_WORDS.items() if words in said), None)
    return None

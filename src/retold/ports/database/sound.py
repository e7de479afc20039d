"""The SQLite that Retold runs on: a bundled, sound version in place of the interpreter's own.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when two connections write and checkpoint at once
(sqlite.org/wal.html, "WAL-reset bug"); Debian 12's Python links such a version.
"""

from __future__ import annotations

import sys

import pysqlite3

SOUND_FROM = (3, 51, 3)
SOUND_BACKPORTS = ((3, 50, 7), (3, 44, 6))


class UnsoundSQLite(RuntimeError):
    """The SQLite at hand can corrupt the archive; the message says which one is needed."""


def is_sound(version: tuple[int, ...]) -> bool:
    """Whether a SQLite version has the repair of the WAL-reset bug."""
    return version >= SOUND_FROM or any(version[:2] == fixed[:2] and version >= fixed for fixed in SOUND_BACKPORTS)


def use_sound_sqlite() -> None:
    """Make `import sqlite3` give the bundled SQLite. Raises UnsoundSQLite if even that one is too old."""
    if not is_sound(pysqlite3.sqlite_version_info):
        raise UnsoundSQLite(
            f"SQLite {pysqlite3.sqlite_version} can damage the archive; install pysqlite3 0.6 or newer, "
            "which brings SQLite 3.51.3 or newer."
        )
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

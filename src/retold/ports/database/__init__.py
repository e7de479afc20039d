"""The embedded database: a sound SQLite, checksums on its pages, and writers who wait in a row.

`ENGINE` is the name for Django's settings; call `use_sound_sqlite` before Django opens anything. See
docs/decisions/0007-database.md.
"""

from __future__ import annotations

from retold.ports.database.checksums import (
    NotConverted,
    checksums_are_on,
    damaged_pages,
    has_checksums,
    located,
    make_ready,
    reseal,
)
from retold.ports.database.sound import UnsoundSQLite, is_sound, use_sound_sqlite

ENGINE = "retold.ports.database.sqlite"

__all__ = [
    "ENGINE",
    "NotConverted",
    "UnsoundSQLite",
    "checksums_are_on",
    "damaged_pages",
    "has_checksums",
    "is_sound",
    "located",
    "make_ready",
    "reseal",
    "use_sound_sqlite",
]

"""One file that holds a whole archive: made while it runs, examined, put back, and drilled by itself.

See docs/decisions/0008-one-file-backup.md for what is in it.
"""

from __future__ import annotations

from retold.operations.backup.examining import Contents, examine, extract_database, kept_file
from retold.operations.backup.layout import BadBackup
from retold.operations.backup.making import CannotBackUp, Made, make
from retold.operations.backup.restoring import Restored, restore

__all__ = [
    "BadBackup",
    "CannotBackUp",
    "Contents",
    "Made",
    "Restored",
    "examine",
    "extract_database",
    "kept_file",
    "make",
    "restore",
]

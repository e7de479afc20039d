"""Files kept by the digest of their bytes: the bytes of every import stay as they came.

The functions are looked up when they are first used, because Django imports this package before its models
exist.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retold.ports.storage.keeping import Damaged, claim, clear_incoming, keep, lay_down, path_of, place_of, read
    from retold.ports.storage.models import KeptFile
    from retold.ports.storage.sweeping import BackupRuns, let_go, sweep

__all__ = [
    "BackupRuns",
    "Damaged",
    "KeptFile",
    "claim",
    "clear_incoming",
    "keep",
    "lay_down",
    "let_go",
    "path_of",
    "place_of",
    "read",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = "sweeping" if name in ("BackupRuns", "let_go", "sweep") else "keeping"
    return getattr(import_module(f"retold.ports.storage.{room}"), name)

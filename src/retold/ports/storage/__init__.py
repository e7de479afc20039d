"""Files kept by the digest of their bytes: the bytes of every import stay as they came.

The functions are looked up when they are first used, because Django imports this package before its models
exist.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retold.ports.storage.keeping import Damaged, clear_incoming, keep, path_of, read, sweep
    from retold.ports.storage.models import KeptFile

__all__ = ["Damaged", "KeptFile", "clear_incoming", "keep", "path_of", "read", "sweep"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("retold.ports.storage.keeping"), name)

"""What the archive does by itself, over and over: sweeping, backups and their drill, reading every kept file.

`keep_up` runs in a thread of the worker. The functions are looked up when they are first used, because Django
imports this package's parents before its models exist.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retold.operations.upkeep.duties import DUTIES
    from retold.operations.upkeep.keeping_up import Duty, keep_up, run_due

_ROOMS = {"DUTIES": "duties", "Duty": "keeping_up", "keep_up": "keeping_up", "run_due": "keeping_up"}

__all__ = ["DUTIES", "Duty", "keep_up", "run_due"]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"retold.operations.upkeep.{_ROOMS[name]}"), name)

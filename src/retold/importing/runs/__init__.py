"""Runs: whole collections of files brought in at once, by themselves, and told of file by file.

`work` goes through a run's paths in lots: processes of their own read files while this one keeps what was read, one
transaction a lot. What it gives is durable. A run that was stopped or killed goes on where it was: a file is done when
its item is there, and its item is written with its work.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retold.importing.runs.places import clear_left, is_of_uploads, is_worked_at, new_arrivals
    from retold.importing.runs.running import Done, keep_going, work
    from retold.importing.runs.watching import Watch

_ROOMS = {
    "Done": "running",
    "Watch": "watching",
    "clear_left": "places",
    "is_of_uploads": "places",
    "is_worked_at": "places",
    "keep_going": "running",
    "new_arrivals": "places",
    "work": "running",
}

__all__ = ["Done", "Watch", "clear_left", "is_of_uploads", "is_worked_at", "keep_going", "new_arrivals", "work"]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"retold.importing.runs.{_ROOMS[name]}"), name)

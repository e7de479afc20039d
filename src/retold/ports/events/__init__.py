"""The outbox and its worker: what a change causes upward is written with the change, and done afterwards.

`emit` inside the transaction of a change, `register` at start-up (config alone does), `work_off` or
`run_worker` to do what is due. The functions are looked up when they are first used, because Django imports
this package before its models exist.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retold.ports.events.outbox import (
        Handler,
        drop_dead,
        emit,
        emit_all,
        register,
        revive_dead,
        run_worker,
        work_off,
    )

__all__ = ["Handler", "drop_dead", "emit", "emit_all", "register", "revive_dead", "run_worker", "work_off"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("retold.ports.events.outbox"), name)

"""Who reacts to which event: the table that joins the outbox's kinds to their handlers.

A handler is named `room.handler`, takes (key, payloads) and must be idempotent (data-model.md §8). An event
that nobody reacts to writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from retold.importing import fetching
from retold.ports import events

Handler = Callable[[str, Sequence[Mapping[str, Any]]], None]

# (kind of event, name of the handler, the handler, whether it runs inside one transaction)
REACTIONS: tuple[tuple[str, str, Handler, bool], ...] = (
    (fetching.WANTED, "importing.fetch", fetching.fetch_wanted, False),
)


def register_all() -> None:
    """Register every reaction; called once when Django has loaded the apps."""
    for kind, name, handler, in_transaction in REACTIONS:
        events.register(kind, name, handler, in_transaction=in_transaction)

"""Who reacts to which event: the table that joins the outbox's kinds to their handlers.

A handler is named `room.handler`, takes (key, payloads) and must be idempotent (data-model.md §8). An event
that nobody reacts to writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from retold.ports import events

Handler = Callable[[str, Sequence[Mapping[str, Any]]], None]

# (kind of event, name of the handler, where the handler is, whether it runs inside one transaction)
REACTIONS: tuple[tuple[str, str, str, bool], ...] = (
    ("item.wanted", "importing.fetch", "retold.importing.fetching.fetch_wanted", False),
)


def register_all() -> None:
    """Register every reaction; called once when Django has loaded the apps."""
    for kind, name, where, in_transaction in REACTIONS:
        events.register(kind, name, _handler(where), in_transaction=in_transaction)


@cache
def _handler(where: str) -> Handler:
    """The handler that lies there; its room is opened when it is first called, not at every start."""

    def handle(key: str, payloads: Sequence[Mapping[str, Any]]) -> None:
        import_string(where)(key, payloads)

    return handle

"""Modules that are loaded when something of them is first asked for: what a text does not need costs it nothing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Room:
    """A module by its dotted name; asking it for a name opens it. Only for rooms that most starts can do without."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """What the module calls so."""
        return getattr(import_module(self._name), name)

"""The little tree between the parser and the serialiser."""

from __future__ import annotations

from typing import TypeAlias, Union

# A child that is a plain string is finished markup: escaped text, or a whole paragraph that needed no work.
Node: TypeAlias = Union[str, "Element"]


class Element:
    """An element of canonical markup; attribute values are already escaped.

    `implied` marks a paragraph that no tag asked for. A `name` of "" means that only the children are written.
    """

    __slots__ = ("attributes", "children", "implied", "name")

    def __init__(self, name: str, attributes: dict[str, str] | None = None, *, implied: bool = False) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.children: list[Node] = []
        self.implied = implied

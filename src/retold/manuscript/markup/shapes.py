"""Structures whose shape is not valid are put right once all of them is there."""

from __future__ import annotations

import re

from retold.manuscript.markup.model import Element, Node
from retold.manuscript.markup.vocabulary import ROW_GROUPS


def _flat(element: Element) -> list[Node]:
    """An element whose shape is not valid: a division if its attributes say anything, else its blocks alone."""
    if element.name in ("dt", "summary", "caption"):
        element.name = "p"
        return [element] if element.children else []
    if element.attributes and element.children:
        element.name = "div"
        return [element]
    return element.children


def _put_right_definitions(element: Element) -> list[Node]:
    names = [child.name for child in element.children if isinstance(child, Element)]
    if re.fullmatch("(?:(?:dt )+(?:dd )+)+", "".join(f"{name} " for name in names)):
        return [element]
    element.children = [node for child in element.children if isinstance(child, Element) for node in _flat(child)]
    return _flat(element)


def _put_right_details(element: Element) -> list[Node]:
    first = element.children[0]
    if isinstance(first, Element) and first.name == "summary":
        return [element]
    return _flat(element)


def _put_right_figure(element: Element) -> list[Node]:
    last = len(element.children) - 1
    places = [
        at for at, child in enumerate(element.children) if isinstance(child, Element) and child.name == "figcaption"
    ]
    kept = next((at for at in places if at in (0, last)), None)
    element.children = [
        node
        for at, child in enumerate(element.children)
        for node in (_flat(child) if isinstance(child, Element) and at in places and at != kept else [child])
    ]
    return [element]


def _put_right_table(element: Element) -> list[Node]:
    groups = [child for child in element.children if isinstance(child, Element) and child.name in ROW_GROUPS]
    if not groups:
        return [node for child in element.children if isinstance(child, Element) for node in _flat(child)]
    for at, group in enumerate(groups):
        if (group.name == "thead" and at) or (group.name == "tfoot" and (at == 0 or at < len(groups) - 1)):
            group.name = "tbody"
    return [element]


PUT_RIGHT = {
    "dl": _put_right_definitions,
    "details": _put_right_details,
    "figure": _put_right_figure,
    "table": _put_right_table,
}

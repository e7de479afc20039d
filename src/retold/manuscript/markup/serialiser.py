"""Writes the tree as a fragment that is XHTML and HTML at once."""

from __future__ import annotations

from retold.manuscript.markup.model import Element, Node
from retold.manuscript.markup.vocabulary import ATTRIBUTE_ORDER, BARE, VOID


def serialise(blocks: list[Node]) -> str:
    """The blocks as markup, one line end between two of them."""
    written: list[str] = []
    for block in blocks:
        if written:
            written.append("\n")
        if isinstance(block, str):
            written.append(block)
        else:
            _write(block, written)
    return "".join(written)


def _write(top: Element, written: list[str]) -> None:
    pending: list[Node | tuple[str]] = [top]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            written.append(node)
        elif isinstance(node, tuple):
            written.append(node[0])
        elif node.name in VOID:
            written.append(f"<{node.name}{_attributes(node.attributes)}/>")
        else:
            children = _children(node)
            if len(children) == 1 and isinstance(children[0], str) and node.name:
                written.append(f"<{node.name}{_attributes(node.attributes)}>{children[0]}</{node.name}>")
                continue
            if node.name:
                written.append(f"<{node.name}{_attributes(node.attributes)}>")
                pending.append((f"</{node.name}>",))
            pending.extend(reversed(children))


def _children(node: Element) -> list[Node]:
    """The children to write: a bare block's one implied paragraph gives its own children instead."""
    children = node.children
    if node.name not in BARE:
        return children
    implied = [child for child in children if isinstance(child, Element) and child.implied]
    others = len(children) - len(implied)
    if len(implied) != 1 or (others and not (node.name == "figure" and others == _captions(children))):
        return children
    paragraph = implied[0]
    at = children.index(paragraph)
    return [*children[:at], *paragraph.children, *children[at + 1 :]]


def _captions(children: list[Node]) -> int:
    return sum(isinstance(child, Element) and child.name == "figcaption" for child in children)


def _attributes(attributes: dict[str, str]) -> str:
    if not attributes:
        return ""
    first = [name for name in ATTRIBUTE_ORDER if name in attributes]
    rest = sorted(name for name in attributes if name not in ATTRIBUTE_ORDER)
    return "".join(f' {name}="{attributes[name]}"' for name in (*first, *rest))

"""What is open while the tree is built: blocks, and the inline elements around the next text."""

from __future__ import annotations

from enum import Enum, auto

from retold.manuscript.markup.attributes import Meaning
from retold.manuscript.markup.model import Element


class Kind(Enum):
    """What a frame's element may hold."""

    FLOW = auto()  # blocks; running text is put into paragraphs
    PARAGRAPH = auto()  # the parent's blocks; running text is put into paragraphs with this tag's attributes
    TEXT = auto()  # running text alone
    RUBY = auto()
    LIST = auto()
    DEFINITIONS = auto()
    TABLE = auto()
    GROUP = auto()
    ROW = auto()


class Frame:
    """An open block: its element, and the inline elements open in its present paragraph (`tips`).

    `base` is how many formats were open before it and stay outside; `inserted` says that no tag asked for it.
    """

    __slots__ = ("base", "before", "element", "inserted", "kind", "meaning", "soft", "tips")

    def __init__(self, element: Element, kind: Kind, before: int, *, inserted: bool = False) -> None:
        self.element = element
        self.kind = kind
        self.before = before
        self.inserted = inserted
        self.base = 0
        self.tips: list[Element] = []
        self.soft = False
        self.meaning: Meaning | None = None


class Format:
    """An open inline element."""

    __slots__ = ("attributes", "identifier", "name", "written")

    def __init__(self, name: str, attributes: dict[str, str], identifier: str | None = None) -> None:
        self.name = name
        self.attributes = attributes
        self.identifier = identifier
        self.written = False

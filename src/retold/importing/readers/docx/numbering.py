"""The lists of a Word document: whether a level is numbered, and the number of each item."""

from __future__ import annotations

from lxml import etree

from retold.importing.readers.docx.package import W
from retold.importing.readers.written.document import Level

_DEEPEST = 8
_VAL = f"{W}val"
_NONE = "none"


class Numbering:
    """Counts the items of each list as they come."""

    def __init__(self, root: etree._Element | None) -> None:
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        abstract: dict[str, etree._Element] = {}
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                abstract[element.get(f"{W}abstractNumId") or ""] = element
            elif element.tag == f"{W}num":
                self._add(element, abstract)

    def _add(self, element: etree._Element, abstract: dict[str, etree._Element]) -> None:
        number, base = element.get(f"{W}numId") or "", element.find(f"{W}abstractNumId")
        definition = abstract.get((base.get(_VAL) or "") if base is not None else "")
        levels = list(definition.iter(f"{W}lvl")) if definition is not None else []
        self._lists[number] = number
        for level in [*levels, *element.iter(f"{W}lvl")]:
            depth, kind, start = level.get(f"{W}ilvl") or "0", level.find(f"{W}numFmt"), level.find(f"{W}start")
            if depth.isdigit():
                first = (start.get(_VAL) or "1") if start is not None else "1"
                name = (kind.get(_VAL) or "") if kind is not None else "decimal"
                self._formats[number, int(depth)] = (name, int(first) if first.isdigit() else 1)

    def levels(self, number: str, depth: int) -> tuple[Level, ...]:
        """The lists around an item of the list `number`, counted; () for what is shown as no list."""
        depth = max(0, min(depth, _DEEPEST))
        if number not in self._lists or self._format(number, depth)[0] == _NONE:
            return ()
        self._counts[number, depth] = self._counts.get((number, depth), self._format(number, depth)[1] - 1) + 1
        for deeper in range(depth + 1, _DEEPEST + 1):
            self._counts.pop((number, deeper), None)
        return tuple(self._level(number, at) for at in range(depth + 1))

    def _level(self, number: str, depth: int) -> Level:
        kind, first = self._format(number, depth)
        return kind != "bullet", self._counts.get((number, depth), first), number

    def _format(self, number: str, depth: int) -> tuple[str, int]:
        return self._formats.get((number, depth), ("bullet", 1))

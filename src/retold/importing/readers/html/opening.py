"""The labelled lines at the head of a page's story ("Title:", "Summary:", "A/N:"), read as plain text's are.

Only what is labelled is taken out of the text, and what the splitter says belongs to it up to the last label.
A note keeps its own markup; header fields are read from their words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborNode

from retold.importing.readers.chaptering import HEADINGS, innermost
from retold.importing.readers.documents import elements, is_blank
from retold.importing.readers.plain_text import assemble
from retold.manuscript.front_matter import split
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.markup import canonical, text_of
from retold.manuscript.model import FrontMatterPart, Unmapped

_LOOKED_AT = 30
_LONGEST = 4_000
_BLOCKS = ("p", "div", "center", "blockquote", "pre")
_NOTES = ("note", "disclaimer", "dedication")
_FIELDS = (
    "title", "creators", "summary", "rating", "warnings", "categories", "fandoms", "relationships", "characters",
    "freeforms", "series", "language", "published", "updated", "complete", "chapters_expected",
)  # fmt: skip


@dataclass
class Opening:
    """What the labelled lines gave: the Manuscript's fields, notes as HTML, and what had no field."""

    fields: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unmapped: tuple[Unmapped, ...] = ()


@dataclass(frozen=True)
class _Block:
    node: LexborNode
    lines: tuple[str, ...]
    first: int

    @property
    def numbers(self) -> range:
        """The 1-based numbers of its lines in the text of all blocks."""
        return range(self.first, self.first + len(self.lines))


def take_opening(story: LexborNode) -> Opening:
    """Read the labelled lines that open a story, and cut them out of it."""
    blocks = _blocks(story)
    lines = [line for block in blocks for line in block.lines]
    if not any(_is_labelled(line) for line in lines):
        return Opening()
    parts = [part for part in split("\n".join(lines)) if part.role != "chapter_heading"]
    roles = {number: part.role for part in parts for number in range(part.line_from, part.line_to + 1)}
    taken = _taken(blocks, roles)
    opening = _read(taken, parts)
    for block in taken:
        block.node.decompose()
    return opening


def _blocks(story: LexborNode) -> list[_Block]:
    """The first blocks of the story, with their lines; a heading or a block of another kind ends them."""
    found: list[_Block] = []
    number = 1
    for node in elements(innermost(story)):
        if is_blank(node):
            continue
        if node.tag in HEADINGS or node.tag not in _BLOCKS or len(found) >= _LOOKED_AT:
            break
        text = text_of(canonical(node.html or "")) if len(node.html or "") <= _LONGEST else ""
        lines = tuple(line.strip() for line in text.split("\n") if line.strip()) or ("",)
        found.append(_Block(node, lines, number))
        number += len(lines)
    return found


def _is_labelled(line: str) -> bool:
    return find_label(line) is not None


def _taken(blocks: list[_Block], roles: dict[int, str]) -> list[_Block]:
    """The blocks all of whose lines are front matter, up to the last one that has a label."""
    opening = []
    for block in blocks:
        if not all(number in roles for number in block.numbers):
            break
        opening.append(block)
    while opening and not any(_is_labelled(line) for line in opening[-1].lines):
        opening.pop()
    return opening


def _read(taken: list[_Block], parts: list[FrontMatterPart]) -> Opening:
    if not taken:
        return Opening()
    last = taken[-1].numbers[-1]
    roles = {number: part.role for part in parts for number in range(part.line_from, part.line_to + 1)}
    notes = [block.node.html or "" for block in taken if any(roles[number] in _NOTES for number in block.numbers)]
    kept = [part for part in parts if part.line_to <= last and part.role not in _NOTES]
    lines = [line for block in taken for line in block.lines]
    manuscript = assemble("\n".join(lines), kept)
    fields = {name: getattr(manuscript, name) for name in _FIELDS}
    return Opening(fields, notes, manuscript.unmapped)

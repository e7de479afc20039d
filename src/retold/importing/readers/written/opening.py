"""The front matter that a document's first paragraphs are, and the end note that its last ones are.

Told by the same splitter that reads plain text: the paragraphs are its lines. A note keeps its own markup; header
fields, titles and bylines are read from their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from retold.importing.readers.plain_text import assemble
from retold.importing.readers.written.document import Block
from retold.importing.readers.written.rendering import is_blank, shows, words_of
from retold.manuscript.front_matter import split
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.front_matter.lines import is_signs_alone
from retold.manuscript.model import FrontMatterPart, Unmapped

# Paragraphs looked at from each end of a section; what is between them tells nothing of either.
_LOOKED_AT = 40
# Where only labels count, as in a chapter that is not the first.
_NEAR = 8
_LONGEST = 4_000
_NOTES = ("note", "disclaimer", "dedication", "epigraph")
_NAMED = ("title", "byline", "header_field", "summary", "separator")
_FIELDS = (
    "title", "creators", "summary", "rating", "warnings", "categories", "fandoms", "relationships", "characters",
    "freeforms", "series", "language", "published", "updated", "complete", "chapters_expected", "source",
)  # fmt: skip


@dataclass
class Front:
    """A section's front matter and end note: fields, notes as blocks, and the blocks of the story between them."""

    story: list[Block]
    fields: dict[str, Any] = field(default_factory=dict)
    before: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    unmapped: tuple[Unmapped, ...] = ()


@dataclass(frozen=True)
class _Lines:
    """A block among the splitter's lines: their 1-based numbers, and what they say."""

    at: int
    numbers: range
    texts: tuple[str, ...]


def front_of(blocks: Sequence[Block], *, above: Sequence[str], below: str = "", is_first: bool = True) -> Front:
    """The front matter of a section. `above` are lines known to stand over it: the title, or its heading.

    `below` is the heading of the next section. In a section that is not the first, only notes are sought.
    """
    listed, texts = _listed(blocks, above)
    if not is_first and not _has_label(listed):
        return Front(list(blocks))
    parts = split("\n".join([*texts, *(["", below] if below else [])]))
    roles = {number: part.role for part in parts for number in range(part.line_from, part.line_to + 1)}
    opening = _opening(blocks, listed, roles, _NOTES if not is_first else (*_NOTES, *_NAMED))
    closing = _closing(listed, roles, {one.at for one in opening})
    return _front(blocks, opening, closing, parts, roles)


def _listed(blocks: Sequence[Block], above: Sequence[str]) -> tuple[list[_Lines], list[str]]:
    """The blocks of both ends with their places in the splitter's text, and that text's lines."""
    texts = [line for known in above for line in (known, "")]
    listed: list[_Lines] = []
    seen = [at for at, block in enumerate(blocks) if not is_blank(block)]
    looked_at = seen if len(seen) <= 2 * _LOOKED_AT else [*seen[:_LOOKED_AT], *seen[-_LOOKED_AT:]]
    last = None
    for at in looked_at:
        block = blocks[at]
        lines = _lines(block)
        if not lines:
            continue
        if last is not None and (at > last + 1 or block.centred or blocks[last].centred or block.strong):
            texts.append("")
        last = at
        listed.append(_Lines(at, range(len(texts) + 1, len(texts) + 1 + len(lines)), lines))
        texts += lines
    return listed, texts


def _lines(block: Block) -> tuple[str, ...]:
    """A block's lines: none for a picture, and one for what is no paragraph."""
    if block.tag == "hr":
        return ("***",)
    words = words_of(block.html[:_LONGEST])
    if block.tag != "p":
        words = words.replace("\n", " ")
    return tuple(line.strip() for line in words.split("\n") if line.strip())


def _has_label(listed: Sequence[_Lines]) -> bool:
    """Whether a paragraph near either end begins as a note does."""
    for one in [*listed[:_NEAR], *listed[-_NEAR:]]:
        found = find_label(one.texts[0])
        if found is not None and found.label.role in (*_NOTES, "end_note"):
            return True
    return False


def _opening(
    blocks: Sequence[Block], listed: Sequence[_Lines], roles: dict[int, str], wanted: Sequence[str]
) -> list[_Lines]:
    """The blocks from the top all of whose lines are front matter."""
    taken = []
    for one in listed:
        block = blocks[one.at]
        if block.tag not in ("p", "hr") or shows(block) or any(roles.get(n) not in wanted for n in one.numbers):
            break
        taken.append(one)
    return taken


def _closing(listed: Sequence[_Lines], roles: dict[int, str], taken: set[int]) -> list[_Lines]:
    """The blocks at the end that are an end note or the rule above it."""
    found: list[_Lines] = []
    for one in reversed(listed):
        said = [roles.get(number) for number in one.numbers]
        if one.at in taken or any(role not in ("end_note", "separator") for role in said):
            break
        found.append(one)
    found.reverse()
    return found if any(roles.get(n) == "end_note" for one in found for n in one.numbers) else []


def _front(
    blocks: Sequence[Block],
    opening: Sequence[_Lines],
    closing: Sequence[_Lines],
    parts: Sequence[FrontMatterPart],
    roles: dict[int, str],
) -> Front:
    gone = {one.at for one in (*opening, *closing)}
    front = Front([block for at, block in enumerate(blocks) if at not in gone])
    for one in opening:
        said = [roles[number] for number in one.numbers]
        if any(role in _NOTES for role in said):
            block = blocks[one.at]
            front.before.append(replace(block, quoted=block.quoted or "epigraph" in said))
    rules = list(takewhile(lambda one: roles.get(one.numbers[0]) == "separator", closing))
    front.after = [blocks[one.at] for one in closing[len(rules) :]]
    said_there = [text for one in rules for text in one.texts if not is_signs_alone(text)]  # as "The End"
    front.unmapped = tuple(Unmapped("separator", text) for text in said_there)
    if opening:
        _read_fields(front, opening, parts)
    return front


def _read_fields(front: Front, opening: Sequence[_Lines], parts: Sequence[FrontMatterPart]) -> None:
    """What the lines that are no notes say, by the words of plain text."""
    lines: list[str] = []
    kept: list[FrontMatterPart] = []
    for one in opening:
        for number, text in zip(one.numbers, one.texts, strict=True):
            part = next(part for part in parts if part.line_from <= number <= part.line_to)
            if part.role not in _NOTES:
                lines.append(text)
                kept.append(FrontMatterPart(len(lines), len(lines), part.role))
    if lines:
        manuscript = assemble("\n".join(lines), kept)
        front.fields = {name: value for name in _FIELDS if (value := getattr(manuscript, name))}
        front.unmapped = (*manuscript.unmapped, *front.unmapped)

"""Blocks -> HTML: scene breaks found in rules, signs, gaps and page ends; quotations and lists put together."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retold.importing.readers.written.document import Block, Level
from retold.lib.patterns import lazy
from retold.manuscript.front_matter.lines import is_signs_alone

_BREAK = lazy(r"<br ?/?>", re.IGNORECASE)
_TAG = lazy(r"<[^>]*>")
_PICTURE = lazy(r"<img |<table")
# A document of which more stands set in from the left is set in as a whole, and quotes nothing by it.
_MOST_INDENTED = 0.34
_LONGEST_RULE = 400
_ITEMS_DEEP = 12


def words_of(html: str) -> str:
    """The words in a block's HTML; line breaks are line ends."""
    if "<" in html:
        html = _TAG.sub("", _BREAK.sub("\n", html))
    return entities.unescape(html) if "&" in html else html


def is_blank(block: Block) -> bool:
    """Whether nothing would be seen of the block."""
    return not block.html and block.tag != "hr"


def shows(block: Block) -> bool:
    """Whether the block holds something beside words."""
    return _PICTURE.search(block.html) is not None


@dataclass(frozen=True)
class Layout:
    """How a document sets its paragraphs: how many blank ones part two as a rule, and whether all is set in."""

    gap: int = 0
    indented: bool = False

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Layout:
        texts = [block for block in blocks if block.tag == "p" and block.html]
        indented = sum(block.indented for block in texts)
        gaps = Counter(_gaps(blocks))
        most = max(gaps.values(), default=0)
        return cls(
            max((gap for gap, times in gaps.items() if times == most), default=0),
            indented > len(texts) * _MOST_INDENTED,
        )


def _gaps(blocks: Sequence[Block]) -> Iterator[int]:
    """How many blank paragraphs stand between each paragraph and the next."""
    blanks, open_gap = 0, False
    for block in blocks:
        if is_blank(block):
            blanks += 1
            continue
        text = block.tag == "p"
        if open_gap and text:
            yield blanks
        blanks, open_gap = 0, text


def rendered(blocks: Sequence[Block], layout: Layout) -> str:
    """The blocks as HTML."""
    pieces: list[str] = []
    shown = _with_breaks(blocks, layout)
    at = 0
    while at < len(shown):
        block, end = shown[at], at + 1
        if block.levels:
            while end < len(shown) and shown[end].levels:
                end += 1
            pieces.append(_list(shown[at:end]))
        elif block.quoted:
            while end < len(shown) and shown[end].quoted and not shown[end].levels:
                end += 1
            pieces.append(f"<blockquote>{''.join(_plain(one) for one in shown[at:end])}</blockquote>")
        else:
            pieces.append(_plain(block))
        at = end
    return "\n".join(pieces)


def _plain(block: Block) -> str:
    if block.tag == "hr":
        return "<hr/>"
    return f"<{block.tag}{block.attributes}>{block.html}</{block.tag}>" if block.tag else block.html


def _with_breaks(blocks: Sequence[Block], layout: Layout) -> list[Block]:
    """The blocks that are seen, rules where the scene breaks; no rule opens or closes the text or follows a rule."""
    shown: list[Block] = []
    blanks, centred, page = 0, False, False
    for block in blocks:
        page = page or block.new_page
        if is_blank(block):
            blanks, centred = blanks + 1, centred or block.centred
            continue
        if block.tag == "hr" or is_rule(block):
            block = Block("hr")
        if shown and _breaks(shown[-1], block, layout, blanks=blanks, centred=centred, page=page):
            shown.append(Block("hr"))
        blanks, centred, page = 0, False, False
        if block.tag != "hr" or (shown and shown[-1].tag != "hr"):
            shown.append(_quoted(block, layout))
    while shown and shown[-1].tag == "hr":
        shown.pop()
    return shown


def _quoted(block: Block, layout: Layout) -> Block:
    """The block, quoted if being set in says so here."""
    quoted = block.quoted or (block.indented and not layout.indented and not block.centred)
    return replace(block, quoted=quoted) if quoted != block.quoted else block


def _breaks(above: Block, below: Block, layout: Layout, *, blanks: int, centred: bool, page: bool) -> bool:
    """Whether the scene breaks between two blocks that are seen."""
    if above.tag != "p" or below.tag != "p" or above.levels or below.levels:
        return page and above.tag in ("p", "") and below.tag in ("p", "")
    if above.centred and below.centred:
        return page
    return page or blanks > layout.gap or (centred and not above.centred and not below.centred)


def is_rule(block: Block) -> bool:
    """Whether a paragraph is signs alone."""
    if block.tag != "p" or len(block.html) > _LONGEST_RULE or block.levels or shows(block):
        return False
    words = words_of(block.html).strip()
    return not words[:1].isalpha() and is_signs_alone(words) if words[:1] not in "oOxX" else is_signs_alone(words)


def _list(items: Sequence[Block]) -> str:
    """Items as nested lists; an item of a deeper list stands in the one above it."""
    pieces: list[str] = []
    opened: list[Level] = []
    for item in items:
        levels = item.levels[:_ITEMS_DEEP]
        shared = min(len(levels), len(opened))
        if item.continues and shared == len(levels):
            pieces += [_end(level) for level in reversed(opened[shared:])]
            del opened[shared:]
            pieces.append(f"<p{item.attributes}>{item.html}</p>")
            continue
        if shared == len(levels) and not _goes_on(opened[shared - 1], levels[-1]):
            shared -= 1
        pieces += [_end(level) for level in reversed(opened[shared:])]
        del opened[shared:]
        pieces.append("</li><li>" if shared == len(levels) else "")
        pieces += [f"{_start(level)}<li>" for level in levels[shared:]]
        opened += levels[shared:]
        pieces.append(f"<p{item.attributes}>{item.html}</p>" if item.attributes else item.html)
    return "".join([*pieces, *(_end(level) for level in reversed(opened))])


def _goes_on(above: Level, level: Level) -> bool:
    """Whether an item belongs to the list that is open at its depth: programs give each item of signs its own list."""
    return above[0] == level[0] and (above[2] == level[2] or not level[0])


def _start(level: Level) -> str:
    ordered, number, _ = level
    return ("<ol>" if number == 1 else f'<ol start="{number}">') if ordered else "<ul>"


def _end(level: Level) -> str:
    return "</li></ol>" if level[0] else "</li></ul>"

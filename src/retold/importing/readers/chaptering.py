"""Pages of any make: where chapters begin, what headings say, and which blocks are the author's notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from retold.importing.readers.documents import attribute, children, classes, elements, is_blank, is_element, text_in
from retold.lib.patterns import lazy
from retold.manuscript.markup import escape

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_HEADING = 300
_MOST_IN_A_WRAPPER = 500  # nodes; the mere spaces and comments around one wrapper are a handful
_SWALLOWED = "p, div, blockquote, ul, ol, table, pre, hr, section, article"
_NUMBERED = lazy(r"Chapter (\d+)(?:\s*[:.–—-]\s+(.+))?", re.IGNORECASE)
_WRAPPERS = ("div", "section", "article", "main", "center")
# Classes of a block that holds the author's words about the story, by the programs and sites that write them.
_NOTE_CLASSES = lazy(
    r"(?:fff_|ffdl_)?(?:author(?:s|'s)?[-_]?notes?|chapter[-_]?(?:end)?notes?|story[-_]?notes?|notes?[-_]?block|"
    r"a-?n|notes|end-?notes|head[-_]notes|foot[-_]notes)",
    re.IGNORECASE,
)
_AUTHOR_LABEL = lazy(r"author(?:['’]?s)?['’]?\s+(?:chapter\s+|end\s+)?notes?\s*:?|a/n\s*:?", re.IGNORECASE)
_NOTE_LABEL = lazy(
    r"(?:author(?:['’]?s)?['’]?\s+(?:chapter\s+|story\s+)?notes?|a/?n|(?:chapter\s+|story\s+)?(?:end\s+)?notes?|"
    r"notes? (?:for|to) the chapter|anmerkung(?:en)?(?: de[sr] autor(?:s|in))?|note d[eu]s? l?['’]?aut(?:eur|rice)s?|"
    r"примечани[ея](?: автора)?|nota(?:s)? de(?:l| la) autora?|作者的话|作者有话说)\s*[:：.]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Part:
    """A stretch of a page: the heading that opens it (None before the first one) and the HTML below it."""

    heading: str | None
    html: str


def is_heading(node: LexborNode) -> bool:
    """Whether an element is a heading in truth: short, and without blocks that an unclosed tag swallowed."""
    return node.tag in HEADINGS and len(text_in(node)) <= _LONGEST_HEADING and node.css_first(_SWALLOWED) is None


def chapter_title(heading: str | None, number: int) -> str | None:
    """ "Chapter 2: Home" -> "Home", "Chapter 2" -> None, for the second chapter; any other heading is the title."""
    match = _NUMBERED.fullmatch(heading or "")
    if match is None or int(match[1]) != number:
        return heading or None
    return match[2]


def innermost(node: LexborNode) -> LexborNode:
    """The element that really holds the content: wrappers around one single wrapper are gone through.

    What has very many children wraps nothing, blank as most may be: a hostile page's are not looked at one by one.
    """
    while True:
        inside = list(islice(children(node), _MOST_IN_A_WRAPPER + 1))
        if len(inside) > _MOST_IN_A_WRAPPER:
            return node
        seen = (child for child in inside if is_element(child) or text_in(child))
        shown = list(islice((child for child in seen if not is_blank(child)), 2))
        lone = shown[0] if len(shown) == 1 else None
        if lone is None or lone.tag not in _WRAPPERS or is_note(lone):
            return node
        node = lone


def html_of(node: LexborNode) -> str:
    """The node as HTML; a text with its signs escaped."""
    return (node.html or "") if is_element(node) else escape(node.text() or "") if node.tag == "-text" else ""


def split_at_headings(page: LexborNode) -> list[Part]:
    """The page parted where its chapters' headings stand; one part if there are no two headings of one rank.

    The rank is the highest that has two. The headings leave the text: each is its part's `heading`.
    """
    headings = _headings_of_one_rank(page)
    holder = _common_holder(headings, page) if headings else None
    if holder is None:
        return [Part(None, page.inner_html or "")]
    starts = {child.mem_id: heading for child, heading in _starts(holder, headings)}
    if len(starts) != len(headings):
        return [Part(None, page.inner_html or "")]
    before, after = _around(holder, page)
    parts, heading, pieces = [], None, [before]
    for child in children(holder):
        opening = starts.get(child.mem_id)
        if opening is not None:
            parts.append(Part(heading, "".join(pieces)))
            heading, pieces = text_in(opening), []
            if opening.css_first("img") is None:
                if opening.mem_id == child.mem_id:
                    continue
                opening.decompose()
        pieces.append(html_of(child))
    return [*parts, Part(heading, "".join([*pieces, after]))]


def _headings_of_one_rank(page: LexborNode) -> list[LexborNode]:
    for rank in HEADINGS[:4]:
        found = [node for node in page.css(rank) if text_in(node) and is_heading(node)]
        if len(found) > 1:
            return found
    return []


def _ancestors(node: LexborNode, top: LexborNode) -> list[LexborNode]:
    """From `top` down to the node's parent."""
    found = []
    parent = node.parent
    while parent is not None:
        found.append(parent)
        if parent.mem_id == top.mem_id:
            break
        parent = parent.parent
    return found[::-1]


def _common_holder(headings: list[LexborNode], page: LexborNode) -> LexborNode | None:
    """The innermost element around all of the headings."""
    chains = [_ancestors(heading, page) for heading in headings]
    holder = None
    for level in zip(*chains, strict=False):
        if len({node.mem_id for node in level}) > 1:
            break
        holder = level[0]
    return holder


def _starts(holder: LexborNode, headings: list[LexborNode]) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Each of the holder's children that a heading is (in), with that heading."""
    for heading in headings:
        node = heading
        while node.parent is not None and node.parent.mem_id != holder.mem_id:
            node = node.parent
        yield node, heading


def _around(holder: LexborNode, page: LexborNode) -> tuple[str, str]:
    """What stands in the page before and after the holder."""
    before, after = "", ""
    node = holder
    while node.mem_id != page.mem_id and node.parent is not None:
        earlier, seen = "", False
        later = ""
        for sibling in children(node.parent):
            if sibling.mem_id == node.mem_id:
                seen = True
            elif seen:
                later += html_of(sibling)
            else:
                earlier += html_of(sibling)
        before, after = earlier + before, after + later
        node = node.parent
    return before, after


def take_first_heading(page: LexborNode) -> LexborNode | None:
    """The heading that opens the page, if its first words are one; it stays where it is."""
    node: LexborNode | None = innermost(page)
    while node is not None:
        first = next((child for child in children(node) if not is_blank(child) or child.tag == "hr"), None)
        if first is None or not is_element(first):
            return None
        if first.tag in HEADINGS:
            return first if is_heading(first) else None
        if first.tag not in (*_WRAPPERS, "header", "hgroup"):
            return None
        node = first
    return None


def is_note(node: LexborNode) -> bool:
    """Whether a block is marked as the author's words about the story."""
    return node.tag in ("div", "section", "aside", "blockquote", "details") and any(
        _NOTE_CLASSES.fullmatch(name) for name in (*classes(node), attribute(node, "id"))
    )


def take_notes(page: LexborNode) -> tuple[str, str]:
    """Cut the notes before and after the text out of a page: (before, after) as HTML; "" where there are none.

    Notes in the midst of the text stay there.
    """
    blocks = [child for child in elements(innermost(page)) if not is_blank(child)]
    if all(is_note(block) or block.tag in HEADINGS for block in blocks):
        return "", ""
    before = _leading_notes([block for block in blocks if block.tag not in HEADINGS])
    after = _leading_notes([block for block in reversed(blocks) if block.tag != "hr"])[::-1]
    return _cut(before), _cut(after) if after else _cut_labelled_end(blocks[len(before) :])


def _cut_labelled_end(blocks: list[LexborNode]) -> str:
    """Cut off what stands after a line that says no more than "Author's Note:", where that is the smaller part."""
    at = next((at for at in range(len(blocks) - 1, 0, -1) if _is_author_label(blocks[at])), None)
    if at is None or at == len(blocks) - 1:
        return ""
    story, notes = blocks[:at], blocks[at + 1 :]
    if sum(len(text_in(block)) for block in notes) >= sum(len(text_in(block)) for block in story):
        return ""
    blocks[at].decompose()
    if story[-1].tag == "hr":
        story[-1].decompose()
    return _cut(notes)


def _is_author_label(block: LexborNode) -> bool:
    return block.tag in (*HEADINGS, "p", "div") and _AUTHOR_LABEL.fullmatch(text_in(block)) is not None


def _leading_notes(blocks: list[LexborNode]) -> list[LexborNode]:
    found = []
    for block in blocks:
        if not is_note(block):
            break
        found.append(block)
    return found


def _cut(blocks: list[LexborNode]) -> str:
    pieces = []
    for block in blocks:
        first = next(elements(block), None)
        if first is not None and _NOTE_LABEL.fullmatch(text_in(first)) and text_in(block) != text_in(first):
            first.decompose()
        pieces.append(block.inner_html or "")
        block.decompose()
    return "\n".join(pieces)

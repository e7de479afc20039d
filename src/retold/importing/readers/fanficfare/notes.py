"""A chapter's blocks -> its text, and the notes that FanFicFare put around it (sites on the Archive's software).

They lie in blocks of a known class before and after the text; calibre drops the classes, and plain text has none,
so the labels that open them tell them as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from retold.importing.readers.chaptering import html_of
from retold.importing.readers.documents import attribute, children, classes, elements, is_blank, is_element, text_in
from retold.lib.patterns import lazy
from retold.manuscript.markup import escape

_LABELS = lazy(
    r"(?:author['’]s note|summary for the chapter|notes for the chapter|works inspired by this one)\s*:?", re.IGNORECASE
)
_CHILDREN = "works inspired by this one"
_SUMMARY = lazy(r"summary|zusammenfassung|résumé|resumen|саммари|简介", re.IGNORECASE)
_OF_CHAPTER = lazy(r"chapter|kapitel|chapitre|capítulo|глав|章", re.IGNORECASE)
_BOLD = ("b", "strong")
_MOST_WRAPPED = 12
_WRAPPERS = ("div", "section")
_SAYING_NOTHING = {"class", "id", "name"}


@dataclass
class Parts:
    """What a chapter consists of, as HTML. `work_*` are the work's own notes, `related` the lines of related works."""

    text: str = ""
    summary: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    work_before: list[str] = field(default_factory=list)
    work_after: list[str] = field(default_factory=list)
    related: list[LexborNode] = field(default_factory=list)
    inspired: list[LexborNode] = field(default_factory=list)


def parts_of(documents: Sequence[Sequence[LexborNode]]) -> Parts:
    """The parts of a chapter that consists of these nodes, document by document (its heading is gone already)."""
    parts = Parts()
    for nodes in documents:
        _read_document(parts, _unwrapped(nodes))
    return parts


def _read_document(parts: Parts, nodes: list[LexborNode]) -> None:
    before, nodes = _take_leading(nodes)
    after, nodes = _take_trailing(nodes)
    for at_end, blocks in ((False, before), (True, after)):
        _read_notes(parts, blocks, at_end=at_end)
    parts.text += "".join(html_of(node) for node in _unwrapped(nodes))


def _unwrapped(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """What is in a lone wrapper that says nothing itself: a div without style or direction, our own books' section."""
    for _ in range(_MOST_WRAPPED):
        shown = _shown(nodes)
        lone = shown[0] if len(shown) == 1 and is_element(shown[0]) else None
        if lone is None or lone.tag not in _WRAPPERS or set(lone.attributes) - _SAYING_NOTHING or _is_notes(lone):
            break
        nodes = list(children(lone))
    return list(nodes)


def _shown(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    return [node for node in nodes if (not is_blank(node) if is_element(node) else bool((node.text() or "").strip()))]


def _is_notes(node: LexborNode) -> bool:
    """Whether a block is one of FanFicFare's blocks of notes, by its class or the label that opens it."""
    if node.tag != "div":
        return False
    first = next(iter(_shown(list(children(node)))), None)
    return "fff_chapter_notes" in classes(node) or (first is not None and first.tag in _BOLD and _is_label(first))


def _is_label(node: LexborNode) -> bool:
    """Whether a node is one of FanFicFare's labels and nothing else: bold words, or a paragraph of them."""
    if not is_element(node) or not _LABELS.fullmatch(text_in(node)):
        return False
    return node.tag in _BOLD or (node.tag == "p" and [child.tag for child in elements(node)] in (["b"], ["strong"]))


def _take_leading(nodes: list[LexborNode]) -> tuple[list[LexborNode], list[LexborNode]]:
    """The notes that open a chapter, and the rest of it."""
    shown = _shown(nodes)
    taken: list[LexborNode] = []
    while shown:
        size = 1 if _is_notes(shown[0]) else _labelled(shown)
        if not size or (size == 1 and "fff_foot_notes" in classes(shown[0])):
            break
        taken += shown[:size]
        shown = shown[size:]
    return taken, _without(nodes, taken)


def _labelled(shown: Sequence[LexborNode]) -> int:
    """How many nodes a label and what it announces are: a list, a quotation, or both; 0 if there is no label."""
    if not _is_label(shown[0]):
        return 0
    size = 1
    for tag in ("ul", "blockquote"):
        if size < len(shown) and shown[size].tag == tag:
            size += 1
    return size if size > 1 else 0


def _take_trailing(nodes: list[LexborNode]) -> tuple[list[LexborNode], list[LexborNode]]:
    """The notes that close a chapter, and the rest of it."""
    shown = _shown(nodes)
    taken: list[LexborNode] = []
    while shown:
        size = 1 if _is_notes(shown[-1]) else 0
        for back in (2, 3):
            size = size or (back if len(shown) >= back and _labelled(shown[-back:]) == back else 0)
        if not size:
            break
        taken = shown[-size:] + taken
        shown = shown[:-size]
    return taken, _without(nodes, taken)


def _without(nodes: Sequence[LexborNode], taken: Sequence[LexborNode]) -> list[LexborNode]:
    gone = {node.mem_id for node in taken}
    return [node for node in nodes if node.mem_id not in gone]


def _read_notes(parts: Parts, blocks: Sequence[LexborNode], *, at_end: bool) -> None:
    """Give each note to the field that its label means."""
    label = ""
    for block in blocks:
        inner = list(children(block)) if _is_notes(block) else [block]
        for node in _shown(inner):
            if _opens_note(node):
                label = text_in(node).rstrip(": ")
                if not _LABELS.fullmatch(label):
                    _field(parts, label, at_end=at_end).append(f"<p><b>{escape(label)}:</b></p>")
            elif attribute(node, "id") == "children" or label.casefold() == _CHILDREN:
                parts.inspired += node.css("li")
            elif node.tag == "ul" and ("associations" in classes(node) or not _field_is_of_chapter(label)):
                parts.related += node.css("li")
            else:
                # A note is quoted whole by the site, which says nothing of the words in it.
                html = (node.inner_html or "") if node.tag in ("blockquote", "div") else html_of(node)
                _field(parts, label, at_end=at_end).append(html)


def _opens_note(node: LexborNode) -> bool:
    return _is_label(node) or (node.tag in _BOLD and text_in(node).endswith(":"))


def _field_is_of_chapter(label: str) -> bool:
    return bool(_OF_CHAPTER.search(label) or _SUMMARY.search(label))


def _field(parts: Parts, label: str, *, at_end: bool) -> list[str]:
    """Where the text under a label belongs; a label of a person's own says by its words what it is."""
    if not at_end and _SUMMARY.search(label):
        return parts.summary
    if _OF_CHAPTER.search(label) or not label:
        return parts.after if at_end else parts.before
    return parts.work_after if at_end else parts.work_before

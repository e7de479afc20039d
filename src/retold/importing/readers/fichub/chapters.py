"""A chapter of FicHub: a heading in words or in a number, and the site's own markup below it."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from retold.importing.readers.chaptering import HEADINGS, chapter_title, html_of, is_heading
from retold.importing.readers.documents import is_blank, is_element, text_in
from retold.manuscript.markup import canonical
from retold.manuscript.model import Chapter


def chapter_of(nodes: Sequence[LexborNode], number: int, label: str | None) -> Chapter:
    """The chapter in these nodes; `label` is what the contents call it. The heading that says the same leaves."""
    first = next((node for node in nodes if not is_blank(node)), None)
    heading = first if first is not None and is_element(first) and first.tag in HEADINGS else None
    title = label
    if heading is not None and is_heading(heading):
        words = text_in(heading)
        if label is None or words.casefold() == label.casefold():
            title = words
            nodes = [node for node in nodes if node.mem_id != heading.mem_id]
    html = canonical("".join(html_of(node) for node in nodes))
    return Chapter(html=html, title=chapter_title(title, number))

"""HTML files of FicHub (formats.md §4), which come in a ZIP: the introduction, a list of chapters, and the chapters.

A page says neither the status nor the dates.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.documents import attribute, children, classes, elements, is_element, text_in
from retold.importing.readers.fichub.chapters import chapter_of
from retold.importing.readers.fichub.facts import HOST, Facts, creators_of, read_fact
from retold.importing.readers.fichub.meta_line import read_meta_line
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical_or_none
from retold.manuscript.model import Chapter, Manuscript, Unmapped

_HEAD = 1_000_000
_PLACE = lazy(r"chap_(\d{1,6})")
_CONTENTS = "contents-list"
_BACK = "(back to chapter list)"


def recognises(upload: Upload) -> bool:
    """Whether FicHub made the page: it thanks the site before its list of chapters."""
    if upload.kind is not Kind.HTML:
        return False
    head = upload.text[:_HEAD]
    return f'<nav id="{_CONTENTS}"' in head and HOST in head and 'id="chap_1"' in upload.text


def read(upload: Upload) -> Found:
    """The work on the page."""
    document = upload.document
    if document.body is None:
        raise Refused("This page holds no text, so there is no story in it; bring in the page that the story is on.")
    facts = Facts()
    summary = _read_introduction(facts, document.body)
    chapters = tuple(_chapters(facts, document))
    if not any(chapter.html for chapter in chapters):
        raise Refused("This page of FicHub holds no text of a story; fetch it once more and bring that in.")
    title, author = document.css_first("h1 .title"), document.css_first("h2 .author")
    return Found(
        Manuscript(
            chapters=chapters,
            title=(text_in(title) or None) if title is not None else None,
            creators=creators_of(text_in(author) if author is not None else ""),
            summary=canonical_or_none(summary, base_url=facts.url),
            source=facts.source("fichub_html"),
            stats=facts.stats,
            unmapped=tuple(facts.unmapped),
            **facts.fields,
        )
    )


def _read_introduction(facts: Facts, body: LexborNode) -> str:
    """Read what stands before the list of chapters; gives the description."""
    description = ""
    for node in elements(body):
        if attribute(node, "id") == _CONTENTS:
            break
        if node.tag == "div" and not description:
            description = node.inner_html or ""
        elif node.tag == "p" and not read_fact(facts, node):
            read_meta_line(facts, text_in(node))
        elif node.tag not in ("h1", "h2", "p") and text_in(node):
            facts.report("introduction", text_in(node))
    return description


def _chapters(facts: Facts, document: LexborHTMLParser) -> Iterator[Chapter]:
    labels = {attribute(link, "href").lstrip("#"): text_in(link) for link in document.css(f"#{_CONTENTS} a")}
    body, seen = document.body, False
    for node in children(body) if body is not None else ():
        place = _PLACE.fullmatch(attribute(node, "id")) if is_element(node) and node.tag == "div" else None
        if place is not None:
            seen = True
            nodes = [child for child in children(node) if not _is_navigation(child)]
            yield chapter_of(nodes, int(place[1]), labels.get(place[0]) or None)
        elif seen and text_in(node) not in ("", _BACK):
            facts.unmapped.append(Unmapped("page behind the story", text_in(node)))


def _is_navigation(node: LexborNode) -> bool:
    return is_element(node) and "chapter_nav" in classes(node)

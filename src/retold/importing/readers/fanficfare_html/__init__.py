"""HTML files of FanFicFare (formats.md §3): one page with the title, a table of facts, contents, and all chapters.

A page does not say the chapters' addresses, holds no history, and shows pictures only where they lie beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.documents import attribute, children, is_element, text_in
from retold.importing.readers.epub.styles import styles_in
from retold.importing.readers.fanficfare.entries import entries_in
from retold.importing.readers.fanficfare.facts import facts_of
from retold.importing.readers.fanficfare.labels import Hints
from retold.importing.readers.fanficfare.styling import skin_in, write_out
from retold.importing.readers.fanficfare.work import Section, creators_in, manuscript_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.patterns import lazy
from retold.manuscript.model import Unmapped

_HEAD = 200_000
_TABLE = '<table class="full">'
_SECTION = lazy(r'<a name="section\d{4,6}">\s*<h2>')
_PLACE = lazy(r"section(\d{4,6})")


def recognises(upload: Upload) -> bool:
    """Whether FanFicFare made the page: its table of facts, and a chapter's heading in its own kind of anchor."""
    if upload.kind is not Kind.HTML:
        return False
    head = upload.text[:_HEAD]
    return (_TABLE in head or "class='authorlink'" in head) and bool(_SECTION.search(upload.text))


def read(upload: Upload) -> Found:
    """The work on the page."""
    document = upload.document
    body = document.body
    if body is None:
        raise Refused("This page holds no text, so there is no story in it; bring in the page that the story is on.")
    sheet = "\n".join(node.text() or "" for node in document.css("style"))
    pictures = _pictures(document)
    write_out(document, styles_in(sheet))
    heading, links = document.css_first("h1"), document.css("h1 a")
    table = body.css_first("table.full")
    url = attribute(links[0], "href") if links else ""
    entries = entries_in(table) if table is not None else []
    facts = facts_of(entries, Hints(), url if url.startswith(("http://", "https://")) else None)
    written = text_in(heading).rpartition(" by ")[2] if heading is not None else ""
    byline = [(text_in(link), attribute(link, "href")) for link in links[1:]]
    more = {
        "title": text_in(links[0]) if links else None,
        **creators_in(facts, written, byline),
        "skin": skin_in(sheet),
        "unmapped": pictures,
    }
    return Found(manuscript_of(facts, _sections(body), "fanficfare_html", **more))


def _pictures(document: LexborHTMLParser) -> tuple[Unmapped, ...]:
    """Pictures that lie beside the page, or were never fetched: their words stay, their addresses are told."""
    found = []
    for node in document.css("img"):
        source, _, failed = attribute(node, "src").partition(" ")
        if not source.startswith(("http://", "https://", "data:")):
            address = failed or attribute(node, "longdesc") or source
            said = "It was not fetched" if source == "failedtoload" else "It is not in the file"
            found.append(Unmapped("picture", f"{said}: {address}"))
    return tuple(found)


def _sections(body: LexborNode) -> Sequence[Section]:
    """The chapters: what stands between one heading in an anchor and the next."""
    found: list[Section] = []
    nodes: list[LexborNode] = []
    for node in children(body):
        place = _PLACE.fullmatch(attribute(node, "name")) if is_element(node) and node.tag == "a" else None
        if place is not None and node.css_first("h2") is not None:
            nodes = []
            found.append(Section(text_in(node) or None, [nodes], int(place[1])))
        elif found:
            nodes.append(node)
    return found

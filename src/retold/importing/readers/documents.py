"""HTML and XHTML documents: bytes -> letters -> a tree, whatever state they are in, and small helpers to walk it.

One parser (lexbor) reads both, so that a broken XHTML document loses nothing. What XHTML allows and HTML does not
is written out first: elements closed in their own tag, and CDATA sections.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Container, Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.lib import decoding
from retold.lib.patterns import lazy
from retold.lib.xml_text import clean_utf8
from retold.manuscript.markup.guard import bounded

# fmt: off
VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))
# fmt: on

_DECLARED = re.compile(rb"""(?:charset\s*=|^\s*<\?xml[^>]{0,200}?encoding\s*=)\s*["']?([A-Za-z0-9_.:-]{2,40})""")
_CLOSED_IN_ITSELF = lazy(r"""<([A-Za-z][^\s<>/"']*)((?:[^<>"'/]|/(?!>)|"[^"<]*"|'[^'<]*')*)/>""")
_NOT_OF_PAGES = ("idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
_XHTML_MARK = "http://www.w3.org/1999/xhtml"
_SPACE = " \t\n\r\f"
_UNEVEN = lazy(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")  # single spaces, of which a story is full, are left alone


def decode(data: bytes) -> str:
    """The letters of a document: by its mark, as UTF-8, as it declares itself, or by a guess. Raises NotText."""
    declared = _declared(data)
    if declared:
        try:
            return data.decode(declared).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeError:
            pass
    return decoding.decode(data).text


def _declared(data: bytes) -> str | None:
    """The encoding that a page names in its head, if the page has no mark, is not UTF-8, and the name is known."""
    match = _DECLARED.search(data, 0, 4096)
    if match is None or not data.lstrip().startswith(b"<") or _is_utf_8(data):
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
    # A browser reads Latin-1 as Windows-1252, which is what writers' programs meant by it.
    name = "cp1252" if name in ("iso8859-1", "ascii") else name
    return name if _of_text(name) else None


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf8")
    except UnicodeDecodeError:
        return False
    return True


def _of_text(name: str) -> bool:
    """Whether an encoding is one that pages are written in: Python knows others, for programs' own use."""
    return (
        name.replace("_", "-") not in _NOT_OF_PAGES
        and not name.startswith("utf-")
        and codecs.lookup(name)._is_text_encoding
    )


def parse(text: str) -> LexborHTMLParser:
    """The document as a tree; nothing of its text is left out, however deep it is nested or badly closed."""
    if _XHTML_MARK in text[:4096] or text.lstrip()[:5] == "<?xml":
        text = _as_html(text)
    return LexborHTMLParser(clean_utf8(bounded(text)))


def _as_html(text: str) -> str:
    return _CLOSED_IN_ITSELF.sub(_opened_and_closed, _without_cdata(text))


def _without_cdata(text: str) -> str:
    """What stands in CDATA sections as ordinary text; one that is never closed runs to the end."""
    before, *sections = text.split("<![CDATA[")
    pieces = [before]
    for section in sections:
        literal, closed, after = section.partition("]]>")
        pieces += [html.escape(literal, quote=False), after] if closed else [html.escape(section, quote=False)]
    return "".join(pieces)


def _opened_and_closed(match: re.Match[str]) -> str:
    name, attributes = match.groups()
    return match[0] if name.lower() in VOID else f"<{name}{attributes}></{name}>"


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The node's children, texts and comments among them."""
    child = node.child
    while child is not None:
        following = child.next
        yield child
        child = following


def elements(node: LexborNode) -> Iterator[LexborNode]:
    """The node's children that are elements."""
    return (child for child in children(node) if is_element(child))


def is_element(node: LexborNode) -> bool:
    """Whether the node is an element (not a text, comment or declaration)."""
    return (node.tag or "-")[0] not in "-!"


def is_text(node: LexborNode) -> bool:
    """Whether the node is a run of letters."""
    return node.tag == "-text"


def text_in(node: LexborNode) -> str:
    """The node's text on one line: spaces joined, ends trimmed (a space that does not break stays)."""
    return squeezed(node.text() or "")


def squeezed(text: str) -> str:
    """Text on one line, as a browser would show it."""
    return _UNEVEN.sub(" ", text).strip(" ")


def has_text(node: LexborNode) -> bool:
    """Whether there is more in the node's text than spaces."""
    return bool((node.text() or "").strip(_SPACE))


def attribute(node: LexborNode, name: str) -> str:
    """The attribute's value, "" if there is none."""
    return node.attributes.get(name) or ""


def classes(node: LexborNode) -> list[str]:
    """The names in the element's class attribute."""
    return attribute(node, "class").split()


def is_blank(node: LexborNode) -> bool:
    """Whether nothing would be seen of the node: no text, no picture, no line."""
    if node.tag in ("img", "hr", "svg", "picture", "object", "video", "audio", "iframe"):
        return False
    if node.child is None and is_element(node):
        return True  # told at once: a page may hold hundreds of thousands of empty elements
    return not has_text(node) and node.css_first("img, hr, svg, picture, object, video, audio, iframe") is None


def outermost(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """The nodes that stand in no other of them, each once: what may be taken out of a page one after the other.

    A node that is taken out takes along what is in it, which must not be touched afterwards.
    """
    by_id = {node.mem_id: node for node in nodes}
    return [node for node in by_id.values() if not _has_parent_among(node, by_id)]


def _has_parent_among(node: LexborNode, by_id: Container[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in by_id:
            return True
        parent = parent.parent
    return False


def with_links(node: LexborNode) -> str:
    """The node's text, then the addresses that it links to, for a report of what has no field of its own."""
    addresses = [attribute(link, "href") for link in node.css("a[href]")]
    return " ".join([text_in(node), *(f"<{address}>" for address in addresses if address)])

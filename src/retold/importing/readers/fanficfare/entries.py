"""The labelled lines of a title page, as a table or as lines of words, in HTML or in plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.chaptering import html_of
from retold.importing.readers.documents import attribute, children, elements, is_element, is_text, squeezed, text_in
from retold.importing.readers.fanficfare.labels import Entry, Link, is_own, key_of
from retold.lib.patterns import lazy
from retold.manuscript.markup import escape

_BOLD = ("b", "strong")
_LONGEST_LABEL = 60
_TEXT_LABEL = lazy(r"([^:\n]{1,60}): ?(.*)")
_LINK = lazy(r"<a\s[^<>]*>")
_MOST_COMMAS = 12
# What FanFicFare wraps its plain text at, unless it is told otherwise.
WIDTH = 78


def entries_in(page: LexborNode) -> list[Entry]:
    """The entries of a title page, in their order. A table's rows, else lines that a bold label opens."""
    rows = [row for row in page.css("tr") if row.css_first("b, strong") is not None]
    if rows:
        return [entry for row in rows for entry in _entries_of_row(row)]
    holders = [page, *page.css("div")]
    best = max(holders, key=lambda node: sum(child.tag in _BOLD for child in elements(node)))
    return list(_entries_of_lines(best))


def _entries_of_row(row: LexborNode) -> Iterator[Entry]:
    cells = [cell for cell in elements(row) if cell.tag in ("td", "th")]
    if len(cells) == 2:
        yield _entry(text_in(cells[0]), cells[1].inner_html or "")
        return
    for cell in cells:
        yield from _entries_of_lines(cell)


def _entries_of_lines(holder: LexborNode) -> Iterator[Entry]:
    """`<b>Label:</b> value<br/>` again and again; a value may hold bold words and line breaks of its own."""
    label: str | None = None
    pieces: list[str] = []
    opens, gap = True, "\n\n"
    for node in children(holder):
        if opens and is_element(node) and node.tag in _BOLD and _is_label(node, gap):
            if label is not None:
                yield _entry(label, "".join(pieces))
            label, pieces, opens = text_in(node), [], False
            continue
        if is_text(node):
            gap = node.text() or ""
            opens = opens and not gap.strip()
        elif is_element(node):
            opens, gap = node.tag == "br", ""
        pieces.append(html_of(node))
    if label is not None:
        yield _entry(label, "".join(pieces))


def _is_label(node: LexborNode, gap: str) -> bool:
    """Whether bold words at the start of a line are a label: a known one, or behind the empty line of the template."""
    written = text_in(node)
    following = node.next
    colon = written.endswith(":") or (following is not None and (following.text() or "").startswith(":"))
    return colon and len(written) <= _LONGEST_LABEL and (gap.count("\n") >= 2 or bool(key_of(written.rstrip(" :"))))


def _entry(label: str, html: str) -> Entry:
    """An entry out of its label and its value's HTML, without the line break that ends it."""
    body = LexborHTMLParser(html).body
    label = label.strip().rstrip(":").strip()
    if body is None:
        return Entry(label, "", "")
    last = _last_shown(body)
    while last is not None and last.tag == "br":
        last.decompose()
        last = _last_shown(body)
    lone = next(elements(body), None)
    if lone is not None and lone.tag == "div" and text_in(lone) == text_in(body):
        body = lone
    links = tuple(Link(text_in(link), attribute(link, "href").strip()) for link in body.css("a[href]"))
    html = (body.inner_html or "").strip()
    text = squeezed(body.text(separator=" ") if body.css_first("p, div, br") is not None else body.text())
    return Entry(label, html.removeprefix(":").strip(), text.removeprefix(":").strip(), links)


def _last_shown(body: LexborNode) -> LexborNode | None:
    shown = [child for child in children(body) if is_element(child) or (child.text() or "").strip()]
    return shown[-1] if shown else None


def entries_in_lines(lines: Sequence[str], width: int = WIDTH) -> list[Entry]:
    """The entries of a plain text's title page, whose values are wrapped at `width` letters.

    A line opens an entry if it has a label and was not wrapped, for its first word would have fitted on the line
    before; or if its label is one of FanFicFare's own.
    """
    found: list[list[str]] = []
    for at, line in enumerate(lines):
        match = _TEXT_LABEL.fullmatch(line)
        if match and (not found or _ends(lines[at - 1], line, width) or is_own(match[1])):
            found.append([match[1], match[2]])
        elif found and line.strip():
            found[-1].append(line)
        elif line.strip():
            found.append(["", line])
    return [_text_entry(label, values) for label, *values in found]


def _ends(before: str, line: str, width: int) -> bool:
    first = textwrap.wrap(line, width)[0].split(" ")[0] if line.strip() else ""
    return not before.strip() or len(before) + 1 + len(first) <= width


def _text_entry(label: str, values: Sequence[str]) -> Entry:
    value = squeezed(" ".join(values))
    # FanFicFare leaves the tags of its own links in its plain texts.
    if _LINK.search(value):
        return _entry(label, value)
    return Entry(label, escape(value), value)


Names = Callable[[str], list[str]]


def splitter(known: frozenset[str]) -> Names:
    """A function that parts "A, B, C" into names, of which those in `known` may hold commas themselves."""
    most = min(max((name.count(", ") for name in known), default=0), _MOST_COMMAS) + 1

    def names(text: str) -> list[str]:
        words, found, at = text.split(", "), [], 0
        while at < len(words):
            sizes = range(min(most, len(words) - at), 1, -1)
            size = next((size for size in sizes if ", ".join(words[at : at + size]) in known), 1)
            found.append(", ".join(words[at : at + size]).strip(" ,"))
            at += size
        return [name for name in dict.fromkeys(found) if name]

    return names

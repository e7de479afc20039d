"""Canonical markup as plain text, and plain text as canonical markup; ids made apart.

All of it is done on the markup's text alone, which its form makes safe: in text only &, < and > are escaped, so a
"<" always begins a tag; attribute values stand in double quotes and hold neither "<" nor ">" nor a double quote;
an id comes first in its tag, an address next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retold.lib.patterns import lazy
from retold.lib.xml_text import collapse, drop_illegal

_BLOCK = (
    "p|h[1-6]|li|ul|ol|dl|dt|dd|div|blockquote|figure|figcaption|table|caption|thead|tbody|tfoot|tr|details|summary|pre"
)
_BLOCK_EDGE = lazy(rf"<(?:/?(?:{_BLOCK})(?: [^>]*)?>|hr(?: [^>]*)?/>)")
_CELL_EDGE = lazy(r"</t[dh]><t[dh](?: [^>]*)?>")
_BREAK = lazy(r"<br(?: [^>]*)?/>")
_TAG = lazy(r"<[^>]*>")
_TWO_BREAKS = lazy(r"(?:<br(?: [^>]*)?/>){2,}")
_RULE = lazy(r"<hr(?: [^>]*)?/>")
_ID = lazy(r'(<[a-z][a-z0-9]* id=")(?=x-)')
_TARGET = lazy(r'(<a(?: id="[^"]*")? href="#)(?=x-)')


def escape(text: str) -> str:
    """Plain text as markup text: &, < and > escaped, what XML forbids left out."""
    return drop_illegal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Plain text as the inside of an attribute value in double quotes."""
    return escape(text).replace('"', "&quot;")


def paragraphs(lines: Iterable[str]) -> str:
    """Plain lines as canonical paragraphs, one for each line that holds anything."""
    collapsed = (collapse(drop_illegal(line)).strip(" ") for line in lines)
    return "\n".join(f"<p>{escape(line)}</p>" for line in collapsed if line)


def text_of(markup: str) -> str:
    """The plain text of canonical markup: blocks two line ends apart, `br` one, table cells a tab."""
    marked = _CELL_EDGE.sub("\t", _BLOCK_EDGE.sub("\0", markup)) if "<" in markup else markup
    blocks = (_plain(block) for block in marked.split("\0"))
    return "\n\n".join(block for block in blocks if block)


def blocks_of(markup: str) -> list[str]:
    """The plain text of each leaf block: paragraph, item, heading, rule, figure, table row (data-model.md, section 5).

    Two `br` in a row part a block in two. A rule gives "".
    """
    blocks: list[str] = []
    leaves = _leaves(markup)
    for piece in (_TWO_BREAKS.sub("\0", leaves) if "<br" in leaves else leaves).split("\0"):
        if piece == "\1":
            blocks.append("")
        elif text := _plain(piece):
            blocks.append(text)
    return blocks


def scope_ids(markup: str, prefix: str) -> str:
    """The markup with "x-name" ids and links to them made "prefix-x-name", so that fragments can share a page.

    `prefix` holds ASCII letters, digits and hyphens, and begins with a letter.
    """
    if ' id="x-' not in markup:
        return markup

    def scoped(found: re.Match[str]) -> str:
        return f"{found[1]}{prefix}-"

    return _TARGET.sub(scoped, _ID.sub(scoped, markup))


def _leaves(markup: str) -> str:
    # Most texts have neither tables nor rules; looking for their first letters costs far less than for the whole.
    if "</t" in markup:
        markup = _CELL_EDGE.sub("\t", markup)
    if "<hr" in markup:
        markup = _RULE.sub("\0\1\0", markup)
    # The commonest edges by plain replacing; what is left of them by pattern.
    for edge in ("</p>\n<p>", "<p>", "</p>"):
        markup = markup.replace(edge, "\0")
    return _BLOCK_EDGE.sub("\0", markup)


def _plain(block: str) -> str:
    text = _TAG.sub("", _BREAK.sub("\n", block)) if "<" in block else block
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip("\n")

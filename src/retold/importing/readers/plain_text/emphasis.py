"""Emphasis as plain text writes it: `*x*`, `_x_` and `/x/`, where the signs pair within a paragraph."""

from __future__ import annotations

import re

from retold.lib.patterns import lazy
from retold.manuscript.markup import escape, escape_attribute

_LONGEST = 1000
_URL = r"(?P<url>(?:https?://|www\.)[^\s<>\"“”]+)"
# A sign opens before a word and after none, and closes after one and before none; so 2*3*4, snake_case, and/or,
# /usr/bin/env and 1/2/2003 hold none. `/x/` needs air around it, as slashes are in so much else.
_SIGNED = (
    rf"(?<![\w*])\*\*\*(?P<both>[^\s*](?:[^*]{{0,{_LONGEST}}}[^\s*])?)\*\*\*(?![\w*])",
    rf"(?<![\w*])\*\*(?P<strong>[^\s*](?:[^*]{{0,{_LONGEST}}}[^\s*])?)\*\*(?![\w*])",
    rf"(?<![\w*])\*(?P<star>[^\s*](?:[^*]{{0,{_LONGEST}}}[^\s*])?)\*(?![\w*])",
    rf"(?<![\w_])_(?P<line>[^\s_](?:[^_]{{0,{_LONGEST}}}[^\s_])?)_(?![\w_])",
    rf"(?<![^\s\"'“‘(\[—–])/(?P<slash>[^\W\d_](?:[^/\n]{{0,{_LONGEST}}}[^\s/])?)/(?=[\s.,;:!?\"'”’)\]—–…]|$)",
)
_TOKEN = lazy("|".join((_URL, *_SIGNED)))
_ELEMENTS = {"strong": ("strong",), "both": ("strong", "em"), "star": ("em",), "line": ("em",), "slash": ("em",)}
_AFTER_URL = lazy(r"[.,;:!?'\"”’*_~]+$")
_DEEPEST = 4


def marked_up(text: str, *, links: bool = False, depth: int = 0) -> str:
    """A paragraph's text as inline markup: emphasis where its signs pair, addresses as links if `links` says so.

    Nothing else changes; what is within an address is never emphasis.
    """
    out: list[str] = []
    at = 0
    for match in _TOKEN.finditer(text) if depth < _DEEPEST else ():
        out.append(escape(text[at : match.start()]))
        out.append(_token(match, links, depth))
        at = match.end()
    out.append(escape(text[at:]))
    return "".join(out)


def _token(match: re.Match[str], links: bool, depth: int) -> str:
    kind = match.lastgroup or "url"
    if kind == "url":
        return _link(match.group()) if links else escape(match.group())
    inner = marked_up(match[kind], links=links, depth=depth + 1)
    for element in reversed(_ELEMENTS[kind]):
        inner = f"<{element}>{inner}</{element}>"
    return inner


def _link(written: str) -> str:
    address = _AFTER_URL.sub("", written)
    if address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1]
    if not address.startswith("http"):
        return escape(written)
    return f'<a href="{escape_attribute(address)}">{escape(address)}</a>{escape(written[len(address) :])}'

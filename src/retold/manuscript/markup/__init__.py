"""Canonical markup: the one form in which texts are kept, safe and valid wherever it is put.

A fragment of well-formed XHTML that is also valid HTML with a right content model. `canonical` makes it of any
HTML, without losing a word; every page and every export then puts such fragments together as they are.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from retold.lib.patterns import lazy
from retold.lib.xml_text import clean_utf8, collapse, drop_illegal
from retold.manuscript.markup.builder import Builder
from retold.manuscript.markup.guard import bounded
from retold.manuscript.markup.serialiser import serialise
from retold.manuscript.markup.text import blocks_of, escape, escape_attribute, paragraphs, scope_ids, text_of
from retold.manuscript.markup.urls import safe_url
from retold.manuscript.markup.vocabulary import RAW_TEXT

__all__ = [
    "RULES",
    "blocks_of",
    "canonical",
    "canonical_or_none",
    "escape",
    "escape_attribute",
    "paragraphs",
    "safe_url",
    "scope_ids",
    "text_of",
]

# The version of these rules: raised when the same source would give other markup.
RULES = 1

_RARE = lazy(rf"<(?:script|style|template|{'|'.join(RAW_TEXT)})", re.IGNORECASE)


def canonical(source: str, *, base_url: str | None = None) -> str:
    """Any HTML as canonical markup; "" if there is nothing in it.

    Idempotent, never raises, and loses no text. Relative addresses are resolved against `base_url`, or unlinked.
    """
    if "<" not in source and "&" not in source:
        line = collapse(clean_utf8(source).decode()).strip(" ")
        return f"<p>{escape(line)}</p>" if line else ""
    serialised = _parsed(bounded(source)).replace("&nbsp;", "\u00a0")
    if "&#" in source:
        serialised = drop_illegal(serialised).replace("\r", "\n")
    return serialise(Builder(base_url).build(serialised))


def canonical_or_none(source: str | None, *, base_url: str | None = None) -> str | None:
    """The canonical markup, or None if there is nothing in it."""
    return (canonical(source, base_url=base_url) if source else "") or None


def _parsed(source: str) -> str:
    """The source as the parser writes it again: properly nested, every text escaped, no raw text left."""
    parser = LexborHTMLParser(clean_utf8(source), is_fragment=True, options=LexborDocumentOptions.WO_EVENTS)
    if _RARE.search(source):
        parser.strip_tags(["template", "script", "style"])
        for node in parser.css(",".join(RAW_TEXT)):
            block = parser.create_node("pre" if node.tag in ("xmp", "plaintext") else "div")
            block.insert_child(node.text())
            node.insert_before(block)
            node.decompose()
    serialised: str = parser.html or ""
    return serialised

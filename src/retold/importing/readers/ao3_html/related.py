"""Related works in a download: "Inspired by …", "A translation of …" -> stated credits (formats.md §1)."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from retold.importing.readers.ao3_html.header import address_of
from retold.importing.readers.documents import text_in
from retold.lib.patterns import lazy
from retold.manuscript.model import Credit

# How the sentence opens -> the kind of credit. "Translation into … available" points the other way: no credit.
_KINDS = (("inspired by", "inspired_by"), ("a translation of", "translation_of"), ("translation of", "translation_of"))
# Works that the sentence names without a title.
_NAMELESS = lazy(r"(?:a )?(?:work in an unrevealed collection|deleted work|restricted work)|\[restricted work\]", re.I)
_BY = lazy(r"(.*?)\bby\b(.*)", re.DOTALL)


def credit_in(item: LexborNode, base_url: str | None) -> Credit | None:
    """The credit that an item of the list states, with its words as evidence; None if it states none."""
    evidence = text_in(item)
    for opening, kind in _KINDS:
        if evidence.casefold().startswith(opening):
            return _credit(kind, evidence[len(opening) :].strip(), item, base_url, evidence)
    return None


def _credit(kind: str, rest: str, item: LexborNode, base_url: str | None, evidence: str) -> Credit:
    links = item.css("a")
    nameless = _NAMELESS.match(rest)
    if nameless:
        people = rest[nameless.end() :].strip()
        title, url = None, None
    else:
        title = text_in(links[0]) if links else _title(rest)
        url = address_of(links[0], base_url) if links else None
        people = rest.partition(title)[2] if title else rest
    creator = _by(people)
    return Credit(kind, "fanfic", title, creator, None, url, evidence, "stated", "accepted")


def _title(rest: str) -> str | None:
    return rest.rpartition(" by ")[0].strip() or rest or None


def _by(text: str) -> str | None:
    """The name or names after the word "by"; nobody where they are anonymous."""
    match = _BY.fullmatch(text)
    name = match[2].strip().rstrip(".") if match else ""
    return name if name and name != "Anonymous" else None

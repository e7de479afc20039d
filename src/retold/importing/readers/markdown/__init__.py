"""Markdown: YAML fields, a title, chapters under headings (formats.md §0); also what our own writer writes."""

from __future__ import annotations

import re

from retold.importing.readers.markdown.splitting import split_fields
from retold.lib.decoding import decode
from retold.lib.patterns import lazy
from retold.manuscript.model import Manuscript

__all__ = ["is_markdown", "parse", "read_markdown"]

_LOOKED_AT = 200_000
_HEADING = lazy(r"^#{1,6}[ \t]+\S.*$", re.MULTILINE)
_OPENS = lazy(r"\s*#[ \t]+\S.*\n[ \t]*\n")
_NAMED_SO = (".md", ".markdown", ".mkd", ".mdown")
# What plain stories do not have: each kind found is one sign. Emphasis, rules and quoted mail are no signs.
_SIGNS = (
    lazy(r"!?\[[^\]\n]{1,300}\]\([^)\s]{1,500}[^)\n]{0,200}\)"),
    lazy(r"^\[[^\]\n]{1,100}\]:[ \t]+\S+", re.MULTILINE),
    lazy(r"^(?:```|~~~)", re.MULTILINE),
    lazy(r"^\|?[ \t]*:?-{3,}:?[ \t]*\|", re.MULTILINE),
    lazy(r"\*\*[^\s*][^*\n]{0,200}\*\*"),
    lazy(r"^\S.{0,100}\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
    lazy(r"(?:^[ \t]*[-*+][ \t]+\S.*\n?){2}", re.MULTILINE),
    lazy(r"\\[*_#\[\]]"),
)


def is_markdown(text: str, name: str = "") -> bool:
    """Whether a text is Markdown and not a plain story.

    YAML fields, a title as its first line, several headings, or a heading and another sign say so; of a file that is
    named as Markdown, a heading or a sign is enough. A plain story with `*emphasis*` and rules of stars is none.
    """
    text = text[:_LOOKED_AT]
    fields, rest = split_fields(text)
    if fields is not None and _are_fields(fields):
        return True
    headings = len(_HEADING.findall(rest))
    signs = sum(pattern.search(rest) is not None for pattern in _SIGNS)
    if name.lower().endswith(_NAMED_SO) and headings + signs:
        return True
    return bool(_OPENS.match(rest)) or headings >= 3 or (headings >= 1 and signs >= 1) or signs >= 4


def _are_fields(fields: str) -> bool:
    from retold.importing.readers.markdown.yaml_fields import read_fields

    return read_fields(fields) is not None


def parse(text: str) -> Manuscript:
    """The Manuscript in a Markdown text whose line ends are "\\n". HTML in it is shown as it is written."""
    # Every plain text is asked whether it is Markdown; only one that is needs a parser of it.
    from retold.importing.readers.markdown.blocks import blocks_of
    from retold.importing.readers.markdown.sections import Sections

    fields, rest = split_fields(text)
    return Sections(fields, blocks_of(rest)).manuscript()


def read_markdown(name: str, data: bytes) -> tuple[Manuscript, str]:
    """The Manuscript in a Markdown file's bytes, and its text; the file's name says nothing that is trusted.

    Raises retold.lib.decoding.NotText if the bytes are not text.
    """
    del name
    text = decode(data).text
    return parse(text), text

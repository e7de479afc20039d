"""Plain text, by whomever and from wherever: a story with its front matter, in any encoding (formats.md §0)."""

from __future__ import annotations

from retold.importing.readers.plain_text.assembling import assemble
from retold.lib.decoding import decode
from retold.manuscript.front_matter import split
from retold.manuscript.model import Manuscript

__all__ = ["assemble", "parse", "read_plain_text"]


def parse(text: str) -> Manuscript:
    """The Manuscript in a plain text whose line ends are "\\n"."""
    return assemble(text, split(text))


def read_plain_text(name: str, data: bytes) -> tuple[Manuscript, str]:
    """The Manuscript in a text file's bytes, and its text; the file's name says nothing that is trusted.

    Raises retold.lib.decoding.NotText if the bytes are not text.
    """
    del name
    text = decode(data).text
    return parse(text), text

"""Plain text, by whomever and from wherever: a story with its front matter, in any encoding (formats.md §0)."""

from __future__ import annotations

from retold.importing.readers.plain_text.assembling import assemble
from retold.importing.readers.upload import Refused
from retold.lib.decoding import decode
from retold.manuscript.front_matter import split
from retold.manuscript.model import Manuscript

__all__ = ["assemble", "parse", "read_plain_text"]

# Lines with something in them: twice as many as the longest known stories have paragraphs.
MOST_LINES = 300_000


def parse(text: str) -> Manuscript:
    """The Manuscript in a plain text whose line ends are "\\n"."""
    return assemble(text, split(text))


def read_plain_text(name: str, data: bytes) -> tuple[Manuscript, str]:
    """The Manuscript in a text file's bytes, and its text; the file's name says nothing that is trusted.

    Raises retold.lib.decoding.NotText if the bytes are not text, and Refused if no story has so many lines.
    """
    del name
    text = decode(data).text
    if text.count("\n") > MOST_LINES and sum(map(bool, map(str.strip, text.split("\n")))) > MOST_LINES:
        raise Refused(f"This text has more than {MOST_LINES:,} lines, more than any story; bring it in in parts.")
    return parse(text), text

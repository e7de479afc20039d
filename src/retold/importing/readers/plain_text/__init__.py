"""Plain text, by whomever and from wherever: a story with its front matter, in any encoding (formats.md §0)."""

from __future__ import annotations

from retold.importing.readers.plain_text.assembling import assemble
from retold.importing.readers.upload import Refused
from retold.lib.decoding import decode
from retold.manuscript.front_matter import split
from retold.manuscript.model import Manuscript

__all__ = ["assemble", "is_scraps", "parse", "read_plain_text"]

# More lines with something in them than this, and fewer signs in each than this on the whole: that is no story, and
# each line would be a paragraph. The longest stories known have more lines, but of words.
MANY_LINES, SIGNS_A_LINE = 300_000, 8


def parse(text: str) -> Manuscript:
    """The Manuscript in a plain text whose line ends are "\\n"."""
    return assemble(text, split(text))


def read_plain_text(name: str, data: bytes) -> tuple[Manuscript, str]:
    """The Manuscript in a text file's bytes, and its text; the file's name says nothing that is trusted.

    Raises retold.lib.decoding.NotText if the bytes are not text, and Refused if it is hundreds of thousands of scraps.
    """
    del name
    text = decode(data).text
    if is_scraps(text):
        raise Refused(
            f"This text has more than {MANY_LINES:,} lines with next to nothing in each, as no story has; "
            "bring it in in parts."
        )
    return parse(text), text


def is_scraps(text: str) -> bool:
    """Whether a text is so many lines with so little in each that it is no story, however long one is."""
    if text.count("\n") < MANY_LINES:
        return False
    lengths = [len(line) for line in map(str.strip, text.split("\n")) if line]
    return len(lengths) > MANY_LINES and sum(lengths) < SIGNS_A_LINE * len(lengths)

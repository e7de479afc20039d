"""What a reader is handed and what it hands back: one file that came in, and what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers import documents, sniffing
from retold.importing.readers.sniffing import Kind
from retold.lib import decoding
from retold.lib.archives import DEFAULT_LIMITS, Archive, BadArchive, Limits, open_archive
from retold.manuscript.model import Manuscript

# Names -> for those that are known, the Manuscript's fields in which they stand elsewhere ("fandoms", "rating" …).
Known = Callable[[Sequence[str]], Mapping[str, Collection[str]]]

# Letters of one page: more than the longest known stories have. A tree takes some 30 bytes for each.
MOST_HTML = 64_000_000


def nothing_known(names: Sequence[str]) -> Mapping[str, Collection[str]]:
    """The lookup where there is no catalog."""
    del names
    return {}


class Refused(Exception):
    """The file cannot be read; the message is one clear sentence for the person who brought it."""


@dataclass(frozen=True)
class Heap:
    """What a file says in one heap, to be taken apart (`readers.taking_apart`).

    `subjects` are names among the Manuscript's freeforms whose kinds the file does not tell, `creator` is a name that
    may be several (and `sorted_as` how the file sorts it), `preface` the words of pages around the story.
    """

    subjects: tuple[str, ...] = ()
    creator: str = ""
    sorted_as: str = ""
    preface: str = ""


@dataclass(frozen=True)
class Found:
    """What a reader found: the Manuscript, its pictures' bytes by asset name, and for plain text the text read.

    `heap` is what the file did not tell apart.
    """

    manuscript: Manuscript
    assets: Mapping[str, bytes] = field(default_factory=dict)
    text: str | None = None
    heap: Heap | None = None


@dataclass(frozen=True)
class Upload:
    """One file: its name (no more than a hint), its bytes, and what they turn out to be, worked out when asked for.

    `archive`, `text` and `document` raise Refused if the bytes cannot be read as such.
    """

    name: str
    data: bytes
    limits: Limits = DEFAULT_LIMITS

    @cached_property
    def kind(self) -> Kind:
        """What the bytes are, by their content alone."""
        kind = sniffing.kind_of_bytes(self.data)
        if kind is Kind.ZIP:
            return sniffing.kind_of_archive(self.archive)
        if kind is Kind.TEXT:
            return sniffing.kind_of_text(self.text)
        return kind

    @cached_property
    def archive(self) -> Archive:
        """The ZIP archive that the bytes are, checked from end to end."""
        try:
            return open_archive(self.data, self.limits)
        except BadArchive as error:
            raise Refused(str(error)) from error

    @cached_property
    def text(self) -> str:
        """The bytes as letters, with line ends as "\\n"; an encoding that an HTML page declares is honoured."""
        try:
            return documents.decode(self.data)
        except decoding.NotText as error:
            raise Refused(sniffing.UNKNOWN_BINARY) from error

    @cached_property
    def document(self) -> LexborHTMLParser:
        """The text as an HTML document."""
        if len(self.text) > MOST_HTML:
            raise Refused("This page is longer than any story is, so it was not read; bring in the story in parts.")
        return documents.parse(self.text)

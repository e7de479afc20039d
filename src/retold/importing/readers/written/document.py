"""A document of a word processor as its walker found it: blocks in their order, notes, pictures, properties."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from retold.importing.readers.written.pictures import Pictures
from retold.manuscript.model import Unmapped

# A list that an item is in: whether it is numbered, the item's number, and which list it is.
Level = tuple[bool, int, str]
# What a paragraph's style says that it is for.
ROLES = ("title", "subtitle", "author", "date", "abstract")


@dataclass(slots=True)
class Block:
    """One block of a document, `html` being what stands in it.

    `tag` is "p", "h1" to "h6", "hr", or "" for HTML that stands as it is (a table, a text box). `attributes` are
    written with a space before each. `levels` are the lists that an item is in, from the outermost; one that
    `continues` goes on with the item before it. `indented` is a paragraph set in from the left; `quoted` one that
    its style calls a quotation. `new_page` says that a page begins with it; `strong`, that all of its text is bold.
    """

    tag: str = "p"
    html: str = ""
    attributes: str = ""
    role: str = ""
    levels: tuple[Level, ...] = ()
    continues: bool = False
    indented: bool = False
    quoted: bool = False
    new_page: bool = False
    strong: bool = False

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle of the line."""
        return "align-center" in self.attributes


@dataclass
class Properties:
    """What a document says of itself beside its text, as its program wrote it down."""

    title: str = ""
    author: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    created: dt.date | None = None
    modified: dt.date | None = None
    language: str = ""
    others: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Document:
    """Everything that was found in a document. `notes` are the foot- and endnotes as HTML, by their number from 1.

    The text refers to note N by `<sup id="note-ref-N"><a href="#note-N">N</a></sup>` (`note_mark`).
    """

    format: str
    blocks: list[Block] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    properties: Properties = field(default_factory=Properties)
    pictures: Pictures = field(default_factory=Pictures)
    unmapped: list[Unmapped] = field(default_factory=list)

    def report(self, where: str, what: str) -> None:
        """Keep what has no field of its own."""
        if what.strip():
            self.unmapped.append(Unmapped(where, what.strip()))


def note_mark(number: int) -> str:
    """The mark in the text that leads to a note and is led back to."""
    return f'<sup id="note-ref-{number}"><a href="#note-{number}">{number}</a></sup>'

"""EPUBs of any make, EPUB 2 and 3 (formats.md §0): the package's metadata, the spine in order, the pictures."""

from __future__ import annotations

from retold.importing.readers.epub.book import manuscript_of
from retold.importing.readers.epub.package import Book
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload


def recognises(upload: Upload) -> bool:
    """Whether the file is an EPUB."""
    return upload.kind is Kind.EPUB


def read(upload: Upload) -> Found:
    """The work in the EPUB, and its pictures. Raises Refused if it is locked, damaged or without text."""
    return manuscript_of(Book(upload.archive))

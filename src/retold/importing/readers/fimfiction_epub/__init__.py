"""EPUBs of Fimfiction: one document a chapter, the author's notes in a block after the text (formats.md §0).

They are read as books of any make are, and known by the site's address in the package. What is the site's own: its
name for a story's address, notes after the text of a chapter (never the work's), and tags whose kinds its package
does not tell, so that they are taken apart.

Not confirmed, for want of the site's own files: how the block of notes is marked. It is known by its class if that
says so, else by the line "Author's Note:" that opens it; a heading or a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from retold.importing.readers.documents import squeezed
from retold.importing.readers.epub.book import manuscript_of
from retold.importing.readers.epub.package import Book, name_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.patterns import lazy
from retold.manuscript.model import Manuscript, Source

_SAYS_SO = ("identifier", "source", "publisher", "creator", "relation", "rights", "contributor")
_SITE = lazy(r"(?:^|.*[/.@\s(])fimfiction\.net\b.*|fimfiction", re.IGNORECASE)
_STORY = lazy(r".*\bfimfiction\.net/story/(?P<id>\d+)", re.IGNORECASE)
_NUMBER = lazy(r"(?:urn:)?fimfiction(?:\.net)?[:\-_/](?:story[:\-_/])?(?P<id>\d+)", re.IGNORECASE)


def recognises(upload: Upload) -> bool:
    """Whether an EPUB's package names the site."""
    if upload.kind is not Kind.EPUB:
        return False
    try:
        return any(_SITE.fullmatch(text) for text in _statements(Book(upload.archive)))
    except Refused:
        return False


def read(upload: Upload) -> Found:
    """The work in the EPUB, and its pictures. Raises Refused if it is locked, damaged or without text."""
    book = Book(upload.archive)
    found = manuscript_of(book)
    return replace(found, manuscript=_of_the_site(found.manuscript, book))


def _statements(book: Book) -> Iterator[str]:
    for element in book.metadata:
        if name_of(element) in _SAYS_SO:
            yield squeezed("".join(str(part) for part in element.itertext()))


def _of_the_site(work: Manuscript, book: Book) -> Manuscript:
    """The work with its address at the site."""
    match = next((found for said in _statements(book) if (found := _STORY.match(said) or _NUMBER.match(said))), None)
    url = f"https://www.fimfiction.net/story/{match['id']}" if match else None
    source = Source(url or work.source.url, "www.fimfiction.net", "fimfiction_epub", extra=work.source.extra)
    return replace(work, source=source)

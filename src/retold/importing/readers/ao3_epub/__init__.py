"""EPUB downloads of the Archive of Our Own and of other sites on its software, of every era (formats.md §2).

Since 2019 they are the HTML download put through calibre, which cuts the page into files, repeats the wrappers
#preface and #chapters in each, and renames classes. Before 2019 the site wrote preface.xhtml, chapterN_M.xhtml and
afterword.xhtml itself. Both are read as one page, by the walk that reads the HTML download, so that both downloads
of one work give the same Manuscript.

The package document says less than the page and is not read, but for the language where the page has none: its
title, creators, tags, description and first series are those of the page in a poorer form, its date is that of
the last revision, its identifier is random (before 2019: the work's address, which the page has too).

Not confirmed, for want of files of the time: the wrappers inside the chapter files before 2019 (they are read with
or without #chapters), and how calibre writes `<center>` (read from the style sheet whichever way).

What differs from the HTML of the same work: pictures, which the EPUB carries and the HTML only links to, and
classes of a work's skin, whose names calibre replaces.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers.ao3_html import is_download
from retold.importing.readers.ao3_html.download import manuscript_of
from retold.importing.readers.documents import attribute
from retold.importing.readers.epub.metadata import read_metadata
from retold.importing.readers.epub.package import Book, Item
from retold.importing.readers.epub.pictures import Pictures
from retold.importing.readers.epub.styles import Styles, restyle, styles_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.patterns import lazy

_LOOKED_AT = 3
_OF_CALIBRE = lazy(r"calibre_(?:pb|toc|link)[_-]\d+")
_ROLES = ("userstuff", "meta", "tags", "byline", "message", "heading", "toc-heading", "endnote-link", "group")

# What stands inside a text of the work: no class there tells of a part of the page.
_INSIDE_TEXTS = "blockquote[class^=userstuff] [class], div[class^=userstuff]:not(#chapters) [class]"


def recognises(upload: Upload) -> bool:
    """Whether the EPUB is such a download, by the words of its first pages."""
    if upload.kind is not Kind.EPUB:
        return False
    try:
        book = Book(upload.archive)
        return any(is_download(book.text(item.path)) for item in islice(book.spine, _LOOKED_AT))
    except Refused:
        return False


def read(upload: Upload) -> Found:
    """The work in the EPUB, and its pictures."""
    book = Book(upload.archive)
    styles, pictures, documents = styles_of(book), Pictures(book), []
    for item in book.spine:
        if book.roles.get(item.path) == "toc":
            continue  # a list of contents that a converter put in
        document = book.document(item)
        pictures.take_from(document, item.path)
        _join_links(document, book, item)
        if document.css_first("[class^=calibre]") is not None:
            _undo_conversion(document, styles)
        documents.append(document)
    language = read_metadata(book).fields.get("language")
    manuscript = manuscript_of(documents, format_name="ao3_epub", language=language)
    unmapped = (*manuscript.unmapped, *pictures.unmapped)
    return Found(replace(manuscript, assets=tuple(pictures.assets), unmapped=unmapped), pictures.data)


def _kept(name: str) -> bool:
    """Whether a class tells the walk what an element is (calibre adds digits to some)."""
    return name.rstrip("0123456789") in _ROLES


def _undo_conversion(document: LexborHTMLParser, styles: Styles) -> None:
    """Take out what calibre put in: its ids, and its classes once they are written out as styles."""
    for node in document.css("[id^=calibre_]"):
        if _OF_CALIBRE.fullmatch(attribute(node, "id")):
            del node.attrs["id"]
    restyle(document, styles, _kept)
    for node in document.css(_INSIDE_TEXTS):
        del node.attrs["class"]


def _join_links(document: LexborHTMLParser, book: Book, item: Item) -> None:
    """Take the file's name out of links from one part of the page to another."""
    for link in document.css("a[href]"):
        path, _, fragment = attribute(link, "href").partition("#")
        if fragment and path and book.find(item.path, path) is not None:
            link.attrs["href"] = f"#{unquote(fragment)}"

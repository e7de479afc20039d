"""EPUBs of FicHub (formats.md §4): an introduction with all that is known, and a document for each chapter.

The package names the title, one author and the description, and says "en" for every language; the introduction says
more. What a person added to the package since (subjects, series, a cover) is kept. The author's notes stand in the
text as the site had them there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.chaptering import html_of
from retold.importing.readers.documents import children, is_blank, is_element, text_in
from retold.importing.readers.epub.metadata import Metadata, read_metadata
from retold.importing.readers.epub.package import MOST_TEXT, Book, Item
from retold.importing.readers.epub.pictures import Pictures
from retold.importing.readers.fichub.chapters import chapter_of
from retold.importing.readers.fichub.facts import HOST, Facts, creators_of, finish, is_fact, read_fact
from retold.importing.readers.fichub.meta_line import read_meta_line
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical_or_none
from retold.manuscript.model import Chapter, Manuscript

_INTRODUCTION = lazy(r"(?:.*/)?introduction(?:_u\d+)?\.x?html")
_CHAPTER = lazy(r"(?:.*/)?chap_(\d{1,6})(?:_split_\d+)?(?:_u\d+)?\.x?html")
_BYLINE = lazy(r"By: (\S.*)")
_NUMBER_THERE = lazy(r"[A-Za-z0-9]{6,12}")
_NO_TEXT = "This EPUB of FicHub holds no text of a story; fetch it once more and bring that in."


@dataclass
class _Introduction:
    """What stands on the introduction."""

    facts: Facts
    title: str | None = None
    author: str = ""
    description: str = ""


def recognises(upload: Upload) -> bool:
    """Whether FicHub made the EPUB: its introduction thanks the site, and chapters are named as there."""
    if upload.kind is not Kind.EPUB:
        return False
    try:
        book = Book(upload.archive)
        introduction = next((item for item in book.spine if _INTRODUCTION.fullmatch(item.path)), None)
        if introduction is None or not any(_CHAPTER.fullmatch(item.path) for item in book.spine):
            return False
        return HOST in book.text(introduction.path)
    except Refused:
        return False


def read(upload: Upload) -> Found:
    """The work in the EPUB, and its pictures."""
    book = Book(upload.archive)
    pictures, metadata = Pictures(book), read_metadata(book)
    labels = {label.path: label.text for label in reversed(book.labels)}
    introduction, chapters, documents = _Introduction(Facts()), _Chapters(), []
    if sum(book.archive.size(item.path) for item in book.spine) > MOST_TEXT:
        raise Refused("The documents of this EPUB are longer than any story, so it was not read.")
    for item in book.spine:
        document = book.document(item)
        documents.append(document)
        if document.body is None or item == book.navigation:
            continue
        if _INTRODUCTION.fullmatch(item.path):
            introduction = _introduction(document.body)
        else:
            pictures.take_from(document, item.path)
            chapters.take(item, document, labels.get(item.path), introduction.facts)
    pictures.take_cover(metadata.cover)
    return Found(_assembled(introduction, chapters, pictures, metadata), pictures.data)


class _Chapters:
    """The chapters' nodes in their order; parts that calibre cut a chapter into are put together."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str | None, list[LexborNode]]] = []

    def take(self, item: Item, document: LexborHTMLParser, label: str | None, facts: Facts) -> None:
        """One more document of the spine."""
        match, body = _CHAPTER.fullmatch(item.path), document.body
        if body is None or is_blank(body):
            return
        if match is None:
            facts.report(f"document {item.path.rpartition('/')[2]}", text_in(body))
        elif self.found and self.found[-1][0] == int(match[1]):
            self.found[-1][2].extend(children(body))
        else:
            self.found.append((int(match[1]), label, list(children(body))))

    def made(self) -> tuple[Chapter, ...]:
        """The chapters. Raises Refused if there is no text in any."""
        chapters = tuple(chapter_of(nodes, number, label) for number, label, nodes in self.found)
        if not any(chapter.html for chapter in chapters):
            raise Refused(_NO_TEXT)
        return chapters


def _introduction(body: LexborNode) -> _Introduction:
    found, waiting, described = _Introduction(Facts()), [], False
    for node in children(body):
        if not is_element(node):
            if (node.text() or "").strip():
                waiting.append(node)
            continue
        byline = _BYLINE.fullmatch(text_in(node)) if node.tag == "p" and not described else None
        if node.tag == "h1" and found.title is None:
            found.title = text_in(node) or None
        elif byline is not None and not found.author:
            found.author = byline[1]
        elif is_fact(node):
            if not described:
                described, found.description = True, _html(waiting)
            read_fact(found.facts, node)
        elif described and text_in(node):
            read_meta_line(found.facts, text_in(node))
        elif not is_blank(node):
            waiting.append(node)
    if not described:
        found.description = _html(waiting)
    finish(found.facts)
    return found


def _html(nodes: list[LexborNode]) -> str:
    return "".join(html_of(node) for node in nodes)


def _assembled(introduction: _Introduction, chapters: _Chapters, pictures: Pictures, metadata: Metadata) -> Manuscript:
    facts, package = introduction.facts, metadata.fields
    names = [creator.name for creator in package["creators"]]
    fields = _with_package(facts.fields, package)
    left = [one for one in metadata.unmapped if one.where != "dc:identifier" or not _NUMBER_THERE.fullmatch(one.what)]
    return Manuscript(
        chapters=chapters.made(),
        title=introduction.title or package.get("title"),
        creators=creators_of(introduction.author or next(iter(names), "")),
        summary=canonical_or_none(introduction.description, base_url=facts.url) or package.get("summary"),
        source=facts.source("fichub_epub"),
        assets=tuple(pictures.assets),
        stats=facts.stats,
        unmapped=(*facts.unmapped, *pictures.unmapped, *left),
        **fields,
    )


def _with_package(fields: dict[str, Any], package: dict[str, Any]) -> dict[str, Any]:
    """The introduction's fields with what FicHub's own package never has, so that a person added it."""
    freeforms = dict.fromkeys((*fields.get("freeforms", ()), *package["freeforms"]))
    return {**fields, "freeforms": tuple(freeforms), "series": package["series"]}

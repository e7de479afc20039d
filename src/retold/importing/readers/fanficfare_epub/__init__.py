"""EPUBs of FanFicFare (formats.md §3), EPUB 2 and 3, also those that calibre converted or cut apart.

The title page says most and says it best: calibre takes creators' names apart at "&". What the package knows
beside it is used where the title page has no such line, and to part names that hold commas. The log page is kept
as `history` among the counts. A book of several works (an anthology) is read as any EPUB is.

Not in these files: categories and tags in the site's order (FanFicFare sorts them), chapters' dates, and, unless a
person asked for them, pictures, alignment, and the language of parts of a text.
"""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.chaptering import HEADINGS
from retold.importing.readers.documents import attribute, children, is_blank, is_element, text_in
from retold.importing.readers.epub.metadata import Metadata, read_metadata
from retold.importing.readers.epub.package import MOST_TEXT, Book, Item
from retold.importing.readers.epub.pictures import Pictures
from retold.importing.readers.epub.styles import Styles, styles_of
from retold.importing.readers.fanficfare.entries import entries_in
from retold.importing.readers.fanficfare.facts import Facts, creators_of, facts_of, rest_of_subjects
from retold.importing.readers.fanficfare.labels import Entry, Hints
from retold.importing.readers.fanficfare.log_page import log_of
from retold.importing.readers.fanficfare.styling import skin_in, write_out
from retold.importing.readers.fanficfare.work import Section, creators_in, manuscript_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.archives import BadArchive
from retold.lib.patterns import lazy
from retold.manuscript.markup import text_of
from retold.manuscript.model import Unmapped

_SIGNS = ("fanficfare-uid:", ">FanFicFare [", ">fanficdownloader [", ">FanFictionDownLoader [")
# Of whole pages: headings of its class stand in our own EPUBs too, for FanFicFare to find.
_PAGE_SIGNS = ('class="fff_titlepage"', 'class="fff_chapter"', 'class="fff_logpage"', 'name="chapterorigtitle"')
_LOOKED_AT = 4
_FAILED_PICTURE = "failedtoload"
# FanFicFare's names for its files; calibre adds parts of long ones and, in books put together, units.
_FILE = lazy(
    r"(?P<name>title_page|log_page|toc_page|cover|(?:file|chapter)(?P<number>\d{1,6}))(?:_split_\d+)?(?:_u\d+)?"
)
# What the package says that the title page says too, or that is FanFicFare's own.
_SAID = ("dc:contributor", "dc:publisher", "dc:identifier", "dc:date", "dc:title", "dc:language", "place in the series")


@dataclass
class _Chapter:
    """One chapter's documents (several where calibre cut it), and what the head of the first says."""

    number: int
    title: str | None
    url: str | None
    documents: list[list[LexborNode]] = field(default_factory=list)


@dataclass
class _Pages:
    """The book's documents by what they are; they are kept, so that their nodes stay alive."""

    title: LexborNode | None = None
    log: str | None = None
    chapters: list[_Chapter] = field(default_factory=list)
    others: list[Unmapped] = field(default_factory=list)
    documents: list[LexborHTMLParser] = field(default_factory=list)


def recognises(upload: Upload) -> bool:
    """Whether FanFicFare made the EPUB: by its package, or by its pages if a program wrote the package anew."""
    if upload.kind is not Kind.EPUB:
        return False
    try:
        book = Book(upload.archive)
        names = [_name_of(item) for item in book.spine]
        if names.count("title_page") > 1 or not any(name.startswith(("file", "chapter")) for name in names):
            return False
        if any(sign in book.text(book.path) for sign in _SIGNS):
            return True
        own = (item for item, name in zip(book.spine, names, strict=True) if name)
        return any(sign in book.text(item.path) for item in islice(own, _LOOKED_AT) for sign in _PAGE_SIGNS)
    except Refused:
        return False


def read(upload: Upload) -> Found:
    """The work in the EPUB, its history, and its pictures."""
    book = Book(upload.archive)
    metadata, pictures = read_metadata(book), Pictures(book)
    pages = _read_pages(book, pictures)
    facts, history = _facts(pages, metadata)
    more: dict[str, Any] = {"title": _title(pages, metadata), **_creators(pages, facts, metadata)}
    more["skin"] = next(filter(None, map(skin_in, _sheets(book))), None)
    if history:
        more["stats"] = {"history": history}
    pictures.take_cover(metadata.cover)
    more["assets"] = tuple(pictures.assets)
    left = [one for one in metadata.unmapped if not one.where.startswith(_SAID)]
    more["unmapped"] = (*left, *pages.others, *pictures.unmapped)
    sections = [Section(one.title, one.documents, one.number, one.url) for one in pages.chapters]
    return Found(manuscript_of(facts, sections, "fanficfare_epub", **more), pictures.data)


def _name_of(item: Item) -> str:
    """FanFicFare's name for a document, "" if it has none: title_page, log_page, file0001 …"""
    match = _FILE.fullmatch(posixpath.splitext(posixpath.basename(item.path))[0])
    return match["name"] if match else ""


def _read_pages(book: Book, pictures: Pictures) -> _Pages:
    pages, styles, total = _Pages(), styles_of(book), 0
    for item in book.spine:
        total += book.archive.size(item.path)
        if total > MOST_TEXT:
            raise Refused("The documents of this EPUB are longer than any story, so it was not read.")
        name = _name_of(item)
        if name == "log_page":
            pages.log = book.text(item.path)
        elif name not in ("toc_page", "cover") and item != book.navigation:
            document = book.document(item)
            pages.documents.append(document)
            _take(pages, book, item, document, pictures, styles)
    return pages


def _take(
    pages: _Pages, book: Book, item: Item, document: LexborHTMLParser, pictures: Pictures, styles: Styles
) -> None:
    body, name = document.body, _name_of(item)
    if body is None:
        return
    if name == "title_page":
        write_out(document, styles)
        pages.title = body
    elif name:
        _take_pictures(document, item, pictures)
        _mend_links(document, book, item)
        write_out(document, styles)
        _take_chapter(pages, document, body, int(name.removeprefix("file").removeprefix("chapter")))
    elif not is_blank(body) and text_in(body):
        pages.others.append(Unmapped(f"document {posixpath.basename(item.path)}", text_in(body)))


def _take_pictures(document: LexborHTMLParser, item: Item, pictures: Pictures) -> None:
    """The pictures that came along, with their addresses on the web; of those that did not, the words for them."""
    for node in document.css("img"):
        source, _, address = attribute(node, "src").partition(" ")
        if source == _FAILED_PICTURE:
            pictures.unmapped.append(
                Unmapped("picture", f"It was not fetched: {address or attribute(node, 'longdesc')}")
            )
            node.insert_before(attribute(node, "alt"))
            node.decompose()
    pictures.take_from(document, item.path)
    for node in document.css("img[longdesc]"):
        name = attribute(node, "src").removeprefix("assets/")
        pictures.assets = [
            replace(asset, extra={"address": attribute(node, "longdesc")}) if asset.name == name else asset
            for asset in pictures.assets
        ]


def _mend_links(document: LexborHTMLParser, book: Book, item: Item) -> None:
    """Links between chapters get the addresses that they had; links within a document lose its name."""
    for link in document.css("a[href]"):
        path, _, fragment = attribute(link, "href").partition("#")
        if attribute(link, "data-orighref"):
            link.attrs["href"] = attribute(link, "data-orighref")
        elif fragment and path and book.find(item.path, path) == item.path:
            link.attrs["href"] = f"#{unquote(fragment)}"


def _take_chapter(pages: _Pages, document: LexborHTMLParser, body: LexborNode, number: int) -> None:
    meta = {attribute(node, "name"): attribute(node, "content") for node in document.css("meta[name]")}
    if pages.chapters and pages.chapters[-1].number == number:
        pages.chapters[-1].documents.append(list(children(body)))
        return
    heading = next((node for node in children(body) if not is_blank(node)), None)
    if heading is not None and not (is_element(heading) and heading.tag in HEADINGS):
        heading = None
    written = html.unescape(meta.get("chapterorigtitle", "")) or (text_in(heading) if heading is not None else "")
    nodes = [node for node in children(body) if heading is None or node.mem_id != heading.mem_id]
    pages.chapters.append(_Chapter(number, written or None, meta.get("chapterurl") or None, [nodes]))


def _facts(pages: _Pages, metadata: Metadata) -> tuple[Facts, list[dict[str, str]]]:
    history, labels = log_of(pages.log) if pages.log else ([], {})
    if pages.log and not history:
        pages.others.append(Unmapped("log page", text_of(pages.log)))
    fields = metadata.fields
    subjects = [html.unescape(subject) for subject in fields.get("freeforms", ())]
    hints = Hints(
        labels,
        frozenset(subjects),
        text_of(fields.get("summary") or ""),
        fields.get("published"),
        fields.get("updated"),
    )
    entries: Sequence[Entry] = entries_in(pages.title) if pages.title is not None else ()
    facts = facts_of(entries, hints, fields["source"].url)
    _fill(facts, metadata)
    facts.add("freeforms", rest_of_subjects(facts, subjects))
    if facts.lists.get("freeforms"):
        facts.fields["freeforms"] = tuple(facts.lists["freeforms"])
    return facts, history


def _fill(facts: Facts, metadata: Metadata) -> None:
    """What the package knows and the title page does not. Its language is "en" where FanFicFare knew none."""
    fields = metadata.fields
    for name in ("summary", "published", "updated", "series"):
        if fields.get(name) and not facts.fields.get(name):
            facts.fields[name] = fields[name]
    if fields.get("language") not in (None, "en") and "language" not in facts.fields:
        facts.fields["language"] = fields["language"]


def _title(pages: _Pages, metadata: Metadata) -> str | None:
    link = pages.title.css_first("h1 a, h2 a, h3 a") if pages.title is not None else None
    return (text_in(link) if link is not None else "") or html.unescape(metadata.fields.get("title") or "") or None


def _creators(pages: _Pages, facts: Facts, metadata: Metadata) -> dict[str, Any]:
    links = pages.title.css("h1 a, h2 a, h3 a")[1:] if pages.title is not None else []
    if links:
        return creators_in(facts, "", [(text_in(link), attribute(link, "href")) for link in links])
    names = [html.unescape(creator.name) for creator in metadata.fields["creators"]]
    return {"creators": creators_of(names, list(facts.creator_urls))}


def _sheets(book: Book) -> Iterator[str]:
    for item in book.items.values():
        if item.type == "text/css":
            try:
                yield book.text(item.path)
            except (Refused, BadArchive):
                continue

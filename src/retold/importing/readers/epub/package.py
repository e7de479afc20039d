"""The package of an EPUB: what is in it, in which order, and what its navigation calls each part (EPUB 2 and 3)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers.documents import attribute, decode, parse, text_in
from retold.importing.readers.upload import Refused
from retold.lib.archives import Archive, BadArchive
from retold.lib.decoding import NotText

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
NCX = "application/x-dtbncx+xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_PAGE_NAMES = (".xhtml", ".html", ".htm", ".xml")
# Fonts made unreadable outside their book hold no text, so a book with them is as open as any.
_FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_NO_BOOK = "This EPUB is incomplete, so it cannot be read; fetch it once more and bring in the whole file."
_LOCKED = (
    "This EPUB is locked by the shop that it came from (DRM), so its text cannot be read; "
    "bring in a copy that is not locked."
)
# Unpacked, all documents of one book together, and one of them: more than the longest known stories have.
MOST_TEXT = 64 * 1024 * 1024
MOST_IN_A_DOCUMENT = 16 * 1024 * 1024


@dataclass(frozen=True)
class Item:
    """One file of the package, by its path in the archive."""

    id: str
    path: str
    type: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Label:
    """What the navigation calls a place: the document's path, the element's id in it ("" for the document)."""

    path: str
    fragment: str
    text: str


class Book:
    """An opened EPUB. Raises Refused if it has no package document, or is locked."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._by_folded_name = {name.casefold(): name for name in archive}
        self._refuse_if_locked()
        self.path = self._package_path()
        self.root = self._xml(self.path)

    @property
    def metadata(self) -> Iterator[etree._Element]:
        """The elements of the package's metadata, in their order."""
        for section in self.root:
            if name_of(section) == "metadata":
                for element in section.iter():
                    if element is not section and isinstance(element.tag, str) and not len(element):
                        yield element

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The manifest: id -> file, without those that are not in the archive."""
        found = {}
        for element in self.root.iter():
            if name_of(element) != "item" or not element.get("href"):
                continue
            path = self.find(self.path, element.get("href", ""))
            if path is not None:
                properties = tuple((element.get("properties") or "").split())
                item = Item(element.get("id") or path, path, (element.get("media-type") or "").lower(), properties)
                found[item.id] = item
        return found

    @cached_property
    def spine(self) -> tuple[Item, ...]:
        """The documents in reading order, each once; all pages of the manifest if there is no order."""
        references = [element.get("idref") or "" for element in self.root.iter() if name_of(element) == "itemref"]
        listed = [self.items[one] for one in references if one in self.items]
        pages = [item for item in listed or self.items.values() if self._is_page(item)]
        return tuple({item.path: item for item in pages}.values())

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The navigation's entries, in order; EPUB 3's document before EPUB 2's list."""
        return tuple(self._nav_labels("toc")) or tuple(self._ncx_labels())

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Path -> what the landmarks or the guide say that the document is ("titlepage", "toc", …)."""
        found = {}
        for element in self.root.iter():
            if name_of(element) == "reference":
                path = self.find(self.path, element.get("href") or "")
                found[path or ""] = (element.get("type") or "").lower().replace("-", "")
        for link, role in self._nav_links("landmarks"):
            found[link.path] = role.lower().replace("-", "")
        return found

    @property
    def navigation(self) -> Item | None:
        """EPUB 3's navigation document."""
        return next((item for item in self.items.values() if "nav" in item.properties), None)

    def document(self, item: Item) -> LexborHTMLParser:
        """A page of the book as a tree. Raises Refused if its bytes are damaged or no text."""
        return parse(self.text(item.path))

    def text(self, path: str) -> str:
        """A text file of the book. Raises Refused if it is damaged, no text, or far too long."""
        if self.archive.size(path) > MOST_IN_A_DOCUMENT:
            raise Refused("A document in this EPUB is longer than any story is, so the EPUB was not read.")
        try:
            return decode(self.archive.read(path))
        except BadArchive as error:
            raise Refused(str(error)) from error
        except NotText as error:
            raise Refused(f"The document “{path}” in this EPUB is not text, so the EPUB was not read.") from error

    def find(self, start: str, address: str) -> str | None:
        """The path in the archive that an address in the file `start` points to; None if there is no such file."""
        path = unquote(address.partition("#")[0].partition("?")[0]).strip()
        if not path or ":" in path.partition("/")[0]:
            return None
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(start), path)).lstrip("/")
        return joined if joined in self.archive else self._by_folded_name.get(joined.casefold())

    def _is_page(self, item: Item) -> bool:
        if item.type in _PAGES:
            return True
        return not item.type.startswith(
            ("image/", "audio/", "video/", "font/", "text/css")
        ) and item.path.lower().endswith(_PAGE_NAMES)

    def _refuse_if_locked(self) -> None:
        if ENCRYPTION not in self.archive:
            return
        root = self._xml(ENCRYPTION)
        methods = [
            element.get("Algorithm")
            for data in root.iter()
            if name_of(data) == "EncryptedData"
            for element in data.iter()
            if name_of(element) == "EncryptionMethod"
        ]
        if any(method not in _FONTS_ONLY for method in methods):
            raise Refused(_LOCKED)

    def _package_path(self) -> str:
        if CONTAINER in self.archive:
            for element in self._xml(CONTAINER).iter():
                path = self.find("", element.get("full-path") or "") if name_of(element) == "rootfile" else None
                if path is not None:
                    return path
        found = next((name for name in self.archive if name.lower().endswith(".opf")), None)
        if found is None:
            raise Refused(_NO_BOOK)
        return found

    def _xml(self, path: str) -> etree._Element:
        """An XML file, read without entities, network or DTD; mended where it is broken."""
        try:
            data = self.archive.read(path)
        except BadArchive as error:
            raise Refused(str(error)) from error
        for recover in (False, True):
            try:
                root = etree.fromstring(data, xml_parser(recover=recover))
            except (etree.XMLSyntaxError, ValueError):
                continue
            if root is not None:
                return root
        raise Refused(_NO_BOOK)

    def _nav_labels(self, kind: str) -> Iterator[Label]:
        return (label for label, _ in self._nav_links(kind))

    def _nav_links(self, kind: str) -> Iterator[tuple[Label, str]]:
        """The links of one list of the navigation document, with the role that each names."""
        nav = self.navigation
        if nav is None:
            return
        for section in self.document(nav).css("nav"):
            if attribute(section, "epub:type") != kind:
                continue
            for link in section.css("a[href]"):
                path = self.find(nav.path, attribute(link, "href"))
                if path is not None:
                    fragment = unquote(attribute(link, "href").partition("#")[2])
                    yield Label(path, fragment, text_in(link)), attribute(link, "epub:type")

    def _ncx_labels(self) -> Iterator[Label]:
        ncx = next((item for item in self.items.values() if item.type == NCX), None)
        if ncx is None:
            return
        for point in self._xml(ncx.path).iter():
            if name_of(point) != "navPoint":
                continue
            parts = {name_of(part): part for part in reversed(point)}
            source = parts["content"].get("src") or "" if "content" in parts else ""
            path = self.find(ncx.path, source)
            if path is not None and "navLabel" in parts:
                text = " ".join("".join(str(words) for words in parts["navLabel"].itertext()).split())
                yield Label(path, unquote(source.partition("#")[2]), text)


def xml_parser(*, recover: bool = False) -> etree.XMLParser:
    """A parser that resolves no entity, loads no DTD, asks no network and bounds depth and size (safety.md §2)."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace; "" for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

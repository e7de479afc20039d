"""The pictures of an EPUB: their bytes beside the Manuscript, and `assets/NAME` where the text shows them."""

from __future__ import annotations

import hashlib
import posixpath
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers.documents import attribute
from retold.importing.readers.epub.package import Book
from retold.importing.readers.inline_pictures import inline_picture
from retold.lib.archives import BadArchive
from retold.lib.patterns import lazy
from retold.lib.pictures import kind_of
from retold.manuscript.model import Asset, Unmapped

_NOT_IN_A_NAME = lazy(r"[^A-Za-z0-9._-]+")


class Pictures:
    """Takes pictures out of a book, each once; what cannot be taken is told in `unmapped`."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.assets: list[Asset] = []
        self.data: dict[str, bytes] = {}
        self.unmapped: list[Unmapped] = []
        self._taken: dict[str, str | None] = {}

    def take_from(self, document: LexborHTMLParser, path: str) -> None:
        """Point every picture of a page (the file `path` of the book) to its asset."""
        for node in document.css("img, image"):
            name = "src" if node.tag == "img" else "xlink:href" if attribute(node, "xlink:href") else "href"
            source = attribute(node, name)
            alt = attribute(node, "alt") or None
            target = self.book.find(path, source)
            asset = self.take(target, alt) if target else self._take_inline(source, alt)
            if asset is not None:
                node.attrs[name] = f"assets/{asset}"

    def take(self, path: str, alt: str | None = None) -> str | None:
        """The asset name of a picture in the book; None (and a line in the report) if it is none."""
        if path not in self._taken:
            self._taken[path] = self._read(path, alt)
        return self._taken[path]

    def take_cover(self, named: str | None, shown: Iterable[str] = ()) -> None:
        """Take the cover's picture and mark it: what the package names, else what its cover page alone shows.

        `named` is EPUB 2's cover: an item's id, or by mistake its path; `shown` are addresses on pages that are covers.
        """
        cover = self._cover(named, shown)
        self.assets = [
            replace(asset, extra={**asset.extra, "use": "cover"}) if asset.name == cover else asset
            for asset in self.assets
        ]

    def _cover(self, named: str | None, shown: Iterable[str]) -> str | None:
        """The asset name of the cover's picture."""
        items = list(self.book.items.values())
        path = self.book.find(self.book.path, named) if named and named not in self.book.items else None
        candidates = [
            *(one for one in items if "cover-image" in one.properties),
            *(one for one in items if one.id == named or one.path == path),
            *(one for one in items if self.book.roles.get(one.path) == "cover"),
        ]
        item = next((one for one in candidates if one.type.startswith("image/")), None)
        if item is not None:
            return self.take(item.path)
        assets = {address.removeprefix("assets/") for address in shown if address.startswith("assets/")}
        return assets.pop() if len(assets) == 1 else None

    def _take_inline(self, source: str, alt: str | None) -> str | None:
        """The asset name of a picture that stands in its own address; None if there is none."""
        data = inline_picture(source)
        if data is None:
            return None
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._taken:
            self._taken[digest] = self._keep("picture", data, alt)
        return self._taken[digest]

    def _read(self, path: str, alt: str | None) -> str | None:
        try:
            data = self.book.archive.read(path)
        except BadArchive:
            self.unmapped.append(Unmapped("picture", f"{path} is damaged and was left out"))
            return None
        return self._keep(path, data, alt)

    def _keep(self, path: str, data: bytes, alt: str | None) -> str | None:
        kind = kind_of(data)
        if kind is None:
            self.unmapped.append(Unmapped("picture", f"{path} is of a kind that is not kept as a picture"))
            return None
        name = self._name(path, kind.ending)
        self.assets.append(Asset(name, kind.value, hashlib.sha256(data).hexdigest(), alt))
        self.data[name] = data
        return name

    def _name(self, path: str, ending: str) -> str:
        """A short plain name for the asset, told apart by a number where two are alike."""
        plain = unicodedata.normalize("NFKD", posixpath.splitext(posixpath.basename(path))[0])
        stem = _NOT_IN_A_NAME.sub("_", plain).strip("._")[:40] or "picture"
        name, number = stem + ending, 2
        taken = {known.casefold() for known in self.data}
        while name.casefold() in taken:
            name, number = f"{stem}-{number}{ending}", number + 1
        return name

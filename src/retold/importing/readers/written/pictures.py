"""The pictures of a document: their bytes, each once, by the name that the text shows them by (`assets/NAME`)."""

from __future__ import annotations

import hashlib
import posixpath

from retold.lib.patterns import lazy
from retold.lib.pictures import kind_of
from retold.manuscript.markup import escape_attribute
from retold.manuscript.model import Asset, Unmapped

_NOT_IN_A_NAME = lazy(r"[^A-Za-z0-9_-]+")
# More than any story shows, and few enough that a file of empty frames cannot flood the archive.
MOST = 2_000


class Pictures:
    """Takes pictures out of a document; what cannot be kept is told in `unmapped`."""

    def __init__(self) -> None:
        self.assets: list[Asset] = []
        self.data: dict[str, bytes] = {}
        self.unmapped: list[Unmapped] = []
        self._by_digest: dict[str, str] = {}

    def take(self, name: str, data: bytes | None, alt: str = "") -> str:
        """The HTML that shows a picture; "" if it cannot be kept."""
        kind = kind_of(data) if data else None
        words = " ".join(alt.split())
        if data is None or kind is None or len(self.assets) >= MOST:
            why = "is missing" if data is None else "is of a kind that is not kept as a picture"
            said = f" (it shows: {words})" if words else ""
            self.unmapped.append(Unmapped("picture", f"{name or 'a picture'} {why}{said}"))
            return ""
        digest = hashlib.sha256(data).hexdigest()
        asset = self._by_digest.get(digest)
        if asset is None:
            asset = self._by_digest[digest] = self._name(name, kind.ending)
            self.assets.append(Asset(asset, kind.value, digest, words or None))
            self.data[asset] = data
        return f'<img src="assets/{asset}" alt="{escape_attribute(words)}"/>'

    def _name(self, name: str, ending: str) -> str:
        """A short plain name, told apart by a number where two are alike."""
        stem = _NOT_IN_A_NAME.sub("_", posixpath.splitext(posixpath.basename(name))[0]).strip("_")[:40] or "picture"
        asset, number = stem + ending, 2
        taken = {known.casefold() for known in self.data}
        while asset.casefold() in taken:
            asset, number = f"{stem}-{number}{ending}", number + 1
        return asset

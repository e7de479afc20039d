"""Pictures that stand in a page itself, as data: addresses (RFC 2397): taken out, and kept beside the text."""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
from urllib.parse import unquote_to_bytes

from retold.lib.patterns import lazy
from retold.lib.pictures import kind_of
from retold.manuscript.model import Asset

_ADDRESS = lazy(r"\s*data:(?:image/[A-Za-z0-9.+-]{1,40})?((?:;[^;,]{0,80}){0,4}),", re.IGNORECASE)
# An <img> whose source is such an address; short names and values stand before it, if any.
_SHOWN = lazy(
    r"""(<img\b(?:\s+(?!src\b)[^\s=<>"']{1,40}(?:\s*=\s*(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>]{0,200}))?){0,20}"""
    r"""\s+src\s*=\s*)(["'])(\s*data:[^"'<>]*)\2""",
    re.IGNORECASE,
)
_ALT = lazy(r"""\salt\s*=\s*(?:"([^"<>]{0,2000})"|'([^'<>]{0,2000})')""", re.IGNORECASE)


def inline_picture(address: str) -> bytes | None:
    """The bytes of a picture that is its own address; None for any other address."""
    found = _ADDRESS.match(address)
    if found is None:
        return None
    said = address[found.end() :]
    if "base64" not in found[1].lower():
        return unquote_to_bytes(said)
    packed = unquote_to_bytes("".join(said.split()).rstrip("="))
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4))
    except (binascii.Error, ValueError):
        return None


class InlinePictures:
    """Takes such pictures out of a page, each once; `assets` and `data` hold them afterwards."""

    def __init__(self) -> None:
        self.assets: list[Asset] = []
        self.data: dict[str, bytes] = {}
        self._names: dict[str, str] = {}

    def take_from(self, page: str) -> str:
        """The page with each such picture's address as `assets/NAME`; the page itself if it has none."""
        return _SHOWN.sub(lambda found: self._taken(page, found), page) if "data:" in page else page

    def _taken(self, page: str, found: re.Match[str]) -> str:
        data = inline_picture(html.unescape(found[3]))
        kind = kind_of(data) if data else None
        if data is None or kind is None:
            return found[0]
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._names:
            self._names[digest] = name = f"picture-{len(self._names) + 1}{kind.ending}"
            self.data[name] = data
            self.assets.append(Asset(name, kind.value, digest, self._alt(page, found)))
        return f'{found[1]}"assets/{self._names[digest]}"'

    def _alt(self, page: str, found: re.Match[str]) -> str | None:
        """What stands for the picture: before its address or after it, within the tag."""
        after = page[found.end() : found.end() + 4000].partition(">")[0]
        said = _ALT.search(found[1]) or _ALT.search(after)
        return html.unescape(said[1] or said[2] or "").strip() or None if said else None

"""What kind of picture some bytes are, told from the bytes: names and declared types may be wrong."""

from __future__ import annotations

import re
from enum import Enum

from retold.lib.patterns import lazy


class Kind(Enum):
    """Pictures that are made safe here, by the media type that they have afterwards."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    WEBP = "image/webp"
    BMP = "image/bmp"
    SVG = "image/svg+xml"

    @property
    def ending(self) -> str:
        """The usual ending of such a file's name."""
        return _ENDINGS[self][0]

    def names(self, name: str) -> bool:
        """Whether a file's name ends as such a picture's does."""
        return name.lower().endswith(_ENDINGS[self])


_ENDINGS = {
    Kind.JPEG: (".jpg", ".jpeg"),
    Kind.PNG: (".png",),
    Kind.GIF: (".gif",),
    Kind.WEBP: (".webp",),
    Kind.BMP: (".bmp",),
    Kind.SVG: (".svg",),
}
_SIGNATURES = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"BM", Kind.BMP),
)
_SVG = lazy(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*|<!DOCTYPE\s+svg[^>\[]{0,300}>\s*){0,4}"
    r"<(?:[a-z]{1,10}:)?svg[\s>/]",
    re.DOTALL | re.IGNORECASE,
)


def kind_of(data: bytes) -> Kind | None:
    """The kind of picture that the bytes begin as; None for anything else."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    return Kind.SVG if _SVG.match(data[:8192].decode("utf-8-sig", "replace")) else None


def media_type(data: bytes) -> str | None:
    """The media type to send such bytes with; None for what is no picture."""
    kind = kind_of(data)
    return kind.value if kind is not None else None

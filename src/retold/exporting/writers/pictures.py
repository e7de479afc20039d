"""What kind of picture some bytes are, told from the bytes: names and declared types may be wrong."""

from __future__ import annotations

import re
from itertools import chain

from retold.manuscript.model import Manuscript
from retold.manuscript.package.texts import all_texts, pictures_in

_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
)
_ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/svg+xml": (".svg",),
}
_SVG = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)
# What a drawing may hold that acts or reaches out; such a drawing is kept, but not given to e-book readers.
_ACTIVE = re.compile(
    rb"<script|<foreignObject|<!DOCTYPE|<!ENTITY|javascript:|\son\w+\s*=|@import"
    rb"|url\(\s*[\"']?[^#\"'\s]|href\s*=\s*[\"'][^#\"']",
    re.IGNORECASE,
)

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")

# Shown where a picture's bytes are missing or of a kind that e-book readers do not show.
NOT_SHOWN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" role="img" aria-label="A picture that is not shown">'
    '<rect x="1" y="1" width="318" height="118" fill="none" stroke="#8A8375"/>'
    '<text x="160" y="66" font-family="serif" font-size="16" fill="#5F5A51" text-anchor="middle">'
    "A picture that is not shown</text></svg>\n"
)


def media_type(data: bytes) -> str | None:
    """The media type of a picture that every e-book reader shows (EPUB 3.3 §3.2), or None if it is another thing."""
    for at, signature, kind in _SIGNATURES:
        if data.startswith(signature, at):
            return kind
    return "image/svg+xml" if _SVG.match(data[:4096]) and not _ACTIVE.search(data) else None


def is_named_well(name: str, kind: str) -> bool:
    """Whether a file's name ends as a picture of this kind must."""
    return name.lower().endswith(_ENDINGS[kind])


def ending(kind: str) -> str:
    """The usual ending of a file of this kind."""
    return _ENDINGS[kind][0]


def cover_of(manuscript: Manuscript) -> str | None:
    """The name of the asset that is marked as the work's cover, if there is one whose name any path may hold."""
    marked = (asset.name for asset in manuscript.assets if asset.extra.get("use") == "cover")
    return next((name for name in marked if _PLAIN_NAME.fullmatch(name)), None)


def shown_pictures(manuscript: Manuscript) -> list[str]:
    """The names of all assets that the work's texts show, each once, in order."""
    return list(dict.fromkeys(chain.from_iterable(map(pictures_in, all_texts(manuscript)))))

"""Writers: a Manuscript, its enclosures and options in; the bytes of one file out.

Pure, and the same data gives the same bytes (deflated by the same zlib).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from retold.exporting.writers import epub, html, markdown, package, text
from retold.exporting.writers.values import Enclosures, Options
from retold.manuscript.model import Manuscript
from retold.manuscript.package.bag_layout import Original, Revision

__all__ = ["FORMATS", "LOSSES", "MEDIA_TYPES", "Enclosures", "Options", "Original", "Revision", "file_name", "write"]

_WRITERS: Mapping[str, Callable[[Manuscript, Options, Enclosures], bytes]] = {
    "epub": epub.write,
    "html": html.write,
    "md": markdown.write,
    "txt": text.write,
    "package": package.write,
}
FORMATS: tuple[str, ...] = tuple(_WRITERS)
MEDIA_TYPES: Mapping[str, str] = {
    "epub": epub.MEDIA_TYPE,
    "html": html.MEDIA_TYPE,
    "md": markdown.MEDIA_TYPE,
    "txt": text.MEDIA_TYPE,
    "package": package.MEDIA_TYPE,
}
# What each format cannot carry, a sentence each; a format with none gives the Manuscript back as it was.
LOSSES: Mapping[str, tuple[str, ...]] = {
    "epub": (),
    "html": (),
    "md": markdown.LOSSES,
    "txt": text.LOSSES,
    "package": (),
}
_ENDINGS = {"package": "retold.zip"}
_LONGEST_NAME = 60
# Letters that no decomposition brings down to ASCII.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})


def write(format: str, manuscript: Manuscript, options: Options, enclosures: Enclosures = Enclosures()) -> bytes:  # noqa: A002, B008
    """The work as one file of a format of `FORMATS`. Raises ValueError for a format that there is none of."""
    if format not in _WRITERS:
        raise ValueError(f"There is no format {format!r}; there are {', '.join(FORMATS)}.")
    return _WRITERS[format](manuscript, options, enclosures)


def file_name(format: str, manuscript: Manuscript, uuid: str) -> str:  # noqa: A002
    """A name for the file, of ASCII letters, at most 60: "lantern-road-ada.epub"; "work-9c0d1f3a.epub" if need be."""
    ending = f".{_ENDINGS.get(format, format)}"
    room = _LONGEST_NAME - len(ending)
    title = _slug(manuscript.title or "")
    creator = _slug(manuscript.creators[0].name)[:20].strip("-") if manuscript.creators else ""
    # Without a title a creator's name alone would be the same for all of that creator's works.
    named = "-".join(filter(None, (title[: room - len(creator) - 1].strip("-"), creator))) if title else ""
    # The end of a UUID: its beginning names the archive, and is the same for all of its works.
    return (named or f"work-{_slug(uuid)[-8:]}") + ending


def _slug(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['’]", "", decomposed).encode("ascii", "ignore").decode()).strip("-")

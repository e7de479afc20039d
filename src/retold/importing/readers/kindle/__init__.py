"""Kindle books (MOBI, PRC, AZW, AZW3): converted to EPUB by calibre where it is installed, then read as that EPUB is.

EPUB loses the least: an AZW3 keeps its pages and class names, so that a download of the Archive of Our Own is known
as one, and the package keeps what the book says of itself. What calibre puts in of its own, a cover that it draws and
lists of contents, stays out.

calibre runs in a folder of its own, without a network and within bounds of time and memory
(`retold.lib.outside_programs`). It takes seconds, so what it made is kept for the next readings of the same file.
"""

from __future__ import annotations

from dataclasses import replace

from retold.importing.readers import ao3_epub, epub, fimfiction_epub
from retold.importing.readers.kindle.conversion import converted, is_locked, is_unreadable
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.patterns import lazy
from retold.manuscript.model import Manuscript

_READERS = (
    (ao3_epub.recognises, ao3_epub.read),
    (fimfiction_epub.recognises, fimfiction_epub.read),
    (epub.recognises, epub.read),
)
_LOCKED = (
    "This Kindle book is locked by the shop that it came from (DRM), so its text cannot be read; "
    "bring in a copy that is not locked."
)
_OF_SHOPS = "This is a Kindle book of a kind that only Amazon's own programs read; bring in the story as EPUB."
_FAILED = "This Kindle book holds no text that can be read; fetch it once more and bring in the whole file."
# A book without a date gets the time of its conversion, to the millionth of a second.
_BY_THE_CLOCK = lazy(r":\d\d\.\d{6}")
_NAMES_BY_CHANCE = ("uuid", "calibre")
_OF_CALIBRE = ("calibre:timestamp", "cover")


def recognises(upload: Upload) -> bool:
    """Whether the file is a book in one of Amazon's formats."""
    return upload.kind is Kind.MOBI


def read(upload: Upload) -> Found:
    """The work in the book, and its pictures. Raises Refused if it is locked, damaged, or calibre is not installed."""
    if is_unreadable(upload.data):
        raise Refused(_OF_SHOPS)
    if is_locked(upload.data):
        raise Refused(_LOCKED)
    book = Upload(upload.name, converted(upload.data), upload.limits)
    read_book = next((reads for recognises_book, reads in _READERS if recognises_book(book)), None)
    if read_book is None:
        raise Refused(_FAILED)
    found = read_book(book)
    return replace(found, manuscript=_of_the_book(found.manuscript))


def _of_the_book(work: Manuscript) -> Manuscript:
    """The work without what calibre says of its own part in it: names by chance, and the time by its clock."""
    said = dict(work.source.extra)
    dates = [one for one in said.pop("dates", []) if not _BY_THE_CLOCK.search(one["value"])]
    identifiers = [one for one in said.pop("identifiers", []) if one.get("scheme") not in _NAMES_BY_CHANCE]
    package = {name: values for name, values in said.pop("package", {}).items() if name not in _OF_CALIBRE}
    kept = {"identifiers": identifiers, "dates": dates, "package": package}
    source = replace(
        work.source, format="kindle", extra={**said, **{name: value for name, value in kept.items() if value}}
    )
    undated = source.extra.get("dates") is None and "dates" in work.source.extra
    return replace(work, source=source, published=None if undated else work.published)

"""A Kindle book's bytes -> an EPUB's, by calibre; and what can be told of a book before that."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from retold.importing.readers.upload import Refused
from retold.lib.outside_programs import ConverterFailed, installed, run_converter

PROGRAM = "ebook-convert"
# calibre with its Qt maps far more memory than it uses.
_SECONDS, _MEGABYTES = 90, 4_096
_ARGUMENTS = ("story.azw3", "story.epub", "--no-default-epub-cover", "--flow-size", "0", "--chapter-mark", "none",
              "--disable-font-rescaling")  # fmt: skip
_NOT_INSTALLED = (
    "This is a Kindle book (MOBI or AZW3), which is read only where calibre is installed; "
    "convert it to EPUB and bring that in."
)
_FAILED = "calibre could not convert this Kindle book, so it is damaged or not one; bring the story in as EPUB."
_KEPT_BYTES = 32 * 1024 * 1024

# Where a Palm database says where its first record is; how a book's first record says that it is locked.
_FIRST_RECORD_AT, _LOCK_AT = 78, 12
_SHOPS_OWN = (b"TPZ", b"\xeaDRMION\xee")


def is_unreadable(data: bytes) -> bool:
    """Whether a book is of a kind that calibre does not read (Topaz, KFX)."""
    return data.startswith(_SHOPS_OWN)


def is_locked(data: bytes) -> bool:
    """Whether a book's first record says that its text is encrypted."""
    start = int.from_bytes(data[_FIRST_RECORD_AT : _FIRST_RECORD_AT + 4])
    return start > 0 and data[start + _LOCK_AT : start + _LOCK_AT + 2] not in (b"", b"\0", b"\0\0")


def converted(data: bytes) -> bytes:
    """The EPUB that calibre makes of a book. Raises Refused if it is not installed or cannot."""
    digest = hashlib.sha256(data).digest()
    made = _MADE.get(digest)
    if made is None:
        made = _convert(data)
        _MADE.keep(digest, made)
    return made


def forget() -> None:
    """Give up all that is kept of earlier conversions."""
    _MADE.clear()


def _convert(data: bytes) -> bytes:
    if installed(PROGRAM) is None:
        raise Refused(_NOT_INSTALLED)
    try:
        return run_converter(
            PROGRAM, _ARGUMENTS, name="story.azw3", data=data, output="story.epub", seconds=_SECONDS,
            megabytes=_MEGABYTES,
        )  # fmt: skip
    except ConverterFailed as error:
        raise Refused(_FAILED) from error


class _Kept:
    """The books that were made last, as many as a few megabytes hold: a preview reads its file again and again."""

    def __init__(self) -> None:
        self._books: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, digest: bytes) -> bytes | None:
        """The book made of what has this digest; None if it is not kept (any more)."""
        with self._lock:
            if digest in self._books:
                self._books.move_to_end(digest)
            return self._books.get(digest)

    def keep(self, digest: bytes, book: bytes) -> None:
        """Keep a book, and give up those longest unused where it gets too much."""
        with self._lock:
            self._books[digest] = book
            while sum(map(len, self._books.values())) > _KEPT_BYTES:
                self._books.popitem(last=False)

    def clear(self) -> None:
        """Give up all books."""
        with self._lock:
            self._books.clear()


_MADE = _Kept()

"""A chapter's text as it is kept: deflated once, with what a page, an export and a comparison need beside it.

The body is raw DEFLATE ended by a full flush and no final block, so that an EPUB member can be put together
around it without compressing again (data-model.md §5).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retold.catalog.works import shingles
from retold.lib.folding import fold
from retold.manuscript import markup
from retold.manuscript.model import Chapter
from retold.manuscript.words import count_words, count_words_of_each

if TYPE_CHECKING:  # so that a process that only reads needs no database
    from retold.catalog.works.models import Text

# Level 4 takes a third of the time of level 6, and 6% more room (bench/corpus.py, 100,000 words).
LEVEL = 4
_BLOCK = struct.Struct(">II")


class DamagedText(RuntimeError):
    """A kept text does not come out as it went in; the message says which."""


@dataclass(frozen=True)
class PackedText:
    """What a row of Text holds, worked out from the markup alone."""

    digest: bytes
    body: bytes
    crc: int
    size: int
    words: int
    blocks: bytes
    rules: int


@dataclass(frozen=True)
class Block:
    """One block of a text: the CRC-32 of its folded words, and how many they are."""

    crc: int
    words: int


@dataclass(frozen=True)
class Prepared:
    """What is worked out of a work's texts alone: each of them packed, in order, and the marks that copies share."""

    packed: tuple[PackedText, ...]
    marks: frozenset[int]

    @classmethod
    def of(cls, chapters: Sequence[Chapter]) -> Prepared:
        """All of it, for a work of these chapters (canonical markup)."""
        packed = tuple(pack(chapter.html, chapter.words) for chapter in chapters)
        return cls(packed, shingles.marks([shingles.words_of(chapter.html) for chapter in chapters]))


def pack(html: str, words: int | None = None) -> PackedText:
    """The text of a chapter (canonical markup) as it is kept; `words` are its words, if they were counted already."""
    data = html.encode("utf-8")
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflater.compress(data) + deflater.flush(zlib.Z_FULL_FLUSH)
    return PackedText(
        digest=hashlib.sha256(data).digest(),
        body=body,
        crc=zlib.crc32(data),
        size=len(data),
        words=count_words(html) if words is None else words,
        blocks=_packed_blocks(markup.blocks_of(html)),
        rules=markup.RULES,
    )


def unpack(text: Text) -> str:
    """The canonical markup of a kept text. Raises DamagedText."""
    try:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(bytes(text.body))
    except zlib.error as error:
        raise DamagedText(f"Text {text.pk} is damaged; restore it from a backup.") from error
    if len(data) != text.size or zlib.crc32(data) != text.crc:
        raise DamagedText(f"Text {text.pk} is damaged; restore it from a backup.")
    return data.decode("utf-8")


def blocks(packed: bytes | memoryview) -> list[Block]:
    """The blocks of a text from their packed form."""
    return [Block(*pair) for pair in _BLOCK.iter_unpack(bytes(packed))]


def digest_of(texts: Iterable[bytes]) -> bytes:
    """The digest of a whole copy's text: SHA-256 over the digests of its chapters in order."""
    return hashlib.sha256(b"".join(texts)).digest()


def _packed_blocks(texts: Sequence[str]) -> bytes:
    """Blocks without a word (scene breaks) say nothing of what text this is, but they have their place."""
    counted = zip(texts, count_words_of_each(texts), strict=True)
    return b"".join(_BLOCK.pack(zlib.crc32(fold(text).encode()), min(words, 2**32 - 1)) for text, words in counted)

"""What of a text is the same in every copy of it: runs of its words, whatever quotes, dashes and lines they stand in.

Two uses of one thing (docs/decisions/0013). *Shingles* are all runs of four words of a text: the share of one text's
shingles that another has is the share of its words that the other tells in the same order. *Marks* are a few of its
runs of six words, those with the smallest hashes: two texts that share a passage share marks of it, so that works to
compare with are found by an index.
"""

from __future__ import annotations

import hashlib
import heapq
import unicodedata
import zlib
from collections.abc import Sequence
from itertools import accumulate, count
from operator import add

from retold.lib.patterns import lazy
from retold.manuscript import markup
from retold.manuscript.words import split_words

SHINGLE_WORDS = 4
MARK_WORDS = 6
# Marks of each chapter, and one more for so many words: a part of a text is found by the marks of the whole.
LEAST_MARKS_A_CHAPTER, WORDS_A_MARK = 4, 800
LEAST_MARKS = 8
MOST_MARKS = 1000
_HASHES = 2**32  # so many values a CRC-32 has
_SPARE = 4

# What stands inside a word without being of it: marks of emphasis, apostrophes, invisible signs.
_DROPPED = "'’‘ʼ`´\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ACCENTS = lazy("[\u0300-\u036f]")
# Typographic signs in UTF-8 that were read as Windows-1252: an apostrophe stands between letters.
_BROKEN_APOSTROPHE = lazy(r"(?<=\w)â€™(?=\w)")
_BROKEN_SIGN = lazy("â€.")


def words_of(html: str) -> list[str]:
    """The words of a chapter (canonical markup), folded: without case, accents, apostrophes and typography."""
    return folded_words(markup.text_of(html))


def folded_words(text: str) -> list[str]:
    """The words of a plain text, folded."""
    if "â€" in text:
        text = _BROKEN_SIGN.sub(" ", _BROKEN_APOSTROPHE.sub("", text))
    for sign in _DROPPED:  # one after the other: a tenth of the time that `translate` takes
        text = text.replace(sign, "")
    text = text.replace("_", " ")
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return split_words(text.casefold())


def shingles(words: Sequence[str]) -> frozenset[int]:
    """The hashes of all runs of four words; a text of fewer words is one run."""
    return frozenset(map(zlib.crc32, _runs(words, SHINGLE_WORDS)))


def marks(chapters: Sequence[Sequence[str]]) -> frozenset[int]:
    """The marks of a whole text from the words of its chapters; none where there is no word.

    Of each chapter a few, more of a long one, and the smallest of the whole: whether a text came in chapters or as one
    makes no difference to whether it is found.
    """
    whole: dict[int, bytes] = {}
    found: set[int] = set()
    for words in chapters:
        wanted = max(LEAST_MARKS_A_CHAPTER, len(words) // WORDS_A_MARK)
        smallest = _smallest(_runs(words, MARK_WORDS), max(wanted, LEAST_MARKS))
        found.update(heapq.nsmallest(wanted, smallest))
        whole |= smallest
    found.update(heapq.nsmallest(LEAST_MARKS, whole))
    return frozenset(_wide(whole[crc]) for crc in heapq.nsmallest(MOST_MARKS, found))


def _smallest(runs: Sequence[bytes], wanted: int) -> dict[int, bytes]:
    """The runs with the smallest hashes, by hash: so many at least, where there are so many that differ."""
    hashes = list(map(zlib.crc32, runs))
    # Hashes lie evenly, so nearly all are passed over at one look.
    bound = _HASHES * _SPARE * wanted // max(1, len(hashes))
    smallest = {crc: runs[place] for place, crc in enumerate(hashes) if crc < bound}
    return smallest if len(smallest) >= wanted else dict(zip(hashes, runs, strict=True))


def _wide(run: bytes) -> int:
    """A hash wide enough that two runs among all works of a large archive do not meet by chance; fits a bigint."""
    return int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "big") >> 1


def _runs(words: Sequence[str], length: int) -> list[bytes]:
    """All runs of so many words, as bytes; one run of them all where there are fewer."""
    if not words:
        return []
    joined = " ".join(words).encode("utf-8", "surrogatepass")
    # A run ends where its last word does, and the next word begins a space later.
    ends = list(map(add, accumulate(map(len, words if joined.isascii() else joined.split(b" "))), count()))
    starts = [0, *map((1).__add__, ends)]
    return list(map(joined.__getitem__, map(slice, starts, ends[min(length, len(words)) - 1 :])))

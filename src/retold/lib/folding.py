"""Names folded for comparing: one spelling for what people would call the same name (data-model.md §2).

The folding has a version. Folds are kept in the database, so changing what `fold` gives is a migration.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

from retold.lib.patterns import lazy

VERSION = 1
LONGEST_KEY = 400

# Stripping marks from every script would turn が into か; in these three an accent is an accent.
_STRIPPED = ("LATIN", "GREEK", "CYRILLIC")
# ASCII and the marks of printed English (U+2010 to U+2027): most text has nothing else.
_MAY_HAVE_ACCENTS = lazy("[^\x00-\x7f\u2010-\u2027]")
# The dashes and quotation marks of printed English: no folding changes them.
_UNCHANGED = "–—‘’“”"


def fold(name: str) -> str:
    """The name in NFKC, case folded, spaces joined, accents stripped on Latin, Greek and Cyrillic letters alone.

    Idempotent: `fold(fold(x)) == fold(x)`.
    """
    rest = name
    for sign in () if name.isascii() else _UNCHANGED:
        rest = rest.replace(sign, "")
    if rest.isascii():
        return " ".join(name.casefold().split())
    before, folded = None, name
    # Folding the case of a compatibility letter can give one that composes anew; two rounds settle it.
    while folded != before:
        before, folded = folded, _folded_once(folded)
    return folded


def fold_key(name: str) -> str:
    """The fold as it is kept in an index: one longer than 400 letters is shortened and ends in its digest.

    Databases bound what an index may hold, and what is imported is never cut.
    """
    return bounded(fold(name))


def bounded(key: str) -> str:
    """The key, or, where it is longer than 400 letters, its beginning and the digest of all of it."""
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{key[: LONGEST_KEY - 66]} #{digest}"


def fold_address(address: str) -> str:
    """An e-mail address in NFKC and case folded; accents stay, since they are another mailbox."""
    before, folded = None, address.strip()
    while folded != before:
        before, folded = folded, unicodedata.normalize("NFKC", folded).casefold().strip()
    return folded


def _folded_once(name: str) -> str:
    cased = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(_without_accents(cased).split())


@lru_cache(maxsize=4096)
def _strips(letter: str) -> bool:
    """Whether marks are stripped after this letter."""
    return unicodedata.name(letter, "").startswith(_STRIPPED)


def _without_accents(text: str) -> str:
    if not _MAY_HAVE_ACCENTS.search(text):
        return text
    kept: list[str] = []
    strips = False
    for letter in unicodedata.normalize("NFD", text):
        if letter > "\u02ff" and unicodedata.category(letter) == "Mn":
            if strips:
                continue
        else:
            strips = _strips(letter)
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))

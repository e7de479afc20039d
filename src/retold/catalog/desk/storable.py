"""A Manuscript that any database can hold: what is no text at all is left out of its strings."""

from __future__ import annotations

import re

from retold.catalog.works.merging import without_texts
from retold.manuscript import serialise
from retold.manuscript.model import Manuscript

# NUL and lone surrogates are no characters; PostgreSQL refuses the one, UTF-8 the other.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_NO_TEXT = {0: None, **dict.fromkeys(range(0xD800, 0xE000))}


def storable(manuscript: Manuscript) -> Manuscript:
    """The Manuscript without NUL and lone surrogates; the same object if it has none."""
    # Texts are much the longest: they are looked at as they are, and written out only where something is amiss.
    if all(_is_clean(chapter.html) for chapter in manuscript.chapters):
        plain = serialise.dumps(without_texts(manuscript))
    else:
        plain = serialise.dumps(manuscript)
    try:
        plain.encode("utf-8")
    except UnicodeEncodeError:
        pass
    else:
        if "\\u0000" not in plain:
            return manuscript
    return serialise.loads(_without(serialise.dumps(manuscript)))


def _is_clean(text: str) -> bool:
    try:
        return "\0" not in text and bool(text.isascii() or text.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def _without(plain: str) -> str:
    # JSON writes NUL as an escape; an escaped backslash before "u0000" is a person's own words.
    return _NUL.sub(r"\1", plain.translate(_NO_TEXT))

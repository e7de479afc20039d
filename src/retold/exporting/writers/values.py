"""What a writer is handed beside the Manuscript, and small things that every writer needs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from retold.lib.zip_writer import Deflated
from retold.manuscript.model import Chapter, Manuscript
from retold.manuscript.package.bag_layout import Original, Revision

# Signs that XML 1.0 forbids (§2.2), and those that HTML calls errors.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TAG = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
)
_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ps", "sd", "syr", "ug", "ur", "yi"))
_RIGHT_TO_LEFT_LETTERS = frozenset(("arab", "hebr", "syrc", "thaa"))


@dataclass(frozen=True)
class Options:
    """`uuid` names the work in what leaves the archive; `modified` (aware, UTC) dates the file and all in it."""

    uuid: str
    modified: dt.datetime


@dataclass(frozen=True)
class Enclosures:
    """What belongs to a work beside its Manuscript.

    `assets` are the bytes by asset name; `revisions` and `originals` go into the package alone. `deflated` may hold
    chapters' texts (by their place from 0) as the archive keeps them, so that the EPUB need not deflate them again.
    """

    assets: Mapping[str, bytes] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    originals: tuple[Original, ...] = ()
    deflated: Mapping[int, Deflated] = field(default_factory=dict)


def plain(text: str | None) -> str:
    """A line of text for any document: one row, without signs that documents may not hold."""
    return " ".join(_FORBIDDEN.sub("", text or "").split())


def escaped(text: str | None) -> str:
    """A line of text as XML and HTML hold it, in an element or an attribute."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def language_of(manuscript: Manuscript) -> str:
    """The work's language as documents must say it: its tag, or "und" if it has none or no right one."""
    tag = manuscript.language or ""
    return tag if _TAG.fullmatch(tag) else "und"


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    parts = language.lower().split("-")
    letters = [part for part in parts[1:2] if len(part) == 4]
    return bool(_RIGHT_TO_LEFT_LETTERS & set(letters)) if letters else parts[0] in _RIGHT_TO_LEFT


def chapter_title(manuscript: Manuscript, chapter: Chapter, number: int) -> str:
    """What a chapter is called on its page and in the contents: its title, or its number, or the work's title."""
    if title := plain(chapter.title):
        return title
    if len(manuscript.chapters) == 1 and (title := plain(manuscript.title)):
        return title
    return f"Chapter {number}"

"""The Manuscript: one whole work as plain values, the waist that every reader and writer shares.

Frozen dataclasses that mirror the JSON of `retold.manuscript/1` field by field (docs/scripts.md).
Every `html` text is canonical markup (`retold.manuscript.markup`). What the schema does not know is kept in
`extra`, so that a newer program's fields survive a round trip through an older one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from retold.manuscript.words import count_words

SCHEMA = "retold.manuscript/1"

CREDIT_KINDS = (
    "title_from", "quote_from", "inspired_by", "retells", "prompt_from", "written_for", "gift_for",
    "translation_of", "remix_of", "podfic_of", "art_for", "sequel_to", "companion_to", "beta_by",
    "thanks_to", "cowritten_with", "canon_owner",
)  # fmt: skip
CREDIT_MEDIA = (
    "song", "poem", "book", "film", "tv", "game", "comic", "fanart", "fanvid", "fanfic", "post",
    "prompt", "event", "person", "real_life", "other",
)  # fmt: skip
CREATOR_ROLES = ("author", "translator", "artist", "podficcer", "co-writer")
FRONT_MATTER_ROLES = (
    "title", "byline", "header_field", "note", "disclaimer", "summary", "dedication", "epigraph",
    "separator", "chapter_heading", "end_note",
)  # fmt: skip

Extra = Mapping[str, Any]


@dataclass(frozen=True)
class Creator:
    """A name on the work: `name` as written, its role, and its page's address if the source gives one."""

    name: str
    role: str = "author"
    url: str | None = None
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Gift:
    """Whom the work was given to."""

    name: str
    url: str | None = None
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class SeriesPlace:
    """A series that the work is part of, and its place there (1-based; None if not said)."""

    title: str
    position: int | None = None
    url: str | None = None
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Collection:
    """A collection that the source says the work was in."""

    title: str
    url: str | None = None
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Source:
    """Where this copy came from: the work's address there, the site's name, and the format read."""

    url: str | None = None
    site: str | None = None
    format: str | None = None
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Credit:
    """What the work owes, and the words that say so.

    `origin` is stated (a field of the format says it), read (proposed from a note) or typed; `state` is
    proposed or accepted; `evidence` is a verbatim span of the note. None where nothing is said.
    """

    kind: str
    medium: str = "other"
    title: str | None = None
    creator: str | None = None
    place: str | None = None
    url: str | None = None
    evidence: str | None = None
    origin: str = "read"
    state: str = "proposed"
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Asset:
    """A picture or other file that the text shows as `assets/NAME`; its bytes travel beside the Manuscript."""

    name: str
    type: str
    sha256: str
    alt: str | None = None
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Unmapped:
    """Something the file held that has no field here: where it stood, and what it said."""

    where: str
    what: str
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class FrontMatterPart:
    """Lines of a plain-text file (1-based, inclusive) and what they are."""

    line_from: int
    line_to: int
    role: str
    extra: Extra = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Chapter:
    """One chapter; all texts but `title` are canonical markup."""

    html: str
    title: str | None = None
    creators: tuple[Creator, ...] = ()
    summary: str | None = None
    notes_before: str | None = None
    notes_after: str | None = None
    published: dt.date | None = None
    url: str | None = None
    extra: Extra = field(default_factory=dict, kw_only=True)

    @cached_property
    def words(self) -> int:
        """Words of the chapter's text alone (formats.md §0)."""
        return count_words(self.html)


@dataclass(frozen=True)
class Manuscript:
    """One whole work. `language` is a BCP 47 tag; dates have day precision; order is the creator's."""

    chapters: tuple[Chapter, ...]
    uuid: str | None = None
    title: str | None = None
    creators: tuple[Creator, ...] = ()
    gifts: tuple[Gift, ...] = ()
    media: tuple[str, ...] = ("text",)
    summary: str | None = None
    notes_before: str | None = None
    notes_after: str | None = None
    language: str | None = None
    rating: str | None = None
    warnings: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    fandoms: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    freeforms: tuple[str, ...] = ()
    series: tuple[SeriesPlace, ...] = ()
    collections: tuple[Collection, ...] = ()
    published: dt.date | None = None
    updated: dt.date | None = None
    complete: bool | None = None
    chapters_expected: int | None = None
    source: Source = Source()
    credits: tuple[Credit, ...] = ()
    assets: tuple[Asset, ...] = ()
    skin: str | None = None
    stats: Mapping[str, Any] = field(default_factory=dict)
    unmapped: tuple[Unmapped, ...] = ()
    front_matter: tuple[FrontMatterPart, ...] = ()
    extra: Extra = field(default_factory=dict, kw_only=True)

    @cached_property
    def words(self) -> int:
        """Words of all chapters' texts."""
        return sum(chapter.words for chapter in self.chapters)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the fields that a keeper would be asked for; nothing missing is an error."""
        return tuple(name for name in ("title", "creators", "language", "fandoms") if not getattr(self, name))

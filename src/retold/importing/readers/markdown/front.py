"""YAML fields before a Markdown text -> what they say of the work.

Every scalar is read as the words that stand there (`title: 1984`, `language: no`). Anchors and aliases, which can
make a small file huge, and doubled keys are not read: then the fields are kept whole as `unmapped`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from retold.importing.readers.markdown.yaml_fields import as_yaml, read_fields
from retold.importing.readers.plain_text.fields import Facts, date_of
from retold.manuscript.language import language_tag
from retold.manuscript.model import (
    CREDIT_KINDS,
    Collection,
    Creator,
    Credit,
    Gift,
    SeriesPlace,
)

_TRUE, _FALSE = ("true", "yes", "complete", "completed"), ("false", "no", "incomplete", "ongoing", "wip", "in progress")


class FrontFields:
    """What the fields say, beyond what plain headers can (`facts`): gifts, collections, credits and the like."""

    def __init__(self, fields: str | None) -> None:
        self.facts = Facts()
        self.uuid: str | None = None
        self.site: str | None = None
        self.gifts: list[Gift] = []
        self.collections: list[Collection] = []
        self.credits: list[Credit] = []
        self.stats: dict[str, Any] = {}
        self.media: tuple[str, ...] = ()
        self.notes: list[str] = []
        data = read_fields(fields) if fields is not None else {}
        if data is None:
            self.facts.leave("front matter", fields or "")
        for key, value in (data or {}).items():
            self._take(key, value)

    def _take(self, key: str, value: Any) -> None:
        taker = _KEYS.get(key.casefold().replace("-", "_").replace(" ", "_"))
        if value in ("", [], {}):
            return
        if taker is None or not taker(self, value):
            self.facts.leave(f"front matter: {key}", value if isinstance(value, str) else as_yaml(value))

    def take_title(self, value: Any) -> bool:
        """The title."""
        if isinstance(value, str):
            self.facts.add_title(value)
        return isinstance(value, str)

    def take_creators(self, value: Any) -> bool:
        """A name, several in one string, or a list of names or of mappings with name, role and url."""
        if isinstance(value, str):
            self.facts.add_byline(value, where="front matter: author")
            return True
        entries = value if isinstance(value, list) else [value]
        if not all(_is_named(entry, "name", ("role", "url")) for entry in entries):
            return False
        for entry in entries:
            made = {"name": entry} if isinstance(entry, str) else entry
            self.facts.creators.append(Creator(made["name"], made.get("role", "author"), made.get("url")))
        return True

    def take_list(self, name: str, value: Any) -> bool:
        """Tags: a list, or a string with commas."""
        pieces = re.split(r"\s*,\s*", value.strip()) if isinstance(value, str) else value
        if not isinstance(pieces, list) or not all(isinstance(piece, str) for piece in pieces):
            return False
        kept = self.facts.lists.setdefault(name, [])
        kept.extend(piece for piece in pieces if piece and piece not in kept)
        return True

    def take_rating(self, value: Any) -> bool:
        """The rating."""
        if isinstance(value, str) and self.facts.rating is None:
            self.facts.rating = value
            return True
        return False

    def take_summary(self, value: Any) -> bool:
        """The summary, itself Markdown; paragraphs are parted by blank lines."""
        if isinstance(value, str):
            self.facts.summary.append(value)
        return isinstance(value, str)

    def take_notes(self, value: Any) -> bool:
        """Notes before the text, themselves Markdown."""
        if isinstance(value, str):
            self.notes.append(value)
        return isinstance(value, str)

    def take_series(self, value: Any) -> bool:
        """A name, or mappings with title, position and url."""
        if isinstance(value, str):
            return self.facts._take_series(value, "series")
        entries = value if isinstance(value, list) else [value]
        if not all(_is_named(entry, "title", ("position", "url")) and _is_count(entry) for entry in entries):
            return False
        for entry in entries:
            made = {"title": entry} if isinstance(entry, str) else entry
            position = int(made["position"]) if "position" in made else None
            self.facts.series.append(SeriesPlace(made["title"], position, made.get("url")))
        return True

    def take_position(self, value: Any) -> bool:
        """The place in the series that was named before."""
        series = self.facts.series
        if not (isinstance(value, str) and value.isdecimal() and len(series) == 1 and series[0].position is None):
            return False
        series[0] = SeriesPlace(series[0].title, int(value), series[0].url)
        return True

    def take_language(self, value: Any) -> bool:
        """A tag or a name."""
        tag = language_tag(value) if isinstance(value, str) else None
        if tag:
            self.facts.language = tag
        return tag is not None

    def take_day(self, name: str, value: Any) -> bool:
        """A day, whose time of day is not kept here."""
        day = date_of(re.split(r"[T ](?=\d\d:)", value)[0]) if isinstance(value, str) else None
        if day is None or getattr(self.facts, name) is not None:
            return False
        setattr(self.facts, name, day)
        return True

    def take_complete(self, value: Any) -> bool:
        """Whether the work is finished."""
        if not isinstance(value, str) or value.casefold() not in (*_TRUE, *_FALSE):
            return False
        self.facts.complete = value.casefold() in _TRUE
        return True

    def take_chapters_expected(self, value: Any) -> bool:
        """How many chapters there will be."""
        if isinstance(value, str) and value.isdecimal():
            self.facts.chapters_expected = int(value)
            return True
        return False

    def take_source(self, value: Any) -> bool:
        """An address, or a mapping with url and site."""
        made = {"url": value} if isinstance(value, str) else value
        if not isinstance(made, Mapping) or set(made) - {"url", "site", "format"}:
            return False
        if not all(isinstance(one, str) for one in made.values()) or not str(made.get("url", "http")).startswith(
            "http"
        ):
            return False
        self.facts.url, self.site = made.get("url"), made.get("site")
        return True

    def take_uuid(self, value: Any) -> bool:
        """The work's own identifier."""
        self.uuid = value if isinstance(value, str) else None
        return self.uuid is not None

    def take_media(self, value: Any) -> bool:
        """What the work is made of."""
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            self.media = tuple(value)
        return bool(self.media)

    def take_gifts(self, value: Any) -> bool:
        """Whom it was given to."""
        entries = value if isinstance(value, list) else [value]
        if not all(_is_named(entry, "name", ("url",)) for entry in entries):
            return False
        self.gifts += [Gift(entry) if isinstance(entry, str) else Gift(**entry) for entry in entries]
        return True

    def take_collections(self, value: Any) -> bool:
        """Collections it was in."""
        entries = value if isinstance(value, list) else [value]
        if not all(_is_named(entry, "title", ("url",)) for entry in entries):
            return False
        self.collections += [Collection(entry) if isinstance(entry, str) else Collection(**entry) for entry in entries]
        return True

    def take_credits(self, value: Any) -> bool:
        """Credits as our own writer lists them."""
        allowed = ("medium", "title", "creator", "place", "url", "evidence", "origin", "state")
        entries = value if isinstance(value, list) else [value]
        if not all(isinstance(entry, dict) and _is_named(entry, "kind", allowed) for entry in entries):
            return False
        if not all(entry["kind"] in CREDIT_KINDS for entry in entries):
            return False
        self.credits += [Credit(**entry) for entry in entries]
        return True

    def take_stats(self, value: Any) -> bool:
        """Counts; whole numbers are numbers again."""
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            return False
        self.stats = {key: int(one) if one.isdecimal() and len(one) < 16 else one for key, one in value.items()}
        return True


def _is_named(entry: Any, name: str, others: tuple[str, ...]) -> bool:
    """Whether an entry is a string, or a mapping of strings that has this name and none but the others."""
    if isinstance(entry, str):
        return True
    if not isinstance(entry, dict) or name not in entry or set(entry) - {name, *others}:
        return False
    return all(isinstance(one, str) for one in entry.values())


def _is_count(entry: Any) -> bool:
    position = entry.get("position", "0") if isinstance(entry, dict) else "0"
    return isinstance(position, str) and position.isdecimal() and len(position) < 10


def _list(name: str) -> Callable[[FrontFields, Any], bool]:
    return lambda fields, value: fields.take_list(name, value)


def _ours(_: FrontFields, __: Any) -> bool:
    """Worked out from the text, so there is nothing to keep."""
    return True


_KEYS: dict[str, Callable[[FrontFields, Any], bool]] = {
    "title": FrontFields.take_title,
    "author": FrontFields.take_creators, "authors": FrontFields.take_creators, "creator": FrontFields.take_creators,
    "creators": FrontFields.take_creators, "by": FrontFields.take_creators,
    "summary": FrontFields.take_summary, "description": FrontFields.take_summary,
    "abstract": FrontFields.take_summary,
    "notes": FrontFields.take_notes, "note": FrontFields.take_notes, "notes_before": FrontFields.take_notes,
    "rating": FrontFields.take_rating,
    "tags": _list("freeforms"), "tag": _list("freeforms"), "freeforms": _list("freeforms"),
    "keywords": _list("freeforms"), "genre": _list("freeforms"), "genres": _list("freeforms"),
    "subject": _list("freeforms"),
    "categories": _list("categories"), "category": _list("categories"),
    "fandom": _list("fandoms"), "fandoms": _list("fandoms"),
    "relationship": _list("relationships"), "relationships": _list("relationships"),
    "pairing": _list("relationships"), "pairings": _list("relationships"),
    "character": _list("characters"), "characters": _list("characters"),
    "warning": _list("warnings"), "warnings": _list("warnings"),
    "series": FrontFields.take_series, "series_index": FrontFields.take_position, "part": FrontFields.take_position,
    "language": FrontFields.take_language, "lang": FrontFields.take_language,
    "date": lambda fields, value: fields.take_day("published", value),
    "published": lambda fields, value: fields.take_day("published", value),
    "updated": lambda fields, value: fields.take_day("updated", value),
    "lastmod": lambda fields, value: fields.take_day("updated", value),
    "modified": lambda fields, value: fields.take_day("updated", value),
    "complete": FrontFields.take_complete, "completed": FrontFields.take_complete,
    "status": FrontFields.take_complete,
    "chapters_expected": FrontFields.take_chapters_expected,
    "source": FrontFields.take_source, "url": FrontFields.take_source,
    "uuid": FrontFields.take_uuid, "media": FrontFields.take_media, "gifts": FrontFields.take_gifts,
    "collections": FrontFields.take_collections, "credits": FrontFields.take_credits,
    "stats": FrontFields.take_stats, "words": _ours,
}  # fmt: skip

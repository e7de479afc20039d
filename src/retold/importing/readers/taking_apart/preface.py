"""A page of a file that says in words what its tags are ("Rating: Teen", "Characters: A, B") -> each name's kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from retold.importing.readers.plain_text.fields import Facts, date_of
from retold.lib.folding import fold
from retold.lib.patterns import lazy
from retold.manuscript.front_matter.labels import find_label

# What labels mean -> the Manuscript's fields.
_FIELDS = {
    "warnings": "warnings",
    "fandom": "fandoms",
    "relationships": "relationships",
    "characters": "characters",
    "genre": "freeforms",
}
# Labels that mean one thing here and another there: their names are one more heap.
_HEAPS = ("category", "categories", "tags", "tag", "keywords", "keyword", "type", "classification")
_LONGEST_RATING = 60
_BETWEEN = lazy(r"\s*[,;|、，；]\s*")
_LONGEST, _MOST_LINES, _MOST_SUBJECTS = 4_000, 200, 2_000
_LABEL_ALONE = lazy(r"[^:：]{2,40}[:：]")


@dataclass
class Preface:
    """What a file's own page says: names by field, and the plain facts that labels give."""

    names: dict[str, list[str]] = field(default_factory=dict)
    heap: list[str] = field(default_factory=list)
    rating: str | None = None
    facts: Facts = field(default_factory=Facts)

    @cached_property
    def _fields(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, kind in ((name, kind) for kind, names in self.names.items() for name in names):
            found.setdefault(fold(name), set()).add(kind)
        return found

    def field_of(self, name: str) -> str | None:
        """The field under whose label a name stands; None if it stands under none, or under several."""
        fields = self._fields.get(fold(name), set())
        return next(iter(fields)) if len(fields) == 1 else None


def read_preface(text: str, subjects: Sequence[str]) -> Preface:
    """The labelled lines of a page; `subjects` are names that stay whole, whatever signs are in them."""
    found = Preface()
    for label, written, value in _labelled(text):
        if written in _HEAPS:
            found.heap.extend(_names(value, subjects))
        elif label in _FIELDS:
            found.names.setdefault(_FIELDS[label], []).extend(_names(value, subjects))
        elif label == "rating" and len(value) <= _LONGEST_RATING:
            found.rating = found.rating or value
        elif label in ("status", "published", "updated") and (label == "status" or date_of(value)):
            found.facts.add_field(f"{label}: {value}")
    return found


def _labelled(text: str) -> Iterator[tuple[str, str, str]]:
    """Each label's meaning, the label folded, and the words after it, on its line or on the next one."""
    waiting = ""
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        line = line.strip()
        if not line or len(line) > _LONGEST:
            continue
        line, waiting = (f"{waiting} {line}" if waiting and find_label(line) is None else line), ""
        found = find_label(line)
        if found is None:
            continue
        value = line[found.text_at :].strip(" \t*_")
        if value:
            yield found.label.field, fold(found.written), value
        elif _LABEL_ALONE.fullmatch(line):
            waiting = line


def _names(value: str, subjects: Sequence[str]) -> list[str]:
    """The names in a value: first those that are subjects too, longest first, then what stands between commas."""
    places: list[tuple[int, str]] = []
    lower = value.casefold()
    present = [name for name in subjects[:_MOST_SUBJECTS] if name.casefold() in lower]
    for name in sorted(present, key=len, reverse=True):
        match = re.search(rf"(?:^|(?<=[,;|、，；\s])){re.escape(name)}(?=\s*(?:$|[,;|、，；]))", value, re.IGNORECASE)
        if match:
            places.append((match.start(), name))
            value = value[: match.start()] + "," * len(match[0]) + value[match.end() :]
    at = 0
    for piece in _BETWEEN.split(value):
        start = value.find(piece, at) if piece else at
        if piece.strip():
            places.append((start, piece.strip()))
            at = start + len(piece)
    return [name for _, name in sorted(places)]

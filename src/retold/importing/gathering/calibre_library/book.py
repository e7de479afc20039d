"""A book as a Calibre library has it, as plain values; the library's database and a book's sidecar both give one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from retold.lib.patterns import lazy


@dataclass(frozen=True)
class Column:
    """A column that the library's keeper made: its label, the name shown, its datatype as Calibre calls it.

    `several` says that a book may have several values in it; `prose` that the text is long, and HTML.
    """

    label: str
    name: str
    datatype: str
    several: bool = False
    prose: bool = False


# What a custom column holds: text, whole numbers, fractions (of a rating: stars), yes or no, a day.
Value = str | int | float | bool | dt.date


@dataclass(frozen=True)
class Format:
    """A file of a book: its format as Calibre calls it (EPUB), and its path inside the library."""

    name: str
    path: str


@dataclass(frozen=True)
class Book:
    """All that the library says of a book. `stamp` changes whenever the library changes anything of it.

    `custom` are the values of its custom columns by label. `positions` and `annotations` are as Calibre keeps them;
    `stars` is the reader's rating, 1 to 5 in halves. `folder` is its folder inside the library.
    """

    key: str
    folder: str
    stamp: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    series: str = ""
    series_index: float | None = None
    tags: tuple[str, ...] = ()
    publisher: str = ""
    comments: str = ""
    languages: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    published: dt.date | None = None
    added: dt.date | None = None
    stars: float | None = None
    has_cover: bool = False
    formats: tuple[Format, ...] = ()
    custom: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    positions: tuple[Mapping[str, Any], ...] = ()
    annotations: tuple[Mapping[str, Any], ...] = ()
    plugins: Mapping[str, str] = field(default_factory=dict)


# Hours of UTC at which a day begins somewhere else, on the quarter of an hour.
_MIDNIGHT_ELSEWHERE = lazy(r"[ T](?:1[2-9]|2[0-3]):(?:00|15|30|45):00(?:\.0+)?\+00:00")


def day_of(text: object) -> dt.date | None:
    """The day of a date as Calibre writes it ("2021-03-04 12:00:00+00:00"); None for its "not known".

    A day without an hour is midnight at its keeper's place, written in UTC: east of Greenwich that is the day before.
    """
    said = str(text)
    try:
        day = dt.date.fromisoformat(said[:10])
    except ValueError:
        return None
    if day.year <= 1000:
        return None
    eastern = _MIDNIGHT_ELSEWHERE.fullmatch(said[10:])
    return day + dt.timedelta(days=1) if eastern and day < dt.date.max else day

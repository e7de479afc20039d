"""The line in which FanFiction.net says what a story is (formats.md §5) -> fields of a Manuscript.

"Rated: Fiction T - English - Hurt/Comfort/Sci-Fi - [Ilse V., Tam] Nora - Chapters: 22 - Words: 114,414 - … - id: 80671"

Its pieces are parted by " - ", which names of people may hold too. So it is cut at its labels alone; what stands
between the rating and the first label is the language, then one or two of the site's own genres if there are any, and
then people, all of it. The small pages for telephones part the pieces by ", " and say "&" between two.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from retold.importing.readers.plain_text.fields import date_of
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag
from retold.manuscript.model import Unmapped

_GENRES = (
    "Adventure|Angst|Crime|Drama|Family|Fantasy|Friendship|General|Horror|Humor|Hurt/Comfort|Mystery|Parody|Poetry|"
    "Romance|Sci-Fi|Spiritual|Supernatural|Suspense|Tragedy|Western"
)
_LABELS = "Rated|Chapters?|Words|Reviews|Favs|Follows|Updated|Published|Status|Complete|id"
IS_META_LINE = lazy(r"\s*Rated:\s*(?:Fiction\s+)?(?:K\+?|T|MA?)\b.*\b(?:Words|Published|Chapters|id):", re.DOTALL)
_LABEL = lazy(rf"(?:^|\s-\s+|,\s+|\s+)(?P<label>{_LABELS}):\s*")
_RATED = lazy(r"(?:Fiction\s+)?(?P<rating>K\+?|T|MA?)(?:(?:\s+-|,)\s+|$)(?P<rest>.*)", re.DOTALL)
_GENRE = lazy(rf"(?P<first>{_GENRES})(?:(?:/|\s*&\s*)(?P<second>{_GENRES}))?(?=\s+-\s|,\s|$)")
_JOINT = lazy(r"(?:\s+-|,)(?:\s+|$)")
_PAIR = lazy(r"\[(?P<names>[^\[\]]*)\]")
_COUNTS = {"Words": "words", "Reviews": "reviews", "Favs": "favs", "Follows": "follows"}
_DAY_MONTH = lazy(r"(?P<month>\d{1,2})[/-](?P<day>\d{1,2})[/-](?P<year>\d{4}|\d{2})")
_DONE = ("complete", "completed")


@dataclass
class MetaLine:
    """What the line says; `fields` and `stats` have the Manuscript's names, `chapters` is how many are posted."""

    fields: dict[str, Any] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    chapters: int | None = None
    id: str | None = None
    unmapped: list[Unmapped] = field(default_factory=list)

    def report(self, what: str, where: str = "meta line") -> None:
        """Keep what has no field of its own."""
        if what.strip():
            self.unmapped.append(Unmapped(where, what.strip()))


def read_meta_line(line: str, times: Mapping[str, int] | None = None) -> MetaLine:
    """Everything in the line. `times` are the seconds that a page says beside its dates, by label."""
    found = MetaLine()
    for label, value in _pieces(" ".join(line.split())):
        if label == "Rated":
            _rated(found, value)
        elif label in _COUNTS:
            _count(found, label, value)
        elif label in ("Updated", "Published"):
            _date(found, label, value, (times or {}).get(label))
        elif label in ("Status", "Complete"):
            found.fields["complete"] = label == "Complete" or value.casefold() in _DONE
        elif label.startswith("Chapter"):
            found.chapters = _number(value)
        elif label == "id":
            found.id = value if value.isdecimal() else None
        else:
            found.report(value)
    return found


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """(label, value) pairs, in their order; ("", words) for words before the first label."""
    labels = list(_LABEL.finditer(line))
    ends = [match.start() for match in labels] + [len(line)]
    if line[: ends[0]].strip():
        yield "", line[: ends[0]].strip()
    for match, end in zip(labels, ends[1:], strict=True):
        yield match["label"], re.sub(r"\s+-$|,$", "", line[match.end() : end].strip())


def _rated(found: MetaLine, value: str) -> None:
    match = _RATED.fullmatch(value)
    if match is None:
        found.report(value, "meta line: Rated")
        return
    found.fields["rating"] = match["rating"]
    language, *_ = _JOINT.split(match["rest"], maxsplit=1)
    rest = match["rest"][len(language) :]
    tag = language_tag(language.strip()) if language.strip() else None
    if tag is None:
        rest = match["rest"]
    else:
        found.fields["language"] = tag
    _genre_and_people(found, _JOINT.sub("", rest, count=1) if tag else rest)


def _genre_and_people(found: MetaLine, rest: str) -> None:
    genre = _GENRE.match(rest)
    if genre is not None:
        found.fields["freeforms"] = tuple(name for name in (genre["first"], genre["second"]) if name)
        rest = _JOINT.sub("", rest[genre.end() :], count=1)
    people, pairs = _people(rest)
    if people:
        found.fields["characters"] = people
    if pairs:
        found.fields["relationships"] = pairs


def _people(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(everybody, the pairs): "[A, B] C., D" -> (A, B, C., D) and (A/B)."""
    pairs = ["/".join(_names(match["names"])) for match in _PAIR.finditer(text)]
    people = dict.fromkeys(_names(_PAIR.sub(lambda match: f",{match['names']},", text)))
    return tuple(people), tuple(pair for pair in dict.fromkeys(pairs) if "/" in pair)


def _names(text: str) -> list[str]:
    return [name.strip() for name in re.split(r",|\s+&\s+", text) if name.strip()]


def _count(found: MetaLine, label: str, value: str) -> None:
    number = _number(value)
    if number is None:
        found.report(value, f"meta line: {label}")
    else:
        found.stats[_COUNTS[label]] = number


def _number(value: str) -> int | None:
    digits = value.replace(",", "").replace(".", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _date(found: MetaLine, label: str, value: str, seconds: int | None) -> None:
    day = day_of(seconds) if seconds is not None else _written_day(value)
    if day is None:
        found.report(value, f"meta line: {label}")
    else:
        found.fields["updated" if label == "Updated" else "published"] = day


def day_of(seconds: int) -> dt.date | None:
    """The day of a moment in seconds since 1970, in UTC."""
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _written_day(value: str) -> dt.date | None:
    """A day as the site writes it: month first; "5h" or "Mar 3" of no year is none."""
    match = _DAY_MONTH.fullmatch(value)
    if match is None:
        return date_of(value)
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    try:
        return dt.date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None

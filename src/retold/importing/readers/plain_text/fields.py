"""Header fields of a plain text (`RATING: PG`) -> what they say of the work."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from retold.lib.patterns import lazy
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.language import language_tag
from retold.manuscript.model import Creator, SeriesPlace, Unmapped

_EMAIL = lazy(r"\s*[<(\[]?\s*(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}\s*[>)\]]?")
_AND = lazy(r"\s*(?:[,;&]|\s(?:and|und|et|y|и|with)\s)\s*(?:and\s+)?", re.IGNORECASE)
_LIST = lazy(r"\s*[,;、，；]\s*")
_BY = lazy(r"(?:written\s+)?(?:by|von|par|por|от|автор)\s+", re.IGNORECASE)
_AO3_CATEGORIES = frozenset(("gen", "f/m", "m/m", "f/f", "multi", "other"))
_DONE = lazy(r"(?:complete[d]?|finished|done|yes|abgeschlossen|fertig|terminée?|complète|закончен\w*|завершен\w*|завершён\w*|completad[oa]|完结|完結|已完结)\W*", re.IGNORECASE)  # fmt: skip # noqa: E501
_NOT_DONE = lazy(r"(?:in[ -]progress|wip|work in progress|incomplete|unfinished|ongoing|no|on hiatus|abandoned|in arbeit|en cours|в процессе|не закончен\w*|en proceso|连载|連載|连载中)\W*", re.IGNORECASE)  # fmt: skip # noqa: E501
_POSITION = (
    lazy(
        r"(?:part|book|story|teil|tome|часть|parte)?\s*#?(?P<n>\d{1,4})\s+(?:of|in|von|de)\s+(?P<title>\D.*)",
        re.IGNORECASE,
    ),
    lazy(
        r"(?P<title>.*?\S)[\s,(:–-]+(?:(?:part|book|story|teil|tome|часть|parte|no\.?)\s*|#)(?P<n>\d{1,4})\)?",
        re.IGNORECASE,
    ),
)
_DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%B %d %Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%d.%m.%Y",
    "%B %dth, %Y",
)
_PARTS_OF = lazy(r"\d+\s*(?:/|of|von)\s*(?P<all>\d{1,4}|\?)")
_SUBJECT = lazy(r"^(?:\s*(?:re|fwd|fw|repost|new|fic|story|fanfic|ff)\s*[:\-]|\s*\[[^\]]{0,60}\])+", re.IGNORECASE)
_PART_COUNT = lazy(r"\s*[(\[]?\s*(?:part\s*)?\d{1,3}\s*(?:/|of)\s*[\d?]{1,3}\s*[)\]]?\s*$", re.IGNORECASE)


@dataclass
class Facts:
    """What header fields, titles and bylines say, filled field by field; `notes` are lines for the note reader."""

    title: str | None = None
    creators: list[Creator] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)
    rating: str | None = None
    summary: list[str] = field(default_factory=list)
    series: list[SeriesPlace] = field(default_factory=list)
    language: str | None = None
    published: dt.date | None = None
    updated: dt.date | None = None
    complete: bool | None = None
    chapters_expected: int | None = None
    url: str | None = None
    unmapped: list[Unmapped] = field(default_factory=list)
    sender: str | None = None
    subject: str | None = None

    def leave(self, where: str, what: str) -> None:
        """Keep what has no field here, once."""
        entry = Unmapped(where, what.strip())
        if entry.what and entry not in self.unmapped:
            self.unmapped.append(entry)

    def listed(self, name: str) -> tuple[str, ...]:
        """The entries of a list: fandoms, characters and so on."""
        return tuple(self.lists.get(name, ()))

    def add_title(self, written: str) -> None:
        """The first title is the work's; the same again says nothing new, and another is kept aside."""
        written = written.strip(" \t*_")
        if self.title is None and written:
            self.title = written
        elif written and _bare(written) != _bare(self.title or ""):
            self.leave("title", written)

    def add_byline(self, written: str, role: str = "author", where: str = "byline") -> bool:
        """Names out of `by A and B`; addresses of mail stay out of the names, and are kept aside."""
        for email in _EMAIL.findall(written):
            self.leave(where, email.strip(" <>()[]"))
        names = [name.strip(" \t*_<>[]") for name in _AND.split(_BY.sub("", _EMAIL.sub(" ", written).strip(), count=1))]
        for name in names:
            if name and name not in [creator.name for creator in self.creators]:
                self.creators.append(Creator(name, role))
        return True

    def add_field(self, written: str) -> None:
        """One header field with the lines that continue it."""
        found = find_label(written)
        if found is None:
            self.leave("header_field", written)
            return
        value = written[found.text_at :].strip(" \t*_")
        name, where = found.label.field, f"header_field: {found.written}"
        if not value or not self._take(name, value, where):
            self.leave(where, value or found.written)

    def finish(self) -> None:
        """A post without a title or an author has them in its Subject and From lines."""
        if self.title is None and self.subject:
            bare = _PART_COUNT.sub("", _SUBJECT.sub("", self.subject)).strip(" \t\"'“”-")
            self.title = bare or None
        if not self.creators and self.sender:
            self.add_byline(self.sender, where="header_field: From")

    def _take(self, name: str, value: str, where: str) -> bool:
        """Give a value to the field that its label means; False if it has none, or does not fit."""
        taker = _TAKERS.get(name)
        return taker(self, value, where) if taker else False

    def _take_list(self, name: str, value: str, splitter: re.Pattern[str] = _LIST) -> bool:
        pieces = [piece.strip() for piece in splitter.split(value)]
        # A sentence holds commas too; tags are short.
        if any(len(piece.split()) > 6 for piece in pieces):
            pieces = [value]
        kept = self.lists.setdefault(name, [])
        kept.extend(piece for piece in (_without_stop(piece) for piece in pieces) if piece and piece not in kept)
        return True

    def _take_genre(self, value: str, _where: str = "") -> bool:
        pieces = [piece.strip() for piece in _LIST.split(value)]
        categories = all(piece.casefold() in _AO3_CATEGORIES for piece in pieces)
        return self._take_list("categories" if categories else "freeforms", value)

    def _take_rating(self, value: str, _where: str = "") -> bool:
        self.rating, before = self.rating or value, self.rating
        return before in (None, value)

    def _take_series(self, value: str, _where: str = "") -> bool:
        for pattern in _POSITION if len(value) < 200 else ():
            match = pattern.fullmatch(value)
            if match:
                self.series.append(SeriesPlace(match["title"].strip(' "“”'), int(match["n"])))
                return True
        self.series.append(SeriesPlace(value))
        return True

    def _take_status(self, value: str, where: str) -> bool:
        for pattern, answer in ((_DONE, True), (_NOT_DONE, False)):
            if pattern.fullmatch(value) and self.complete is None:
                self.complete = answer
                return True
        day = date_of(value)
        if day and "omplete" in where and self.updated is None:
            self.complete, self.updated = True, day
            return True
        return False

    def _take_language(self, value: str, _where: str = "") -> bool:
        self.language = self.language or language_tag(value)
        return self.language is not None and language_tag(value) == self.language

    def _take_day(self, name: str, value: str) -> bool:
        day = date_of(value)
        if day is None or getattr(self, name) is not None:
            return False
        setattr(self, name, day)
        return True

    def _take_chapters(self, value: str, _where: str = "") -> bool:
        match = _PARTS_OF.fullmatch(value)
        if match and match["all"] != "?":
            self.chapters_expected = int(match["all"])
        return False

    def _take_message(self, value: str, where: str) -> bool:
        if where.casefold().endswith((" subject", " betreff")):
            self.subject = self.subject or value
        elif where.casefold().endswith((" from", " von")):
            self.sender = self.sender or value
        return False

    def _take_source(self, value: str, _where: str = "") -> bool:
        if self.url is None and re.fullmatch(r"https?://\S+", value):
            self.url = value
            return True
        return False

    def _take_title(self, value: str, _where: str = "") -> bool:
        self.add_title(value)
        return True

    def _take_author(self, value: str, where: str) -> bool:
        self.add_byline(value, where=where)
        return True

    def _take_summary(self, value: str, _where: str = "") -> bool:
        self.summary.append(value)
        return True


_TAKERS: dict[str, Callable[[Facts, str, str], bool]] = {
    "title": Facts._take_title,
    "author": Facts._take_author,
    "translator": lambda facts, value, where: facts.add_byline(value, "translator", where),
    "summary": Facts._take_summary,
    "rating": Facts._take_rating,
    "warnings": lambda facts, value, _: facts._take_list("warnings", value),
    "fandom": lambda facts, value, _: facts._take_list("fandoms", value),
    "relationships": lambda facts, value, _: facts._take_list("relationships", value),
    "characters": lambda facts, value, _: facts._take_list("characters", value, _AND),
    "genre": Facts._take_genre,
    "series": Facts._take_series,
    "status": Facts._take_status,
    "language": Facts._take_language,
    "published": lambda facts, value, _: facts._take_day("published", value),
    "updated": lambda facts, value, _: facts._take_day("updated", value),
    "chapters": Facts._take_chapters,
    "message": Facts._take_message,
    "source": Facts._take_source,
}  # fmt: skip


def date_of(text: str) -> dt.date | None:
    """A day written in full; None where it is not, or where day and month could be mistaken for one another."""
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text.strip().rstrip("."))
    for form in _DATE_FORMATS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def header_lines(lines: Sequence[str]) -> list[str]:
    """Fields of a header block, each with the lines that continue it joined to it by a space."""
    fields: list[str] = []
    for line in lines:
        bare = line.strip()
        if not bare:
            continue
        if (
            fields
            and find_label(bare) is None
            and not re.match(r"[*_]*[^\W\d_][\w'’./&() -]{0,28}[*_]*\s*[:：]\s*\S", bare)
        ):
            fields[-1] += f" {bare}"
        else:
            fields.append(bare)
    return fields


def _without_stop(text: str) -> str:
    return text[:-1] if text.endswith(".") and "." not in text[:-1] else text


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()

"""The entries of a title page -> fields of a Manuscript; what has no field is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from retold.importing.readers.fanficfare.entries import Names, splitter
from retold.importing.readers.fanficfare.labels import (
    Entry,
    Hints,
    Link,
    day_of,
    is_complete,
    number_of,
    with_keys,
)
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag
from retold.manuscript.markup import canonical_or_none
from retold.manuscript.model import Collection, Creator, SeriesPlace, Unmapped

ANONYMOUS = "Anonymous"
# Sites on the software of the Archive of Our Own: theirs alone are the categories that are everyday words.
_OTW = ("archiveofourown.org", "transformativeworks.org", "squidgeworld.org", "superlove.sayitditto.net", "ao3.org")
_CATEGORIES = frozenset(("F/F", "F/M", "M/M"))
_CATEGORIES_OF_OTW = _CATEGORIES | {"Gen", "Multi", "Other"}
_PLACE = lazy(r"(.*\S) \[(\d{1,6}(?:\.\d{1,4})?)\]")
_OF_ALL = lazy(r"(\d{1,6})/(\d{1,6}|\?)")
# What FanFicFare adds to an EPUB's subjects by itself.
_OWN_SUBJECTS = lazy(r"FanFiction|Last Update(?: Year/Month)?: \d{4}/\d{2}(?:/\d{2})?")


@dataclass
class Facts:
    """What a title page says. `fields` and `stats` are the Manuscript's; `creator_urls` are in the creators' order."""

    fields: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)
    series: list[SeriesPlace] = field(default_factory=list)
    url: str | None = None
    author: str | None = None
    creator_urls: tuple[str, ...] = ()
    publisher: str | None = None
    names: Names = field(default_factory=lambda: splitter(frozenset()))

    def report(self, where: str, what: str) -> None:
        """Keep what has no field of its own, once."""
        entry = Unmapped(where, what)
        if what and entry not in self.unmapped:
            self.unmapped.append(entry)

    def add(self, name: str, values: Iterable[str]) -> None:
        """More names for one of the Manuscript's lists, each once."""
        kept = self.lists.setdefault(name, [])
        kept += [value for value in dict.fromkeys(values) if value and value not in kept]


def facts_of(entries: Sequence[Entry], hints: Hints, url: str | None) -> Facts:
    """What the entries of a title page say; `url` is the work's address, if it stands elsewhere too."""
    facts = Facts(url=url, names=splitter(hints.subjects))
    for entry in with_keys(entries, hints):
        if entry.is_guess:
            facts.report("title page", f"“{entry.label}” has no known meaning; by its place it is {entry.key}.")
        taker = _TAKERS.get(entry.key)
        if taker is None or not taker(facts, entry):
            _leave(facts, entry)
    _part_genres(facts)
    _count_chapters(facts)
    facts.fields |= {name: tuple(values) for name, values in facts.lists.items() if values}
    if facts.series:
        facts.fields["series"] = tuple(facts.series)
    if facts.publisher and facts.publisher not in (facts.url or ""):
        facts.report("title page: Publisher", facts.publisher)
    return facts


def rest_of_subjects(facts: Facts, subjects: Iterable[str]) -> Iterator[str]:
    """An EPUB's subjects that no entry of the title page has."""
    said = {name for values in facts.lists.values() for name in values}
    for subject in subjects:
        if subject not in said and not _OWN_SUBJECTS.fullmatch(subject) and is_complete(subject) is None:
            yield subject


def creators_of(names: Sequence[str], urls: Sequence[str | None]) -> tuple[Creator, ...]:
    """Creators out of names and their addresses; nobody where the work is anonymous."""
    pairs = zip(names, [*urls, *[None] * len(names)], strict=False)
    found = {name: Creator(name, url=url) for name, url in pairs if name and name != ANONYMOUS}
    return tuple(found.values())


def _leave(facts: Facts, entry: Entry) -> None:
    """An entry without a field: a number is one of the site's counts, all else goes into the report."""
    count = number_of(entry.text)
    name = "_".join(entry.label.casefold().split())
    if count is not None and name and name not in facts.stats:
        facts.stats[name] = count
        return
    addresses = [f"<{link.url}>" for link in entry.links if link.url and link.url != entry.text]
    facts.report(f"title page: {entry.label}" if entry.label else "title page", " ".join([entry.text, *addresses]))


def _values(facts: Facts, entry: Entry) -> list[str]:
    """The names in a value: the words of its links, else what commas part."""
    if entry.links and len(entry.text) <= len(", ".join(link.text for link in entry.links)) + 1:
        return [link.text for link in entry.links]
    return facts.names(entry.text)


def _listed(name: str) -> Callable[[Facts, Entry], bool]:
    def take(facts: Facts, entry: Entry) -> bool:
        facts.add(name, _values(facts, entry))
        return True

    return take


def _one(name: str, read: Callable[[str], Any]) -> Callable[[Facts, Entry], bool]:
    def take(facts: Facts, entry: Entry) -> bool:
        value = read(entry.text)
        if value is None or facts.fields.get(name, value) != value:
            return False
        facts.fields[name] = value
        return True

    return take


def _take_status(facts: Facts, entry: Entry) -> bool:
    """A status that says more than yes or no is told as well."""
    said = is_complete(entry.text)
    if said is None or "complete" in facts.fields:
        return False
    facts.fields["complete"] = said
    return said or entry.text.casefold() in ("in-progress", "in progress", "incomplete")


def _take_series(facts: Facts, entry: Entry) -> bool:
    parts = entry.links or (Link(entry.text, ""),)
    for text, url in parts:
        match = _PLACE.fullmatch(text)
        title, place = (match[1], float(match[2])) if match else (text, None)
        position = int(place) if place is not None and place.is_integer() else None
        if place is not None and position is None:
            facts.report(f"place in the series {title}", str(place))
        known = next((n for n, one in enumerate(facts.series) if one.title == title), None)
        if known is None:
            facts.series.append(SeriesPlace(title, position, url or None))
        elif url and facts.series[known].url is None:
            facts.series[known] = SeriesPlace(title, position, url)
    return True


def _take_series_url(facts: Facts, entry: Entry) -> bool:
    if not facts.series or facts.series[0].url not in (None, entry.text):
        return False
    facts.series[0] = SeriesPlace(facts.series[0].title, facts.series[0].position, entry.text)
    return True


def _take_collections(facts: Facts, entry: Entry) -> bool:
    links = entry.links or tuple(Link(name, "") for name in facts.names(entry.text))
    facts.fields["collections"] = tuple(Collection(link.text, link.url or None) for link in links)
    return True


def _take_summary(facts: Facts, entry: Entry) -> bool:
    markup = canonical_or_none(entry.html, base_url=facts.url)
    if facts.fields.get("summary", markup) != markup:
        return False
    facts.fields["summary"] = markup
    return True


def _take_url(facts: Facts, entry: Entry) -> bool:
    if facts.url is None and entry.text.startswith(("http://", "https://")):
        facts.url = entry.text
    return facts.url == entry.text


def _take_author_url(facts: Facts, entry: Entry) -> bool:
    facts.creator_urls = tuple(entry.text.split(", "))
    return True


def _take_author(facts: Facts, entry: Entry) -> bool:
    facts.author = entry.text
    return True


def _take_publisher(facts: Facts, entry: Entry) -> bool:
    facts.publisher = entry.text
    return True


def _take_of_all(facts: Facts, entry: Entry) -> bool:
    match = _OF_ALL.fullmatch(entry.text)
    if match is None:
        return False
    facts.stats["chapters"] = entry.text
    return True


def _take_all(facts: Facts, entry: Entry) -> bool:
    """How many chapters there will be; "?" says that nobody knows."""
    facts.fields.setdefault("chapters_expected", number_of(entry.text))
    return entry.text == "?" or number_of(entry.text) is not None


def _stat(name: str, read: Callable[[str], Any]) -> Callable[[Facts, Entry], bool]:
    def take(facts: Facts, entry: Entry) -> bool:
        value = read(entry.text)
        if value is not None:
            facts.stats.setdefault(name, value)
        return value is not None

    return take


def _part_genres(facts: Facts) -> None:
    """FanFicFare puts freeform tags and categories of some sites among the genres."""
    genres = facts.lists.pop("genre", [])
    host = urlsplit(facts.url or "").hostname or ""
    of_otw = host.endswith(_OTW) or "categories" in facts.lists
    categories = _CATEGORIES_OF_OTW if of_otw else _CATEGORIES
    facts.add("categories", [name for name in genres if name in categories])
    facts.add("freeforms", [name for name in genres if name not in categories])


def _count_chapters(facts: Facts) -> None:
    """How many chapters there are of how many; what is complete has as many as there will be."""
    posted, _, expected = str(facts.stats.get("chapters", "")).partition("/")
    if expected:
        facts.fields["chapters_expected"] = number_of(expected)
        facts.fields.setdefault("complete", posted == expected)
    elif facts.fields.get("complete"):
        facts.fields.setdefault("chapters_expected", number_of(posted))


_TAKERS: Mapping[str, Callable[[Facts, Entry], bool]] = {
    "series": _take_series,
    "seriesUrl": _take_series_url,
    "category": _listed("fandoms"),
    "fandoms": _listed("fandoms"),
    "genre": _listed("genre"),
    "freeformtags": _listed("freeforms"),
    "ao3categories": _listed("categories"),
    "characters": _listed("characters"),
    "ships": _listed("relationships"),
    "warnings": _listed("warnings"),
    "language": _one("language", language_tag),
    "rating": _one("rating", lambda text: text or None),
    "datePublished": _one("published", day_of),
    "dateUpdated": _one("updated", day_of),
    "status": _take_status,
    "description": _take_summary,
    "storyUrl": _take_url,
    "author": _take_author,
    "authorUrl": _take_author_url,
    "publisher": _take_publisher,
    "title": lambda facts, entry: facts.fields.setdefault("title", entry.text) == entry.text,
    "numChapters": _stat("chapters", lambda text: text if number_of(text) is not None else None),
    "numWords": _stat("words", number_of),
    "dateCreated": _stat("packaged", lambda text: text or None),
    "chapterslashtotal": _take_of_all,
    "chapterstotal": _take_all,
    "collections": _take_collections,
}

"""The log, the lists of links and the ignore list of ao3downloader, by the address of the work."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from retold.importing.gathering.entry import Note
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical, canonical_or_none, text_of
from retold.manuscript.model import Creator, Manuscript, SeriesPlace, Unmapped

_MOST_FILE = 200_000_000  # bytes of a log or a list
_MOST_CELL = 100_000  # letters of a cell: more than any list of tags has
_MOST_NAMES = 2_000  # of one list in a cell
_WORK = lazy(r"https?://(?:www\.)?archiveofourown\.org/(?:collections/[^/\s]+/)?works/(\d{1,12})\b.*")
_SITE = "https://archiveofourown.org/works/"
_NUMBER = lazy(r"(?<!\d)(\d{2,12})(?!\d)")
# What a file system has no place for is dropped from names by the program; so it is for comparing them.
_NOT_IN_A_NAME = lazy(r"[^\w]+")
_FEWEST_LETTERS = 12  # of a name that was cut short and still tells a work
_LISTS = {
    "fandoms": "fandoms",
    "warnings": "warnings",
    "characters": "characters",
    "relationships": "relationships",
    "tags": "freeforms",
    "categories": "categories",
}
_READ = {"title", "author", "summary", "words", "rating", "chapters", "complete", "series", "updated", "link", *_LISTS}
_OWN = {
    "date_bookmarked": "Bookmarked",
    "bookmarker_tags": "Tags of your bookmark",
    "bookmarker_notes": "Notes of your bookmark",
    "last_visited": "Last visited",
    "times_visited": "Times visited",
}
_DATES = ("%Y-%m-%d", "%d %b %Y", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Known:
    """What the lists say of a work: its address, its fields if a list has them, and the reader's own notes."""

    link: str
    told: Manuscript | None = None
    notes: tuple[Note, ...] = ()


@dataclass
class Lists:
    """All that was read, by the work's address. `names` are the files' names that the log gives."""

    known: dict[str, Known] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    succeeded: set[str] = field(default_factory=set)
    ignored: dict[str, str] = field(default_factory=dict)
    here: set[str] = field(default_factory=set)

    def of_file(self, stem: str) -> Known | None:
        """What is known of the work in a file of that name (without its ending); remembers that it is here."""
        link = self._link_of(stem)
        if link is None:
            return None
        self.here.add(link)
        return self.known.get(link, Known(link))

    def is_here(self, link: str) -> bool:
        """Whether a file of the work was there."""
        return link in self.here

    def failed(self) -> Iterator[tuple[str, str]]:
        """The addresses and reasons of what could not be downloaded, and is not there."""
        return (one for one in self.errors.items() if one[0] not in self.here)

    def _link_of(self, stem: str) -> str | None:
        """By the number in the name if the lists know it (or the name begins with it), else by the name itself."""
        numbers = [f"{_SITE}{number}" for number in _NUMBER.findall(stem)]
        for link in numbers:
            if link in self.known or link in self.succeeded or link in self.errors:
                return link
        name = _folded(stem)
        if name in self.names:
            return self.names[name] or None
        cut = {link for known, link in self.names.items() if len(name) >= _FEWEST_LETTERS and known.startswith(name)}
        if len(cut) == 1:
            return cut.pop() or None
        return numbers[0] if numbers and stem.startswith(numbers[0].removeprefix(_SITE) + " ") else None


def read_lists(folder: Path) -> Lists:
    """All lists of a folder of ao3downloader; one that cannot be read says nothing."""
    lists = Lists()
    for line in _lines(folder / "logs" / "log.jsonl"):
        _read_log_line(lists, line)
    places = (folder, folder / "downloads")
    for path in sorted((path for place in places for path in place.glob("links_*.csv")), key=_made):
        _read_csv(lists, path)
    for place in (*places, folder / "settings"):
        for line in _lines(place / "ignorelist.txt"):
            link, _, why = line.strip().partition("; ")
            if (known := _link(link)) is not None:
                lists.ignored[known] = why.strip()
    return lists


def _made(path: Path) -> tuple[str, str]:
    """When a list was made, as its name says: links_MMDDYYYYhhmmss."""
    digits = path.stem.removeprefix("links_")
    return digits[4:8] + digits[:4] + digits[8:], str(path)


def _lines(path: Path) -> Iterator[str]:
    text = _text(path)
    yield from text.splitlines()


def _text(path: Path) -> str:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_FILE:
            return ""
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _link(text: object) -> str | None:
    found = _WORK.fullmatch(str(text).strip())
    return f"{_SITE}{found[1]}" if found else None


def _folded(name: str) -> str:
    return _NOT_IN_A_NAME.sub("", name).casefold()


def _read_log_line(lists: Lists, line: str) -> None:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return
    link = _link(said.get("link")) if isinstance(said, dict) else None
    if link is None:
        return
    if isinstance(said.get("title"), str | list):
        title = said["title"] if isinstance(said["title"], str) else str((said["title"] or [""])[0])
        name = _folded(title)
        # Two works of one name: neither is told by it.
        lists.names[name] = link if lists.names.get(name, link) == link else ""
    if said.get("success") is True:
        lists.succeeded.add(link)
        lists.errors.pop(link, None)
    elif said.get("error"):
        lists.errors[link] = " ".join(str(said["error"]).split())[:500]


def _read_csv(lists: Lists, path: Path) -> None:
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        for row in reader:
            link = _link(row.get("link"))
            if link is not None:
                plain = {str(key): value.strip() for key, value in row.items() if isinstance(value, str)}
                lists.known[link] = _together(lists.known.get(link), _known(link, plain))
    except csv.Error:
        return


def _together(older: Known | None, newer: Known) -> Known:
    """A later list says what stands; notes of every list are kept."""
    if older is None:
        return newer
    return replace(newer, notes=(*(note for note in older.notes if note not in newer.notes), *newer.notes))


def _known(link: str, row: Mapping[str, str]) -> Known:
    fields: dict[str, Any] = {name: _names(row.get(key, "")) for key, name in _LISTS.items()}
    fields["title"] = row.get("title") or None
    authors = [name.strip() for name in row.get("author", "").split(",")]
    fields["creators"] = tuple(Creator(name) for name in authors if name and name != "Anonymous")
    fields["summary"] = canonical_or_none(row.get("summary"))
    fields["rating"] = row.get("rating") or None
    fields["complete"] = {"true": True, "false": False}.get(row.get("complete", "").lower())
    fields["updated"] = _day(row.get("updated", ""))
    fields["series"] = tuple(map(SeriesPlace, _names(row.get("series", ""))))
    stats = {"words": _number(row.get("words", "")), "chapters": row.get("chapters") or None}
    fields["stats"] = {name: value for name, value in stats.items() if value is not None}
    expected = row.get("chapters", "").rpartition("/")[2]
    fields["chapters_expected"] = int(expected) if "/" in row.get("chapters", "") and expected.isdecimal() else None
    unmapped = tuple(
        Unmapped(f"ao3downloader {name}", value[:2000])
        for name, value in row.items()
        if value and name not in _READ and name not in _OWN
    )
    return Known(link, Manuscript(chapters=(), unmapped=unmapped, **fields), tuple(_notes(row)))


def _notes(row: Mapping[str, str]) -> Iterator[Note]:
    """What the reader wrote on a bookmark, and when they were there: their own."""
    said: dict[str, Any] = {
        name: _names(row.get(name, "")) if name == "bookmarker_tags" else row.get(name, "") for name in _OWN
    }
    said["bookmarker_notes"] = _plain(said["bookmarker_notes"])
    for kind, names in (("bookmark", tuple(_OWN)[:3]), ("visits", tuple(_OWN)[3:])):
        data = {name: list(said[name]) if isinstance(said[name], tuple) else said[name] for name in names if said[name]}
        words = [
            f"{_OWN[name]}: {', '.join(data[name]) if isinstance(data[name], list) else data[name]}" for name in data
        ]
        if data:
            yield Note(kind, "\n".join(words), data)


def _plain(html: str) -> str:
    return text_of(canonical(html)).strip() if html else ""


def _names(cell: str) -> tuple[str, ...]:
    """The names in a cell: a list as Python writes it, or a single name. Nothing but texts is taken from it."""
    if not cell or len(cell) > _MOST_CELL:
        return ()
    if not cell.startswith("["):
        return tuple(name.strip() for name in cell.split(", ") if name.strip())
    try:
        said = ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return (cell,)
    names = said if isinstance(said, list) else [said]
    return tuple(dict.fromkeys(one.strip() for one in names[:_MOST_NAMES] if isinstance(one, str) and one.strip()))


def _day(text: str) -> dt.date | None:
    for form in _DATES:
        try:
            return dt.datetime.strptime(text.strip(), form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


def _number(text: str) -> int | None:
    digits = text.replace(",", "").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 12 else None

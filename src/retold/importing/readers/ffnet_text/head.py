"""The first lines of a FanFiction.net text: which line is the site's, and what the lines around it are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from retold.importing.readers.ffnet_html.meta_line import IS_META_LINE, MetaLine, read_meta_line
from retold.lib.patterns import lazy
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.front_matter.lines import is_signs_alone

_LOOKED_AT, _MOST_BEFORE, _LONGEST = 20_000, 25, 1_500
_MOST_CONTINUED = 3
_BYLINE = lazy(r"(?:a\s+\w+\s+fanfic\s+)?by\s*:?\s+(?P<name>\S.{0,79})", re.IGNORECASE)
_TITLE_BY = lazy(r"(?P<title>\S.{0,199}?)\s+by:?\s+(?P<name>[^.!?]{1,60})", re.IGNORECASE)
_ADDRESS = lazy(r"\S*(?:fanfiction\.net|fictionpress\.com)/s/(?P<id>\d+)\S*", re.IGNORECASE)
_PLACE = lazy(r"(?P<section>[^»>]{2,60}?)\s*(?:»|>|→)\s*(?P<fandom>[^»>]{2,120})")
_CROSSOVER = lazy(r"(?P<names>.+\s\+\s.+?)\s+Crossovers?")
_BUTTONS = lazy(r"(?:follow/fav|follow|favorite|fanfiction|unleash your imagination|pm|download|a\s+a\s+a)", re.I)
_GOES_ON = lazy(r".*\b(?:Words|Published|Updated|Chapters|Status|Reviews|Favs|Follows|id):")


@dataclass
class Head:
    """The lines before the story; `body_from` is the index of the first line after them."""

    body_from: int
    line: MetaLine
    title: str | None = None
    author: str | None = None
    summary: list[str] = field(default_factory=list)
    fandoms: tuple[str, ...] = ()
    address: str | None = None
    section: str | None = None
    labelled: list[str] = field(default_factory=list)


def find_head(text: str) -> Head | None:
    """The head of a text, or None if the site's line is not among its first lines."""
    lines = text[:_LOOKED_AT].split("\n")
    at = _line_at(lines)
    if at is None:
        return None
    end = _end_of_line(lines, at)
    head = Head(end, read_meta_line(" ".join(lines[at:end])))
    for line in lines[:at]:
        _read(head, line.strip(" \t*_\ufeff"))
    _read_after(head, lines)
    return head


def _line_at(lines: list[str]) -> int | None:
    """The index of the site's line; it may go on on the lines below."""
    seen = 0
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        joined = " ".join(lines[at : at + _MOST_CONTINUED])
        if len(line) <= _LONGEST and line.lstrip(" \t*_").startswith("Rated:") and IS_META_LINE.match(joined):
            return at
        seen += 1
        if seen > _MOST_BEFORE:
            return None
    return None


def _end_of_line(lines: list[str], at: int) -> int:
    """The index after the line's last piece: what follows without a blank line and has labels of its own is of it."""
    end = at + 1
    while end < len(lines) and end < at + _MOST_CONTINUED and _GOES_ON.match(lines[end]) and lines[end].strip():
        if find_label(lines[end]) is not None and not lines[end - 1].rstrip().endswith("-"):
            break
        end += 1
    return end


def _read(head: Head, line: str) -> None:
    """What a line before the site's own is: the first that is nothing else is the title, later ones the summary."""
    if not line or is_signs_alone(line) or _BUTTONS.fullmatch(line):
        return
    if _is_known(head, line):
        return
    byline = _BYLINE.fullmatch(line)
    if byline is not None and head.author is None:
        head.author = byline["name"].strip()
    elif find_label(line) is not None:
        head.labelled.append(line)
    elif head.title is None:
        both = _TITLE_BY.fullmatch(line)
        head.title = both["title"] if both else line
        head.author = both["name"].strip() if both else head.author
    else:
        head.summary.append(line)


def _is_known(head: Head, line: str) -> bool:
    """Whether a line is the story's address, or says where it stands on the site."""
    if (address := _ADDRESS.search(line)) is not None and len(line) < len(address[0]) + 20:
        site = "fictionpress.com" if "fictionpress" in address[0].casefold() else "fanfiction.net"
        head.address = f"https://www.{site}/s/{address['id']}"
        return True
    place = _PLACE.fullmatch(line)
    crossover = _CROSSOVER.fullmatch(line if place is None else place["fandom"])
    if crossover is not None:
        head.fandoms = tuple(name.strip() for name in crossover["names"].split(" + "))
    elif place is not None:
        head.fandoms, head.section = (place["fandom"].strip(),), place["section"].strip()
    return crossover is not None or place is not None


def _read_after(head: Head, lines: list[str]) -> None:
    """The lines right below the site's own, up to a blank one, if they are labelled, a byline or an address."""
    at = head.body_from
    while at < len(lines) and lines[at].strip():
        line = lines[at].strip(" \t*_")
        byline = _BYLINE.fullmatch(line) if head.author is None else None
        if byline is not None:
            head.author = byline["name"].strip()
        elif not _is_known(head, line):
            break
        at += 1
    head.body_from = at

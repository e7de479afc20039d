"""The paragraphs of FicHub's introduction -> fields of a Manuscript."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from retold.importing.readers.documents import attribute, text_in, with_links
from retold.importing.readers.fanficfare.labels import day_of, is_complete, number_of
from retold.lib.patterns import lazy
from retold.manuscript.model import Creator, Source, Unmapped

HOST = "fichub.net"
_LABELLED = lazy(r"(?:(Status): ([\w-]+)|(Published|Updated): (\d{4}-\d{2}-\d{2})|(Words|Chapters): ([\d,]+))")
_ORIGIN = "Original source:"
_THANKS = "Exported with the assistance of"


@dataclass
class Facts:
    """What the introduction says; `fields` and `stats` are the Manuscript's."""

    fields: dict[str, Any] = field(default_factory=dict)
    stats: dict[str, Any] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)
    url: str | None = None

    def report(self, where: str, what: str) -> None:
        """Keep what has no field of its own."""
        if what:
            self.unmapped.append(Unmapped(where, what))

    def source(self, format_name: str) -> Source:
        """Where the copy comes from."""
        try:
            site = urlsplit(self.url).hostname if self.url else None
        except ValueError:
            site = None
        return Source(self.url, site, format_name)


def is_fact(node: LexborNode) -> bool:
    """Whether a paragraph is one of the introduction's own, with which the description ends."""
    text = text_in(node)
    return node.tag == "p" and bool(_LABELLED.fullmatch(text) or text.startswith((_ORIGIN, _THANKS)))


def read_fact(facts: Facts, node: LexborNode) -> bool:
    """Read a paragraph of the introduction; False if it is none that is known by its label."""
    text = text_in(node)
    match = _LABELLED.fullmatch(text)
    if match is not None:
        label, value = (part for part in match.groups() if part)
        if not _take(facts, label, value):
            facts.report("introduction", text)
        return True
    if text.startswith(_ORIGIN):
        link = node.css_first("a[href]")
        address = attribute(link, "href") if link is not None else text.removeprefix(_ORIGIN).strip()
        facts.url = address if address.startswith(("http://", "https://")) else None
        if facts.url is None:
            facts.report("introduction", with_links(node))
        return True
    return text.startswith(_THANKS)


def _take(facts: Facts, label: str, value: str) -> bool:
    number, day = number_of(value), day_of(value)
    if label == "Status":
        facts.fields["complete"] = is_complete(value)
        return value.casefold() in ("complete", "ongoing")
    if label in ("Published", "Updated") and day is not None:
        facts.fields[label.lower()] = day
    elif number is not None and label in ("Words", "Chapters"):
        facts.stats[label.lower()] = number if label == "Words" else value
    else:
        return False
    return True


def creators_of(name: str) -> tuple[Creator, ...]:
    """FicHub names one author, all of them in one name where there are several."""
    return (Creator(name),) if name else ()


def finish(facts: Facts) -> None:
    """A work that is complete has as many chapters as there will be."""
    if facts.fields.get("complete"):
        facts.fields["chapters_expected"] = number_of(str(facts.stats.get("chapters", 1)))

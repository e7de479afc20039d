"""A title page's facts and the chapters -> a Manuscript, the same for every format of FanFicFare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from retold.importing.readers.ao3_html.header import address_of
from retold.importing.readers.ao3_html.related import credit_in
from retold.importing.readers.chaptering import chapter_title
from retold.importing.readers.documents import attribute, is_element, squeezed, text_in, with_links
from retold.importing.readers.fanficfare.facts import ANONYMOUS, Facts, creators_of
from retold.importing.readers.fanficfare.notes import Parts, parts_of
from retold.importing.readers.upload import Refused
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical, canonical_or_none
from retold.manuscript.model import Chapter, Credit, Gift, Manuscript, Source, Unmapped

FAILED_ADDRESS = "chapter url removed due to failure"
_FAILED = lazy(r"Error\s*FanFicFare (?:failed to download this chapter|didn['’]t try to download this chapter)")
_FAILED_MARK = lazy(r"\s*\(CHAPTER ERROR\)$")
_NEW_MARK = lazy(r"\(new\)\s+")
_NUMBERED = lazy(r"(\d{1,5})(?:\. \(new\) |[.):] ?|\s+-\s+|- )(\S.*)")
_GIFT = lazy(r"For (.+?)\.?")
_PROMPT = lazy(r"In response to an? .*\bprompt\b.*", 0)


@dataclass(frozen=True)
class Section:
    """A chapter as it stands in the file: the nodes under its heading, its number there, and its address.

    Several `documents` hold one chapter where calibre cut it.
    """

    title: str | None
    documents: Sequence[Sequence[LexborNode]]
    number: int
    url: str | None = None

    @property
    def nodes(self) -> list[LexborNode]:
        """The nodes of all its documents."""
        return [node for nodes in self.documents for node in nodes]


@dataclass
class _Gathered:
    """What the chapters say of the work as a whole."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    gifts: list[Gift] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)


def manuscript_of(facts: Facts, sections: Sequence[Section], format_name: str, **more: Any) -> Manuscript:
    """The Manuscript; `more` are fields that the format knows beside. Raises Refused if there is no text at all."""
    titles = _titles(sections, more.get("title") or facts.fields.get("title"))
    parts = [parts_of(section.documents) for section in sections]
    gathered = _Gathered()
    chapters = tuple(_chapters(gathered, sections, titles, parts, facts.url))
    if not any(chapter.html for chapter in chapters):
        raise Refused("This file of FanFicFare holds no text of a story; fetch the story once more and bring that in.")
    stats = dict(facts.stats)
    fields = {**facts.fields, **{name: value for name, value in more.items() if value}}
    unmapped = (*facts.unmapped, *gathered.unmapped, *fields.pop("unmapped", ()))
    return Manuscript(
        chapters=chapters,
        notes_before=_markup(gathered.before, facts.url),
        notes_after=_markup(gathered.after, facts.url),
        gifts=tuple(gathered.gifts),
        credits=tuple(gathered.credits),
        source=Source(facts.url, _site_of(facts), format_name),
        stats=stats | fields.pop("stats", {}),
        unmapped=unmapped,
        **fields,
    )


def creators_in(facts: Facts, written: str, links: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """The creators, by the links of the byline or by its words; an anonymous work says so among its counts."""
    if links:
        names, urls = [name for name, _ in links], [url or None for _, url in links]
    else:
        alone = len(facts.creator_urls) == 1
        names, urls = ([written] if alone else facts.names(written)), list(facts.creator_urls)
    if names == [ANONYMOUS]:
        facts.stats["anonymous"] = True
    return {"creators": creators_of(names, [url if url and url.startswith("http") else None for url in urls])}


def is_failed(section: Section) -> bool:
    """Whether FanFicFare wrote an error where the chapter should be."""
    if section.url == FAILED_ADDRESS:
        return True
    text = squeezed(" ".join(text_in(node) for node in section.nodes[:4]))[:200]
    return bool(_FAILED.match(text))


def _site_of(facts: Facts) -> str | None:
    try:
        host = urlsplit(facts.url).hostname if facts.url else None
    except ValueError:
        host = None
    return host or facts.publisher


def _titles(sections: Sequence[Section], work: str | None) -> list[str | None]:
    """The chapters' titles without FanFicFare's marks, and without numbers where every one has its own."""
    titles = [_NEW_MARK.sub("", _FAILED_MARK.sub("", section.title or ""), count=1) for section in sections]
    numbered = [_NUMBERED.fullmatch(title) for title in titles]
    if all(match and int(match[1]) == section.number for match, section in zip(numbered, sections, strict=True)):
        titles = [match[2] for match in numbered if match]
    if len(titles) == 1 and titles[0] == work:
        return [None]
    return [chapter_title(title, section.number) for title, section in zip(titles, sections, strict=True)]


def _chapters(
    gathered: _Gathered,
    sections: Sequence[Section],
    titles: Sequence[str | None],
    parts: Sequence[Parts],
    url: str | None,
) -> Iterator[Chapter]:
    last = _markup(parts[-1].work_after, url) if parts else None
    for at, (section, title, part) in enumerate(zip(sections, titles, parts, strict=True)):
        if is_failed(section):
            yield _failed(gathered, section, title)
            continue
        before, after = list(part.before), list(part.after)
        (gathered.before if at == 0 else before).extend(part.work_before)
        if at == len(sections) - 1:
            gathered.after += part.work_after
        elif _markup(part.work_after, url) != last:
            # The end notes of a time when this chapter was the last one, and they were others.
            after += part.work_after
        _relate(gathered, part.related, url)
        gathered.unmapped += [Unmapped("Works inspired by this one", with_links(item)) for item in part.inspired]
        yield Chapter(
            html=canonical(part.text),
            title=title,
            summary=_markup(part.summary, url),
            notes_before=_markup(before, url),
            notes_after=_markup(after, url),
            url=section.url,
        )


def _failed(gathered: _Gathered, section: Section, title: str | None) -> Chapter:
    """A chapter that was never fetched keeps its place, and its address if the error names one."""
    links = [attribute(link, "href") for node in section.nodes if is_element(node) for link in node.css("a[href]")]
    text = squeezed(" ".join(text_in(node) for node in section.nodes))
    gathered.unmapped.append(Unmapped(f"chapter {section.number}", f"It was not fetched: {text}"))
    return Chapter(html="", title=title, url=next((link for link in links if link.startswith("http")), None))


def _markup(pieces: Iterable[str], url: str | None) -> str | None:
    return canonical_or_none("\n".join(pieces), base_url=url)


def _relate(gathered: _Gathered, items: Iterable[LexborNode], url: str | None) -> None:
    """Lines such as "Inspired by …" and "For …": stated credits and gifts; what else there is, is told."""
    for item in items:
        credit = credit_in(item, url) or _prompt_in(item, url)
        gifts = _gifts_in(item, url)
        if credit is not None:
            gathered.credits.append(credit)
        elif gifts:
            gathered.gifts += gifts
        else:
            gathered.unmapped.append(Unmapped("related works", with_links(item)))


def _gifts_in(item: LexborNode, url: str | None) -> list[Gift]:
    match = _GIFT.fullmatch(text_in(item))
    if match is None:
        return []
    links = item.css("a")
    named = [Gift(text_in(link), address_of(link, url)) for link in links]
    return named or [Gift(name) for name in match[1].split(", ")]


def _prompt_in(item: LexborNode, url: str | None) -> Credit | None:
    """ "In response to a prompt by A in the B collection." """
    evidence = text_in(item)
    if not _PROMPT.fullmatch(evidence):
        return None
    links = item.css("a")
    address = address_of(links[0], url) if links else None
    creator = next((text_in(link) for link in links[1:] if f" by {text_in(link)}" in evidence), None)
    place = next((text_in(link) for link in links[1:] if f" in the {text_in(link)} " in evidence), None)
    return Credit("prompt_from", "prompt", None, creator, place, address, evidence, "stated", "accepted")

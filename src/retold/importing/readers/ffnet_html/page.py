"""A saved chapter page of FanFiction.net -> a Manuscript of that chapter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.documents import attribute, children, is_element, is_text, squeezed, text_in
from retold.importing.readers.ffnet_html.meta_line import IS_META_LINE, MetaLine, read_meta_line
from retold.importing.readers.html.opening import take_opening
from retold.importing.readers.upload import Refused, Upload
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical, canonical_or_none, paragraphs
from retold.manuscript.model import Chapter, Creator, Manuscript, Source, Unmapped

TEXT = "#storytext, #storycontent, .storytext"
_HEAD = 200_000
_STORY = lazy(
    r"(?:https?:)?//(?:[a-z]+\.)?(?P<site>fanfiction\.net|fictionpress\.com)/s/(?P<id>\d+)(?:/(?P<chapter>\d+))?"
)
_SECTION = lazy(r"(?:(?:https?:)?//[^/]+)?/(?:anime|book|cartoon|comic|game|misc|movie|play|tv|crossovers)/(?:[^/]+/)?")
_AUTHOR = lazy(r"(?:(?:https?:)?//[^/]+)?/(?:u|~)/?(?P<id>[^/?#]+)")
_OPTION = lazy(r"(?P<number>\d+)\s*[.:]\s*(?P<title>.*)")
_CHAPTER = lazy(r"(?:Chapter|Ch) (?P<number>\d{1,5})(?:\s*[:.-]\s*(?P<title>.+))?")
_CROSSOVER = lazy(r"(?P<names>.+\s\+\s.+?)\s+Crossovers?")
_LONGEST_LINE = 2_000
_NUMBERED = lazy(r"Chapter \d+")
_DRESSING = ("script", "style", "button", "select", "noscript", "input")


@dataclass
class _Page:
    """What is found on the page; `rest` are words of its head that no field takes."""

    url: str | None = None
    number: int | None = None
    title: str | None = None
    creators: tuple[Creator, ...] = ()
    summary: str | None = None
    fandoms: tuple[str, ...] = ()
    heading: str = ""
    goes_on: bool = False
    contents: list[str] = field(default_factory=list)
    line: MetaLine = field(default_factory=MetaLine)
    rest: list[Unmapped] = field(default_factory=list)


def is_page(upload: Upload) -> bool:
    """Whether an HTML file is a chapter's page, by an address of a story, its container and its line."""
    head = upload.text[:_HEAD]
    if not _STORY.search(head):
        return False
    if 'id="storytext"' in upload.text or "id='storytext'" in upload.text or "storycontent" in head:
        return "Rated:" in head or "xcontrast_txt" in head or 'name="chapter"' in head
    return False


def manuscript_of(document: LexborHTMLParser) -> Manuscript:
    """The chapter on the page. Raises Refused if the page holds no text."""
    text = next((node for node in document.css(TEXT) if text_in(node)), None)
    if text is None:
        raise Refused("This page of FanFiction.net holds no text of a story; save the page of a chapter once more.")
    page = _Page()
    _read_address(page, document)
    _read_line(page, document, text)
    _read_profile(page, document, text)
    _read_category(page, document)
    _read_contents(page, document)
    _read_heading(page, document, text)
    page.goes_on = (page.line.chapters or len(page.contents)) > 1 or _has_neighbours(page, document)
    return _assembled(page, text)


def _assembled(page: _Page, text: LexborNode) -> Manuscript:
    opening = take_opening(text)
    number = page.number or 1
    # A page of a longer story is no copy of the story: its address must not make it one.
    whole = number == 1 and not page.goes_on
    posted = page.line.chapters or len(page.contents) or (1 if page.line.id else None)
    fields: dict[str, Any] = {name: value for name, value in opening.fields.items() if value}
    fields |= page.line.fields
    fields |= {"title": page.title or fields.get("title"), "creators": page.creators or fields.get("creators", ())}
    fields |= {"summary": page.summary or fields.get("summary"), "fandoms": page.fandoms or fields.get("fandoms", ())}
    # The desktop's line ends in the story's number; one that says no state is of a story that goes on.
    complete = page.line.fields.get("complete", False if page.line.id else None)
    counted = {"chapters": f"{posted}/{posted if complete else '?'}"} if posted else {}
    chapter = Chapter(
        html=canonical(text.inner_html or "", base_url=page.url),
        title=_chapter_title(page, number),
        url=f"{page.url}/{number}/" if page.url else None,
        extra={} if whole else {"number": number},
    )
    return Manuscript(
        chapters=(chapter,),
        notes_before=canonical_or_none("\n".join(opening.notes), base_url=page.url),
        source=_source(page, whole=whole),
        stats={**page.line.stats, **counted},
        unmapped=(*page.rest, *page.line.unmapped, *opening.unmapped),
        extra={"contents": page.contents} if page.contents else {},
        **{**fields, "complete": complete, "chapters_expected": posted if complete else None},
    )


def _source(page: _Page, *, whole: bool) -> Source:
    site = urlsplit(page.url).hostname if page.url else None
    if whole or page.url is None:
        return Source(page.url, site, "ffnet_html")
    return Source(None, site, "ffnet_html", extra={"work": page.url})


def _chapter_title(page: _Page, number: int) -> str | None:
    """The chapter's title by the list of chapters; "Chapter 3" is none."""
    title = page.contents[number - 1] if number <= len(page.contents) else page.heading
    return title if title and not _NUMBERED.fullmatch(title) else None


def _read_address(page: _Page, document: LexborHTMLParser) -> None:
    """The story's address: the canonical one, else the first one on the page."""
    canonical_link = document.css_first("link[rel=canonical]")
    addresses = [attribute(canonical_link, "href")] if canonical_link is not None else []
    addresses += [attribute(node, "content") for node in document.css('meta[property="og:url"]')]
    addresses += [attribute(node, "href") for node in document.css("a[href]")]
    match = next((found for found in map(_STORY.search, addresses) if found), None)
    if match is not None:
        page.url = f"https://www.{match['site']}/s/{match['id']}"
        page.number = int(match["chapter"]) if match["chapter"] and len(match["chapter"]) < 6 else None


def _read_line(page: _Page, document: LexborHTMLParser, text: LexborNode) -> None:
    """The line that says what the story is: in its own element, or the smallest one that begins as it does."""
    own = [node for node in document.css("span.xgray, span.xcontrast_txt") if _is_line(node)]
    others = (node for node in document.css("span, div, p, td, center") if _is_line(node) and not _holds(node, text))
    node = own[0] if own else min(others, key=lambda one: len(text_in(one)), default=None)
    if node is None:
        return
    words, times = _line_of(node)
    page.line = read_meta_line(words, times)
    if page.line.id and page.url is None:
        page.url = f"https://www.fanfiction.net/s/{page.line.id}"


def _is_line(node: LexborNode) -> bool:
    words = node.text() or ""
    return "Rated:" in words and len(words) <= _LONGEST_LINE and IS_META_LINE.match(squeezed(words)) is not None


def _holds(node: LexborNode, text: LexborNode) -> bool:
    return node.css_first(TEXT) is not None or node.mem_id == text.mem_id


def _line_of(node: LexborNode) -> tuple[str, dict[str, int]]:
    """The line's words, and the moments beside its dates by the label before each."""
    times: dict[str, int] = {}
    before = ""
    for child in children(node):
        seconds = attribute(child, "data-xutime") if is_element(child) else ""
        if seconds.isdecimal() and len(seconds) < 13:
            label = before.rstrip(" :").rpartition(" ")[2].strip("-, ")
            times[label] = int(seconds)
        before += child.text() or "" if is_element(child) or is_text(child) else ""
    return squeezed(node.text() or ""), times


def _read_profile(page: _Page, document: LexborHTMLParser, text: LexborNode) -> None:
    """Title, author and summary: in `#profile_top`, or in bold before the author's link on the mobile page."""
    profile = document.css_first("#profile_top") or document.css_first("#content") or document.body
    if profile is None:
        return
    author = next((node for node in profile.css("a[href]") if _is_author(node) and not _is_within(node, text)), None)
    if author is not None:
        page.creators = (Creator(text_in(author), url=_whole(page, attribute(author, "href"))),)
    title = next((node for node in profile.css("b") if text_in(node) and not _is_within(node, text)), None)
    page.title = text_in(title) if title is not None else _title_by_head(document)
    for node in profile.css("div.xcontrast_txt, div.summary"):
        if not _is_within(node, text) and text_in(node) and not _is_line(node) and node.css_first(TEXT) is None:
            page.summary = paragraphs([text_in(node)])
            break
    picture = profile.css_first("img.cimage, img[src*='/image/']")
    if picture is not None:
        source = attribute(picture, "data-original") or attribute(picture, "src")
        page.rest.append(Unmapped("cover", _whole(page, source) or source))


def _is_author(link: LexborNode) -> bool:
    return _AUTHOR.match(attribute(link, "href")) is not None and bool(text_in(link))


def _is_within(node: LexborNode, holder: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id == holder.mem_id:
            return True
        parent = parent.parent
    return False


def _title_by_head(document: LexborHTMLParser) -> str | None:
    """ "Fog Chapter 2: Home, a lantern road fanfic | FanFiction" -> "Fog"."""
    title = document.css_first("title")
    words = text_in(title).partition(" | ")[0] if title is not None else ""
    return words.rpartition(", a ")[0].partition(" Chapter ")[0].strip() or words or None


def _whole(page: _Page, address: str) -> str | None:
    if address.startswith("//"):
        return f"https:{address}"
    if address.startswith("/"):
        host = urlsplit(page.url or "https://www.fanfiction.net").hostname
        return f"https://{host}{address}"
    return address or None


def _read_category(page: _Page, document: LexborHTMLParser) -> None:
    """Where the story stands on the site: "Cartoons » Lantern Road", or "Lantern Road + Ferry Crossover" alone."""
    links = [text_in(link) for link in document.css("#pre_story_links a") if text_in(link)]
    if not links:
        links = [text_in(link) for link in document.css("#content a[href]") if _is_category(link)]
    if not links:
        return
    crossover = _CROSSOVER.fullmatch(links[-1])
    if crossover is not None:
        page.fandoms = tuple(name.strip() for name in crossover["names"].split(" + ") if name.strip())
        links = links[:-1]
    elif len(links) > 1:
        page.fandoms, links = (links[-1],), links[:-1]
    page.rest += [Unmapped("section of the site", name) for name in links]


def _is_category(link: LexborNode) -> bool:
    return bool(_SECTION.fullmatch(attribute(link, "href")) or _CROSSOVER.fullmatch(text_in(link)))


def _read_heading(page: _Page, document: LexborHTMLParser, text: LexborNode) -> None:
    """The chapter's number and title as the mobile page writes them over the text: "Chapter 2: Ink"."""
    for node in document.css("#content div, #content b, #content span"):
        match = _CHAPTER.fullmatch(text_in(node)) if not _is_within(node, text) else None
        if match is not None:
            page.number = page.number or int(match["number"])
            page.heading = match["title"] or ""
            return


def _has_neighbours(page: _Page, document: LexborHTMLParser) -> bool:
    """Whether the page links to another chapter of its story."""
    found = (_STORY.search(attribute(link, "href")) for link in document.css("a[href]"))
    return any(one and f"/s/{one['id']}" in (page.url or "") and one["chapter"] not in (None, "1") for one in found)


def _read_contents(page: _Page, document: LexborHTMLParser) -> None:
    """The list of chapters: its options are "1. Title"; the one that is chosen is this page's."""
    chooser = document.css_first("select#chap_select, select[name=chapter]")
    if chooser is None:
        return
    for option in chooser.css("option"):
        match = _OPTION.fullmatch(text_in(option))
        page.contents.append(match["title"] if match else text_in(option))
        if "selected" in option.attributes and page.number is None:
            page.number = len(page.contents)

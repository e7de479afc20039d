"""Pages of sites whose story, titles and notes have places of their own: Royal Road and Wattpad.

A site is believed only if two signs agree: an address of its own on the page (canonical, Open Graph, or many links),
and a place where its text stands. Each place is looked for in several ways, as sites change their pages; what is not
found is left to what the page's head says, and to the general reader.

Not confirmed, for want of saved pages of every year: the class names, which are those that the sites' readers and
tools describe; so no field hangs on one of them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.documents import attribute, classes, outermost, squeezed, text_in
from retold.lib.patterns import lazy
from retold.manuscript.model import Creator, Unmapped

_MOST_LOOKED_AT = 400


@dataclass(frozen=True)
class Site:
    """Where a site's pages have what; each tuple is tried in its order.

    `author` and `work` are addresses, `by_head` the words of the page's title, `counts` numbers beside paragraphs.
    """

    host: str
    story: tuple[str, ...]
    chapter_title: tuple[str, ...]
    title: tuple[str, ...]
    author: re.Pattern[str]
    by_head: re.Pattern[str]
    work: re.Pattern[str]
    notes: str = ""
    paragraphs: str = ""
    counts: str = ""


@dataclass(frozen=True)
class Sited:
    """What was found on a page of a known site; `before` and `after` are notes as HTML."""

    story: LexborNode
    title: str | None
    chapter_title: str | None
    creators: tuple[Creator, ...]
    before: str
    after: str
    work: str | None
    hidden: tuple[Unmapped, ...]


SITES = (
    Site(
        host="royalroad.com",
        story=("div.chapter-inner.chapter-content", "div.chapter-inner", "div.chapter-content"),
        chapter_title=(".fic-header h1", "h1.font-white", "h1"),
        title=(".fic-header h2", ".fic-header a[href*='/fiction/'] h2", "h2.font-white"),
        author=lazy(r"(?:https?://(?:www\.)?royalroad\.com)?/profile/\d+/?"),
        by_head=lazy(r"(?P<chapter>.+) - (?P<title>.+?) \| Royal Road"),
        work=lazy(r"(?:https?://(?:www\.)?royalroad\.com)?(?P<path>/fiction/\d+)(?:/.*)?"),
        notes="div.author-note-portlet, div.author-note",
    ),
    Site(
        host="wattpad.com",
        story=("div.panel-reading pre", "article pre", "main pre", "pre"),
        chapter_title=("header.panel h1", ".part-header h1", "h1.h2", "h1"),
        title=(".story-info .title", "a[href*='/story/'] .h5", ".toc-header .h2", "h2.title"),
        author=lazy(r"(?:https?://(?:www\.|mobile\.)?wattpad\.com)?/user/[^/?#]+/?"),
        by_head=lazy(r"(?P<title>.+?) - (?P<chapter>.+?)(?: - Page \d+)?(?: - Wattpad| - \S+ - Wattpad)"),
        work=lazy(r"(?:https?://(?:www\.)?wattpad\.com)?(?P<path>/story/\d+)(?:-.*)?"),
        paragraphs="p[data-p-id]",
        counts=".comment-marker, .component-wrapper, .num-comment, button",
    ),
)
_COUNT = lazy(r"[\d.,+ ]*[kKmM]?")
_HIDING_RULE = lazy(r"\.([A-Za-z][\w-]*)\s*\{[^{}]*display\s*:\s*none[^{}]*\}", re.IGNORECASE)
_HIDDEN_STYLE = lazy(r".*display\s*:\s*none.*", re.IGNORECASE | re.DOTALL)


def sited(document: LexborHTMLParser) -> Sited | None:
    """The parts of a page of a known site; None if it is none, or its text is not found."""
    site = next((one for one in SITES if _is_of(document, one)), None)
    story = _story(document, site) if site is not None else None
    if site is None or story is None:
        return None
    title = document.css_first("title")
    match = site.by_head.fullmatch(text_in(title)) if title is not None else None
    before, after = _notes(document, site, story)
    hidden = (*_take_hidden(document, story), *_take_counts(site, story))
    return Sited(
        story=story,
        title=_first(document, site.title, story) or (match["title"] if match else None),
        chapter_title=_first(document, site.chapter_title, story) or (match["chapter"] if match else None),
        creators=tuple(_creators(document, site, story)),
        before=before,
        after=after,
        work=_work(document, site),
        hidden=hidden,
    )


def _is_of(document: LexborHTMLParser, site: Site) -> bool:
    """Whether the page says by an address of its own that it is the site's."""
    named = [attribute(node, "href") for node in document.css("link[rel=canonical]")]
    named += [attribute(node, "content") for node in document.css('meta[property="og:url"], meta[name="twitter:url"]')]
    if any(_host(address).endswith(site.host) for address in named):
        return True
    links = [attribute(link, "href") for link in document.css("a[href]")[:_MOST_LOOKED_AT]]
    return sum(_host(address).endswith(site.host) for address in links) >= 3 and not any(map(_host, named))


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].casefold() if "://" in address[:8] else ""


def _story(document: LexborHTMLParser, site: Site) -> LexborNode | None:
    """The element of the text: by its class, or around the paragraphs that the site numbers."""
    if site.paragraphs and (numbered := document.css(site.paragraphs)):
        parents = {node.parent.mem_id: node.parent for node in numbered if node.parent is not None}
        if len(parents) == 1:
            return next(iter(parents.values()))
    for selector in site.story:
        found = [node for node in document.css(selector) if text_in(node)]
        if len(found) == 1:
            return found[0]
    return None


def _first(document: LexborHTMLParser, selectors: tuple[str, ...], story: LexborNode) -> str | None:
    """The words of the one element that a selector finds outside the story."""
    for selector in selectors:
        found = {text_in(node) for node in document.css(selector) if text_in(node) and not _is_within(node, story)}
        if len(found) == 1:
            return found.pop()
    return None


def _creators(document: LexborHTMLParser, site: Site, story: LexborNode) -> Iterator[Creator]:
    """The person whom the page names first by a link: the author, for readers' comments stand below."""
    for link in document.css("a[href]"):
        address = attribute(link, "href")
        if site.author.fullmatch(address) and text_in(link) and not _is_within(link, story):
            whole = address if "://" in address else f"https://www.{site.host}{address}"
            yield Creator(text_in(link), url=whole)
            return


def _is_within(node: LexborNode, holder: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id == holder.mem_id:
            return True
        parent = parent.parent
    return False


def _notes(document: LexborHTMLParser, site: Site, story: LexborNode) -> tuple[str, str]:
    """The boxes of author's notes before and after the text, without their captions; they leave the page.

    A box that holds the story, or stands in it, is the story's.
    """
    if not site.notes:
        return "", ""
    boxes = outermost(
        box for box in document.css(site.notes) if not _is_within(story, box) and not _is_within(box, story)
    )
    order = {node.mem_id: at for at, node in enumerate(document.css("*"))}
    before: list[str] = []
    after: list[str] = []
    for box in boxes:
        for caption in outermost(box.css(".portlet-title, .caption")):
            caption.decompose()
        body = box.css_first(".portlet-body") or box
        (before if order[box.mem_id] < order[story.mem_id] else after).append(body.inner_html or "")
    for box in boxes:
        box.decompose()
    return "\n".join(before), "\n".join(after)


def _work(document: LexborHTMLParser, site: Site) -> str | None:
    """The address of the whole story, which the page of one chapter names or links to."""
    addresses = [attribute(node, "href") for node in document.css("link[rel=canonical], a[href]")]
    match = next((found for found in map(site.work.fullmatch, addresses) if found), None)
    return f"https://www.{site.host}{match['path']}" if match else None


def _take_counts(site: Site, story: LexborNode) -> Iterator[Unmapped]:
    """Cut out numbers of comments beside paragraphs."""
    nodes = outermost(story.css(site.counts)) if site.counts else []
    for node in [one for one in nodes if _COUNT.fullmatch(text_in(one))]:
        said = text_in(node)
        node.decompose()
        if said:
            yield Unmapped("comments on a paragraph", said)


def _take_hidden(document: LexborHTMLParser, story: LexborNode) -> Iterator[Unmapped]:
    """Cut out of the story what its page never shows: sites hide sentences of their own among the author's."""
    sheets = "\n".join(sheet.text() or "" for sheet in document.css("style"))
    names = set(_HIDING_RULE.findall(sheets))
    nodes = [node for node in story.css("[class], [style]") if _is_hidden(node, names)]
    for node in outermost(nodes):
        said = squeezed(node.text() or "")
        node.decompose()
        if said:
            yield Unmapped("hidden on the page", said)


def _is_hidden(node: LexborNode, names: set[str]) -> bool:
    return bool(names & set(classes(node))) or _HIDDEN_STYLE.fullmatch(attribute(node, "style")) is not None

"""What a page says of itself beside its text: title, meta, Open Graph, JSON-LD, canonical address, language."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers.documents import attribute, squeezed, text_in
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical_or_none, paragraphs
from retold.manuscript.model import Creator, Unmapped

_ISO_DAY = lazy(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_TAG = lazy(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_STORIES = (
    "Article",
    "BlogPosting",
    "Book",
    "Chapter",
    "CreativeWork",
    "NewsArticle",
    "ShortStory",
    "SocialMediaPosting",
)
_MOST_JSON = 1_000_000


@dataclass
class Head:
    """The fields found; `fields` has the Manuscript's names. `page_title` is the title element's words."""

    page_title: str | None = None
    url: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)

    def offer(self, name: str, value: Any) -> None:
        """Take a value for a field that has none yet."""
        if value and not self.fields.get(name):
            self.fields[name] = value


def read_head(document: LexborHTMLParser) -> Head:
    """Everything that the page says of itself; the surest statement of each fact is taken first."""
    head = Head()
    for data in _linked_data(document):
        _read_linked_data(head, data)
    meta = _meta(document)
    creators = tuple(
        Creator(name) for name in meta.get("author", []) or meta.get("dc.creator", []) if not _is_web(name)
    )
    head.offer("creators", creators)
    head.offer("title", _first(meta, "dc.title", "og:title"))
    head.offer("summary", _as_markup(_first(meta, "dc.description", "description", "og:description")))
    head.offer("published", _day(_first(meta, "article:published_time", "dc.date", "dcterms.created", "date")))
    head.offer("updated", _day(_first(meta, "article:modified_time", "dcterms.modified", "last-modified")))
    head.offer("freeforms", tuple(_keywords(meta)))
    title = document.css_first("head title") or document.css_first("title")
    head.page_title = (text_in(title) if title is not None else None) or None
    canonical = document.css_first("link[rel=canonical]")
    address = attribute(canonical, "href") if canonical is not None else _first(meta, "og:url")
    head.url = address if address and _is_web(address) else None
    root = document.root
    language = attribute(root, "lang") or attribute(root, "xml:lang") if root is not None else ""
    head.offer("language", language if _TAG.fullmatch(language) else None)
    return head


def site_of(url: str | None) -> str | None:
    """The host of an address."""
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _meta(document: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in document.css("meta[content]"):
        name = (attribute(node, "name") or attribute(node, "property")).lower()
        content = squeezed(attribute(node, "content"))
        if name and content:
            found.setdefault(name, []).append(content)
    return found


def _first(meta: dict[str, list[str]], *names: str) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _keywords(meta: dict[str, list[str]]) -> Iterator[str]:
    for line in [*meta.get("keywords", []), *meta.get("article:tag", [])]:
        yield from dict.fromkeys(word for word in (part.strip() for part in line.split(",")) if word)


def _linked_data(document: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for script in document.css('script[type="application/ld+json"]'):
        text = script.text() or ""
        if len(text) > _MOST_JSON:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        graph = data.get("@graph", [data]) if isinstance(data, dict) else data
        yield from (one for one in (graph if isinstance(graph, list) else []) if isinstance(one, dict))


def _read_linked_data(head: Head, data: dict[str, Any]) -> None:
    kinds = data.get("@type")
    if not any(kind in _STORIES for kind in (kinds if isinstance(kinds, list) else [kinds])):
        return
    head.offer("title", _text(data.get("headline")) or _text(data.get("name")))
    authors = data.get("author") or []
    named = [_creator(one) for one in (authors if isinstance(authors, list) else [authors])]
    head.offer("creators", tuple(creator for creator in named if creator is not None))
    head.offer("summary", _as_markup(_text(data.get("description"))))
    head.offer("published", _day(_text(data.get("datePublished"))))
    head.offer("updated", _day(_text(data.get("dateModified"))))
    language = _text(data.get("inLanguage")) or ""
    head.offer("language", language if _TAG.fullmatch(language) else None)


def _creator(author: Any) -> Creator | None:
    if isinstance(author, dict):
        name, url = _text(author.get("name")), _text(author.get("url"))
        return Creator(name, url=url if url and _is_web(url) else None) if name else None
    name = _text(author)
    return Creator(name) if name else None


def _text(value: Any) -> str | None:
    return squeezed(value) or None if isinstance(value, str) else None


def _as_markup(text: str | None) -> str | None:
    if text is None:
        return None
    return canonical_or_none(text) if "<" in text else paragraphs([text]) or None


def _day(text: str | None) -> dt.date | None:
    match = _ISO_DAY.fullmatch(text or "")
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))

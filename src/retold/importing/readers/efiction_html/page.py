"""An eFiction page -> a Manuscript: its title, its boxes of facts, and its chapters in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.documents import attribute, children, classes, has_text, is_element, is_text, text_in
from retold.importing.readers.efiction_html.infobox import Infobox, read_infobox
from retold.importing.readers.upload import Found, Heap, Refused, Upload
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical, canonical_or_none
from retold.manuscript.model import Chapter, Creator, Manuscript, Source, Unmapped

_HEAD = 400_000
_SIGNS = (
    lazy(r"""id\s*=\s*["']?pagetitle\b"""),
    lazy(r"""id\s*=\s*["']?story\b"""),
    lazy(r"""class\s*=\s*["']?infobox\b"""),
    lazy(r"""class\s*=\s*["']?label\b"""),
)
_NUMBERED = lazy(r"(?:\d+\.\s*)?chapter (?P<number>\d+)(?:\s*[:.–-]\s*(?P<title>.+))?", re.IGNORECASE)
_PLACE = lazy(r"^\d{1,4}\.\s+(?=\S)")
_BY = lazy(r"(?P<title>.*?)\s*\bby\s+\S.*", re.IGNORECASE)
_STORY_ADDRESS = lazy(r".*\bviewstory\.php\?(?:[^#]*&)?sid=\d+.*", re.IGNORECASE)
_END_NOTES = lazy(r"(?:chapter\s+)?end\s*notes?|.*\bend\s+notes?\b.*", re.IGNORECASE)
_MOST_WRAPPED, _MOST_AROUND = 20, 20_000


@dataclass
class _Draft:
    """A chapter while its parts are gathered, as HTML."""

    title: str | None = None
    before: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass
class _Walk:
    """What was met on the way down the page."""

    base: str | None
    box: Infobox = field(default_factory=Infobox)
    chapters: list[_Draft] = field(default_factory=list)
    pending: _Draft = field(default_factory=_Draft)
    around: list[str] = field(default_factory=list)


def is_page(upload: Upload) -> bool:
    """Whether an HTML text has the program's addresses and two of its marks."""
    head = upload.text[:_HEAD]
    if "viewstory.php" not in head and "viewuser.php" not in head:
        return False
    return sum(sign.search(head) is not None for sign in _SIGNS) >= 2


def story_of(document: LexborHTMLParser) -> Found:
    """The story on the page. Raises Refused if it holds no text."""
    title_box = document.css_first("#pagetitle")
    walk = _Walk(_address(document))
    if document.body is not None:
        _walk_down(walk, document.body, 0)
    if not any("".join(draft.text).strip() for draft in walk.chapters):
        raise Refused("This page of an eFiction archive holds no text of a story; print the story and save that page.")
    title, creators = _title(title_box, document, walk.base)
    manuscript = _assembled(walk, title, creators)
    return Found(manuscript, heap=Heap(subjects=tuple(walk.box.categories)))


def _address(document: LexborHTMLParser) -> str | None:
    """The story's address, where the page or one of its links says it whole."""
    addresses = [attribute(node, "href") for node in document.css("link[rel=canonical], base[href]")]
    addresses += [attribute(link, "href") for link in document.css("a[href]")]
    for address in addresses:
        if _STORY_ADDRESS.fullmatch(address) and address.startswith(("http://", "https://")):
            sid = address.partition("sid=")[2].partition("&")[0].partition("#")[0]
            return f"{address.partition('?')[0]}?sid={sid}" if sid.isdecimal() else None
    return None


def _title(
    box: LexborNode | None, document: LexborHTMLParser, base: str | None
) -> tuple[str | None, tuple[Creator, ...]]:
    """The title and who it is by: the first link and those to people; a page without links says "Title by Name"."""
    if box is None:
        title = document.css_first("title")
        said = text_in(title) if title is not None else ""
        match = _BY.fullmatch(said)
        return (match["title"] if match else said) or None, ()
    people = [link for link in box.css("a[href]") if "viewuser.php" in attribute(link, "href")]
    others = [link for link in box.css("a[href]") if "viewuser.php" not in attribute(link, "href") and text_in(link)]
    match = _BY.fullmatch(text_in(box))
    title_words = text_in(others[0]) if others else (match["title"] if match else text_in(box))
    creators = [Creator(text_in(link), url=_whole(attribute(link, "href"), base)) for link in people if text_in(link)]
    if not creators and match:
        creators = [Creator(text_in(box)[match.end("title") :].strip().removeprefix("by").strip())]
    return title_words or None, tuple(creators)


def _whole(address: str, base: str | None) -> str | None:
    try:
        joined = urljoin(base, address) if base else address
    except ValueError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None


def _walk_down(walk: _Walk, holder: LexborNode, depth: int) -> None:
    """Every block in its order: boxes of facts, titles of chapters, notes, texts."""
    for node in children(holder):
        if is_text(node) and has_text(node):
            walk.around.append(text_in(node))
        if not is_element(node) or node.tag in ("script", "style", "noscript"):
            continue
        names = classes(node)
        if attribute(node, "id") == "story" or "storytext" in names:
            _take_text(walk, node)
        elif "notes" in names or "endnotes" in names:
            _take_notes(walk, node)
        elif "chaptertitle" in names or (node.tag in ("h2", "h3") and _NUMBERED.match(text_in(node))):
            walk.pending.title = _chapter_title(node)
        elif "infobox" in names or (node.css_first("span.label") is not None and node.css_first("#story") is None):
            read_infobox(node, walk.box, walk.base)
        elif attribute(node, "id") != "pagetitle" and depth < _MOST_WRAPPED:
            _walk_down(walk, node, depth + 1)


def _chapter_title(node: LexborNode) -> str:
    """ "3. Home by Wren" -> "Home": without its number and its author's link."""
    link = next((one for one in node.css("a[href]") if "viewuser.php" in attribute(one, "href")), None)
    said = text_in(node)
    if link is not None:
        match = _BY.fullmatch(said)
        said = match["title"] if match else said
    return _PLACE.sub("", said, count=1)


def _take_text(walk: _Walk, node: LexborNode) -> None:
    draft, walk.pending = walk.pending, _Draft()
    draft.text.append(node.inner_html or "")
    walk.chapters.append(draft)


def _take_notes(walk: _Walk, node: LexborNode) -> None:
    """Notes, without the label over them: those after a text are its own if they say that they are end notes."""
    label = node.css_first(".title, span.label")
    said = text_in(label).rstrip(" :") if label is not None else ""
    content = node.css_first(".noteinfo")
    if label is not None and content is None:
        label.decompose()
    html = ((content if content is not None else node).inner_html) or ""
    ends = _END_NOTES.fullmatch(said) is not None or "endnotes" in classes(node)
    if ends and walk.chapters and walk.pending.title is None:
        walk.chapters[-1].after.append(html)
    elif said.casefold().startswith("story"):
        walk.box.fields.setdefault("notes_before", canonical_or_none(html, base_url=walk.base))
    else:
        walk.pending.before.append(html)


def _assembled(walk: _Walk, title: str | None, creators: tuple[Creator, ...]) -> Manuscript:
    box = walk.box
    if walk.pending.before and walk.chapters:
        walk.chapters[-1].after += walk.pending.before
    complete, posted = box.fields.get("complete"), box.chapters
    stats: dict[str, Any] = {**box.stats}
    if posted:
        stats["chapters"] = f"{posted}/{posted if complete else '?'}"
    return Manuscript(
        chapters=tuple(_chapters(walk, title)),
        title=title,
        creators=creators,
        freeforms=(*box.fields.pop("freeforms", ()), *box.categories),
        chapters_expected=posted if complete else None,
        source=Source(walk.base, urlsplit(walk.base).hostname if walk.base else None, "efiction_html"),
        stats=stats,
        unmapped=(*box.unmapped, *_told("\n".join(walk.around))),
        **box.fields,
    )


def _told(around: str) -> Iterator[Unmapped]:
    if around:
        cut = " … (cut here: the whole is in the original file)" if len(around) > _MOST_AROUND else ""
        yield Unmapped("page around the story", around[:_MOST_AROUND] + cut)


def _chapters(walk: _Walk, title: str | None) -> Iterator[Chapter]:
    for number, draft in enumerate(walk.chapters, 1):
        match = _NUMBERED.fullmatch(draft.title or "")
        said = match["title"] if match and int(match["number"]) == number else draft.title
        yield Chapter(
            html=canonical("".join(draft.text), base_url=walk.base),
            title=None if said == title and len(walk.chapters) == 1 else said or None,
            notes_before=canonical_or_none("".join(draft.before), base_url=walk.base),
            notes_after=canonical_or_none("".join(draft.after), base_url=walk.base),
        )

"""A download's documents -> a Manuscript: one walk through their blocks, in order (formats.md §1 and §2).

The same walk reads an HTML file, which is one document, and an EPUB, which is the same page cut into several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.ao3_html.bylines import archivists_in, creators_in, is_anonymous
from retold.importing.readers.ao3_html.header import Header, address_of, read_tag_list
from retold.importing.readers.ao3_html.related import credit_in
from retold.importing.readers.documents import (
    attribute,
    children,
    classes,
    elements,
    has_text,
    is_blank,
    is_element,
    is_text,
    squeezed,
    text_in,
    with_links,
)
from retold.lib.patterns import lazy
from retold.manuscript.language import guess_language
from retold.manuscript.markup import canonical, canonical_or_none, escape, text_of
from retold.manuscript.model import Chapter, Creator, Credit, Manuscript, Source

PREFACE, CHAPTERS, AFTERWORD = "preface", "chapters", "afterword"
_STORY = lazy(r"userstuff\d*")
_CHAPTER_END = lazy(r"endnotes\d+")
_NUMBERED = lazy(r"Chapter (\d+)(?:: (.+))?")
_WORK_ADDRESS = lazy(r"https?://[^\s<>\"]+?/works/\d+")
# Labels in front of a quoted text -> the field, of the work or of the chapter at hand.
_LABELS = {
    "Summary": "summary",
    "Notes": "notes_before",
    "End Notes": "notes_after",
    "Chapter Summary": "summary",
    "Chapter Notes": "notes_before",
    "Chapter End Notes": "notes_after",
}
_LONGEST_LABEL = 100  # with the spaces of its markup
_INCOMING = "Works inspired by this one"
_MOST_WRAPPED = 12


@dataclass
class _ChapterDraft:
    """A chapter while its parts are gathered; `texts` are pieces of HTML."""

    title: str | None = None
    creators: tuple[Creator, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


@dataclass
class _Walk:
    """What has been gathered so far, and where in the download the walk is."""

    header: Header
    section: str = PREFACE
    label: str | None = None
    title: str | None = None
    source_url: str | None = None
    creators: tuple[Creator, ...] = ()
    anonymous: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    credits: list[Credit] = field(default_factory=list)
    chapters: list[_ChapterDraft] = field(default_factory=list)

    @property
    def chapter(self) -> _ChapterDraft:
        """The chapter at hand; the first one opens by itself."""
        if not self.chapters:
            self.chapters.append(_ChapterDraft())
        return self.chapters[-1]


def manuscript_of(
    documents: Sequence[LexborHTMLParser], *, format_name: str, language: str | None = None
) -> Manuscript:
    """The Manuscript of a download that consists of these documents, in reading order.

    `language` is what the file says beside the page (an EPUB's dc:language), for files of the time before the
    list of tags named the language. Where neither does, the text is asked, then the page's own attribute.
    """
    walk = _Walk(Header(), source_url=_posted_at(documents))
    for document in documents:
        if document.body is not None:
            _read_blocks(walk, document.body, 0)
    manuscript = _assembled(walk, format_name)
    if "language" in walk.header.fields:
        return manuscript
    return _with_language(manuscript, language, documents)


def _posted_at(documents: Iterable[LexborHTMLParser]) -> str | None:
    """The work's address: the link in "Posted originally on the … at …", or the address as plain words there."""
    for document in documents:
        for message in document.css("p"):
            if "Posted originally on" not in (message.text() or ""):
                continue
            links = [address_of(link, None) or "" for link in message.css("a")]
            written = _WORK_ADDRESS.findall(text_in(message))
            return next((url for url in [*links, *written] if _WORK_ADDRESS.match(url)), None)
    return None


def _read_blocks(walk: _Walk, wrapper: LexborNode, depth: int) -> None:
    section = attribute(wrapper, "id")
    if section in (PREFACE, CHAPTERS, AFTERWORD):
        walk.section = section
    for node in children(wrapper):
        if is_text(node):
            if has_text(node):
                _read_stray(walk, node)
        elif is_element(node):
            _read_block(walk, node, depth)
    if section == CHAPTERS:
        walk.section = AFTERWORD


def _read_block(walk: _Walk, node: LexborNode, depth: int) -> None:
    if walk.label and _takes_label(walk, node):
        return
    if _is_story(node):
        walk.section = CHAPTERS
        walk.chapter.texts.append(node.inner_html or "")
    elif is_blank(node):
        return
    elif node.tag == "div" and _is_wrapper(node) and depth < _MOST_WRAPPED:
        if _CHAPTER_END.fullmatch(attribute(node, "id")):
            walk.section = CHAPTERS
        _read_blocks(walk, node, depth + 1)
    elif not _read_sign(walk, node):
        _read_stray(walk, node)


def _takes_label(walk: _Walk, node: LexborNode) -> bool:
    """Whether the node belongs to the label before it: the text it announced, or the pointer to the end notes."""
    label, walk.label = walk.label, None
    if node.tag != "blockquote" or label is None:
        return False
    of_chapter = label.startswith("Chapter") or (walk.section == CHAPTERS and label != "End Notes")
    fields = walk.chapter.fields if of_chapter else walk.fields
    name = _LABELS[label]
    fields[name] = fields.get(name, "") + (node.inner_html or "")
    return True


def _is_story(node: LexborNode) -> bool:
    return (
        node.tag == "div"
        and attribute(node, "id") != CHAPTERS
        and any(_STORY.fullmatch(name) for name in classes(node))
    )


def _is_wrapper(node: LexborNode) -> bool:
    """Whether a div holds parts of the page, not words of the story."""
    if attribute(node, "id") in (PREFACE, CHAPTERS, AFTERWORD) or "meta" in classes(node):
        return True
    if attribute(node, "id").startswith("endnotes"):
        return True
    if "byline" in classes(node) or "endnote-link" in classes(node):
        return False
    return any(_is_sign(child) for child in elements(node)) or any(_holds_story(child) for child in elements(node))


def _holds_story(node: LexborNode) -> bool:
    return _is_story(node) or attribute(node, "id") in (PREFACE, CHAPTERS, AFTERWORD)


def _is_sign(node: LexborNode) -> bool:
    names = classes(node)
    return (
        node.tag == "h1"
        or (node.tag == "h2" and ("heading" in names or "toc-heading" in names))
        or (node.tag == "dl" and ("tags" in names or _INCOMING in (node.text() or "")))
        or (node.tag == "div" and ("byline" in names or attribute(node, "id") == "endnotes"))
        or (node.tag == "p" and "message" in names)
        or _label_of(node) is not None
    )


def _label_of(node: LexborNode) -> str | None:
    """The label that a paragraph is, if what it announces follows it."""
    text = node.text() or "" if node.tag == "p" else ""
    if len(text) > _LONGEST_LABEL or (text := squeezed(text)) not in _LABELS:
        return None
    following = node.next
    while following is not None and not is_element(following):
        following = following.next
    if following is None:
        return None
    announces = following.tag == "blockquote" or "endnote-link" in classes(following)
    return text if announces else None


def _read_sign(walk: _Walk, node: LexborNode) -> bool:
    """Read a part of the page that is known by its tag, class and place; whether it is one."""
    names, label = classes(node), _label_of(node)
    if label is not None:
        walk.label = label
    elif node.tag == "dl" and (walk.section != CHAPTERS or _INCOMING in (node.text() or "")):
        _read_list(walk, node)
    elif node.tag == "h1" and walk.section == PREFACE:
        walk.title = text_in(node)
    elif node.tag == "h2" and ("heading" in names or "toc-heading" in names):
        _read_heading(walk, node, names)
    elif "byline" in names:
        _read_byline(walk, node)
    elif node.tag == "ul" and walk.section != CHAPTERS:
        _read_related(walk, node)
    else:
        return "endnote-link" in names or _is_message(walk, node)
    return True


def _is_message(walk: _Walk, node: LexborNode) -> bool:
    """The site's own words before and after the work."""
    if node.tag != "p":
        return False
    text = node.text() or ""
    return text.lstrip().startswith("Please drop by") or (walk.section == PREFACE and "Posted originally on" in text)


def _read_list(walk: _Walk, node: LexborNode) -> None:
    if walk.section == PREFACE:
        read_tag_list(walk.header, node, walk.source_url)
        return
    label = ""
    for child in elements(node):
        if child.tag == "dt":
            label = text_in(child).rstrip(":")
        else:
            walk.header.report(label or "Afterword", with_links(child))


def _read_heading(walk: _Walk, node: LexborNode, names: list[str]) -> None:
    heading = text_in(node)
    if "toc-heading" not in names:
        walk.section = CHAPTERS
        walk.chapters.append(_ChapterDraft(title=_chapter_title(heading, len(walk.chapters) + 1)))
    elif walk.section == PREFACE and heading not in ("Preface", "Afterword"):
        walk.section = CHAPTERS
    elif heading == "Afterword":
        walk.section = AFTERWORD


def _chapter_title(heading: str, number: int) -> str | None:
    """ "Chapter 2: Home" -> "Home", "Chapter 2" -> nothing; any other heading is the title itself."""
    match = _NUMBERED.fullmatch(heading)
    if match is None or int(match[1]) != number:
        return heading or None
    return match[2]


def _read_byline(walk: _Walk, node: LexborNode) -> None:
    if walk.section == CHAPTERS and walk.chapters:
        walk.chapter.creators = creators_in(node, walk.source_url)
        return
    walk.creators = creators_in(node, walk.source_url)
    walk.anonymous = is_anonymous(node)
    for address in archivists_in(node, walk.source_url):
        walk.header.report("archived by", address)


def _read_related(walk: _Walk, node: LexborNode) -> None:
    for item in elements(node):
        credit = credit_in(item, walk.source_url)
        if credit is not None:
            walk.credits.append(credit)
        else:
            walk.header.report("related works", with_links(item))


def _read_stray(walk: _Walk, node: LexborNode) -> None:
    """What has no place of its own: the story's where there are chapters, else a line of the report."""
    if walk.section == CHAPTERS:
        walk.chapter.texts.append(escape(node.text() or "") if is_text(node) else node.html or "")
    else:
        walk.header.report(walk.section, text_in(node) if is_text(node) else with_links(node))


def _assembled(walk: _Walk, format_name: str) -> Manuscript:
    header, url = walk.header, walk.source_url
    chapters = tuple(_chapters(walk.chapters, url))
    fields: dict[str, Any] = {name: value for name, value in header.fields.items() if name != "language"}
    if "chapters" not in header.stats and len(chapters) == 1:
        fields.setdefault("complete", True)
        fields.setdefault("chapters_expected", 1)
    return Manuscript(
        chapters=chapters,
        title=walk.title or None,
        creators=walk.creators,
        language=header.fields.get("language"),
        source=Source(url, urlsplit(url).hostname if url else None, format_name),
        credits=tuple(walk.credits),
        stats={**header.stats, **({"anonymous": True} if walk.anonymous else {})},
        unmapped=tuple(header.unmapped),
        **_texts(walk.fields, url),
        **fields,
    )


def _chapters(drafts: Iterable[_ChapterDraft], url: str | None) -> Iterator[Chapter]:
    for draft in drafts:
        yield Chapter(
            html=canonical("\n".join(draft.texts), base_url=url),
            title=draft.title,
            creators=draft.creators,
            **_texts(draft.fields, url),
        )


def _texts(fields: dict[str, str], url: str | None) -> dict[str, Any]:
    return {name: canonical_or_none(text, base_url=url) for name, text in fields.items()}


def _with_language(manuscript: Manuscript, stated: str | None, documents: Sequence[LexborHTMLParser]) -> Manuscript:
    page = next((attribute(one.root, "xml:lang") or attribute(one.root, "lang") for one in documents if one.root), "")
    text = "\n\n".join(text_of(chapter.html) for chapter in manuscript.chapters)
    return replace(manuscript, language=stated or guess_language(text) or page or None)

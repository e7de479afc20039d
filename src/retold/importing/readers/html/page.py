"""A page of any make -> a Manuscript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.chaptering import (
    Part,
    chapter_title,
    innermost,
    split_at_headings,
    take_first_heading,
    take_notes,
)
from retold.importing.readers.documents import attribute, children, is_blank, is_element, is_text, parse, text_in
from retold.importing.readers.html.container import story_in
from retold.importing.readers.html.head import Head, read_head, site_of
from retold.importing.readers.html.opening import Opening, take_opening
from retold.importing.readers.html.sites import Sited, sited
from retold.importing.readers.upload import Refused
from retold.lib.patterns import lazy
from retold.manuscript.markup import canonical, canonical_or_none, text_of
from retold.manuscript.model import Chapter, Creator, Manuscript, Source, Unmapped

_MOST_AROUND = 20_000
_BYLINE = lazy(r"(?:written )?by:? ([^.!?:;,]{2,60})", re.IGNORECASE)
_SEPARATOR = lazy(r"\s+[|–—·»-]+\s+|\s*[|»]\s*")


def manuscript_of(document: LexborHTMLParser) -> Manuscript:
    """The work on a page. Raises Refused if no text is there."""
    head = read_head(document)
    known = sited(document)
    if known is not None:
        return _of_a_site(head, known, document)
    story = story_in(document)
    if story is None or (is_blank(story) and document.body is not None and is_blank(document.body)):
        raise Refused("This page holds no text, so there is no story in it; bring in the page that the story is on.")
    around = _text_around(document, story)
    before, after = take_notes(story)
    title = _take_title(head, document, story)
    if title is not None:
        head.offer("creators", _take_byline(story, head.fields.get("creators", ())))
    opening = take_opening(story)
    chapters = tuple(_chapters(split_at_headings(story), head.url))
    if not any(chapter.html for chapter in chapters):
        raise Refused("This page holds no text, so there is no story in it; bring in the page that the story is on.")
    return _assembled(head, opening, title, chapters, (before, after), around)


def _of_a_site(head: Head, page: Sited, document: LexborHTMLParser) -> Manuscript:
    """A chapter on a page whose site is known: what the site's own places say comes before the head's words."""
    around = _text_around(document, page.story)
    opening = take_opening(page.story)
    fields = {name: value for name, value in opening.fields.items() if value}
    fields |= {**head.fields, "title": page.title or head.fields.get("title"), "summary": fields.get("summary")}
    fields["creators"] = page.creators or head.fields.get("creators", ())
    title = page.chapter_title
    chapter = Chapter(
        html=canonical(page.story.inner_html or "", base_url=head.url),
        title=None if title in (None, page.title) else chapter_title(title, _number_in(title)),
        notes_before=canonical_or_none("\n".join([page.before, *opening.notes]), base_url=head.url),
        notes_after=canonical_or_none(page.after, base_url=head.url),
        url=head.url,
    )
    if not chapter.html:
        raise Refused("This page holds no text, so there is no story in it; bring in the page that the story is on.")
    described = text_of(head.fields.get("summary") or "")
    told = (("description of the page", described), ("page around the story", around))
    unmapped = [
        *head.unmapped,
        *page.hidden,
        *opening.unmapped,
        *(Unmapped(where, what) for where, what in told if what),
    ]
    # One chapter is no copy of the story: its address must not make it one.
    source = Source(None, site_of(head.url), "html", extra={"work": page.work} if page.work else {})
    return Manuscript(chapters=(chapter,), source=source, unmapped=tuple(unmapped), **fields)


def _number_in(title: str | None) -> int:
    match = re.match(r"Chapter (\d{1,5})\b", title or "", re.IGNORECASE)
    return int(match[1]) if match else 0


def _assembled(
    head: Head, opening: Opening, title: str | None, chapters: tuple[Chapter, ...], notes: tuple[str, str], around: str
) -> Manuscript:
    fields: dict[str, Any] = {"title": title, **head.fields}
    fields |= {
        name: value for name, value in opening.fields.items() if value and (name == "title" or not fields.get(name))
    }
    if title is not None and "title" not in opening.fields:
        fields["title"] = title
    unmapped = [*head.unmapped, *opening.unmapped]
    if around:
        unmapped.append(Unmapped("page around the story", around))
    return Manuscript(
        chapters=chapters,
        notes_before=canonical_or_none("\n".join([*opening.notes, notes[0]]), base_url=head.url),
        notes_after=canonical_or_none(notes[1], base_url=head.url),
        source=Source(head.url, site_of(head.url), "html"),
        unmapped=tuple(unmapped),
        **fields,
    )


def _chapters(parts: list[Part], url: str | None) -> Iterator[Chapter]:
    """A chapter for each part; what stands before the first heading is a chapter of its own if it is prose."""
    carried = ""
    number = 0
    for part in parts:
        html = carried + part.html
        if part.heading is None and len(parts) > 1 and not _is_prose(part.html):
            carried = part.html
            continue
        number += 1
        carried = ""
        before, after, text = _without_notes(html) if part.heading is not None else ("", "", html)
        yield Chapter(
            html=canonical(text, base_url=url),
            title=chapter_title(part.heading, number),
            notes_before=canonical_or_none(before, base_url=url),
            notes_after=canonical_or_none(after, base_url=url),
        )


def _without_notes(html: str) -> tuple[str, str, str]:
    """(notes before, notes after, the text between) of a chapter."""
    body = parse(html).body
    if body is None:
        return "", "", html
    before, after = take_notes(body)
    return before, after, body.inner_html or ""


def _is_prose(html: str) -> bool:
    body = parse(html).body
    return body is not None and not is_blank(body)


def _take_title(head: Head, document: LexborHTMLParser, story: LexborNode) -> str | None:
    """The title by the page's heading, else by what the page says of itself; its heading leaves the text."""
    stated = head.fields.get("title")
    heading = take_first_heading(story)
    lone = heading is not None and heading.tag in ("h1", "h2") and len(document.css(heading.tag)) == 1
    if heading is not None and lone:
        words = text_in(heading)
        page = (head.page_title or "").casefold()
        if stated is None or words.casefold() in (stated.casefold(), page) or page.startswith(words.casefold()):
            if heading.css_first("img") is None:
                heading.decompose()
            return words
    if stated is not None:
        return str(stated)
    h1 = document.css("h1")
    if len(h1) == 1 and text_in(h1[0]) and head.page_title and text_in(h1[0]).casefold() in head.page_title.casefold():
        return text_in(h1[0])
    return _SEPARATOR.split(head.page_title)[0].strip() or None if head.page_title else None


def _take_byline(story: LexborNode, known: tuple[Creator, ...]) -> tuple[Creator, ...]:
    """The name in a lone line "by …" that opens what is left when the title's heading is gone.

    Where the page's head names other creators, the line stays in the text.
    """
    first = next((child for child in children(innermost(story)) if text_in(child)), None)
    match = _BYLINE.fullmatch(text_in(first)) if first is not None and first.tag != "a" else None
    if match is None or first is None or (known and match[1] not in [creator.name for creator in known]):
        return ()
    following = first.next
    while following is not None and not is_element(following):
        following = following.next
    if following is not None and following.tag == "hr":
        following.decompose()
    first.decompose()
    return (Creator(match[1]),)


def _text_around(document: LexborHTMLParser, story: LexborNode) -> str:
    """The words of the page that stand outside the story, a line for each block."""
    body = document.body
    if body is None or story.mem_id == body.mem_id:
        return ""
    lines = list(_lines_around(body, story))
    text = "\n".join(lines)
    if len(text) > _MOST_AROUND:
        return text[:_MOST_AROUND] + " … (cut here: the whole is in the original file)"
    return text


def _lines_around(body: LexborNode, story: LexborNode) -> Iterator[str]:
    above = set()
    node = story.parent
    while node is not None:
        above.add(node.mem_id)
        node = node.parent
    waiting = list(children(body))[::-1]
    while waiting:
        node = waiting.pop()
        if node.mem_id == story.mem_id or node.tag in ("script", "style", "noscript", "template"):
            continue
        if node.mem_id in above:
            waiting += list(children(node))[::-1]
        elif (is_text(node) or is_element(node)) and text_in(node):
            yield _described(node)


def _described(node: LexborNode) -> str:
    lines = (line.strip() for line in (node.text(separator="\n") or "").split("\n"))
    return " · ".join(line for line in lines if line) + (f" <{attribute(node, 'href')}>" if node.tag == "a" else "")

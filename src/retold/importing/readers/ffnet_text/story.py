"""A FanFiction.net text -> a Manuscript: its head by the site's line, the rest as any plain text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from retold.importing.readers import plain_text
from retold.importing.readers.ffnet_text.head import Head, find_head
from retold.importing.readers.plain_text.fields import Facts
from retold.importing.readers.upload import Refused
from retold.manuscript.markup import paragraphs
from retold.manuscript.model import Creator, Manuscript, Source, Unmapped


def manuscript_of(text: str) -> Manuscript:
    """The work in a text that has the site's line. Raises Refused if no story stands below it."""
    head = find_head(text)
    if head is None:
        raise Refused("This text does not have the line of a FanFiction.net story.")
    story = plain_text.parse("\n".join(text.split("\n")[head.body_from :]))
    if not any(chapter.html for chapter in story.chapters):
        raise Refused("Below what this text says of its story there is no story; save the whole of it once more.")
    return _with_head(replace(story, front_matter=()), head)


def _with_head(story: Manuscript, head: Head) -> Manuscript:
    """The story with what its head says; what the story's own lines say fills what is missing there."""
    facts = _labelled(head)
    fields = _fields(head, facts)
    told: dict[str, Any] = {name: value for name, value in fields.items() if value not in (None, ())}
    said = {name: getattr(story, name) for name in told}
    others = [
        Unmapped(f"line of the text: {name}", str(value))
        for name, value in said.items()
        if name in ("title", "rating") and value and value != told[name]
    ]
    url = head.address or (f"https://www.fanfiction.net/s/{head.line.id}" if head.line.id else facts.url)
    unmapped = (*head.line.unmapped, *facts.unmapped, *others, *story.unmapped)
    section = (Unmapped("section of the site", head.section),) if head.section else ()
    posted = head.line.chapters
    counted = {"chapters": f"{posted}/{posted if told.get('complete') else '?'}"} if posted else {}
    return replace(
        story,
        **told,
        chapters_expected=posted if told.get("complete") else story.chapters_expected,
        source=Source(url, urlsplit(url).hostname if url else None, "ffnet_text"),
        stats={**head.line.stats, **counted},
        unmapped=(*section, *unmapped),
    )


def _labelled(head: Head) -> Facts:
    facts = Facts()
    for line in head.labelled:
        facts.add_field(line)
    return facts


def _fields(head: Head, facts: Facts) -> dict[str, Any]:
    """The Manuscript's fields as the head says them; the site's line is surer than labels beside it."""
    author = Facts()
    if head.author:
        author.creators.append(Creator(head.author))
    summary = paragraphs([*head.summary, *facts.summary]) or None
    names = ("fandoms", "characters", "relationships", "freeforms", "warnings")
    labelled: dict[str, Any] = {name: facts.listed(name) for name in names}
    labelled |= {"rating": facts.rating, "language": facts.language, "published": facts.published}
    labelled |= {"updated": facts.updated, "complete": facts.complete, "series": tuple(facts.series)}
    stated: dict[str, Any] = {"title": head.title or facts.title, "creators": tuple(author.creators or facts.creators)}
    stated |= {"summary": summary, "fandoms": head.fandoms or labelled["fandoms"]}
    return {**labelled, **stated, **head.line.fields}

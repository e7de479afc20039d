"""The pages of a work as markup that is XHTML and HTML at once: front page, chapters, end notes, credits.

Made by concatenation alone: texts are canonical markup, everything else is escaped here. The EPUB puts each page
into a document of its own, the HTML file puts them one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from retold.exporting.writers.facts import Fact, Value, facts
from retold.exporting.writers.values import chapter_title, escaped, is_right_to_left, language_of, plain
from retold.manuscript.markup import scope_ids
from retold.manuscript.markup.urls import safe_url
from retold.manuscript.model import Creator, Credit, Manuscript
from retold.manuscript.package.texts import begin, chapter_slot, end, place_pictures
from retold.manuscript.wording import (
    ADDRESS_NOT_KNOWN,
    CREATOR_NOT_KNOWN,
    PROPOSED,
    UNTITLED,
    by_role,
    credit_sentence,
)


@dataclass(frozen=True)
class Setting:
    """How a format shows a work.

    `level` is that of a page's heading, `picture` gives an asset's address if it is not `assets/NAME` (None: no text
    shows any), `scoped` says whether the texts of chapters share their document with others.
    """

    manuscript: Manuscript
    level: int
    picture: Callable[[str], str | None] | None
    scoped: bool

    @property
    def said(self) -> str:
        """Attributes for the tool's own words, which are English, in a work of another language."""
        language = language_of(self.manuscript)
        if language.lower().split("-")[0] == "en":
            return ""
        return ' lang="en" xml:lang="en"' + (' dir="ltr"' if is_right_to_left(language) else "")

    def text(self, slot: str, markup: str) -> str:
        """A text in its place: between its marks, its ids its own, its pictures where they lie."""
        return begin(slot) + scope_ids(place_pictures(markup, self.picture), slot) + end(slot)

    def chapter_text(self, number: int, markup: str) -> str:
        """The text of a chapter without its marks, as `chapter_before` and `chapter_after` enclose it."""
        placed = place_pictures(markup, self.picture)
        return scope_ids(placed, chapter_slot(number, "text")) if self.scoped else placed

    def heading(self, depth: int, text: str, more: str = "") -> str:
        """A heading in the tool's own words, `depth` levels below the page's."""
        level = self.level + depth
        return f"<h{level}{self.said}{more}>{escaped(text)}</h{level}>"


def title_of(manuscript: Manuscript) -> str:
    """The title as documents show it."""
    return plain(manuscript.title) or UNTITLED


def front_page(setting: Setting) -> str:
    """Title, creators, all facts, the summary and the notes before the story."""
    work = setting.manuscript
    parts = [
        '<section class="front" id="front">',
        f'<h1 class="title"{"" if plain(work.title) else setting.said}>{escaped(title_of(work))}</h1>',
        _byline(setting, work.creators) or f'<p class="by"{setting.said}>{CREATOR_NOT_KNOWN}</p>',
        _note(setting, "summary", "Summary", work.summary, 2 - setting.level),
        f'<dl class="facts">\n{"".join(_fact(setting, fact) for fact in facts(work))}</dl>',
        _note(setting, "notes-before", "Notes", work.notes_before, 2 - setting.level),
        "</section>",
    ]
    return _lines(parts)


def chapter_before(setting: Setting, number: int) -> str:
    """All of a chapter's page that comes before its text, up to the text's first mark."""
    work = setting.manuscript
    chapter = work.chapters[number - 1]
    name, level = f"chapter-{number}", setting.level
    own = "" if plain(chapter.title) or (len(work.chapters) == 1 and plain(work.title)) else setting.said
    # By this class FanFicFare knows what is not the text, when it puts newer chapters into a book.
    known = "" if setting.scoped else ' class="fff_chapter_title"'
    parts = [
        f'<section class="chapter" id="{name}" role="doc-chapter" aria-labelledby="{name}-title">',
        f'<h{level}{known} id="{name}-title"{own}>{escaped(chapter_title(work, chapter, number))}</h{level}>',
        _byline(setting, chapter.creators),
        _note(setting, chapter_slot(number, "summary"), "Summary", chapter.summary, 1),
        _note(setting, chapter_slot(number, "notes-before"), "Notes", chapter.notes_before, 1),
        '<div class="prose">' + begin(chapter_slot(number, "text")),
    ]
    return _lines(parts)


def chapter_after(setting: Setting, number: int) -> str:
    """All of a chapter's page that comes after its text, from the text's last mark."""
    chapter = setting.manuscript.chapters[number - 1]
    parts = [
        end(chapter_slot(number, "text")) + "</div>",
        "" if chapter.html else f'<p class="quiet"{setting.said}>This chapter has no text.</p>',
        _note(setting, chapter_slot(number, "notes-after"), "Notes at the end", chapter.notes_after, 1),
        "</section>",
    ]
    return _lines(parts)


def afterword(setting: Setting) -> str:
    """The work's end notes as a page; "" if there are none."""
    work = setting.manuscript
    if work.notes_after is None:
        return ""
    parts = [
        '<section class="afterword" id="afterword" role="doc-afterword" aria-labelledby="afterword-title">',
        setting.heading(0, "Notes at the end of the work", ' id="afterword-title"'),
        f'<div class="note">{setting.text("notes-after", work.notes_after)}</div>',
        "</section>",
    ]
    return _lines(parts)


def credits_page(setting: Setting) -> str:
    """What the work owes, each credit as a sentence with its address and the words that say so; "" if nothing."""
    work = setting.manuscript
    if not work.credits:
        return ""
    parts = [
        '<section class="credits" id="credits" role="doc-credits" aria-labelledby="credits-title">',
        setting.heading(0, "Credits", ' id="credits-title"'),
        f"<p{setting.said}>What this work came from, and whom it thanks.</p>",
        "<ul>",
        *(_credit(setting, credit) for credit in work.credits),
        "</ul>",
        "</section>",
    ]
    return _lines(parts)


def _credit(setting: Setting, credit: Credit) -> str:
    """One credit: a sentence, where to find its source, and the words that it came from."""
    said, evidence = setting.said, escaped(credit.evidence)
    parts = [
        f'<li class="credit"><p{said}>{escaped(credit_sentence(credit))}</p>',
        f'<p class="address"{said}>{_address(credit.url)}</p>',
        f'<blockquote class="evidence"><p>{evidence}</p></blockquote>' if evidence else "",
        f'<p class="quiet"{said}>{escaped(PROPOSED)}, not yet confirmed.</p>' if credit.state == "proposed" else "",
        "</li>",
    ]
    return _lines(parts)


def _address(url: str | None) -> str:
    if not plain(url):
        return f"{ADDRESS_NOT_KNOWN}."
    return _linked(Value(plain(url), url))


def _byline(setting: Setting, creators: Iterable[Creator]) -> str:
    named = [creator for creator in creators if plain(creator.name)]
    phrases = (
        f"<span{setting.said}>{escaped(words)}</span> "
        + ", ".join(_linked(Value(one.name, one.url)) for one in together)
        for words, together in by_role(named)
    )
    return f'<p class="by">{"; ".join(phrases)}</p>' if named else ""


def _note(setting: Setting, slot: str, heading: str, markup: str | None, depth: int) -> str:
    if markup is None:
        return ""
    return f'<section class="note">\n{setting.heading(depth, heading)}\n{setting.text(slot, markup)}\n</section>'


def _fact(setting: Setting, fact: Fact) -> str:
    values = "".join(f"<dd>{_linked(value)}</dd>" for value in fact.values)
    return f"<div><dt{setting.said}>{escaped(fact.label)}</dt>{values}</div>\n"


def _linked(value: Value) -> str:
    address = safe_url(value.url or "")
    return f'<a href="{escaped(address)}">{escaped(value.text)}</a>' if address else escaped(value.text)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))

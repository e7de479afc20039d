"""A document -> a Manuscript: its title, its front matter, its chapters, and each chapter's notes below it.

Where things go:
- Paragraphs in the styles Title, Author, Date and Abstract at the top fill their fields. After them the words of the
  first paragraphs are read as plain text's are (`opening`).
- The chapters begin at the headings of the highest rank of which there are two; in a document without headings, at
  the lines that plain text would take for such. A lone heading at the top is the title, or the only chapter's.
- Where nothing but front matter or headings is found, all of it is the story: no text is taken out of a document that
  has no other.
- What the text says stands before what the program wrote down about the file: Word calls an author what the computer
  is called, and a title what the first line once was. Names that programs invent ("User") are nobody's and only told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from retold.importing.readers.chaptering import HEADINGS, chapter_title
from retold.importing.readers.upload import Found, Refused
from retold.importing.readers.written.document import ROLES, Block, Document, Properties
from retold.importing.readers.written.opening import Front, front_of
from retold.importing.readers.written.rendering import Layout, is_blank, rendered, shows, words_of
from retold.lib.patterns import lazy
from retold.manuscript.front_matter.headings import find_headings, read_heading
from retold.manuscript.language import guess_language
from retold.manuscript.markup import canonical, canonical_or_none, paragraphs, text_of
from retold.manuscript.model import Chapter, Creator, Manuscript, Source, Unmapped

_RANKS = HEADINGS[:4]
_SAMPLE = 20_000
_LONGEST_HEADING = 300
_NOTE = lazy(r'href="#note-(\d+)"')
# What programs and computers call their owners when nobody told them a name.
_NOBODY = lazy(
    r"(?:microsoft\s+(?:office\s+)?|windows\s+|office\s+|ms\s+)?(?:user|owner|admin(?:istrator)?|guest|customer|author|"
    r"utilisateur|benutzer|besitzer|usuario|пользователь|администратор)s?\s*\d*|(?:valued|preferred)\s+customer|"
    r"unknown|anonymous|anon|un-?named|none|n/?a|default|home|pc|laptop|family|student|computer|my\s+\w+|compaq_owner|"
    r"hp(?:_owner)?|dell|acer|asus|lenovo|toshiba|sony|gateway|python-docx|openoffice\S*|libreoffice\S*|word|"
    r"microsoft|apple|google|\W*|\d+",
    re.IGNORECASE,
)
_NO_TITLE = lazy(
    r"(?:microsoft word\s*-\s*.*|untitled.*|unbenannt.*|sans titre.*|document\s*\d*|dokument\s*\d*|doc\d+|normal|"
    r"word document|new (?:microsoft )?word document.*|\W*|.*\.(?:docx?|odt|rtf|txt))",
    re.IGNORECASE,
)


NO_TEXT = "This document holds no text, so there is no story in it; open it to see, and save it anew."


@dataclass
class _Section:
    """A stretch of the document: the words of the headings that open it, and the blocks below."""

    headings: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def found_in(document: Document) -> Found:
    """The work in a document, and its pictures. Raises Refused if no text is there."""
    blocks = document.blocks
    if not any(block.html for block in blocks):
        raise Refused(NO_TEXT)
    fields = _named(document, blocks)
    _mark_typed_headings(blocks)
    layout = Layout.of(blocks)
    sections = _sections(blocks)
    _take_title(fields, sections)
    fronts = _fronts(sections, fields)
    if not any(_has_text(front.story) for front in fronts):
        fronts = [Front(section.blocks) for section in sections]
    lead = _take_lead(fields, sections, fronts)
    for name, value in (lead or fronts[0]).fields.items():
        fields.setdefault(name, value)
    notes = _Notes(document)
    work, chapters = _texts(lead, sections, fronts, layout, notes)
    if not any(chapter.html for chapter in chapters):
        raise Refused(NO_TEXT)
    told = [line for front in ([lead] if lead else []) + fronts for line in front.unmapped]
    _add_properties(fields, document, chapters)
    fields["source"] = replace(fields.get("source") or Source(), format=document.format)
    unmapped = (*document.unmapped, *told, *document.pictures.unmapped, *notes.unseen())
    assets = tuple(document.pictures.assets)
    return Found(Manuscript(chapters, assets=assets, unmapped=unmapped, **work, **fields), document.pictures.data)


def _named(document: Document, blocks: list[Block]) -> dict[str, Any]:
    """The fields that styles name at the top of the document; their paragraphs leave it."""
    fields: dict[str, Any] = {}
    at = 0
    while at < len(blocks) and (blocks[at].role in ROLES or is_blank(blocks[at])):
        block, words = blocks[at], " ".join(words_of(blocks[at].html).split())
        if not words or shows(block):
            at += 1
        elif block.role == "title" and "title" not in fields:
            fields["title"] = words
            del blocks[at]
        elif block.role == "author" and "creators" not in fields:
            fields["creators"] = tuple(Creator(name) for name in _names(words))
            del blocks[at]
        elif block.role == "abstract":
            fields["summary"] = "\n".join(filter(None, [fields.get("summary"), canonical(f"<p>{block.html}</p>")]))
            del blocks[at]
        elif block.role in ("subtitle", "date"):
            document.report(block.role, words)
            del blocks[at]
        else:
            break
    return fields


def _names(words: str) -> list[str]:
    return list(dict.fromkeys(name for name in (part.strip() for part in words.split(";")) if name))


def _is_heading(block: Block) -> bool:
    return block.tag in _RANKS and bool(block.html) and len(words_of(block.html)) <= _LONGEST_HEADING


def _mark_typed_headings(blocks: list[Block]) -> None:
    """In a document without headings, make headings of the paragraphs that say by their words that they are."""
    if any(_is_heading(block) for block in blocks):
        return
    lines: list[str] = []
    places: dict[int, Block] = {}
    for block in blocks:
        set_off = block.centred or block.strong or block.new_page
        if set_off:
            lines.append("")
        if block.tag == "p" and not block.levels and not block.quoted and len(block.html) < 2 * _LONGEST_HEADING:
            lines.append(words_of(block.html).strip().replace("\n", " "))
            places[len(lines)] = block
        else:
            lines.append("-" if block.html else "")
        if set_off:
            lines.append("")
    for number in find_headings(lines):
        if number in places:
            places[number].tag = "h2"


def _sections(blocks: list[Block]) -> list[_Section]:
    """The document parted at the headings of one rank; what has no two of one rank is parted at none but the first."""
    rank = next((rank for rank in _RANKS if sum(_is_heading(one) and one.tag == rank for one in blocks) > 1), None)
    if rank is None:
        first = next((block for block in blocks if not is_blank(block)), None)
        rank = first.tag if first is not None and _is_heading(first) else None
    sections = [_Section()]
    for block in blocks:
        if rank is None or block.tag != rank or not _is_heading(block):
            sections[-1].blocks.append(block)
            continue
        if any(not is_blank(one) for one in sections[-1].blocks):
            sections.append(_Section())
        sections[-1].headings.append(" ".join(words_of(block.html).split()))
        if shows(block):
            sections[-1].blocks.append(replace(block, tag="p"))
    if not any(_has_text(section.blocks) for section in sections):
        return [_Section(blocks=[replace(block, tag="p") if _is_heading(block) else block for block in blocks])]
    return sections


def _has_text(blocks: Sequence[Block]) -> bool:
    return any(not is_blank(block) and block.tag != "hr" for block in blocks)


def _take_title(fields: dict[str, Any], sections: list[_Section]) -> None:
    """The title where a heading at the top is it."""
    first = sections[0]
    title = fields.get("title")
    if not first.headings:
        block = next((one for one in first.blocks if not is_blank(one)), None)
        if block is not None and _is_heading(block) and not shows(block) and len(sections) > 1:
            words = " ".join(words_of(block.html).split())
            if (title is None and read_heading(words) is None) or words == title:
                fields.setdefault("title", words)
                first.blocks.remove(block)
        return
    words = first.headings[0]
    alone = len(sections) == 1 and len(first.headings) == 1
    above_chapter = len(first.headings) > 1 and read_heading(first.headings[1]) is not None
    if words == title or (title is None and (alone or above_chapter) and read_heading(words) is None):
        fields.setdefault("title", words)
        del first.headings[0]


def _fronts(sections: Sequence[_Section], fields: dict[str, Any]) -> list[Front]:
    """Each section's front matter and end note."""
    fronts = []
    for at, section in enumerate(sections):
        below = ("Chapter 2" if section.headings else "Chapter 1") if at + 1 < len(sections) else ""
        above = [fields["title"]] if at == 0 and "title" in fields else []
        above += ["Chapter 1"] if section.headings else []
        front = front_of(section.blocks, above=above, below=below, is_first=at == 0)
        fronts.append(Front(section.blocks) if len(sections) > 1 and at and not _has_text(front.story) else front)
    return fronts


def _take_lead(fields: dict[str, Any], sections: list[_Section], fronts: list[Front]) -> Front | None:
    """What stands before the first chapter, if anything does; what of it is story stays as a chapter."""
    if len(sections) < 2:
        return None
    first, lead = sections[0], fronts[0]
    told = _has_text(lead.story)
    if first.headings:
        if told or "title" in fields or len(first.headings) > 1 or read_heading(first.headings[0]):
            return None
        fields["title"] = first.headings[0]
    if told:
        fronts[0] = Front(lead.story)
    else:
        del sections[0], fronts[0]
    return lead


def _texts(
    lead: Front | None, sections: Sequence[_Section], fronts: Sequence[Front], layout: Layout, notes: _Notes
) -> tuple[dict[str, Any], tuple[Chapter, ...]]:
    """The work's notes, and its chapters; what belongs to the only chapter belongs to the work."""
    before = [*lead.before, *lead.after] if lead else []
    work: dict[str, Any] = {"notes_before": notes.under(rendered(before, layout)), "notes_after": None}
    chapters: list[Chapter] = []
    for section, front in zip(sections, fronts, strict=True):
        number = len(chapters) + 1
        titles = [title for heading in section.headings if (title := chapter_title(heading, number))]
        chapters.append(
            Chapter(
                html=notes.under(rendered(front.story, layout)) or "",
                title=" – ".join(titles) or None,
                notes_before=notes.under(rendered(front.before, layout)),
                notes_after=notes.under(rendered(front.after, layout)),
            )
        )
    if len(chapters) == 1:
        only = chapters[0]
        both = "\n".join(filter(None, [work["notes_before"], only.notes_before])) or None
        work = {"notes_before": both, "notes_after": only.notes_after}
        chapters = [replace(only, notes_before=None, notes_after=None)]
    return work, tuple(chapters)


class _Notes:
    """Foot- and endnotes, each put below the text that refers to it."""

    def __init__(self, document: Document) -> None:
        self._left = dict(document.notes)

    def under(self, html: str) -> str | None:
        """The text with its notes below, in canonical markup; None if there is nothing in it."""
        items: list[tuple[int, str]] = []
        waiting = [html] if self._left else []
        while waiting:
            for found in _NOTE.findall(waiting.pop(0)):
                note = self._left.pop(int(found), None)
                if note is not None:
                    items.append((int(found), note))
                    waiting.append(note)
        return canonical_or_none(html + _note_list(items) if items else html)

    def unseen(self) -> Iterator[Unmapped]:
        """The notes that no text refers to."""
        for number, note in self._left.items():
            yield Unmapped(f"note {number}", text_of(canonical(note)))


def _note_list(items: Sequence[tuple[int, str]]) -> str:
    """The notes as a list, each leading back to its mark."""
    first = min(number for number, _ in items)
    listed = "".join(f'<li id="note-{number}">{_leading_back(note, number)}</li>' for number, note in sorted(items))
    return f'\n<hr/><div class="footnotes"><ol start="{first}">{listed}</ol></div>'


def _leading_back(note: str, number: int) -> str:
    link = f' <a href="#note-ref-{number}">↩</a>'
    return f"{note[:-4]}{link}</p>" if note.endswith("</p>") else f"{note}<p>{link}</p>"


def _add_properties(fields: dict[str, Any], document: Document, chapters: Sequence[Chapter]) -> None:
    """What the program wrote down, where the text does not say it; what is not taken is told."""
    said = document.properties
    title = " ".join(said.title.split())
    if not fields.get("title") and title and not _NO_TITLE.fullmatch(title):
        fields["title"] = title
    elif title != fields.get("title"):
        document.report("document title", title)
    _add_author(fields, document, said)
    if said.description.strip() and not fields.get("summary"):
        fields["summary"] = paragraphs(said.description.split("\n"))
    else:
        document.report("document description", said.description)
    if said.keywords and not fields.get("freeforms"):
        fields["freeforms"] = said.keywords
    else:
        document.report("document keywords", ", ".join(said.keywords))
    for name, day in (("published", said.created), ("updated", said.modified)):
        if day is not None and not fields.get(name):
            fields[name] = day
    if said.language and not fields.get("language"):
        fields["language"] = _language(said.language, chapters)
    for where, what in said.others:
        document.report(where, what)


def _add_author(fields: dict[str, Any], document: Document, said: Properties) -> None:
    names = _names(said.author)
    known = [creator.name.casefold() for creator in fields.get("creators", ())]
    meant = [name for name in names if not _NOBODY.fullmatch(name)]
    if meant and not known:
        fields["creators"] = tuple(Creator(name) for name in meant)
        known = [name.casefold() for name in meant]
    document.report("document author", "; ".join(name for name in names if name.casefold() not in known))


def _language(stated: str, chapters: Sequence[Chapter]) -> str | None:
    """The language that the document names, if the text may be in it: programs name the one they were bought in."""
    guessed = guess_language(text_of("\n".join(chapter.html[:_SAMPLE] for chapter in chapters[:3])))
    if guessed is None:
        return stated
    return stated if stated.partition("-")[0].lower() == guessed.partition("-")[0].lower() else guessed

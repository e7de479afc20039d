"""Blocks of Markdown under their headings -> the Manuscript.

Chapters stand under headings of the second level, or of the first where there are several. Headings and bold labels
that name a summary, notes or credits (`## Notes`, `**Author's note:** …`) start those; all other text is the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

from retold.importing.readers.markdown.blocks import Block, blocks_of
from retold.importing.readers.markdown.front import FrontFields
from retold.importing.readers.plain_text.fields import Facts
from retold.lib.patterns import lazy
from retold.manuscript.front_matter.headings import read_heading
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.front_matter.lexicon import evidence
from retold.manuscript.markup import canonical
from retold.manuscript.model import Chapter, Creator, Manuscript, Source

_ADDRESS = lazy(r'(?:href|src)="([^"]+)"')
_BYLINE = lazy(r"[Bb]y [^.!?]{1,100}")
_LINKED_BYLINE = lazy(r'<p>[Bb]y <a href="(?P<url>[^"]+)">(?P<name>[^<]+)</a></p>')
_END_NOTES = ("notes at the end", "notes at the end of the work", "end notes", "endnotes", "end note", "afterword")
_NOTES = ("note", "disclaimer", "dedication", "epigraph", "end_note")


@dataclass
class _Draft:
    heading: str | None = None
    body: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)


class Sections:
    """Takes the blocks in their order and puts each where its heading or label says."""

    def __init__(self, fields: str | None, blocks: Sequence[Block]) -> None:
        self.front = FrontFields(fields)
        self.facts = self.front.facts
        self.blocks = self._without_title(list(blocks))
        self.level = _chapter_level(self.blocks)
        self.work = _Draft()
        self.chapters: list[_Draft] = []
        self.target = "opening"  # opening, body, before, after, summary or credits
        self.of_the_work = False  # the section is the work's, not the last chapter's
        self.taken = 0  # blocks put into the target since it began
        for block in self.blocks:
            self._take(block)

    def manuscript(self) -> Manuscript:
        """The whole work, from all that was taken."""
        self._fields_as_text()
        if len(self.chapters) == 1:
            self._one_chapter(self.chapters[0])
        facts, front = self.facts, self.front
        return Manuscript(
            chapters=tuple(self._made(draft, rank) for rank, draft in enumerate(self.chapters, 1)) or (Chapter(""),),
            uuid=front.uuid,
            title=facts.title,
            creators=tuple(facts.creators),
            gifts=tuple(front.gifts),
            media=front.media or ("text",),
            summary=_joined(self.work.summary),
            notes_before=_joined(self.work.before),
            notes_after=_joined(self.work.after),
            language=facts.language,
            rating=facts.rating,
            warnings=facts.listed("warnings"),
            categories=facts.listed("categories"),
            fandoms=facts.listed("fandoms"),
            relationships=facts.listed("relationships"),
            characters=facts.listed("characters"),
            freeforms=facts.listed("freeforms"),
            series=tuple(facts.series),
            collections=tuple(front.collections),
            published=facts.published,
            updated=facts.updated,
            complete=facts.complete,
            chapters_expected=facts.chapters_expected,
            source=Source(facts.url, front.site, "markdown"),
            credits=tuple(front.credits),
            stats=front.stats,
            unmapped=tuple(facts.unmapped),
        )

    def _without_title(self, blocks: list[Block]) -> list[Block]:
        """The blocks but for the heading that is the work's title."""
        first = next((at for at, block in enumerate(blocks) if block.level == 1), None)
        if first is None:
            return blocks
        heading = blocks[first]
        others = [block for block in blocks[first + 1 :] if block.level == 1]
        known = self.facts.title
        alone = not others or (first + 1 < len(blocks) and blocks[first + 1].level == 1)
        leads = bool(others) and read_heading(heading.text) is None and all(read_heading(b.text) for b in others)
        if known is None and heading.text == "Untitled" and self.front.media:
            return blocks[:first] + blocks[first + 1 :]
        if (known is None and (alone or leads)) or (known is not None and _bare(known) == _bare(heading.text)):
            self.facts.add_title(heading.text)
            self._keep_addresses(heading)
            return blocks[:first] + blocks[first + 1 :]
        return blocks

    def _take(self, block: Block) -> None:
        if block.level:
            self._heading(block)
            return
        self.taken += 1
        if self.target == "opening":
            self._opening(block)
        elif self.target == "credits":
            if not self.front.credits:
                self.work.after.append(block.html)
        elif self.target == "before" and self.chapters and self._note_is_over(block):
            self._body(block)
        elif self.target in ("before", "after", "summary"):
            getattr(self._now(), self.target).append(block.html)
        else:
            self._body(block)

    def _keep_addresses(self, block: Block) -> None:
        """A title is words alone; the addresses of links in its heading are kept aside."""
        for address in _ADDRESS.findall(block.html):
            self.facts.leave(f"heading: {block.text}", unescape(address))

    def _heading(self, block: Block) -> None:
        self.taken = 0
        self._keep_addresses(block)
        target = _section_target(block.text)
        if target and (block.level <= self.level or not self.chapters):
            # A section of the work; behind the chapters notes are those at the end.
            self._close_chapters(target)
        elif target:
            draft = self._now()
            self.target = "after" if target == "before" and draft.body else target
        elif block.level == self.level:
            self.chapters.append(_Draft(heading=block.text))
            self.target, self.of_the_work = "body", False
        else:
            self._body(block)

    def _close_chapters(self, target: str) -> None:
        self.target = "after" if target == "before" and self.chapters else target
        self.of_the_work = True

    def _now(self) -> _Draft:
        return self.work if self.of_the_work or not self.chapters else self.chapters[-1]

    def _body(self, block: Block) -> None:
        self.target, self.of_the_work = "body", False
        if not self.chapters:
            self.chapters.append(_Draft())
        self.chapters[-1].body.append(block.html)

    def _note_is_over(self, block: Block) -> bool:
        """Whether the story begins here below a chapter's notes, which nothing in the file says.

        A note has one block for certain, and then those that speak of the work.
        """
        return not self.of_the_work and self.taken > 1 and evidence(block.text) <= 0.5

    def _opening(self, block: Block) -> None:
        """Labelled lines, notes and a byline before the first chapter; from other text on it is the story."""
        if block.kind == "hr" and not self.chapters:
            return
        lines = [line for line in block.text.split("\n") if line.strip()]
        labels = [find_label(line) for line in lines]
        first = labels[0] if labels else None
        plain = "<a " not in block.html and "<img" not in block.html
        linked = _LINKED_BYLINE.fullmatch(block.html)
        if linked and not self.facts.creators:
            self.facts.creators.append(Creator(unescape(linked["name"]), url=unescape(linked["url"])))
        elif plain and len(lines) == 1 and _BYLINE.fullmatch(block.text):
            self._byline(block.text)
        elif first is not None and first.label.role == "summary":
            self.work.summary.append(_without_label(block))
        elif first is not None and first.label.role in _NOTES:
            self.work.before.append(block.html)
        elif plain and labels and all(label and label.label.sure for label in labels):
            for line in lines:
                self.facts.add_field(line)
        elif evidence(block.text) > 1.2:
            self.work.before.append(block.html)
        else:
            self._body(block)

    def _byline(self, text: str) -> None:
        """Who the line below the title names; kept aside where the fields name others."""
        if not self.facts.creators:
            self.facts.add_byline(text)
            return
        named = Facts()
        named.add_byline(text)
        if not {one.name for one in named.creators} <= {one.name for one in self.facts.creators}:
            self.facts.leave("byline", text)

    def _fields_as_text(self) -> None:
        """Summary and notes that stand in fields, which are Markdown too."""
        for texts, draft in ((self.facts.summary, self.work.summary), (self.front.notes, self.work.before)):
            draft[:0] = [block.html for text in texts for block in blocks_of(text)]

    def _one_chapter(self, only: _Draft) -> None:
        """What belongs to the only chapter belongs to the work."""
        self.work.before += only.before
        self.work.after[:0] = only.after
        self.work.summary += only.summary
        only.before, only.after, only.summary = [], [], []
        if only.heading and self.facts.title and _bare(only.heading) == _bare(self.facts.title):
            only.heading = None

    def _made(self, draft: _Draft, rank: int) -> Chapter:
        heading = read_heading(draft.heading) if draft.heading else None
        plain = heading is not None and heading.kind in ("chapter", "number") and heading.number == rank
        return Chapter(
            html=canonical("\n".join(draft.body)),
            title=heading.title if heading is not None and plain else draft.heading,
            summary=_joined(draft.summary),
            notes_before=_joined(draft.before),
            notes_after=_joined(draft.after),
        )


def _chapter_level(blocks: Sequence[Block]) -> int:
    """The level of the headings that chapters stand under: the highest that is not a section of notes."""
    levels = [block.level for block in blocks if block.level and _section_target(block.text) is None]
    return min(levels, default=2)


def _section_target(heading: str) -> str | None:
    """What a heading starts if it is none of the story: summary, before, after or credits."""
    name = heading.strip().casefold()
    if name in _END_NOTES:
        return "after"
    if name == "credits":
        return "credits"
    found = find_label(heading)
    if found is None or heading[found.text_at :].strip() or found.label.role not in (*_NOTES, "summary"):
        return None
    return {"summary": "summary", "end_note": "after"}.get(found.label.role, "before")


def _without_label(block: Block) -> str:
    """A summary without its label, where the label is a piece of its own; else as it stands."""
    for opening in ("<strong>", "<em>"):
        start = f"<p>{opening}"
        if block.html.startswith(start):
            inner, _, rest = block.html[len(start) :].partition(opening.replace("<", "</"))
            found = find_label(inner)
            if found is not None and not inner[found.text_at :].strip(" :"):
                return canonical(f"<p>{rest.lstrip(' :')}")
    return block.html


def _joined(blocks: Sequence[str]) -> str | None:
    return canonical("\n".join(blocks)) or None


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())

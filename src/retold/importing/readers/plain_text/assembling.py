"""Text and the roles of its lines -> a Manuscript.

Where things go, so that nothing is lost:
- title, byline and header fields fill the Manuscript's fields; what has none is `unmapped` under its label.
- notes, disclaimers, dedications and epigraphs (as block quotations) become notes before the text, in their order and
  with their labels as written; so do the fields `Beta:` and `Prompt:`, which the credit reader reads.
- end notes become notes after the text. In a work of several chapters, notes that follow a chapter's heading are that
  chapter's, and those before the first heading are the work's.
- separators are dropped if they are signs alone. A scene break in the story becomes a rule; the word of one like
  `~SEA~`, where it comes more than once, is `unmapped`.

A chapter's title is its heading's own title where the heading's number is the chapter's place ("Chapter 7: The Lamp",
the seventh); a heading that is such a number alone gives none; any other heading is the title as written. Several
headings of one chapter are joined by a dash, without repeats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from retold.importing.readers.plain_text.fields import Facts, header_lines
from retold.importing.readers.plain_text.paragraphs import Layout, markup_of
from retold.manuscript.front_matter.headings import read_heading
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.front_matter.lines import is_signs_alone
from retold.manuscript.markup import canonical
from retold.manuscript.model import FRONT_MATTER_ROLES, Chapter, FrontMatterPart, Manuscript, Source

_NOTES_BEFORE = ("note", "disclaimer", "dedication", "epigraph")
_FIELDS_FOR_NOTES = ("beta", "prompt", "note", "disclaimer", "dedication", "epigraph", "end_note")


@dataclass(frozen=True)
class _Segment:
    """Neighbouring lines of one role; None is the story."""

    role: str | None
    lines: tuple[str, ...]


@dataclass
class _Draft:
    """A chapter, or the whole work, while its texts are gathered: markup blocks, and lines of the story."""

    headings: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)


def assemble(text: str, parts: Sequence[FrontMatterPart]) -> Manuscript:
    """The Manuscript of a plain text whose lines have these roles; lines in no part are the story.

    Pure, and total: parts may come in any order, overlap (the earlier one keeps the line) or reach beyond the text.
    """
    lines = text.split("\n")
    builder = _Builder(Layout.of(lines))
    for segment in _segments(lines, parts):
        builder.take(segment)
    return replace(builder.manuscript(), front_matter=tuple(parts))


def _segments(lines: Sequence[str], parts: Sequence[FrontMatterPart]) -> Iterator[_Segment]:
    """The text as runs of lines of one part; blank runs between parts say nothing and are left out."""
    owner: list[int | None] = [None] * len(lines)
    for place, part in enumerate(parts):
        for at in range(max(1, part.line_from) - 1, min(len(lines), part.line_to)):
            if owner[at] is None and part.role in FRONT_MATTER_ROLES:
                owner[at] = place
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or owner[at] != owner[start]:
            owned = owner[start]
            if any(line.strip() for line in lines[start:at]):
                yield _Segment(None if owned is None else parts[owned].role, tuple(lines[start:at]))
            start = at


class _Builder:
    """Takes the segments in their order and puts each where it belongs."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.facts = Facts()
        self.work = _Draft()
        self.chapters: list[_Draft] = []
        self.header: list[str] = []

    def take(self, segment: _Segment) -> None:
        """Put one segment where its role says."""
        if segment.role != "header_field":
            self._close_header()
        if segment.role is None:
            self._story(segment.lines)
        elif segment.role == "chapter_heading":
            self._heading(segment.lines)
        elif segment.role == "header_field":
            self.header.extend(segment.lines)
        elif segment.role in ("title", "byline"):
            self._named(segment)
        elif segment.role == "separator":
            self._separator(segment.lines)
        else:
            self._note(segment)

    def manuscript(self) -> Manuscript:
        """The whole work, from all that was taken."""
        self._close_header()
        self.facts.finish()
        if len(self.chapters) < 2:
            self._one_chapter()
        chapters = tuple(self._made(draft, rank) for rank, draft in enumerate(self.chapters, 1))
        facts = self.facts
        return Manuscript(
            chapters=chapters or (Chapter(""),),
            title=facts.title,
            creators=tuple(facts.creators),
            summary=self._joined(self.work.summary),
            notes_before=self._joined(self.work.before),
            notes_after=self._joined(self.work.after),
            language=facts.language,
            rating=facts.rating,
            warnings=facts.listed("warnings"),
            categories=facts.listed("categories"),
            fandoms=facts.listed("fandoms"),
            relationships=facts.listed("relationships"),
            characters=facts.listed("characters"),
            freeforms=facts.listed("freeforms"),
            series=tuple(facts.series),
            published=facts.published,
            updated=facts.updated,
            complete=facts.complete,
            chapters_expected=facts.chapters_expected,
            source=Source(url=facts.url, format="plain_text"),
            unmapped=tuple(facts.unmapped),
        )

    def _chapter(self) -> _Draft:
        if not self.chapters:
            self.chapters.append(_Draft())
        return self.chapters[-1]

    def _now(self) -> _Draft:
        """Whose notes those here are: the chapter's once one has begun, else the work's."""
        return self.chapters[-1] if self.chapters else self.work

    def _heading(self, lines: Sequence[str]) -> None:
        if not self.chapters or any(line.strip() for line in self.chapters[-1].body):
            self.chapters.append(_Draft())
        self.chapters[-1].headings.extend(line.strip() for line in lines if line.strip())

    def _story(self, lines: Sequence[str]) -> None:
        """Lines of the story; the words of its ornaments are kept once, as a rule stands in their place."""
        self._chapter().body.extend([*lines, ""])
        for line in lines:
            if line.strip() in self.layout.ornaments:
                self.facts.leave("scene break", line)

    def _named(self, segment: _Segment) -> None:
        """Title and byline lines, without their label."""
        for line in segment.lines:
            found = find_label(line)
            fits = found is not None and found.label.role == segment.role and line[found.text_at :].strip()
            bare = line[found.text_at :].strip() if found is not None and fits else line.strip()
            if bare and segment.role == "title":
                self.facts.add_title(bare)
            elif bare:
                self.facts.add_byline(bare)

    def _separator(self, lines: Sequence[str]) -> None:
        for line in lines:
            if line.strip() and not is_signs_alone(line):
                self.facts.leave("separator", line)

    def _close_header(self) -> None:
        fields, self.header = header_lines(self.header), []
        for written in fields:
            found = find_label(written)
            if found is not None and found.label.field in _FIELDS_FOR_NOTES:
                self._now().before.append(markup_of([written], self.layout, links=True))
            else:
                self.facts.add_field(written)
        self.work.summary.extend(markup_of([line], self.layout, links=True) for line in self.facts.summary)
        self.facts.summary = []

    def _note(self, segment: _Segment) -> None:
        draft = self._now()
        if segment.role == "summary":
            draft.summary.append(markup_of(_without_label(segment.lines), self.layout, links=True))
            return
        markup = markup_of(segment.lines, self.layout, links=True)
        if segment.role == "epigraph":
            markup = f"<blockquote>{markup}</blockquote>"
        (draft.before if segment.role in _NOTES_BEFORE else draft.after).append(markup)

    def _one_chapter(self) -> None:
        """What belongs to the only chapter belongs to the work."""
        for draft in self.chapters:
            for name in ("before", "after", "summary"):
                getattr(self.work, name).extend(getattr(draft, name))
                setattr(draft, name, [])

    def _made(self, draft: _Draft, rank: int) -> Chapter:
        return Chapter(
            html=markup_of(draft.body, self.layout),
            title=_chapter_title(draft.headings, rank),
            summary=self._joined(draft.summary),
            notes_before=self._joined(draft.before),
            notes_after=self._joined(draft.after),
        )

    def _joined(self, blocks: Sequence[str]) -> str | None:
        return canonical("\n".join(blocks)) or None


def _without_label(lines: Sequence[str]) -> list[str]:
    first = next(line for line in lines if line.strip())
    found = find_label(first)
    if found is None or found.label.role != "summary":
        return list(lines)
    return [line[found.text_at :] if line is first else line for line in lines]


def _chapter_title(headings: Sequence[str], rank: int) -> str | None:
    """The chapter's title by the rule at the top of this module."""
    titles: list[str] = []
    for written in headings:
        title = _heading_title(written, rank)
        if title and title.casefold() not in [known.casefold() for known in titles]:
            titles.append(title)
    return " – ".join(titles) or None


def _heading_title(written: str, rank: int) -> str | None:
    heading = read_heading(written)
    if heading is None or heading.kind in ("part", "named") or heading.number != rank:
        return written.strip(" \t*_~#") or written
    return heading.title

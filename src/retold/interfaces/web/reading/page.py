"""What the reading pages show, in words, from the desk's values: a chapter, or the entire work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse

from retold.catalog.desk.copies import CopyChapter
from retold.catalog.desk.pages import ChapterLine, ChapterPage, ChapterText, EntirePage, Heading
from retold.interfaces.web import words
from retold.interfaces.web.works import showing
from retold.interfaces.web.works.page import Note
from retold.interfaces.web.works.showing import Names


@dataclass(frozen=True)
class ShownChapter:
    """A chapter to read. `above` stands small over the heading; both are "" where the story stands alone."""

    number: int
    above: str
    heading: str
    bylines: tuple[Names, ...]
    before: tuple[Note, ...]
    html: str
    after: tuple[Note, ...]


@dataclass(frozen=True)
class Face:
    """The work that is read: its title and names, and where its own page and its credits are."""

    title: str
    bylines: tuple[Names, ...]
    anonymous: bool
    language: str
    href: str
    credits_href: str


@dataclass(frozen=True)
class Reading:
    """All of a reading page; `words_before`, `words_here` and `words_all` say where in the work it stands.

    `said` stands above the text of a copy that is not the work as it is now (`is_copy`).
    """

    work: Face
    heading: str
    other_href: str | None
    other_words: str
    before: tuple[Note, ...]
    chapters: tuple[ShownChapter, ...]
    after: tuple[Note, ...]
    earlier: str | None
    later: str | None
    is_end: bool
    where: str
    length: str
    words_before: int
    words_here: int
    words_all: int
    said: str = ""
    is_copy: bool = False


def copy_reading(copy: CopyChapter) -> Reading:
    """A chapter of one copy of a work, as it came."""
    page = copy.page

    def there(chapter: ChapterLine | None) -> str | None:
        return reverse("copy_chapter", args=[page.work.pid, copy.number, chapter.number]) if chapter else None

    return replace(
        chapter_reading(page),
        other_href=reverse("copies", args=[page.work.pid]),
        other_words="Copies of this work",
        earlier=there(page.previous),
        later=there(page.next),
        said=f"This is copy {copy.number} as it came on {showing.day(copy.made_at)}, not the work as it is now.",
        is_copy=True,
    )


def chapter_reading(page: ChapterPage) -> Reading:
    """One chapter, with the work's own notes at its first and last."""
    pid, number, count = page.work.pid, page.chapter.number, len(page.chapters)
    several = count > 1
    face = _face(page.work)
    return Reading(
        work=face,
        heading=f"{face.title}, chapter {number}" if several else face.title,
        other_href=reverse("entire", args=[pid]) if several else None,
        other_words="The entire work",
        before=_notes(pid, ("Summary", page.work_summary), ("Notes", page.work_notes_before)),
        chapters=(_chapter(pid, page.chapter, several),),
        after=_notes(pid, ("End notes", page.work_notes_after)),
        earlier=reverse("chapter", args=[pid, page.previous.number]) if page.previous else None,
        later=reverse("chapter", args=[pid, page.next.number]) if page.next else None,
        is_end=number == count,
        where=f"Chapter {number} of {count}" if several else words.counted(page.work.words, "word"),
        length=words.counted(page.chapter.words, "word") if several else "",
        words_before=page.words_before,
        words_here=page.chapter.words,
        words_all=page.work.words,
    )


def entire_reading(page: EntirePage) -> Reading:
    """The whole work on one page."""
    pid, several = page.work.pid, len(page.chapters) > 1
    face = _face(page.work)
    return Reading(
        work=face,
        heading=face.title,
        other_href=reverse("chapter", args=[pid, 1]) if several else None,
        other_words="Chapter by chapter",
        before=_notes(pid, ("Summary", page.summary), ("Notes", page.notes_before)),
        chapters=tuple(_chapter(pid, chapter, several) for chapter in page.chapters),
        after=_notes(pid, ("End notes", page.notes_after)),
        earlier=None,
        later=None,
        is_end=True,
        where=words.counted(page.work.words, "word"),
        length="",
        words_before=0,
        words_here=page.work.words,
        words_all=page.work.words,
    )


def _face(work: Heading) -> Face:
    return Face(
        title=showing.title_of(work.title),
        bylines=showing.names_of(work.creators),
        anonymous=work.anonymous,
        language=work.language or "und",
        href=reverse("work", args=[work.pid]),
        credits_href=reverse("credits", args=[work.pid]),
    )


def _chapter(pid: int, chapter: ChapterText, several: bool) -> ShownChapter:
    number = f"Chapter {chapter.number}" if several else ""
    return ShownChapter(
        number=chapter.number,
        above=number if chapter.title and chapter.title.casefold() != number.casefold() else "",
        heading=chapter.title or number,
        bylines=showing.names_of(chapter.creators),
        before=_notes(pid, ("Summary of the chapter", chapter.summary), ("Notes", chapter.notes_before)),
        html=showing.with_pictures(chapter.html, pid),
        after=_notes(pid, ("Notes on the chapter", chapter.notes_after)),
    )


def _notes(pid: int, *notes: tuple[str, str | None]) -> tuple[Note, ...]:
    def shown() -> Iterator[Note]:
        for heading, html in notes:
            if html:
                yield Note(heading, showing.with_pictures(html, pid))

    return tuple(shown())

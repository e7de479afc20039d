"""A work as sections of words, in the order of every format: what Markdown and plain text have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from retold.exporting.writers.values import chapter_title, plain
from retold.manuscript.model import Creator, Credit, Manuscript
from retold.manuscript.wording import ADDRESS_NOT_KNOWN, PROPOSED, by_role, credit_sentence, joined


@dataclass(frozen=True)
class Section:
    """A heading of a level (1 is the work's title), and what stands under it, already written."""

    level: int
    heading: str
    body: str


def byline(creators: tuple[Creator, ...], written: Callable[[str], str]) -> str:
    """Who made it, by role, each name as the format writes it; "" if nobody is named."""
    named = [creator for creator in creators if plain(creator.name)]
    return ", ".join(
        f"{words} {joined([written(plain(one.name)) for one in names])}" for words, names in by_role(named)
    )


def story(work: Manuscript, prose: Callable[[str | None], str], line: Callable[[str], str]) -> Iterator[Section]:
    """Everything after the title and the facts: summary, notes, chapters, end notes."""
    for heading, markup in (("Summary", work.summary), ("Notes", work.notes_before)):
        if markup:
            yield Section(2, heading, prose(markup))
    for number, chapter in enumerate(work.chapters, start=1):
        yield Section(2, line(chapter_title(work, chapter, number)), byline(chapter.creators, line))
        for heading, markup in (("Summary", chapter.summary), ("Notes", chapter.notes_before)):
            if markup:
                yield Section(3, heading, prose(markup))
        yield Section(0, "", prose(chapter.html))
        if chapter.notes_after:
            yield Section(3, "Notes at the end", prose(chapter.notes_after))
    if work.notes_after:
        yield Section(2, "Notes at the end of the work", prose(work.notes_after))


def credit_lines(credit: Credit) -> tuple[str, str, str]:
    """A credit as a sentence with its state, its address (or that none is known), and the words it came from."""
    sentence = credit_sentence(credit)
    state = f" ({PROPOSED}.)" if credit.state == "proposed" else ""
    return plain(sentence) + state, plain(credit.url) or f"{ADDRESS_NOT_KNOWN}.", plain(credit.evidence)

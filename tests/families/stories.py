"""A story as its author knows it, and what authors do to their stories as years go by."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.families.prose import ADJECTIVES, NOUNS, SCENE, Teller


@dataclass(frozen=True)
class Part:
    """A chapter: paragraphs (see prose.py), its title and its notes."""

    paragraphs: tuple[str, ...]
    title: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Story:
    """One work as it stands on one day."""

    parts: tuple[Part, ...]
    title: str = ""
    author: str = ""
    user: str = ""
    address: str = ""
    summary: str = ""
    before: str = ""
    after: str = ""
    language: str = "en"
    published: dt.date = dt.date(2015, 3, 1)
    updated: dt.date = dt.date(2016, 4, 2)
    complete: bool = True
    tags: tuple[str, ...] = ()
    fandom: str = "Rivers of Harrow"
    credit: str = ""
    chapter_titles: bool = True

    @property
    def words(self) -> int:
        return sum(len(paragraph.split()) for part in self.parts for paragraph in part.paragraphs)


def told(dice: random.Random, *, words: int, parts: int = 1, language: str = "en") -> Story:
    """A new story of about so many words."""
    teller = Teller(dice, language)
    author = f"{dice.choice(ADJECTIVES)}{dice.choice(NOUNS)}{dice.randrange(100)}"
    return Story(
        parts=tuple(
            Part(tuple(teller.paragraphs(words // parts, scenes=words // parts > 300)), teller.title())
            for _ in range(parts)
        ),
        title=teller.title(),
        author=author,
        user=author,
        summary=teller.sentence(),
        before=" ".join(teller.sentence() for _ in range(2)),
        after=teller.sentence(),
        language=language,
        tags=tuple(dice.sample(["Fluff", "Angst", "Slow Burn", "Found Family", "Case Fic", "Winter"], 3)),
        published=dt.date(2013, 1, 1) + dt.timedelta(days=dice.randrange(3000)),
        updated=dt.date(2022, 1, 1) + dt.timedelta(days=dice.randrange(300)),
    )


# -- what authors do: each takes the story and dice, and gives the story as it is later


def years_on(story: Story) -> Story:
    return replace(story, updated=story.updated + dt.timedelta(days=200))


def with_typos_mended(story: Story, dice: random.Random) -> Story:
    """A word here and there is another one."""

    def mend(paragraph: str) -> str:
        words = paragraph.split(" ")
        if paragraph != SCENE and len(words) > 6 and dice.random() < 0.35:
            place = dice.randrange(1, len(words) - 1)
            words[place] = dice.choice([words[place] + "s", dice.choice(NOUNS), "very " + words[place]])
        return " ".join(words)

    return years_on(_each(story, mend))


def with_paragraphs_rewritten(story: Story, dice: random.Random, share: float = 0.15) -> Story:
    teller = Teller(dice, story.language)

    def rewrite(paragraph: str) -> str:
        return teller.paragraph() if paragraph != SCENE and dice.random() < share else paragraph

    return years_on(_each(story, rewrite))


def with_scenes_in_and_out(story: Story, dice: random.Random) -> Story:
    """Some paragraphs in a row go, others come."""
    teller = Teller(dice, story.language)
    parts = []
    for part in story.parts:
        lines = list(part.paragraphs)
        cut = max(1, len(lines) // 10)
        place = dice.randrange(0, max(1, len(lines) - cut))
        lines[place : place + cut] = []
        place = dice.randrange(0, len(lines) + 1)
        lines[place:place] = [teller.paragraph() for _ in range(cut)]
        parts.append(replace(part, paragraphs=tuple(lines)))
    return years_on(replace(story, parts=tuple(parts)))


def with_chapters_added(story: Story, dice: random.Random, count: int = 1) -> Story:
    teller = Teller(dice, story.language)
    size = max(60, story.words // len(story.parts))
    new = tuple(Part(tuple(teller.paragraphs(size)), teller.title()) for _ in range(count))
    return years_on(replace(story, parts=(*story.parts, *new)))


def with_prologue(story: Story, dice: random.Random) -> Story:
    teller = Teller(dice, story.language)
    return years_on(replace(story, parts=(Part(tuple(teller.paragraphs(200)), "Prologue"), *story.parts)))


def with_a_chapter_removed(story: Story, dice: random.Random) -> Story:
    place = dice.randrange(len(story.parts))
    return years_on(replace(story, parts=story.parts[:place] + story.parts[place + 1 :]))


def with_chapters_joined(story: Story, _dice: random.Random) -> Story:
    lines = tuple(line for part in story.parts for line in (*part.paragraphs, SCENE))[:-1]
    return years_on(replace(story, parts=(Part(lines),)))


def with_chapters_split(story: Story, _dice: random.Random) -> Story:
    parts = []
    for part in story.parts:
        half = max(1, len(part.paragraphs) // 2)
        parts += [replace(part, paragraphs=part.paragraphs[:half]), Part(part.paragraphs[half:], "Interlude")]
    return years_on(replace(story, parts=tuple(part for part in parts if part.paragraphs)))


def with_chapters_reordered(story: Story, dice: random.Random) -> Story:
    parts = list(story.parts)
    dice.shuffle(parts)
    return years_on(replace(story, parts=tuple(parts)))


def with_paragraphs_joined_and_split(story: Story, dice: random.Random) -> Story:
    """Paragraphs are cut at a sentence's end, or go on in the one before."""
    parts = []
    for part in story.parts:
        lines: list[str] = []
        for line in part.paragraphs:
            if lines and SCENE not in (line, lines[-1]) and dice.random() < 0.25:
                lines[-1] += " " + line
            elif ". " in line and dice.random() < 0.25:
                first, _, second = line.partition(". ")
                lines += [first + ".", second]
            else:
                lines.append(line)
        parts.append(replace(part, paragraphs=tuple(lines)))
    return years_on(replace(story, parts=tuple(parts)))


def retitled(story: Story, dice: random.Random) -> Story:
    return years_on(replace(story, title=Teller(dice).title()))


def renamed(story: Story, dice: random.Random) -> Story:
    """The author goes by another name now."""
    name = f"{dice.choice(ADJECTIVES)}_{dice.choice(NOUNS)}"
    return years_on(replace(story, author=name, user=name))


def with_other_notes(story: Story, dice: random.Random) -> Story:
    teller = Teller(dice)
    return years_on(
        replace(
            story,
            before=" ".join(teller.sentence() for _ in range(6)),
            after="",
            summary=teller.sentence(),
            parts=tuple(replace(part, before=teller.sentence(), after=teller.sentence()) for part in story.parts),
        )
    )


def nameless(story: Story) -> Story:
    """What is left when a file was saved without its head."""
    return replace(story, title="", author="", user="", summary="", before="", after="", address="", tags=(), fandom="")


def _each(story: Story, change: Callable[[str], str]) -> Story:
    parts: Sequence[Part] = [replace(part, paragraphs=tuple(map(change, part.paragraphs))) for part in story.parts]
    return replace(story, parts=tuple(parts))

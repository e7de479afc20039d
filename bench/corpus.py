"""Works to measure with, the same from the same seed: lengths like real fan fiction, as AO3 writes its downloads.

Lengths are log-normal with a median of 5,000 words and a 95th percentile of 40,000. Words are drawn from a vocabulary
of our own by Zipf's law, so that texts deflate about as prose does.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

MEDIAN, NINETY_FIFTH = 5_000, 40_000
_SPREAD = math.log(NINETY_FIFTH / MEDIAN) / 1.6449
_LONGEST, _SHORTEST = 400_000, 100

_SYLLABLES = [first + last for first in "bcdfghlmnprs" for last in "aeio"]
_FREQUENT = (
    "the and of was with that had her his she they were but not you from have this what when would there been said "
    "could who which their them him about into then than just because like before after again through only while"
)
_FANDOMS = [
    f"{name} Harbour ({kind})" for name in ("North", "Salt", "Glass", "Lantern", "Ash") for kind in ("TV", "Books")
]
_PEOPLE = ["Wren Alder", "Tam Oake", "Ida Marsh", "Col Venn", "Bea Harrow", "Jun Sato", "Mika Lund", "Rue Castell"]
_FREEFORMS = ["Slow Burn", "Found Family", "Hurt/Comfort", "Alternate Universe", "Fluff", "Angst", "Canon Divergence"]
_NOTES = (
    "Thanks to Ben for the beta. The title is from 'Nine Winters Down' by Nan Carrick.",
    "Written for the Low Tide Fest. Inspired by a drawing of Ida's.",
    "I know nothing of boats. All mistakes are mine.",
    "",
)
_PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head><meta charset="utf-8" /><title>{title}</title></head>
<body>
<div id="preface">
  <h2 class="toc-heading">Preface</h2>
  <p class="message"><b>{title}</b><br />
  Posted originally on the <a href="http://archiveofourown.org/">Archive of Our Own</a> at \
<a href="http://archiveofourown.org/works/{number}">http://archiveofourown.org/works/{number}</a>.</p>
  <div class="meta">
    <dl class="tags">
{tags}
      <dt>Language:</dt><dd>English</dd>
      <dt>Stats:</dt><dd>Published: 2024-03-{day:02} Words: {words:,} Chapters: {chapters}/{chapters}</dd>
    </dl>
    <h1>{title}</h1>
    <div class="byline">by <a rel="author" href="http://archiveofourown.org/users/{pen}/pseuds/{pen}">{pen}</a></div>
    <p>Summary</p><blockquote class="userstuff"><p>{summary}</p></blockquote>
    {notes}
  </div>
</div>
<div id="chapters" class="userstuff">
{body}
</div>
<div id="afterword"><p class="message">Please <a href="http://archiveofourown.org/works/{number}/comments/new">drop by \
the Archive and comment</a> to let the creator know if you enjoyed their work!</p></div>
</body>
</html>
"""


@dataclass(frozen=True)
class Work:
    """One generated work: its number, title, its chapters' markup, and its length in words."""

    number: int
    title: str
    pen: str
    summary: str
    note: str
    chapters: tuple[str, ...]
    words: int


class Corpus:
    """Works without end, each made from the seed and its own number alone."""

    def __init__(self, seed: int = 7) -> None:
        """Make the vocabulary."""
        self.seed = seed
        chance = random.Random(seed)
        rare = {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(12_000)}
        self.words = _FREQUENT.split() + sorted(rare)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def length(self, number: int) -> int:
        """How many words a work has."""
        chance = random.Random(f"{self.seed} length {number}")
        return round(min(_LONGEST, max(_SHORTEST, MEDIAN * math.exp(chance.gauss(0, _SPREAD)))))

    def work(self, number: int, words: int | None = None) -> Work:
        """A work by its number; `words` gives its length another way than by chance."""
        chance = random.Random(f"{self.seed} work {number}")
        length = words or self.length(number)
        count = 1 if length < 4_000 or chance.random() < 0.4 else max(1, round(length / chance.randint(2_000, 5_000)))
        chapters = tuple(self.prose(chance, length // count) for _ in range(count))
        title = " ".join(chance.choices(self.words, cum_weights=self.weights, k=3)).title()
        summary = " ".join(chance.choices(self.words, cum_weights=self.weights, k=40)).capitalize()
        return Work(
            number, f"{title} {number}", f"pen{number % 997}", f"{summary}.", chance.choice(_NOTES), chapters, length
        )

    def prose(self, chance: random.Random, words: int) -> str:
        """Paragraphs of that many words, with speech, some emphasis and now and then a break."""
        said = chance.choices(self.words, cum_weights=self.weights, k=words)
        paragraphs, at = [], 0
        while at < words:
            length = chance.randint(8, 90)
            text = " ".join(said[at : at + length])
            if length > 60:
                head, _, tail = text.partition(" ")
                text = f"{head} <em>{tail[:20].strip()}</em> {tail[20:].strip()}"
            paragraphs.append(f"<p>“{text}.”</p>" if length % 3 == 0 else f"<p>{text.capitalize()}.</p>")
            if length == 50:
                paragraphs.append("<hr/>")
            at += length
        return "\n".join(paragraphs)

    def works(self, count: int) -> Iterator[Work]:
        """The first works, one by one."""
        return (self.work(number) for number in range(1, count + 1))


def ao3_html(work: Work) -> bytes:
    """A work as AO3's HTML download of today."""
    chance = random.Random(work.number)
    one, two = chance.sample(_PEOPLE, 2)
    rows = {
        "Rating": [chance.choice(("General Audiences", "Teen And Up Audiences", "Mature"))],
        "Archive Warning": ["No Archive Warnings Apply"],
        "Category": ["F/M"],
        "Fandom": [chance.choice(_FANDOMS)],
        "Relationship": [f"{one}/{two}"],
        "Character": [one, two],
        "Additional Tags": chance.sample(_FREEFORMS, 3),
    }
    return _PAGE.format(
        title=work.title,
        number=10_000_000 + work.number,
        tags="\n".join(_row(label, names) for label, names in rows.items()),
        day=1 + work.number % 28,
        words=work.words,
        chapters=len(work.chapters),
        pen=work.pen,
        summary=work.summary,
        notes=f'<p>Notes</p><blockquote class="userstuff"><p>{work.note}</p></blockquote>' if work.note else "",
        body="\n".join(_chapter(number, html, work) for number, html in enumerate(work.chapters, 1)),
    ).encode()


def _row(label: str, names: list[str]) -> str:
    links = ", ".join(
        f'<a href="http://archiveofourown.org/tags/{name.replace("/", "*s*")}">{name}</a>' for name in names
    )
    return f"      <dt>{label}:</dt><dd>{links}</dd>"


def _chapter(number: int, html: str, work: Work) -> str:
    if len(work.chapters) == 1:
        return html
    heading = f'<div class="meta group"><h2 class="heading">Chapter {number}: Part {number}</h2></div>'
    return f'{heading}\n<!--chapter content-->\n<div class="userstuff">{html}</div>\n<!--/chapter content-->'


def write_ao3(folder: Path, count: int, seed: int = 7) -> int:
    """Write the first works into a folder as AO3 downloads; gives their words."""
    folder.mkdir(parents=True, exist_ok=True)
    words = 0
    for work in Corpus(seed).works(count):
        (folder / f"{work.number:06}.html").write_bytes(ao3_html(work))
        words += work.words
    return words

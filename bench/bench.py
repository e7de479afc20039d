"""What Retold costs, beside a named alternative in the same run. `make bench` writes docs/performance.md.

Texts are made from a fixed seed at the lengths of real fan fiction. Each row is the best of several runs of
both sides in turn, in processor time, so that a busy machine disturbs it least; trust the ratios.
"""

from __future__ import annotations

import datetime as dt
import platform
import random
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import nh3

from retold.exporting import writers
from retold.importing import readers
from retold.lib.zip_writer import Deflated
from retold.manuscript import credits as credit_reader
from retold.manuscript import front_matter, markup
from retold.manuscript.model import Chapter, Creator, Manuscript

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
RUNS = 5
SAID = (
    "the river lamp went down and she said nothing of it to anyone who had come up stair by stair through rain until "
    "morning when water turned colour light again while they waited for a sign that never was theirs to ask"
)
WORDS = SAID.split()
NOTE = (
    "Thanks to Ben for the beta. The title is from 'Nine Winters Down' by Nan Carrick. Written for the Low Tide fest."
)


@dataclass(frozen=True)
class Row:
    """One measurement: what, ours and the other side's in milliseconds, and what the other side is, if there is one."""

    what: str
    ours: float
    other: float | None = None
    named: str = ""

    def __str__(self) -> str:
        against = f"{self.other:.1f} | {self.ours / self.other:.2f}" if self.other else "|"
        return f"| {self.what} | {self.ours:.1f} | {against} | {self.named} |"


def prose(words: int, seed: int = 7) -> str:
    """Paragraphs of about 40 words with some emphasis, as canonical markup."""
    chance = random.Random(seed)
    paragraphs, left = [], words
    while left > 0:
        length = min(left, chance.randint(8, 70))
        said = [chance.choice(WORDS) for _ in range(length)]
        if length > 20:
            said[5] = f"<em>{said[5]}</em>"
        paragraphs.append(f"<p>{' '.join(said).capitalize()}.</p>")
        left -= length
    return "\n".join(paragraphs)


def cost(action: Callable[[], object]) -> float:
    """Processor time of one call, in milliseconds."""
    began = time.process_time()
    action()
    return (time.process_time() - began) * 1000


def compared(what: str, ours: Callable[[], object], other: Callable[[], object], named: str) -> Row:
    """Both sides in turn, the best of each."""
    pairs = [(cost(ours), cost(other)) for _ in range(RUNS)]
    return Row(what, min(one for one, _ in pairs), min(two for _, two in pairs), named)


def alone(what: str, ours: Callable[[], object]) -> Row:
    """Ours, where nothing that can be had does the same."""
    return Row(what, min(cost(ours) for _ in range(RUNS)))


def deflated(html: str) -> Deflated:
    """A text as the catalog keeps it."""
    data = html.encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Deflated(packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH), zlib.crc32(data), len(data))


def rezipped(book: bytes) -> bytes:
    """The same members through the standard library's ZIP writer, deflated anew."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return packed.getvalue()


def rows() -> list[Row]:
    """Everything that is measured."""
    chapters = tuple(Chapter(html=prose(100_000 // 30, n), title=f"Part {n}") for n in range(1, 31))
    work = Manuscript(chapters=chapters, title="The Lamp", creators=(Creator("Ada Fenn"),), language="en")
    options = writers.Options(
        uuid="0b8e7d1c-0000-8000-8000-000000000001", modified=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    kept = {n: deflated(chapter.html) for n, chapter in enumerate(chapters)}
    enclosures = writers.Enclosures(deflated=kept)
    _ = work.words  # kept in the database: counted once, not at each export
    whole = "\n".join(chapter.html for chapter in chapters)
    book = writers.write("epub", work, options)
    page = writers.write("html", replace(work, chapters=chapters[:2]), options)
    foreign = page.replace(b"application/json", b"application/other")
    story = "\n".join([NOTE, *(markup.text_of(prose(5_000)).split("\n\n"))])
    return [
        compared(
            "canonical markup of 100,000 words", lambda: markup.canonical(whole), lambda: nh3.clean(whole), "nh3.clean"
        ),
        compared(
            "EPUB of 100,000 words in 30 chapters",
            lambda: writers.write("epub", work, options),
            lambda: rezipped(book),
            "zipfile, deflating the same members",
        ),
        compared(
            "the same from chapters kept deflated",
            lambda: writers.write("epub", work, options, enclosures),
            lambda: rezipped(book),
            "zipfile, deflating the same members",
        ),
        alone("a page of 6,600 words read into a Manuscript", lambda: readers.read("page.html", foreign)),
        alone("front matter of a story of 5,000 words", lambda: front_matter.split(story)),
        alone("credits of a note of 25 words", lambda: credit_reader.propose(NOTE)),
    ]


def written(measured: list[Row]) -> str:
    """The page."""
    machine = f"{platform.machine()}, Python {platform.python_version()}, {dt.datetime.now(dt.UTC).date()}"
    lines = [
        "# Performance",
        "",
        "Made by `make bench`; each row is the best of five runs in turn, processor time. Trust the ratios.",
        "",
        f"{machine}",
        "",
        "| what | ours, ms | other, ms | ours / other | the other |",
        "|---|---:|---:|---:|---|",
        *map(str, measured),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write the page."""
    page = written(rows())
    PAGE.write_text(page, encoding="utf8")
    print(page)


if __name__ == "__main__":
    sys.exit(main())

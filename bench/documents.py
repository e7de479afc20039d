"""What it costs to read and to write one work, in this process."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import nh3

from bench import written
from bench.corpus import Corpus, ao3_html
from bench.measuring import Row, best, both, fastest, installed
from retold.exporting import writers
from retold.importing import readers
from retold.lib.zip_writer import Deflated
from retold.manuscript import credits as credit_reader
from retold.manuscript import front_matter, markup

NOTE = (
    "Thanks to Ben for the beta. The title is from 'Nine Winters Down' by Nan Carrick. Written for the Low Tide fest."
)
LONG, SHORT = 100_000, 5_000
MANY_CHAPTERS = 3  # a work of the corpus that has some thirty
OPTIONS = writers.Options(uuid="0b8e7d1c-0000-8000-8000-000000000001", modified=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def rows() -> Iterator[Row]:
    """Everything that is measured here."""
    page = ao3_html(Corpus().work(MANY_CHAPTERS, words=LONG))
    yield _canonical(page)
    yield _through(page)
    yield from _epub(page)
    yield from _text()
    yield from written.rows(Corpus().work(MANY_CHAPTERS, words=LONG))


def _canonical(page: bytes) -> Row:
    whole = "\n".join(chapter.html for chapter in readers.read("work.html", page).manuscript.chapters)
    ours, other = both(lambda: markup.canonical(whole), lambda: nh3.clean(whole))
    return Row("canonical markup of 100,000 words", ours, "ms", other, "nh3.clean, which keeps less in order")


def _through(page: bytes) -> Row:
    def through() -> bytes:
        return writers.write("epub", readers.read("work.html", page).manuscript, OPTIONS)

    what = "AO3 HTML of 100,000 words, in and out as EPUB"
    program = installed("ebook-convert") or installed("pandoc")
    if program is None:
        return Row(what, best(through), "ms", target=100, named="(no ebook-convert, no pandoc here)")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "work.html"
        source.write_bytes(page)
        book = Path(folder) / "work.epub"
        other = fastest([program, source, "-o", book] if "pandoc" in program else [program, source, book], runs=2)
    return Row(what, best(through), "ms", other.cpu * 1000, f"{Path(program).name}, its start included", target=100)


def _epub(page: bytes) -> Iterator[Row]:
    work = readers.read("work.html", page).manuscript
    kept = {n: deflated(chapter.html) for n, chapter in enumerate(work.chapters)}
    book = writers.write("epub", work, OPTIONS)
    _ = work.words  # kept in the database: counted once, not at each export
    named = "zipfile, deflating the same members"
    ours, other = both(lambda: writers.write("epub", work, OPTIONS), lambda: rezipped(book))
    yield Row(f"EPUB of 100,000 words in {len(work.chapters)} chapters", ours, "ms", other, named)
    enclosures = writers.Enclosures(deflated=kept)
    ours, other = both(lambda: writers.write("epub", work, OPTIONS, enclosures), lambda: rezipped(book))
    yield Row("the same of a kept work, chapters unchanged", ours, "ms", other, named, target=5)


def _text() -> Iterator[Row]:
    page = writers.write("html", readers.read("work.html", ao3_html(Corpus().work(2, words=SHORT))).manuscript, OPTIONS)
    foreign = page.replace(b"application/json", b"application/other")
    yield Row("a foreign page of 5,000 words read", best(lambda: readers.read("page.html", foreign)), "ms")
    prose = markup.text_of("\n".join(Corpus().work(3, words=SHORT).chapters))
    story = "\n".join([NOTE, *prose.split("\n\n")])
    yield Row("front matter of a text of 5,000 words", best(lambda: front_matter.split(story)), "ms")
    yield Row("credits of a note of 25 words", best(lambda: credit_reader.propose(NOTE)), "ms")


def deflated(html: str) -> Deflated:
    """A text as the catalog keeps it."""
    data = html.encode()
    packer = zlib.compressobj(4, zlib.DEFLATED, -15)
    return Deflated(packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH), zlib.crc32(data), len(data))


def rezipped(book: bytes) -> bytes:
    """The same members through the standard library's ZIP writer, deflated anew."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return packed.getvalue()

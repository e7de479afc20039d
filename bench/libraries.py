"""A large Calibre library to measure with: `python -m bench.libraries FOLDER --books 20000`.

The same from the same seed, with the corpus's lengths. Every paragraph begins with words of its own, so that no two
books share one; what follows comes from a pool, since drawing 180 million words one by one would take an hour.
"""

from __future__ import annotations

import argparse
import io
import random
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from bench.corpus import _FANDOMS, _FREEFORMS, _PEOPLE, Corpus
from retold.importing.gathering.calibre_library.tests.libraries import LibraryMaker
from retold.importing.readers.tests.books import CONTAINER

_POOL = 4_000
_CHAPTER = 3_000
_COLUMNS = (
    ("fandoms", "Fandoms", "text", True),
    ("ships", "Relationships", "text", True),
    ("characters", "Characters", "text", True),
    ("status", "Status", "text", False),
    ("words", "Words", "int", False),
    ("read", "Read", "bool", False),
)
_HEAD = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{0}</title></head><body><h2>{0}</h2>'
_PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id"><metadata '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">bench-{number}</dc:identifier>'
    "<dc:title>{title}</dc:title><dc:creator>{pen}</dc:creator><dc:language>en</dc:language>"
    "<dc:description>{summary}</dc:description></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
)


def write_library(folder: Path, count: int, seed: int = 7) -> int:
    """Write a library of that many books; gives their words."""
    corpus, chance = Corpus(seed), random.Random(seed)
    pool = [" ".join(chance.choices(corpus.words, cum_weights=corpus.weights, k=60)) for _ in range(_POOL)]
    maker, words = LibraryMaker(folder), 0
    for label, name, datatype, several in _COLUMNS:
        maker.column(label, name, datatype, several=several)
    for number in range(1, count + 1):
        words += _add_book(maker, corpus, pool, number)
    maker.done()
    return words


def _add_book(maker: LibraryMaker, corpus: Corpus, pool: list[str], number: int) -> int:
    chance, words = random.Random(f"{corpus.seed} book {number}"), corpus.length(number)
    one, two = chance.sample(_PEOPLE, 2)
    title = f"{' '.join(chance.choices(corpus.words, k=2)).title()} {number}"
    summary = chance.choice(pool)
    maker.book(
        title,
        {"EPUB": _epub(title, f"pen{number % 997}", summary, words, pool, chance, number)},
        authors=(f"pen{number % 997}",),
        tags=chance.sample(_FREEFORMS, 3),
        comments=f"<p>{summary}.</p>",
        languages=("eng",),
        identifiers={"url": f"https://archiveofourown.org/works/{20_000_000 + number}"},
        pubdate=f"2024-03-{1 + number % 28:02} 00:00:00+00:00",
        uuid=f"00000000-0000-4000-8000-{number:012}",
        custom={
            "fandoms": [chance.choice(_FANDOMS)],
            "ships": [f"{one}/{two}"],
            "characters": [one, two],
            "status": "Completed",
            "words": words,
            "read": 1,
        },
        **({"rating": 8} if number % 5 == 0 else {}),
    )
    return words


def _epub(title: str, pen: str, summary: str, words: int, pool: list[str], chance: random.Random, number: int) -> bytes:
    chapters = []
    for first in range(0, words, _CHAPTER):
        heading = f"Part {len(chapters) + 1}"
        paragraphs = (
            f"<p>{number} {first + at} {chance.choice(pool)}.</p>" for at in range(0, min(_CHAPTER, words - first), 62)
        )
        chapters.append(f"{_HEAD.format(heading)}{''.join(paragraphs)}</body></html>")
    names = [f"c{place}" for place in range(len(chapters))]
    items = "".join(f'<item id="{one}" href="{one}.xhtml" media-type="application/xhtml+xml"/>' for one in names)
    said = {"number": number, "title": escape(title), "pen": pen, "summary": summary}
    package = _PACKAGE.format(items=items, spine="".join(f'<itemref idref="{one}"/>' for one in names), **said)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", CONTAINER.format("content.opf"))
        book.writestr("content.opf", package)
        for name, chapter in zip(names, chapters, strict=True):
            book.writestr(f"{name}.xhtml", chapter)
    return data.getvalue()


def main() -> None:
    """Write a library where the command says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--books", type=int, default=1_000)
    asked = parser.parse_args()
    words = write_library(asked.folder, asked.books)
    print(f"{asked.books:,} books of {words:,} words in {asked.folder}")


if __name__ == "__main__":
    main()

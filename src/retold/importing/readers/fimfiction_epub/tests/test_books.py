"""EPUBs of Fimfiction: notes after the text stay notes, tags are taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from retold.importing.readers import read
from retold.importing.readers.tests.books import PNG, epub, page
from retold.importing.readers.tests.golden import check_golden

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PROSE = "".join(f"<p>The lamp went out at {hour}, and nobody could say who had lit it.</p>" for hour in range(5, 10))
METADATA = """
<dc:title>The Night Lamp</dc:title><dc:creator opf:role="aut">Wren Marsh</dc:creator>
<dc:identifier id="id" opf:scheme="URI">https://www.fimfiction.net/story/41771/the-night-lamp</dc:identifier>
<dc:publisher>Fimfiction</dc:publisher><dc:language>en</dc:language>
<dc:date opf:event="publication">2013-02-03</dc:date>
<dc:subject>Slice of Life</dc:subject><dc:subject>Teen</dc:subject><dc:subject>Ilse/Tam</dc:subject>
<dc:description>&lt;p&gt;A lamp, a night, and &lt;b&gt;one&lt;/b&gt; moth.&lt;/p&gt;</dc:description>
<meta name="cover" content="o0"/>
"""
NOTES = {
    "class": '<div class="authors-note"><b>Author\'s Note:</b><p>Thanks to Pell for the moth.</p></div>',
    "heading": "<hr/><h4>Author's Note:</h4><p>Thanks to Pell for the moth.</p>",
    "paragraph": "<p><b>Author's Note</b></p><p>Thanks to Pell for the moth.</p>",
}


def book(note: str) -> bytes:
    pages = {
        "title.xhtml": page("<h1>The Night Lamp</h1><h2>by Wren Marsh</h2>", attributes=' epub:type="titlepage"'),
        "chapter1.xhtml": page(f"<h1>Moths</h1>{PROSE}{NOTES[note]}"),
        "chapter2.xhtml": page(f"<h1>Chapter 2</h1>{PROSE}<p><i>The end.</i></p>"),
    }
    labels = [("Moths", "chapter1.xhtml"), ("Chapter 2", "chapter2.xhtml")]
    others = {"cover.png": ("image/png", PNG)}
    return epub(pages, metadata=METADATA, labels=labels, others=others, version="2.0")


def work(note: str):
    reading = read("x.epub", book(note))
    assert reading.reader == "fimfiction_epub"
    return reading.manuscript


def test_a_book_reads_to_its_golden_manuscript():
    check_golden(work("class"), GOLDEN / "night_lamp.json")


@pytest.mark.parametrize("note", NOTES)
def test_the_authors_notes_stand_after_the_text(note):
    chapters = work(note).chapters
    assert chapters[0].notes_after == "<p>Thanks to Pell for the moth.</p>"
    assert "Pell" not in chapters[0].html
    assert "Author" not in chapters[0].html
    assert chapters[1].notes_after is None
    assert "The end." in chapters[1].html


def test_the_sites_address_and_tags():
    found = work("class")
    assert (found.source.url, found.source.site) == ("https://www.fimfiction.net/story/41771", "www.fimfiction.net")
    assert (found.rating, found.relationships, found.freeforms) == ("Teen", ("Ilse/Tam",), ("Slice of Life",))
    assert found.assets[0].extra == {"use": "cover"}


def test_a_note_that_is_most_of_a_page_stays_in_the_text():
    pages = {"a.xhtml": page(f"<p>Short.</p><p>Author's Note:</p>{PROSE}")}
    found = read("x.epub", epub(pages, metadata=METADATA)).manuscript
    assert "Author" in found.chapters[0].html

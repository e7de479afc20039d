"""FicHub's EPUB and HTML of one story, and its free line."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.importing.readers import Refused, read
from retold.importing.readers.fichub.facts import Facts
from retold.importing.readers.fichub.meta_line import read_meta_line
from retold.importing.readers.tests import fichub_files
from retold.importing.readers.tests.books import PNG, zip_of
from retold.importing.readers.tests.fichub_files import Story
from retold.importing.readers.tests.golden import check_golden
from retold.manuscript.model import Manuscript, Source

READERS = Path(__file__).resolve().parents[2]
# What FicHub's page does not say.
NOT_IN_HTML = ("published", "updated", "complete", "chapters_expected")


def epub(story: Story) -> Manuscript:
    reading = read("x.epub", fichub_files.epub(story))
    assert reading.reader == "fichub_epub"
    return reading.manuscript


def html(story: Story) -> Manuscript:
    reading = read("x.html", fichub_files.html(story).encode())
    assert reading.reader == "fichub_html"
    return reading.manuscript


@pytest.mark.parametrize(("room", "name"), [("fichub_epub", "ferry.epub"), ("fichub_html", "ferry.html")])
def test_they_read_to_their_golden_manuscripts(room, name):
    path = READERS / room / "golden" / name
    reading = read(name, path.read_bytes())
    assert reading.reader == room
    check_golden(reading.manuscript, path.with_suffix(".json"))


def test_both_are_one_work_but_for_what_a_page_does_not_say():
    unsaid = dict.fromkeys(NOT_IN_HTML)
    from_epub, from_html = epub(Story()), html(Story())
    assert replace(from_epub, source=Source(), **unsaid) == replace(from_html, source=Source(), **unsaid)
    assert all(getattr(from_html, name) is None for name in NOT_IN_HTML)


def test_the_page_comes_in_a_zip():
    data = zip_of({"The_Ferry_the_Bell_by_osprey-QwErTy12.html": fichub_files.html(Story())})
    assert read("x.zip", data).reader == "fichub_html"


def test_the_introductions_fields():
    work = epub(Story())
    assert (work.title, [one.name for one in work.creators]) == ("The Ferry & the Bell", ["osprey"])
    assert work.summary == "<p>A ferry runs <em>late</em>.</p>\n<p>Status: it was noted.</p>"
    assert (work.published, work.updated) == (dt.date(2016, 4, 1), dt.date(2017, 8, 30))
    assert (work.complete, work.chapters_expected) == (True, 2)
    assert work.source.url == Story().source
    assert work.stats == {"words": 48210, "chapters": "2", "reviews": 1395, "favs": 779, "follows": 835}


def test_what_a_person_added_to_the_package_is_kept():
    with zipfile.ZipFile(io.BytesIO(fichub_files.epub(Story()))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    added = (
        b"<dc:subject>Ferries</dc:subject><dc:publisher>A shelf</dc:publisher>"
        b'<meta name="calibre:series" content="Bells"/><meta name="cover" content="front"/></metadata>'
    )
    package = files["EPUB/content.opf"].replace(b"</metadata>", added)
    picture = b'<item id="front" href="front.png" media-type="image/png"/></manifest>'
    files |= {"EPUB/content.opf": package.replace(b"</manifest>", picture), "EPUB/front.png": PNG}
    reading = read("x.epub", zip_of(files))
    work = reading.manuscript
    assert reading.reader == "fichub_epub"
    assert work.freeforms == ("Hurt/Comfort", "Adventure", "Ferries")
    assert [place.title for place in work.series] == ["Bells"]
    assert [(asset.name, asset.extra) for asset in work.assets] == [("front.png", {"use": "cover"})]
    assert "A shelf" in [one.what for one in work.unmapped]


def test_an_unfinished_work_that_was_never_changed():
    work = epub(replace(Story(), status="ongoing", updated="2016-04-01", extra="", source=""))
    assert (work.complete, work.chapters_expected, work.updated) == (False, None, None)
    assert work.source.url is None
    abandoned = epub(replace(Story(), status="abandoned"))
    assert abandoned.complete is False
    assert "Status: abandoned" in [one.what for one in abandoned.unmapped]


def test_titles_and_headings_in_the_text():
    work = epub(Story())
    assert [chapter.title for chapter in work.chapters] == ["The Bell - and After", None]
    assert "<h2>North</h2>" in work.chapters[1].html


def test_the_free_line():
    work = epub(Story())
    assert (work.rating, work.language) == ("Fiction T", "en")
    assert work.freeforms == ("Hurt/Comfort", "Adventure")
    assert work.characters == ("Edda - the Elder", "Marrow", "Wick")
    assert work.relationships == ("Edda - the Elder/Marrow",)
    assert [one.what for one in work.unmapped] == ["Mood: grey - green"]
    free = epub(replace(Story(), extra="Fog, bells, and a ferry"))
    assert [one.what for one in free.unmapped] == ["Fog, bells, and a ferry"]


@given(st.text(alphabet="Rated:LngueFictoM -[],/Hm09", max_size=120))
def test_the_free_line_loses_no_words(line):
    facts = Facts()
    read_meta_line(facts, line)
    labels = ("Rated", "Rating", "Language", "Genre", "Genres", "Characters", "Category", "Fandom", "Fandoms")
    kept = repr((facts.fields, facts.stats, facts.unmapped))
    assert all(word in kept for word in line.replace("/", " ").split() if word.isalpha() and word not in labels)


def test_a_book_without_text_is_refused():
    for data in (
        fichub_files.epub(replace(Story(), chapters=(("One", ""),))),
        fichub_files.html(replace(Story(), chapters=(("One", ""),))).encode(),
    ):
        with pytest.raises(Refused, match="no text of a story"):
            read("x", data)

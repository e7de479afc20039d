"""Pages of eFiction archives: whole stories as printed, single chapters, and what only looks like such a page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from retold.importing.readers import Refused, read
from retold.importing.readers.tests.golden import check_golden

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def page(name: str) -> str:
    return (GOLDEN / f"{name}.html").read_text(encoding="utf8")


def work(html: str):
    reading = read("page.html", html.encode())
    assert reading.reader == "efiction_html"
    return reading.manuscript


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.html")))
def test_pages_read_to_their_golden_manuscripts(name):
    check_golden(work(page(name)), GOLDEN / f"{name}.json")


def test_a_printed_story_says_it_all():
    found = work(page("printed_whole"))
    assert (found.title, [one.name for one in found.creators]) == ("The Kettle Treaty", ["Wren Marsh", "Edda Kell"])
    assert found.creators[1].url == "http://lamps.example/viewuser.php?uid=12"
    assert (found.rating, found.characters) == ("PG-13", ("Ilse Varga", "Tam Osk"))
    assert (found.relationships, found.warnings) == (("Ilse/Tam",), ())
    assert found.freeforms == ("Humor", "Drama", "Lantern Road")
    assert [one.title for one in found.series] == ["Border Kitchens"]
    assert (found.complete, found.chapters_expected, found.stats["words"]) == (True, 2, 1204)
    assert found.published == dt.date(2006, 4, 23)
    assert found.source.url == "http://lamps.example/viewstory.php?sid=114"
    assert ("Updated", "05/06/2006") in {(one.where, one.what) for one in found.unmapped}
    assert ("Challenges", "Winter Kettle Challenge") in {(one.where, one.what) for one in found.unmapped}


def test_chapters_have_their_titles_and_notes():
    found = work(page("printed_whole"))
    assert [chapter.title for chapter in found.chapters] == ["Water", None]
    assert found.notes_before == "<p>Written for the winter challenge.</p>"
    assert found.chapters[0].notes_before == "<p>Thanks to Pell for the beta.</p>"
    assert found.chapters[0].notes_after == "<p>It gets warmer.</p>"
    assert "Pell" not in found.chapters[0].html
    assert found.chapters[1].notes_before is None


def test_one_chapter_of_another_skin():
    found = work(page("one_chapter"))
    assert (found.title, found.creators[0].name, found.rating, found.complete) == ("Small Lamps", "Osk", "G", False)
    assert "eleven lamps" in found.chapters[0].html


@pytest.mark.parametrize("value", ["13/04/2006", "04/13/2006", "April 13, 2006", "2006-04-13", "13.04.06"])
def test_dates_that_can_be_told_are(value):
    html = page("printed_whole").replace("05/06/2006", value)
    assert work(html).updated == dt.date(2006, 4, 13)


def test_a_page_without_a_text_is_refused():
    empty = page("one_chapter").replace('<div id="story">', '<div id="list">')
    with pytest.raises(Refused, match="print the story"):
        read("page.html", empty.encode())


def test_a_page_that_links_to_an_archive_is_no_page_of_it():
    html = "<p><a href='http://lamps.example/viewstory.php?sid=1'>x</a></p>" + "<p>The lamp went out at nine.</p>" * 9
    assert read("page.html", html.encode()).reader == "html"

"""FanFiction.net stories as text: the head in several layouts, and what is no such text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.importing.readers import Refused, read
from retold.importing.readers.tests.golden import check_golden
from retold.manuscript.markup import text_of
from retold.manuscript.serialise import dumps

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
LINE = "Rated: Fiction T - English - Mystery - Ilse V. - Words: 120 - Published: 12/25/2012 - id: 7"


def work(text: str):
    reading = read("story.txt", text.encode())
    assert reading.reader == "ffnet_text"
    return reading.manuscript


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.txt")))
def test_texts_read_to_their_golden_manuscripts(name):
    check_golden(work((GOLDEN / f"{name}.txt").read_text(encoding="utf8")), GOLDEN / f"{name}.json")


def test_a_downloaders_text_says_it_all():
    found = work((GOLDEN / "downloader.txt").read_text(encoding="utf8"))
    assert (found.title, found.creators[0].name) == ("The Fog Ledger", "Wren Marsh")
    assert (found.rating, found.language, found.fandoms) == ("T", "en", ("Lantern Road",))
    assert found.relationships == ("Ilse V./Tam - the Ferryman",)
    assert (found.published, found.updated) == (dt.date(2012, 12, 25), dt.date(2015, 3, 4))
    assert (found.complete, found.chapters_expected) == (True, 2)
    assert found.source.url == "https://www.fanfiction.net/s/80671"
    assert [chapter.title for chapter in found.chapters] == ["Paper", "Ink"]
    assert "Pell" in (found.chapters[0].notes_before or "")
    assert "review" in (found.chapters[1].notes_after or "")
    assert "Rated" not in dumps(found)


def test_what_people_copied_from_the_page_is_read():
    found = work((GOLDEN / "copied_page.txt").read_text(encoding="utf8"))
    assert (found.title, found.creators[0].name) == ("Two Harbours", "Wren Marsh")
    assert found.fandoms == ("Lantern Road", "Ferry Company")
    assert found.characters == ("Ilse V.", "Tam")
    assert (found.stats["reviews"], found.published) == (4, dt.date(2012, 12, 25))
    assert "one lamp between them" in (found.summary or "")
    assert found.chapters[0].html.startswith("<p>The ferry was late")


def test_labels_beside_the_line_fill_what_it_lacks():
    found = work(f"Title: Fog\nAuthor: Wren\nCategory: Drama\nSummary: A fog.\n{LINE}\n\nThe fog came in at nine.\n")
    assert (found.title, found.creators[0].name, found.rating) == ("Fog", "Wren", "T")
    assert text_of(found.summary or "") == "A fog."


@pytest.mark.parametrize(
    "text",
    [
        "Rated: Excellent by all who came.\n\nThe fog came in.\n",
        "The fog came in.\n" * 40 + LINE + "\n\nMore.\n",
        f"She read aloud: “{LINE}”\n\nNobody laughed.\n",
    ],
)
def test_what_is_no_such_text_is_read_as_any_text(text):
    assert read("story.txt", text.encode()).reader == "plain_text"


def test_a_head_without_a_story_is_refused():
    with pytest.raises(Refused, match="no story"):
        read("story.txt", f"Fog\nby Wren\n{LINE}\n\n".encode())


words = st.text("klmvwxyz", min_size=4, max_size=9)
lines = st.lists(words, max_size=8).map(" ".join)


@given(st.lists(lines, max_size=6), st.lists(lines, max_size=8))
def test_no_word_is_lost(before, after):
    kept = dumps(work("\n".join([*before, LINE, "", *after, "The end of it."])))
    assert [word for line in (*before, *after) for word in line.split() if word not in kept] == []

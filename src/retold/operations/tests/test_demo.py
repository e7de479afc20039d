"""The demo's shelf: every story read by its own reader, kept whole, and kept once."""

from __future__ import annotations

import datetime as dt

import pytest

from retold.catalog import desk
from retold.catalog.people import actions as people
from retold.catalog.people.viewers import GUEST, viewer_for
from retold.catalog.works.actions import remove_work
from retold.catalog.works.queries import visible_to
from retold.importing import readers
from retold.importing.mending import Mends, mended
from retold.importing.models import Item
from retold.operations import demo

AT = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)


@pytest.fixture
def keeper(db, settings, tmp_path):
    settings.RETOLD_HOME = tmp_path
    return people.create_account(email="ada@example.org", password=None, at=AT)


def read(name):
    """A story as its keeper mended it, and the reader that read it."""
    story = next(story for story in demo.STORIES if story.name == name)
    reading = readers.read(story.name, story.data)
    return mended(reading.manuscript, reading.text, Mends(fields=story.fields)), reading.reader


def test_it_adds_every_story_once_and_whole(keeper):
    assert demo.fill(account=keeper, at=AT) == len(demo.STORIES)
    viewer = viewer_for(keeper)
    works = list(visible_to(viewer))
    assert len(works) == len(demo.STORIES)
    assert visible_to(GUEST).count() == len(demo.STORIES) - 1
    for work in works:
        manuscript = desk.manuscript_of(work, viewer)
        assert (manuscript.title, manuscript.missing) == (work.title, ())
        assert all(credit.state == "accepted" for credit in manuscript.credits)
    assert demo.fill(account=keeper, at=AT) == 0
    assert Item.objects.count() == len(demo.STORIES)


def test_it_does_not_bring_back_what_its_keeper_removed(keeper, monkeypatch):
    monkeypatch.setattr(demo, "STORIES", demo.STORIES[:1])
    demo.fill(account=keeper, at=AT)
    remove_work(work=visible_to(viewer_for(keeper)).get(), by=keeper, at=AT)
    assert demo.fill(account=keeper, at=AT) == 0
    assert not visible_to(viewer_for(keeper)).exists()


@pytest.mark.parametrize("story", demo.STORIES, ids=lambda story: story.name)
def test_each_story_has_all_that_a_keeper_is_asked_for(story):
    manuscript, _ = read(story.name)
    assert manuscript.missing == ()
    assert manuscript.words > 150


@pytest.mark.parametrize(
    ("name", "reader", "language"),
    [
        ("harrow-014.txt", "plain_text", "en"),
        ("white-horse.txt", "plain_text", "zh"),
        ("calderilla.md", "markdown", "es"),
        ("dunyazad.html", "html", "ar"),
        ("what-the-weather-owes.html", "ao3_html", "en"),
    ],
)
def test_each_make_of_file_is_known_and_so_is_its_language(name, reader, language):
    manuscript, read_by = read(name)
    assert (read_by, manuscript.language) == (reader, language)


def test_the_story_without_a_title_keeps_its_note_and_its_credits():
    manuscript, _ = read("harrow-014.txt")
    assert "the journal is gone" in manuscript.notes_before
    assert manuscript.chapters[0].html.startswith("<p>He came down to the landing")
    found = {credit.kind: credit for credit in manuscript.credits}
    assert (found["inspired_by"].medium, found["inspired_by"].url) == ("fanart", None)
    assert (found["title_from"].title, found["title_from"].creator) == ("Low Water, Slow Water", "Lantern Wives")


def test_the_serial_has_three_chapters_with_their_notes():
    chapters = read("six-months-of-night.txt")[0].chapters
    assert [chapter.title for chapter in chapters] == ["The Last of the Sun", "Remarks", "Overcast"]
    assert "The day job ate me" in chapters[1].notes_before


def test_the_letters_end_with_the_note_after_them():
    manuscript, _ = read("the-song-tax.md")
    assert "a podfic of this" in manuscript.notes_after
    assert [(place.title, place.position) for place in manuscript.series] == [("After Long Lock", 2)]


def test_the_translation_names_both_who_wrote_and_who_translated():
    creators = read("calderilla.md")[0].creators
    assert [(creator.name, creator.role) for creator in creators] == [("Ben", "author"), ("Cleo", "translator")]


def test_the_download_is_counted_as_its_own_header_says():
    manuscript, _ = read("what-the-weather-owes.html")
    assert [creator.name for creator in manuscript.creators] == ["Ada", "Ben"]
    assert [(place.title, place.position) for place in manuscript.series] == [("Kestrel Down River", 1)]
    assert manuscript.words == manuscript.stats["words"]

"""Downloads of every era, of our own writing, and the Manuscripts that they give (golden/)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from retold.importing.readers import read
from retold.importing.readers.tests.golden import check_golden
from retold.manuscript.model import Manuscript

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
ERAS = sorted(path.stem for path in GOLDEN.glob("*.html"))


def manuscript(era: str, name: str = "download.html") -> Manuscript:
    reading = read(name, (GOLDEN / f"{era}.html").read_bytes())
    assert reading.reader == "ao3_html"
    return reading.manuscript


@pytest.mark.parametrize("era", ERAS)
def test_every_era_reads_to_its_golden_manuscript(era):
    check_golden(manuscript(era), GOLDEN / f"{era}.json")


def test_a_deletion_email_attaches_html_that_is_named_txt():
    assert manuscript("2019_wrapped", "Nine_Bells.txt") == manuscript("2019_wrapped")


def test_tags_are_told_apart_by_their_links_and_not_by_commas():
    assert manuscript("2010_one_shot").freeforms == ("Tea, Always", "Domestic")
    assert manuscript("2014_chapters").fandoms == (
        "Salt Roads (Video Game)",
        "Lantern Road",
        "The Gull & the Glass - Fandom",
        "Dr. Hark",
    )


def test_names_with_commas_stay_whole_and_keep_their_addresses():
    first, second = manuscript("2014_chapters").creators
    assert first.name == "nettle (nettlefield)"
    assert second.name == "Osprey Jones, Esq (ospreyjones)"
    assert second.url == "http://archiveofourown.org/users/ospreyjones/pseuds/Osprey%20Jones"


def test_several_series_keep_their_places():
    series = manuscript("2014_chapters").series
    assert [(one.title, one.position) for one in series] == [("Salt", 1), ("Roads, Part 3 of None", 14)]


def test_chapter_headings_of_every_era_give_the_titles():
    assert [chapter.title for chapter in manuscript("2014_chapters").chapters] == ["Prologue", None, "The Well, Dry"]
    assert [chapter.title for chapter in manuscript("2025_numbered").chapters] == [
        "Chapter the First",
        None,
        "7: North",
    ]


def test_words_like_labels_in_the_story_stay_in_the_story():
    html = manuscript("2014_chapters").chapters[2].html
    assert "<p>Notes</p>" in html
    assert "<p>Summary</p>" in html


def test_a_chapter_can_have_its_own_byline():
    chapters = manuscript("2014_chapters").chapters
    assert [creator.name for creator in chapters[1].creators] == ["Osprey Jones, Esq (ospreyjones)"]
    assert chapters[0].creators == ()


def test_completeness_is_told_by_chapters_or_by_a_lone_text():
    told = {era: (manuscript(era).complete, manuscript(era).chapters_expected) for era in ERAS}
    assert told["2010_one_shot"] == (True, 1)
    assert told["2014_chapters"] == (False, 5)
    assert told["2023_plural"] == (False, None)
    assert told["2026_first_of_several"] == (False, 4)


def test_completed_is_the_day_of_the_last_change():
    assert manuscript("2019_wrapped").updated == dt.date(2019, 3, 9)


def test_the_language_is_the_one_named_or_the_one_of_the_text():
    assert manuscript("2022_language").language == "de"
    assert manuscript("2010_one_shot").language == "en"
    unknown = manuscript("2024_other_site")
    assert any(one.what == "Klingonese of the North" for one in unknown.unmapped)


def test_anonymous_works_name_nobody():
    work = manuscript("2026_first_of_several")
    assert work.creators == ()
    assert work.stats["anonymous"] is True


def test_who_archived_a_work_is_not_its_creator():
    work = manuscript("2024_other_site")
    assert [(one.name, one.url) for one in work.creators] == [("M. Hallow, Jr [archived by doorkeeper]", None)]
    assert any("users/doorkeeper" in one.what for one in work.unmapped)
    assert work.source.site == "otw.example.net"


def test_related_works_are_stated_credits():
    stated = [one for one in manuscript("2023_plural").credits if one.origin == "stated"]
    assert [(one.kind, one.title, one.creator, one.url) for one in stated] == [
        ("inspired_by", "Kettles I Have Known", "M. Ostler", "https://blog.example.org/kettles?id=3&p=2"),
        ("inspired_by", None, "pell", None),
        ("inspired_by", None, None, None),
    ]
    assert all(one.state == "accepted" and one.medium == "fanfic" for one in stated)
    assert stated[2].evidence == "Inspired by a work in an unrevealed collection"


def test_links_to_translations_and_works_that_came_of_it_are_told():
    told = [one.what for one in manuscript("2023_plural").unmapped]
    assert any("Kleine Wetter" in what and "/works/47200001" in what for what in told)
    told = manuscript("2025_numbered").unmapped
    assert [one.where for one in told] == ["Works inspired by this one"] * 2

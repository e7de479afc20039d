"""One work, written by the real FanFicFare in every format it has, reads alike."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from retold.importing.readers import Reading, read
from retold.importing.readers.tests.fanficfare_files import AO3, BOARD, EPUB_3, NO_PICTURES, plainly_written
from retold.manuscript.model import Manuscript, Source

# What a page of HTML cannot carry of what an EPUB of FanFicFare does.
NOT_IN_HTML = (
    "addresses of chapters",
    "the log page (history)",
    "names that hold commas, where a site has them: an EPUB lists them one by one among its subjects",
    "pictures, which lie beside the page, and the alternative words for them where they are turned off",
)
# What plain text loses besides.
NOT_IN_TEXT = (
    "whether words are <i> or <em>, <b> or <strong>; underlining",
    "spaces beside markup in the summary (FanFicFare strips them), and the markup itself",
)


def reading(url: str, form: str, ini: str = "") -> Reading:
    return read("story", plainly_written(url, form, ini))


def epub_2(url: str) -> Manuscript:
    found = reading(url, "epub")
    assert found.reader == "fanficfare_epub"
    return found.manuscript


def as_html(work: Manuscript) -> Manuscript:
    """The work without what `NOT_IN_HTML` lists."""
    without = (
        '<p><img src="assets/ffdl-f6ccbe5a-dc80-51ad-beb1-71a16a32e2c.png" alt="A lamp on a sill"/></p>\n<p>A sill</p>'
    )
    chapters = tuple(
        replace(chapter, url=None, html=chapter.html.replace("\n" + without, "")) for chapter in work.chapters
    )
    unmapped = tuple(one for one in work.unmapped if one.where != "picture")
    stats = {key: value for key, value in work.stats.items() if key != "history"}
    source = Source(work.source.url, work.source.site)
    return replace(work, chapters=chapters, unmapped=unmapped, stats=stats, assets=(), source=source)


def as_text(work: Manuscript) -> Manuscript:
    """The work without what `NOT_IN_TEXT` lists."""
    tags = {"i>": "em>", "b>": "strong>"}

    def plainer(html: str) -> str:
        html = re.sub(r"</?u>", "", html)
        return re.sub(r"(</?)([ib]>)", lambda match: match[1] + tags[match[2]], html)

    page = as_html(work)
    return replace(page, chapters=tuple(replace(one, html=plainer(one.html)) for one in page.chapters), summary=None)


@pytest.mark.parametrize("url", [AO3, BOARD])
def test_epub_2_and_epub_3_are_one_work(url):
    found = reading(url, "epub", EPUB_3)
    assert found.reader == "fanficfare_epub"
    assert found.manuscript == epub_2(url)
    assert found.assets == reading(url, "epub").assets


def test_html_is_the_same_work():
    found = reading(AO3, "html", NO_PICTURES)
    assert found.reader == "fanficfare_html"
    assert as_html(found.manuscript) == as_html(epub_2(AO3))
    assert found.manuscript.source.format == "fanficfare_html"


def test_html_of_a_site_with_commas_in_names_is_the_same_but_for_those():
    lists = {"fandoms": (), "characters": (), "freeforms": ()}
    page = reading(BOARD, "html", NO_PICTURES).manuscript
    assert as_html(replace(page, **lists)) == as_html(replace(epub_2(BOARD), **lists))
    assert page.fandoms == ("Pitch", "the Game", "Salt Roads")


def test_text_is_the_same_work():
    found = reading(AO3, "txt", NO_PICTURES)
    assert found.reader == "fanficfare_text"
    assert as_text(found.manuscript) == as_text(epub_2(AO3))
    assert found.manuscript.summary is not None


def test_text_of_another_site_is_the_same_but_for_names_with_commas():
    lists = {"fandoms": (), "characters": (), "freeforms": ()}
    work = reading(BOARD, "txt", NO_PICTURES).manuscript
    assert as_text(replace(work, **lists)) == as_text(replace(epub_2(BOARD), **lists))
    assert work.summary == "<p>Two roads, one cart.</p>"


def test_notes_and_credits_of_the_archive_have_their_places():
    work = epub_2(AO3)
    assert work.notes_before == "<p>With thanks to Marrow for the <em>beta</em>.</p>"
    assert work.notes_after == "<p>The lamp is real.</p>"
    assert work.chapters[1].summary == "<p>They set out.</p>"
    assert work.chapters[1].notes_before == "<p>A short one.</p>"
    assert work.chapters[1].notes_after == "<p>Oil is next.</p>"
    assert [gift.name for gift in work.gifts] == ["pell", "wick (wickwright)"]
    stated = [(one.kind, one.title, one.creator) for one in work.credits if one.origin == "stated"]
    assert stated == [
        ("inspired_by", "Oil", "osprey"),
        ("translation_of", "Lampada", "lume"),
        ("prompt_from", None, "edda"),
    ]
    assert [one.what for one in work.unmapped if one.where == "Works inspired by this one"] == [
        "Sparks by fen <https://archiveofourown.org/works/80000001> <https://archiveofourown.org/users/fen>"
    ]


def test_tags_are_typed_and_counts_kept():
    work = epub_2(AO3)
    assert work.freeforms == ("Fog & Weather", "Hurt/Comfort", "Lamps")
    assert work.categories == ("F/F", "Gen")
    assert work.relationships == ("Edda & Wick", "Edda/Marrow")
    assert (work.complete, work.chapters_expected) == (False, 5)
    counts = {key: work.stats[key] for key in ("words", "chapters", "kudos", "hits", "comments", "bookmarks")}
    assert counts == {
        "words": 1234,
        "chapters": "3/5",
        "kudos": 1045,
        "hits": 20431,
        "comments": 12,
        "bookmarks": 7,
    }


def test_names_with_commas_and_and_signs_stay_whole():
    assert [one.name for one in epub_2(AO3).creators] == ["wren", "Tallow & Co"]
    work = epub_2(BOARD)
    assert [one.name for one in work.creators] == ["A. Hallow, Jr"]
    assert work.fandoms == ("Pitch, the Game", "Salt Roads")
    assert work.freeforms == ("Rope, Knots and Other Hazards", "Travel")
    assert work.characters == ("Hark, Dr",)


def test_emphasis_comes_through():
    assert "<u>dear</u>" in epub_2(BOARD).chapters[1].html
    html = epub_2(AO3).chapters[0].html
    assert "<em>nobody</em>" in html
    assert "<strong>three</strong>" in html
    assert "<hr/>" in html

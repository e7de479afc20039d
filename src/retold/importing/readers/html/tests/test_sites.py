"""Pages of Royal Road and Wattpad: story, titles, author, notes, and what the page hides among the author's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from retold.importing.readers import read

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def page(name: str) -> str:
    return (GOLDEN / f"{name}.html").read_text(encoding="utf8")


def work(html: str):
    return read("page.html", html.encode()).manuscript


def test_royal_road_has_notes_before_and_after():
    found = work(page("royal_road"))
    [chapter] = found.chapters
    assert (found.title, chapter.title) == ("The Lamp Road", "The Eleventh Lamp")
    assert [(one.name, one.url) for one in found.creators] == [("wren_m", "https://www.royalroad.com/profile/5512")]
    assert chapter.notes_before == "<p>Thanks to Pell for the beta.</p>"
    assert chapter.notes_after == "<p>Next week: the twelfth.</p>"
    assert "<strong>ten</strong>" in chapter.html
    assert "Lamp lore" in chapter.html
    assert (found.source.url, found.source.extra) == (None, {"work": "https://www.royalroad.com/fiction/40771"})
    assert chapter.url.endswith("/chapter/900812/chapter-12-the-eleventh-lamp")
    assert found.summary is None


def test_what_a_page_hides_is_told_and_is_no_part_of_the_story():
    found = work(page("royal_road"))
    assert "taken without leave" not in found.chapters[0].html
    assert ("hidden on the page", "If you find this elsewhere, it was taken without leave.") in {
        (one.where, one.what) for one in found.unmapped
    }


def test_wattpad_is_read_by_its_numbered_paragraphs():
    found = work(page("wattpad"))
    [chapter] = found.chapters
    assert (found.title, chapter.title, found.creators[0].name) == ("The Fog Ledger", "Ink", "wren_m")
    assert "<i>never</i>" in chapter.html
    assert "Log in" not in chapter.html
    assert "<pre>" not in chapter.html
    assert ("comments on a paragraph", "3") in {(one.where, one.what) for one in found.unmapped}


def test_notes_in_the_text_are_notes_as_well():
    words = '<p data-p-id="a0">A/N: thanks for waiting, this one fought me.</p><p data-p-id="a1b2">'
    [chapter] = work(page("wattpad").replace('<p data-p-id="a1b2">', words)).chapters
    assert "fought me" in chapter.notes_before
    assert "fought me" not in chapter.html
    assert "Then write it down" in chapter.html


def test_a_box_of_notes_around_the_story_is_the_storys():
    boxed = page("royal_road").replace(
        '<div class="chapter-inner', '<div class="author-note"><div class="chapter-inner'
    )
    [chapter] = work(boxed.replace("</td></tr></table></div>", "</td></tr></table></div></div>")).chapters
    assert "name for him" in chapter.html
    assert chapter.notes_before == "<p>Thanks to Pell for the beta.</p>"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("royal_road", "chapter-inner chapter-content", "chapter-content other"),
        ("royal_road", 'class="font-white break-word"', ""),
        ("royal_road", "fic-header", "other-header"),
        ("wattpad", " data-p-id", " data-other"),
        ("wattpad", "panel panel-reading", "other"),
        ("wattpad", 'class="h2"', ""),
    ],
)
def test_no_field_hangs_on_one_class_name(name, old, new):
    found, changed = work(page(name)), work(page(name).replace(old, new))
    assert (changed.title, changed.creators) == (found.title, found.creators)
    assert changed.chapters[0].title == found.chapters[0].title
    for words in ("lamp" if name == "royal_road" else "ink", "name for him" if name == "royal_road" else "begin"):
        assert words in changed.chapters[0].html


def test_a_page_of_another_site_is_read_as_any_page():
    found = work(page("royal_road").replace("royalroad.com", "elsewhere.example"))
    assert found.chapters
    assert found.source.site == "www.elsewhere.example"

"""Saved pages of FanFiction.net: what they say, in every form that they had."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.importing.readers import Refused, read
from retold.importing.readers.ffnet_html.meta_line import IS_META_LINE, read_meta_line
from retold.importing.readers.tests.golden import check_golden

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def work(name: str, html: str | None = None):
    reading = read("page.html", (html or page(name)).encode())
    assert reading.reader == "ffnet_html"
    return reading.manuscript


def page(name: str) -> str:
    return (GOLDEN / f"{name}.html").read_text(encoding="utf8")


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.html")))
def test_saved_pages_read_to_their_golden_manuscripts(name):
    check_golden(work(name), GOLDEN / f"{name}.json")


def test_a_desktop_page_says_it_all():
    found = work("desktop")
    assert (found.title, found.rating, found.language) == ("The Fog Ledger", "T", "en")
    assert [(one.name, one.url) for one in found.creators] == [
        ("Wren Marsh", "https://www.fanfiction.net/u/40213/Wren-Marsh")
    ]
    assert found.freeforms == ("Hurt/Comfort", "Mystery")
    assert found.characters == ("Ilse V.", "Tam - the Ferryman", "Nora P.")
    assert found.relationships == ("Ilse V./Tam - the Ferryman",)
    assert found.fandoms == ("Lantern Road",)
    assert (found.source.url, found.source.extra) == (None, {"work": "https://www.fanfiction.net/s/80671"})
    assert (found.published, found.updated) == (dt.date(2012, 12, 25), dt.date(2015, 3, 4))
    assert (found.complete, found.chapters_expected) == (True, 3)
    assert found.stats == {"words": 4114, "reviews": 12, "favs": 30, "follows": 41, "chapters": "3/3"}
    assert "Mostly gen - mostly." in (found.summary or "")
    [chapter] = found.chapters
    assert (chapter.title, chapter.url) == ("Ink", "https://www.fanfiction.net/s/80671/2/")
    assert chapter.extra == {"number": 2}
    assert found.extra["contents"] == ["Paper", "Ink", "Chapter 3"]
    assert "Pell" in (found.notes_before or "")
    assert "Pell" not in chapter.html
    assert "Follow/Fav" not in chapter.html


def test_crossovers_are_of_two_fandoms():
    found = work("crossover")
    assert found.fandoms == ("Lantern Road", "Ferry Company")
    assert (found.language, found.rating, found.complete) == ("es", "K+", False)
    assert found.chapters[0].title is None
    assert found.chapters[0].extra == {}
    assert found.source.url == "https://www.fanfiction.net/s/90112"


def test_the_mobile_page_says_the_same_as_far_as_it_goes():
    mobile, desktop = work("mobile"), work("desktop")
    for name in ("title", "language", "rating", "freeforms", "fandoms", "published", "updated"):
        assert getattr(mobile, name) == getattr(desktop, name), name
    assert mobile.creators[0].name == "Wren Marsh"
    assert mobile.source.extra == desktop.source.extra
    for name in ("url", "title", "extra"):
        assert getattr(mobile.chapters[0], name) == getattr(desktop.chapters[0], name), name
    assert (mobile.complete, mobile.chapters_expected) == (None, None)


def test_a_page_that_a_web_archive_kept_is_read_by_its_addresses():
    kept = page("desktop").replace('rel="canonical"', 'rel="x"')
    kept = kept.replace(
        "href='/r/80671/'", "href='https://web.archive.org/web/2016/https://www.fanfiction.net/s/80671/2/'"
    )
    assert work("", kept).source.extra["work"] == "https://www.fanfiction.net/s/80671"


def test_a_page_without_its_text_is_refused():
    empty = page("crossover").partition("<p>El trans")[0] + "</div></body></html>"
    with pytest.raises(Refused, match="save the page"):
        read("page.html", empty.encode())


def test_a_story_that_links_to_the_site_is_no_page_of_it():
    html = "<p>See https://www.fanfiction.net/s/1/1/ for more.</p>" + "<p>The lamp went out at nine.</p>" * 9
    assert read("page.html", html.encode()).reader == "html"


@pytest.mark.parametrize(
    ("people", "characters", "relationships"),
    [
        ("Ilse V.", ("Ilse V.",), ()),
        ("[Ilse, Tam]", ("Ilse", "Tam"), ("Ilse/Tam",)),
        ("[Ilse, Tam] [Nora, Osk]", ("Ilse", "Tam", "Nora", "Osk"), ("Ilse/Tam", "Nora/Osk")),
        ("[Ilse, Tam, Nora] OC", ("Ilse", "Tam", "Nora", "OC"), ("Ilse/Tam/Nora",)),
        ("Tam - the Ferryman, Dr. Osk", ("Tam - the Ferryman", "Dr. Osk"), ()),
        ("Drama Queen", ("Drama Queen",), ()),
    ],
)
@pytest.mark.parametrize("genre", ["", "Hurt/Comfort", "Sci-Fi", "Hurt/Comfort/Sci-Fi", "Romance/Hurt/Comfort"])
def test_people_are_told_from_genres(people, characters, relationships, genre):
    line = " - ".join(filter(None, ["Rated: Fiction T", "English", genre, people, "Words: 1,200", "id: 7"]))
    assert IS_META_LINE.match(line)
    fields = read_meta_line(line).fields
    assert fields.get("characters", ()) == characters
    assert fields.get("relationships", ()) == relationships
    assert "/".join(fields.get("freeforms", ())) == genre


@given(st.text(max_size=200))
def test_any_line_is_read(words):
    read_meta_line(words)
    found = read_meta_line(f"Rated: Fiction T - English - {words}")
    assert found.fields["rating"] == "T"


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs", "P")), max_size=300))
def test_any_page_with_the_sites_marks_is_read_or_refused(words):
    html = page("desktop").replace("Rated: <a", f"{words} Rated: <a").replace("The clerk had", words)
    try:
        assert read("page.html", html.encode()).manuscript.chapters
    except Refused:
        assert not words.strip()

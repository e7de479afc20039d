"""Pages of several makes: where the story is, what the head says, chapters, notes, and what stands around it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.importing.readers import read
from retold.importing.readers.tests.golden import check_golden

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PROSE = "The lamp went out at nine, and by ten nobody could say who had lit it. " * 4


def work(html: str, encoding: str = "utf8"):
    reading = read("page.html", html.encode(encoding))
    assert reading.reader == "html"
    return reading.manuscript


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.html")))
def test_saved_pages_read_to_their_golden_manuscripts(name):
    check_golden(work((GOLDEN / f"{name}.html").read_text(encoding="utf8")), GOLDEN / f"{name}.json")


def test_the_densest_block_is_the_story_and_the_rest_is_told():
    page = work(
        "<html><head><title>The Lamp | Stories</title></head><body><ul><li><a href=/>Home</a><li><a href=/a>All</a>"
        f"<li><a href=/b>About</a></ul><div class=x><div class=text><p>{PROSE}</p><p>{PROSE}</p></div></div>"
        "<div class=foot>Footer words</div></body></html>"
    )
    assert page.title == "The Lamp"
    assert "Footer" not in page.chapters[0].html
    told = next(one.what for one in page.unmapped if one.where == "page around the story")
    assert "Footer words" in told
    assert "About" in told


def test_a_page_that_is_all_story_is_taken_whole():
    page = work(f"<body><h1>The Lamp</h1><p>{PROSE}</p><p>Short.</p><pre>verse</pre></body>")
    assert "verse" in page.chapters[0].html
    assert page.unmapped == ()
    assert page.title == "The Lamp"
    assert "<h1>" not in page.chapters[0].html


def test_the_head_gives_its_facts():
    page = work(
        '<html lang="en-GB"><head><title>x</title><meta name="author" content="Wren">'
        '<meta name="description" content="A lamp goes out."><meta property="article:published_time" '
        'content="2015-06-07T10:00:00Z"><meta property="og:title" content="The Lamp"><meta name="keywords" '
        'content="fog, lamps"><link rel=canonical href="https://s.example/1"></head>'
        f'<body><p>{PROSE}</p><p><a href="/2">more</a></p><p>End</p></body></html>'
    )
    assert (page.title, page.creators[0].name, page.language) == ("The Lamp", "Wren", "en-GB")
    assert (page.summary, page.published) == ("<p>A lamp goes out.</p>", dt.date(2015, 6, 7))
    assert page.freeforms == ("fog", "lamps")
    assert (page.source.url, page.source.site) == ("https://s.example/1", "s.example")
    assert 'href="https://s.example/2"' in page.chapters[0].html


def test_linked_data_is_believed_first():
    page = work(
        '<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"S"},{"@type":["BlogPosting"],'
        '"headline":"The Lamp","author":[{"name":"Wren","url":"https://s.example/w"}],"datePublished":"2015-06-07"}]}'
        f'</script><meta name="author" content="Site"><p>{PROSE}</p><p>a</p><p>b</p>'
    )
    assert page.title == "The Lamp"
    assert [(one.name, one.url) for one in page.creators] == [("Wren", "https://s.example/w")]


@pytest.mark.parametrize("broken", ["{", "[" * 5000, '"words"', "[1, null]", '{"@graph": 3}', '{"@type": {}}'])
def test_broken_linked_data_does_no_harm(broken):
    page = work(f'<script type="application/ld+json">{broken}</script><p>{PROSE}</p><p>a</p><p>b</p>')
    assert "lamp" in page.chapters[0].html


def test_chapters_are_parted_at_their_headings():
    page = work(
        f"<h1>Book</h1><p>An opening.</p><h2>Out</h2><p>{PROSE}</p>"
        "<h2>Chapter 3: Two</h2><p>B</p><h2>Chapter 4</h2><p>C</p>"
    )
    assert page.title == "Book"
    assert [chapter.title for chapter in page.chapters] == [None, "Out", "Two", None]
    assert page.chapters[0].html == "<p>An opening.</p>"
    assert page.chapters[3].html == "<p>C</p>"


def test_labelled_lines_at_the_top_fill_fields_and_notes():
    page = work(
        "<p>Title: The Lamp</p><p>Author: Wren</p><p>Rating: PG</p>"
        "<p>Summary: A lamp goes out.</p><p>A/N: For <a href='https://s.example/p'>Pell</a>.</p>"
        f"<p>{PROSE}</p><p>{PROSE}</p>"
    )
    assert (page.title, page.creators[0].name, page.rating) == ("The Lamp", "Wren", "PG")
    assert page.summary is not None
    assert "A lamp goes out." in page.summary
    assert 'href="https://s.example/p"' in (page.notes_before or "")
    assert page.chapters[0].html.startswith("<p>The lamp went out")


def test_note_blocks_are_told_from_the_text():
    page = work(
        "<div id=story><div class='notes'><div class='title'>Author's Notes:</div>"
        "<div class='noteinfo'>Fog.</div></div>"
        f"<p>{PROSE}</p><p>{PROSE}</p><div class='notes'><div class='title'>End Notes:</div><p>Thanks.</p></div></div>"
    )
    assert "Fog." in (page.notes_before or "")
    assert "Notes" not in (page.notes_before or "")
    assert page.notes_after == "<p>Thanks.</p>"
    assert "Thanks" not in page.chapters[0].html


def test_an_encoding_that_the_page_declares_is_honoured():
    text = "Лампа погасла в девять, и никто не знал, кто её зажёг. " * 5
    html = f'<html><head><meta charset="windows-1251"><title>Лампа</title></head><body><p>{text}</p></body></html>'
    assert work(html, "cp1251").title == "Лампа"
    assert "погасла" in work(html, "cp1251").chapters[0].html


@pytest.mark.parametrize(
    "name",
    ["undefined", "unicode_escape", "punycode", "idna", "hex", "rot13", "utf-7", "utf-16", "no-such-thing", "big5"],
)
def test_an_encoding_that_is_declared_wrongly_does_no_harm(name):
    html = f'<html><head><meta charset="{name}"></head><body><p>Fianc\u00e9 \\ud800 {PROSE}</p></body></html>'
    assert "lamp" in work(html, "latin-1").chapters[0].html


WORDS = st.lists(st.text("abcdefgh", min_size=3, max_size=8), min_size=1, max_size=6).map(" ".join)
TAGS = st.sampled_from(["p", "div", "h1", "h2", "blockquote", "li", "td", "b", "section", "nav", "aside"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TAGS, WORDS, st.booleans()), min_size=1, max_size=12))
def test_no_word_of_a_page_is_lost(pieces):
    body = "".join(f"<{tag}>{words}" + (f"</{tag}>" if closed else "") for tag, words, closed in pieces)
    page = work(f"<html><body>{body}<p>{PROSE}</p></body></html>")
    kept = " ".join(
        [page.title or "", page.notes_before or "", page.notes_after or "", page.summary or ""]
        + [text for chapter in page.chapters for text in (chapter.title or "", chapter.html, chapter.notes_after or "")]
        + [one.what for one in page.unmapped]
    )
    for _, words, _ in pieces:
        for word in words.split():
            assert word in kept

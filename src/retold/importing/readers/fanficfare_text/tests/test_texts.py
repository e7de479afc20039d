"""Plain text that the real FanFicFare wrote."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.importing.readers import Refused, read
from retold.importing.readers.tests.fanficfare_files import BOARD, NO_PICTURES, written
from retold.importing.readers.tests.golden import check_golden

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
TEXT = (GOLDEN / "carts.txt").read_bytes()


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.txt")))
def test_every_text_reads_to_its_golden_manuscript(name):
    reading = read("story.txt", (GOLDEN / f"{name}.txt").read_bytes())
    assert reading.reader == "fanficfare_text"
    check_golden(reading.manuscript, GOLDEN / f"{name}.json")


def test_a_lone_chapter_has_no_contents_and_is_found():
    def alone(adapter: Any) -> None:
        adapter.chapters = {"Salt": "<p>The salt road is long.</p><pre>    indented</pre><p>Home.</p>"}

    reading = read("x", written(BOARD, "txt", NO_PICTURES, change=alone))
    assert reading.reader == "fanficfare_text"
    (chapter,) = reading.manuscript.chapters
    assert chapter.title == "Salt"
    assert chapter.html.startswith("<p>The salt road is long.</p>")
    assert chapter.html.endswith("<p>Home.</p>")
    assert "indented" in chapter.html


def test_long_titles_that_were_wrapped_are_whole():
    title = "On the Salt Road, in Which Two Carts Meet at a Gate and Neither Driver Will Be the First to Go Back"

    def long(adapter: Any) -> None:
        adapter.chapters = {title: "<p>The salt road is long.</p>", "Home": "<p>Then home.</p>"}

    work = read("x", written(BOARD, "txt", NO_PICTURES, change=long)).manuscript
    assert [chapter.title for chapter in work.chapters] == [title, "Home"]


def test_lines_like_a_title_in_the_story_stay_in_the_story():
    def quoting(adapter: Any) -> None:
        adapter.chapters = {"One": "<pre>    Two</pre><p>Not yet.</p>", "Two": "<p>Now.</p>"}

    work = read("x", written(BOARD, "txt", NO_PICTURES, change=quoting)).manuscript
    text = " ".join(chapter.html for chapter in work.chapters)
    assert "Not yet." in text
    assert "Now." in work.chapters[-1].html


def test_a_text_that_was_cut_off_is_read_as_any_text_is():
    assert read("x", TEXT.replace(b"End file.", b"")).reader == "markdown"


def test_a_text_without_a_chapter_is_refused_or_read_as_text():
    head = TEXT.decode().partition("TABLE OF CONTENTS")[0]
    with pytest.raises(Refused, match="no text of a story"):
        read("x", f"{head}\n\nEnd file.\n".encode())


@settings(deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_damaged_text_is_read_or_refused(start, end):
    with suppress(Refused):
        assert read("x", TEXT[: min(start, end)] + TEXT[max(start, end) :]).manuscript.chapters

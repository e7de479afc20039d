from dataclasses import replace

import pytest
from hypothesis import given, settings

from retold.exporting.writers import LOSSES, write
from retold.exporting.writers.prose import Prose
from retold.exporting.writers.tests.works import OPTIONS, asset, everything, tricky
from retold.manuscript.markup import canonical, text_of
from retold.manuscript.model import Chapter, Manuscript
from retold.manuscript.tests.strategies import markups


def text(manuscript: Manuscript) -> str:
    return write("txt", manuscript, OPTIONS).decode()


@given(markups())
@settings(max_examples=40, deadline=None)
def test_every_word_of_the_text_is_written_in_order(markup):
    shown = iter("".join(Prose().written(markup).split()))
    assert all(sign in shown for sign in "".join(text_of(markup).split()))


def test_it_begins_with_title_creators_and_facts():
    shown = text(everything())
    assert shown.startswith("Lantern Road\n============\n\nby Ada, translated by Ben, art by Cleo\n\nGiven to: Dot\n")
    assert "\nFandoms: The Salt Road Cycle, Лампы & Co <3\n" in shown


def test_it_labels_notes_and_lists_credits():
    shown = text(everything())
    assert "\nSummary\n-------\n\nTwo lamps, _one_ road.\n" in shown
    assert "Notes at the end:\n\nAfter 2" in shown
    assert "- Inspired by fan art on Tumblr. (Proposed from the note.)\n  Address not known.\n" in shown


@pytest.mark.parametrize("name", tricky())
def test_it_writes_every_work(name):
    assert text(tricky()[name]).endswith("\n")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>one\n two</p><p>three</p>", "one two\n\nthree"),
        ("<p><em> a </em>b</p>", "_a_ b"),
        ("<p>a<br>b</p><hr><p>c</p>", "a\nb\n\n* * *\n\nc"),
        ("<blockquote><p>a</p></blockquote>", "    a"),
        ("<ol start=9><li>a<li>b</ol>", "9. a\n10. b"),
        ("<p><a href='https://x.example/'>a</a></p>", "a <https://x.example/>"),
        ("<p><img src='assets/a.png' alt='A lamp'></p>", "[Picture: A lamp]"),
        ("<pre>a\n b</pre>", "    a\n     b"),
    ],
)
def test_it_sets_out_markup(markup, expected):
    assert Prose().written(canonical(markup)) == expected


def test_what_it_says_it_loses_is_lost():
    assert LOSSES["txt"]
    work = everything()
    bare = replace(work, skin=None, unmapped=(), front_matter=(), extra={}, assets=(asset("a.png", b""),), uuid=None)
    chapters = tuple(replace(chapter, published=None, url=None, extra={}) for chapter in work.chapters)
    assert text(work) == text(replace(bare, chapters=chapters))
    assert text(Manuscript((Chapter(""),))).startswith("Untitled\n")

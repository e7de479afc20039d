"""Words for pictures that have none."""

from __future__ import annotations

from dataclasses import replace

from retold.manuscript.descriptions import LONGEST, described, undescribed
from retold.manuscript.markup import canonical
from retold.manuscript.model import Asset, Chapter, Manuscript

HTML = canonical('<p><img src="assets/a.png"/><img src="assets/b.png" alt="A boat"/> and <img src="assets/a.png"/></p>')
WORK = Manuscript(
    title="The Lamp",
    chapters=(Chapter(html=HTML), Chapter(html="<p>No picture.</p>")),
    assets=(
        Asset("a.png", "image/png", "0" * 64),
        Asset("b.png", "image/png", "1" * 64, "A boat"),
        Asset("unused.png", "image/png", "2" * 64),
    ),
)


def test_only_pictures_that_are_shown_and_not_described_are_asked_about() -> None:
    assert undescribed(WORK) == ("a.png",)
    assert undescribed(replace(WORK, chapters=(WORK.chapters[1],))) == ()


def test_words_stand_wherever_the_picture_does_and_in_canonical_form() -> None:
    worded = described(WORK, {"a.png": ' A <lamp>,\n "lit" ', "b.png": "Something else", "gone.png": "x"})
    text = worded.chapters[0].html
    assert canonical(text) == text
    assert text.count("A &lt;lamp&gt;, ") == 2
    assert "Something else" not in text
    assert [asset.alt for asset in worded.assets] == ['A <lamp>, "lit"', "A boat", None]
    assert undescribed(worded) == ()
    assert worded.chapters[1] is WORK.chapters[1]


def test_no_words_change_nothing_and_very_many_are_cut() -> None:
    assert described(WORK, {}) is WORK
    assert described(WORK, {"a.png": " \n "}) is WORK
    assert len(described(WORK, {"a.png": "x" * 5_000}).assets[0].alt or "") == LONGEST

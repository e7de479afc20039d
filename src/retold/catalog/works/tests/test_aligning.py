"""Two copies side by side: nothing of either is left out, and a place is found again."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from retold.catalog.works.aligning import Spot, align, find_again, pieces, words_and_signs

WORDS = st.lists(st.sampled_from(["a", "b", "c", "river", "lamp", "stair", "the", "—", "“no”"]), max_size=8)
TEXTS = st.lists(WORDS.map(" ".join), max_size=8)


@given(TEXTS, TEXTS)
def test_every_paragraph_of_both_is_there_once_and_in_order(old, new):
    pairs = align(old, new)
    assert [pair.old for pair in pairs if pair.old is not None] == list(range(len(old)))
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))
    for pair in pairs:
        if pair.kind == "changed":
            assert "".join(one.text for one in pair.pieces if one.kind != "added") == old[pair.old]
            assert "".join(one.text for one in pair.pieces if one.kind != "removed") == new[pair.new]
        assert (pair.old is None, pair.new is None) == (pair.kind == "added", pair.kind == "removed")


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert [pair.kind for pair in align(text, text)] == ["same"] * len(text)


@given(st.text())
def test_words_and_signs_are_the_text(text):
    assert "".join(words_and_signs(text)) == text


def test_a_changed_word_is_named_and_the_rest_stays():
    said = [(one.kind, one.text) for one in pieces("The lamp went out.", "The lantern went out at last.")]
    assert said == [
        ("same", "The "), ("removed", "lamp"), ("added", "lantern"),
        ("same", " went out"), ("added", " at last"), ("same", "."),
    ]  # fmt: skip


def test_paragraphs_in_and_out():
    old = ["The lamp was lit.", "She went down to the river.", "Nobody came."]
    new = ["The lamp was lit.", "Then it rained for nine days.", "She went down to the old river.", "Nobody came."]
    assert [pair.kind for pair in align(old, new)] == ["same", "added", "changed", "same"]
    assert [pair.kind for pair in align(new, old)] == ["same", "removed", "changed", "same"]


def paragraphs(dice, count):
    words = [f"word{number}" for number in range(400)]
    return [" ".join(dice.choices(words, k=dice.randrange(5, 60))) for _ in range(count)]


def test_a_place_is_found_again_after_edits():
    dice = random.Random(7)
    right = 0
    for _ in range(200):
        old = paragraphs(dice, 60)
        at = dice.randrange(60)
        new = [(number, text) for number, text in enumerate(old)]
        for _ in range(8):
            place = dice.randrange(len(new))
            match dice.randrange(3):
                case 0 if new[place][0] != at:
                    del new[place]
                case 1:
                    new.insert(place, (-1, paragraphs(dice, 1)[0]))
                case _:
                    words = new[place][1].split()
                    words[dice.randrange(len(words))] = "changed"
                    new[place] = (new[place][0], " ".join(words))
        found = find_again(old, [text for _, text in new], Spot(at, 3))
        right += new[found.block][0] == at
    assert right >= 195


def test_a_place_in_what_is_gone_is_the_next_that_lives():
    old = ["one two three", "four five six", "seven eight nine"]
    assert find_again(old, [old[0], old[2]], Spot(1, 2)) == Spot(1)
    assert find_again(old, [old[0]], Spot(2)) == Spot(0)
    assert find_again(old, [], Spot(0)) is None
    assert find_again(old, ["seven eight nine", "one two three"], Spot(2, 1)) == Spot(0, 1)


def test_the_word_is_found_in_a_changed_paragraph():
    assert find_again(["a b c d e f g"], ["x y a b c d e f g"], Spot(0, 2)) == Spot(0, 4)


def test_a_work_of_a_hundred_thousand_words_is_compared_within_bounds():
    dice = random.Random(3)
    old = paragraphs(dice, 3000)
    wholly_other = paragraphs(dice, 3000)
    assert {pair.kind for pair in align(old, wholly_other)} == {"added", "removed"}
    edited = [text.replace("word7 ", "other ") for text in old]
    kinds = [pair.kind for pair in align(old, edited)]
    assert len(kinds) == 3000
    assert set(kinds) == {"same", "changed"}


def test_a_text_that_changed_in_every_paragraph_is_still_compared_word_by_word():
    dice = random.Random(3)
    old = paragraphs(dice, 300)
    new = [f"{text.rsplit(' ', 1)[0]} changed" for text in old]
    assert {pair.kind for pair in align(old, new)} == {"changed"}


def test_a_text_that_is_another_one_is_taken_as_a_whole():
    old, new = ["a b " * 50] * 300, ["b a a " * 40] * 300
    pairs = align(old, new)
    assert (len(pairs), {pair.kind for pair in pairs}) == (600, {"removed", "added"})

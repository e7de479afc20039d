"""The quick ways of looking at a text come to what the plain definitions say."""

from __future__ import annotations

import heapq
import re
import zlib

from hypothesis import given
from hypothesis import strategies as st

from retold.catalog.works.shingles import LEAST_MARKS, LEAST_MARKS_A_CHAPTER, MARK_WORDS, folded_words, marks, shingles
from retold.manuscript.words import split_words

WORDS = st.lists(st.text(st.sampled_from("abé漢\ud800"), min_size=1, max_size=3), max_size=30)
SIGNS = st.text(st.sampled_from("aBé9_ '’“”—…\t\u00ad漢"), max_size=40)


def runs_of(words, length):
    """All runs of words, one by one; one run of them all where there are fewer."""
    last = max(1, len(words) - length + 1)
    return [" ".join(words[at : at + length]).encode("utf-8", "surrogatepass") for at in range(last)] if words else []


@given(WORDS)
def test_shingles_are_the_hashes_of_all_runs_of_four_words(words):
    assert shingles(words) == frozenset(map(zlib.crc32, runs_of(words, 4)))


@given(st.lists(WORDS, max_size=3))
def test_there_is_a_mark_for_each_of_the_smallest_hashes(chapters):
    hashes = [{zlib.crc32(run) for run in runs_of(words, MARK_WORDS)} for words in chapters]
    expected = set(heapq.nsmallest(LEAST_MARKS, set().union(*hashes)))
    for some in hashes:
        expected.update(heapq.nsmallest(LEAST_MARKS_A_CHAPTER, some))
    assert len(marks(chapters)) == len(expected)


def test_a_long_chapter_has_the_marks_of_its_words_in_whatever_chapters_they_stand():
    words = [f"word{number}" for number in range(8_000)]
    whole = marks([words])
    assert len(whole) == 10
    assert len(whole & marks([words[:4_000], words[4_000:]])) >= LEAST_MARKS


@given(SIGNS)
def test_words_are_runs_of_letters_and_digits(text):
    assert split_words(text) == re.findall(r"漢|[^\W漢]+", text)


def test_typography_and_case_make_no_other_words():
    assert folded_words("“It’s _late_,” he said—ÉTÉ…") == folded_words('"It\'s late," he said -- été...')

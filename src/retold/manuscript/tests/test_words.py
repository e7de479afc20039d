"""The word count: tags stripped, entities read, each Han, kana and Thai character a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.manuscript.words import _ONE_EACH, count_words, count_words_of_each, count_words_of_text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("", 0),
        ("<p>One two three.</p>", 3),
        ("<p>one</p>\n<p>two</p>", 2),
        ("<p>one<br/>two</p>", 2),
        ("<p>don't stop</p>", 2),
        ("<p>don’t well-known</p>", 2),
        ("<p>wait--what</p>", 2),
        ("<p>un<em>believ</em>able</p>", 1),
        ("<p>A &amp; B</p>", 2),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", 2),
        ("<p>漢字かな</p>", 4),
        ("<p>ไทย</p>", 3),
        ("<p>한글 단어</p>", 2),
        ("<p>3 books</p>", 2),
        ("<p>* * *</p>", 0),
    ],
)
def test_it_counts(markup, words):
    assert count_words(markup) == words


@given(st.text() | st.text(alphabet="ab_1 é’'‘-—…“”ñ\u0301一ขß½²٣Ωж\u200b\xa0\t\n."))
def test_the_quick_count_is_the_plain_one(text):
    plain = re.sub("['’‘-]", "", text.replace("--", "—"))
    assert count_words_of_text(text) == len(re.findall(f"[{_ONE_EACH}]|[^\\W{_ONE_EACH}]+", plain))


def test_a_text_of_another_script_is_counted_alike():
    letters = "".join(map(chr, range(0x430, 0x450))) + "".join(map(chr, range(0x3B1, 0x3CA))) + "éèêë"
    assert count_words_of_text(" ".join(letters)) == len(letters)


@given(st.lists(st.text(alphabet="ab_1 é’'‘-—…“”ñ一ข½Ωж\u200b\0\n.")))
def test_each_of_many_is_counted_as_it_is_by_itself(texts):
    assert count_words_of_each(texts) == list(map(count_words_of_text, texts))

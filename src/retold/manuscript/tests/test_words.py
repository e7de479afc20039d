"""The word count: tags stripped, entities read, each Han, kana and Thai character a word."""

from __future__ import annotations

import pytest

from retold.manuscript.words import count_words


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

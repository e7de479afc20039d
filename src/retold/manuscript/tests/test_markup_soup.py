"""Canonical markup of any soup: valid, stable, and not a word lost."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from retold.manuscript.markup import canonical
from retold.manuscript.tests.markup_checks import assert_canonical, words_in
from retold.manuscript.tests.soups import soups

quick = settings(max_examples=300, deadline=None)

# Order is kept unless the parser itself puts what stands wrongly in a table before it.
_TABLE = re.compile("<(table|caption|col|t)")


@quick
@given(soups())
def test_any_soup_becomes_canonical_without_losing_a_word(soup):
    markup = canonical(soup)
    assert_canonical(markup)
    written = words_in(soup)
    kept = words_in(markup)
    assert sorted(kept) == sorted(written)
    if not _TABLE.search(soup):
        assert kept == written


@quick
@given(soups())
def test_the_text_is_what_a_parser_sees(soup):
    assert _letters(_markup_text(canonical(soup))) == _letters(_seen(soup))


@settings(max_examples=20, deadline=None)
@given(soups(max_size=150))
def test_long_soups(soup):
    markup = canonical(soup)
    assert_canonical(markup)
    assert sorted(words_in(markup)) == sorted(words_in(soup))


@quick
@given(st.text(max_size=60))
def test_any_text_becomes_canonical(text):
    assert_canonical(canonical(text))


@quick
@given(st.text(alphabet="<>/!-?=\"'& ;ab#\n\x00", max_size=60))
def test_any_run_of_signs_becomes_canonical(text):
    assert_canonical(canonical(text))


def _seen(source: str) -> str:
    """All text of the parser's tree; soups hold nothing that is not meant to be read."""
    root = LexborHTMLParser(source.replace("\0", "").encode(), is_fragment=True).root
    return "" if root is None else "".join(_texts(root))


def _texts(first):
    node = first
    while node is not None:
        if node.tag == "-text":
            yield node.text_content or ""
        elif node.first_child is not None:
            yield from _texts(node.first_child)
        node = node.next


def _markup_text(markup: str) -> str:
    return re.sub("<[^>]*>", "", markup).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _letters(text: str) -> str:
    return re.sub(r"[ \t\n\r\f]+", "", text)

"""The pass before the parser touches only what nests too deep."""

from __future__ import annotations

from hypothesis import given, settings

from retold.manuscript.markup.guard import MAX_ATTRIBUTES, MAX_DEPTH, bounded
from retold.manuscript.tests.soups import soups


@settings(max_examples=200, deadline=None)
@given(soups(max_size=60))
def test_it_leaves_what_is_sound_alone(soup):
    assert bounded(soup) == soup


def test_many_tags_are_not_deep_tags():
    source = "<p>a <em>b</em> <a href='x' title=\"y\">c</a><br/></p>\n" * 5000
    assert bounded(source) == source


def test_unclosed_paragraphs_and_items_are_not_deep():
    source = "<p>a<li>b<td>c" * 5000
    assert bounded(source) == source


def test_only_the_tags_that_are_too_deep_go():
    source = "".join(f"<div>{at} " for at in range(1000)) + "</div>" * 1000
    left = bounded(source)
    assert left.count("<div>") == MAX_DEPTH
    assert left.count("<p>") == 1000 - MAX_DEPTH  # so that their text stays apart
    assert left.replace("<p>", "<div>") == source


def test_comments_and_raw_text_do_not_count():
    for source in ("<!--" + "<div>" * 1000 + "-->a", "<script>" + "<div>" * 1000 + "</script>a"):
        assert bounded(source) == source


def test_one_tag_keeps_its_first_attributes():
    source = "<p " + " ".join(f"a{at}='{at}'" for at in range(5000)) + ">text</p>"
    left = bounded(source)
    assert left.count("=") == MAX_ATTRIBUTES
    assert left.startswith("<p a0='0' a1='1'")
    assert left.endswith(">text</p>")


def test_a_long_value_is_not_many_attributes():
    source = '<img alt="A" src="data:image/png;base64,' + "A" * 100_000 + '">b'
    assert bounded(source) == source


def test_a_comment_that_holds_a_tag_hides_no_depth():
    source = "<div><b><!--</b>-->" * 1000
    assert bounded(f"<!doctype html><title>a</title>{source}").count("<b>") == bounded(source).count("<b>") < 100

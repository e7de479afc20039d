"""Canonical markup as plain text, and ids made apart."""

from __future__ import annotations

from hypothesis import given, settings
from lxml import etree

from retold.manuscript.markup import blocks_of, canonical, scope_ids, text_of
from retold.manuscript.tests.strategies import markups

SOURCE = """
<p>One &amp; <b>two</b><br>three</p><hr><ul><li>a<ul><li>b</ul></ul>
<table><tr><td>1<td>2<tr><td>3<td>4</table><pre>x
  y</pre><p>four<br><br>five</p><figure><img src=assets/a.png alt=A><figcaption>six</figcaption></figure>
"""


def test_blocks_are_apart_and_breaks_are_line_ends():
    expected = ["One & two\nthree", "a", "b", "1\t2", "3\t4", "x\n  y", "four\n\nfive", "six"]
    assert text_of(canonical(SOURCE)) == "\n\n".join(expected)


def test_each_leaf_is_a_block():
    expected = ["One & two\nthree", "", "a", "b", "1\t2", "3\t4", "x\n  y", "four", "five", "six"]
    assert blocks_of(canonical(SOURCE)) == expected


def test_text_that_looks_like_markup_stays_text():
    markup = canonical('&lt;p id="x-a"&gt; &amp;lt;')
    assert text_of(markup) == '<p id="x-a"> &lt;'
    assert text_of("") == ""
    assert blocks_of("") == []


def test_ids_are_scoped_and_text_is_not():
    markup = canonical(
        '<p id=a title=\'&lt;a id=&quot;x-b&quot;\'>say id="x-a" and href="#x-a" &lt;a href="#x-a"></p>'
        "<a id=b href=#a>c</a><a href='https://x.example/#x-a'>d</a>"
    )
    scoped = scope_ids(markup, "c2")
    assert scoped.count("c2-") == 3
    assert '<p id="c2-x-a"' in scoped
    assert '<a id="c2-x-b" href="#c2-x-a">' in scoped
    assert text_of(scoped) == text_of(markup)


@settings(max_examples=100, deadline=None)
@given(markups())
def test_scoping_changes_ids_and_nothing_else(markup):
    before, after = (etree.fromstring(f"<div>{text}</div>") for text in (markup, scope_ids(markup, "c1")))
    for old, new in zip(before.iter(), after.iter(), strict=True):
        assert (old.tag, old.text, old.tail) == (new.tag, new.text, new.tail)
        if "id" in old.attrib:
            assert new.get("id") == f"c1-{old.get('id')}"
        if old.get("href", "").startswith("#"):
            assert new.get("href") == f"#c1-{old.get('href')[1:]}"

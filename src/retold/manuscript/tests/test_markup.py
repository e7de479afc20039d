"""Canonical markup, case by case."""

from __future__ import annotations

import time

import pytest

from retold.manuscript.markup import canonical, canonical_or_none, escape, paragraphs
from retold.manuscript.tests.markup_checks import assert_canonical

CASES = {
    "plain text is a paragraph": ("A & B < C", "<p>A &amp; B &lt; C</p>"),
    "nothing": ("", ""),
    "nothing but tags": ("<div><p> </p><b></b><ul><li></li></ul><table><tr><td></table></div>", ""),
    "text between blocks": ("a<p>b</p>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    "a division of text": ("<div>a</div><div>b</div>", "<p>a</p>\n<p>b</p>"),
    "a division that says something": ('<div class="letter">a</div>', '<div class="letter"><p>a</p></div>'),
    "an inline element around blocks": ("<em><p>a</p><p>b</p></em>", "<p><em>a</em></p>\n<p><em>b</em></p>"),
    "a link around blocks": (
        '<a href="https://x.example/"><p>a</p><p>b</p></a>',
        '<p><a href="https://x.example/">a</a></p>\n<p><a href="https://x.example/">b</a></p>',
    ),
    "a link in a link": (
        '<a href="https://x.example/">a<object><a href="https://y.example/">b</a></object></a>',
        '<p><a href="https://x.example/">a</a></p>\n<p><a href="https://x.example/">b</a></p>',
    ),
    "a whole document": (
        "<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><p>a</p></body></html>b",
        "<p>a</p>\n<p>b</p>",
    ),
    "a frame set": ("<frameset><frame>a</frameset>b", "<p>ab</p>"),
    "script, style, template, comment": (
        "a<script>x</script><style>y</style><template>z</template><!-- c -->b",
        "<p>ab</p>",
    ),
    "raw text is text": ("<xmp>\n<b>\n a</xmp><noembed>c</noembed>", "<pre>&lt;b&gt;\n a</pre>\n<p>c</p>"),
    "plaintext": ("a<plaintext>b</b>", "<p>a</p>\n<pre>b&lt;/b&gt;</pre>"),
    "forms": (
        "<form><textarea>a</textarea><select><option>b<option>c</select><button>d</button></form>",
        "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>",
    ),
    "foreign": ("<svg><title>a</title><text>b</text></svg><math><mi>c</mi></math>", "<p>abc</p>"),
    "old names": (
        "<strike>a</strike><tt>b</tt><big>c</big><acronym title=t>d</acronym><font color=red>e</font>",
        '<p><s>a</s><code>b</code><span class="big">c</span><abbr title="t">d</abbr>e</p>',
    ),
    "centre": ("<center>a<br><br>b</center>", '<div class="align-center"><p>a<br/><br/>b</p></div>'),
    "alignment": (
        "<p align=right>a</p><p style='margin:0; TEXT-ALIGN: Justify'>b</p><p class='align-left' align=center>c</p>",
        '<p class="align-right">a</p>\n<p class="align-justify">b</p>\n<p class="align-center">c</p>',
    ),
    "styled by a word processor": (
        "<p><span style='font-style:italic;font-weight:700'>a</span> <span style='text-decoration:underline'>b</span>",
        "<p><b><i>a</i></b> <u>b</u></p>",
    ),
    "spacing paragraphs": ("<p>&nbsp;</p><p></p><p><br></p>", "<p>\u00a0</p>\n<p><br/></p>"),
    "white space": (
        " <p> a \n\t b<b> c </b> d&nbsp; e </p>",
        "<p>a b<b> c </b>d\u00a0 e</p>",
    ),
    "white space at a line break": ("<p>a <br> b <b> </b></p>", "<p>a<br/>b</p>"),
    "nested lists in the wrong place": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>",
    ),
    "items without a list": ("<li>a<li>b</li>c", "<ul><li>a</li><li>b</li></ul>\n<p>c</p>"),
    "text in a list": ("<ol start=3>a<li>b</ol>", '<ol start="3"><li>a</li><li>b</li></ol>'),
    "an empty item counts": ("<ol><li></li><li>b</li></ol>", "<ol><li></li><li>b</li></ol>"),
    "definitions": ("<dl><dt>a<dd>b<dd>c</dl>", "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>"),
    "definitions of nothing": ("<dl><dd>a<dd>b</dl>", "<p>a</p>\n<p>b</p>"),
    "a table": (
        "<table><caption>c</caption><tr><th colspan=2>a</th></tr><tr><td>b<td>d</table>",
        '<table><caption>c</caption><tbody><tr><th colspan="2">a</th></tr>'
        "<tr><td>b</td><td>d</td></tr></tbody></table>",
    ),
    "a table in a paragraph": (
        "<p>a<table><tr><td>b</table>c",
        "<p>a</p>\n<table><tbody><tr><td>b</td></tr></tbody></table>\n<p>c</p>",
    ),
    "text in a table": ("<table>a<tr><td>b</table>", "<p>a</p>\n<table><tbody><tr><td>b</td></tr></tbody></table>"),
    "a figure": (
        "<figure><img src=assets/a.png><figcaption>b</figcaption></figure>",
        '<figure><img src="assets/a.png" alt=""/><figcaption>b</figcaption></figure>',
    ),
    "a caption in the middle": (
        "<figure>a<figcaption>b</figcaption>c</figure>",
        "<figure><p>a</p><p>b</p><p>c</p></figure>",
    ),
    "details": (
        "<details><summary>a</summary>b</details><details>c<summary>d</summary></details>",
        "<details><summary>a</summary><p>b</p></details>\n<p>c</p>\n<p>d</p>",
    ),
    "ruby": ("<ruby>漢<rt>kan</ruby>", "<p><ruby>漢<rt>kan</rt></ruby></p>"),
    "ruby without a base": ("<ruby><rt>kan</ruby>", "<p>kan</p>"),
    "a heading with blocks": ("<h2>a<div>b</div></h2>", "<h2>a<br/>b</h2>"),
    "a rule in a paragraph": ("<p>a<hr>b", "<p>a</p>\n<hr/>\n<p>b</p>"),
    "preformatted text": ("<pre>\n\n  a\n  b </pre>", "<pre>  a\n  b </pre>"),
    "line ends": ("<pre>a\r\nb\rc</pre>", "<pre>a\nb\nc</pre>"),
    "what XML forbids": ("a\0b\x0bc\ud800d\ufffe&#1;&#xffff;e\x0cf", "<p>abcde f</p>"),
    "joiners": ("\u200d\U0001f3f3\ufe0f\u200d\U0001f308\u200c", "<p>\u200d\U0001f3f3\ufe0f\u200d\U0001f308\u200c</p>"),
    "a place and a link to it": (
        "<a name='c 1'></a><h2>a</h2><a href='#c%201'>b</a><a href='#no'>d</a>",
        '<h2><span id="x-c_1"></span>a</h2>\n<p><a href="#x-c_1">b</a>d</p>',
    ),
    "one id, one element": ("<p id=a>a</p><p id=a>b</p>", '<p id="x-a">a</p>\n<p>b</p>'),
    "the order of attributes": (
        "<a title=t class=c href='https://x.example/' id=i>a</a>",
        '<p><a id="x-i" href="https://x.example/" class="c" title="t">a</a></p>',
    ),
    "a picture that is kept": (
        "<img alt='A \"B\"' src='assets/a.png' width=10px height=5 onerror=x>",
        '<p><img src="assets/a.png" alt="A &quot;B&quot;" height="5" width="10"/></p>',
    ),
    "a picture elsewhere": (
        "<img src='https://x.example/a%20b.png'><img src='https://x.example/c.png' alt='C &lt;d>'>",
        '<p><a href="https://x.example/a%20b.png" class="image">a b.png</a>'
        '<a href="https://x.example/c.png" class="image">C &lt;d&gt;</a></p>',
    ),
    "a picture that cannot be linked": ("<img src='data:image/png;base64,AAAA' alt='A'>", "<p>A</p>"),
    "classes": (
        "<p class='a retold-page b! &lt;c a d_1-2'>x</p>",
        '<p class="a d_1-2">x</p>',
    ),
    "languages and directions": (
        "<p lang=en-GB dir=RTL>a</p><p lang='\"' dir=up>b</p>",
        '<p dir="rtl" lang="en-GB">a</p>\n<p>b</p>',
    ),
    "direction override without a direction": ("<bdo>a</bdo><bdo dir=rtl>b</bdo>", '<p>a<bdo dir="rtl">b</bdo></p>'),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES.keys())
def test_it_makes_canonical(source, expected):
    assert canonical(source) == expected
    assert_canonical(canonical(source))


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://x.example/1",
        "https://",
        "https://a b/",
        "relative/page",
    ],
)
def test_it_drops_addresses_that_must_not_be_links(href):
    assert canonical(f'<a href="{href}">x</a>') == "<p>x</p>"


def test_relative_addresses_are_resolved_against_the_base():
    markup = canonical('<a href="../b?q=1">x</a>', base_url="https://x.example/a/c/d")
    assert markup == '<p><a href="https://x.example/a/b?q=1">x</a></p>'


def test_deep_markup_is_flattened_and_its_text_kept():
    source = "".join(f'<div class="c{level}">t{level} ' for level in range(1000))
    markup = canonical(source)
    assert_canonical(markup)
    assert all(f"t{level}<" in markup for level in range(1000))
    deepest = level = 0
    for piece in markup.split("<")[1:]:
        level += -1 if piece.startswith("/") else 1
        deepest = max(deepest, level)
    assert 100 < deepest <= 200


DEEP = 100_000
BOMBS = {
    "div": "<div>" * DEEP,
    "div with class": "<div class=a>" * DEEP,
    "b": "<b>" * DEEP,
    "font": "".join(f"<font color={at}>" for at in range(DEEP)),
    "span": "".join(f"<span class=c{at}>" for at in range(DEEP)),
    "a": "<a>" * DEEP,
    "table": "<table>" * DEEP,
    "cells": "<table><tr><td>" * (DEEP // 3),
    "lists": "<ul><li>" * DEEP,
    "definitions": "<dl><dd>" * DEEP,
    "attributes": "<p " + " ".join(f"a{at}=1" for at in range(50_000)) + ">",
    "unclosed tags": "<a " * DEEP + ">",
    "svg": "<svg>" * DEEP,
    "svg style": "<svg><style>" + "<div>" * DEEP,
    "quotes": '<a ="><div>' * (DEEP // 2) + '">',
    "ruby": "<ruby>a<rt>" * DEEP,
    "formatting left open": "<p>" + "".join(f"<font color={at}>" for at in range(500)) + "<p>y" * (DEEP // 2),
    "formatting pushed down": "".join(f"<span class=c{at}>" for at in range(500)) + "<p>y" * (DEEP // 2),
    "unclosed comments in a list": "<ul><!-- <li> --> " * (DEEP // 4),
    "ends": "</div></p></x>" * (DEEP // 3),
    "unknown": "".join(f"<x{at}>" for at in range(DEEP)),
    "spaces": " \n" * 250_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_it_stays_quick_and_keeps_the_text(bomb):
    began = time.process_time()
    markup = canonical(bomb + "the text")
    assert time.process_time() - began < 6  # Ten times what it takes on a machine with nothing else to do.
    assert "the text" in markup
    assert len(markup) < 20 * len(bomb)
    assert canonical(markup) == markup


def test_nothing_is_none():
    assert canonical_or_none(None) is None
    assert canonical_or_none("") is None
    assert canonical_or_none("<p> </p>") is None
    assert canonical_or_none("a") == "<p>a</p>"


def test_plain_lines_are_paragraphs():
    lines = ["One & two", "", "  a <b>\tc\x01 ", "\u00a0"]
    assert paragraphs(lines) == "<p>One &amp; two</p>\n<p>a &lt;b&gt; c</p>\n<p>\u00a0</p>"
    assert_canonical(paragraphs(lines))
    assert escape('"<&>"') == '"&lt;&amp;&gt;"'

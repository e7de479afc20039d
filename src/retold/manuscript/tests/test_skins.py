"""Style sheets made safe."""

from __future__ import annotations

import time

import pytest
import tinycss2
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.manuscript.skins import SkinTooLong, safe_css


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("p { color: red }", ".workskin p { color: red }"),
        (
            "#workskin .text { COLOR: #Ff0000 !important; margin: 0 1.50em }",
            ".workskin .text { color: #Ff0000 !important; margin: 0 1.5em }",
        ),
        ("#workskin { font-family: 'My Font', serif }", '.workskin { font-family: "My Font", serif }'),
        ("p.a>b:first-child , em { opacity: .5 }", ".workskin p.a > b:first-child, .workskin em { opacity: 0.5 }"),
        ("p { color: rgba(1, 2, 3, .5) }", ".workskin p { color: rgba(1, 2, 3, 0.5) }"),
        ("p { /* a */ width: 50%; bogus: 1; color: blue }", ".workskin p { width: 50%; color: blue }"),
        (
            ".phone .text { float: right; border: 1px solid #ccc }",
            ".workskin .phone .text { float: right; border: 1px solid #ccc }",
        ),
    ],
)
def test_it_keeps_what_is_allowed(css, expected):
    assert safe_css(css) == expected
    assert safe_css(safe_css(css).replace(".workskin", "#workskin")) == expected


@pytest.mark.parametrize(
    "css",
    [
        "",
        "@import 'https://x.example/a.css';",
        "@font-face { font-family: x; src: url(https://x.example/f) }",
        "@media screen { p { color: red } }",
        "@property --x { syntax: '*' }",
        "p { background: url(https://x.example/) }",
        "p { background-color: url('https://x.example/') }",
        r"p { color: \75rl(https://x.example/) }",
        "p { color: u/**/rl(https://x.example/) }",
        "p { color: image-set('https://x.example/' 1x) }",
        "p { color: src('https://x.example/') }",
        "p { width: expression(alert(1)) }",
        "p { -moz-binding: url(x) }",
        "p { behavior: url(x) }",
        "p { position: fixed }",
        "p { content: 'x' }",
        "p { cursor: none }",
        "p { color: attr(title) }",
        "p { color: var(--x) }",
        "p { --x: red }",
        "p { width: calc(1px + 1px) }",
        "p { margin: -9999px }",
        "p { width: 1e30px }",
        "input { color: red }",
        "body { color: red }",
        "form p { color: red }",
        "input[value^=a] { color: red }",
        "p[title] { color: red }",
        "p:has(input) { color: red }",
        "p:not(.a) { color: red }",
        ":root { color: red }",
        "p::before { color: red }",
        ".retold-report { color: red }",
        "#other p { color: red }",
        "> p { color: red }",
        "+ p { color: red }",
        "p > > b { color: red }",
        "p { color: red</style><script> }",
        "p { font-family: '</style><script>' }",
        "p { font-family: 'a\\\"b' }",
        "<!-- -->",
        "p {",
    ],
)
def test_it_drops_the_rest(css):
    assert safe_css(css) == ""


def test_one_bad_selector_does_not_take_the_others_with_it():
    assert safe_css("p, input, em { color: red }") == ".workskin p, .workskin em { color: red }"


def test_it_is_bounded():
    with pytest.raises(SkinTooLong, match="too long"):
        safe_css("p" * 250_001)
    for css in ("p{color:red}" * 20_000, "(" * 250_000, "p{" * 120_000, "p{color:" + "rgb(" * 60_000, "p,.a " * 49_000):
        began = time.process_time()
        assert len(safe_css(css)) < 200_000
        assert time.process_time() - began < 6  # Several times what it takes alone.


_PIECES = st.sampled_from(
    [
        *("p", ".a", "{", "}", ":", ";", "color", "red", "url(x)", "\\75rl(", "(", ")", "'", '"', "/*", "*/"),
        *("<!--", "</style>", "@import", "#workskin", ",", ">", "!important", "1px", "-", "\\", "\n", " ", "[", "]"),
        *("position", "fixed", "é"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_what_it_gives_is_scoped_and_calls_nowhere(css):
    written = safe_css(css)
    assert not set("<\\@[") & set(written)
    assert "url" not in written.lower() or '"' in written
    for rule in tinycss2.parse_stylesheet(written, skip_whitespace=True):
        assert rule.type == "qualified-rule"
        assert all(part.strip().startswith(".workskin") for part in tinycss2.serialize(rule.prelude).split(","))

"""Addresses that may be linked to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.manuscript.markup import safe_url


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
        ("HTTP://X.Example", "http://x.example/"),
        (" https://x.example/a\n b ", "https://x.example/a%20b"),
        ("https:x.example/a", "https://x.example/a"),
        ("https:\\\\x.example\\a?b\\c", "https://x.example/a?b%5Cc"),
        (
            'https://x.example/[a]|{b}^`"<>',
            "https://x.example/%5Ba%5D%7Cb%7D%5E%60%22%3C%3E".replace("%7Cb", "%7C%7Bb"),
        ),
        ("https://x.example/é?ü#ñ#", "https://x.example/%C3%A9?%C3%BC#%C3%B1%23"),
        ("https://x.example/%zz%41", "https://x.example/%25zz%41"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://ada:secret@x.example:8080/", "https://x.example:8080/"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("https://[::zz]/", None),
        ("https://x.example:99999/", None),
        ("https://x.example:8o/", None),
        ("https://1.2.3.999/", None),
        ("https://x..example/", None),
        ("https://-x.example/", None),
        ("https:///", None),
        ("https://" + "a" * 9000, None),
        ("mailto:ada@x.example?subject=Hi there", "mailto:ada@x.example?subject=Hi%20there"),
        ("mailto:nobody", None),
        ("ftp://x.example/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//x.example/a", None),
        ("a/b", None),
        ("#a", None),
        ("", None),
    ],
)
def test_it_spells_or_refuses(href, expected):
    assert safe_url(href) == expected


def test_a_base_resolves_what_is_relative():
    base = "https://x.example/works/1?view=full"
    assert safe_url("2", base) == "https://x.example/works/2"
    assert safe_url("//y.example/a", base) == "https://y.example/a"
    assert safe_url("/users", base) == "https://x.example/users"
    assert safe_url("a", "javascript:x") is None
    assert safe_url("a", "not a base") is None


@settings(max_examples=300)
@given(st.text(max_size=40).map(lambda rest: f"https://{rest}") | st.text(max_size=40))
def test_what_it_gives_is_plain_and_stable(href):
    address = safe_url(href, "https://x.example/")
    if address is not None:
        assert address.isascii()
        assert not set(address) & set(' <>"`{}|\\^\t\n')
        assert address.split(":")[0] in ("http", "https", "mailto")
        assert safe_url(address) == address

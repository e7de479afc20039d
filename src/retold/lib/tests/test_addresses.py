"""Addresses: two spellings of one are one, and a work's address is found in that of its chapter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.lib.addresses import Place, normal_address, place_of, work_place_of


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a/b",
        "https://www.example.org/a/b/",
        "HTTPS://Example.ORG:443/a/b#end",
        " https://example.org/a/b?utm_source=x ",
        "https://example.org/a/%62",
    ],
)
def test_spellings_of_one_address(address):
    assert place_of(address) == Place("example.org", "/a/b")


def test_what_names_the_page_stays():
    assert normal_address("https://example.org:8080/story.php?no=7&b=") == "example.org:8080/story.php?b=&no=7"


@pytest.mark.parametrize(
    "address", [None, "", "story.html", "mailto:ada@example.org", "https://", "http://[", "ftp://a/b"]
)
def test_what_is_no_web_address_has_no_place(address):
    assert place_of(address) is None
    assert normal_address(address) is None


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://archiveofourown.org/works/12/chapters/34?view_adult=true", "/works/12"),
        ("https://archiveofourown.org/collections/Yule/works/12", "/works/12"),
        ("https://www.fanfiction.net/s/98/3/A-Title", "/s/98"),
        ("https://example.org/story.php?no=7", "/story.php?no=7"),
    ],
)
def test_the_place_of_a_work(address, key):
    place = work_place_of(address)
    assert place is not None
    assert place.key == key


@given(st.text(), st.text(alphabet=st.characters(exclude_characters="/?#")))
def test_anything_at_all_is_answered(address, path):
    place_of(address)
    work_place_of(f"https://example.org/{path}")

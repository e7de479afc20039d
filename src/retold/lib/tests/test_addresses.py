"""Addresses: two spellings of one are one, and a work's address is found in that of its chapter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.lib.addresses import Place, names_one_work, normal_address, place_of, work_place_of


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


@pytest.mark.parametrize(
    ("site", "key", "addresses"),
    [
        (
            "archiveofourown.org",
            "/works/12",
            "https://ao3.org/works/12 http://insecure.archiveofourown.org/works/12/ "
            "https://archive.transformativeworks.org/works/12/chapters/3 https://archiveofourown.org/works/12/navigate "
            "https://download.archiveofourown.org/downloads/12/A.epub "
            "http://archiveofourown.org/downloads/Fe/fenn/12/A.html "
            "https://web.archive.org/web/20140102030405/http://archiveofourown.org/works/12",
        ),
        (
            "fanfiction.net",
            "/s/9",
            "https://m.fanfiction.net/s/9/3/ http://www.fanfiction.net/read.php?chapter=2&storyid=9",
        ),
        ("fimfiction.net", "/story/9", "https://fimfiction.com/story/9 https://www.fimfiction.net/story/9/3/a/b"),
        (
            "royalroad.com",
            "/fiction/9",
            "https://royalroadl.com/fiction/9/a https://www.royalroad.com/fiction/9/a/chapter/1/b",
        ),
        ("wattpad.com", "/story/9", "https://www.wattpad.com/story/9-a https://m.wattpad.com/story/9"),
        (
            "livejournal.com",
            "/fenn_w/9",
            "http://fenn-w.livejournal.com/9.html?nc=3 https://www.livejournal.com/users/fenn_w/9.html",
        ),
        ("dreamwidth.org", "/fenn/9", "https://fenn.dreamwidth.org/9.html?style=site#cutid1"),
        ("tumblr.com", "/fenn/123456", "https://fenn.tumblr.com/post/123456/slug https://www.tumblr.com/fenn/123456"),
        (
            "example.org",
            "/old/viewstory.php?sid=9",
            "http://www.example.org/old/viewstory.php?sid=9&chapter=2&ageconsent=ok",
        ),
        ("squidgeworld.org", "/works/9", "http://www.squidgeworld.org/works/9/chapters/2"),
    ],
)
def test_all_spellings_of_a_work_s_address_are_one(site, key, addresses):
    for address in addresses.split():
        assert work_place_of(address) == Place(site, key), address
        assert names_one_work(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://archiveofourown.org/",
        "https://archiveofourown.org/users/fenn/works",
        "https://archiveofourown.org/series/9",
        "https://www.fanfiction.net/u/12/fenn",
        "https://forums.spacebattles.com/threads/snippets.4711/",
        "https://fenn.example.org/stories/ash.html",
        "http://fenn.livejournal.com/",
        None,
    ],
)
def test_a_page_that_may_be_of_several_works_names_none(address):
    assert not names_one_work(address)


def test_threads_of_a_forum_and_of_comments():
    one = work_place_of("https://forums.spacebattles.com/threads/a-title.9/page-3#post-7")
    assert one == work_place_of("http://forum.spacebattles.com/threads/another.9/reader/")
    entry = "http://meme.livejournal.com/9.html"
    assert len({work_place_of(f"{entry}{end}") for end in ("", "?thread=1", "?thread=2#t2")}) == 3


@given(st.text(), st.text(alphabet=st.characters(exclude_characters="/?#")))
def test_anything_at_all_is_answered(address, path):
    place_of(address)
    for site in (
        "example.org",
        "archiveofourown.org",
        "web.archive.org/web/2014",
        "a.livejournal.com",
        "fenn.tumblr.com",
    ):
        work_place_of(f"https://{site}/{path}")
        names_one_work(f"https://{site}/{path}")

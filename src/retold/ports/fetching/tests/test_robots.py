"""robots.txt as RFC 9309 tells it, and as hostile sites might write it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.ports.fetching import NotAllowed, Unanswered
from retold.ports.fetching.fake import Fake, Recorded
from retold.ports.fetching.robots import robots_of

ORDINARY = b"""\xef\xbb\xbfUser-agent: OtherBot
Disallow: /

User-Agent: *
Disallow: /works?   # searches
Disallow: /private/
Allow: /private/open$
Disallow: /*.epub$
Disallow: /a*b*c
crawl-delay: 7
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/works/1", True),
        ("/works?q=1", False),
        ("/private/x", False),
        ("/private/open", True),
        ("/private/open/more", False),
        ("/x.epub", False),
        ("/x.epub?y", True),
        ("/axxbyyc/z", False),
        ("/axxbyy", True),
        ("/%70rivate/x", False),
    ],
)
def test_rules(path: str, allowed: bool) -> None:
    robots = robots_of(ORDINARY, "Retold")
    assert robots.allow(path) is allowed
    assert robots.delay == 7


def test_a_group_of_our_own_goes_before_everyones() -> None:
    text = b"User-agent: *\nDisallow: /\n\nUser-agent: x\nUser-agent: retold/2\nDisallow: /no\n"
    text += b"User-agent: Retold\nAllow: /no/yes"
    robots = robots_of(text, "Retold")
    assert [robots.allow(path) for path in ("/", "/no", "/no/yes")] == [True, False, True]


@pytest.mark.parametrize("text", [b"", b"Disallow: /", b"<html>404</html>", b"User-agent: *\nDisallow:\n", b"\x00\xff"])
def test_what_forbids_nothing(text: bytes) -> None:
    assert robots_of(text, "Retold").allow("/anything")


def test_a_hostile_pattern_takes_no_time() -> None:
    text = b"User-agent: *\n" + b"Disallow: /" + b"*a" * 200 + b"b$\n" + b"Disallow: /" + b"*a*" * 5000
    robots = robots_of(text, "Retold")
    began = time.process_time()
    robots.allow("/" + "a" * 4000)
    assert time.process_time() - began < 5  # regular expressions take years


@given(st.binary(max_size=300), st.text(max_size=50))
def test_nothing_raises(text: bytes, path: str) -> None:
    robots_of(b"User-agent: *\n" + text, "Retold").allow("/" + path)


@pytest.mark.parametrize(
    ("recorded", "error"),
    [
        (Recorded(b"User-agent: *\nDisallow: /works/"), NotAllowed),
        (Recorded(status=503, headers={"Retry-After": "0"}), None),
        (Recorded(status=500), NotAllowed),
        (Recorded(status=302, headers={"Location": "https://elsewhere.example/robots.txt"}), NotAllowed),
        (Recorded(status=302, headers={"Location": "/robots.txt"}), Unanswered),
    ],
)
def test_a_page_is_asked_for_after_its_robots_alone(recorded: Recorded, error: type[Exception] | None) -> None:
    elsewhere = Recorded(b"User-agent: Retold\nDisallow: /")
    fake = Fake(
        {
            "https://story.example/robots.txt": recorded,
            "https://elsewhere.example/robots.txt": elsewhere,
            "https://story.example/works/1": b"<p>Story.</p>",
        }
    )
    with pytest.raises(error or Exception):
        fake.fetcher().get("https://story.example/works/1")
    assert "https://story.example/works/1" not in fake.asked


def test_a_redirect_to_another_host_asks_its_robots_too() -> None:
    fake = Fake(
        {
            "https://short.example/1": Recorded(status=301, headers={"Location": "https://story.example/works/1"}),
            "https://story.example/robots.txt": b"User-agent: *\nDisallow: /works",
            "https://story.example/works/1": b"<p>Story.</p>",
        }
    )
    with pytest.raises(NotAllowed, match=r"robots\.txt"):
        fake.fetcher().get("https://short.example/1")
    assert fake.asked[-1] == "https://story.example/robots.txt"

"""Works by their addresses, over recorded answers, while no other way out of the program is open."""

from __future__ import annotations

import functools
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from retold.importing import readers
from retold.importing.addresses import with_address
from retold.importing.sites import NotFetched, fanficfare, fetch_work
from retold.importing.sites.known import SITES, site_of
from retold.importing.sites.tests.recordings import (
    ADULT,
    AO3,
    FICWAD,
    NO_DOWNLOADS,
    behind_an_age_gate,
    ficwad,
    otw_work,
    page,
    with_robots,
)
from retold.manuscript.model import Manuscript
from retold.ports.fetching import Budget, Fetcher, Later, NoAnswerLike, NotAllowed, Pages, Unanswered
from retold.ports.fetching.fake import Fake, Recorded

GOLDEN = Path(readers.__file__).parent / "ao3_html" / "golden"
needs_fanficfare = pytest.mark.skipif(find_spec("fanficfare") is None, reason="FanFicFare is an extra")


# What the interpreter itself reports before it leaves the program, from whatever code, in Python or in C.
WAYS_OUT = frozenset(
    {
        *("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"),
        *("socket.gethostbyaddr", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"),
        *("webbrowser.open", "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect"),
    }
)
_closed = False
_went_round: list[str] = []


def _watch(event: str, _: tuple[object, ...]) -> None:
    if _closed and event in WAYS_OUT:
        _went_round.append(event)
        raise AssertionError(f"a request went round the fetcher: {event}")


@functools.cache
def _watched() -> None:
    sys.addaudithook(_watch)  # it stays for as long as the process; `_closed` says when it counts


@pytest.fixture(autouse=True)
def _no_other_way_out() -> Iterator[None]:
    """Whatever would leave the program raises, and is noted should somebody swallow that: all goes by our fetcher."""
    global _closed
    _watched()
    _went_round.clear()
    _closed = True
    try:
        yield
    finally:
        _closed = False
    assert _went_round == []


def fetched(address: str, fetcher: Fetcher, **more: bool) -> Manuscript:
    found = fetch_work(address, fetcher, **more)
    return with_address(readers.read(found.name, found.data), found.address).manuscript


def text(manuscript: Manuscript) -> str:
    return " ".join(chapter.html for chapter in manuscript.chapters)


@needs_fanficfare
def test_the_other_ways_out_are_closed() -> None:
    import requests

    for way in (
        requests.get,
        urllib.request.urlopen,
        lambda address: socket.create_connection(("127.0.0.1", 9)),
        lambda address: socket.socket().connect(("127.0.0.1", 9)),
        lambda address: subprocess.run(["true"], check=False),
    ):
        with pytest.raises(AssertionError, match="went round"):
            way("http://127.0.0.1:9/")
    assert len(_went_round) >= 5
    _went_round.clear()


@needs_fanficfare
@pytest.mark.slow
def test_the_first_request_to_every_site_that_fanficfare_knows_is_ours() -> None:
    from fanficfare import adapters

    examples = [address for _, some in adapters.getSiteExamples() for address in some if address.startswith("http")]
    asked = 0
    for address in sorted(examples):
        fake = Fake({})
        with suppress(NotFetched, NoAnswerLike, NotAllowed, Unanswered):
            fetch_work(address, fake.fetcher(), adult=True)
        asked += len(fake.asked) > 1
    assert asked > 50


@needs_fanficfare
def test_a_site_that_fanficfare_knows() -> None:
    fake = Fake(ficwad())
    work = fetched(f"{FICWAD}/story/700", fake.fetcher())
    assert (work.title, [creator.name for creator in work.creators]) == ("The lamp at the weir", ["Ada Fenn"])
    assert work.source.url == f"{FICWAD}/story/700"
    assert [chapter.title for chapter in work.chapters if "water" in chapter.html or "lit" in chapter.html] == [
        "The water fell",
        "The lamp",
    ]
    assert "<em>water</em> fell" in text(work)
    assert len(work.assets) >= 1
    assert fake.asked[0] == f"{FICWAD}/robots.txt"
    assert sorted(set(fake.asked[1:])) == sorted(ficwad())


@needs_fanficfare
def test_each_page_is_asked_for_once(tmp_path: Path) -> None:
    fake = Fake(ficwad())
    fetched(f"{FICWAD}/story/700", fake.fetcher(pages=Pages(tmp_path)))
    assert len(fake.asked) == len(set(fake.asked))


@needs_fanficfare
def test_the_sites_of_its_own_tests() -> None:
    fake = Fake({})
    work = fetched("http://test1.com?sid=3", fake.fetcher())
    assert work.title == "Test Story Title 3"
    assert len(work.chapters) == 9
    assert fake.asked == []


@needs_fanficfare
def test_an_age_is_confirmed_by_the_keeper_alone() -> None:
    fake = Fake(behind_an_age_gate())
    with pytest.raises(NotFetched, match="old enough") as asked:
        fetched(f"{ADULT}/", fake.fetcher())
    assert asked.value.adult
    assert "lit the lamp" in text(fetched(f"{ADULT}/", fake.fetcher(), adult=True))


@needs_fanficfare
@pytest.mark.parametrize("adult", [False, True])
def test_an_archive_page_by_page_where_it_keeps_its_downloads_from_programs(adult: bool) -> None:
    fake = Fake(with_robots(otw_work(adult=adult), AO3, NO_DOWNLOADS))
    if adult:
        with pytest.raises(NotFetched, match="old enough"):
            fetched(f"{AO3}/works/12", fake.fetcher())
    work = fetched(f"{AO3}/works/12/chapters/34#workskin", fake.fetcher(), adult=adult)
    assert (work.title, work.source.url) == ("The lamp at the weir", f"{AO3}/works/12")
    assert "<em>lamp</em>" in text(work)
    assert not [address for address in fake.asked if "/downloads/" in address]
    assert not [address for address in fake.asked if "view_adult" in address and not adult]


def test_an_archives_own_file_where_it_may_be_had() -> None:
    body = (GOLDEN / "2025_numbered.html").read_bytes()
    named = {"Content-Type": "text/html", "Content-Disposition": 'attachment; filename="A Story.html"'}
    answers = {f"{AO3}/downloads/12/work.html": Recorded(body, headers=named)}
    for address in (f"{AO3}/works/12", "https://www.ao3.org/collections/x/works/0012/chapters/9?y=1"):
        fake = Fake(answers)
        found = fetch_work(address, fake.fetcher())
        assert (found.name, found.data, found.address) == ("A Story.html", body, f"{AO3}/works/12")
        assert fake.asked == [f"{AO3}/robots.txt", f"{AO3}/downloads/12/work.html"]


@needs_fanficfare
def test_a_restricted_work_is_refused_and_no_password_is_sent() -> None:
    sent_away = Recorded(status=302, headers={"Location": "/users/login?restricted=true"})
    answers = otw_work(restricted=True) | {
        f"{AO3}/downloads/12/work.html": sent_away,
        f"{AO3}/users/login?restricted=true": page("<p>Sign in, please.</p>"),
    }
    with pytest.raises(NotFetched, match=r"save|download it in your browser"):
        fetched(f"{AO3}/works/12", Fake(answers).fetcher())


@pytest.mark.parametrize(
    "address",
    [
        "https://www.fanfiction.net/s/123/1/A-Story",
        "http://m.fanfiction.net/s/123/1/",
        "fanfiction.net/s/123",
        "https://www.fictionpress.com/s/1",
        "https://WWW.QUOTEV.COM./story/1",
    ],
)
def test_a_site_that_keeps_programs_out_is_not_asked_at_all(address: str) -> None:
    fake = Fake({})
    with pytest.raises(NotFetched, match=r"bring those files in"):
        fetch_work(address, fake.fetcher())
    assert fake.asked == []


def test_no_site_is_taken_for_another() -> None:
    assert site_of("notfanfiction.net") is None
    assert site_of("fanfiction.net.example") is None
    assert len({host for site in SITES for host in site.hosts}) == sum(len(site.hosts) for site in SITES)


def test_any_other_page_is_read_as_it_is_and_its_address_is_its_source() -> None:
    address = "https://ada.example/stories/weir"
    story = page("<h1>The weir</h1><p>The water fell.</p><p>They lit the lamp.</p>", "The weir")
    work = fetched(address, Fake({address: story}).fetcher())
    assert (work.title, work.source.url, work.source.site) == ("The weir", address, "ada.example")
    assert "The water fell." in text(work)


def test_a_page_cannot_say_that_it_stands_elsewhere() -> None:
    address = "https://ada.example/stories/weir"
    head = '<link rel="canonical" href="https://archiveofourown.org/works/1">'
    forged = page("<p>The water fell.</p>").replace(b"</head>", head.encode() + b"</head>")
    assert fetched(address, Fake({address: forged}).fetcher()).source.url == address


def test_a_book_at_an_address_comes_as_it_is() -> None:
    address = "https://ada.example/weir.txt"
    answer = Recorded(b"The water fell.\n", headers={"Content-Type": "text/plain"})
    found = fetch_work(address, Fake({address: answer}).fetcher())
    assert (found.name, found.data) == ("weir.txt", b"The water fell.\n")
    with pytest.raises(NotFetched, match="picture"):
        fetch_work(address, Fake({address: Recorded(b"x", headers={"Content-Type": "image/png"})}).fetcher())


@needs_fanficfare
def test_a_site_that_forbids_programs_is_heeded() -> None:
    for rule in ("/", "/story/702"):
        fake = Fake(with_robots(ficwad(), FICWAD, f"User-agent: Retold\nDisallow: {rule}".encode()))
        with pytest.raises((NotAllowed, NotFetched)):
            fetched(f"{FICWAD}/story/700", fake.fetcher())


@needs_fanficfare
def test_a_picture_that_cannot_be_had_is_told_of() -> None:
    answers = ficwad() | {f"{FICWAD}/images/stair.png": Recorded(status=403)}
    fetcher = Fake(answers).fetcher()
    work = fetched(f"{FICWAD}/story/700", fetcher)
    assert "fell" in text(work)
    assert list(fetcher.left_out) == [f"{FICWAD}/images/stair.png"]


@needs_fanficfare
@pytest.mark.parametrize("late", [f"{FICWAD}/images/stair.png", f"{FICWAD}/story/702"])
def test_what_is_to_come_later_is_never_left_out(late: str, tmp_path: Path) -> None:
    """FanFicFare goes on without a picture; a turn that ended at one must go on another time all the same."""
    busy = Recorded(status=429, headers={"Retry-After": "900"})
    fake = Fake(
        ficwad() | {late: [busy, ficwad()[late] if isinstance(ficwad()[late], Recorded) else Recorded(ficwad()[late])]}
    )
    with pytest.raises(Later) as later:
        fetched(f"{FICWAD}/story/700", fake.fetcher(budget=_short(), pages=Pages(tmp_path)))
    assert later.value.seconds == 900
    asked = list(fake.asked)
    fake.pass_time(1000)
    work = fetched(f"{FICWAD}/story/700", fake.fetcher(pages=Pages(tmp_path)))
    assert "They lit it again." in text(work)
    assert len(work.assets) >= 1
    assert not set(fake.asked[len(asked) :]) & set(asked) - {late}


def _short() -> Budget:
    import time

    return Budget(until=time.monotonic() + 100)


@needs_fanficfare
@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({}, (NotFetched, NoAnswerLike)),
        ({f"{FICWAD}/story/700": page("<h4>Featured Story</h4>")}, NotFetched),
        ({f"{FICWAD}/story/700": page("<p>We have a new design.</p>")}, NotFetched),
        ({f"{FICWAD}/story/700": page('<div class="blocked">Sign in.</div>')}, NotFetched),
        ({f"{FICWAD}/story/700": Recorded(status=500)}, (NotFetched, NoAnswerLike)),
    ],
    ids=["nothing", "taken down", "another design", "behind a sign-in", "in trouble"],
)
def test_every_failure_is_a_sentence(answers: dict, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"ficwad\.com.*\.$"):
        fetch_work(f"{FICWAD}/story/700", Fake(answers).fetcher())


@needs_fanficfare
def test_what_goes_round_is_refused() -> None:
    from fanficfare import adapters

    fake = Fake({})
    configuration = fanficfare._configuration(f"{FICWAD}/story/700", fake.fetcher(), adult=False)
    adapter = adapters.getAdapter(configuration, f"{FICWAD}/story/700")
    with pytest.raises(NotFetched, match="form"):
        adapter.post_request("https://ficwad.com/account/login", {"username": "x"})
    with pytest.raises(NotAllowed):
        adapter.get_request("file:///etc/passwd")
    with pytest.raises(NotAllowed):
        adapter.get_request("http://127.0.0.1/")
    with pytest.raises(NotAllowed):
        configuration._read_file_opener("file:///etc/passwd")
    assert adapter.story.direct_fetcher is None
    assert configuration.get_fetcher(make_new=True) is configuration.get_fetcher()
    assert fake.asked == []


@needs_fanficfare
def test_no_adapter_of_fanficfare_makes_requests_of_its_own() -> None:
    """Read, not run: the ways out that its code has are the fetchers that we put ours in the place of."""
    import fanficfare as theirs

    root = Path(theirs.__file__).parent
    ways = ("requests.", "urlopen(", "socket.", "http.client", "subprocess", "selenium", "cloudscraper.")
    known = {"geturls.py", "cli.py"}  # for its own command line; never loaded here
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if path.parent.name != "fetchers" and any(way in path.read_text(encoding="utf8") for way in ways)
    }
    loud = {path for path in found if any(_calls(root / path, way) for way in ways)}
    assert loud <= known


def _calls(path: Path, way: str) -> bool:
    lines = (line.strip() for line in path.read_text(encoding="utf8").splitlines())
    return any(way in line and not line.startswith(("#", '"', "'")) and "logger" not in line for line in lines)


def test_without_the_extra_a_sentence_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanficfare, "is_installed", lambda: False)
    fake = Fake(with_robots({}, AO3, NO_DOWNLOADS))
    with pytest.raises(NotFetched, match=r'pip install "retold\[fetch\]"'):
        fetch_work(f"{AO3}/works/12", fake.fetcher())

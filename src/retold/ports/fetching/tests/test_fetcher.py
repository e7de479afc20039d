"""Manners, limits and what is said, over recorded answers."""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip
import threading
import time
import zlib
from pathlib import Path

import pytest

from retold.ports.fetching import Budget, Later, Manners, NoAnswerLike, Pages, Terms, Unanswered
from retold.ports.fetching.bodies import body_of
from retold.ports.fetching.fake import Fake, Recorded

STORY = "https://story.example/works/1"
PAGE = b"<p>It rained.</p>"


def _packed(body: bytes, encoding: str = "gzip") -> Recorded:
    return Recorded(body, headers={"Content-Encoding": encoding})


def test_a_page_comes_with_what_it_says_it_is() -> None:
    disposition = "attachment; filename*=UTF-8''..%2f..%2fA%20Ferry.html"
    fake = Fake({STORY: Recorded(PAGE, headers={"Content-Type": "Text/HTML; x", "Content-Disposition": disposition})})
    answer = fake.fetcher(Terms(version="9", contact="keeper@example.org")).get(STORY)
    assert (answer.body, answer.address, answer.media_type, answer.name) == (PAGE, STORY, "text/html", "A Ferry.html")
    assert fake.sent[-1]["User-Agent"] == "Retold/9 (+keeper@example.org)"
    assert not {"cookie", "authorization", "referer"} & {name.lower() for name in fake.sent[-1]}


def test_requests_to_a_host_keep_their_distance() -> None:
    fake = Fake({f"{STORY}{number}": PAGE for number in range(3)} | {"https://other.example/1": PAGE})
    fetcher = fake.fetcher(Terms(gap=3))
    for number in range(3):
        fetcher.get(f"{STORY}{number}")
    assert fake.slept == [3, 3, 3]  # robots.txt is the first of four
    fetcher.get("https://other.example/1")
    assert fake.slept == [3, 3, 3, 3]  # between its robots.txt and its page alone


def test_a_delay_of_the_sites_own_is_kept() -> None:
    fake = Fake({"https://story.example/robots.txt": b"User-agent: *\nCrawl-delay: 11", STORY: PAGE, f"{STORY}2": PAGE})
    fetcher = fake.fetcher(Terms(gap=1))
    fetcher.get(STORY)
    fetcher.get(f"{STORY}2")
    assert fake.slept == [1, 11]


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("17", 17),
        ("soon", 5),
        ("", 5),
    ],
)
def test_a_site_that_asks_for_patience_gets_it(said: str, wait: float) -> None:
    busy = Recorded(status=429, headers={"Retry-After": said} if said else {})
    fake = Fake({STORY: [busy, Recorded(PAGE)]})
    assert fake.fetcher(Terms(gap=0)).get(STORY).body == PAGE
    assert fake.slept == [pytest.approx(wait, abs=2)]


def test_patience_may_be_a_date() -> None:
    said = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=300))
    fake = Fake({STORY: [Recorded(status=503, headers={"Retry-After": said}), Recorded(PAGE)]})
    fake.fetcher(Terms(gap=0)).get(STORY)
    assert 200 < fake.slept[0] <= 300


def test_waits_double_and_then_the_run_is_over_for_now() -> None:
    fake = Fake({STORY: Recorded(status=503), f"{STORY}2": PAGE})
    fetcher = fake.fetcher(Terms(gap=0))
    with pytest.raises(Later) as later:
        fetcher.get(STORY)
    assert fake.slept == [5, 10]
    assert later.value.seconds == 40
    asked = len(fake.asked)
    with pytest.raises(Later):  # whatever a program in between makes of it, nothing more is asked
        fetcher.get(f"{STORY}2")
    assert (len(fake.asked), fetcher.stopped) == (asked, later.value)


def test_a_wait_beyond_the_runs_time_is_for_the_next_run() -> None:
    fake = Fake({STORY: Recorded(status=429, headers={"Retry-After": "1800"})})
    with pytest.raises(Later) as later:
        fake.fetcher(budget=Budget(until=time.monotonic() + 60)).get(STORY)
    assert later.value.seconds == 1800
    assert fake.slept == [2]


def test_one_at_a_time_over_all_runs_of_a_home(tmp_path: Path) -> None:
    began, over = threading.Event(), threading.Event()

    def holding() -> None:
        with Manners(tmp_path).turn("story.example", 0, 5):
            began.set()
            over.wait(10)

    thread = threading.Thread(target=holding)
    thread.start()
    assert began.wait(10)
    other = Manners(tmp_path)
    with pytest.raises(Later), other.turn("story.example", 0, 0.05):
        pass
    with other.turn("other.example", 0, 0.05):
        pass
    over.set()
    thread.join()
    with other.turn("story.example", 30, 5):
        pass
    with pytest.raises(Later) as later, Manners(tmp_path).turn("story.example", 0, 1):
        pass
    assert later.value.seconds == pytest.approx(30, abs=3)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE), "X-GZIP"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
        (PAGE, "identity"),
    ],
    ids=["gzip", "x-gzip", "deflate", "raw deflate", "identity"],
)
def test_packed_answers_are_unpacked(body: bytes, encoding: str) -> None:
    assert Fake({STORY: _packed(body, encoding)}).fetcher().get(STORY).body == PAGE


def _bomb() -> bytes:
    return gzip.compress(b"\0" * 40_000_000)


@pytest.mark.parametrize(
    "recorded",
    [
        Recorded(b"x" * 2_000_001),
        Recorded(b"x", headers={"Content-Length": "2000001"}),
        _packed(gzip.compress(bytes(range(256)) * 8000)),
        _packed(_bomb()),
        _packed(gzip.compress(PAGE)[:-9]),
        _packed(b"no gzip at all"),
        _packed(PAGE, "br"),
        _packed(gzip.compress(gzip.compress(PAGE)), "gzip, gzip"),
    ],
    ids=["large", "said large", "unpacks large", "bomb", "cut", "not packed", "brotli", "twice"],
)
def test_what_is_too_large_or_cannot_be_unpacked_is_a_sentence(recorded: Recorded) -> None:
    fake = Fake({STORY: recorded})
    with pytest.raises(Unanswered) as refused:
        fake.fetcher(Terms(most_bytes=2_000_000)).get(STORY)
    assert str(refused.value).endswith(".")


def test_all_that_was_packed_is_unpacked() -> None:
    """Several packed one behind the other, what ends on a full step, what comes a byte at a time, and stuffing."""
    whole = bytes(range(256)) * 1024
    bare = zlib.compressobj(9, zlib.DEFLATED, -15)
    for packed, encoding in (
        (gzip.compress(whole[:100_000]) + gzip.compress(whole[100_000:]), "gzip"),
        (gzip.compress(whole) + b"\0" * 100, "gzip"),
        (zlib.compress(whole), "deflate"),
        (bare.compress(whole) + bare.flush(), "deflate"),
    ):
        assert Fake({STORY: _packed(packed, encoding)}).fetcher().get(STORY).body == whole
    tiny = _Drip(gzip.compress(whole))
    assert body_of(tiny, most=1_000_000, host="story.example") == whole


class _Drip:
    """A reply that comes a byte at a time."""

    status = 200

    def __init__(self, body: bytes) -> None:
        self._body = iter(body)

    def header(self, name: str) -> str:
        return "gzip" if name == "Content-Encoding" else ""

    def read(self) -> bytes:
        return bytes(one for one in (next(self._body, None),) if one is not None)

    def close(self) -> None:
        pass


def test_a_body_in_crumbs_takes_no_more_room_than_a_whole_one() -> None:
    import tracemalloc

    class Crumbs(_Drip):
        left = 50_000

        def header(self, name: str) -> str:
            return ""

        def read(self) -> bytes:
            self.left -= 1
            return self.left.to_bytes(4, "big")[2:] if self.left >= 0 else b""

    tracemalloc.start()
    assert len(body_of(Crumbs(b""), most=1_000_000, host="story.example")) == 100_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    import tracemalloc

    fake = Fake({STORY: _packed(_bomb())})
    tracemalloc.start()
    with pytest.raises(Unanswered, match="without end"):
        fake.fetcher().get(STORY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 15_000_000


def test_redirects_end() -> None:
    ring = {f"{STORY}/{n}": Recorded(status=307, headers={"Location": f"/works/1/{(n + 1) % 9}"}) for n in range(9)}
    fake = Fake(ring)
    with pytest.raises(Unanswered, match="more than 5"):
        fake.fetcher().get(f"{STORY}/0")
    assert len(fake.asked) == 1 + 6


def test_a_job_has_an_end() -> None:
    pages = {f"{STORY}{number}": PAGE for number in range(9)}
    fetcher = Fake(pages).fetcher(budget=Budget(requests=4))
    for number in range(3):
        fetcher.get(f"{STORY}{number}")
    with pytest.raises(Unanswered, match="more pages"):
        fetcher.get(f"{STORY}3")
    with pytest.raises(Later):
        Fake(pages).fetcher(budget=Budget(until=time.monotonic() - 1)).get(STORY)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 500, 502, 204, 206, 300])
def test_every_error_is_a_sentence(status: int) -> None:
    fetcher = Fake({STORY: Recorded(status=status)}).fetcher()
    with pytest.raises(NoAnswerLike, match=r"story\.example.*\.$") as refused:
        fetcher.get(STORY)
    assert refused.value.status == status
    assert fetcher.left_out == {STORY: str(refused.value)}


def test_a_later_run_asks_for_nothing_again(tmp_path: Path) -> None:
    fake = Fake({STORY: PAGE, f"{STORY}2": Recorded(b"\n{}\n\x00", headers={"Content-Type": "image/png"})})
    first = fake.fetcher(pages=Pages(tmp_path / "run"))
    answers = [first.get(STORY), first.get(f"{STORY}2")]
    asked = list(fake.asked)
    second = fake.fetcher(pages=Pages(tmp_path / "run"))
    assert [second.get(STORY), second.get(f"{STORY}2")] == answers
    assert fake.asked == asked
    Pages(tmp_path / "run").clear()
    fake.fetcher(pages=Pages(tmp_path / "run")).get(STORY)
    assert len(fake.asked) > len(asked)

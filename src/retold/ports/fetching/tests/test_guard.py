"""Nothing that is not public is ever connected to, however it is spelled."""

from __future__ import annotations

import socket
import threading
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.ports.fetching import Fetcher, Terms, Unfetched, resolving
from retold.ports.fetching.fake import Fake, Recorded
from retold.ports.fetching.guard import is_public, may_connect, networks
from retold.ports.fetching.refusing import NotAllowed
from retold.ports.fetching.targets import Target, target_of
from retold.ports.fetching.tests.sentinels import listening, saying
from retold.ports.fetching.tests.spellings import PRIVATE_4, hosts, numbers

SPELLINGS = sorted(set(hosts()))


def test_there_are_enough_spellings() -> None:
    assert len(SPELLINGS) >= 500


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_reaches_this_machine(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real resolver and the real wire; whatever connects anywhere is noted, and nothing does."""
    connected = []
    connect = socket.socket.connect

    def noting(stream: socket.socket, address: object) -> None:
        connected.append(address)
        connect(stream, address)  # type: ignore[arg-type]

    def no_lookup(host: str, *_: object, **__: object) -> list[object]:
        raise AssertionError(f"{host} was looked up")

    monkeypatch.setattr(socket.socket, "connect", noting)
    monkeypatch.setattr(socket, "getaddrinfo", no_lookup)
    with listening(saying()) as four:
        terms = Terms(gap=0, ports=(80, 443, four.port))
        for host in SPELLINGS:
            for address in (f"{scheme}://{host}/works/1", f"{scheme}://{host}:{four.port}/"):
                with pytest.raises(Unfetched) as refused:
                    Fetcher(terms).get(address)
                assert str(refused.value)[-1] == ".", address
        assert four.came == []
    assert connected == []


def test_no_name_leads_there_either() -> None:
    for number in numbers():
        fake = Fake({"https://story.example/": b"secret"}, names={"story.example": ("93.184.215.14", number)})
        with pytest.raises(NotAllowed, match="not public"):
            fake.fetcher().get("https://story.example/")
        assert fake.asked == []


def test_a_name_is_resolved_once_and_its_number_is_what_is_connected_to() -> None:
    """A name whose answers change between the look and the connection: the second answer is never asked for."""
    with listening(saying()) as sentinel:
        turns = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
        pinned_to = []

        class Wire:
            def open(self, target, pins, headers, deadline):
                pinned_to.append([str(pin) for pin in pins])
                raise ConnectionError

        fetcher = Fetcher(
            Terms(gap=0, ports=(sentinel.port,)), transport=Wire(), resolve=lambda host, port: next(turns)
        )
        with pytest.raises(ConnectionError):
            fetcher.get(f"http://rebinding.example:{sentinel.port}/")
        assert pinned_to == [["93.184.215.14"]]
        with pytest.raises(NotAllowed):
            fetcher.get(f"http://rebinding.example:{sentinel.port}/")
        assert sentinel.came == []


def test_a_resolver_that_says_nothing_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, over = threading.Event(), threading.Event()

    def silent(*_: object, **__: object) -> list[object]:
        asked.set()
        over.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(resolving, "RESOLVE_SECONDS", 0.05)
    with pytest.raises(Unfetched, match="cannot be found"):
        Fetcher(Terms(gap=0)).get("https://story.example/1")
    assert asked.is_set()
    over.set()


def test_no_redirect_leads_there() -> None:
    for host in SPELLINGS:
        sent_on = Recorded(status=302, headers={"Location": f"http://{host}/latest/meta-data"})
        fake = Fake({"https://story.example/1": sent_on}, names=dict.fromkeys(_asked_for(host), ("127.0.0.1",)))
        with pytest.raises(Unfetched):
            fake.fetcher().get("https://story.example/1")
        assert set(fake.asked) <= {"https://story.example/robots.txt", "https://story.example/1"}, host


def _asked_for(host: str) -> list[str]:
    """Names that are names: whoever owns one says where it leads to."""
    try:
        target = target_of(f"http://{host}/")
    except NotAllowed:
        return []
    return [target.host] if target.number is None else []


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://x.example/", "gopher://127.0.0.1:25/_", "data:text/html,x"]
)
def test_no_other_scheme_is_followed_or_taken(location: str) -> None:
    fake = Fake({"https://story.example/1": Recorded(status=301, headers={"Location": location})})
    for address in ("https://story.example/1", location, "//story.example/1", "story.example/1", "javascript:alert(1)"):
        with pytest.raises(NotAllowed):
            fake.fetcher().get(address)


@pytest.mark.parametrize(
    ("address", "host", "path"),
    [
        (
            "https://archiveofourown.org/works/1?view_full_work=true#x",
            "archiveofourown.org",
            "/works/1?view_full_work=true",
        ),
        ("HTTPS://Example.COM", "example.com", "/"),
        ("http://example.com.:80/a b/é", "example.com", None),
        ("https://bücher.example/ü?q=ü", "xn--bcher-kva.example", "/%C3%BC?q=%C3%BC"),
        ("https://93.184.215.14/%7Ex", "93.184.215.14", "/%7Ex"),
        ("https://[2606:2800:21F::1]:443/", "2606:2800:21f::1", "/"),
    ],
)
def test_plain_addresses_are_read(address: str, host: str, path: str | None) -> None:
    if path is None:
        with pytest.raises(NotAllowed):
            target_of(address)
        address, path = address.replace("a b", "a%20b"), "/a%20b/%C3%A9"
    target = target_of(address)
    assert (target.host, target.path) == (host, path)


@given(st.text(max_size=40), st.sampled_from(["", "http://", "https://", "http://127.0.0.1@", "http://["]))
def test_any_text_is_a_target_or_a_sentence(text: str, before: str) -> None:
    try:
        target = target_of(before + text)
    except NotAllowed:
        pass
    else:
        assert isinstance(target, Target)
        assert target_of(target.address) == target
        target.address.encode("ascii")


def test_the_registry_of_special_networks_is_held() -> None:
    assert not any(is_public(ip_address(number)) for number in numbers())
    public = ["1.1.1.1", "93.184.215.14", "100.128.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "2001:200::1"]
    assert all(is_public(ip_address(number)) for number in public)


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_not_public_to_us(number) -> None:
    assert not (is_public(number) and (number.is_private or number.is_multicast or number.is_loopback))


@given(st.ip_addresses(v=6))
def test_nor_in_ipv6(number) -> None:
    assert not (is_public(number) and (number.is_private or number.is_multicast or number.sixtofour or number.teredo))


def test_the_keeper_may_allow_a_network() -> None:
    allowed = networks(["192.168.7.0/24", "fd00::/8"])
    assert may_connect(ip_address("192.168.7.9"), allowed)
    assert may_connect(ip_address("fd12::9"), allowed)
    assert not any(may_connect(ip_address(number), allowed) for number in PRIVATE_4)

"""A fetcher that replays recorded answers: for tests of everything above, without a network.

The guard, robots.txt, redirects, limits and manners are the real ones; only the resolver, the wire and the clock are
replaced.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from retold.ports.fetching.connecting import Reply
from retold.ports.fetching.fetcher import Budget, Fetcher, Terms
from retold.ports.fetching.guard import Address
from retold.ports.fetching.manners import Manners
from retold.ports.fetching.pages import Pages
from retold.ports.fetching.targets import Target

PUBLIC = "93.184.215.14"


@dataclass(frozen=True)
class Recorded:
    """One answer as a site gave it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


@dataclass
class Fake:
    """Recorded answers by address; several for one address are given in turn, the last again and again.

    What is not recorded answers 404. `asked` lists the addresses in the order of the requests, `sent` their headers,
    `slept` every wait that manners asked for. `names` says where names lead to; others lead to one public address.
    """

    answers: Mapping[str, bytes | Recorded | Sequence[Recorded]]
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: list[Mapping[str, str]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    _clock: float = 1_700_000_000.0

    def fetcher(
        self, terms: Terms | None = None, *, budget: Budget | None = None, pages: Pages | None = None
    ) -> Fetcher:
        """A fetcher that asks nobody else."""
        manners = Manners(now=lambda: self._clock, sleep=self._sleep)
        return Fetcher(
            terms or Terms(), budget=budget, transport=self, resolve=self._resolve, manners=manners, pages=pages
        )

    def pass_time(self, seconds: float) -> None:
        """Let the clock of manners go on."""
        self._clock += seconds

    def open(self, target: Target, pins: Sequence[Address], headers: Mapping[str, str], deadline: float) -> Reply:
        """The next recorded answer for the address."""
        assert pins
        assert deadline > time.monotonic() - 1
        recorded = self.answers.get(target.address, Recorded(status=404))
        turn = self.asked.count(target.address)
        self.asked.append(target.address)
        self.sent.append(headers)
        if isinstance(recorded, bytes):
            return _FakeReply(Recorded(recorded))
        return _FakeReply(recorded if isinstance(recorded, Recorded) else recorded[min(turn, len(recorded) - 1)])

    def _resolve(self, host: str, _port: int) -> Sequence[str]:
        return self.names.get(host, (PUBLIC,))

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._clock += seconds


class _FakeReply:
    def __init__(self, recorded: Recorded) -> None:
        self.status = recorded.status
        self._headers = {name.lower(): value for name, value in recorded.headers.items()}
        self._body = recorded.body

    def header(self, name: str) -> str:
        return self._headers.get(name.lower(), "")

    def read(self) -> bytes:
        piece, self._body = self._body[:65536], self._body[65536:]
        return piece

    def close(self) -> None:
        self._body = b""

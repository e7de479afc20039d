"""The one fetcher of the whole program: guarded, polite, bounded (docs/decisions/0010-one-fetcher.md)."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from retold.ports.fetching.bodies import ENCODINGS, body_of
from retold.ports.fetching.connecting import Reply, Transport, Wire
from retold.ports.fetching.guard import Network
from retold.ports.fetching.manners import Manners
from retold.ports.fetching.pages import Answer, Pages
from retold.ports.fetching.refusing import Later, NoAnswerLike, NotAllowed, Unanswered, Unfetched
from retold.ports.fetching.resolving import Resolver, by_system, pinned
from retold.ports.fetching.robots import MOST_READ, NOBODY, Robots, robots_of
from retold.ports.fetching.targets import Target, next_target, target_of

PRODUCT = "Retold"
MOST_REDIRECTS = 5
MOST_TRIES = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ASK_LATER = frozenset({429, 503})
_FIRST_WAIT = 5.0
_LONGEST_WAIT = 3600.0
_FILE_NAME = re.compile(r"""filename\*?=(?:[Uu][Tt][Ff]-8'[^']*')?"?([^";]+)""")


@dataclass(frozen=True)
class Terms:
    """What the keeper set: how to be reached, how much, how often, and what besides the open internet.

    `answer_seconds` is for one answer; `gap` the seconds between two requests to a host.
    """

    version: str = "0"
    contact: str = ""
    most_bytes: int = 50_000_000
    gap: float = 2.0
    answer_seconds: float = 60.0
    ports: Collection[int] = (80, 443)
    networks: tuple[Network, ...] = ()

    @property
    def user_agent(self) -> str:
        """Who we say that we are: the program's name, and how its keeper can be reached."""
        return f"{PRODUCT}/{self.version}" + (f" (+{self.contact})" if self.contact else "")


@dataclass
class Budget:
    """What one job may use up: requests, `size` in bytes, and time: `until`, by the clock of `time.monotonic`."""

    requests: int = 1500
    size: int = 300_000_000
    until: float = field(default_factory=lambda: time.monotonic() + 600)

    def left(self) -> float:
        """The seconds that are left."""
        return self.until - time.monotonic()

    def take(self, body: bytes) -> None:
        """Count a body that came."""
        self.size -= len(body)


class Fetcher:
    """Fetches pages for one job. Follows redirects, keeps no cookies, sends no form and no password.

    `stopped` is what ended the run: once it is set, nothing more is asked for. A program between us and the person may
    swallow what is raised, so whoever runs a job looks there. `left_out` holds what could not be had, with the reason.
    """

    def __init__(
        self,
        terms: Terms,
        *,
        budget: Budget | None = None,
        transport: Transport | None = None,
        resolve: Resolver = by_system,
        manners: Manners | None = None,
        pages: Pages | None = None,
    ) -> None:
        """`pages` keeps what was fetched from one run of the job to the next."""
        self.terms = terms
        self.stopped: Unfetched | None = None
        self.left_out: dict[str, str] = {}
        self._budget = budget or Budget()
        self._transport, self._resolve = transport or Wire(), resolve
        self._manners = manners or Manners()
        self._pages = pages
        self._robots: dict[str, Robots] = {}
        if pages is not None:
            count, size = pages.size()
            self._budget.requests -= count
            self._budget.size -= size

    def get(self, address: str, *, accept: str = "*/*") -> Answer:
        """The answer at an address.

        Raises NotAllowed, Unanswered, NoAnswerLike or Later, each with a sentence.
        """
        if self.stopped is not None:
            raise self.stopped
        try:
            return self._found(address) or self._fetched(address, accept)
        except Later as later:
            self.stopped = later
            raise
        except Unfetched as refusal:
            self.left_out[address] = str(refusal)
            raise

    def _found(self, address: str) -> Answer | None:
        return self._pages.find(address) if self._pages is not None else None

    def _fetched(self, address: str, accept: str) -> Answer:
        target = target_of(address, ports=self.terms.ports)
        answer = self._followed(target, accept, ask_robots=True)
        if self._pages is not None:
            self._pages.keep(address, answer)
        return answer

    def _followed(self, target: Target, accept: str, *, ask_robots: bool) -> Answer:
        """The answer behind at most five redirects, each of which is looked at like the first address."""
        for _ in range(MOST_REDIRECTS + 1):
            if ask_robots and not self.robots(target).allow(target.path):
                raise NotAllowed(
                    f"{target.host} asks programs not to fetch this page (its robots.txt says so); "
                    "save the page in your browser and bring that file in."
                )
            answer = self._tried(target, accept)
            if isinstance(answer, Answer):
                return answer
            target = answer
        raise Unanswered(
            f"{target.host} sent us on more than {MOST_REDIRECTS} times; look whether the address is right."
        )

    def _tried(self, target: Target, accept: str) -> Answer | Target:
        """One step, tried again where the site asks for patience."""
        for attempt in range(MOST_TRIES):
            answer = self._asked(target, accept)
            if not isinstance(answer, float):
                return answer
            wait = answer if answer >= 0 else _FIRST_WAIT * 2**attempt
            self._manners.rest(target.host, wait)
        wait = max(wait, _FIRST_WAIT * 2**MOST_TRIES)
        raise Later(f"{target.host} asks for patience; it is tried again later.", wait)

    def _asked(self, target: Target, accept: str) -> Answer | Target | float:
        """What one request came to: an answer, where to go on, or the seconds to wait (-1: not said)."""
        self._allow_one_more()
        pins = pinned(target, self._resolve, self.terms.networks)
        gap = self.terms.gap
        if target.origin in self._robots:
            gap = max(gap, self._robots[target.origin].delay or 0)
        headers = {"User-Agent": self.terms.user_agent, "Accept": accept, "Accept-Encoding": ENCODINGS}
        with self._manners.turn(target.host, gap, self._budget.left()):
            deadline = time.monotonic() + max(1.0, min(self.terms.answer_seconds, self._budget.left()))
            reply = self._transport.open(target, pins, headers, deadline)
            try:
                return self._taken(target, reply)
            finally:
                reply.close()

    def _allow_one_more(self) -> None:
        if self._budget.left() <= 0:
            raise Later("The time for this run is over; it goes on by itself.", 0)
        if self._budget.requests <= 0 or self._budget.size <= 0:
            raise Unanswered("This work has more pages than are fetched for one; bring it in as a file.")
        self._budget.requests -= 1

    def _taken(self, target: Target, reply: Reply) -> Answer | Target | float:
        status = reply.status
        if status in _REDIRECTS and reply.header("Location"):
            return next_target(target, reply.header("Location"), ports=self.terms.ports)
        if status in _ASK_LATER:
            return _patience(reply.header("Retry-After"))
        if status != 200:
            raise NoAnswerLike(_error_words(target.host, status), status)
        most = min(self.terms.most_bytes, max(self._budget.size, 1))
        body = body_of(reply, most=most, host=target.host)
        self._budget.take(body)
        return Answer(target.address, body, _media_type(reply.header("Content-Type")), _name(reply))

    def robots(self, target: Target) -> Robots:
        """What the robots.txt of the target's site says; where it cannot be had now, nothing is allowed."""
        known = self._robots.get(target.origin)
        if known is None:
            known = self._robots[target.origin] = self._robots_asked(target)
        return known

    def _robots_asked(self, target: Target) -> Robots:
        address = target.origin + "/robots.txt"
        found = self._found(address)
        if found is None:
            try:
                found = self._followed(target_of(address, ports=self.terms.ports), "text/plain", ask_robots=False)
            except NoAnswerLike as error:
                if error.status >= 500:
                    return NOBODY
                found = Answer(address, b"")  # RFC 9309: a site without one allows everything
            if self._pages is not None:
                self._pages.keep(address, found)
        return robots_of(found.body[:MOST_READ], PRODUCT)


def _patience(said: str) -> float:
    """Seconds that a Retry-After asks for, as a number or a date."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), _LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return -1.0
    until = until if until.tzinfo else until.replace(tzinfo=dt.UTC)
    return min(max((until - dt.datetime.now(dt.UTC)).total_seconds(), 0.0), _LONGEST_WAIT)


def _media_type(said: str) -> str:
    return said.partition(";")[0].strip().lower()


def _name(reply: Reply) -> str:
    """The file name that the site gives, without any folder."""
    found = _FILE_NAME.search(reply.header("Content-Disposition"))
    name = unquote(found[1].strip()) if found else ""
    return re.sub(r"[\x00-\x1f]", "", name).replace("\\", "/").rpartition("/")[2][:200]


_SAVE_IT = "save the page in your browser and bring that file in."
_STATUS_WORDS: Mapping[int, str] = {
    401: f"{{host}} shows this page only to people who are signed in; {_SAVE_IT}",
    403: f"{{host}} does not give this page to programs, or only to people who are signed in; {_SAVE_IT}",
    404: "There is nothing at this address on {host}; look whether it is right, or was taken down.",
    410: "What was at this address was taken down from {host}.",
    451: f"{{host}} may not show this page here, for reasons of law; {_SAVE_IT}",
}


def _error_words(host: str, status: int) -> str:
    if status in _STATUS_WORDS:
        return _STATUS_WORDS[status].format(host=host)
    if status >= 500:
        return f"{host} is in trouble just now ({status}); try it later."
    return f"{host} did not give this page ({status}); {_SAVE_IT}"

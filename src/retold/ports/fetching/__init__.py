"""Requests to the outside: one guarded, polite, bounded fetcher, and whatever wants a page asks it.

`Fetcher(terms).get(address)` gives an `Answer` or raises `Unfetched` with a sentence. `fake.Fake` replays recorded
answers for tests.
"""

from __future__ import annotations

from retold.ports.fetching.connecting import Wire
from retold.ports.fetching.fetcher import Budget, Fetcher, Terms
from retold.ports.fetching.guard import Network, networks
from retold.ports.fetching.manners import Manners
from retold.ports.fetching.pages import Answer, Pages
from retold.ports.fetching.refusing import Later, NoAnswerLike, NotAllowed, Unanswered, Unfetched
from retold.ports.fetching.targets import Target, target_of

__all__ = [
    "Answer",
    "Budget",
    "Fetcher",
    "Later",
    "Manners",
    "Network",
    "NoAnswerLike",
    "NotAllowed",
    "Pages",
    "Target",
    "Terms",
    "Unanswered",
    "Unfetched",
    "Wire",
    "networks",
    "target_of",
]

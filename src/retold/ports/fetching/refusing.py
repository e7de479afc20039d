"""Why a request was not made, or its answer not taken: one sentence for the person who asked."""

from __future__ import annotations


class Unfetched(Exception):
    """Nothing was fetched; the message is one sentence that says why and what to do."""

    is_for_people = True


class NotAllowed(Unfetched):
    """The address must not be asked: its spelling, where it leads to, or what the site says in its robots.txt."""


class Unanswered(Unfetched):
    """The site could not be reached, or what it answered could not be taken."""


class Later(Unfetched):
    """Not now: the site asked for patience, or the time of this run is over. `seconds` says when to ask again."""

    def __init__(self, sentence: str, seconds: float) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class NoAnswerLike(Unfetched):
    """The site answered with an error of HTTP; `status` says which."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status

"""A credit as a family found it: the fields, and the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retold.manuscript.credits.phrases import Match
from retold.manuscript.credits.trailing import Work
from retold.manuscript.model import Credit

_DEFAULT_MEDIUM = {
    "title_from": "song", "retells": "other", "prompt_from": "prompt", "written_for": "event", "gift_for": "person",
    "remix_of": "fanfic", "podfic_of": "fanfic", "translation_of": "fanfic", "sequel_to": "fanfic",
    "companion_to": "fanfic", "beta_by": "person", "thanks_to": "person",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One credit and its evidence: `start` and `end` are places in the note."""

    kind: str
    start: int
    end: int
    medium: str | None = None
    title: str | None = None
    creator: str | None = None
    place: str | None = None
    url: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two credits of a note one."""
        return self.kind, plain(self.title), "" if self.title else plain(self.creator)

    def credit(self, note: str) -> Credit:
        """The credit as the Manuscript keeps it."""
        medium = self.medium or _DEFAULT_MEDIUM.get(self.kind, "other")
        return Credit(self.kind, medium, self.title, self.creator, self.place, self.url, note[self.start : self.end])


def plain(text: str | None) -> str:
    """Letters and digits of a name in lower case."""
    return re.sub(r"[\W_]+", "", (text or "").lower())


def found_at(match: Match, kind: str, start: int, end: int, **fields: str | None) -> Found:
    """A credit whose evidence is the tokens `start` to `end` (exclusive) of the match's sentence."""
    tokens = match.sentence.tokens
    end = max(end, start + 1)
    return Found(kind, tokens[start].start, tokens[min(end, len(tokens)) - 1].end, **fields)


def from_work(match: Match, kind: str, work: Work) -> Found:
    """The credit that a phrase gives for a source it read."""
    told = "tv" if match.phrase.gives in ("points", "post", "points_in") else None
    return found_at(
        match, kind, match.start, max(match.end, work.end), medium=work.medium or match.phrase.medium or told,
        title=work.title, creator=work.creator, place=work.place, url=work.url,
    )  # fmt: skip

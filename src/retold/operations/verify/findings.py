"""What a look at an archive found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Told how far a look has come: what is being looked at, how much of it was, of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Damage:
    """One thing that is not as it should be, in a sentence, with the works that it belongs to.

    `kind` is database, kept_file, text, work or file; `thing` its name (a digest, a page's number, a path); `works`
    are pairs of a public id and a title. `repaired` says that it was put right since.
    """

    kind: str
    thing: str
    sentence: str
    works: tuple[tuple[str, str], ...] = ()
    repaired: bool = False

    def to_json(self) -> dict[str, Any]:
        """As `verify --json` prints it."""
        works = [{"work": work, "title": title or None} for work, title in self.works]
        return {
            "kind": self.kind,
            "thing": self.thing,
            "sentence": self.sentence,
            "works": works,
            "repaired": self.repaired,
        }


@dataclass(frozen=True)
class Findings:
    """Everything that was found, and how much was looked at."""

    damage: tuple[Damage, ...]
    looked_at: dict[str, int]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong any more."""
        return all(thing.repaired for thing in self.damage)

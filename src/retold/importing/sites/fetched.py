"""What a fetch by address comes to: one file, as if it had been brought; or a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fetched:
    """A file: its name, its bytes as they came, and the work's own address."""

    name: str
    data: bytes
    address: str


class NotFetched(Exception):
    """The work is not fetched, for the reason that the message says. `adult`: a word of the keeper's would do."""

    is_for_people = True

    def __init__(self, sentence: str, *, adult: bool = False) -> None:
        super().__init__(sentence)
        self.adult = adult

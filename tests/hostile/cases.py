"""What one hostile file is, and the whole list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

OUTSIDE = "http://192.0.2.1/hostile"  # an address of documentation (RFC 5737): nobody is there
SECRET_FILE = "file:///etc/passwd"
SECRET = "root:x:0:0"
STORY = "The lamp was out for nine winters, and by ten nobody could say who had lit it. "
PROSE = STORY * 12

# "partly": what is sound in a ZIP is read, what is not is refused.
Outcome = Literal["refused", "partly", "read", "either"]


@dataclass(frozen=True)
class Case:
    """One hostile file: how it is called, how it is made, and whether it must be refused or read."""

    name: str
    file_name: str
    build: Callable[[], bytes]
    outcome: Outcome = "either"


def all_cases() -> Iterator[Case]:
    """Every hostile file, in a fixed order; the names are unique."""
    from tests.hostile import archives, markup, pictures, texts

    seen: set[str] = set()
    for room in (archives, markup, pictures, texts):
        for case in room.cases():
            assert case.name not in seen, case.name
            seen.add(case.name)
            yield case

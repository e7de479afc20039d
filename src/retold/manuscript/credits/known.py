"""Common knowledge: which medium a well-known maker works in, what a well-known title is, where one ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retold.manuscript.credits.known_makers import MAKERS
from retold.manuscript.credits.known_works import WORKS
from retold.manuscript.credits.tokens import word_set

# Titles that are everyday words: in lower case they are taken for those.
_EVERYDAY = word_set(
    "house lost friends angel frozen merlin portal halo alien",
    "aliens rent wicked bones castle chuck suits alias reign",
    "rome skins misfits grimm arrow gotham guardian labyrinth",
    "inception changes emma persuasion warriors ward worm pact",
    "twig up brave avatar troy logan solo eclipse faust inferno ulysses orlando rebecca maurice foundation brothers",
    "community scrubs loki wednesday severance succession er dh",
    "hp six cats heathers waitress yesterday imagine creep hurt",
    "africa heroes howl emma destiny fallout sonic mario",
    "kirby robin magi nana loveless gravitation claymore robin venom",
    "hercules vikings spartacus spooks hustle luther primeval",
    "voyager picard andromeda homecoming oneshot celeste nier",
    "carry shameless miraculous korra hades stardust peanuts",
    "matilda oblivion dishonored uncharted diablo touhou druck",
    "psych hawkeye transformers inferno thor mulan moana tangled",
    "serenity dollhouse primeval 24 911 1984 tos tng tron",
    "metroid nikita homeland skam evita dune twilight",
    "divergent charmed hamilton sandman bleach supernatural",
)
_MOST_WORDS = 8


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


_MEDIUM_OF_MAKER = {_plain(name): medium for medium, line in MAKERS.items() for name in line.split("|")}
_MEDIUM_OF_WORK = {_plain(name): medium for medium, line in WORKS.items() for name in line.split("|")}
_FIRST_NAMES = frozenset(name.split()[0] for name in _MEDIUM_OF_MAKER if name)
_OPENINGS = frozenset(title.split()[0] for title in _MEDIUM_OF_WORK)


def medium_of_name(name: str | None) -> str | None:
    """The medium that a well-known maker works in, or None."""
    plain = _plain(name or "")
    return _MEDIUM_OF_MAKER.get(plain) or _MEDIUM_OF_MAKER.get(plain.removeprefix("the "))


def medium_of_title(title: str | None) -> str | None:
    """The medium of a well-known work, or None."""
    plain = _plain(title or "")
    return _MEDIUM_OF_WORK.get(plain) or _MEDIUM_OF_WORK.get(plain.removeprefix("the "))


def known_title_end(lows: Sequence[str], at: int) -> int:
    """Where the longest well-known title that begins at a word ends; `at` if none begins there.

    `lows` are a sentence's tokens in lower case.
    """
    if at >= len(lows) or (_plain(lows[at]).split() or [""])[0] not in _OPENINGS:
        return at
    for end in range(min(at + _MOST_WORDS + 2, len(lows)), at, -1):
        if lows[end - 1][:1].isalnum() and _plain(" ".join(lows[at:end]).replace(" 's", "'s")) in _MEDIUM_OF_WORK:
            return end
    return at


def known_name_end(lows: Sequence[str], at: int) -> int:
    """Where the longest well-known maker's name that begins at a word ends; `at` if none begins there."""
    if at >= len(lows) or (_plain(lows[at]).split() or [""])[0] not in _FIRST_NAMES:
        return at
    for end in range(min(at + 5, len(lows)), at, -1):
        if lows[end - 1][:1].isalnum() and _plain(" ".join(lows[at:end])) in _MEDIUM_OF_MAKER:
            return end
    return at


def is_unmistakable(title: str) -> bool:
    """Whether a known title is one even in lower case: "harry potter", not "house"."""
    plain = _plain(title)
    return plain in _MEDIUM_OF_WORK and plain not in _EVERYDAY and len(plain) > 3

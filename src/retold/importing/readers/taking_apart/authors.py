"""One string that names several creators -> each of them, as written; a name that holds a comma itself stays whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retold.lib.folding import fold
from retold.lib.patterns import lazy

# What follows a comma and belongs to the name before it.
_SUFFIX = lazy(
    r"(?:jr|sr|jnr|snr|esq|ph\.?d|m\.?d|d\.?d|b\.?a|m\.?a|ll\.?d|[ivx]{1,4}|[23]rd|2nd|4th)\.?", re.IGNORECASE
)
_COMMA = lazy(r"\s*[,，、;；]\s+|\s*[，、；]\s*")
_AND = lazy(r"\s+(?:&|and|und|et|y|и)\s+(?=\S)", re.IGNORECASE)
_AMPERSAND = lazy(r"\s+&\s+")
_ACCOUNT = lazy(r"\S+.*\s\([^()\s][^()]*\)")
_HANDLE = lazy(r"[^\s]*[a-z][^\s]*[A-Z0-9_][^\s]*|[^\s]*[0-9_][^\s]*|[a-z][^\s]*")
_PARTICLES = frozenset(
    ("van", "von", "de", "der", "den", "del", "di", "da", "du", "la", "le", "al", "el", "bin", "ibn")
)


def names_in(written: str, *, sorted_as: str = "", is_one: bool = False) -> tuple[str, ...]:
    """The names in a string of creators, each as written: "b (a), c" -> "b (a)" and "c".

    `sorted_as` is how the file sorts the string, `is_one` whether it says that this is one name. In doubt it is one:
    a name cut in two is lost, two names in one can still be parted by a person.
    """
    written = " ".join(written.split())
    if is_one or _is_turned_round(written, sorted_as):
        return (written,) if written else ()
    pieces = _with_suffixes(_pieces(_COMMA, written))
    if len(pieces) > 1:
        pieces = [*pieces[:-1], *_last(pieces[-1])]
        return tuple(pieces) if _are_names(pieces) else (written,)
    return tuple(_joined_by_and(written, sorted_as))


def _pieces(joint: re.Pattern[str], written: str) -> list[str]:
    """The pieces between joints that stand outside brackets."""
    found, start, depth = [], 0, 0
    joints = {match.start(): match.end() for match in joint.finditer(written)}
    for at, letter in enumerate(written):
        depth += (letter in "([") - (letter in ")]" and depth > 0)
        if depth == 0 and at in joints and at >= start:
            found.append(written[start:at].strip())
            start = joints[at]
    found.append(written[start:].strip())
    return found


def _is_turned_round(written: str, sorted_as: str) -> bool:
    """Whether the file has "Surname, Name" both for showing and for sorting: one name, turned round."""
    return "," in written and written.count(",") == 1 and fold(written) == fold(sorted_as)


def _with_suffixes(pieces: Sequence[str]) -> list[str]:
    """ "Ada Fenn", "Jr." -> "Ada Fenn, Jr."."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.fullmatch(piece):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def _last(piece: str) -> list[str]:
    """ "a, b, and c": the word before the last name is none of it."""
    return [re.sub(r"^(?:and|und|et|y|и|&)\s+", "", piece, flags=re.IGNORECASE)]


def _are_names(pieces: Sequence[str]) -> bool:
    """Whether pieces between commas are names in their own right, and not "Surname, Name"."""
    if not all(pieces):
        return False
    if len(pieces) > 2 or any(_ACCOUNT.fullmatch(piece) for piece in pieces):
        return True
    first, second = pieces
    if first.split()[0].casefold() in _PARTICLES:
        return False
    if " " in first and " " in second:
        return True
    return any(_HANDLE.fullmatch(piece) and piece.casefold() not in _PARTICLES for piece in pieces)


def _joined_by_and(written: str, sorted_as: str) -> list[str]:
    """Two names joined by "and": each of two words or with its account, or sorted as two by the file itself."""
    pieces = _pieces(_AND, written)
    if len(pieces) < 2 or not all(pieces):
        return [written] if written else []
    sorts_several = len(_pieces(_AMPERSAND, sorted_as)) == len(pieces)
    whole = all(_ACCOUNT.fullmatch(piece) or (" " in piece and piece[0].isupper()) for piece in pieces)
    return pieces if whole or sorts_several else [written]

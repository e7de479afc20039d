"""Public ids: 60 random bits, written as 12 letters of Crockford's base 32, and as a UUID for what leaves.

Counted ids would give away the order of anonymous posts and let an archive be copied by counting (design.md).
"""

from __future__ import annotations

import secrets
import uuid

BITS = 60
ARCHIVE_BITS = 62
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"o": 0, "i": 1, "l": 1}
_LETTERS = BITS // 5


def new_pid() -> int:
    """A new public id: 60 random bits, never 0."""
    return secrets.randbelow(2**BITS - 1) + 1


def letters(pid: int) -> str:
    """The id as 12 letters, as addresses show it. Raises ValueError for what is no 60-bit number."""
    if not 0 <= pid < 2**BITS:
        raise ValueError(f"{pid} is no public id: it takes {BITS} bits.")
    return "".join(_ALPHABET[pid >> shift & 31] for shift in range(BITS - 5, -5, -5))


def number(name: str) -> int:
    """The id that 12 letters stand for, read as people type them: capitals, o for 0, i and l for 1.

    Raises ValueError for anything else.
    """
    values = [_VALUES.get(letter) for letter in name.lower()]
    if len(values) != _LETTERS or None in values:
        raise ValueError(f"{name!r} is no public id: it takes {_LETTERS} letters and digits.")
    pid = 0
    for value in values:
        pid = pid << 5 | (value or 0)
    return pid


def new_archive_number() -> int:
    """A new archive's own number: 62 random bits, never 0."""
    return secrets.randbelow(2**ARCHIVE_BITS - 1) + 1


def uuid_of(pid: int, archive: int) -> uuid.UUID:
    """The UUID (version 8, RFC 9562) of a thing of an archive: the archive's 62 bits, then the id's 60."""
    bits = archive << BITS | pid
    high, low = bits >> 62, bits & (2**62 - 1)
    return uuid.UUID(int=(high >> 12) << 80 | 8 << 76 | (high & 0xFFF) << 64 | 2 << 62 | low)


def pid_in(identifier: uuid.UUID, archive: int) -> int | None:
    """The public id that a UUID was made from, or None where it is not of this archive."""
    value = identifier.int
    if value >> 76 & 15 != 8 or value >> 62 & 3 != 2:
        return None
    high = (value >> 80) << 12 | value >> 64 & 0xFFF
    bits = high << 62 | value & (2**62 - 1)
    return bits & (2**BITS - 1) if bits >> BITS == archive else None

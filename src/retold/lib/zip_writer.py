"""ZIP archives whose bytes depend on nothing but what is put into them, from pieces that may be deflated already.

A member is made of pieces. A plain piece is deflated here; a `Deflated` piece was deflated earlier (raw DEFLATE
ended by a full flush, so that any stream may follow it) and is copied as it is, its CRC-32 combined with that of
its neighbours. Layout: PKWARE APPNOTE 6.3.10, §4.3. Not ZIP64: archives stay under 4 GiB and 65,535 members.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_STORED, _DEFLATED = 0, 8
_NAME_IS_UTF8 = 0x800
_VERSION = 20  # 2.0: deflate and folders
_MADE_BY_UNIX = 3 << 8
_READABLE = 0o100644 << 16
_LAST_PIECE = b"\x03\x00"  # an empty final block, which ends a stream of flushed pieces
_SEAL = b"sha256 of all before: "
_SEAL_DIGITS = 64
_SHORT = 4_096  # bytes; for so few, laying out the deflater's tables would cost more than deflating
_POLYNOMIAL = 0xEDB88320  # CRC-32, bits reversed


class TooLarge(ValueError):
    """What was asked for does not fit into a ZIP archive without the 64-bit extension."""


@dataclass(frozen=True)
class Deflated:
    """Bytes kept deflated: `body` is raw DEFLATE ended by a full flush; `crc` and `size` are of the bytes inflated.

    `inflated` may hold those bytes where they are at hand: going over them costs less than combining checksums.
    """

    body: bytes
    crc: int
    size: int
    inflated: bytes | None = None


@dataclass(frozen=True)
class Member:
    """One file of an archive: its path, and the pieces that its content is made of, in order."""

    name: str
    pieces: tuple[bytes | Deflated, ...]
    stored: bool = False


def deflate(data: bytes, level: int = 4) -> Deflated:
    """Deflate a piece so that others may stand before and after it."""
    memory = 4 if len(data) < _SHORT else zlib.DEF_MEM_LEVEL
    machine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, memory)
    body = machine.compress(data) + machine.flush(zlib.Z_FULL_FLUSH)
    return Deflated(body, zlib.crc32(data), len(data))


def inflate(piece: Deflated) -> bytes:
    """The bytes that a piece holds."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(piece.body)


def zip_archive(members: Iterable[Member], at: dt.datetime, *, sealed: bool = False) -> bytes:
    """The bytes of an archive with `members` in their order, every one dated `at` (UTC, to two seconds).

    A sealed archive ends in a comment with the SHA-256 of every byte before it (`has_right_seal`). Years before 1980
    or after 2107 are written as the nearest that a ZIP archive can say. Raises TooLarge past 4 GiB or 65,535 members.
    """
    stamp = _stamp(at)
    files: list[bytes] = []
    directory: list[bytes] = []
    position = 0
    for member in members:
        body, crc, size = _stored(member) if member.stored else _joined(member)
        name = member.name.encode()
        method = _STORED if member.stored else _DEFLATED
        flags = 0 if member.name.isascii() else _NAME_IS_UTF8
        facts = (_VERSION, flags, method, *stamp, crc, len(body), size, len(name), 0)
        if position + len(body) + len(name) >= 0xFFFFFFFF or size >= 0xFFFFFFFF:
            raise TooLarge("This would make a ZIP archive of more than 4 GB, which many programs cannot open.")
        files += (_LOCAL.pack(b"PK\x03\x04", *facts), name, body)
        entry = _CENTRAL.pack(b"PK\x01\x02", _MADE_BY_UNIX | _VERSION, *facts, 0, 0, 0, _READABLE, position)
        directory += (entry, name)
        position += _LOCAL.size + len(name) + len(body)
    count, length = len(directory) // 2, sum(map(len, directory))
    if count > 0xFFFF:
        raise TooLarge("This would make a ZIP archive of more than 65,535 files, which many programs cannot open.")
    comment = len(_SEAL) + _SEAL_DIGITS if sealed else 0
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, length, position, comment)
    whole = b"".join((*files, *directory, end, _SEAL if sealed else b""))
    return whole + hashlib.sha256(whole).hexdigest().encode() if sealed else whole


def has_right_seal(archive: bytes) -> bool:
    """Whether an archive ends in a seal, and is byte for byte as it was sealed."""
    start = len(archive) - _SEAL_DIGITS
    if start < len(_SEAL) or archive[start - len(_SEAL) : start] != _SEAL:
        return False
    return hashlib.sha256(memoryview(archive)[:start]).hexdigest().encode() == archive[start:]


def _stamp(at: dt.datetime) -> tuple[int, int]:
    """Time and date as MS-DOS wrote them (APPNOTE §4.4.6)."""
    at = at.astimezone(dt.UTC)
    if at.year < 1980:
        at = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
    if at.year > 2107:
        at = dt.datetime(2107, 12, 31, 23, 59, 58, tzinfo=dt.UTC)
    return at.hour << 11 | at.minute << 5 | at.second // 2, (at.year - 1980) << 9 | at.month << 5 | at.day


def _stored(member: Member) -> tuple[bytes, int, int]:
    data = b"".join(inflate(piece) if isinstance(piece, Deflated) else piece for piece in member.pieces)
    return data, zlib.crc32(data), len(data)


def _joined(member: Member) -> tuple[bytes, int, int]:
    """One DEFLATE stream of all pieces, with the CRC-32 and the length of what it holds."""
    body: list[bytes] = []
    crc = size = 0
    for piece in member.pieces:
        if isinstance(piece, Deflated):
            body.append(piece.body)
            known = piece.inflated
            crc = crc32_combine(crc, piece.crc, piece.size) if known is None else zlib.crc32(known, crc)
            size += piece.size
        else:
            body.append(deflate(piece).body)
            crc = zlib.crc32(piece, crc)
            size += len(piece)
    return b"".join((*body, _LAST_PIECE)), crc, size


def crc32_combine(first: int, second: int, length: int) -> int:
    """The CRC-32 of two runs of bytes in a row, from that of each and the `length` of the second.

    Appending n bytes multiplies the first by x^(8n) modulo the polynomial, as zlib's own crc32_combine does.
    """
    bit = 3  # powers of x to 8, 16, 32 …
    while length:
        if length & 1:
            first = _multiply(_power(bit), first)
        length >>= 1
        bit += 1
    return first ^ second


@cache
def _power(bit: int) -> int:
    """x to the power 2^bit."""
    if bit == 0:
        return 1 << 30
    half = _power(bit - 1)
    return _multiply(half, half)


def _multiply(one: int, other: int) -> int:
    """The product of two polynomials over GF(2), bits reversed, modulo CRC-32's."""
    product = 0
    mask = 1 << 31
    while one:
        if one & mask:
            product ^= other
            one ^= mask
        mask >>= 1
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return product

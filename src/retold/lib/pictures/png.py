"""PNG and animated PNG, taken apart by their chunks (PNG 3rd edition, §5 and §11)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from retold.lib.pictures.values import Container, NotAPicture, torn

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD", b"cICP")
_MOVING = (b"acTL", b"fcTL", b"fdAT")
_MOST_PROFILE = 4 << 20
_PROFILE_NAME = b"icc\x00\x00"


def take_apart(data: bytes, most_profile: int) -> Container:
    """The picture without texts, times, Exif and trailing bytes. Raises NotAPicture."""
    chunks = list(_chunks(data))
    profile = next((_profile(body) for kind, body in chunks if kind == b"iCCP"), None)
    keeps_profile = profile is not None and len(profile) <= most_profile
    kept = [_kept(kind, body, keeps_profile) for kind, body in chunks]
    parts = [part for part in kept if part is not None]
    width, height = (int.from_bytes(chunks[0][1][at : at + 4], "big") for at in (0, 4))
    if not width or not height or not any(kind == b"IDAT" for kind, _ in chunks):
        raise torn()
    moving = next((body for kind, body in chunks if kind == b"acTL"), None)
    frames = 1 if moving is None else sum(kind == b"fcTL" for kind, _ in chunks)
    still = [_chunk(kind, body) for kind, body in parts if kind not in _MOVING]
    return Container(
        _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in parts) if moving else _SIGNATURE + b"".join(still),
        width,
        height,
        frames=max(frames, 1),
        still=_SIGNATURE + b"".join(still),
        exif=next((body for kind, body in chunks if kind == b"eXIf"), None),
        profile=profile,
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk up to the end of the picture; a damaged one that is not needed is left out."""
    at, first = len(_SIGNATURE), True
    while True:
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body, after = data[at + 8 : at + 8 + size], at + 12 + size
        if after > len(data) or not kind.isalpha() or first != (kind == b"IHDR") or (first and size != 13):
            raise torn()
        needed, first = kind[:1].isupper(), False
        if int.from_bytes(data[after - 4 : after], "big") == zlib.crc32(kind + body):
            yield kind, body
        elif needed:
            raise torn()
        if needed and kind not in _KEPT:
            raise NotAPicture("it is a PNG of a kind that browsers do not show")
        if kind == b"IEND":
            return
        at = after


def _kept(kind: bytes, body: bytes, keeps_profile: bool) -> tuple[bytes, bytes] | None:
    if kind == b"iCCP" and keeps_profile:
        return kind, _PROFILE_NAME + body[body.index(b"\x00") + 2 :]
    return (kind, body) if kind in _KEPT or kind in _MOVING else None


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _profile(body: bytes) -> bytes | None:
    """The colour profile, if it unpacks to one of a size that profiles have."""
    name_end = body.find(b"\x00")
    if not 0 < name_end < 80:
        return None
    machine = zlib.decompressobj()
    try:
        profile = machine.decompress(body[name_end + 2 :], _MOST_PROFILE)
    except zlib.error:
        return None
    return profile if machine.eof and not machine.unused_data else None

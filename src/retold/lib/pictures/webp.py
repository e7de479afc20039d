"""WebP, taken apart by its chunks (the container of RFC 9649, §2)."""

from __future__ import annotations

from collections.abc import Iterator

from retold.lib.pictures.values import Container, torn

_FLAG_PROFILE, _FLAG_ALPHA, _FLAG_MOVING = 0x20, 0x10, 0x02
_IN_A_FRAME = (b"ALPH", b"VP8 ", b"VP8L")


def take_apart(data: bytes, most_profile: int) -> Container:
    """The picture without Exif, XMP, unknown chunks and trailing bytes. Raises NotAPicture."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise torn()
    chunks = list(_chunks(data, 12, end))
    found = dict(reversed(chunks))
    profile = found.get(b"ICCP")
    keeps_profile = profile is not None and len(profile) <= most_profile
    header = found.get(b"VP8X")
    if header is not None and len(header) < 10:
        raise torn()
    parts = [_chunk(b"VP8X", _extended(header, keeps_profile))] if header is not None else []
    for kind, body in chunks:
        if kind == b"ANMF":
            parts.append(_chunk(kind, _frame(body)))
        elif kind in (b"ANIM", *_IN_A_FRAME) or (kind == b"ICCP" and keeps_profile and header is not None):
            parts.append(_chunk(kind, body))
    frames = sum(kind == b"ANMF" for kind, _ in chunks)
    width, height = _size(header, found)
    whole = b"WEBP" + b"".join(parts)
    exif = found.get(b"EXIF")
    return Container(
        b"RIFF" + len(whole).to_bytes(4, "little") + whole,
        width,
        height,
        frames=max(frames, 1),
        exif=exif.removeprefix(b"Exif\x00\x00") if exif else None,
        profile=profile,
        held=12,  # the decoder's two canvases, and Pillow's copy of one
    )


def _chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= end:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > end:
            raise torn()
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)


def _extended(header: bytes, keeps_profile: bool) -> bytes:
    """The extended header, which says of nothing that it is there but what was kept."""
    flags = header[0] & (_FLAG_ALPHA | _FLAG_MOVING) | (_FLAG_PROFILE if keeps_profile else 0)
    return bytes((flags, 0, 0, 0)) + header[4:10]


def _frame(body: bytes) -> bytes:
    """One frame of an animation, without chunks that are no picture."""
    if len(body) < 24:
        raise torn()
    return body[:16] + b"".join(
        _chunk(kind, part) for kind, part in _chunks(body, 16, len(body)) if kind in _IN_A_FRAME
    )


def _size(header: bytes | None, found: dict[bytes, bytes]) -> tuple[int, int]:
    if header is not None:
        return 1 + int.from_bytes(header[4:7], "little"), 1 + int.from_bytes(header[7:10], "little")
    if len(plain := found.get(b"VP8 ", b"")) >= 10:
        return tuple(int.from_bytes(plain[at : at + 2], "little") & 0x3FFF for at in (6, 8))  # type: ignore[return-value]
    if len(lossless := found.get(b"VP8L", b"")) >= 5:
        bits = int.from_bytes(lossless[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    raise torn()

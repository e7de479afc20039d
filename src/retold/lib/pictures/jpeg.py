"""JPEG, taken apart by its markers (ITU-T T.81, annex B): what decodes to pixels stays, all else goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retold.lib.pictures.values import Container, NotAPicture, torn

_SOI, _EOI, _SOS, _SOF_PROGRESSIVE = 0xD8, 0xD9, 0xDA, 0xC2
_FRAMES = (0xC0, 0xC1, _SOF_PROGRESSIVE)  # baseline, extended and progressive, all Huffman: what browsers show
_OTHER_FRAMES = (0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF)
_TABLES = (0xC4, 0xDB, 0xDD)
_JFIF, _EXIF, _PROFILE, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_PROFILE_MARK, _EXIF_MARK = b"ICC_PROFILE\x00", b"Exif\x00\x00"
_NO_LENGTH = (0x01, *range(0xD0, 0xD8))
# The end of a scan: a marker that is neither an escaped 0xFF nor a restart.
_SCAN_END = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
_MOST_SCANS = 100

_Segment = tuple[int, bytes, bytes]


def take_apart(data: bytes, most_profile: int) -> Container:
    """The picture without comments, application data and trailing bytes. Raises NotAPicture."""
    segments = list(_segments(data))
    profile = b"".join(body[14:] for marker, body, _ in segments if _is_profile(marker, body)) or None
    keeps_profile = profile is not None and len(profile) <= most_profile
    parts = [b"\xff\xd8"]
    for marker, body, scan in segments:
        kept = _kept(marker, body, keeps_profile)
        if kept is not None:
            parts += [bytes((0xFF, marker)), (len(kept) + 2).to_bytes(2, "big"), kept, scan]
    parts.append(b"\xff\xd9")
    frame, scans = _frame(segments)
    height, width, components = (int.from_bytes(part, "big") for part in (frame[1:3], frame[3:5], frame[5:6]))
    if frame[0] != 8 or not width or not height or components not in (1, 3, 4):
        raise NotAPicture("it is a JPEG of a kind that browsers do not show")
    progressive = any(marker == _SOF_PROGRESSIVE for marker, _, _ in segments)
    return Container(
        b"".join(parts),
        width,
        height,
        exif=next((body[6:] for marker, body, _ in segments if marker == _EXIF and body.startswith(_EXIF_MARK)), None),
        profile=profile,
        passes=scans if progressive else 1,
        held=_held(frame, components) if progressive else 0,
    )


def _segments(data: bytes) -> Iterator[_Segment]:
    """Each segment's marker, its content, and the scan that follows it, up to the end of the picture."""
    at, end = 2, len(data)
    while at < end:
        if data[at] != 0xFF:
            raise torn()
        while at < end and data[at] == 0xFF:
            at += 1
        if at >= end or data[at] == _EOI:
            return
        marker, at = data[at], at + 1
        if marker in _NO_LENGTH:
            continue
        size = int.from_bytes(data[at : at + 2], "big")
        if size < 2 or at + size > end:
            raise torn()
        body, at, scan = data[at + 2 : at + size], at + size, b""
        if marker == _SOS:
            found = _SCAN_END.search(data, at)
            after = found.start() if found else end
            scan, at = data[at:after], after
        yield marker, body, scan


def _kept(marker: int, body: bytes, keeps_profile: bool) -> bytes | None:
    """What stays of a segment; None if nothing does."""
    if marker in _FRAMES or marker in _TABLES or marker == _SOS:
        return body
    if marker == _JFIF and body.startswith(b"JFIF\x00") and len(body) >= 14:
        return body[:12] + b"\x00\x00"  # without its thumbnail
    if marker == _ADOBE and body.startswith(b"Adobe") and len(body) >= 12:
        return body[:12]  # says how the colours are mixed
    return body if keeps_profile and _is_profile(marker, body) else None


def _is_profile(marker: int, body: bytes) -> bool:
    return marker == _PROFILE and body.startswith(_PROFILE_MARK) and len(body) > 14


def _frame(segments: list[_Segment]) -> tuple[bytes, int]:
    """The one frame header, and the number of scans."""
    frames = [body for marker, body, _ in segments if marker in _FRAMES]
    scans = sum(marker == _SOS for marker, _, _ in segments)
    if any(marker in _OTHER_FRAMES for marker, _, _ in segments):
        raise NotAPicture("it is a JPEG of a kind that browsers do not show")
    if len(frames) != 1 or len(frames[0]) < 6 + 3 * frames[0][5] or not scans:
        raise torn()
    if scans > _MOST_SCANS:
        raise NotAPicture("it is drawn in more passes than any program makes")
    return frames[0], scans


def _held(frame: bytes, components: int) -> int:
    """Bytes for each pixel that a progressive picture's coefficients take, whatever size it is decoded at."""
    factors = [frame[7 + 3 * n] for n in range(components)]
    blocks = [(factor >> 4) * (factor & 15) for factor in factors]
    most = max(factor >> 4 for factor in factors) * max(factor & 15 for factor in factors)
    return -(-2 * sum(blocks) // max(most, 1))

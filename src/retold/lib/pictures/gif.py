"""GIF, taken apart by its blocks (GIF89a, §§12 to 27): pictures, their delays and the loop stay."""

from __future__ import annotations

from dataclasses import dataclass, field

from retold.lib.pictures.values import Container, torn

_PICTURE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


@dataclass
class _Kept:
    """What was found so far: the blocks to keep, where the first frame ends, how far the frames reach."""

    parts: list[bytes] = field(default_factory=list)
    control: bytes = b""
    frames: int = 0
    first_frame: int = 0
    width: int = 0
    height: int = 0


def take_apart(data: bytes, most_profile: int) -> Container:  # noqa: ARG001  (a GIF has no profile)
    """The picture without comments, texts, other programs' data and trailing bytes. Raises NotAPicture."""
    if len(data) < 13:
        raise torn()
    at = 13 + _table(data[10])
    kept = _Kept([data[:at]])
    kept.width, kept.height = (int.from_bytes(data[place : place + 2], "little") for place in (6, 8))
    while at < len(data) and data[at] in (_PICTURE, _EXTENSION):
        at = _take_picture(data, at, kept) if data[at] == _PICTURE else _take_extension(data, at, kept)
    if not kept.frames:
        raise torn()
    end = bytes((_END,))
    still = b"".join(kept.parts[: kept.first_frame]) + end
    return Container(
        b"".join(kept.parts) + end,
        kept.width,
        kept.height,
        frames=kept.frames,
        still=still,
        held=1,
    )


def _table(flags: int) -> int:
    """How many bytes a colour table takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Where a row of sub-blocks ends, its closing empty one among them."""
    while True:
        if at >= len(data):
            raise torn()
        size = data[at]
        at += size + 1
        if not size:
            return at


def _take_picture(data: bytes, at: int, kept: _Kept) -> int:
    if at + 11 > len(data):
        raise torn()
    left, top, width, height = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (1, 3, 5, 7))
    after = _after_blocks(data, at + 10 + _table(data[at + 9]) + 1)
    if after > len(data) or not width or not height:
        raise torn()
    kept.width, kept.height = max(kept.width, left + width), max(kept.height, top + height)
    kept.parts += [kept.control, data[at:after]]
    kept.control, kept.frames = b"", kept.frames + 1
    kept.first_frame = kept.first_frame or len(kept.parts)
    return after


def _take_extension(data: bytes, at: int, kept: _Kept) -> int:
    after = _after_blocks(data, at + 2)
    label = data[at + 1]
    if label == _CONTROL:
        kept.control = data[at:after] if after - at == 8 else b""
    elif label == _APPLICATION:
        if data[at + 2 : at + 14] in _LOOPS and after - at == 19:
            kept.parts.append(data[at:after])
    else:
        kept.control = b""
    return after

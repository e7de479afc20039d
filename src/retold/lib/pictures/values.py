"""What is allowed of a picture, and what its container says of it."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


class NotAPicture(Exception):
    """The bytes are no picture that can be shown here; the message goes on a sentence: "x.png: it is cut off"."""


@dataclass(frozen=True)
class Limits:
    """What is kept at most.

    `side` bounds the longer side of what is kept: a larger picture is made smaller. `pixels`, `file` and `memory` bound
    what is decoded at all. `frames` and `moving` (pixels of all frames together) bound animations. A colour profile
    of more than `profile` bytes is worked into the colours. `drawing` bounds an SVG in bytes, `nodes` in elements.
    """

    file: int = 32 * MEBIBYTE
    pixels: int = 40_000_000
    side: int = 3_000
    frames: int = 1_000
    moving: int = 400_000_000
    profile: int = 16_384
    memory: int = 200 * MEBIBYTE
    drawing: int = 2 * MEBIBYTE
    nodes: int = 20_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Container:
    """A picture taken apart and put together again without what is no picture.

    `data` is what is left. `still` is its first frame alone, where it moves and that can be had without decoding.
    `exif` and `profile` are what was said of it. `passes` is how often a decoder goes over all pixels; `held` is how
    many bytes for each pixel it holds meanwhile, `depth` how many a decoded pixel takes.
    """

    data: bytes
    width: int
    height: int
    frames: int = 1
    still: bytes | None = None
    exif: bytes | None = None
    profile: bytes | None = None
    passes: int = 1
    held: int = 0
    depth: int = 4

    @property
    def pixels(self) -> int:
        """How many pixels one frame has."""
        return self.width * self.height


def torn() -> NotAPicture:
    """What is said of a picture that ends too early or contradicts itself."""
    return NotAPicture("it is damaged or cut off")

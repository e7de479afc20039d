"""Pictures from strangers, made safe to keep and to show.

`clean(data)` gives the same picture with nothing in it but the picture: no place where it was taken, no comment, no
thumbnail, no bytes behind its end; turned upright; within bounds of size, frames and bytes. Where that can be done
without decoding, not one pixel changes; what was cleaned once comes back as it is, byte for byte.
"""

from __future__ import annotations

from retold.lib.pictures.cleaning import Cleaned, clean
from retold.lib.pictures.kinds import Kind, kind_of, media_type
from retold.lib.pictures.values import DEFAULT_LIMITS, Limits, NotAPicture

__all__ = [
    "DEFAULT_LIMITS",
    "Cleaned",
    "Kind",
    "Limits",
    "NotAPicture",
    "clean",
    "kind_of",
    "media_type",
]

"""The pictures that a reader found, made safe before anybody keeps or shows them; whatever reader it was.

A picture that cannot be shown leaves the text, where its description stays, and stands in the report with the reason.
What no text can show as a picture (another file in a package of ours) is handed on as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from retold.importing.readers.upload import Found
from retold.lib.patterns import lazy
from retold.lib.pictures import DEFAULT_LIMITS, Cleaned, Limits, NotAPicture, clean, kind_of
from retold.manuscript.markup import canonical
from retold.manuscript.model import Asset, Chapter, Manuscript, Unmapped

_SHOWN = lazy(r'(<img(?: id="[^"]*")? src=")assets/([^"]*)"')
_TEXTS = ("summary", "notes_before", "notes_after", "html")
_MOST_PICTURES = 5_000
# How many pixels of a work's pictures are decoded: so many in any case, and so many for each byte that they take.
# Photographs and scans take far more bytes than that; only pictures made to be large cost more than they weigh.
_PIXELS_FREE, _PIXELS_A_BYTE = 40_000_000, 16


@dataclass
class _Allowance:
    """What may still be decoded of one work's pictures."""

    pixels: int = _PIXELS_FREE

    def spend(self, cleaned: Cleaned, size: int) -> None:
        self.pixels -= max(0, cleaned.pixels - size * _PIXELS_A_BYTE)


def with_safe_pictures(found: Found, limits: Limits = DEFAULT_LIMITS) -> Found:
    """What was found, with its pictures made safe; the very same object if there are none."""
    if not found.assets:
        return found
    described = {asset.name: asset for asset in found.manuscript.assets}
    kept: dict[str, bytes] = {}
    lost: dict[str, str] = {}
    notes: list[Unmapped] = []
    allowance = _Allowance()
    for name, data in found.assets.items():
        asset = described.get(name)
        if not _is_meant_as_picture(asset, data):
            kept[name] = data
            continue
        try:
            if len(kept) >= _MOST_PICTURES:
                raise NotAPicture(f"the work has more than {_MOST_PICTURES:,} pictures")
            cleaned = clean(data, limits, decode=allowance.pixels > 0)
        except NotAPicture as reason:
            lost[name] = str(reason)
            continue
        allowance.spend(cleaned, len(data))
        kept[name] = cleaned.data
        if cleaned.note:
            notes.append(Unmapped("picture", f"{name}: {cleaned.note}."))
        if asset is not None:
            described[name] = _as_cleaned(asset, cleaned)
    notes += [Unmapped("picture", f"{name} is not shown: {reason}.") for name, reason in lost.items()]
    return replace(found, manuscript=_rebuilt(found.manuscript, described, lost.keys(), notes), assets=kept)


def _is_meant_as_picture(asset: Asset | None, data: bytes) -> bool:
    said = asset is not None and asset.type.lower().startswith("image/")
    return said or kind_of(data) is not None


def _as_cleaned(asset: Asset, cleaned: Cleaned) -> Asset:
    digest = hashlib.sha256(cleaned.data).hexdigest()
    if (asset.type, asset.sha256) == (cleaned.kind.value, digest):
        return asset
    return replace(asset, type=cleaned.kind.value, sha256=digest)


def _rebuilt(
    manuscript: Manuscript, described: Mapping[str, Asset], lost: Iterable[str], notes: list[Unmapped]
) -> Manuscript:
    """The Manuscript with its pictures as they are now, and without those that are not shown."""
    gone = frozenset(lost)
    assets = tuple(described[asset.name] for asset in manuscript.assets if asset.name not in gone)
    if assets == manuscript.assets and not notes:
        return manuscript
    if gone:
        chapters = tuple(replace(chapter, **_texts_without(chapter, gone)) for chapter in manuscript.chapters)
        manuscript = replace(manuscript, chapters=chapters, **_texts_without(manuscript, gone))
    return replace(manuscript, assets=assets, unmapped=(*manuscript.unmapped, *notes))


def _texts_without(thing: Manuscript | Chapter, gone: frozenset[str]) -> dict[str, Any]:
    """The texts that show one of these pictures, without it: its description stays as words."""
    held = {name: getattr(thing, name, None) for name in _TEXTS}
    return {name: _without(text, gone) for name, text in held.items() if text and _shows(text, gone)}


def _shows(text: str, names: frozenset[str]) -> bool:
    return "<img" in text and any(found[2] in names for found in _SHOWN.finditer(text))


def _without(text: str, gone: frozenset[str]) -> str:
    return canonical(_SHOWN.sub(lambda found: f'{found[1]}"' if found[2] in gone else found[0], text))

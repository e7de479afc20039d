"""Where the bytes of a work's assets lie in its EPUB, and what the texts must point to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retold.exporting.writers.pictures import cover_of, ending, is_named_well, media_type, shown_pictures
from retold.manuscript.model import Manuscript
from retold.manuscript.package.bag_layout import safe_names
from retold.manuscript.package.epub_layout import FOLDER, KEPT_FOLDER

PLACEHOLDER = "assets/not-shown.svg"


@dataclass(frozen=True)
class Picture:
    """A picture that the EPUB shows: its path beside the documents, its media type, its bytes."""

    path: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Assets:
    """`shown` names the assets that the texts show; `pictures`, those that an e-book can show, and the cover, are in
    the manifest; `kept` lie in META-INF, by path; `paths` says where each asset is.

    `cover` is the one of the pictures that is the work's own cover, if it has one.
    """

    shown: tuple[str, ...]
    pictures: Mapping[str, Picture]
    kept: Mapping[str, bytes]
    paths: Mapping[str, str]
    cover: Picture | None = None

    @property
    def needs_placeholder(self) -> bool:
        """Whether a text shows what an e-book cannot."""
        return any(name not in self.pictures for name in self.shown)

    def address(self, name: str) -> str | None:
        """What a text that shows `assets/NAME` must point to instead; None if it is right as it is."""
        picture = self.pictures.get(name)
        path = picture.path if picture else PLACEHOLDER
        return None if path == f"assets/{name}" else path


def arrange(manuscript: Manuscript, assets: Mapping[str, bytes]) -> Assets:
    """Find a place for every asset: the cover and pictures that the texts show beside them, all else in META-INF."""
    shown = shown_pictures(manuscript)
    cover = cover_of(manuscript)
    pictures: dict[str, Picture] = {}
    taken = {PLACEHOLDER}
    for name in [*shown, *([cover] if cover and cover not in shown else [])]:
        data = assets.get(name)
        kind = media_type(data) if data is not None else None
        if data is not None and kind is not None:
            pictures[name] = Picture(_path(name, kind, taken), kind, data)
    rest = [name for name in sorted(assets) if name not in pictures]
    kept = {KEPT_FOLDER + safe: assets[name] for name, safe in zip(rest, safe_names(rest), strict=True)}
    paths = {name: FOLDER + picture.path for name, picture in pictures.items()} | dict(zip(rest, kept, strict=True))
    return Assets(tuple(shown), pictures, kept, paths, cover=pictures.get(cover or ""))


def _path(name: str, kind: str, taken: set[str]) -> str:
    """`assets/NAME`, unless the name does not say what the picture is, or differs from another's by case alone."""
    path, count = f"assets/{name}", 1
    if not is_named_well(name, kind):
        path += ending(kind)
    while path.lower() in taken:
        count += 1
        path = f"assets/{count}/{name}{ending(kind)}"
    taken.add(path.lower())
    return path

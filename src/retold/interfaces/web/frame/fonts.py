"""The two typefaces, cut once into small WOFF2 files by Unicode range and kept in the home folder.

Literata keeps its weights as one variable font at the size of running text; titles get a cut of their own
at a larger optical size. The sheet's name carries a digest of the recipe and of the source fonts, each
file's name a digest of its bytes, so that both may be kept by a browser for good.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_atkinson_hyperlegible
import fontpkg_literata

from retold.lib.whole_files import whole_file

RECIPE = 2  # count up when what is cut, or how, or what the sheet says of it, changes

_LITERATA = fontpkg_literata.ROOT / "files"
_ATKINSON = fontpkg_atkinson_hyperlegible.ROOT / "files"

# The blocks that CSS font services commonly cut by: a page loads just those that its text touches.
RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, "
    "U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
    "latin-ext": "U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02D9, U+02DB, U+02DD-02FF, "
    "U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2070-20AB, U+20AD-20C0, U+2113, U+2116, U+2C60-2C7F, U+A720-A7FF",
    "vietnamese": "U+0300-0303, U+0305-0307, U+0309-0328, U+1EA0-1EF1",
    "greek": "U+0370-03FF, U+1F00-1FFF",
    "cyrillic": "U+0400-052F, U+1C80-1C88, U+2DE0-2DFF, U+A640-A69F",
}
_WORTH_A_FILE = 40  # letters; a stray accent or two is left to the system's fonts
_FIRST = "latin"
_FEATURES = ["kern", "liga", "clig", "calt", "ccmp", "locl", "mark", "mkmk", "onum", "lnum", "pnum", "tnum", "rlig"]


@dataclass(frozen=True)
class Face:
    """One face of a family: its source, its style in CSS, and where a variable font's axes are pinned."""

    family: str
    source: Path
    weight: str
    style: str = "normal"
    axes: tuple[tuple[str, Any], ...] = ()


_BODY = (("opsz", 14), ("wght", (400, 700)))
FACES = (
    Face("Literata", _LITERATA / "Literata[opsz,wght].ttf", "400 700", axes=_BODY),
    Face("Literata", _LITERATA / "Literata-Italic[opsz,wght].ttf", "400 700", "italic", axes=_BODY),
    Face("Literata Title", _LITERATA / "Literata[opsz,wght].ttf", "600", axes=(("opsz", 36), ("wght", 600))),
    Face("Atkinson Hyperlegible", _ATKINSON / "AtkinsonHyperlegible-Regular.ttf", "400"),
    Face("Atkinson Hyperlegible", _ATKINSON / "AtkinsonHyperlegible-Bold.ttf", "700"),
    Face("Atkinson Hyperlegible", _ATKINSON / "AtkinsonHyperlegible-Italic.ttf", "400", "italic"),
    Face("Atkinson Hyperlegible", _ATKINSON / "AtkinsonHyperlegible-BoldItalic.ttf", "700", "italic"),
)


def make_fonts(folder: Path) -> None:
    """Cut the fonts into `folder`, once: some twenty seconds of work, nothing if they are there already.

    Latin comes first with a sheet of its own, since most pages need no more. A sheet is written after all that
    it names, so that pages go on with the system's letters until then.
    """
    if (folder / _sheet(*RANGES)).is_file():
        return
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    folder.mkdir(parents=True, exist_ok=True)
    rules: list[str] = []
    for name in RANGES:
        cuts = ((face, cut(face, name)) for face in FACES)
        rules += [_kept(folder, face, name, data) for face, data in cuts if data]
        if name == _FIRST:
            _write_sheet(folder / _sheet(_FIRST), rules)
    _write_sheet(folder / _sheet(*RANGES), rules)


def sheet_name(folder: Path) -> str | None:
    """The name of the style sheet of the fonts in `folder`, as far as they are made; None while there are none."""
    return next((name for name in (_sheet(*RANGES), _sheet(_FIRST)) if (folder / name).is_file()), None)


def cut(face: Face, name: str) -> bytes | None:
    """The face as WOFF2 with the letters of one range of RANGES; None where it has hardly any of them."""
    from fontTools.ttLib import TTFont  # by the process that cuts: pages need none of it

    with TTFont(face.source) as font:
        wanted = set(font.getBestCmap()) & set(_code_points(RANGES[name]))
    return _cut(face, wanted) if len(wanted) >= _WORTH_A_FILE else None


def _cut(face: Face, wanted: set[int]) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options(layout_features=_FEATURES, notdef_outline=True, hinting=False, recalc_timestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    with TTFont(face.source, recalcTimestamp=False) as font:
        subsetter.subset(font)
        if face.axes:
            instantiateVariableFont(font, dict(face.axes), inplace=True)
        font.flavor = "woff2"
        into = io.BytesIO()
        font.save(into)
    return into.getvalue()


def _code_points(ranges: str) -> Iterator[int]:
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _kept(folder: Path, face: Face, name: str, data: bytes) -> str:
    """Write one cut and give back the rule that names it."""
    digest = hashlib.sha256(data).hexdigest()[:12]
    slug = "-".join((face.family.lower().replace(" ", "-"), face.weight.split()[0], face.style, name, digest))
    _write(folder / f"{slug}.woff2", data)
    # Optional: a typeface that is late stands on the next page, and no line jumps under the eyes of whoever reads it.
    return (
        f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; font-weight: {face.weight}; '
        f'font-display: optional; src: url("{slug}.woff2") format("woff2"); unicode-range: {RANGES[name]}; }}'
    )


def _write_sheet(path: Path, rules: list[str]) -> None:
    _write(path, "\n".join(rules).encode("ascii"))


def _write(path: Path, data: bytes) -> None:
    with whole_file(path) as file:
        file.write(data)


@cache
def _sheet(*names: str) -> str:
    """The name of the sheet of these ranges: a digest of the recipe and of the source fonts."""
    recipe = hashlib.sha256(repr((RECIPE, [(name, RANGES[name]) for name in names], _FEATURES)).encode())
    for face in FACES:
        recipe.update(repr((face.family, face.weight, face.style, face.axes)).encode())
        recipe.update(face.source.read_bytes())
    return f"fonts-{recipe.hexdigest()[:12]}.css"

"""One picture made safe: taken apart, decoded once to see that it is one, and drawn anew only where it must be."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from retold.lib.pictures import gif, jpeg, png, webp
from retold.lib.pictures.kinds import Kind, kind_of
from retold.lib.pictures.values import DEFAULT_LIMITS, Container, Limits, NotAPicture, torn

if TYPE_CHECKING:
    from PIL.Image import Image

_APART: dict[Kind, Callable[[bytes, int], Container]] = {
    Kind.JPEG: jpeg.take_apart,
    Kind.PNG: png.take_apart,
    Kind.GIF: gif.take_apart,
    Kind.WEBP: webp.take_apart,
}
_ORIENTATION = 0x0112
_UPRIGHT = 1
_BAND = 128
_MOST_SHRUNK = 8
# All scans of a progressive picture together: ten for each of 40 million pixels.
_MOST_PASSED = 400_000_000
_STILL = "it moves in more or larger pictures than are kept, so its first one is shown"


@dataclass(frozen=True)
class Cleaned:
    """A picture as it may be kept and shown; `note` says what of it could not be. `pixels` is what was decoded."""

    data: bytes
    kind: Kind
    note: str | None = None
    pixels: int = 0


def clean(data: bytes, limits: Limits = DEFAULT_LIMITS, *, decode: bool = True) -> Cleaned:
    """The picture with nothing but the picture in it, within the limits; a clean one comes back as it is.

    Without `decode`, one that need not be drawn anew is trusted to be a picture, and one that must be is refused:
    for works of more pictures than can be looked at. Raises NotAPicture.
    """
    kind = kind_of(data)
    if kind is None:
        raise NotAPicture("it is of a kind that is not shown here")
    if kind is Kind.SVG:
        from retold.lib.pictures.drawings import clean_drawing  # few works have one, and lxml takes long to load

        return Cleaned(clean_drawing(data, limits), kind)
    if len(data) > limits.file:
        raise NotAPicture("it is a larger file than is kept as a picture")
    if kind is Kind.BMP:
        return _from_bitmap(data, limits, decode)
    container, note = _stilled(_APART[kind](data, limits.profile), limits)
    turned = _orientation(container.exif)
    large = max(container.width, container.height) > limits.side
    heavy = container.profile is not None and len(container.profile) > limits.profile
    if not (turned != _UPRIGHT or large or heavy or (note and container.still is None)):
        if decode:
            _check_limits(container, limits, _MOST_SHRUNK if kind is Kind.JPEG else 1)
            _look_at(container, kind)
        return Cleaned(container.data, kind, note, container.pixels)
    if not decode:
        raise NotAPicture("the work has more large pictures than are shown")
    _check_limits(container, limits, _shrinks(container, kind, limits.side))
    moves = container.frames > 1
    drawn = _drawn_anew(container, kind, limits, turned)
    return Cleaned(drawn, kind, _STILL if moves else note, container.pixels)


def _stilled(container: Container, limits: Limits) -> tuple[Container, str | None]:
    """The picture, or its first frame alone if it moves beyond the limits."""
    if container.frames <= limits.frames and container.frames * container.pixels <= limits.moving:
        return container, None
    if container.frames == 1:
        return container, None
    if container.still is None:
        return container, _STILL
    return replace(container, data=container.still, frames=1), _STILL


def _check_limits(container: Container, limits: Limits, shrinks: int = 1) -> None:
    """Refuse what would cost more to decode than a picture is worth; `shrinks`: how much smaller it is decoded."""
    room = container.pixels * container.held + container.pixels * container.depth // shrinks**2
    if container.pixels > limits.pixels or room > limits.memory or container.pixels * container.passes > _MOST_PASSED:
        said = f"{container.width:,} by {container.height:,} points"
        raise NotAPicture(f"it is larger than pictures that are shown ({said})")


def _shrinks(container: Container, kind: Kind, side: int) -> int:
    """How much smaller than it is a JPEG is decoded, where it is made smaller than half at least."""
    if kind is not Kind.JPEG:
        return 1
    return next((by for by in (8, 4, 2) if max(container.width, container.height) >= by * side), 1)


def _orientation(exif: bytes | None) -> int:
    """How the camera was held, 1 to 8 (Exif 3.0, §4.6.5); upright if it is not said, or not clearly."""
    if not exif:
        return _UPRIGHT
    from PIL import Image

    try:
        said = Image.Exif()
        said.load(b"Exif\x00\x00" + exif)
        turned = said.get(_ORIENTATION)
    except Exception:  # whatever a camera, or an attacker, wrote there
        return _UPRIGHT
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else _UPRIGHT


def _opened(container: Container, kind: Kind) -> Image:
    """The picture as Pillow opens it, not decoded yet; it must agree about its size."""
    from PIL import Image

    image = Image.open(io.BytesIO(container.data), formats=(kind.name,))
    if kind is not Kind.GIF and image.size != (container.width, container.height):
        raise torn()
    return image


def _look_at(container: Container, kind: Kind) -> None:
    """Decode the (first) picture, at the smallest size that its kind can be decoded at. Raises NotAPicture."""
    try:
        image = _opened(container, kind)
        image.draft(None, (1, 1))
        image.load()
    except Exception as error:  # Pillow raises what its decoders raise
        raise torn() from error


def _drawn_anew(container: Container, kind: Kind, limits: Limits, turned: int) -> bytes:
    """The picture decoded, made smaller and upright, and written in its own kind. Raises NotAPicture."""
    from PIL import ImageOps

    try:
        image = _opened(container, kind)
        image = _smaller(image, limits.side)
        image = _in_srgb(image, container, limits)
        if turned != _UPRIGHT:
            image.getexif()[_ORIENTATION] = turned
            image = ImageOps.exif_transpose(image)
        written = _written(image, kind)
    except Exception as error:  # Pillow raises what its decoders raise
        raise torn() from error
    if kind not in _APART:
        return written
    return _APART[kind](written, limits.profile).data


def _smaller(image: Image, side: int) -> Image:
    """The picture decoded, its longer side within bounds."""
    width, height = image.size
    if max(width, height) <= side:
        image.load()
        return image
    target = (max(1, width * side // max(width, height)), max(1, height * side // max(width, height)))
    image.draft(None, target)
    image.load()
    return _resized(image, target)


def _resized(image: Image, target: tuple[int, int]) -> Image:
    """The picture made smaller band by band: Pillow would hold several copies of it at once."""
    from PIL import Image as images

    ratio = image.height / target[1]
    reach = math.ceil(3 * ratio) + 1  # what Lanczos looks at beyond a band's edge
    drawn: Image | None = None
    for top in range(0, target[1], _BAND):
        bottom = min(top + _BAND, target[1])
        first, last = max(0, int(top * ratio) - reach), min(image.height, math.ceil(bottom * ratio) + reach)
        band = _in_colours(image.crop((0, first, image.width, last)))
        box = (0, top * ratio - first, image.width, bottom * ratio - first)
        band = band.resize((target[0], bottom - top), images.Resampling.LANCZOS, box=box, reducing_gap=1.3)
        drawn = drawn or images.new(band.mode, target)
        drawn.paste(band, (0, top))
    if drawn is None:
        raise torn()
    drawn.info = {key: image.info[key] for key in ("icc_profile",) if key in image.info}
    return drawn


def _in_colours(image: Image) -> Image:
    """The picture in a mode that can be made smaller without steps in it."""
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image, container: Container, limits: Limits) -> Image:
    """The picture in the colours that every screen takes it to be in, where its own profile is not kept."""
    profile = container.profile
    if profile is None or (len(profile) <= limits.profile and image.mode != "CMYK"):
        return image
    image.info.pop("icc_profile", None)
    if image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        to_mode = "RGBA" if image.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=to_mode)
    except (ImageCms.PyCMSError, OSError, ValueError):  # a broken profile says nothing
        return image
    return turned or image


def _written(image: Image, kind: Kind) -> bytes:
    written = io.BytesIO()
    profile = image.info.get("icc_profile")
    if kind is Kind.JPEG:
        image = image if image.mode in ("L", "RGB") else image.convert("RGB")
        image.save(written, "JPEG", quality=92, icc_profile=profile, exif=b"", comment=b"")
    elif kind is Kind.WEBP:
        image.save(written, "WEBP", quality=90, method=1, icc_profile=profile, exif=b"", xmp=b"")
    elif kind is Kind.GIF:
        image.save(written, "GIF", comment=b"")
    else:
        image.save(written, "PNG", compress_level=2, icc_profile=profile)
    return written.getvalue()


def _from_bitmap(data: bytes, limits: Limits, decode: bool) -> Cleaned:
    """A bitmap of Windows as PNG: no other kind of bitmap is shown everywhere."""
    width, height = (abs(int.from_bytes(data[at : at + 4], "little", signed=True)) for at in (18, 22))
    if not width or not height or not decode:
        raise torn()
    container = Container(data, width, height)
    _check_limits(container, limits)
    drawn = _drawn_anew(container, Kind.BMP, limits, _UPRIGHT)
    return Cleaned(png.take_apart(drawn, limits.profile).data, Kind.PNG, pixels=container.pixels)

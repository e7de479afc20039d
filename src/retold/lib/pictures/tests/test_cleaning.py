"""Pictures made safe: nothing in them but the picture, within bounds, and a clean one as it is."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from PIL import Image

from retold.lib.pictures import Kind, Limits, NotAPicture, clean, kind_of, media_type

KINDS = ("JPEG", "PNG", "GIF", "WEBP")
PLACE = "51 deg 3' 8.4\" N"


def saved(kind: str, size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, kind, **more)
    return buffer.getvalue()


def with_place(kind: str, turned: int = 1) -> bytes:
    """A picture that says where it was taken, and how the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = PLACE
    exif.get_ifd(0x8825)[1] = "N"
    return saved(kind, exif=exif.tobytes())


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_picture_comes_back_byte_for_byte(kind: str) -> None:
    once = clean(saved(kind)).data
    assert clean(once).data == once
    assert opened(once).convert("RGB").tobytes() == opened(saved(kind)).convert("RGB").tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_it_was_taken_is_gone_and_no_pixel_changes(kind: str) -> None:
    data = with_place(kind)
    assert PLACE.encode() in data
    cleaned = clean(data).data
    assert PLACE.encode() not in cleaned
    assert not opened(cleaned).getexif()
    assert opened(cleaned).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_turned_upright(kind: str) -> None:
    cleaned = clean(with_place(kind, turned=6)).data
    assert opened(cleaned).size == (20, 40)
    assert not opened(cleaned).getexif()
    assert clean(cleaned).data == cleaned


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_behind_its_end_are_gone(kind: str) -> None:
    assert b"<script>" not in clean(saved(kind) + b"<script>alert(1)</script>").data


def test_a_large_one_is_made_smaller_and_a_flood_is_refused() -> None:
    limits = Limits(side=100, pixels=50_000)
    assert opened(clean(saved("PNG", (400, 100)), limits).data).size == (100, 25)
    with pytest.raises(NotAPicture, match="larger than pictures that are shown"):
        clean(saved("PNG", (400, 200)), limits)
    with pytest.raises(NotAPicture, match="larger file"):
        clean(saved("PNG"), Limits(file=20))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_too_many_frames_leave_the_first(kind: str) -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 255 - shade, 0)) for shade in (0, 80, 160, 240)]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=50)
    whole = clean(buffer.getvalue())
    assert getattr(opened(whole.data), "n_frames", 1) == 4
    still = clean(buffer.getvalue(), Limits(frames=3))
    assert getattr(opened(still.data), "n_frames", 1) == 1
    assert still.note is not None


@pytest.mark.parametrize(
    "data", [b"", b"<html><script>alert(1)</script>", b"II*\x00" + bytes(40), b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        clean(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_torn_one_is_refused_or_drawn_as_far_as_it_goes(kind: str) -> None:
    whole = saved(kind)
    for keep in range(0, len(whole), max(1, len(whole) // 40)):
        with contextlib.suppress(NotAPicture):
            assert opened(clean(whole[:keep]).data).size == (40, 20)


def test_a_bitmap_becomes_a_png() -> None:
    cleaned = clean(saved("BMP"))
    assert (cleaned.kind, kind_of(cleaned.data)) == (Kind.PNG, Kind.PNG)
    assert media_type(cleaned.data) == "image/png"


def drawing(body: str, more: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{more}>{body}</svg>'.encode()


def test_a_drawing_keeps_its_shapes_and_loses_what_acts() -> None:
    hostile = drawing(
        '<script>alert(1)</script><foreignObject/><path d="M0 0L9 9" fill="red" onclick="alert(1)"/>'
        '<image href="http://192.0.2.1/x"/><rect fill="url(http://192.0.2.1/y)" width="3" height="3"/>'
        '<style>@import "http://192.0.2.1/z"; path{stroke:blue}</style><text>A lamp</text>',
        ' onload="alert(1)"',
    )
    cleaned = clean(hostile).data.decode()
    for gone in ("script", "alert", "192.0.2.1", "foreignObject", "import", "image"):
        assert gone not in cleaned
    for kept in ('d="M0 0L9 9"', 'fill="red"', "path{stroke:blue}", "A lamp", 'width="3"'):
        assert kept in cleaned
    assert clean(cleaned.encode()).data.decode() == cleaned


def test_a_drawing_that_defines_or_nests_without_end_is_refused() -> None:
    entities = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + drawing("<text>&x;</text>")
    for data in (entities, drawing("<g>" * 200 + "</g>" * 200), drawing("<path/>" * 30_000), drawing("<g>")):
        with pytest.raises(NotAPicture):
            clean(data)

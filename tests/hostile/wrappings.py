"""Honest files of each kind, as members of an archive, into which an attack is put."""

from __future__ import annotations

import hashlib
import json

from tests.hostile.cases import PROSE
from tests.hostile.zips import STORED, Member, member, written

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head>'
    f"<body><h1>One</h1><p>{PROSE}</p></body></html>"
)
NCX = (
    '<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap><navPoint id="a">'
    '<navLabel><text>One</text></navLabel><content src="one.xhtml"/></navPoint></navMap></ncx>'
)
WORD = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
    f'main"><w:body><w:p><w:r><w:t>{PROSE}</w:t></w:r></w:p></w:body></w:document>'
)
WORD_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD_LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
OPEN_TEXT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    f"<text:p>{PROSE}</text:p></office:text></office:body></office:document-content>"
)


def package_document(more_items: str = "", metadata: str = "") -> str:
    """An EPUB's package document."""
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="i">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Lamp</dc:title><dc:language>en'
        f'</dc:language><dc:identifier id="i">lamp</dc:identifier>{metadata}</metadata><manifest>'
        '<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/><item id="ncx" href="toc.ncx" '
        f'media-type="application/x-dtbncx+xml"/>{more_items}</manifest><spine toc="ncx"><itemref idref="one"/></spine>'
        "</package>"
    )


def epub(**changed: str | bytes) -> list[Member]:
    """An EPUB of one chapter; `changed` gives other contents: container, package, chapter, ncx."""
    return [
        member("mimetype", "application/epub+zip", method=STORED),
        member("META-INF/container.xml", changed.get("container", CONTAINER)),
        member("content.opf", changed.get("package", package_document())),
        member("toc.ncx", changed.get("ncx", NCX)),
        member("one.xhtml", changed.get("chapter", CHAPTER)),
    ]


def docx(**changed: str | bytes) -> list[Member]:
    """A Word document of one paragraph."""
    return [
        member("[Content_Types].xml", changed.get("types", WORD_TYPES)),
        member("_rels/.rels", WORD_LINKS),
        member("word/document.xml", changed.get("document", WORD)),
    ]


def odt(**changed: str | bytes) -> list[Member]:
    """An OpenDocument text of one paragraph."""
    return [
        member("mimetype", "application/vnd.oasis.opendocument.text", method=STORED),
        member("content.xml", changed.get("content", OPEN_TEXT)),
        member(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        ),
    ]


def stories(**changed: str | bytes) -> list[Member]:
    """A ZIP of two stories."""
    return [
        member("one.txt", changed.get("one", "The Lamp\n\n" + PROSE)),
        member("two.html", f"<html><title>Two</title><body><p>{PROSE[::-1]}</p></body></html>"),
    ]


def package(manuscript: str | bytes | None = None, assets: dict[str, bytes] | None = None) -> list[Member]:
    """A package as Retold writes it, digests and all, by somebody who knows how."""
    held = assets or {}
    described = [
        {"name": name, "type": "image/png", "sha256": hashlib.sha256(data).hexdigest(), "alt": None}
        for name, data in held.items()
    ]
    texts = {"html": f"<p>{PROSE}</p>" + "".join(f'<p><img src="assets/{name}" alt=""/></p>' for name in held)}
    plain = {"schema": "retold.manuscript/1", "title": "The Lamp", "chapters": [texts], "assets": described}
    payload: dict[str, bytes] = {
        "data/manuscript.json": _bytes(manuscript) if manuscript else _bytes(json.dumps(plain))
    }
    payload |= {f"data/assets/{n}": data for n, data in enumerate(held.values())}
    if held:
        names = [{"file": str(n), "name": name} for n, name in enumerate(held)]
        payload["data/assets.json"] = json.dumps(names).encode()
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "manifest-sha256.txt": _sums(payload),
    }
    files = payload | tags | {"tagmanifest-sha256.txt": _sums(tags)}
    return [member(f"lamp/{path}", data) for path, data in files.items()]


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _sums(files: dict[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items()).encode()


WRAPPINGS = {
    "stories": ("stories.zip", stories),
    "epub": ("lamp.epub", epub),
    "docx": ("lamp.docx", docx),
    "package": ("lamp.retold.zip", package),
}

__all__ = ["WRAPPINGS", "docx", "epub", "odt", "package", "package_document", "stories", "written"]

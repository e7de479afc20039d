"""Builders of EPUBs and ZIP archives for tests, sound ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da636460f85f0f0002870180eb47"
    "ba920000000049454e44ae426082"
)


def zip_of(files: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> bytes:
    """A ZIP archive of these files, in this order."""
    pairs = files.items() if isinstance(files, Mapping) else files
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def page(body: str, title: str = "A page", head: str = "", attributes: str = "") -> str:
    """An XHTML document."""
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{escape(title)}</title>{head}</head><body{attributes}>{body}</body></html>"
    )


def ncx(labels: Iterable[tuple[str, str]]) -> str:
    """EPUB 2's list of (label, address)."""
    points = "".join(
        f"<navPoint><navLabel><text>{escape(text)}</text></navLabel><content src='{escape(source)}'/></navPoint>"
        for text, source in labels
    )
    return f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>{points}</navMap></ncx>'


def epub(
    pages: Mapping[str, str],
    *,
    metadata: str = "<dc:title>A Book</dc:title>",
    others: Mapping[str, tuple[str, str | bytes]] | None = None,
    folder: str = "OEBPS/",
    labels: Iterable[tuple[str, str]] = (),
    spine: Iterable[str] | None = None,
    guide: str = "",
    version: str = "3.0",
) -> bytes:
    """An EPUB of these pages; `others` are further files of the manifest: path -> (properties or type, data)."""
    others = others or {}
    items, data = [], {}
    for number, (path, text) in enumerate(pages.items()):
        items.append(f'<item id="p{number}" href="{path}" media-type="application/xhtml+xml"/>')
        data[folder + path] = text
    for number, (path, (said, content)) in enumerate(others.items()):
        kind, _, properties = said.partition(" ")
        items.append(f'<item id="o{number}" href="{path}" media-type="{kind}" properties="{properties}"/>')
        data[folder + path] = content
    names = list(pages)
    order = [f'<itemref idref="p{names.index(path)}"/>' for path in (spine if spine is not None else names)]
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf" version="{version}" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f'{metadata}</metadata><manifest>{"".join(items)}<item id="ncx" href="toc.ncx" '
        f'media-type="application/x-dtbncx+xml"/></manifest><spine toc="ncx">{"".join(order)}</spine>{guide}</package>'
    )
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER.format(folder + "content.opf"),
            folder + "content.opf": package,
            folder + "toc.ncx": ncx(labels),
            **data,
        }
    )

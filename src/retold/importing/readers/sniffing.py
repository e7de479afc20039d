"""What a file is, told from its content alone: names lie (AO3 attaches HTML that is named .txt)."""

from __future__ import annotations

import codecs
import re
from enum import Enum

from retold.lib.archives import Archive, is_zip
from retold.lib.patterns import lazy

# Signs that no text has: not the bell, tab, line ends and the like.
_CONTROLS = bytes(sign for sign in range(1, 32) if sign not in (7, 8, 9, 10, 11, 12, 13, 26, 27))


class Kind(Enum):
    """What a file turned out to be: what is read here, and what is known well enough to be named when refused."""

    EMPTY = "empty"
    EPUB = "epub"
    BAGIT = "bagit"
    FILES = "files"
    HTML = "html"
    TEXT = "text"
    ZIP = "zip"
    PDF = "pdf"
    OLE = "ole"
    RTF = "rtf"
    DOCX = "docx"
    ODT = "odt"
    OFFICE = "office"
    MOBI = "mobi"
    FB2 = "fb2"
    MHTML = "mhtml"
    PICTURE = "picture"
    MEDIA = "media"
    PROGRAM = "program"
    PACKED = "packed"
    DATABASE = "database"
    BINARY = "binary"


UNKNOWN_BINARY = (
    "This file is not text and not of a kind that is known here; save the story as EPUB, HTML or plain text "
    "and bring that in."
)
_AS_SOMETHING_ELSE = "save the story as EPUB, HTML or plain text and bring that in."
_UNPACKED = "unpack it and bring in what is inside."

REFUSALS = {
    Kind.EMPTY: "This file is empty, so there is no story in it; choose the file once more.",
    Kind.PDF: f"This is a PDF, which is not read here; {_AS_SOMETHING_ELSE}",
    Kind.OFFICE: f"This is a spreadsheet, a presentation or another office document; {_AS_SOMETHING_ELSE}",
    Kind.FB2: "This is a FictionBook (FB2), which is not read here; convert it to EPUB and bring that in.",
    Kind.MHTML: "This is a web page saved as an archive (MHTML); save the page as plain HTML and bring that in.",
    Kind.PICTURE: "This is a picture and holds no text to read; bring in the story itself.",
    Kind.MEDIA: "This is a sound or video file and holds no text to read; bring in the story itself.",
    Kind.PROGRAM: "This is a program, not a story, and it was not opened; bring in the story itself.",
    Kind.PACKED: f"This is an archive of a kind that is not opened here (only ZIP is); {_UNPACKED}",
    Kind.DATABASE: "This is a database, not a story; export the stories from the program that made it.",
    Kind.FILES: f"This ZIP holds files, but no work that is read as one; {_UNPACKED}",
    Kind.BAGIT: "This package was not made by Retold, so its works cannot be read from it; unpack it and bring in "
    "the stories that are inside.",
    Kind.EPUB: "This EPUB holds no text that can be read; fetch it once more and bring in the whole file.",
    Kind.BINARY: UNKNOWN_BINARY,
}

# Where a kind shows itself: at a fixed place from the start of the file.
_SIGNATURES: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (0, b"{\\rtf", Kind.RTF),
    (60, b"BOOKMOBI", Kind.MOBI),
    (60, b"TEXtREAd", Kind.MOBI),
    (0, b"TPZ", Kind.MOBI),
    (0, b"\xeaDRMION\xee", Kind.MOBI),
    (0, b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
    (0, b"\xff\xd8\xff", Kind.PICTURE),
    (0, b"GIF87a", Kind.PICTURE),
    (0, b"GIF89a", Kind.PICTURE),
    (8, b"WEBP", Kind.PICTURE),
    (0, b"II*\x00", Kind.PICTURE),
    (0, b"MM\x00*", Kind.PICTURE),
    (0, b"8BPS", Kind.PICTURE),
    (4, b"ftyphei", Kind.PICTURE),
    (4, b"ftypavif", Kind.PICTURE),
    (4, b"ftyp", Kind.MEDIA),
    (0, b"ID3", Kind.MEDIA),
    (0, b"OggS", Kind.MEDIA),
    (0, b"fLaC", Kind.MEDIA),
    (8, b"WAVE", Kind.MEDIA),
    (8, b"AVI ", Kind.MEDIA),
    (0, b"\x1aE\xdf\xa3", Kind.MEDIA),
    (0, b"\x7fELF", Kind.PROGRAM),
    (0, b"\xca\xfe\xba\xbe", Kind.PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", Kind.PROGRAM),
    (0, b"7z\xbc\xaf\x27\x1c", Kind.PACKED),
    (0, b"Rar!\x1a\x07", Kind.PACKED),
    (0, b"\x1f\x8b\x08", Kind.PACKED),
    (0, b"BZh", Kind.PACKED),
    (0, b"\xfd7zXZ\x00", Kind.PACKED),
    (0, b"(\xb5/\xfd", Kind.PACKED),
    (257, b"ustar", Kind.PACKED),
    (0, b"MSCF", Kind.PACKED),
    (0, b"ITSF", Kind.PACKED),
    (0, b"bplist00", Kind.MHTML),
    (0, b"SQLite format 3\x00", Kind.DATABASE),
)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_HEAD = 65_536

_HTML_START = lazy(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).){0,4000}-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_FB2_START = lazy(r"\s*(?:<\?xml[^>]*>\s*)?<FictionBook\b")
_BLOCK_START = lazy(r"\s*<(?:p|div|h[1-6]|center|table|blockquote|section|article|br|font)\b[^<>]*>", re.IGNORECASE)
_BLOCK_TAG = lazy(r"<(?:p|div|h[1-6]|center|blockquote|br|hr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MHTML_START = lazy(r"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,30}", re.ASCII)
_BLOCK_TAGS_OF_HTML = 3
# Markdown may hold tags of HTML, and is Markdown all the same.
_MARKDOWN_STARTS = ("---\n", "# ")


def kind_of_bytes(data: bytes) -> Kind:
    """The kind by signature: ZIP and TEXT still have to be looked into."""
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        return Kind.EMPTY
    if is_zip(data):
        return Kind.ZIP
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    for at, signature, kind in _SIGNATURES:
        if data.startswith(signature, at):
            return kind
    if data[:2] == b"MZ" and b"\x00" in data[:256]:
        return Kind.PROGRAM
    if data[:2] == b"BM" and b"\x00" in data[:32]:
        return Kind.PICTURE
    return Kind.TEXT if _may_be_text(data) else Kind.BINARY


def kind_of_archive(archive: Archive) -> Kind:
    """What a ZIP archive is: a book, a package, an office document, or files put together."""
    if "META-INF/container.xml" in archive:
        return Kind.EPUB
    mimetype = (
        archive.read("mimetype")[:100].strip() if "mimetype" in archive and archive.size("mimetype") < 200 else b""
    )
    if mimetype == b"application/epub+zip":
        return Kind.EPUB
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return Kind.ODT
    if mimetype.startswith(b"application/vnd.oasis."):
        return Kind.OFFICE
    if "[Content_Types].xml" in archive:
        return Kind.DOCX if any(name.startswith("word/document") for name in archive) else Kind.OFFICE
    if any(name.count("/") <= 1 and name.rpartition("/")[2] == "bagit.txt" for name in archive):
        return Kind.BAGIT
    if "META-INF/MANIFEST.MF" in archive or "AndroidManifest.xml" in archive:
        return Kind.PROGRAM
    return Kind.FILES


def kind_of_text(text: str) -> Kind:
    """HTML if the text is a page or consists of paragraphs in tags, else TEXT; formats in XML or MIME are named."""
    if not text.strip("\ufeff\x00 \t\n\f"):
        return Kind.EMPTY
    head = text[:_HEAD].lstrip("\ufeff")
    if _HTML_START.match(head):
        return Kind.HTML
    if _FB2_START.match(head):
        return Kind.FB2
    headers = _MHTML_START.match(head)
    if headers and "multipart/related" in headers.group().lower():
        return Kind.MHTML
    if head.lstrip().startswith(_MARKDOWN_STARTS):
        return Kind.TEXT
    tags = sum(1 for _ in _BLOCK_TAG.finditer(head))
    if tags >= _BLOCK_TAGS_OF_HTML or (tags and _BLOCK_START.match(head)):
        return Kind.HTML
    return Kind.TEXT


def _may_be_text(data: bytes) -> bool:
    """Whether bytes may be letters in some encoding: hardly any control signs, NULs only as UTF-16 has them."""
    head = data[:_HEAD]
    if head.startswith(_WIDE_MARKS):
        return True
    nulls = head.count(0)
    if nulls:
        halves = (head[0::2].count(0), head[1::2].count(0))
        return nulls > len(head) // 5 and min(halves) <= max(halves) // 10
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 100 <= len(head)

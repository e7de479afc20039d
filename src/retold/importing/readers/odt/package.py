"""The parts of an OpenDocument text, and what it says of itself (meta.xml)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from retold.importing.readers.upload import Refused
from retold.importing.readers.written import Properties
from retold.importing.readers.written.parts import parse, part
from retold.lib.archives import Archive
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, STYLE, TABLE, DRAW, META = (
    f"{{{_ODF}{name}:1.0}}" for name in ("office", "text", "style", "table", "drawing", "meta")
)
FO, SVG = f"{{{_ODF}xsl-fo-compatible:1.0}}", f"{{{_ODF}svg-compatible:1.0}}"
DC, XLINK = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/xlink}"
_DAY = lazy(r"(\d{4}-\d{2}-\d{2})(?:T.*)?")
_LOCKED = "This document is locked with a password; open it, save it without one, and bring that in."


@dataclass(frozen=True)
class Package:
    """An opened document."""

    archive: Archive

    def content(self) -> etree._Element:
        """The text's part. Raises Refused if the document is locked or has none."""
        if b"encryption-data" in (part(self.archive, "META-INF/manifest.xml") or b""):
            raise Refused(_LOCKED)
        root = self.xml("content.xml")
        if root is None:
            raise Refused("This OpenDocument text is incomplete, so it was not read; bring in the whole file.")
        return root

    def xml(self, path: str) -> etree._Element | None:
        """A part's root; None if there is no such part."""
        data = part(self.archive, path)
        return parse(data) if data else None

    def bytes(self, path: str) -> bytes | None:
        """A part's bytes."""
        return part(self.archive, path.removeprefix("./"))


def read_properties(package: Package) -> Properties:
    """What the document says of itself."""
    found = Properties()
    root = package.xml("meta.xml")
    keywords: list[str] = []
    for element in root.iter() if root is not None else ():
        text = (element.text or "").strip()
        if not text or not isinstance(element.tag, str):
            continue
        if element.tag == f"{META}keyword":
            keywords += [word for word in (one.strip() for one in text.split(",")) if word]
        else:
            _read(found, element.tag, text)
    found.keywords = tuple(dict.fromkeys(keywords))
    return found


def _read(found: Properties, tag: str, text: str) -> None:
    if tag == f"{DC}title":
        found.title = text
    elif tag == f"{META}initial-creator":
        found.author = text
    elif tag == f"{DC}creator":
        found.author = found.author or text
    elif tag == f"{DC}description":
        found.description = text
    elif tag == f"{META}creation-date":
        found.created = _day_of(text)
    elif tag == f"{DC}date":
        found.modified = _day_of(text)
    elif tag == f"{DC}language":
        found.language = language_tag(text) or ""
    elif tag == f"{DC}subject":
        found.others.append(("document subject", text))


def _day_of(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None

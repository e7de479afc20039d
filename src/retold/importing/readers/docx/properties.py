"""What a Word document says of itself (docProps/core.xml)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from lxml import etree

from retold.importing.readers.docx.package import Package, W
from retold.importing.readers.written import Properties
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag

_DAY = lazy(r"(\d{4}-\d{2}-\d{2})(?:T.*)?")
_COMMA = lazy(r"\s*[,;]\s*")
# The day on which the template of a library was made that writes documents, and which stays in all of them.
_OF_A_TEMPLATE = dt.date(2013, 12, 23)
_LANGUAGES = re.compile(rb'<w:lang [^>]*?w:val="([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3})"')


def read_properties(package: Package) -> Properties:
    """The document's properties."""
    found = Properties(language=main_language(package))
    path = next(iter(package.related("", "core-properties")), "docProps/core.xml")
    root = package.xml(path)
    for element in root if root is not None else ():
        _read(found, etree.QName(element).localname, (element.text or "").strip())
    return found


def _read(found: Properties, name: str, text: str) -> None:
    if not text:
        return
    if name == "title":
        found.title = text
    elif name == "creator":
        found.author = text
    elif name == "description":
        found.description = text
    elif name == "keywords":
        found.keywords = tuple(dict.fromkeys(word for word in _COMMA.split(text) if word))
    elif name == "created":
        found.created = day_of(text)
    elif name == "modified":
        found.modified = day_of(text)
    elif name in ("subject", "category", "contentStatus"):
        found.others.append((f"document {name}", text))


def day_of(text: str) -> dt.date | None:
    """The day in a date of XML; None for what is none, or no document's own."""
    match = _DAY.fullmatch(text)
    try:
        day = dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
    return None if day == _OF_A_TEMPLATE or (day is not None and day.year < 1980) else day


def main_language(package: Package) -> str:
    """The language that most runs name, else the one that the styles begin with; "" if none is named."""
    data = package.bytes(package.main)
    named = _LANGUAGES.findall(data)
    if len(named) * 2 > data.count(b"<w:t>") + data.count(b"<w:t "):
        return language_tag(Counter(named).most_common(1)[0][0].decode()) or ""
    for path in package.related(package.main, "styles"):
        root = package.xml(path)
        language = root.find(f"{W}docDefaults//{W}lang") if root is not None else None
        if language is not None:
            return language_tag(language.get(f"{W}val") or "") or ""
    return ""

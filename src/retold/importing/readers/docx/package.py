"""The parts of a Word document and how they refer to one another (Open Packaging Conventions)."""

from __future__ import annotations

import posixpath
from functools import cached_property

from lxml import etree

from retold.importing.readers.upload import Refused
from retold.importing.readers.written.parts import parse, part
from retold.lib.archives import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What strict documents call the same things.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


class Package:
    """An opened document. Raises Refused if it has no text part."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._relations: dict[str, dict[str, tuple[str, str, bool]]] = {}
        main = self.related("", "officeDocument")
        self.main = main[0] if main else "word/document.xml"
        if self.main not in archive:
            raise Refused("This Word document is incomplete, so it was not read; bring in the whole file.")

    @cached_property
    def root(self) -> etree._Element:
        """The document's text part."""
        return parse(self.bytes(self.main))

    def bytes(self, path: str) -> bytes:
        """A part as transitional documents spell it; b"" if there is none."""
        data = part(self.archive, path) or b""
        if b"purl.oclc.org/ooxml" in data[:4096]:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return data

    def xml(self, path: str) -> etree._Element | None:
        """A part's root; None if there is no such part."""
        data = self.bytes(path)
        return parse(data) if data else None

    def relations(self, source: str) -> dict[str, tuple[str, str, bool]]:
        """What the part `source` refers to: id -> (kind, path or address, whether it is outside)."""
        known = self._relations
        if source not in known:
            known[source] = self._read_relations(source)
        return known[source]

    def related(self, source: str, kind: str) -> list[str]:
        """The paths of the parts of one kind that a part refers to, in their order."""
        return [path for one, path, outside in self.relations(source).values() if one == kind and not outside]

    def _read_relations(self, source: str) -> dict[str, tuple[str, str, bool]]:
        folder, name = posixpath.split(source)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in root if root is not None else ():
            target, outside = element.get("Target") or "", element.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (element.get("Type") or "").rpartition("/")[2]
            found[element.get("Id") or ""] = (kind, target, outside)
        return found

"""The XML in word processors' files, parsed so that it can fetch nothing, expand nothing, and fill no memory."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from retold.importing.readers.upload import Refused
from retold.lib.archives import Archive, BadArchive

# More than the longest known stories have, and what a tree of it takes some 250 MB for.
MOST_BYTES = 48 << 20
MOST_TAGS = 1_600_000
# Paragraphs of one document, and its foot- and endnotes.
MOST_PARAGRAPHS = 100_000
MOST_NOTES = 10_000
TOO_LONG = "This document is longer than any story is, so it was not read; bring in the story in parts."
_DAMAGED = "This document is damaged, so it was not read; open it in its own program, save it anew and bring that in."


def parse(data: bytes) -> etree._Element:
    """The root of an XML document. Raises Refused if it is damaged, nested beyond reason or too long."""
    if len(data) > MOST_BYTES or data.count(b"<") > MOST_TAGS:
        raise Refused(TOO_LONG)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_DAMAGED) from error


def refuse_if_long(body: etree._Element, *paragraphs: str) -> None:
    """Refuse a document of more paragraphs (elements of these names) than any story has."""
    if next(islice(body.iter(*paragraphs), MOST_PARAGRAPHS, None), None) is not None:
        raise Refused(TOO_LONG)


def part(archive: Archive, path: str) -> bytes | None:
    """A file in the document; None if it is not there. Raises Refused if it is damaged."""
    if path not in archive:
        return None
    try:
        return archive.read(path)
    except BadArchive as error:
        raise Refused(str(error)) from error

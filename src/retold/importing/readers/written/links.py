"""The instructions of fields, which Word documents and RTF share: where a link leads, what is a table of contents."""

from __future__ import annotations

from retold.lib.patterns import lazy
from retold.manuscript.markup import escape_attribute

_ADDRESS = lazy(r'\s*HYPERLINK\s+(?:"([^"]*)"|(?!\\)([^\s"]+))?(.*)')
_ANCHOR = lazy(r'\\+l\s+(?:"([^"]*)"|([^\s"]+))')
_CONTENTS = lazy(r"\s*(?:TOC|INDEX)\b")


def is_contents(instruction: str) -> bool:
    """Whether a field makes a table of contents."""
    return _CONTENTS.match(instruction) is not None


def link_tag(instruction: str) -> str:
    """The start tag of the link that a field makes; "" if it makes none."""
    match = _ADDRESS.match(instruction)
    if match is None:
        return ""
    anchor = _ANCHOR.search(match[3] or "")
    place = (anchor[1] or anchor[2] or "") if anchor else ""
    address = match[1] or match[2] or ""
    if address:
        return start_tag(f"{address}#{place}" if place else address)
    return start_tag(f"#place-{place}") if place else ""


def start_tag(address: str) -> str:
    """The start tag of a link to an address."""
    return f'<a href="{escape_attribute(address)}">' if address else ""

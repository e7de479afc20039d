"""The log page of an EPUB: what FanFicFare found each time that it fetched the work anew."""

from __future__ import annotations

import html

from retold.importing.readers.documents import squeezed
from retold.lib.patterns import lazy

_SPAN = lazy(r"""<span\b[^<>]*\bid=["']([A-Za-z0-9_]{1,40})["'][^<>]*>""")
_TAG = lazy(r"<[^<>]*>")
_NEW_ENTRY = lazy(r"<(?:p|hr)\b")
_MOST = 4_000_000


def log_of(page: str) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The entries of a log page, oldest first, each FanFicFare's names for what changed -> what it was then;
    and the labels on the page -> those names.

    The page is read as letters: a summary with paragraphs within a paragraph breaks any tree of it.
    """
    entries: list[dict[str, str]] = []
    labels: dict[str, str] = {}
    before, *rest = _SPAN.split(page[:_MOST])
    for key, chunk in zip(rest[::2], rest[1::2], strict=True):
        label = _words(before.rpartition("</span>")[2]).rpartition("\n")[2].strip(" :")
        if not entries or _NEW_ENTRY.search(before.rpartition("</span>")[2]):
            entries.append({})
        entries[-1][key] = squeezed(_words(chunk.rpartition("</span>")[0]))
        labels.setdefault(label, key)
        before = chunk
    return [entry for entry in entries if entry], {label: key for label, key in labels.items() if label}


def _words(markup: str) -> str:
    return html.unescape(_TAG.sub("\n", markup)).strip()

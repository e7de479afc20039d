"""Plain texts of FanFicFare (formats.md §3): title and byline, labelled lines, contents, then chapters as Markdown.

What such a text cannot carry: the addresses of chapters, pictures, underlined words, the markup of the summary, and
names that hold commas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers.documents import children
from retold.importing.readers.fanficfare.entries import entries_in_lines
from retold.importing.readers.fanficfare.facts import Facts, facts_of
from retold.importing.readers.fanficfare.labels import Hints, key_of
from retold.importing.readers.fanficfare.work import Section, creators_in, manuscript_of
from retold.importing.readers.markdown.blocks import blocks_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.patterns import lazy
from retold.manuscript.model import Unmapped

_HEAD = 20_000
_OPENING = lazy(r"\s*\n(?P<title>\S[^\n]*(?:\n\S[^\n]*){0,5})\n\nby (?P<by>\S[^\n]*(?:\n\S[^\n]*){0,20})\n\n\s*")
_CONTENTS = "\n\nTABLE OF CONTENTS\n\n"
_END = "End file."
_LABEL = lazy(r"([^:\n]{1,60}): ")
_FEWEST_LABELS = 3
# FanFicFare indents a chapter's title by a tabulator, which wrapping makes into spaces.
_HEADING = lazy(r"(?:\t| {4,8})(\S.*)")
_FAILED_PICTURE = lazy(r"!\[([^\[\]]*)\]\(failedtoload ([^()\s]*)\)")


def recognises(upload: Upload) -> bool:
    """Whether FanFicFare made the text: its title and byline, several of its labels, and its last line."""
    if upload.kind is not Kind.TEXT or not upload.text.rstrip().endswith(_END):
        return False
    opening = _OPENING.match(_letters(upload)[:_HEAD])
    if opening is None:
        return False
    lines = upload.text[opening.end() : opening.end() + _HEAD].split("\n\n\n")[0].split("\n")
    known = {key_of(match[1]) for match in map(_LABEL.match, lines) if match}
    return len(known - {""}) >= _FEWEST_LABELS


def read(upload: Upload) -> Found:
    """The work in the text."""
    text = _letters(upload)
    opening = _OPENING.match(text)
    if opening is None:
        raise Refused("This text of FanFicFare has lost its title page; fetch the story once more and bring that in.")
    head, stories = _parted(text[opening.end() :].rstrip().removesuffix(_END))
    lines = [line for line in head.partition(_CONTENTS)[0].split("\n") if line.strip()]
    facts = facts_of(entries_in_lines(lines), Hints(), None)
    more = {"title": _joined(opening["title"]), **creators_in(facts, _joined(opening["by"]))}
    documents, sections = [], []
    for number, (title, story) in enumerate(stories, 1):
        document = _document(facts, story)
        documents.append(document)
        nodes = list(children(document.body)) if document.body is not None else []
        sections.append(Section(title, [nodes], number))
    return Found(manuscript_of(facts, sections, "fanficfare_text", **more))


def _letters(upload: Upload) -> str:
    return "\n" + upload.text.replace("\r\n", "\n").lstrip("\ufeff")


def _joined(wrapped: str) -> str:
    return " ".join(wrapped.split())


def _parted(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The title page and contents, and each chapter's title and text.

    The contents name the chapters' titles in their order, so that an indented line in a story is no heading. A text
    of one chapter has no contents: its first indented line is the heading.
    """
    head, contents, rest = text.partition(_CONTENTS)
    lines = (rest if contents else head).split("\n")
    titles = _titles(lines) if contents else None
    starts = list(_starts(lines, titles))
    if not starts:
        return text, []
    before = "\n".join(lines[: starts[0][0]])
    ends = [start for start, _, _ in starts[1:]] + [len(lines)]
    chapters = [(title, "\n".join(lines[after:end])) for (_, after, title), end in zip(starts, ends, strict=True)]
    return (f"{head}{contents}{before}" if contents else before), chapters


def _titles(lines: Sequence[str]) -> list[str]:
    """The titles that the contents list, each wrapped title as one line."""
    page: list[str] = []
    for line in lines:
        if _HEADING.fullmatch(line):
            break
        page.append(line)
    return [_joined(entry) for entry in re.split(r"\n\s*\n", "\n".join(page)) if entry.strip()]


def _starts(lines: Sequence[str], titles: Sequence[str] | None) -> list[tuple[int, int, str]]:
    """(line of the heading, line after it, title) of each chapter."""
    found: list[tuple[int, int, str]] = []
    at, wanted = 0, list(titles) if titles is not None else None
    while at < len(lines) and (wanted is None or wanted):
        match = _HEADING.fullmatch(lines[at])
        end = at + 1
        if match is not None and (at == 0 or not lines[at - 1].strip()):
            while end < len(lines) and lines[end].strip():
                end += 1
            title = _joined(" ".join(lines[at:end]))
            if wanted is None or title == wanted[0]:
                found.append((at, end, title))
                wanted = wanted[1:] if wanted is not None else []
        at = end
    return found


def _document(facts: Facts, story: str) -> LexborHTMLParser:
    """A chapter's Markdown as a tree; the words for a picture that was never fetched stay."""
    for failed in _FAILED_PICTURE.finditer(story):
        facts.unmapped.append(Unmapped("picture", f"It was not fetched: {failed[2]}"))
    story = _FAILED_PICTURE.sub(r"\1", story)
    return LexborHTMLParser("".join(block.html for block in blocks_of(story)))

"""Runs of text with their formats -> inline HTML, properly nested, neighbours of one format joined.

A format is a tuple of start tags, from the outermost in (`("<b>", "<i>")`); the same tags always in the same order,
so that what two neighbours share stays open between them.
"""

from __future__ import annotations

from functools import lru_cache

Format = tuple[str, ...]
PLAIN: Format = ()
BOLD, ITALIC, UNDERLINE, STRIKE = "<b>", "<i>", "<u>", "<s>"
RAISED, LOWERED = "<sup>", "<sub>"
SMALL_CAPS, ALL_CAPS = '<span class="small-caps">', '<span class="all-caps">'


@lru_cache(maxsize=4096)
def end_of(start: str) -> str:
    """The end tag of a start tag."""
    return f"</{start[1:-1].partition(' ')[0]}>"


@lru_cache(maxsize=4096)
def switch(open_now: Format, wanted: Format) -> str:
    """The tags between a text of one format and a text of another."""
    shared = 0
    for one, other in zip(open_now, wanted, strict=False):
        if one != other:
            break
        shared += 1
    return "".join(end_of(tag) for tag in reversed(open_now[shared:])) + "".join(wanted[shared:])


def escaped(text: str) -> str:
    """Text as HTML."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    return text.replace("<", "&lt;").replace(">", "&gt;") if "<" in text or ">" in text else text


def linked(form: Format) -> Format:
    """The format without the line that links are drawn with."""
    return tuple(tag for tag in form if tag != UNDERLINE) if UNDERLINE in form else form


class Inline:
    """Takes the pieces of one paragraph in their order; `bold` says whether all letters so far were bold."""

    __slots__ = ("_bold", "_open", "_parts", "_plain", "empty")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: Format = PLAIN
        self._bold = self._plain = False
        self.empty = True

    def text(self, text: str, form: Format = PLAIN) -> None:
        """Add text."""
        if form != self._open:
            self._parts.append(switch(self._open, form))
            self._open = form
        self._parts.append(escaped(text))
        if not text.isspace():
            self.empty = False
            if BOLD in form:
                self._bold = True
            else:
                self._plain = True

    def html(self, html: str, form: Format = PLAIN) -> None:
        """Add HTML that stands by itself: a line break, a picture, a note's mark."""
        if form != self._open:
            self._parts.append(switch(self._open, form))
            self._open = form
        self._parts.append(html)
        if html != "<br/>":
            self.empty = False

    @property
    def strong(self) -> bool:
        """Whether there are bold letters and no others."""
        return self._bold and not self._plain

    def finish(self) -> str:
        """The HTML of all that was added; "" if nothing of it would be seen."""
        if self.empty:
            return ""
        self._parts.append(switch(self._open, PLAIN))
        return "".join(self._parts)

"""A reading of one RTF file: what holds at the present place, where text goes, and what was found so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from retold.importing.readers.rtf import state as at
from retold.importing.readers.rtf.characters import USUAL
from retold.importing.readers.rtf.flow import Flow
from retold.importing.readers.rtf.state import State, beginning
from retold.importing.readers.written import Document
from retold.importing.readers.written.inline import (
    ALL_CAPS,
    BOLD,
    ITALIC,
    LOWERED,
    RAISED,
    SMALL_CAPS,
    STRIKE,
    UNDERLINE,
    Format,
    linked,
)
from retold.manuscript.markup import escape_attribute

_TAGS = (
    (at.BOLD, BOLD), (at.ITALIC, ITALIC), (at.UNDER, UNDERLINE), (at.STRUCK, STRIKE), (at.ABOVE, RAISED),
    (at.BELOW, LOWERED), (at.SMALL, SMALL_CAPS), (at.CAPITALS, ALL_CAPS),
)  # fmt: skip
# Texts within texts: a note in a box in a note.
_MOST_BRANCHES = 20
Ending = tuple[int, Callable[[], object]]


class Reading:
    """`flow` is the text that is being written: the document's, or that of a note or a box in it."""

    def __init__(self, language: str, anchors: set[str]) -> None:
        self.document = Document("rtf")
        self.state: State = beginning()
        self.stack: list[State] = []
        self.endings: list[Ending] = []
        self.flow = Flow()
        self.fonts: dict[int, str] = {}
        self.code_page = USUAL
        self.styles: dict[int, str] = {}
        self.table, self.table_row = "", -1
        self.links: list[str] = []
        self.aside: list[str] = []
        self.binary = self.shown = b""
        self.alt = self.property = self.comment_author = self.time = ""
        self.times: dict[str, dict[str, int]] = {"creatim": {}, "revtim": {}}
        self.continuous = False
        self.anchors = anchors
        self.language = language
        self.told: set[str] = set()
        self._branches = 0
        self._forms: dict[tuple[int, str, str], Format] = {}

    # Groups

    def at_end(self, action: Callable[[], object]) -> None:
        """Do something when the present group ends."""
        self.endings.append((len(self.stack), action))

    def collect(self, take: Callable[[str], None] | None = None) -> None:
        """Keep the text of the present group aside, and give it to `take` when the group ends."""
        outer = self.aside
        mine: list[str] = []
        self.aside = mine
        self.state[at.TARGET] = at.ASIDE

        def end() -> None:
            self.aside = outer
            if take is not None:
                take("".join(mine))

        self.at_end(end)

    def branch(self, take: Callable[[Flow], None]) -> None:
        """Let the present group be a text of its own, and give it to `take` when the group ends.

        One that is nested beyond reason stays part of the text around it.
        """
        if self._branches >= _MOST_BRANCHES:
            return
        outer, mine = self.flow, Flow()
        self.flow = mine
        self._branches += 1
        self.state[at.TARGET], self.state[at.FLAGS], self.state[at.LINK] = at.TEXT, 0, ""
        at.reset_paragraph(self.state)

        def end() -> None:
            mine.finish(self.state, self.styles, self.document)
            self.flow = outer
            self._branches -= 1
            take(mine)

        self.at_end(end)

    # Text

    def put(self, text: str) -> None:
        """Write text where the group's text goes."""
        state = self.state
        if state[at.TARGET] == at.ASIDE:
            self.aside.append(text)
        elif state[at.TARGET] == at.TEXT:
            flags = state[at.FLAGS]
            if flags & (at.HIDDEN | at.DELETED):
                (self.flow.deleted if flags & at.DELETED else self.flow.hidden).append(text)
            else:
                self.flow.text(text, self.form())

    def put_html(self, html: str) -> None:
        """Write HTML that stands by itself, where text is written."""
        if self.state[at.TARGET] == at.TEXT and html:
            self.flow.inline.html(html, self.form())

    def form(self) -> Format:
        """The format of text here."""
        state = self.state
        key = (state[at.FLAGS], state[at.LINK], state[at.LANGUAGE])
        known = self._forms.get(key)
        if known is None:
            flags, link, language = key
            tags = tuple(tag for bit, tag in _TAGS if flags & bit)
            known = linked(tags) if link else tags
            if language and self.language and language.partition("-")[0] != self.language.partition("-")[0]:
                known = (f'<span lang="{escape_attribute(language)}">', *known)
            known = self._forms[key] = (link, *known) if link else known
        return known

    def set_font(self, number: int, charset: str) -> None:
        """Keep the character set of a font."""
        self.fonts[number] = charset

    def finish(self) -> Document:
        """The file ends, and all that is open in it."""
        while self.endings:
            self.endings.pop()[1]()
        self.flow.finish(self.state, self.styles, self.document)
        self.document.blocks = self.flow.blocks
        self._take_properties()
        return self.document

    def _take_properties(self) -> None:
        said = self.document.properties
        said.language = self.language
        for name, times in self.times.items():
            try:
                day = dt.date(times.get("yr", 0), times.get("mo", 0), times.get("dy", 0))
            except (ValueError, OverflowError):
                continue
            if name == "creatim":
                said.created = day
            else:
                said.modified = day

"""A text in an RTF file on its way to blocks: the document's own, or that of a note, a box, a header."""

from __future__ import annotations

from collections.abc import Mapping

from retold.importing.readers.rtf import state as at
from retold.importing.readers.rtf.state import State
from retold.importing.readers.written import Block, Document, Inline
from retold.importing.readers.written.document import ROLES, Level
from retold.importing.readers.written.inline import Format
from retold.importing.readers.written.rendering import Layout, rendered
from retold.lib.patterns import lazy

# Where a set-in paragraph counts as a quotation: a third of an inch, in twentieths of a point.
_SET_IN = 480
_HEADING = lazy(r"heading ([1-9])")
_QUOTES = frozenset(
    {"quote", "intense quote", "quotations", "quotation", "block text", "block quote", "block quotation"}
)
_NUMBER = lazy(r"\(?(?:([0-9]{1,5})|[a-z]{1,4}|[A-Z]{1,4})[.):]")
_LONGEST_MARK = 8
_MARKS = frozenset("•◦▪●○■□·*–—-➢✓§o")
_DEEPEST = 8
# How far each level of a list is set in where the file names no level.
_STEP = 360


class Flow:
    """Takes text and ends of paragraphs, of cells and of rows."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.below: list[Block] = []
        self.inline = Inline()
        self.marker = ""
        self.lead: str | None = ""
        self.new_page = False
        self.deleted: list[str] = []
        self.hidden: list[str] = []
        self._rows: list[list[str]] = []
        self._cells: list[str] = []
        self._cell: list[Block] = []

    def text(self, text: str, form: Format) -> None:
        """Add text; white space that opens a paragraph says nothing."""
        if self.inline.empty and text.isspace():
            return
        self.inline.text(text, form)
        if self.lead is not None:
            self.lead = self.lead + text if len(self.lead) + len(text) <= _LONGEST_MARK else None

    def tab(self, state: State, form: Format) -> None:
        """A tab: behind a sign or a number that hangs before the text, it ends the mark of a list's item."""
        lead = (self.lead or "").strip()
        if lead and state[at.FIRST] < 0 and not self.marker and (lead in _MARKS or _NUMBER.fullmatch(lead)):
            self.marker, self.inline = lead, Inline()
        else:
            self.text("\t", form)
        self.lead = None

    def paragraph(self, state: State, styles: Mapping[int, str], document: Document) -> None:
        """The paragraph ends."""
        document.report("deleted text", "".join(self.deleted))
        document.report("hidden text", "".join(self.hidden))
        block = self._block(state, styles)
        if state[at.IN_TABLE]:
            self._cell += [block, *self.below]
        else:
            self._end_table()
            self.blocks += [block, *self.below]
        self.inline, self.marker, self.lead, self.new_page = Inline(), "", "", False
        self.deleted, self.hidden, self.below = [], [], []

    def page(self, state: State, styles: Mapping[int, str], document: Document) -> None:
        """A page ends here."""
        if not self.inline.empty:
            self.paragraph(state, styles, document)
        self.new_page = True

    def cell(self, state: State, styles: Mapping[int, str], document: Document) -> None:
        """A cell of a table ends."""
        if not self.inline.empty or self.below or self.deleted or self.hidden:
            inside, state[at.IN_TABLE] = state[at.IN_TABLE], True
            self.paragraph(state, styles, document)
            state[at.IN_TABLE] = inside
        seen = [block for block in self._cell if block.html or block.tag == "hr"]
        if len(seen) == 1 and seen[0].tag == "p" and not (seen[0].attributes or seen[0].levels):
            self._cells.append(seen[0].html)
        else:
            self._cells.append(rendered(self._cell, Layout(gap=len(self._cell), indented=True)))
        self._cell = []

    def row(self) -> None:
        """A row of a table ends."""
        if self._cells:
            self._rows.append(self._cells)
            self._cells = []

    def finish(self, state: State, styles: Mapping[int, str], document: Document) -> None:
        """The text ends: what is open in it is complete."""
        if not self.inline.empty or self.below or self.deleted or self.hidden:
            self.paragraph(state, styles, document)
        self.row()
        self._end_table()
        self.blocks += self._cell
        self._cell = []

    def _end_table(self) -> None:
        self.row()
        rows, self._rows = self._rows, []
        if len(rows) == 1 and len(rows[0]) == 1:
            self.blocks.append(Block("", f"<div>{rows[0][0]}</div>" if rows[0][0] else ""))
        elif rows:
            lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
            self.blocks.append(Block("", f"<table><tbody>{lines}</tbody></table>"))

    def _block(self, state: State, styles: Mapping[int, str]) -> Block:
        style = styles.get(state[at.STYLE], "")
        heading = _HEADING.fullmatch(style)
        rank = int(heading[1]) if heading else state[at.OUTLINE] + 1
        role = style if style in ROLES else ""
        rank = 0 if rank > 6 or role else rank
        if self.inline.empty and not self.below and (state[at.LINE] or style == "horizontal line"):
            return Block("hr")
        strong, html = self.inline.strong, self.inline.finish()
        if rank or role:
            html = html.replace("<b>", "").replace("</b>", "")
        return Block(
            tag=f"h{rank}" if rank else "h1" if role == "title" else "p",
            html=html,
            attributes=_attributes(state),
            role=role,
            levels=self._levels(state) if self.marker and html and not rank else (),
            indented=state[at.LEFT] >= _SET_IN and state[at.LEFT] + min(state[at.FIRST], 0) > 0,
            quoted=style in _QUOTES,
            new_page=self.new_page or state[at.PAGE],
            strong=strong,
        )

    def _levels(self, state: State) -> tuple[Level, ...]:
        """The lists around an item, by its mark."""
        number = _NUMBER.fullmatch(self.marker)
        depth = state[at.DEPTH] if state[at.LIST] else state[at.LEFT] // _STEP - 1
        depth = max(0, min(depth, _DEEPEST))
        own: Level = (number is not None, int(number[1]) if number and number[1] else 1, str(state[at.LIST]))
        return (*(((False, 1, ""),) * depth), own)


def _attributes(state: State) -> str:
    align = state[at.ALIGN]
    if state[at.RTL]:
        # In a paragraph from the right, \ql means its beginning, the right.
        kept = {"center": "center", "right": "left"}.get(align, "")
        return ' dir="rtl"' + (f' class="align-{kept}"' if kept else "")
    return f' class="align-{align}"' if align else ""

"""The text of an OpenDocument file, walked paragraph by paragraph into blocks.

libxml2 ends a document that is nested more than 256 deep, so what recurses here is bounded by that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from lxml import etree

from retold.importing.readers.odt.package import (
    DC,
    DRAW,
    OFFICE,
    STYLE,
    SVG,
    TABLE,
    TEXT,
    XLINK,
    Package,
    read_properties,
)
from retold.importing.readers.odt.styles import Look, Styles
from retold.importing.readers.upload import Refused
from retold.importing.readers.written import Block, Document, Inline
from retold.importing.readers.written.document import Level, note_mark
from retold.importing.readers.written.inline import Format, linked
from retold.importing.readers.written.links import start_tag
from retold.importing.readers.written.parts import MOST_NOTES, TOO_LONG, refuse_if_long
from retold.importing.readers.written.rendering import Layout, rendered
from retold.manuscript.markup import escape_attribute

P, H, SPAN, LIST = f"{TEXT}p", f"{TEXT}h", f"{TEXT}span", f"{TEXT}list"
_STYLE = f"{TEXT}style-name"
_FRAME, _A, _NOTE = f"{DRAW}frame", f"{TEXT}a", f"{TEXT}note"
_INDEXES = tuple(
    f"{TEXT}{name}"
    for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index",
                 "user-index", "bibliography")
)  # fmt: skip
_PLACES = tuple(f"{TEXT}{name}" for name in ("bookmark", "bookmark-start", "reference-mark", "reference-mark-start"))
_UNREAD = (f"{OFFICE}annotation-end", f"{TEXT}sequence-decls", f"{OFFICE}forms", f"{TEXT}hidden-text")
# Where a set-in paragraph counts as a quotation, in inches.
_SET_IN = 0.33
_MOST_SPACES = 1_000
_MOST_SPANNED = 1_000
_DEEPEST = 12
_WORD = re.compile(r"[^\W\d_]{2}")


def document_of(package: Package) -> Document:
    """Everything that is in the document. Raises Refused if it cannot be read."""
    content, styles = package.content(), package.xml("styles.xml")
    walker = Walker(package, content, Styles(styles, content))
    document = walker.document
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is not None:
        refuse_if_long(body, P, H)
        document.blocks = walker.blocks(body)
    document.properties = read_properties(package)
    if styles is not None:
        walker.report_page_edges(styles)
    return document


class Walker:
    """Goes through the text of one document."""

    def __init__(self, package: Package, content: etree._Element, styles: Styles) -> None:
        self.package = package
        self.styles = styles
        self.document = Document("odt")
        links = (one.get(f"{XLINK}href") or "" for one in content.iter(_A))
        self.anchors = {unquote(link[1:]).partition("|")[0] for link in links if link.startswith("#")}
        self._counts: dict[str, int] = {}

    # Blocks

    def blocks(self, parent: Iterable[etree._Element], levels: tuple[Level, ...] = ()) -> list[Block]:
        """The blocks in an element that holds paragraphs."""
        found: list[Block] = []
        for child in parent:
            tag = child.tag
            if tag in (P, H):
                found += _Paragraph(self, child, levels).walk()
            elif tag == LIST:
                found += self._list(child, "", levels)
            elif tag == f"{TABLE}table":
                found += self._table(child)
            elif tag == f"{TEXT}tracked-changes":
                self._report_deleted(child)
            elif tag in _INDEXES:
                self.document.report("table of contents", " · ".join(_texts(child)))
            elif tag == _FRAME:
                found += _Paragraph(self, child, levels).lone()
            elif tag == f"{OFFICE}annotation":
                self.report_comment(child)
            elif isinstance(tag, str) and tag not in _UNREAD:
                found += self.blocks(child, levels)
        return found

    def _list(self, element: etree._Element, style: str, around: tuple[Level, ...]) -> list[Block]:
        style = element.get(_STYLE) or style
        depth = len(around) + 1
        ordered, first = self.styles.level(style, depth)
        identifier = element.get("{http://www.w3.org/XML/1998/namespace}id") or f"{style}/{id(element)}"
        number = self._counts.get(style, first) if element.get(f"{TEXT}continue-numbering") == "true" else first
        found: list[Block] = []
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            start = item.get(f"{TEXT}start-value") or ""
            number = int(start) if start.isdigit() and len(start) < 6 else number
            levels = (*around, (ordered, number, identifier)) if depth <= _DEEPEST else around
            blocks = self._item(item, style, levels)
            found += blocks
            number += item.tag == f"{TEXT}list-item"
        self._counts[style] = number
        return found

    def _item(self, item: etree._Element, style: str, levels: tuple[Level, ...]) -> list[Block]:
        """The blocks of one item: after its first paragraph the others go on with it."""
        found: list[Block] = []
        for child in item:
            if child.tag == LIST:
                found += self._list(child, style, levels)
                continue
            for block in self.blocks((child,), levels):
                if block.tag != "p" or item.tag == f"{TEXT}list-header":
                    block.levels = ()
                elif found and block.html:
                    block.continues = True
                found.append(block)
        return found

    def _table(self, table: etree._Element) -> list[Block]:
        rows = []
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table"), None) is table:
                rows.append(row)
        cells = [[cell for cell in row if cell.tag == f"{TABLE}table-cell"] for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:
            return self.blocks(cells[0][0])
        lines = "".join(f"<tr>{''.join(self._cell(cell) for cell in row)}</tr>" for row in cells if row)
        return [Block("", f"<table><tbody>{lines}</tbody></table>")]

    def _cell(self, cell: etree._Element) -> str:
        head = any(True for _ in cell.iterancestors(f"{TABLE}table-header-rows"))
        name = "th" if head else "td"
        spans = ""
        for way, written in (("columns", "colspan"), ("rows", "rowspan")):
            number = cell.get(f"{TABLE}number-{way}-spanned") or "1"
            if number.isdigit() and 1 < int(number[:6]) <= _MOST_SPANNED:
                spans += f' {written}="{number}"'
        return f"<{name}{spans}>{self.cell_html(self.blocks(cell))}</{name}>"

    def cell_html(self, blocks: list[Block]) -> str:
        """The blocks of a cell, without the tags of its only paragraph."""
        seen = [block for block in blocks if block.html or block.tag == "hr"]
        if len(seen) == 1 and seen[0].tag == "p" and not (seen[0].attributes or seen[0].levels or seen[0].quoted):
            return seen[0].html
        return rendered(blocks, Layout(gap=len(blocks), indented=True))

    # What is told

    def _report_deleted(self, element: etree._Element) -> None:
        for deletion in element.iter(f"{TEXT}deletion"):
            self.document.report("deleted text", "\n".join(_texts(deletion)))

    def report_comment(self, annotation: etree._Element) -> None:
        """Tell of a remark in the margin."""
        author = annotation.findtext(f"{DC}creator") or ""
        text = " ".join(_texts(annotation))
        self.document.report("comment", f"{author}: {text}" if author and text else text)

    def report_page_edges(self, styles: etree._Element) -> None:
        """Tell of the headers and footers that say anything."""
        told: set[str] = set()
        for kind in ("header", "footer"):
            for way in ("", "-left", "-first"):
                for element in styles.iter(f"{STYLE}{kind}{way}"):
                    text = " · ".join(_texts(element))
                    if _WORD.search(text) and text not in told:
                        told.add(text)
                        self.document.report(f"page {kind}", text)

    # Notes and pictures

    def note(self, element: etree._Element) -> str:
        """The mark of a foot- or endnote."""
        number = len(self.document.notes) + 1
        if number > MOST_NOTES:
            raise Refused(TOO_LONG)
        self.document.notes[number] = ""
        body = element.find(f"{TEXT}note-body")
        blocks = self.blocks(body) if body is not None else []
        self.document.notes[number] = rendered(blocks, Layout(gap=len(blocks)))
        return note_mark(number)

    def picture(self, frame: etree._Element) -> str:
        """The HTML of a frame's picture: the first of its versions that is kept."""
        alt = frame.findtext(f"{SVG}desc") or frame.findtext(f"{SVG}title") or ""
        shown = ""
        told = len(self.document.pictures.unmapped)
        for image in frame.iterfind(f"{DRAW}image"):
            path = unquote(image.get(f"{XLINK}href") or "")
            shown = shown or self.document.pictures.take(path, self.package.bytes(path), alt)
        if shown:
            del self.document.pictures.unmapped[told:]
        return shown


class _Paragraph:
    """One paragraph on its way to a block; what stands beside it (text boxes) comes below it."""

    def __init__(self, walker: Walker, element: etree._Element, levels: tuple[Level, ...]) -> None:
        self.walker = walker
        self.element = element
        self.levels = levels
        self.style = element.get(_STYLE) or ""
        self.look: Look = walker.styles.look(self.style)
        self.inline = Inline()
        self.below: list[Block] = []
        level = element.get(f"{TEXT}outline-level") or "1"
        self.rank = self.look.rank
        if element.tag == H and not self.look.role:
            self.rank = min(6, max(1, int(level))) if level.isdigit() and len(level) < 4 else 1

    def walk(self) -> list[Block]:
        """The paragraph's block, and those beside it."""
        heading = bool(self.rank or self.look.role)
        self.content(self.element, ("" if heading else self.style,), "")
        return [self._block(), *self.below]

    def lone(self) -> list[Block]:
        """The blocks of a frame that stands in no paragraph."""
        self.frame(self.element, ())
        blocks = [] if self.inline.empty else [Block("p", self.inline.finish())]
        return [*blocks, *self.below]

    def _block(self) -> Block:
        look = self.look
        if self.inline.empty and not self.below and (look.rule or look.line):
            return Block("hr")
        return Block(
            tag=f"h{self.rank}" if self.rank else "h1" if look.role == "title" else "p",
            html=self.inline.finish(),
            attributes=self._attributes(),
            role=look.role,
            levels=() if self.rank or look.role else self.levels,
            indented=look.left >= _SET_IN and look.left + min(look.first, 0.0) > 0.05,
            quoted=look.quoted,
            new_page=look.new_page,
            strong=self.inline.strong,
        )

    def _attributes(self) -> str:
        look = self.look
        if look.rtl:
            kept = {"center": "center", "end": "left", "left": "left"}.get(look.align, "")
            return ' dir="rtl"' + (f' class="align-{kept}"' if kept else "")
        kept = {"center": "center", "end": "right", "right": "right"}.get(look.align, "")
        return f' class="align-{kept}"' if kept else ""

    def content(self, element: etree._Element, styles: tuple[str, ...], link: str) -> None:
        """The text and all else in a paragraph or a span."""
        form, hidden = self.walker.styles.form(styles)
        if hidden:
            self.walker.document.report("hidden text", "".join(map(str, element.itertext())))
            return
        if link:
            form = (link, *linked(form))
        inline = self.inline
        if element.text:
            inline.text(element.text, form)
        for child in element:
            if child.tag == SPAN:
                self.content(child, (*styles, child.get(_STYLE) or ""), link)
            elif isinstance(child.tag, str):
                self._other(child, styles, link, form)
            if child.tail:
                inline.text(child.tail, form)

    def _other(self, child: etree._Element, styles: tuple[str, ...], link: str, form: Format) -> None:
        """Whatever is no span."""
        tag = child.tag
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, child, form)
        elif tag == _A:
            self.content(child, (*styles, child.get(_STYLE) or ""), link or self._link(child))
        elif tag in _PLACES:
            name = child.get(f"{TEXT}name") or ""
            if name in self.walker.anchors:
                self.inline.html(f'<span id="place-{escape_attribute(name)}"></span>', form)
        elif tag not in _UNREAD:
            self.content(child, styles, link)

    def _link(self, element: etree._Element) -> str:
        address = element.get(f"{XLINK}href") or ""
        if address.startswith("#"):
            address = f"#place-{unquote(address[1:]).partition('|')[0]}"
        return start_tag(address)

    def frame(self, frame: etree._Element, form: Format) -> None:
        """A frame: a picture in the text, or a box of text below it."""
        boxes = frame.findall(f"{DRAW}text-box")
        for box in boxes:
            html = rendered(self.walker.blocks(box), Layout())
            if html:
                self.below.append(Block("", f'<div class="text-box">{html}</div>'))
        if not boxes:
            html = self.walker.picture(frame)
            if html:
                self.inline.html(html, form)


def _texts(element: etree._Element) -> list[str]:
    """The text of each paragraph in an element."""
    lines = ("".join(map(str, one.itertext())).strip() for one in element.iter(P, H))
    return [line for line in lines if line]


# What may stand in a paragraph


def _spaces(paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    number = element.get(f"{TEXT}c") or "1"
    paragraph.inline.text(" " * min(int(number[:6]) if number.isdigit() else 1, _MOST_SPACES), form)


def _tab(paragraph: _Paragraph, _: etree._Element, form: Format) -> None:
    paragraph.inline.text(" ", form)


def _line_break(paragraph: _Paragraph, _: etree._Element, form: Format) -> None:
    if not paragraph.inline.empty:
        paragraph.inline.html("<br/>", form)


def _note(paragraph: _Paragraph, element: etree._Element, _: Format) -> None:
    paragraph.inline.html(paragraph.walker.note(element))


def _frame(paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    paragraph.frame(element, form)


def _comment(paragraph: _Paragraph, element: etree._Element, _: Format) -> None:
    paragraph.walker.report_comment(element)


def _ruby(paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    """Text with its reading above it."""
    pieces = []
    for name in ("ruby-base", "ruby-text"):
        inner = Inline()
        inner.text("".join("".join(map(str, one.itertext())) for one in element.iterfind(f"{TEXT}{name}")))
        pieces.append(inner.finish())
    paragraph.inline.html(f"<ruby>{pieces[0]}<rt>{pieces[1]}</rt></ruby>" if all(pieces) else "".join(pieces), form)


_HANDLERS: dict[object, Callable[[_Paragraph, etree._Element, Format], None]] = {
    f"{TEXT}s": _spaces,
    f"{TEXT}tab": _tab,
    f"{TEXT}line-break": _line_break,
    _NOTE: _note,
    _FRAME: _frame,
    f"{OFFICE}annotation": _comment,
    f"{TEXT}ruby": _ruby,
}

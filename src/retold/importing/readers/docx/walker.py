"""The text of a Word document, walked paragraph by paragraph into blocks.

libxml2 ends a document that is nested more than 256 deep, so what recurses here is bounded by that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from lxml import etree

from retold.importing.readers.docx.fields import Fields
from retold.importing.readers.docx.numbering import Numbering
from retold.importing.readers.docx.package import Package, R, W
from retold.importing.readers.docx.properties import main_language
from retold.importing.readers.docx.styles import (
    ParagraphLook,
    Said,
    Styles,
    paragraph_properties,
    run_properties,
    with_properties,
)
from retold.importing.readers.docx.tables import table_html
from retold.importing.readers.upload import Refused
from retold.importing.readers.written import Block, Document, Inline
from retold.importing.readers.written.document import note_mark
from retold.importing.readers.written.inline import Format, linked
from retold.importing.readers.written.links import start_tag
from retold.importing.readers.written.parts import MOST_NOTES, TOO_LONG, part, refuse_if_long
from retold.importing.readers.written.rendering import Layout, rendered
from retold.importing.readers.written.symbols import symbol
from retold.manuscript.markup import escape_attribute

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
P, RUN, TABLE, PPR, RPR, T = f"{W}p", f"{W}r", f"{W}tbl", f"{W}pPr", f"{W}rPr", f"{W}t"
_HYPERLINK, _SDT, _CONTENT = f"{W}hyperlink", f"{W}sdt", f"{W}sdtContent"
_GONE = (f"{W}del", f"{W}moveFrom")
_TEXT_BOX = f"{W}txbxContent"
_VAL, _ID = f"{W}val", f"{W}id"
_RSTYLE, _LANG = f"{W}rStyle", f"{W}lang"
# Where a set-in paragraph counts as a quotation: a third of an inch.
_SET_IN = 480
_WORD = re.compile(r"[^\W\d_]{2}")


def document_of(package: Package) -> Document:
    """The document's text and what belongs to it; its properties are not read here."""
    walker = Walker(package)
    body = package.root.find(f"{W}body")
    document = walker.document
    if body is not None:
        refuse_if_long(body, P)
        document.blocks = walker.blocks(body)
    walker.report_the_rest()
    return document


class Walker:
    """Goes through the parts of one document; `part` is the one that it is in."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main
        self.document = Document("docx")
        self.styles = Styles(self._sibling("styles"))
        self.numbering = Numbering(self._sibling("numbering"))
        self.fields = Fields()
        self.language = main_language(package).partition("-")[0]
        self._anchors = {link.get(f"{W}anchor") for link in package.root.iter(_HYPERLINK)} - {None}
        self._noted: dict[tuple[str, str], int] = {}
        self._notes: dict[str, dict[str, etree._Element]] = {}
        self._page = False
        self._runs: dict[str, Callable[[_Paragraph, etree._Element, Format], None]] = _run_handlers()

    def _sibling(self, kind: str) -> etree._Element | None:
        paths = self.package.related(self.package.main, kind)
        return self.package.xml(paths[0]) if paths else None

    # Blocks

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The blocks in an element that holds paragraphs."""
        found: list[Block] = []
        carried: Inline | None = None
        for child in self._flattened(parent):
            if child.tag == TABLE:
                found += self._table(child)
            else:
                paragraph = _Paragraph(self, child, carried)
                carried = paragraph.walk()
                found += paragraph.blocks
        if carried is not None and not carried.empty:
            found.append(Block("p", carried.finish()))
        return found

    def _flattened(self, parent: etree._Element) -> Iterable[etree._Element]:
        """Paragraphs and tables, out of what is only around them."""
        waiting = list(reversed(parent))
        while waiting:
            child = waiting.pop()
            tag = child.tag
            if tag in (P, TABLE):
                yield child
            elif tag in _GONE:
                self.report_deleted(child)
            elif tag == _SDT and self._is_contents(child):
                self.document.report("table of contents", " · ".join(_texts(child)))
            elif isinstance(tag, str) and not tag.endswith("Pr"):
                waiting.extend(reversed(child))

    def _is_contents(self, element: etree._Element) -> bool:
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        return gallery is not None and gallery.get(_VAL) == "Table of Contents"

    def _table(self, table: etree._Element) -> list[Block]:
        return table_html(table, self.blocks)

    # Around paragraphs

    def take_page(self, *, begins: bool = False) -> bool:
        """Whether a new page begins here; `begins` says that the next block does."""
        page, self._page = self._page, begins
        return page

    def report_deleted(self, element: etree._Element) -> None:
        """Keep text that a tracked change took away."""
        self.document.report("deleted text", "".join(one.text or "" for one in element.iter(f"{W}delText", T)))

    def is_linked(self, anchor: str) -> bool:
        """Whether a link in the document leads to this place."""
        return anchor in self._anchors

    def note(self, kind: str, identifier: str) -> str:
        """The mark of a foot- or endnote, which is walked when it is first referred to."""
        if (kind, identifier) not in self._noted:
            if len(self._noted) >= MOST_NOTES:
                raise Refused(TOO_LONG)
            number = self._noted[kind, identifier] = len(self._noted) + 1
            self.document.notes[number] = self._note_html(kind, identifier)
        return note_mark(self._noted[kind, identifier])

    def _note_html(self, kind: str, identifier: str) -> str:
        if kind not in self._notes:
            root = self._sibling(kind + "s")
            self._notes[kind] = {one.get(_ID) or "": one for one in (root if root is not None else ())}
        element = self._notes[kind].get(identifier)
        if element is None:
            return ""
        outer, fields, page = self.part, self.fields, self._page
        self.part, self.fields = next(iter(self.package.related(self.package.main, kind + "s")), outer), Fields()
        blocks = self.blocks(element)
        self.part, self.fields, self._page = outer, fields, page
        return rendered(blocks, Layout(gap=len(blocks)))

    def report_the_rest(self) -> None:
        """Tell of comments, and of the headers and footers that say anything."""
        comments = self._sibling("comments")
        for comment in comments if comments is not None else ():
            author = comment.get(f"{W}author") or ""
            text = " ".join(_texts(comment))
            self.document.report("comment", f"{author}: {text}" if author and text else text)
        told: set[str] = set()
        for kind in ("header", "footer"):
            for path in self.package.related(self.package.main, kind):
                root = self.package.xml(path)
                text = " · ".join(_texts(root)) if root is not None else ""
                if _WORD.search(text) and text not in told:
                    told.add(text)
                    self.document.report(f"page {kind}", text)

    # Pictures

    def picture(self, relation: str, alt: str) -> str:
        """The HTML of the picture that the part refers to by a relation."""
        _, path, outside = self.package.relations(self.part).get(relation, ("", "", True))
        if outside:
            self.document.report(
                "picture", f"{path or 'a picture'} is not in the document" + (f": {alt}" if alt else "")
            )
            return ""
        return self.document.pictures.take(path, part(self.package.archive, path), alt)

    def address(self, link: etree._Element) -> str:
        """Where a link leads; "" for nowhere."""
        anchor = link.get(f"{W}anchor") or ""
        _, target, outside = self.package.relations(self.part).get(link.get(f"{R}id") or "", ("", "", False))
        if outside and target:
            return f"{target}#{anchor}" if anchor and "#" not in target else target
        return f"#place-{anchor}" if anchor else ""


class _Paragraph:
    """One paragraph on its way to a block, or to several where pages end in it."""

    def __init__(self, walker: Walker, element: etree._Element, carried: Inline | None) -> None:
        self.walker = walker
        self.element = element
        self.inline = carried or Inline()
        self.blocks: list[Block] = []
        self.below: list[Block] = []
        said: dict[str, str] = {}
        first = element[0] if len(element) else None
        self.properties = first if first is not None and first.tag == PPR else None
        if self.properties is not None:
            said = paragraph_properties(self.properties)
        self.style = said.get("pStyle", "")
        look = walker.styles.look(self.style)
        self.look: ParagraphLook = with_properties(look, said) if said.keys() - {"pStyle"} else look
        self.section = "1" in said.get("section", "")
        self.heading = bool(self.look.rank or self.look.role)
        self._rule = self.look.rule

    def walk(self) -> Inline | None:
        """Walk the paragraph; what it leaves to the next one, where its end was deleted."""
        self.new_page = self.walker.take_page() or self.look.new_page
        self.children(self.element, ())
        properties = self.properties
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None and not self.blocks:
            self.walker.take_page(begins=self.new_page)
            return self.inline
        if self.look.contents:
            self.walker.document.report("table of contents", "".join(one.text or "" for one in self.element.iter(T)))
            self.inline = Inline()
        self._end(self.inline)
        self.blocks += self.below
        if self.section:
            self.walker.take_page(begins=True)
        return None

    def _end(self, inline: Inline) -> None:
        """Make a block of what there is."""
        if inline.empty and (self._rule or self.look.line):
            self.blocks.append(Block("hr"))
            return
        look, html = self.look, inline.finish()
        listed = bool(look.list_id) and look.list_id != "0" and not self.heading and bool(html)
        self.blocks.append(
            Block(
                tag=f"h{look.rank}" if look.rank else "h1" if look.role == "title" else "p",
                html=html,
                attributes=self._attributes(),
                role=look.role,
                levels=self.walker.numbering.levels(look.list_id, look.depth) if listed else (),
                indented=look.left >= _SET_IN and look.left + min(look.first, 0) > 0,
                quoted=look.quoted,
                new_page=self.new_page,
                strong=inline.strong,
            )
        )

    def _attributes(self) -> str:
        look = self.look
        align = look.align
        if look.rtl:
            kept = "left" if align in ("right", "end") else align if align == "center" else ""
            return ' dir="rtl"' + (f' class="align-{kept}"' if kept else "")
        kept = {"center": "center", "right": "right", "end": "right"}.get(align, "")
        return f' class="align-{kept}"' if kept else ""

    def page(self) -> None:
        """A page ends here."""
        if self.inline.empty:
            self.new_page = True
            return
        self._end(self.inline)
        self.inline, self.new_page = Inline(), True

    # What stands in a paragraph

    def children(self, parent: etree._Element, around: Format) -> None:
        """Walk what stands in the paragraph, or in something in it; `around` are the tags of links about it."""
        walker = self.walker
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self.run(child, around)
            elif tag == _HYPERLINK:
                link = "" if around else start_tag(walker.address(child))
                self.children(child, (link,) if link else around)
            elif tag in _GONE:
                walker.report_deleted(child)
            elif tag == f"{W}bookmarkStart":
                name = child.get(f"{W}name") or ""
                if walker.is_linked(name):
                    self.inline.html(f'<span id="place-{escape_attribute(name)}"></span>', around)
            elif tag == f"{W}fldSimple":
                self._simple_field(child, around)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.text("".join(one.text or "" for one in child.iter(f"{_MATH}t")), around)
            elif tag == f"{_MC}AlternateContent":
                self.alternative(child, around)
            elif isinstance(tag, str) and not tag.endswith("Pr"):
                self.children(child, around)

    def _simple_field(self, element: etree._Element, around: Format) -> None:
        self.walker.fields.begin()
        self.walker.fields.instruct(element.get(f"{W}instr") or "")
        self.walker.fields.separate()
        self.children(element, around)
        self.walker.fields.end()

    def run(self, run: etree._Element, around: Format) -> None:
        """Add what stands in a run."""
        properties, style, language = None, "", ""
        said: Said = ()
        for child in run:
            if child.tag == RPR:
                properties = child
                said = run_properties(child)
                for one in child:
                    if one.tag == _RSTYLE:
                        style = one.get(_VAL) or ""
                    elif one.tag == _LANG:
                        language = one.get(_VAL) or ""
            break
        form, hidden = self.walker.styles.form(self.style, style, said, heading=self.heading)
        if hidden:
            self.walker.document.report("hidden text", "".join(one.text or "" for one in run.iter(T)))
            return
        if around or language:
            form = (*around, *self._language(language), *(linked(form) if around else form))
        if self.walker.fields.open:
            self._run_in_field(run, form)
            return
        inline, handlers = self.inline, self.walker._runs
        for child in run:
            if child.tag == T:
                if child.text:
                    inline.text(child.text, form)
            elif child is not properties:
                handler = handlers.get(child.tag)
                if handler is not None:
                    handler(self, child, form)
                    inline = self.inline

    def _language(self, named: str) -> Format:
        """The tag of a language that is not the document's own."""
        primary = named.partition("-")[0]
        if not primary or not self.walker.language or primary == self.walker.language or not primary.isalpha():
            return ()
        return (f'<span lang="{escape_attribute(named)}">',)

    def _run_in_field(self, run: etree._Element, form: Format) -> None:
        """A run while a field is open: its instruction is read, its result shown as the instruction wants it."""
        for child in run:
            fields = self.walker.fields
            if child.tag in (f"{W}fldChar", f"{W}instrText"):
                self.walker._runs[child.tag](self, child, form)
            elif fields.hides:
                if child.tag == T:
                    fields.hidden(child.text or "")
            elif child.tag == T:
                self.text(child.text or "", fields.linked(form))
            elif child.tag in self.walker._runs:
                self.walker._runs[child.tag](self, child, fields.linked(form))

    def text(self, text: str, form: Format) -> None:
        """Add text."""
        if text:
            self.inline.text(text, form)

    def alternative(self, element: etree._Element, around: Format) -> None:
        """Of several ways to say one thing, the first that is understood."""
        for choice in element:
            if any(True for _ in choice.iter(f"{_A}blip", f"{_V}imagedata", _TEXT_BOX, T)):
                self.drawn(choice, around)
                return

    def drawn(self, element: etree._Element, around: Format) -> None:
        """The pictures, text boxes and rules in something drawn."""
        for box in self._of(element, _TEXT_BOX):
            html = rendered(self.walker.blocks(box), Layout())
            if html:
                self.below.append(Block("", f'<div class="text-box">{html}</div>'))
        described = next(element.iter(f"{_DRAWN}docPr"), None)
        alt = (described.get("descr") or "") if described is not None else ""
        for blip in self._of(element, f"{_A}blip"):
            self._picture(blip.get(f"{R}embed") or blip.get(f"{R}link") or "", alt, around)
        for image in self._of(element, f"{_V}imagedata"):
            holder = image.getparent()
            words = (holder.get("alt") or "") if holder is not None else ""
            self._picture(image.get(f"{R}id") or "", words or image.get(f"{_O}title") or "", around)
        if any(one.get(f"{_O}hr") in ("t", "true") for one in element.iter(f"{_V}rect")):
            self.rule()

    def _of(self, element: etree._Element, tag: str) -> list[etree._Element]:
        """What of a kind is in something drawn, but not in a text box of it (which is walked for itself)."""
        return [one for one in element.iter(tag) if not _is_inside(one, element)]

    def _picture(self, relation: str, alt: str, around: Format) -> None:
        html = self.walker.picture(relation, alt)
        if html:
            self.inline.html(html, around)

    def rule(self) -> None:
        """A rule that is drawn."""
        if self.inline.empty:
            self._rule = True
        else:
            self.below.append(Block("hr"))


def _is_inside(element: etree._Element, top: etree._Element) -> bool:
    """Whether an element stands in a text box below `top`, or in what is shown in its stead."""
    above = element.getparent()
    while above is not None and above is not top:
        if above.tag in (f"{_MC}Fallback", _TEXT_BOX):
            return True
        above = above.getparent()
    return False


def _texts(element: etree._Element) -> list[str]:
    """The text of each paragraph in an element, without instructions of fields."""
    lines = ("".join(one.text or "" for one in paragraph.iter(T)).strip() for paragraph in element.iter(P))
    return [line for line in lines if line]


# What may stand in a run


def _tab(paragraph: _Paragraph, _: etree._Element, form: Format) -> None:
    paragraph.text("\t", form)


def _break(paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    kind = element.get(f"{W}type")
    if kind in ("page", "column"):
        if kind == "page":
            paragraph.page()
    elif not paragraph.inline.empty:
        paragraph.inline.html("<br/>", form)


def _sign(sign: str, paragraph: _Paragraph, _: etree._Element, form: Format) -> None:
    paragraph.text(sign, form)


def _symbol(paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    paragraph.text(symbol(element.get(f"{W}font") or "", element.get(f"{W}char") or ""), form)


def _note(kind: str, paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    around = tuple(tag for tag in form if tag.startswith("<span lang"))
    paragraph.inline.html(paragraph.walker.note(kind, element.get(_ID) or ""), around)


def _drawing(paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    paragraph.drawn(element, form)


def _alternative(paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    paragraph.alternative(element, form)


def _ruby(paragraph: _Paragraph, element: etree._Element, form: Format) -> None:
    """Text with its reading above it."""
    pieces = []
    for name in ("rubyBase", "rt"):
        inner = Inline()
        for run in element.iterfind(f"{W}{name}/{W}r"):
            for one in run.iter(T):
                inner.text(one.text or "")
        pieces.append(inner.finish())
    paragraph.inline.html(f"<ruby>{pieces[0]}<rt>{pieces[1]}</rt></ruby>" if all(pieces) else "".join(pieces), form)


def _field_character(paragraph: _Paragraph, element: etree._Element, _: Format) -> None:
    fields = paragraph.walker.fields
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        fields.begin()
    elif kind == "separate":
        fields.separate()
    elif kind == "end":
        paragraph.walker.document.report(*fields.end())


def _instruction(paragraph: _Paragraph, element: etree._Element, _: Format) -> None:
    paragraph.walker.fields.instruct(element.text or "")


def _run_handlers() -> dict[str, Callable[[_Paragraph, etree._Element, Format], None]]:
    return {
        f"{W}tab": _tab,
        f"{W}ptab": _tab,
        f"{W}br": _break,
        f"{W}cr": _break,
        f"{W}noBreakHyphen": partial(_sign, "\u2011"),
        f"{W}softHyphen": partial(_sign, "\u00ad"),
        f"{W}sym": _symbol,
        f"{W}footnoteReference": partial(_note, "footnote"),
        f"{W}endnoteReference": partial(_note, "endnote"),
        f"{W}drawing": _drawing,
        f"{W}pict": _drawing,
        f"{W}object": _drawing,
        f"{_MC}AlternateContent": _alternative,
        f"{W}ruby": _ruby,
        f"{W}fldChar": _field_character,
        f"{W}instrText": _instruction,
    }

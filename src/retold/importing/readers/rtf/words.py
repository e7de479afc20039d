"""The control words of RTF that are known here, and what each does; unknown ones do nothing."""

from __future__ import annotations

from collections.abc import Callable

from retold.importing.readers.rtf import state as at
from retold.importing.readers.rtf.characters import SYMBOL_CHARSET, by_charset, by_number, language_of
from retold.importing.readers.rtf.flow import Flow
from retold.importing.readers.rtf.reading import Reading
from retold.importing.readers.upload import Refused
from retold.importing.readers.written import Block
from retold.importing.readers.written.document import note_mark
from retold.importing.readers.written.links import is_contents, link_tag
from retold.importing.readers.written.parts import MOST_NOTES, TOO_LONG
from retold.importing.readers.written.rendering import Layout, rendered, words_of
from retold.lib.patterns import lazy
from retold.manuscript.markup import escape_attribute
from retold.manuscript.markup.vocabulary import names

Handler = Callable[[Reading, "int | None"], None]

_UNDERLINES = names("""
    ul uld uldash uldashd uldashdd uldb ulhwave ulldash ulth ulthd ulthdash ulthdashd ulthdashdd ulthldash ululdbwave
    ulw ulwave
""")
# What turns a format on (with 0: off), and what it turns off beside.
FLAGS: dict[str, tuple[int, int]] = {
    "b": (at.BOLD, 0), "i": (at.ITALIC, 0), "strike": (at.STRUCK, 0), "striked": (at.STRUCK, 0),
    "super": (at.ABOVE, at.BELOW), "sub": (at.BELOW, at.ABOVE), "nosupersub": (0, at.ABOVE | at.BELOW),
    "scaps": (at.SMALL, 0), "caps": (at.CAPITALS, 0), "v": (at.HIDDEN, 0), "deleted": (at.DELETED, 0),
    "ulnone": (0, at.UNDER), "plain": (0, 0x3FF),
    **dict.fromkeys(_UNDERLINES, (at.UNDER, 0)),
}  # fmt: skip
SIGNS = {
    "emdash": "\u2014", "endash": "\u2013", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad", "\\": "\\", "{": "{", "}": "}", "\t": "\t", "|": "", ":": ""}
# Groups that hold nothing of the text, though their name is not marked as one that may be skipped.
SKIPPED = names("""
    aftncn aftnsep aftnsepc atndate atnicn atnid atnref background bkmkend blipuid colorschememapping colortbl datafield
    datastore defchp defpap do falt fldtype filetbl formfield ftncn ftnsep ftnsepc generator keycode latentstyles
    listoverridetable listtable mmathPr nonshppict objalias objclass objdata objname oldcprops oldpprops oldsprops
    oldtprops panose passwordhash pgdsctbl pnseclvl private revtbl rsidtbl rxe shprslt tc tcn template themedata txe ud
    userprops wgrffmtfilter xe xmlnstbl
""")
_ALIGNED = {"ql": "", "qc": "center", "qr": "right", "qj": "", "qd": "", "qk": "", "qt": ""}
_BORDERS = ("brdrs", "brdrth", "brdrdb", "brdrdot", "brdrdash", "brdrhair", "brdrdashsm", "brdrdashd", "brdrtriple",
            "brdrwavy", "brdrwavydb", "brdrinset", "brdroutset", "brdrengrave", "brdremboss")  # fmt: skip
_STYLE_ENTRY = lazy("\0(-?\\d+)\0([^\0]*)")
_NOT_HEX = lazy("[^0-9A-Fa-f]+")
_MOST_SKIPPED = 100
_COMMA = lazy(r"\s*[,;]\s*")
_LETTERS = lazy(r"[^\W\d_]{2}")
HANDLERS: dict[str, Handler] = {}


def _named(*words: str) -> Callable[[Handler], Handler]:
    """Let a function do what these words ask for."""

    def keep(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(words, handler))
        return handler

    return keep


def _setting(place: int, value: object) -> Handler:
    def set_it(reader: Reading, _: int | None) -> None:
        reader.state[place] = value

    return set_it


def _numbering(place: int, otherwise: int) -> Handler:
    def set_it(reader: Reading, number: int | None) -> None:
        reader.state[place] = otherwise if number is None else number

    return set_it


def _nothing(reader: Reading, number: int | None) -> None:
    """Known, and of no account: the group's text is text."""


HANDLERS |= {word: _setting(at.ALIGN, align) for word, align in _ALIGNED.items()}
HANDLERS |= {
    "li": _numbering(at.LEFT, 0), "lin": _numbering(at.LEFT, 0), "fi": _numbering(at.FIRST, 0),
    "outlinelevel": _numbering(at.OUTLINE, 9), "ls": _numbering(at.LIST, 0), "ilvl": _numbering(at.DEPTH, 0),
    "rtlpar": _setting(at.RTL, True), "ltrpar": _setting(at.RTL, False), "pagebb": _setting(at.PAGE, True),
    "intbl": _setting(at.IN_TABLE, True), "brdrb": _setting(at.BORDER, True), "brdrt": _setting(at.BORDER, True),
    "brdrl": _setting(at.BORDER, False), "brdrr": _setting(at.BORDER, False),
}  # fmt: skip
HANDLERS |= dict.fromkeys(("shppict", "shpinst", "sp", "result", "object", "fldpriv", "revised", "upr", "cs"), _nothing)


@_named("uc")
def _uc(reader: Reading, number: int | None) -> None:
    reader.state[at.SKIPPED] = 1 if number is None else max(0, min(number, _MOST_SKIPPED))


@_named(*_BORDERS)
def _border(reader: Reading, _: int | None) -> None:
    if reader.state[at.BORDER]:
        reader.state[at.LINE], reader.state[at.BORDER] = True, False


@_named("brdrnone", "brdrnil")
def _no_border(reader: Reading, _: int | None) -> None:
    reader.state[at.BORDER] = False


@_named("par", "softpar")
def _par(reader: Reading, _: int | None) -> None:
    if reader.state[at.TARGET] == at.TEXT:
        reader.flow.paragraph(reader.state, reader.styles, reader.document)
    else:
        reader.put("\n")


@_named("pard")
def _pard(reader: Reading, _: int | None) -> None:
    at.reset_paragraph(reader.state)


@_named("page")
def _page(reader: Reading, _: int | None) -> None:
    if reader.state[at.TARGET] == at.TEXT:
        reader.flow.page(reader.state, reader.styles, reader.document)


@_named("sect")
def _sect(reader: Reading, _: int | None) -> None:
    if reader.state[at.TARGET] == at.TEXT:
        reader.flow.page(reader.state, reader.styles, reader.document)
        reader.flow.new_page = not reader.continuous


@_named("sectd")
def _sectd(reader: Reading, _: int | None) -> None:
    reader.continuous = False


@_named("sbknone")
def _sbknone(reader: Reading, _: int | None) -> None:
    reader.continuous = True


@_named("line", "lbr")
def _line(reader: Reading, _: int | None) -> None:
    if reader.state[at.TARGET] == at.TEXT and not reader.flow.inline.empty:
        reader.put_html("<br/>")
    elif reader.state[at.TARGET] == at.ASIDE:
        reader.put("\n")


@_named("tab")
def _tab(reader: Reading, _: int | None) -> None:
    if reader.state[at.TARGET] == at.TEXT:
        reader.flow.tab(reader.state, reader.form())
    else:
        reader.put("\t")


@_named("cell", "nestcell")
def _cell(reader: Reading, _: int | None) -> None:
    if reader.state[at.TARGET] == at.TEXT:
        reader.flow.cell(reader.state, reader.styles, reader.document)


@_named("row", "nestrow")
def _row(reader: Reading, _: int | None) -> None:
    if reader.state[at.TARGET] == at.TEXT:
        reader.flow.row()


# Fonts, styles, languages


@_named("ansicpg")
def _ansicpg(reader: Reading, number: int | None) -> None:
    reader.code_page = by_number(number or 0)


@_named("mac")
def _mac(reader: Reading, _: int | None) -> None:
    reader.code_page = "mac_roman"


@_named("pc", "pca")
def _pc(reader: Reading, _: int | None) -> None:
    reader.code_page = "cp437"


@_named("f")
def _font(reader: Reading, number: int | None) -> None:
    if reader.table == "fonts":
        reader.table_row = number or 0
    else:
        reader.state[at.FONT] = number or 0


@_named("fcharset")
def _fcharset(reader: Reading, number: int | None) -> None:
    if reader.table == "fonts":
        name = "symbol" if number == SYMBOL_CHARSET else by_charset(number or 0)
        reader.set_font(reader.table_row, name)


@_named("cpg")
def _cpg(reader: Reading, number: int | None) -> None:
    if reader.table == "fonts" and number:
        reader.set_font(reader.table_row, by_number(number))


@_named("fonttbl")
def _fonttbl(reader: Reading, _: int | None) -> None:
    reader.table = "fonts"
    reader.collect(lambda _: setattr(reader, "table", ""))


@_named("stylesheet")
def _stylesheet(reader: Reading, _: int | None) -> None:
    reader.table = "styles"

    def keep(text: str) -> None:
        reader.table = ""
        for number, name in _STYLE_ENTRY.findall(text):
            reader.styles[int(number)] = name.partition(";")[0].strip().casefold()

    reader.collect(keep)


@_named("s")
def _style(reader: Reading, number: int | None) -> None:
    if reader.table == "styles":
        reader.put(f"\0{number or 0}\0")
    else:
        reader.state[at.STYLE] = number or 0


@_named("cs", "ds", "ts")
def _other_style(reader: Reading, _: int | None) -> None:
    if reader.table == "styles":
        reader.put("\0-1\0")


@_named("lang")
def _lang(reader: Reading, number: int | None) -> None:
    reader.state[at.LANGUAGE] = language_of(number or 0)


# What the document says of itself


@_named("info", "picprop")
def _kept_apart(reader: Reading, _: int | None) -> None:
    reader.collect()


def _property(name: str) -> Handler:
    def collect(reader: Reading, _: int | None) -> None:
        reader.collect(lambda text: setattr(reader.document.properties, name, text.strip()))

    return collect


HANDLERS |= {"title": _property("title"), "author": _property("author"), "doccomm": _property("description")}


@_named("keywords")
def _keywords(reader: Reading, _: int | None) -> None:
    def keep(text: str) -> None:
        words = dict.fromkeys(word for word in _COMMA.split(text.strip()) if word)
        reader.document.properties.keywords = tuple(words)

    reader.collect(keep)


@_named("subject")
def _subject(reader: Reading, _: int | None) -> None:
    reader.collect(lambda text: reader.document.properties.others.append(("document subject", text.strip())))


@_named("printim", "buptim")
def _times(reader: Reading, _: int | None) -> None:
    reader.collect()


def _time(name: str) -> Handler:
    def begin(reader: Reading, _: int | None) -> None:
        reader.time = name
        reader.collect(lambda _: setattr(reader, "time", ""))

    return begin


HANDLERS |= {"creatim": _time("creatim"), "revtim": _time("revtim")}


def _part_of_time(name: str) -> Handler:
    def keep(reader: Reading, number: int | None) -> None:
        if reader.time:
            reader.times[reader.time][name] = number or 0

    return keep


HANDLERS |= {name: _part_of_time(name) for name in ("yr", "mo", "dy")}


# Texts beside the text


@_named("footnote")
def _footnote(reader: Reading, _: int | None) -> None:
    notes = reader.document.notes
    number = len(notes) + 1
    if number > MOST_NOTES:
        raise Refused(TOO_LONG)
    notes[number] = ""
    reader.state[at.FLAGS] = 0
    reader.put_html(note_mark(number))

    def keep(flow: Flow) -> None:
        notes[number] = rendered(flow.blocks, Layout(gap=len(flow.blocks)))

    reader.branch(keep)


@_named("header", "headerl", "headerr", "headerf")
def _header(reader: Reading, _: int | None) -> None:
    reader.branch(lambda flow: _report_edge(reader, "page header", flow))


@_named("footer", "footerl", "footerr", "footerf")
def _footer(reader: Reading, _: int | None) -> None:
    reader.branch(lambda flow: _report_edge(reader, "page footer", flow))


def _report_edge(reader: Reading, where: str, flow: Flow) -> None:
    text = " · ".join(filter(None, (words_of(block.html).strip() for block in flow.blocks)))
    if _LETTERS.search(text) and text not in reader.told:
        reader.told.add(text)
        reader.document.report(where, text)


@_named("atnauthor")
def _atnauthor(reader: Reading, _: int | None) -> None:
    reader.collect(lambda text: setattr(reader, "comment_author", text.strip()))


@_named("annotation")
def _annotation(reader: Reading, _: int | None) -> None:
    author, reader.comment_author = reader.comment_author, ""

    def keep(flow: Flow) -> None:
        text = " ".join(filter(None, (words_of(block.html).strip() for block in flow.blocks)))
        reader.document.report("comment", f"{author}: {text}" if author and text else text)

    reader.branch(keep)


@_named("shptxt")
def _shptxt(reader: Reading, _: int | None) -> None:
    outer = reader.flow

    def keep(flow: Flow) -> None:
        html = rendered(flow.blocks, Layout())
        if html:
            outer.below.append(Block("", f'<div class="text-box">{html}</div>'))

    reader.branch(keep)


@_named("listtext", "pntext")
def _listtext(reader: Reading, _: int | None) -> None:
    reader.collect(lambda text: setattr(reader.flow, "marker", text.strip()))


# Fields, places, pictures


@_named("field")
def _field(reader: Reading, _: int | None) -> None:
    reader.links.append("")
    reader.at_end(lambda: reader.links.pop() if reader.links else None)


@_named("fldinst")
def _fldinst(reader: Reading, _: int | None) -> None:
    def keep(text: str) -> None:
        if reader.links:
            reader.links[-1] = "contents" if is_contents(text) else link_tag(text)

    reader.collect(keep)


@_named("fldrslt")
def _fldrslt(reader: Reading, _: int | None) -> None:
    link = reader.links[-1] if reader.links else ""
    if link == "contents":
        reader.collect(lambda text: reader.document.report("table of contents", " ".join(text.split())))
    elif link and reader.state[at.TARGET] == at.TEXT and not reader.state[at.LINK]:
        reader.state[at.LINK] = link


@_named("bkmkstart")
def _bookmark(reader: Reading, _: int | None) -> None:
    target = reader.state[at.TARGET]

    def keep(name: str) -> None:
        if name.strip() in reader.anchors and target == at.TEXT:
            reader.flow.inline.html(f'<span id="place-{escape_attribute(name.strip())}"></span>')

    reader.collect(keep)


@_named("sn")
def _property_name(reader: Reading, _: int | None) -> None:
    reader.collect(lambda text: setattr(reader, "property", text.strip()))


@_named("sv")
def _property_value(reader: Reading, _: int | None) -> None:
    def keep(text: str) -> None:
        if reader.property == "wzDescription":
            reader.alt = text.strip()

    reader.collect(keep)


@_named("shp")
def _shape(reader: Reading, _: int | None) -> None:
    """A drawn shape; what it shows is a property of it, and so are the words for it, in any order."""
    target, flow = reader.state[at.TARGET], reader.flow
    reader.alt, reader.shown = "", b""

    def end() -> None:
        data, reader.shown = reader.shown, b""
        html = reader.document.pictures.take("picture", data, reader.alt) if data else ""
        if html and target == at.TEXT:
            flow.inline.html(html)

    reader.at_end(end)


@_named("pict")
def _pict(reader: Reading, _: int | None) -> None:
    target, flow = reader.state[at.TARGET], reader.flow
    reader.binary = b""
    if target == at.TEXT:
        reader.alt = ""

    def keep(text: str) -> None:
        digits = _NOT_HEX.sub("", text)
        data, reader.binary = reader.binary or bytes.fromhex(digits[: len(digits) // 2 * 2]), b""
        if target == at.TEXT and data:
            html = reader.document.pictures.take("picture", data, reader.alt)
            if html:
                flow.inline.html(html)
        elif reader.property == "pib":
            reader.shown = data

    reader.collect(keep)

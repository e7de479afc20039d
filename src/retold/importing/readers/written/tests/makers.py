"""Little writers of DOCX, ODT and RTF for tests, sound ones and hostile ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from retold.importing.readers.tests.books import zip_of

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "w": _W,
        "r": _RELATIONS,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_SPACES = " ".join(
    [f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "style", "table", "meta")]
    + [
        f'xmlns:draw="{_ODF}drawing:1.0"',
        f'xmlns:fo="{_ODF}xsl-fo-compatible:1.0"',
        f'xmlns:svg="{_ODF}svg-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
PROSE = "The lamp went out at nine, and by ten nobody could say who had lit it, or where the oil had gone."


def w(name: str, inner: str, head: str = "") -> str:
    """A part of a Word document with the root `name`."""
    return f"{head}<w:{name} {_SPACES}>{inner}</w:{name}>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(inner: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>" if properties else f"<w:p>{inner}</w:p>"


def styled(style: str, text: str) -> str:
    """A paragraph of one run in a style."""
    return para(run(text), f'<w:pStyle w:val="{style}"/>')


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    endnotes: str = "",
    comments: str = "",
    header: str = "",
    core: str = "",
    links: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    head: str = "",
) -> bytes:
    """A Word document. `links`: id -> address; `files`: path below word/ -> bytes, whose id is its name."""
    inner = {"styles": styles, "numbering": numbering, "footnotes": footnotes, "endnotes": endnotes,
             "comments": comments, "header": header}  # fmt: skip
    roots = {"header": "hdr"}
    parts = {f"word/{name}.xml": w(roots.get(name, name), xml) for name, xml in inner.items() if xml}
    relations = [(name, name, f"{name}.xml", "") for name, xml in inner.items() if xml]
    relations += [
        (key, "hyperlink", escape(address), ' TargetMode="External"') for key, address in (links or {}).items()
    ]
    relations += [(path.rpartition("/")[2], "image", path, "") for path in files or {}]
    return zip_of(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": _relations([("d", "officeDocument", "word/document.xml", "")]),
            "word/document.xml": w("document", f"<w:body>{body}</w:body>", head),
            "word/_rels/document.xml.rels": _relations(relations),
            **parts,
            **({"docProps/core.xml": _core(core)} if core else {}),
            **{f"word/{path}": data for path, data in (files or {}).items()},
        }
    )


def _relations(rows: Iterable[tuple[str, str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{i}" Type="{_RELATIONS}/{kind}" Target="{to}"{more}/>' for i, kind, to, more in rows
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def _core(inner: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{inner}</cp:coreProperties>'
    )


def odt(
    body: str, *, automatic: str = "", styles: str = "", meta: str = "", files: Mapping[str, bytes] | None = None,
    head: str = "", master: str = "",
) -> bytes:  # fmt: skip
    """An OpenDocument text."""
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{head}<office:document-content {_ODF_SPACES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF_SPACES}><office:styles>{styles}</office:styles>"
            f"<office:master-styles>{master}</office:master-styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {_ODF_SPACES}><office:meta>{meta}</office:meta></office:document-meta>",
            **(files or {}),
        }
    )


def rtf(body: str, head: str = "") -> bytes:
    """A rich text."""
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Serif;}}" + head + body + "}").encode(
        "latin-1"
    )


def rtf_escaped(text: str) -> str:
    """Text as RTF writes it."""
    pieces = []
    for sign in text:
        if sign in "\\{}":
            pieces.append(f"\\{sign}")
        elif sign.isascii() and sign >= " ":
            pieces.append(sign)
        else:
            units = sign.encode("utf-16-le", "surrogatepass")
            for place in range(0, len(units), 2):
                number = int.from_bytes(units[place : place + 2], "little", signed=True)
                pieces.append(f"\\u{number}?")
    return "".join(pieces)


# A run: its words, and the letters of its formats: b(old), i(talic), u(nderlined), s(truck).
Run = tuple[str, str]
_IN_WORD = {"b": "<w:b/>", "i": "<w:i/>", "u": '<w:u w:val="single"/>', "s": "<w:strike/>"}
_IN_ODF = {
    "b": 'fo:font-weight="bold"',
    "i": 'fo:font-style="italic"',
    "u": 'style:text-underline-style="solid"',
    "s": 'style:text-line-through-style="solid"',
}
_IN_RTF = {"b": "\\b", "i": "\\i", "u": "\\ul", "s": "\\strike"}


def story(ending: str, paragraphs: Iterable[Iterable[Run]]) -> bytes:
    """A document of one chapter with a heading, in the format of that ending."""
    return {"docx": _story_docx, "odt": _story_odt, "rtf": _story_rtf}[ending]([list(one) for one in paragraphs])


def _story_docx(paragraphs: list[list[Run]]) -> bytes:
    body = "".join(
        para("".join(run(text, "".join(_IN_WORD[one] for one in formats)) for text, formats in runs))
        for runs in paragraphs
    )
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    return docx(styled("H1", "Chapter 1") + body, styles=styles)


def _story_odt(paragraphs: list[list[Run]]) -> bytes:
    used = sorted({formats for runs in paragraphs for _, formats in runs if formats})
    automatic = "".join(
        f'<style:style style:name="T{formats}" style:family="text"><style:text-properties '
        f"{' '.join(_IN_ODF[one] for one in formats)}/></style:style>"
        for formats in used
    )
    spans = (
        "".join(f'<text:span text:style-name="T{formats}">{escape(text)}</text:span>' for text, formats in runs)
        for runs in paragraphs
    )
    head = '<text:h text:outline-level="1">Chapter 1</text:h>'
    return odt(head + "".join(f"<text:p>{inner}</text:p>" for inner in spans), automatic=automatic)


def _story_rtf(paragraphs: list[list[Run]]) -> bytes:
    groups = (
        "".join(f"{{{''.join(_IN_RTF[one] + ' ' for one in formats)}{rtf_escaped(text)}}}" for text, formats in runs)
        for runs in paragraphs
    )
    head = "\\pard\\outlinelevel0 Chapter 1\\par\n"
    return rtf(head + "".join(f"\\pard {inner}\\par\n" for inner in groups))

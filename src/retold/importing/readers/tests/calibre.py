"""What calibre makes of a download's HTML (formats.md §2), done again for tests: pages cut apart, classes renamed.

The page is cut before the title and before each heading; #preface and #chapters are there once more in each part;
every element gets a class, `align` and `<center>` become classes, and comments are gone.
"""

from __future__ import annotations

import re
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retold.importing.readers.tests.books import CONTAINER, ncx, zip_of

SHEET = """
.calibre { display: block; font-size: 1em; margin: 0 5pt }
.calibre1 { display: block }
.calibre2 { font-weight: bold }
.calibre7 { display: block; margin: 1em 0 }
.calibre8 { display: block }
.calibre9 { font-style: italic }
.calibre10 { text-decoration: line-through }
.calibre11 { display: block; text-align: right; margin: 1em 0 }
.calibre12 { display: block; text-align: center }
.message { display: block; text-align: center; margin: 1em 0 }
.byline { display: block; text-align: center }
.userstuff2 { display: block; font-family: serif; margin: 1em 0 }
"""
_CLASSES = {"p": "calibre7", "b": "calibre2", "strong": "calibre2", "i": "calibre9", "em": "calibre9",
            "strike": "calibre10", "div": "calibre1", "br": "calibre1", "dd": "calibre4", "dt": "calibre3"}  # fmt: skip
_VOID = re.compile(r"<(br|hr|img)([^>]*?)\s*/?>")
NAME = "Work"


def converted(html: str, *, cut_long_chapters: bool = False) -> bytes:
    """The EPUB of a download with #preface and #afterword (2019 and later)."""
    document = LexborHTMLParser(re.sub(r"<!--/?chapter content-->", "", html))
    for node in document.css("body *"):
        _rename(node)
    preface, chapters, afterword = (document.css_first(f"#{name}") for name in ("preface", "chapters", "afterword"))
    pages = [*_preface_pages(preface), *_chapter_pages(chapters, cut_long_chapters), _html(afterword)]
    files = {f"{NAME}_split_{number:03}.xhtml": _page(body) for number, body in enumerate(pages)}
    return _book(_linked(files))


def _rename(node: LexborNode) -> None:
    names = (node.attributes.get("class") or "").split()
    align = node.attributes.get("align")
    if node.tag == "center":
        new = "calibre12"
    elif align:
        new = {"center": "message", "right": "calibre11"}[align]
        del node.attrs["align"]
    elif node.tag == "div" and "userstuff" in names:
        new = "userstuff1" if node.attributes.get("id") == "chapters" else "userstuff2"
    elif names and "meta" not in names:
        new = names[0]
    else:
        new = _CLASSES.get(node.tag, "")
    if new:
        node.attrs["class"] = new


def _preface_pages(preface: LexborNode) -> list[str]:
    """The list of tags; then title, byline, summary and notes, with a stub of #chapters behind them."""
    outer = list(preface.iter(include_text=False))
    meta = outer[-1]
    inner = list(meta.iter(include_text=False))
    first = "".join(_html(node) for node in outer[:-1])
    opening = f'<div id="preface" class="calibre1">{first}<div class="calibre1">{_html(inner[0])}</div></div>'
    rest = "".join(_html(node) for node in inner[1:])
    stub = '<div class="calibre1"><div class="calibre8" id="calibre_pb_2"></div></div>'
    stub = f'<div class="userstuff1" id="chapters">{stub}</div>'
    return [opening, f'<div id="preface" class="calibre1"><div class="calibre1">{rest}</div></div>{stub}']


def _chapter_pages(chapters: LexborNode, cut: bool) -> list[str]:
    groups: list[list[str]] = []
    for node in chapters.iter(include_text=False):
        opens = node.tag == "h2" or node.css_first("h2.heading") is not None
        if opens or not groups:
            groups.append([])
        if cut and "userstuff2" in (node.attributes.get("class") or ""):
            children = [_html(child) for child in node.iter(include_text=False)]
            half = len(children) // 2
            groups[-1].append(f'<div class="userstuff2">{"".join(children[:half])}</div>')
            groups.append([f'<div class="userstuff2">{"".join(children[half:])}</div>'])
        else:
            groups[-1].append(_html(node))
    trailer = '<div class="calibre1"><div class="calibre8" id="calibre_pb_4"></div></div>'
    return [f'<div class="userstuff1" id="chapters">{"".join(group)}{trailer}</div>' for group in groups]


def _html(node: LexborNode) -> str:
    html = node.html.replace("<center", "<div").replace("</center", "</div").replace("&nbsp;", "&#160;")
    return _VOID.sub(r"<\1\2/>", html)


def _page(body: str) -> str:
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>Work</title>'
        '<link rel="stylesheet" type="text/css" href="stylesheet.css"/></head>'
        f'<body class="calibre">{body}</body></html>'
    )


def _linked(files: dict[str, str]) -> dict[str, str]:
    """Links to a place in another part get that part's file name, as calibre gives it."""
    places = {place: name for name, text in files.items() for place in re.findall(r'\bid="([^"]+)"', text)}

    def whole(name: str, match: re.Match[str]) -> str:
        target = places.get(match[1], name)
        return f'href="#{match[1]}"' if target == name else f'href="{target}#{match[1]}"'

    return {
        name: re.sub(r'href="#([^"]+)"', lambda match, name=name: whole(name, match), text)
        for name, text in files.items()
    }


def _book(files: dict[str, str]) -> bytes:
    items = "".join(
        f'<item id="html{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(files)
    )
    spine = "".join(f'<itemref idref="html{number}"/>' for number in range(len(files)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="uuid_id"><metadata '
        'xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Another title</dc:title><dc:language>en</dc:language><dc:subject>Fanworks</dc:subject>"
        '<dc:creator opf:role="aut">Somebody Else</dc:creator><dc:date>1999-01-01T00:00:00+00:00</dc:date></metadata>'
        f'<manifest>{items}<item id="css" href="stylesheet.css" media-type="text/css"/>'
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
        f'<spine toc="ncx">{spine}</spine></package>'
    )
    shuffled = dict(sorted(files.items(), key=lambda pair: escape(pair[0])[::-1]))
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER.format("content.opf"),
            "stylesheet.css": SHEET,
            **shuffled,
            "toc.ncx": ncx([("Preface", next(iter(files)))]),
            "content.opf": package,
        }
    )


def before_2019(html: str) -> bytes:
    """The EPUB that the site wrote itself before 2019, of a wrapper-less download: a page for each chapter."""
    document = LexborHTMLParser(html)
    chapters = document.css_first("#chapters")
    pages = {"preface": "", "afterword": ""}
    nodes = list(document.body.iter(include_text=False))
    place = next(number for number, node in enumerate(nodes) if node.mem_id == chapters.mem_id)
    pages["preface"] = "".join(_html(node) for node in nodes[:place])
    bodies: list[str] = []
    for node in chapters.iter(include_text=False):
        if node.css_first("h2.heading") is not None or not bodies:
            bodies.append("")
        bodies[-1] += _html(node)
    ordered = {"preface.xhtml": pages["preface"]}
    ordered |= {f"chapter{number}_1.xhtml": body for number, body in enumerate(bodies, 1)}
    ordered["afterword.xhtml"] = "".join(_html(node) for node in nodes[place + 1 :])
    items = "".join(f'<item id="{name[:-6]}" href="{name}" media-type="application/xhtml+xml"/>' for name in ordered)
    spine = "".join(f'<itemref idref="{name[:-6]}"/>' for name in ordered)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="etextno"><metadata '
        'xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:identifier opf:scheme="URI" id="etextno">http://archiveofourown.org/works/1</dc:identifier></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    pages_of = {f"OEBPS/{name}": _page(body).replace(' class="calibre"', "") for name, body in ordered.items()}
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER.format("OEBPS/content.opf"),
            "OEBPS/content.opf": package,
            **pages_of,
        }
    )

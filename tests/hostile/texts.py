"""Attacks in text, Markdown with front matter, RTF, and in files that are two things at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile.cases import OUTSIDE, PROSE, Case
from tests.hostile.wrappings import epub, stories
from tests.hostile.zips import written


def _front(yaml: str) -> bytes:
    return f"---\n{yaml}\n---\n\n# One\n\n{PROSE}\n".encode()


_ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)

FRONTS: dict[str, str] = {
    "aliases": _ALIASES,
    "aliases-title": _ALIASES + "title: *j\ntags: *j",
    "merge": "a: &a {x: 1}\n" + "".join(f"b{n}: {{<<: [*a, *a, *a]}}\n" for n in range(2_000)),
    "self": "a: &a [*a]\ntitle: *a",
    "python": "title: !!python/object/apply:os.system ['touch /tmp/retold-evil']",
    "python-name": "title: !!python/name:os.system",
    "tag": "title: !<tag:yaml.org,2002:binary> AAAA\ntags: !!set {a, b}",
    "deep": "title: " + "[" * 20_000,
    "deep-block": "".join(" " * n + "a:\n" for n in range(2_000)),
    "deep-map": "title: " + "{a: " * 5_000,
    "long-line": "title: " + "x" * 2_000_000,
    "keys": "".join(f"k{n}: x\n" for n in range(30_000)),
    "tags": "tags: [" + ", ".join(f"t{n}" for n in range(30_000)) + "]",
    "number": "title: " + "9" * 100_000,
    "number-base-60": "title: " + ":".join(["59"] * 20_000),
    "date": "date: 99999-99-99\nupdated: 0000-00-00",
    "date-long": "date: 2020-01-01T00:00:00." + "9" * 50_000 + "Z",
    "anchors": "".join(f"k{n}: &a{n} x\n" for n in range(20_000)),
    "unclosed": 'title: "' + "x\n" * 50_000,
    "tabs": "title:\t\t\t" * 5_000,
    "nul": "title: a\0b",
    "documents": "a: 1\n" + "--- \n" * 10_000,
    "types": "title: {a: b}\ncreator: 7\ntags: {x: y}\ndate: [1]\nsummary: true",
    "markup": "title: <script>alert(1)</script>\nsummary: <img src=x onerror=alert(1)>",
    "comments": "#" * 500_000,
    "quotes": "title: '" + "''" * 200_000,
    "folded": "summary: >\n" + "  x\n" * 100_000,
}

MARKDOWNS: dict[str, Callable[[], str]] = {
    "deep-quote": lambda: ">" * 50_000 + " x",
    "deep-list": lambda: "".join("  " * n + "- x\n" for n in range(2_000)),
    "deep-link": lambda: "[" * 50_000 + "x" + "](y)" * 50_000,
    "brackets": lambda: "[a](" * 50_000,
    "pictures": lambda: "![a" * 50_000,
    "stars": lambda: "*a **a " * 50_000,
    "stars-closed": lambda: "*" * 50_000 + "a" + "*" * 50_000,
    "underscores": lambda: "_a" * 100_000,
    "ticks": lambda: "".join("e" + "`" * n for n in range(1_500)),
    "angle": lambda: "<" * 200_000,
    "references": lambda: "".join(f"[r{n}]: http://a.example/{n}\n" for n in range(20_000)) + "[x]" * 20_000,
    "reference-loop": lambda: "[a]: <" + "b" * 100_000 + "\n" + "[a]" * 50_000,
    "tables": lambda: "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + "|b" * 5_000,
    "html": lambda: "<div>" * 50_000,
    "entities": lambda: "&" * 200_000,
    "headings": lambda: "# x\n\ny\n\n" * 30_000,
    "rules": lambda: "---\n\n" * 50_000,
    "fence": lambda: "```\n" * 50_000,
    "links-active": lambda: f"[x](javascript:alert(1)) [y](data:text/html,x) ![z]({OUTSIDE}/z.gif)",
    "backslashes": lambda: "\\" * 300_000,
}

TEXTS: dict[str, Callable[[], bytes]] = {
    "one-word": lambda: b"x" * 5_000_000,
    "one-line": lambda: (PROSE * 4_000).encode(),
    "lines": lambda: b"x\n" * 500_000,
    "paragraphs": lambda: b"x\n\n" * 200_000,
    "blank": lambda: PROSE.encode() + b"\n" * 2_000_000 + b"end",
    "spaces": lambda: PROSE.encode() + b" " * 3_000_000 + b"end",
    "headers": lambda: b"Title: x\n" * 30_000 + PROSE.encode(),
    "headers-long": lambda: b"Title: " + b"x " * 500_000 + b"\n\n" + PROSE.encode(),
    "headers-names": lambda: b"".join(b"Field%d: x\n" % n for n in range(20_000)) + PROSE.encode(),
    "notes": lambda: b"A/N: " + b"title from a song by someone, " * 20_000 + b"\n\n" + PROSE.encode(),
    "notes-quotes": lambda: b'A/N: title from "' + b'" by "' * 20_000 + b"\n\n" + PROSE.encode(),
    "notes-many": lambda: b"A/N: inspired by The Lamp by Ada.\n\n" * 5_000 + PROSE.encode(),
    "emphasis": lambda: b"*a _b /c " * 60_000,
    "emphasis-stars": lambda: b"*" * 300_000 + b"a",
    "slashes": lambda: b"/" * 300_000 + b"a " + b"/x" * 100_000,
    "breaks": lambda: b"***\n\n" * 60_000,
    "chapters": lambda: b"Chapter 1\n\nx\n\n" * 20_000,
    "disclaimers": lambda: b"Disclaimer: I own nothing of it.\n" * 10_000 + PROSE.encode(),
    "carriage": lambda: b"x\r" * 300_000,
    "escapes": lambda: b"\x1b[31mred\x1b[0m " * 20_000,
    "right-to-left": lambda: "\u202e\u2066\u2067abc ".encode() * 20_000,
    "combining": lambda: ("e" + "\u0301" * 200_000 + PROSE).encode(),
    "zero-width": lambda: ("\u200b\u200d\ufeff" * 200_000 + PROSE).encode(),
    "noncharacters": lambda: "\ufffe\uffff\ufdd0\U0001fffe".encode() * 20_000 + PROSE.encode(),
    "expanding": lambda: ("\ufdfa\u0390\u1fb7" * 60_000 + PROSE).encode(),
    "digits": lambda: b"9" * 2_000_000,
    "commas": lambda: b"Fandom: " + b"a," * 100_000 + b"\n\n" + PROSE.encode(),
    "mixed-encodings": lambda: bytes(random.Random(7).randrange(32, 256) for _ in range(200_000)),
    "utf-16-odd": lambda: b"\xff\xfe" + "A story. ".encode("utf-16-le") * 20_000 + b"\x00",
    "utf-32": lambda: ("\ufeff" + PROSE).encode("utf-32-le"),
    "utf-8-torn": lambda: PROSE.encode() + b"\xf0\x9f\x98",
    "nul-between": lambda: "\0".join(PROSE).encode(),
    "mail": lambda: b"Content-Type: multipart/related\n" + b"X-A: b\n" * 50_000,
    "fb2": lambda: b"<?xml version='1.0'?><FictionBook>" + b"<section>" * 50_000,
    "urls": lambda: b"http://a.example/" + b"a" * 1_000_000 + b" " + b"http://" * 50_000,
}

RTFS: dict[str, Callable[[], bytes]] = {
    "deep": lambda: b"{\\rtf1 " + b"{\\b " * 100_000 + PROSE.encode(),
    "deep-closed": lambda: b"{\\rtf1 " + b"{" * 50_000 + PROSE.encode() + b"}" * 50_000 + b"}",
    "closed": lambda: b"{\\rtf1 " + PROSE.encode() + b"}" * 100_000,
    "bin": lambda: b"{\\rtf1 \\bin2147483647 " + PROSE.encode() + b"}",
    "bin-negative": lambda: b"{\\rtf1 \\bin-9999 " + PROSE.encode() + b"}",
    "number": lambda: b"{\\rtf1 \\u" + b"9" * 100_000 + b" " + PROSE.encode() + b"}",
    "words": lambda: b"{\\rtf1 " + b"\\" + b"a" * 500_000 + b" " + PROSE.encode() + b"}",
    "object": lambda: b"{\\rtf1{\\object\\objemb{\\*\\objdata " + b"d0cf11e0" * 50_000 + b"}}" + PROSE.encode() + b"}",
    "field": lambda: b'{\\rtf1{\\field{\\*\\fldinst INCLUDETEXT "file:///etc/passwd"}}' + PROSE.encode() + b"}",
    "template": lambda: f"{{\\rtf1{{\\*\\template {OUTSIDE}/x.dotm}}{PROSE}}}".encode(),
    "codepage": lambda: b"{\\rtf1\\ansicpg99999 " + b"\\'ff" * 50_000 + b"}",
    "unicode": lambda: b"{\\rtf1\\uc65535 " + b"\\u9999999?" * 20_000 + b"}",
    "controls": lambda: b"{\\rtf1" + b"\\b\\i\\ul\\b0" * 50_000 + b" x}",
    "paragraphs": lambda: b"{\\rtf1 " + b"x\\par " * 150_000 + b"}",
    "tables": lambda: b"{\\rtf1 " + b"\\trowd\\cellx1\\intbl x\\cell\\row " * 20_000 + b"}",
    "picture": lambda: (
        b"{\\rtf1{\\pict\\pngblip\\picw99999\\pich99999 " + b"89504e47" * 50_000 + b"}" + PROSE.encode() + b"}"
    ),
    "torn": lambda: b"{\\rtf1 " + PROSE.encode() + b"\\",
}

_GIF_SCRIPT = b"GIF89a/*" + bytes(300) + b"*/=1;alert(1);"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
TWO_THINGS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gif-script": ("lamp.html", lambda: _GIF_SCRIPT),
    "pdf-zip": ("lamp.epub", lambda: b"%PDF-1.7\n" + bytes(100) + written(epub())),
    "zip-pdf": ("lamp.epub", lambda: written(epub()) + b"%PDF-1.7\n%%EOF"),
    "html-png": ("lamp.html", lambda: _PNG_HEAD + b"<html><script>alert(1)</script><p>" + PROSE.encode()),
    "png-html": ("lamp.png", lambda: b"<html><body><p>" + PROSE.encode() + _PNG_HEAD),
    "zip-in-text": ("lamp.txt", lambda: PROSE.encode() + written(stories())),
    "elf-zip": ("lamp.epub", lambda: b"\x7fELF" + bytes(60) + written(epub())),
    "html-in-epub-name": ("lamp.epub", lambda: f"<html><body><p>{PROSE}</p></body></html>".encode()),
    "pdf-text": ("lamp.txt", lambda: b"%PDF-" + PROSE.encode() * 10),
    "script-named-text": ("lamp.txt", lambda: b"#!/bin/sh\nrm -rf /\n" + PROSE.encode()),
    "shortcut": ("lamp.url", lambda: f"[InternetShortcut]\nURL={OUTSIDE}/\n".encode()),
    "svg-alone": ("lamp.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    "xslt": ("lamp.xml", lambda: b"<?xml version='1.0'?><xsl:stylesheet xmlns:xsl='x'>" + b"<a>" * 9_000),
    "gzip-bomb": ("lamp.txt.gz", lambda: b"\x1f\x8b\x08" + bytes(10_000)),
    "mobi": ("lamp.mobi", lambda: bytes(60) + b"BOOKMOBI" + bytes(5_000)),
    "ole": ("lamp.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000)),
    "sqlite": ("lamp.txt", lambda: b"SQLite format 3\x00" + bytes(5_000)),
    "noise": ("lamp.epub", lambda: random.Random(3).randbytes(50_000)),
    "zeros": ("lamp.txt", lambda: bytes(5_000_000)),
}


def cases() -> Iterator[Case]:
    """All attacks in texts."""
    for name, yaml in FRONTS.items():
        yield Case(f"text-front-{name}", "lamp.md", partial(_front, yaml))
    for name, made in MARKDOWNS.items():
        yield Case(f"text-markdown-{name}", "lamp.md", partial(_markdown, made))
    for name, build in TEXTS.items():
        yield Case(f"text-plain-{name}", "lamp.txt", build)
    for name, build in RTFS.items():
        yield Case(f"text-rtf-{name}", "lamp.rtf", build)
    for name, (file_name, build) in TWO_THINGS.items():
        yield Case(f"text-two-things-{name}", file_name, build)


def _markdown(made: Callable[[], str]) -> bytes:
    return f"---\ntitle: The Lamp\n---\n\n{PROSE}\n\n{made()}\n".encode()

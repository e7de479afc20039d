"""Works that are hard to write down: what the tests of all writers, and of the readers of our own formats, use."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib

from retold.exporting.writers import Enclosures, Options
from retold.manuscript.markup import canonical
from retold.manuscript.model import (
    Asset,
    Chapter,
    Collection,
    Creator,
    Credit,
    FrontMatterPart,
    Gift,
    Manuscript,
    SeriesPlace,
    Source,
    Unmapped,
)

OPTIONS = Options("6f1c2b8e-0d5a-4f67-9b21-3c4d5e6f7a8b", dt.datetime(2026, 3, 4, 12, 30, 20, tzinfo=dt.UTC))
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0 9 9"/></svg>'
ACTIVE_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NASTY = "]]> <b>\"Q&A\"</b> 'x' </script> <!-- --> \x07\x0b\x85\ufffe 👩‍🚀 &amp; \\ *_`~#"


def asset(name: str, data: bytes, alt: str | None = None) -> Asset:
    return Asset(name, "image/png", hashlib.sha256(data).hexdigest(), alt)


def everything() -> Manuscript:
    """A work with every field filled, every kind of note, and unknown keys."""
    return Manuscript(
        uuid="0c9d8e7f-6a5b-4c3d-8e1f-2a3b4c5d6e7f",
        title="Lantern Road",
        creators=(
            Creator("Ada", url="https://archive.example/users/Ada"),
            Creator("Ben", "translator", extra={"since": 2020}),
            Creator("Cleo", "artist"),
        ),
        gifts=(Gift("Dot", "https://archive.example/users/Dot"),),
        media=("text", "art"),
        summary=canonical("<p>Two lamps, <em>one</em> road.</p><p id=a>See <a href='#a'>here</a>.</p>"),
        notes_before=canonical("<p>Title from a song & a half.</p><p id='a'>Again <a href='#a'>here</a>.</p>"),
        notes_after=canonical("<p>Thank you for reading.</p>"),
        language="en",
        rating="Teen And Up Audiences",
        warnings=("No Archive Warnings Apply",),
        categories=("Gen", "F/F"),
        fandoms=("The Salt Road Cycle", "Лампы & Co <3"),
        relationships=("Ada/Eve", "Ben & Cleo"),
        characters=("Ada", "Eve", "Ada"),
        freeforms=("Slow Burn", '"Quoted"', "Fluff & Angst"),
        series=(SeriesPlace("Roads", 2, "https://archive.example/series/9"), SeriesPlace("Lamps")),
        collections=(Collection("Winter Lights", extra={"key": [1, 2]}),),
        published=dt.date(2019, 12, 31),
        updated=dt.date(2020, 2, 29),
        complete=False,
        chapters_expected=5,
        source=Source("https://archive.example/works/12?a=b&c=ü", "archive.example", "html"),
        chapters=tuple(
            Chapter(
                canonical(f"<p id='x{n}'>Word {n} <a href='#x{n}'>up</a>.</p><hr><p>After.</p>"),
                title=title,
                creators=(Creator("Eve"),) if n == 2 else (),
                summary=canonical(f"<p id='x{n}'>Sum {n} <a href='#x{n}'>up</a></p>"),
                notes_before=canonical(f"<p>Before {n}</p>"),
                notes_after=canonical(f"<p id=x{n}>After {n}</p><ul><li><a href='#x{n}'>one</a></li></ul>"),
                published=dt.date(2020, 1, n),
                url=f"https://archive.example/works/12/chapters/{n}",
                extra={"mood": "calm"} if n == 3 else {},
            )
            for n, title in ((1, "The First"), (2, None), (3, "Chapter 3: Third"))
        ),
        credits=tuple(owed()),
        skin="#workskin .a { color: red; background: url(https://x.example/a) } @import 'x'; </style><b>",
        stats={"kudos": 1234, "hits": 9, "words": 5, "nested": {"a": None}},
        unmapped=(Unmapped("meta[name=x]", "</script><b>"),),
        front_matter=(FrontMatterPart(1, 2, "title"),),
        extra={"later": {"deep": ["ü", None, 1.5]}},
    )


def owed() -> list[Credit]:
    return [
        Credit("title_from", "song", "Knock & Enter <live>", "The Doormen", None, None, 'from "Knock" by the Doormen'),
        Credit("inspired_by", "fanart", place="Tumblr", evidence=NASTY),
        Credit("translation_of", "fanfic", "Weg", "Bo", url='https://x.example/a b?q="<>', state="accepted"),
        Credit("sung_with", "opera", "X", url="javascript:alert(1)", origin="typed", state="accepted"),
        Credit("thanks_to", "person", creator="Cleo", origin="stated", state="accepted", extra={"more": 1}),
    ]


def tricky() -> dict[str, Manuscript]:
    """Named works, each with a difficulty of its own."""
    body = canonical("<p>A line.</p>")
    return {
        "everything": everything(),
        "nothing": Manuscript(chapters=()),
        "empty chapter": Manuscript(chapters=(Chapter(""), Chapter("", title=" "), Chapter("", summary=""))),
        "no title or creator": Manuscript(chapters=(Chapter(body),)),
        "blank names": Manuscript(
            chapters=(Chapter(body, title="\x00"),), title=" \n", creators=(Creator(" "),), fandoms=("",)
        ),
        "chinese": Manuscript(
            chapters=(Chapter(canonical(RUBY), title="第一章"),),
            title="很长很长的题目" * 9,
            creators=(Creator("李雷"),),
            language="zh-Hans",
        ),
        "arabic": Manuscript(
            chapters=(Chapter(canonical("<p>كان يا ما كان</p>"), notes_before=body), Chapter(body)),
            title="طريق الفوانيس",
            creators=(Creator("ليلى"),),
            language="ar",
            notes_after=body,
            credits=tuple(owed()),
        ),
        "nasty": Manuscript(
            chapters=(Chapter(canonical(f"<p>{NASTY}</p>"), title=NASTY, creators=(Creator(NASTY),)),),
            title=NASTY,
            creators=(Creator(NASTY, NASTY, "http://[bad"), Creator("\ud800lone")),
            fandoms=(NASTY,),
            rating=NASTY,
            language="not a language",
            source=Source("not an address " + NASTY, NASTY),
            credits=(Credit("quote_from", "poem", NASTY, NASTY, NASTY, NASTY, NASTY),),
            collections=(Collection("\u2028\u2029\x7f"),),
            uuid="no uuid",
        ),
        "long title": Manuscript(
            chapters=(Chapter(body, title="and then " * 60),),
            title="How " + "very " * 80 + "long; " + "Donaudampfschifffahrtsgesellschaft" * 4,
            creators=tuple(Creator(f"Writer number {n}") for n in range(30)),
            fandoms=tuple(f"Fandom {n}" for n in range(40)),
            language="de-AT",
            complete=True,
            chapters_expected=1,
        ),
        "covered": Manuscript(
            title="Covered",
            language="en",
            chapters=(Chapter(body),),
            assets=(Asset("c.png", "image/png", hashlib.sha256(PNG).hexdigest(), extra={"use": "cover"}),),
        ),
        "markup": Manuscript(chapters=(Chapter(canonical(MARKUP)),), title="Markup", language="ja"),
        "pictures": Manuscript(
            title="Pictures",
            language="en",
            chapters=(
                Chapter(canonical("".join(f'<p><img src="assets/{name}" alt="A {name}"></p>' for name in PICTURES))),
                Chapter(canonical('<p><img src="assets/a.png" alt=""> twice, <img src="assets/gone.png"></p>')),
            ),
            assets=tuple(asset(name, data) for name, data in PICTURES.items()),
        ),
    }


RUBY = "<p>他说：<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字。</p>"
MARKUP = """<h1>Big</h1><h3>Small</h3><p class="a-b" align=center>Centre<br><br>two</p><center>c</center>
<ul><li>one<ul><li>two</li></ul><li><p>p</p><p>q</p></ul><ol start=4><li>four</ol><blockquote>q<p>r</p></blockquote>
<table><caption>C</caption><tr><th>h<th>i<tr><td colspan=2>j</table><pre>  keep
   this </pre><dl><dt>t<dd>d</dl><figure><img src="assets/none.png" alt="x"><figcaption>cap</figcaption></figure>
<p>a<b>b<i>c</i></b> <u>u</u> <s>s</s> H<sub>2</sub>O x<sup>2</sup> <code>&lt;x&gt;</code> <q>q</q> <a href="https://x.example/?a=1&b=2">l</a>
<a href="mailto:ada@x.example">mail</a> <a href="relative.html">rel</a> <a name="n">n</a><a href="#n">to n</a>
<img src="https://x.example/i.png" alt="outside"> <span lang="fr" dir="ltr">fr</span> a&nbsp;b ]]&gt; &amp;amp;</p>
<details><summary>S</summary>hidden</details><hr><p>* not a list</p><p>1. neither</p><p># nor a head</p><p>a*b*"c"*d</p>
<p><em>"x"</em>y <strong> spaced </strong>z <em>a<strong>b</strong></em><em>c</em></p>"""

PICTURES = {
    "a.png": PNG,
    "A.PNG": PNG,
    "wrong.jpg": PNG,
    "wrong.jpg.png": PNG,
    "drawn.svg": SVG,
    "active.svg": ACTIVE_SVG,
    "noise.png": b"\x00\x01noise",
    "not-shown.svg": SVG,
}


def enclosures(name: str) -> Enclosures:
    """The assets that go with a work of `tricky`: those it shows, and one of a strange name that it does not."""
    if name != "pictures":
        return Enclosures(assets={"c.png": PNG} if name == "covered" else {})
    return Enclosures(assets=PICTURES | {"über/../strange name.bin": b"\xff\x00", "unseen.png": PNG})

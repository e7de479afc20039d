"""Pages of our own making, built as certain sites build theirs, and what they answer with."""

from __future__ import annotations

from collections.abc import Mapping

from retold.ports.fetching.fake import Recorded

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00"
    b"\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def page(body: str, title: str = "A page") -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


FICWAD = "https://ficwad.com"


def ficwad(*, second: str = "<p>They lit it again.</p>", updated: str = "2019-05-04") -> dict[str, bytes | Recorded]:
    """A work of two chapters, with an image in the first."""
    header = (
        '<div id="story"><div class="storylist"><h4><a href="/story/700">The lamp at the weir</a></h4>'
        '<span class="author">by <a href="/a/ada_fenn">Ada Fenn</a></span>'
        '<blockquote class="summary"><p>The river goes <em>down</em>.</p></blockquote>'
        '<div class="meta">Category: <a href="/category/9">Rivers of Harrow</a> - Rating: PG - Genres: Drama - '
        f"Characters: Wren,Tam - Published: 2019-03-02 - Updated: {updated} - 21 words - Complete</div></div>"
    )
    chapters = (
        '<ul class="storylist"><li class="one"><h4><a href="/story/701">The water fell</a></h4></li>'
        '<li class="two"><h4><a href="/story/702">The lamp</a></h4></li></ul></div>'
    )
    return {
        f"{FICWAD}/story/700": page(header + chapters),
        f"{FICWAD}/story/701": page(
            '<div id="storytext"><p>The <em>water</em> fell, and a stair came up.</p>'
            '<p><img src="/images/stair.png" alt="A stair"></p></div>'
        ),
        f"{FICWAD}/story/702": page(f'<div id="storytext">{second}</div>'),
        f"{FICWAD}/images/stair.png": Recorded(PIXEL, headers={"Content-Type": "image/png"}),
    }


ADULT = "https://mcstories.com/LampAtTheWeir"


def behind_an_age_gate() -> dict[str, bytes | Recorded]:
    return {
        f"{ADULT}/index.html": page(
            '<article><h3 class="title">The lamp at the weir</h3>'
            '<h3 class="byline">by <a href="/Authors/AdaFenn.html">Ada Fenn</a></h3>'
            '<h3 class="dateline">Added 02 March 2019</h3>'
            '<section class="synopsis"><p>The river goes down.</p></section>'
            '<div class="storyCodes"><a href="/Tags/rv.html">rv</a></div>'
            '<div class="chapter"><a href="LampAtTheWeir.html">The lamp</a></div></article>'
        ),
        f"{ADULT}/LampAtTheWeir.html": page(
            '<article id="mcstories"><h3 class="title">The lamp at the weir</h3><p>They lit the lamp.</p></article>'
        ),
    }


AO3 = "https://archiveofourown.org"
NO_DOWNLOADS = b"User-agent: *\nDisallow: /works?\nDisallow: /downloads/\n"


def otw_work(number: int = 12, *, adult: bool = False, restricted: bool = False) -> dict[str, bytes | Recorded]:
    """A work of the kind of archive that AO3 is, page by page, of one chapter."""
    work = f"{AO3}/works/{number}"
    if restricted:
        told = page("<p>This work is only available to registered users of the Archive.</p>")
        return {f"{work}/navigate": told, work: told}
    caution = (
        "This work could have adult content. If you continue, you have agreed that you are willing to see such content."
    )
    meta = page(
        '<div id="main"><dl class="work meta group"><dd class="rating tags"><a class="tag">Teen And Up</a></dd>'
        '<dd class="fandom tags"><a class="tag">Rivers of Harrow</a></dd><dd class="warning tags">'
        '<a class="tag">No Archive Warnings Apply</a></dd>'
        '<dd class="relationship tags"><a class="tag">Wren &amp; Tam</a></dd>'
        '<dd class="language">English</dd><dd class="stats"><dl class="stats"><dt>Published:</dt><dd>2020-05-17</dd>'
        "<dt>Words:</dt><dd>5</dd><dt>Chapters:</dt><dd>1/1</dd></dl></dd></dl>"
        '<h3 class="byline heading"><a href="/users/ada/pseuds/Ada%20Fenn">Ada Fenn</a></h3>'
        '<div class="summary module"><blockquote class="userstuff"><p>The river goes down.</p></blockquote></div></div>'
    )
    chapter = page(
        '<div class="preface group"></div><div id="chapters"><div class="userstuff module">'
        '<h3 class="landmark heading">Chapter Text</h3><p>They lit the <em>lamp</em>.</p>'
        "</div></div>"
    )
    navigate = page(
        f'<h2 class="heading"><a href="/works/{number}">The lamp at the weir</a> by '
        '<a rel="author" href="/users/ada/pseuds/Ada%20Fenn">Ada Fenn</a></h2><ol>'
        f'<li><a href="/works/{number}/chapters/34">1. The lamp</a> '
        '<span class="datetime">(2020-05-17)</span></li></ol>'
    )
    asking = page(f'<p class="caution">{caution}</p><a href="/works/{number}?view_adult=true">Proceed</a>')
    return {
        f"{work}/navigate": navigate,
        f"{work}/navigate?view_adult=true": navigate,
        work: asking if adult else meta,
        f"{work}?view_adult=true": meta,
        f"{work}/chapters/34": chapter,
        f"{work}/chapters/34?view_adult=true": chapter,
    }


def with_robots(answers: Mapping[str, bytes | Recorded], site: str, robots: bytes) -> dict[str, bytes | Recorded]:
    return {**answers, f"{site}/robots.txt": robots}

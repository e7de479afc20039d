"""Files that the real FanFicFare writes, of stories of ours: its own adapters and writers, its network cut off.

`AO3` goes through FanFicFare's adapter for the Archive of Our Own, which is given pages of our making; `BOARD` is a
story of a site without notes and tags, whose metadata are set directly.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import fanficfare
from fanficfare.adapters.adapter_archiveofourownorg import ArchiveOfOurOwnOrgAdapter
from fanficfare.adapters.base_adapter import BaseSiteAdapter, makeDate
from fanficfare.configurable import Configuration
from fanficfare.writers import getWriter

from retold.importing.readers.tests.books import PNG

logging.getLogger("fanficfare").setLevel(logging.CRITICAL)

AO3 = "https://archiveofourown.org/works/70000001"
BOARD = "https://board.example.org/stories/31"
PACKAGED = dt.datetime(2025, 3, 9, 20, 15, 4)  # noqa: DTZ001 - FanFicFare's own dates know no zone
GONE_PICTURE = "https://pictures.example.org/gone.png"
PICTURE = "https://pictures.example.org/lamp.png"
# What a reader of ours who wants everything writes into personal.ini.
EVERYTHING = """
[defaults]
is_adult: true
include_images: true
no_image_processing: true
slow_down_sleep_time: 0
[archiveofourown.org]
slow_down_sleep_time: 0
extra_titlepage_entries: storyUrl,authorUrl,fandoms,freeformtags,ao3categories,comments,chapterslashtotal,kudos
add_to_extra_titlepage_entries: ,hits,bookmarks,collectionsHTML,series00HTML,series01HTML
[epub]
include_logpage: true
"""

_CHAPTERS = {
    1: (
        "1. Out",
        """<p>The lamp went out at nine, and <em>nobody</em> had touched it.</p>
<p>“Well,” said Edda, “that makes <strong>three</strong> this week &amp; the last was mine.”</p>
<hr><p>Later they counted again.<br>It was still three.</p>
<p><img src="https://pictures.example.org/lamp.png" alt="A lamp on a sill"></p>
<p><img src="https://pictures.example.org/gone.png" alt="A sill"></p>""",
    ),
    2: (
        "2. Chapter 2",
        """<p>On the road it was <i>colder</i> than either had said it would be.</p>
<blockquote><p>Bring oil, the letter read.</p></blockquote><p>They brought none.</p>""",
    ),
    3: ("3. Home, After All", "<p>The lamp was lit when they came back.</p><p>Nobody asked who had done it.</p>"),
}
_DATES = {1: "2024-02-01", 2: "2024-02-15", 3: "2024-03-02"}
_HEAD_NOTES = """<div class="notes module"><h3 class="heading">Notes:</h3><ul class="associations">
<li>For <a href="/users/pell/gifts">pell</a>, <a href="/users/wick/gifts">wick (wickwright)</a>.</li>
<li>Inspired by <a href="https://archiveofourown.org/works/60000002">Oil</a> by <a href="/users/osprey">osprey</a>.</li>
<li>A translation of <a href="https://archiveofourown.org/works/60000003">Lampada</a>
by <a href="/users/lume">lume</a>.</li>
<li>In response to a <a href="/collections/lights/prompts/9">prompt</a> by <a href="/users/edda">edda</a> in the
<a href="/collections/lights">Lights Out 2024</a> collection.</li>
</ul><blockquote class="userstuff"><p>With thanks to Marrow for the <em>beta</em>.</p></blockquote></div>"""


def _tags(kind: str, *names: str) -> str:
    links = ", ".join(f'<a class="tag" href="/tags/x">{name}</a>' for name in names)
    return f'<dt class="{kind} tags">{kind}:</dt><dd class="{kind} tags">{links}</dd>'


def _chapter(number: int) -> str:
    title, text = _CHAPTERS[number]
    summary = (
        '<div id="summary" class="summary module"><blockquote class="userstuff"><p>They set out.</p></blockquote></div>'
    )
    before = '<div id="notes" class="notes module"><blockquote class="userstuff"><p>A short one.</p></blockquote></div>'
    after = '<div class="end notes module"><blockquote class="userstuff"><p>Oil is next.</p></blockquote></div>'
    return (
        f'<div class="chapter" id="chapter-{number}"><div class="chapter preface group"><h3 class="title">{title}</h3>'
        f'{summary + before if number == 2 else ""}</div><div class="userstuff module" role="article">'
        f'<h3 class="landmark heading" id="work">Chapter Text</h3>{text}</div>'
        f'<div class="chapter preface group">{after if number == 2 else ""}</div></div>'
    )


def _ao3_pages() -> Mapping[str, str]:
    numbers = sorted(_CHAPTERS)
    listed = "".join(
        f'<li><a href="/works/70000001/chapters/{900 + n}">{_CHAPTERS[n][0]}</a> '
        f'<span class="datetime">({_DATES[n]})</span></li>'
        for n in numbers
    )
    navigate = (
        '<html><body><h2 class="heading">Chapter Index for <a href="/works/70000001">Lamps &amp; Other Lights</a> by '
        '<a rel="author" href="/users/wren/pseuds/wren">wren</a>, <a rel="author" '
        f'href="/users/tallow/pseuds/Tallow%20and%20Co">Tallow &amp; Co</a></h2><ol class="chapter index">{listed}</ol>'
        "</body></html>"
    )
    meta = (
        '<dl class="work meta group">'
        + _tags("rating", "Teen And Up Audiences")
        + _tags("warning", "No Archive Warnings Apply")
        + _tags("category", "F/F", "Gen")
        + _tags("fandom", "Lantern Road (Radio)", "The Gull &amp; the Glass")
        + _tags("relationship", "Edda/Marrow", "Edda &amp; Wick")
        + _tags("character", "Edda", "Marrow", "Wick (Lantern Road)")
        + _tags("freeform", "Lamps", "Hurt/Comfort", "Fog &amp; Weather")
        + '<dt class="language">Language:</dt><dd class="language" lang="en">English</dd>'
        '<dt class="series">Series:</dt><dd class="series"><span class="series"><span class="position">Part 2 of '
        '<a href="/series/501">Roads</a></span></span>, <span class="series"><span class="position">Part 1 of '
        '<a href="/series/502">Small Lights</a></span></span></dd>'
        '<dt class="collections">Collections:</dt><dd class="collections"><a href="/collections/lights">Lights Out '
        '2024</a></dd><dt class="stats">Stats:</dt><dd class="stats"><dl class="stats"><dt>Published:</dt>'
        "<dd>2024-02-01</dd><dt>Updated:</dt><dd>2024-03-02</dd><dt>Words:</dt><dd>1,234</dd><dt>Chapters:</dt>"
        "<dd>3/5</dd><dt>Comments:</dt><dd>12</dd><dt>Kudos:</dt><dd>1,045</dd><dt>Bookmarks:</dt><dd>7</dd>"
        "<dt>Hits:</dt><dd>20,431</dd></dl></dd></dl>"
    )
    # FanFicFare reads the place in a series from the words before its link.
    meta = meta.replace('<span class="series"><span class="position">', "").replace("</span></span>", "")
    preface = (
        '<div class="preface group"><h2 class="title heading">Lamps &amp; Other Lights</h2><h3 class="byline heading">'
        "wren, Tallow &amp; Co</h3>"
        '<div class="summary module"><blockquote class="userstuff"><p>A lamp <i>goes</i> out.</p><p><b>Note:</b> then '
        f"another.</p></blockquote></div>{_HEAD_NOTES}</div>"
    )
    footer = (
        '<div id="work_endnotes" class="end notes module"><blockquote class="userstuff"><p>The lamp is real.</p>'
        '</blockquote></div><div id="children" class="children module"><h3 class="heading">Works inspired by this '
        'one:</h3><ul><li><a href="/works/80000001">Sparks</a> by <a href="/users/fen">fen</a></li></ul></div>'
    )
    body = "".join(_chapter(number) for number in numbers)
    work = (
        f'<html><body><div id="main">{meta}<div id="workskin">{preface}<div id="chapters">{body}</div>{footer}</div>'
        "</div></body></html>"
    )
    return {f"{AO3}/navigate": navigate, AO3: work}


class _Board(BaseSiteAdapter):  # type: ignore[misc]
    """A story of a site that FanFicFare does not know, told to it directly."""

    chapters: Mapping[str, str] = {
        "1: Salt": (
            "<div class='post'><p>The salt road is long.</p><p><b>Note:</b> it was written on the gate.</p></div>"
        ),
        "Pitch, and Rope": (
            "<div><h3>Pitch</h3><p>Rope was <u>dear</u> that year.</p><ul><li>pitch</li><li>rope</li></ul></div>"
        ),
    }

    def __init__(self, configuration: Any, url: str) -> None:
        super().__init__(configuration, url)
        self.story.setMetadata("siteabbrev", "brd")
        self.story.setMetadata("storyId", "31")
        self._setURL(url)

    @staticmethod
    def getSiteDomain() -> str:
        return "board.example.org"

    @classmethod
    def getSiteExampleURLs(cls) -> str:
        return BOARD

    def getSiteURLPattern(self) -> str:
        return r"https://board\.example\.org/stories/\d+$"

    def extractChapterUrlsAndMetadata(self) -> None:
        story = self.story
        story.setMetadata("title", "Salt & Pitch")
        story.addToList("author", "A. Hallow, Jr")
        story.addToList("authorId", "9")
        story.addToList("authorUrl", "https://board.example.org/people/9")
        self.setDescription(BOARD, "Two roads, one cart.")
        story.setMetadata("datePublished", makeDate("2011-05-06", "%Y-%m-%d"))
        story.setMetadata("dateUpdated", makeDate("2012-01-31", "%Y-%m-%d"))
        story.setMetadata("numWords", "2,000")
        story.setMetadata("status", "Completed")
        story.setMetadata("rating", "Everyone")
        story.setMetadata("language", "German")
        self.setSeries("Carts", 3)
        for name in ("Salt Roads", "Pitch, the Game"):
            story.addToList("category", name)
        for name in ("Travel", "Rope, Knots and Other Hazards"):
            story.addToList("genre", name)
        story.addToList("characters", "Hark, Dr")
        story.addToList("warnings", "Splinters")
        for number, title in enumerate(self.chapters, 1):
            self.add_chapter(title, f"{BOARD}/{number}")

    def getChapterText(self, url: str) -> str:
        text = list(self.chapters.values())[int(url.rpartition("/")[2]) - 1]
        if text == "FAIL":
            raise ConnectionError("The site did not answer.")
        return str(self.utf8FromSoup(url, self.make_soup(text)))


def _configured(sections: list[str], form: str, ini: str) -> Configuration:
    configuration = Configuration(sections, form)
    configuration.read_string(_defaults())
    configuration.read_string(ini)
    return configuration


@cache
def _defaults() -> str:
    return Path(fanficfare.__file__).with_name("defaults.ini").read_text(encoding="utf8")


def _ao3(form: str, ini: str) -> BaseSiteAdapter:
    adapter = ArchiveOfOurOwnOrgAdapter(_configured(["base_otw", "archiveofourown.org"], form, EVERYTHING + ini), AO3)
    pages = _ao3_pages()
    adapter.get_request = lambda url, **_: pages[url.partition("?")[0]]
    adapter.get_request_raw = _picture
    return adapter


def _picture(url: str, **_: Any) -> bytes:
    if url != PICTURE:
        raise ConnectionError(url)
    return PNG


def _board(form: str, ini: str) -> BaseSiteAdapter:
    return _Board(_configured(["board.example.org"], form, EVERYTHING + ini), BOARD)


STORIES: Mapping[str, Callable[[str, str], BaseSiteAdapter]] = {AO3: _ao3, BOARD: _board}


@cache
def plainly_written(url: str, form: str, ini: str = "") -> bytes:
    """The same file as `written` gives without a change, made once."""
    return written(url, form, ini)


def written(url: str, form: str, ini: str = "", *, change: Callable[[Any], None] | None = None) -> bytes:
    """The file that FanFicFare writes of the story: `form` is epub, html or txt; `ini` adds to a personal.ini.

    `change` is given FanFicFare's adapter before anything is read through it.
    """
    adapter = STORIES[url](form, ini)
    if change is not None:
        change(adapter)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its calls of a library's older names
        adapter.getStoryMetadataOnly(get_cover=False).setMetadata("dateCreated", PACKAGED)
        getWriter(form, adapter.get_configuration(), adapter).writeStory(outstream=out)
    return out.getvalue()


EPUB_3 = "[epub]\nepub_version: 3.0\n"
NO_PICTURES = "[html]\ninclude_images: false\n[txt]\ninclude_images: false\n"

"""The EPUB and the HTML of one work give one Manuscript."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from retold.importing.readers import read
from retold.importing.readers.tests.books import PNG
from retold.importing.readers.tests.calibre import before_2019, converted
from retold.manuscript.model import Source

READERS = Path(__file__).resolve().parents[2]
ERAS = READERS / "ao3_html" / "golden"
SHARED = READERS.parents[4] / "shared" / "samples" / "ao3"
SINCE_2019 = sorted(path.stem for path in ERAS.glob("20*.html") if path.stem > "2019")


def html_of(era: str) -> str:
    return (ERAS / f"{era}.html").read_text(encoding="utf8")


def assert_same(html: bytes, epub: bytes) -> None:
    from_html, from_epub = read("a.html", html), read("a.epub", epub)
    assert (from_html.reader, from_epub.reader) == ("ao3_html", "ao3_epub")
    assert from_epub.manuscript.source == replace(from_html.manuscript.source, format="ao3_epub")
    assert replace(from_epub.manuscript, source=Source()) == replace(from_html.manuscript, source=Source())


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("era", SINCE_2019)
def test_calibre_epubs_read_as_the_html_does(era, cut):
    html = html_of(era)
    assert_same(html.encode(), converted(html, cut_long_chapters=cut))


@pytest.mark.parametrize("era", ["2010_one_shot", "2014_chapters"])
def test_epubs_before_2019_read_as_the_html_does(era):
    html = html_of(era)
    assert_same(html.encode(), before_2019(html))


@pytest.mark.skipif(not SHARED.exists(), reason="the samples are not here")
@pytest.mark.parametrize("names", [("htmlTest.html", "epubTest.epub"), ("incompleteWork.html", "incompleteWork.epub")])
def test_real_downloads_of_one_work_read_alike(names):
    html, epub = ((SHARED / name).read_bytes() for name in names)
    assert_same(html, epub)


def test_alignment_and_weight_come_back_from_the_style_sheet():
    work = read("a.epub", converted(html_of("2019_wrapped"))).manuscript
    text = work.chapters[0].html
    assert "calibre" not in text
    assert "align-right" in text
    assert "align-center" in text


def test_pictures_in_the_epub_become_assets():
    html = html_of("2019_wrapped").replace("<p>The ninth", '<p><img src="bell.png" alt="A bell"></p><p>The ninth')
    import io
    import zipfile

    buffer = io.BytesIO(converted(html))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("bell.png", PNG)
    reading = read("a.epub", buffer.getvalue())
    assert [(one.name, one.type, one.alt) for one in reading.manuscript.assets] == [("bell.png", "image/png", "A bell")]
    assert reading.assets["bell.png"] == PNG
    assert 'src="assets/bell.png"' in reading.manuscript.chapters[0].html

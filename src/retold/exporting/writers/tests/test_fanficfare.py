"""What FanFicFare sees in our EPUB when it is asked to update it: where the work is from, and which chapters it has."""

from __future__ import annotations

import io
from dataclasses import replace

from fanficfare.epubutils import get_dcsource_chaptercount, get_story_url_from_epub_html, get_update_data

from retold.exporting.writers import Enclosures, write
from retold.exporting.writers.tests.works import OPTIONS, enclosures, everything
from retold.manuscript.markup import canonical
from retold.manuscript.model import Chapter, Manuscript, Source

ADDRESS = "https://archiveofourown.org/works/70000001"
WORK = Manuscript(
    title="The Lamp",
    source=Source(ADDRESS, "archiveofourown.org"),
    chapters=tuple(
        Chapter(canonical(f"<h3>A sign</h3><p>Text {n}.</p>"), title=title, url=f"{ADDRESS}/chapters/90{n}")
        for n, title in enumerate(("Out", "Home & After"), 1)
    ),
)


def book(manuscript: Manuscript, things: Enclosures | None = None) -> io.BytesIO:
    return io.BytesIO(write("epub", manuscript, OPTIONS, things or Enclosures()))


def test_it_finds_the_source_and_counts_the_chapters():
    assert get_dcsource_chaptercount(book(WORK)) == (ADDRESS, 2)
    twelve = replace(WORK, chapters=WORK.chapters * 6)
    assert get_dcsource_chaptercount(book(twelve)) == (ADDRESS, 12)


def test_it_finds_the_source_among_the_links_too():
    assert get_story_url_from_epub_html(book(WORK), lambda url: url == ADDRESS) == ADDRESS


def test_it_knows_each_chapter_by_its_address_and_takes_its_text_without_our_heading():
    source, count, bodies, *_, by_address, _ = get_update_data(book(WORK))
    assert (source, count, len(bodies)) == (ADDRESS, 2, 2)
    assert list(by_address) == [f"{ADDRESS}/chapters/901", f"{ADDRESS}/chapters/902"]
    body = by_address[f"{ADDRESS}/chapters/902"]
    assert "Home" not in body.get_text()
    assert "A sign" in body.get_text()
    assert "Text 2." in body.get_text()


def test_chapters_without_addresses_are_counted_all_the_same():
    bare = replace(WORK, chapters=tuple(replace(chapter, url=None) for chapter in WORK.chapters))
    assert get_dcsource_chaptercount(book(bare)) == (ADDRESS, 2)


def test_it_opens_a_book_that_has_everything():
    work = everything()
    source, count, *_ = get_update_data(book(work, enclosures("everything")))
    assert (source, count) == (work.source.url, len(work.chapters))

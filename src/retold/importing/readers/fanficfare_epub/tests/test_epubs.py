"""EPUBs that the real FanFicFare wrote, as they are and as calibre and people's settings change them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fanficfare.epubutils import get_update_data

from retold.importing.readers import Refused, read
from retold.importing.readers.tests.books import PNG, epub, page, zip_of
from retold.importing.readers.tests.fanficfare_files import AO3, BOARD, plainly_written, written
from retold.importing.readers.tests.golden import check_golden
from retold.manuscript.model import Manuscript
from retold.manuscript.serialise import dumps, loads

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.epub"))
CONTINUE = "[board.example.org]\ncontinue_on_chapter_error: true\n"


def manuscript(data: bytes) -> Manuscript:
    reading = read("book.epub", data)
    assert reading.reader == "fanficfare_epub"
    return reading.manuscript


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", NAMES)
def test_every_book_reads_to_its_golden_manuscript(name):
    check_golden(manuscript((GOLDEN / f"{name}.epub").read_bytes()), GOLDEN / f"{name}.json")


def test_what_is_committed_is_what_fanficfare_writes_today():
    assert manuscript(plainly_written(AO3, "epub")) == manuscript((GOLDEN / "lamps.epub").read_bytes())


def test_a_book_that_calibre_converted_is_the_same_work():
    converted = manuscript((GOLDEN / "lamps_calibre.epub").read_bytes())
    assert converted == manuscript((GOLDEN / "lamps.epub").read_bytes())


def test_parts_that_calibre_cut_and_renamed_are_one_chapter_again():
    files = files_of((GOLDEN / "lamps.epub").read_bytes())
    first = files.pop("OEBPS/file0001.xhtml").decode()
    head, heading, rest = first.partition("<hr/>")
    one = f"{head}</div></div></body></html>"
    two = f"<html><head><title>1. Out</title></head><body><div><div>{heading}{rest}"
    package = files["content.opf"].decode()
    for number in (1, 2, 3):
        package = package.replace(f"OEBPS/file000{number}.xhtml", f"1/OEBPS/file000{number}_u{number}.xhtml")
    for number in (2, 3):
        files[f"1/OEBPS/file000{number}_u{number}.xhtml"] = files.pop(f"OEBPS/file000{number}.xhtml")
    item = '<item id="file0001" href="1/OEBPS/file0001_u1.xhtml" media-type="application/xhtml+xml"/>'
    assert item in package
    package = package.replace(
        item,
        item.replace("file0001_u1", "file0001_split_000_u1")
        + item.replace("file0001_u1", "file0001_split_001_u1").replace('id="file0001"', 'id="more"'),
    ).replace('<itemref idref="file0001"', '<itemref idref="file0001"/><itemref idref="more"')
    files |= {
        "content.opf": package.encode(),
        "1/OEBPS/file0001_split_000_u1.xhtml": one.encode(),
        "1/OEBPS/file0001_split_001_u1.xhtml": two.encode(),
        "1/OEBPS/images/": b"",
    }
    pictures = {f"1/{name}": data for name, data in files.items() if "images/f" in name}
    cut, whole = manuscript(zip_of(files | pictures)), manuscript((GOLDEN / "lamps.epub").read_bytes())
    assert len(cut.chapters) == 3
    assert cut.chapters[0].html == whole.chapters[0].html
    assert replace(cut, chapters=(), assets=()) == replace(whole, chapters=(), assets=())


def test_pictures_come_with_their_addresses_and_the_lost_ones_are_told():
    reading = read("x", (GOLDEN / "lamps.epub").read_bytes())
    (asset,) = reading.manuscript.assets
    assert reading.assets[asset.name] == PNG
    assert (asset.alt, asset.extra) == ("A lamp on a sill", {"address": "https://pictures.example.org/lamp.png"})
    html = reading.manuscript.chapters[0].html
    assert f'src="assets/{asset.name}"' in html
    assert "<p>A sill</p>" in html
    told = [one.what for one in reading.manuscript.unmapped if one.where == "picture"]
    assert told == ["It was not fetched: https://pictures.example.org/gone.png"]


def test_the_log_page_is_history_and_no_text():
    def updated(adapter: Any) -> None:
        adapter.logfile = get_update_data(io.BytesIO(plainly_written(BOARD, "epub")))[6]
        adapter.chapters = {**adapter.chapters, "Tar": "<p>There was tar as well.</p>"}

    work = manuscript(written(BOARD, "epub", change=updated))
    first, second = work.stats["history"]
    assert (first["title"], first["numChapters"], first["status"]) == ("Salt & Pitch", "2", "Completed")
    assert second["numChapters"] == "3"
    assert "title" not in second
    assert loads(dumps(work)) == work
    assert len(work.chapters) == 3
    assert "Update Log" not in dumps(work)


def test_labels_that_a_person_renamed_are_known_by_the_log_page():
    renamed = "category_label:Welt\ngenre_label:Schublade\nstatus_label:Stand\n"
    work = manuscript(written(BOARD, "epub", f"[defaults]\n{renamed}"))
    assert work == manuscript(plainly_written(BOARD, "epub"))


def test_without_a_log_page_place_and_value_tell_and_what_is_guessed_is_said():
    renamed = (
        "[defaults]\ngenre_label:Schublade\ndatePublished_label:Geboren\ncharacters_label:Leute\n"
        "[epub]\ninclude_logpage:false\n"
    )
    work, plain = manuscript(written(BOARD, "epub", renamed)), manuscript(plainly_written(BOARD, "epub"))
    assert work.freeforms == plain.freeforms
    assert work.published == plain.published
    assert work.characters == plain.characters
    assert [one.what for one in work.unmapped] == [
        "“Schublade” has no known meaning; by its place it is genre.",
        "“Leute” has no known meaning; by its place it is characters.",
    ]


@pytest.mark.parametrize("setting", ["titlepage_use_table: true", "include_tocpage: always"])
def test_other_forms_of_the_book_are_the_same_work(setting):
    assert manuscript(written(AO3, "epub", f"[epub]\n{setting}\n")) == manuscript(plainly_written(AO3, "epub"))


def test_without_a_title_page_the_package_tells_what_it_can():
    work = manuscript(written(AO3, "epub", "[epub]\ninclude_titlepage: false\ninclude_logpage: false\n"))
    assert work.title == "Lamps & Other Lights"
    assert [one.name for one in work.creators] == ["wren", "Tallow & Co"]
    assert work.source.url == AO3
    assert (str(work.published), str(work.updated)) == ("2024-02-01", "2024-03-02")
    assert "Fog & Weather" in work.freeforms
    assert "FanFiction" not in work.freeforms
    assert work.notes_before is not None


@pytest.mark.parametrize(
    "setting", ["add_chapter_numbers: true", "mark_new_chapters: true", "add_chapter_numbers: toconly"]
)
def test_numbers_and_marks_are_no_part_of_a_title(setting):
    def grown(adapter: Any) -> None:
        old = adapter.make_soup("<div class='post'><p>The salt road is long.</p></div>")
        adapter.oldchaptersmap = {f"{BOARD}/1": old.div}
        adapter.oldchaptersdata = {f"{BOARD}/1": {"chapterorigtitle": "1: Salt", "chaptertitle": "1: Salt"}}

    work = manuscript(written(BOARD, "epub", f"[epub]\n{setting}\n", change=grown))
    assert [chapter.title for chapter in work.chapters] == ["1: Salt", "Pitch, and Rope"]


def test_a_chapter_that_was_not_fetched_keeps_its_place_and_is_told():
    def failing(adapter: Any) -> None:
        adapter.chapters = {"Salt": "FAIL", **dict(list(adapter.chapters.items())[1:])}

    for form, reader in (("epub", "fanficfare_epub"), ("html", "fanficfare_html"), ("txt", "fanficfare_text")):
        off = f"[{form}]\ninclude_images: false\n" + CONTINUE
        reading = read("x", written(BOARD, form, off, change=failing))
        assert reading.reader == reader
        first, second = reading.manuscript.chapters
        assert (first.title, first.html, first.url) == ("Salt", "", f"{BOARD}/1")
        assert "Rope was" in second.html
        (told,) = [one.what for one in reading.manuscript.unmapped if one.where == "chapter 1"]
        assert "The site did not answer." in told


def test_links_between_chapters_have_their_addresses_again():
    def linked(adapter: Any) -> None:
        adapter.chapters = {"One": f'<p>See <a href="{BOARD}/2">there</a>.</p>', "Two": "<p>Here.</p>"}

    work = manuscript(written(BOARD, "epub", "[epub]\ninternalize_text_links: true\n", change=linked))
    assert f'<a href="{BOARD}/2">there</a>' in work.chapters[0].html


def test_a_skin_that_was_asked_for_is_the_works_skin():
    def skinned(adapter: Any) -> None:
        adapter.story.extra_css = (
            "/*start of AO3 workskin*/\n.userstuff .letter { color: teal; }\n/* end of AO3 workskin*/\n"
        )
        adapter.chapters = {"One": '<p class="letter">Dear all.</p>', "Two": "<p>Here.</p>"}

    work = manuscript(written(BOARD, "epub", change=skinned))
    assert work.skin == "#workskin .letter { color: teal; }"
    assert work.chapters[0].html == '<p class="letter">Dear all.</p>'


def test_an_older_last_chapters_end_notes_are_not_lost():
    files = files_of((GOLDEN / "lamps.epub").read_bytes())
    notes = (
        '<div class="fff_chapter_notes fff_foot_notes"><b>Author\'s Note:</b>'
        '<blockquote class="userstuff"><p>{}</p></blockquote></div></div></body>'
    )
    second = files["OEBPS/file0002.xhtml"].decode()
    for said, after in (
        ("The lamp was borrowed.", "<p>Oil is next.</p>\n<p>The lamp was borrowed.</p>"),
        ("The lamp is real.", "<p>Oil is next.</p>"),
    ):
        changed = second.replace("</div>\n</body>", notes.format(said))
        assert changed != second
        work = manuscript(zip_of(files | {"OEBPS/file0002.xhtml": changed.encode()}))
        assert work.chapters[1].notes_after == after
        assert work.notes_after == "<p>The lamp is real.</p>"


def test_an_anonymous_work_names_nobody():
    def anonymous(adapter: Any) -> None:
        pages = adapter.get_request
        byline = '<a rel="author" href="/users/'
        adapter.get_request = lambda url, **more: pages(url, **more).replace(byline, '<a href="/nobody/')

    work = manuscript(written(AO3, "epub", change=anonymous))
    assert work.creators == ()
    assert work.stats["anonymous"] is True


def test_a_book_of_several_works_is_read_as_any_epub_is():
    files = files_of((GOLDEN / "carts.epub").read_bytes())
    package = (
        files["content.opf"]
        .decode()
        .replace(
            "</manifest>", '<item id="t2" href="2/title_page.xhtml" media-type="application/xhtml+xml"/></manifest>'
        )
    )
    package = package.replace("</spine>", '<itemref idref="t2"/></spine>')
    data = zip_of(files | {"content.opf": package.encode(), "2/title_page.xhtml": files["OEBPS/title_page.xhtml"]})
    assert read("x", data).reader == "epub"


def test_our_own_book_is_none_of_fanficfares_though_its_headings_are_marked_for_it():
    chapter = '<section id="chapter-1"><h2 class="fff_chapter_title">Out</h2><p>The lamp went out.</p></section>'
    data = epub({"chapter0001.xhtml": page(chapter, attributes=' epub:type="bodymatter"')})
    assert read("x", data).reader == "epub"


def test_a_book_without_any_text_is_refused():
    title = page("<h3><a href='https://s.example/1'>The Lamp</a> by W</h3>", attributes=' class="fff_titlepage"')
    data = epub({"title_page.xhtml": title, "file0001.xhtml": page("", attributes=' class="fff_chapter"')})
    with pytest.raises(Refused, match="fetch the story once more"):
        read("x", data)

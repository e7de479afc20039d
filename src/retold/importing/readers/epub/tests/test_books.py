"""EPUBs of several makes: metadata, order, what is a chapter and what stands around the story, pictures, locks."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from retold.importing.readers import Refused, read
from retold.importing.readers.tests.books import CONTAINER, PNG, epub, page, zip_of
from retold.importing.readers.tests.golden import check_golden

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PROSE = "The lamp went out at nine, and by ten nobody could say who had lit it. " * 4
METADATA = """
<dc:title id="t1">The Lamp</dc:title><meta refines="#t1" property="title-type">main</meta>
<dc:title id="t2">A tale of the road</dc:title><meta refines="#t2" property="title-type">subtitle</meta>
<dc:creator id="c1">Wren Marsh</dc:creator><meta refines="#c1" property="role" scheme="marc:relators">aut</meta>
<dc:creator id="c2">Edda K</dc:creator><meta refines="#c2" property="role">trl</meta>
<dc:contributor id="c3">Osprey</dc:contributor><meta refines="#c3" property="role">ill</meta>
<dc:contributor id="c4">Some Tool 1.2</dc:contributor><meta refines="#c4" property="role">bkp</meta>
<dc:language>en-GB</dc:language><dc:subject>Lantern Road</dc:subject><dc:subject>Fog</dc:subject>
<dc:subject>Fog</dc:subject>
<dc:identifier id="id">urn:uuid:1d7ce855-0fde-4772-8acc-3d0d5260c4d2</dc:identifier>
<dc:identifier>https://stories.example/s/9</dc:identifier><dc:source>https://stories.example/s/9/lamp</dc:source>
<dc:date>2015-06-07T10:00:00Z</dc:date><dc:publisher>Stories Example</dc:publisher><dc:rights>All mine</dc:rights>
<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>
<meta property="belongs-to-collection" id="s1">Lamps</meta><meta refines="#s1" property="collection-type">series</meta>
<meta refines="#s1" property="group-position">3</meta>
<meta name="calibre:series" content="Roads"/><meta name="calibre:series_index" content="1.0"/>
<meta name="cover" content="o0"/><meta name="mood" content="wistful"/>
<dc:description>&lt;p&gt;A lamp &lt;i&gt;goes&lt;/i&gt; out.&lt;/p&gt;</dc:description>
"""
TOUR = {
    "cover.xhtml": page('<div><img src="img/cover.png" alt="Cover"/></div>'),
    "title.xhtml": page(
        "<h1>The Lamp</h1><p>by Wren Marsh</p><p><b>Status:</b> Complete</p>", attributes=' epub:type="titlepage"'
    ),
    "toc.xhtml": page("<h1>Contents</h1><p><a href='one.xhtml'>One</a></p>"),
    "note.xhtml": page("<h2>Author's Note</h2><p>Inspired by fog.</p>"),
    "one.xhtml": page(
        f"<section><h2>Chapter 1: Out</h2><p class='mid'>{PROSE}</p><p>See<a href='one.xhtml#n1'>*</a> and "
        f"<a href='two.xhtml'>later</a>.</p><aside id='n1'><p>A lamp of tin.</p></aside>"
        "<p><img src='img/lamp.png' alt='A lamp'/><img src='img/drawing.svg' alt='Lines'/>"
        "<img src='img/scan.tif' alt='A scan'/></p></section>",
        head='<link rel="stylesheet" href="s.css" type="text/css"/>',
    ),
    "two.xhtml": page(
        f"<h2>Chapter 2</h2><p>{PROSE}</p><div class='authors-note'><h4>Author's Note:</h4><p>Thanks, Pell.</p></div>"
    ),
    "two_b.xhtml": page("<p>What a long chapter that was, and how it went on.</p>"),
    "end.xhtml": page("<h2>Afterword</h2><p>The lamp is real.</p>"),
}
FILES = {
    "img/cover.png": ("image/png", PNG + b"cover"),
    "img/lamp.png": ("image/png", PNG),
    "img/drawing.svg": ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "img/scan.tif": ("image/tiff", b"II*\x00" + bytes(40)),
    "s.css": ("text/css", ".mid { text-align: center } p { text-align: justify }"),
}
LABELS = [("Out", "one.xhtml"), ("Chapter 2", "two.xhtml"), ("Afterword", "end.xhtml")]


def tour():
    return read("lamp.epub", epub(TOUR, metadata=METADATA, others=FILES, labels=LABELS))


def test_a_book_of_many_parts_reads_to_its_golden_manuscript():
    check_golden(tour().manuscript, GOLDEN / "tour.json")


def test_metadata_fill_their_fields():
    work = tour().manuscript
    assert work.title == "The Lamp"
    assert [(one.name, one.role) for one in work.creators] == [
        ("Wren Marsh", "author"),
        ("Edda K", "translator"),
        ("Osprey", "artist"),
    ]
    assert [(one.title, one.position) for one in work.series] == [("Roads", 1), ("Lamps", 3)]
    assert work.freeforms == ("Lantern Road", "Fog")
    assert (work.published, work.language) == (dt.date(2015, 6, 7), "en-GB")
    assert (work.source.url, work.source.site) == ("https://stories.example/s/9/lamp", "stories.example")
    assert work.summary == "<p>A lamp <i>goes</i> out.</p>"


def test_metadata_without_a_field_are_told():
    told = {(one.where, one.what) for one in tour().manuscript.unmapped}
    assert told >= {
        ("dc:title (subtitle)", "A tale of the road"),
        ("dc:contributor (bkp)", "Some Tool 1.2"),
        ("dc:publisher", "Stories Example"),
        ("dc:rights", "All mine"),
        ("dc:identifier", "https://stories.example/s/9"),
        ("meta mood", "wistful"),
    }


def test_the_story_is_told_from_what_stands_around_it():
    work = tour().manuscript
    assert [chapter.title for chapter in work.chapters] == ["Out", None]
    assert work.notes_before == "<p>Inspired by fog.</p>"
    assert work.notes_after == "<p>The lamp is real.</p>"
    assert work.chapters[1].notes_after == "<p>Thanks, Pell.</p>"
    assert "went on" in work.chapters[1].html
    assert any(one.where == "title page" and "Complete" in one.what for one in work.unmapped)


def test_pictures_are_kept_and_others_are_told():
    reading = tour()
    html = reading.manuscript.chapters[0].html
    assert 'src="assets/lamp.png"' in html
    assert reading.assets["lamp.png"] == PNG
    by_name = {asset.name: asset for asset in reading.manuscript.assets}
    assert by_name["lamp.png"].sha256 == hashlib.sha256(PNG).hexdigest()
    assert by_name["cover.png"].extra == {"use": "cover"}
    assert 'src="assets/drawing.svg" alt="Lines"' in html
    assert "A scan" in html
    assert any("scan.tif" in one.what for one in reading.manuscript.unmapped)


def test_links_in_a_chapter_stay_and_links_between_documents_leave_their_words():
    html = tour().manuscript.chapters[0].html
    assert '<a href="#x-n1">*</a>' in html
    assert "later" in html
    assert "two.xhtml" not in html


def test_the_style_sheets_alignment_comes_through():
    assert "align-center" in tour().manuscript.chapters[0].html
    assert "justify" not in tour().manuscript.chapters[0].html


def test_the_spine_gives_the_order_and_the_navigation_the_titles():
    nav = page(
        '<nav epub:type="toc"><ol><li><a href="b.xhtml">First things</a></li><li><a href="a.xhtml">Last things</a></li>'
        '</ol></nav><nav epub:type="landmarks"><ol><li><a epub:type="dedication" href="d.xhtml">For</a></li></ol></nav>'
    )
    pages = {
        "a.xhtml": page(f"<h1>Z</h1><p>A: {PROSE}</p>"),
        "b.xhtml": page(f"<p>B: {PROSE}</p>"),
        "d.xhtml": page("<p>For Pell.</p>"),
    }
    data = epub(
        pages, others={"nav.xhtml": ("application/xhtml+xml nav", nav)}, spine=["d.xhtml", "b.xhtml", "a.xhtml"]
    )
    work = read("x", data).manuscript
    assert [chapter.title for chapter in work.chapters] == ["First things", "Last things"]
    assert work.chapters[0].html.startswith("<p>B: ")
    assert work.chapters[1].html.startswith("<h1>Z</h1>")
    assert work.notes_before == "<p>For Pell.</p>"


def test_several_chapters_in_one_document_are_parted():
    body = "<h1>The Book</h1>" + "".join(f"<div><h2>Part {n}</h2><p>Text {n}. {PROSE}</p></div>" for n in (1, 2, 3))
    work = read("x", epub({"all.xhtml": page(body)})).manuscript
    assert [chapter.title for chapter in work.chapters] == ["Part 1", "Part 2", "Part 3"]
    assert "The Book" in work.chapters[0].html
    assert "Text 3" in work.chapters[2].html


def test_xhtml_that_html_would_misread_loses_nothing():
    body = "<p id='a'/><p>Before <i/>the <b/>fall</p><script/><p><![CDATA[a < b & c]]></p><p>After</p>"
    html = read("x", epub({"a.xhtml": page(body, title="")})).manuscript.chapters[0].html
    assert "a &lt; b &amp; c" in html
    assert "<p>After</p>" in html
    assert "<i>" not in html


def test_a_broken_document_keeps_its_words():
    work = read("x", epub({"a.xhtml": "<html><body><p>One<p>Two <b>bold</p><div>Three"})).manuscript
    assert [word for word in ("One", "Two", "bold", "Three") if word not in work.chapters[0].html] == []


def test_entities_and_outside_documents_are_never_fetched():
    bomb = '<!DOCTYPE package [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    files = {
        "META-INF/container.xml": CONTAINER.format("c.opf"),
        "c.opf": bomb + '<package><metadata><title>&x;&b;</title></metadata><manifest><item id="a" href="a.xhtml" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
        "a.xhtml": page(f"<p>{PROSE}</p>"),
    }
    work = read("x", zip_of(files)).manuscript
    assert "root:" not in str(work)


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read("x.epub", data)
    return str(caught.value)


def test_locked_books_say_so_and_books_with_hidden_fonts_are_read():
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="{}"/>'
        "</e:EncryptedData></encryption>"
    )

    def book(algorithm: str) -> bytes:
        package = (
            '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>'
        )
        files = {
            "META-INF/container.xml": CONTAINER.format("c.opf"),
            "c.opf": package,
            "a.xhtml": page(f"<p>{PROSE}</p>"),
        }
        return zip_of(files | {"META-INF/encryption.xml": encryption.format(algorithm)})

    assert "DRM" in refusal(book("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))
    assert read("x", book("http://www.idpf.org/2008/embedding")).reader == "epub"


@pytest.mark.parametrize(
    "files",
    [
        {"mimetype": "application/epub+zip"},
        {"META-INF/container.xml": "not xml"},
        {"META-INF/container.xml": CONTAINER.format("gone.opf")},
        {"META-INF/container.xml": CONTAINER.format("c.opf"), "c.opf": ""},
        {"META-INF/container.xml": CONTAINER.format("c.opf"), "c.opf": "<package/>"},
    ],
)
def test_books_without_their_parts_are_refused(files):
    assert "fetch it once more" in refusal(zip_of(files))


def test_a_book_that_lists_no_order_is_read_in_the_order_of_its_manifest():
    work = read(
        "x", epub({"a.xhtml": page(f"<p>First {PROSE}</p>"), "b.xhtml": page("<p>Second</p>")}, spine=[])
    ).manuscript
    assert "First" in work.chapters[0].html
    assert "Second" in work.chapters[-1].html


def test_far_too_long_books_are_refused(monkeypatch):
    monkeypatch.setattr("retold.importing.readers.epub.book.MOST_TEXT", 1000)
    assert "longer than any story" in refusal(epub({"a.xhtml": page(f"<p>{PROSE * 9}</p>")}))

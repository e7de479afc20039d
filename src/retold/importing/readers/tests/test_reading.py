"""Which reader is asked, what is refused and in which words, and what is in a ZIP."""

from __future__ import annotations

import codecs
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retold.importing.readers import Reading, Refused, expand, read
from retold.importing.readers.sniffing import REFUSALS, Kind
from retold.importing.readers.tests.books import epub, page, zip_of
from retold.importing.readers.tests.calibre import converted
from retold.lib.archives import Limits

ERA = (Path(__file__).resolve().parents[1] / "ao3_html" / "golden" / "2023_plural.html").read_bytes()
STORY = "The lamp went out at nine, and by ten nobody could say who had lit it.\n\nThen it was lit again.\n" * 3


def refusal(data: bytes, name: str = "story.txt") -> str:
    with pytest.raises(Refused) as caught:
        read(name, data)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (STORY.encode(), "plain_text"),
        (STORY.encode("utf-16"), "plain_text"),
        (codecs.BOM_UTF8 + STORY.encode(), "plain_text"),
        (f"---\ntitle: The Lamp\n---\n\n{STORY}\n\n<br><br><br>\n".encode(), "markdown"),
        (f"<html><body><p>{STORY}</p></body></html>".encode(), "html"),
        (f"<p>{STORY}</p>\n<p>{STORY}</p>\n<p>More.</p>".encode(), "html"),
        (ERA, "ao3_html"),
        (converted(ERA.decode()), "ao3_epub"),
        (epub({"a.xhtml": page(f"<p>{STORY}</p>")}), "epub"),
        (zip_of({"only.txt": STORY}), "plain_text"),
    ],
)
@pytest.mark.parametrize("name", ["story.txt", "story.html", "story.epub", "no name at all"])
def test_the_content_tells_the_reader_and_not_the_name(data, reader, name):
    assert read(name, data).reader == reader


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n\t\r\n ", "empty"),
        (codecs.BOM_UTF16_LE, "empty"),
        (b"%PDF-1.7\n%...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word"),
        (b"{\\rtf1\\ansi }", "no text"),
        (zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "no text"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "no Word document"),
        (zip_of({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "spreadsheet"),
        (bytes(60) + b"BOOKMOBI" + bytes(90), "Kindle"),
        (b"<?xml version='1.0'?><FictionBook xmlns='x'><p>a</p></FictionBook>", "FB2"),
        (b"From: a\nContent-Type: multipart/related; boundary=x\n\n<html>", "MHTML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "picture"),
        (b"ID3\x03" + bytes(90), "sound"),
        (b"MZ\x90\x00" + bytes(90), "program"),
        (b"\x7fELF\x02" + bytes(90), "program"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(90), "only ZIP"),
        (b"Rar!\x1a\x07\x00" + bytes(90), "only ZIP"),
        (b"\x1f\x8b\x08" + bytes(90), "only ZIP"),
        (b"SQLite format 3\x00" + bytes(90), "database"),
        (bytes(range(256)) * 40, "not text"),
        (zip_of({"a.txt": "one story", "b.txt": "another"}), "ZIP holds files"),
        (zip_of({"bag/bagit.txt": "BagIt-Version: 1.0", "bag/data/x": "y"}), "not made by Retold"),
        (b"PK\x03\x04 torn", "damaged or incomplete"),
        (b"<html><head><title>x</title></head><body> </body></html>", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, words):
    assert words in refusal(data)


def test_every_kind_that_can_be_refused_has_its_sentence():
    readable = {Kind.HTML, Kind.TEXT, Kind.ZIP, Kind.DOCX, Kind.ODT, Kind.RTF, Kind.OLE, Kind.MOBI}
    assert set(REFUSALS) == set(Kind) - readable


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(Refused, match="larger than"):
        read("a.txt", b"a" * 2000, limits=Limits(file=1000))


def test_language_and_proposals_are_added():
    reading = read(
        "a.html", f"<p>Notes: Inspired by the song “Low Tide” by Mara Venn.</p><p>{STORY}</p><p>End.</p>".encode()
    )
    assert reading.manuscript.language == "en"
    assert [(one.kind, one.origin, one.state) for one in reading.manuscript.credits] == [
        ("inspired_by", "read", "proposed")
    ]


def test_what_is_stated_is_not_proposed_once_more():
    link = "<a href='https://blog.example.org/kettles?id=3&amp;p=2'>Kettles I Have Known</a>"
    note = f"<p>Inspired by {link} by M. Ostler.</p>"
    html = ERA.decode().replace("<p>Weather from the almanac of 1891.</p>", note)
    found = read("a.html", html.encode()).manuscript.credits
    assert len([one for one in found if one.title == "Kettles I Have Known"]) == 1


class TestExpand:
    def test_a_zip_of_files_gives_each_and_leaves_litter(self):
        data = zip_of({"a.txt": "1", "sub/b.html": "<p>", "__MACOSX/._a.txt": "x", "sub/.DS_Store": "x"})
        assert list(expand("works.zip", data)) == [("a.txt", b"1"), ("sub/b.html", b"<p>")]

    def test_books_and_other_files_stay_whole(self):
        for data in (epub({"a.xhtml": page("<p>a</p>")}), b"words", b"", b"PK\x05\x06 torn"):
            try:
                assert list(expand("x", data)) == [("x", data)]
            except Refused:
                assert data == b"PK\x05\x06 torn"

    def test_zips_in_zips_are_opened_to_a_depth(self):
        data, limits = zip_of({"deep.txt": "words"}), Limits(depth=3)
        for level in range(3):
            data = zip_of({f"{level}.zip": data, f"{level}.txt": "more"})
        names = [name for name, _ in expand("all.zip", data, limits=limits)]
        assert names == ["2.txt", "2.zip/1.txt", "2.zip/1.zip/0.zip", "2.zip/1.zip/0.txt"]

    def test_a_bad_zip_inside_is_given_as_it_is_and_then_refused(self):
        torn = zip_of({"a.txt": "x" * 500})[:-30]
        files = dict(expand("all.zip", zip_of({"torn.zip": torn, "b.txt": "words"})))
        assert files == {"torn.zip": torn, "b.txt": b"words"}
        assert "damaged" in refusal(files["torn.zip"])

    def test_what_is_unpacked_in_all_is_bounded(self):
        inner = zip_of({f"{n}.txt": "x" * 900 for n in range(50)})
        with pytest.raises(Refused, match="more than is read"):
            list(expand("x.zip", zip_of({"a.zip": inner, "b.zip": inner}), limits=Limits(unpacked=50_000)))
        with pytest.raises(Refused, match="more than is read"):
            list(expand("x.zip", zip_of({"a.zip": inner, "b.zip": inner}), limits=Limits(entries=60)))


def read_or_refuse(data: bytes) -> None:
    with suppress(Refused):
        assert isinstance(read("name", data), Reading)
    with suppress(Refused):
        list(expand("name", data))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    for start in (b"", b"<html>", b"PK\x03\x04", b"<p>", b"---\ntitle: x\n", b"%PDF", b"<?xml"):
        read_or_refuse(start + data)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_changed_downloads_are_read_or_refused(data):
    sample = data.draw(st.sampled_from([ERA, converted(ERA.decode())]))
    changed = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
        if not changed:
            break
    read_or_refuse(bytes(changed))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_pieces_of_pages_in_any_order_are_read_or_refused(data):
    pieces = [
        "<div id=preface>", "<div id=chapters class=userstuff>", "<div class=userstuff>", "</div>",
        "<dl class='tags'>",
        "<dt>Rating:</dt>", "<dd>", "</dl>", "<p>Notes</p>", "<blockquote>", "<h1>", "<h2 class=heading>Chapter 1",
        "Posted originally on the", "<a href='//[x'>", "<p>Summary", "<ul><li>Inspired by", "<p>words", "<br>",
        "<table><tr>", "<svg>", "<title>", "<div class='byline'>by ", "<a href=http://a/works/1>", "<!--", "]]>", "<p",
    ]  # fmt: skip
    text = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=40)))
    read_or_refuse(
        ("<html><body>" + 'Posted originally on class="tags"' * data.draw(st.integers(0, 1)) + text).encode()
    )

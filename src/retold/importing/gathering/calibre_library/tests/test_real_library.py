"""A library that Calibre itself made: its tables, files and sidecars are what we take them for."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from retold.importing.gathering import Entry, gather
from retold.importing.gathering.calibre_library import look, recognises, sidecar
from retold.importing.readers.tests.books import epub, page
from retold.manuscript.model import SeriesPlace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("calibre-debug"), reason="Calibre is not installed"),
]

OUR_BOOK = epub({"a.xhtml": page("<p>The lamp came on at nine.</p>")}, metadata="<dc:title>The lamp</dc:title>")

# What a keeper does by hand in Calibre, done by Calibre's own code.
BY_CALIBRE = """
import json, sys
from calibre.db.legacy import LibraryDatabase
from calibre.ebooks.metadata.book.base import Metadata
from calibre.utils.date import parse_only_date
folder, book, text = sys.argv[1:4]
old = LibraryDatabase(folder)
for label, name, datatype, several in json.loads(sys.argv[4]):
    old.create_custom_column(label, name, datatype, several)
old.close()
db = LibraryDatabase(folder).new_api
mi = Metadata("The lamp at the weir", ["Fenn, Ada", "Ben Oake"])
mi.tags, mi.publisher, mi.languages = ["Slow burn", "Angst"], "archive.example", ["deu"]
mi.series, mi.series_index, mi.rating = "Rivers of Harrow", 3.0, 8
mi.comments = "<p>The river goes down.</p>"
mi.pubdate = parse_only_date("2021-03-04", assume_utc=False)
mi.set_identifiers({"url": "https://archive.example/works/12,3"})
number = db.create_book_entry(mi)
db.set_cover({number: open(sys.argv[5], "rb").read()})
db.add_format(number, "EPUB", book)
db.add_format(number, "TXT", text)
for label, value in json.loads(sys.argv[6]).items():
    db.set_field("#" + label, {number: value})
place = dict(user="me", device="tablet", cfi="epubcfi(/6/4)", epoch=1700000000.0, pos_frac=0.43)
db.set_last_read_position(number, "EPUB", **place)
db.merge_annotations_for_book(number, "EPUB", ({"type": "highlight", "uuid": "u1", "highlighted_text": "The lamp",
    "notes": "yes", "start_cfi": "/2/4", "end_cfi": "/2/8", "spine_index": 0, "spine_name": "a.xhtml",
    "timestamp": "2024-01-02T03:04:05.000000+00:00"},), user_type="local", user="viewer")
db.dump_metadata()
db.close()
"""
COLUMNS = [
    ("fandoms", "Fandoms", "text", True),
    ("words", "Words", "int", False),
    ("readdate", "Date read", "datetime", False),
    ("thoughts", "My thoughts", "comments", False),
    ("lamps", "Series", "series", False),
    ("stars", "Stars", "rating", False),
    ("done", "Complete", "bool", False),
]
VALUES = {
    "fandoms": ["Rivers of Harrow", "Weirs"],
    "words": 1234,
    "thoughts": "<p>Twice.</p>",
    "lamps": "Lamps [2]",
    "stars": 7,
    "done": True,
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("calibre")
    files = {"book.epub": OUR_BOOK, "book.txt": b"The lamp came on at nine.", "make.py": BY_CALIBRE.encode()}
    for name, data in files.items():
        (place / name).write_bytes(data)
    Image.new("RGB", (60, 90), "navy").save(place / "cover.png")
    (place / "library").mkdir()
    command = [
        "calibre-debug", str(place / "make.py"), "--", str(place / "library"), str(place / "book.epub"),
        str(place / "book.txt"), json.dumps(COLUMNS), str(place / "cover.png"), json.dumps(VALUES),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return place / "library"


def test_a_library_of_calibres_own_comes_in_whole(library):
    assert recognises(library)
    book, text = gather(library)
    check(book)
    assert (book.load()[:2], text.load()) == (b"PK", b"The lamp came on at nine.")
    assert book.cover is not None
    assert book.cover()[:3] == b"\xff\xd8\xff"
    assert {(note.kind, note.text) for note in book.notes} == {
        ("rating", "Your rating: 4 of 5"),
        ("rating", "Stars: 3.5 of 5"),
        ("place", "Read to 43% on tablet, 2023-11-14"),
        ("highlight", "“The lamp” yes"),
        ("note", "My thoughts: Twice."),
    }


def check(book: Entry) -> None:
    said = book.told
    assert said is not None
    assert said.title == "The lamp at the weir"
    assert [one.name for one in said.creators] == ["Fenn, Ada", "Ben Oake"]
    assert set(said.freeforms) == {"Slow burn", "Angst"}
    assert said.series in ((SeriesPlace("Lamps", 2),), (SeriesPlace("Rivers of Harrow", 3),))
    assert (said.language, said.published) == ("de", dt.date(2021, 3, 4))
    assert said.source.url == "https://archive.example/works/12,3"
    assert set(said.fandoms) == {"Rivers of Harrow", "Weirs"}
    assert (said.stats, said.complete) == ({"words": 1234}, True)
    assert "The river goes down." in (said.summary or "")


def test_a_look_at_it(library):
    found = look(library)
    assert (found.books, dict(found.formats)) == (1, {"EPUB": 1, "TXT": 1})
    assert {one.label: one.field for one in found.columns} == {
        "fandoms": "fandoms",
        "words": "words",
        "readdate": "read",
        "thoughts": "note",
        "lamps": "series",
        "stars": "stars",
        "done": "status",
    }


def test_its_sidecar_says_the_same_where_the_database_fails(library, tmp_path):
    copy = tmp_path / "library"
    shutil.copytree(library, copy)
    (copy / "metadata.db").write_bytes(b"\0" * 8192)
    assert len(list(sidecar.folders(copy))) == 1
    _, book, _ = gather(copy)
    check(book)
    (whole, _) = gather(library)
    assert book.key == whole.key
    assert {note.text for note in book.notes} >= {"Your rating: 4 of 5", "“The lamp” yes", "My thoughts: Twice."}

"""What a Calibre library says of its books comes in; nothing of the library is touched."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retold.importing.gathering import Entry, Note, count, gather
from retold.importing.gathering.calibre_library import look, recognises
from retold.importing.gathering.calibre_library.book import Column, day_of
from retold.importing.gathering.calibre_library.columns import FIELDS, guessed
from retold.importing.gathering.calibre_library.tests.libraries import LibraryMaker
from retold.importing.readers import Refused
from retold.importing.readers.tests.books import PNG, epub, page
from retold.manuscript.model import Creator, Manuscript, SeriesPlace

BOOK = epub({"a.xhtml": page("<p>The lamp came on at nine.</p>")})


def told(entry: Entry) -> Manuscript:
    assert entry.told is not None
    return entry.told


def unmapped(entry: Entry) -> dict[str, str]:
    return {one.where: one.what for one in told(entry).unmapped}


def state_of(folder: Path) -> list[tuple[str, int, int, bytes]]:
    return [
        (str(path), path.stat().st_mtime_ns, path.stat().st_size, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


@pytest.mark.parametrize("version", [25, 27])
def test_every_field_of_a_book_has_its_place(tmp_path, version):
    maker = LibraryMaker(tmp_path, version=version)
    maker.book(
        "The lamp at the weir",
        {"PDF": b"%PDF-1.4", "AZW3": b"BOOKMOBI", "EPUB": BOOK},
        authors=("Fenn, Ada", "Ben Oake"),
        series="Rivers of Harrow",
        series_index=3.0,
        tags=("Slow burn", "Angst"),
        publisher="archive.example",
        comments="<div><p>The river goes <b>down</b>.</p></div>",
        languages=("deu", "eng"),
        identifiers={"url": "https://archive.example/works/12", "isbn": "978"},
        pubdate="2021-03-03 23:00:00+00:00",
        rating=8,
        cover=PNG,
        plugins={"count": "7"},
        uuid="aa-bb",
    )
    epub_entry, azw3, pdf = gather(maker.done())
    assert count(tmp_path) == 3
    assert [one.key for one in (epub_entry, azw3, pdf)] == ["aa-bb/EPUB", "aa-bb/AZW3", "aa-bb/PDF"]
    assert epub_entry.name == "Fenn, Ada/The lamp at the weir (1)/The lamp at the weir.epub"
    assert (epub_entry.load(), pdf.load()) == (BOOK, b"%PDF-1.4")
    assert epub_entry.cover is not None
    assert epub_entry.cover() == PNG
    assert azw3.cover is pdf.cover is None
    said = told(epub_entry)
    assert (said.title, said.creators) == ("The lamp at the weir", (Creator("Fenn, Ada"), Creator("Ben Oake")))
    assert said.series == (SeriesPlace("Rivers of Harrow", 3),)
    assert said.freeforms == ("Slow burn", "Angst")
    assert said.summary == "<p>The river goes <b>down</b>.</p>"
    assert (said.language, said.published) == ("de", dt.date(2021, 3, 4))
    assert (said.source.url, said.source.site) == ("https://archive.example/works/12", "archive.example")
    assert unmapped(epub_entry) == {"language": "eng", "identifier isbn": "978", "plugin data count": "7"}
    assert epub_entry.notes == (Note("rating", "Your rating: 4 of 5", {"stars": 4.0}),)
    assert azw3.told == pdf.told == said


def test_old_addresses_half_places_and_the_unknown(tmp_path):
    maker = LibraryMaker(tmp_path)
    maker.book(
        "Unknown",
        {"EPUB": BOOK},
        authors=("Unknown",),
        series="Rivers",
        series_index=1.5,
        identifiers={"url": "http|//archive.example/s/1|2", "uri": "https://mirror.example/9"},
    )
    (entry,) = gather(maker.done())
    said = told(entry)
    assert (said.title, said.creators, said.published, said.series) == (None, (), None, (SeriesPlace("Rivers"),))
    assert said.source.url == "http://archive.example/s/1,2"
    assert unmapped(entry) == {"place in the series Rivers": "1.5", "identifier uri": "https://mirror.example/9"}


def columns_library(folder: Path) -> Path:
    maker = LibraryMaker(folder)
    maker.column("fandoms", "Fandoms", "text", several=True)
    maker.column("ships", "Pairings", "text")
    maker.column("status", "Status", "enumeration")
    maker.column("words", "Words", "int")
    maker.column("chapters", "Chapters", "text")
    maker.column("updated", "Updated", "datetime")
    maker.column("ao3series", "AO3 series", "series")
    maker.column("an", "Author's notes", "comments")
    maker.column("myrating", "My stars", "rating")
    maker.column("read", "Read", "bool")
    maker.column("thoughts", "My thoughts", "comments")
    maker.column("shelf", "Shelf", "text", several=True)
    maker.column("price", "Price", "float")
    maker.column("sum", "Sum", "composite")
    maker.book(
        "The lamp",
        {"EPUB": BOOK},
        tags=("rivers of harrow", "Wren/Tam", "Angst"),
        custom={
            "fandoms": ["Rivers of Harrow", "Weirs, and others"],
            "ships": "Wren/Tam, Tam & Ada",
            "status": "In-Progress",
            "words": 12345,
            "chapters": "3/5",
            "updated": "2022-05-06 00:00:00+00:00",
            "ao3series": [("Lamps", 2.0)],
            "an": "<p>For <i>Ben</i>.</p>",
            "myrating": 9,
            "read": 1,
            "thoughts": "<p>Read it <b>twice</b>.</p>",
            "shelf": ["bedside", "again"],
            "price": 2.5,
        },
    )
    maker.book("Empty", {"EPUB": BOOK}, custom={"read": 0})
    return maker.done()


def test_custom_columns_go_to_their_fields_or_to_the_readers_notes(tmp_path):
    first, second = gather(columns_library(tmp_path))
    said = told(first)
    assert said.fandoms == ("Rivers of Harrow", "Weirs, and others")
    assert said.relationships == ("Wren/Tam", "Tam & Ada")
    assert said.freeforms == ("Angst",)
    assert (said.complete, said.chapters_expected) == (False, 5)
    assert said.stats == {"words": 12345, "chapters": "3/5"}
    assert said.updated == dt.date(2022, 5, 6)
    assert said.series == (SeriesPlace("Lamps", 2),)
    assert said.notes_before == "<p>For <i>Ben</i>.</p>"
    assert [(note.kind, note.text) for note in first.notes] == [
        ("rating", "My stars: 4.5 of 5"),
        ("read", "Read: yes"),
        ("note", "My thoughts: Read it twice."),
        ("note", "Shelf: bedside, again"),
        ("note", "Price: 2.5"),
    ]
    assert first.notes[3].data == {"column": "shelf", "values": ["bedside", "again"]}
    assert second.notes == ()


def test_its_keeper_says_what_a_column_is(tmp_path):
    chosen = {"shelf": "freeforms", "thoughts": "leave", "words": "note", "status": "rating", "price": "language"}
    first, _ = gather(columns_library(tmp_path), columns=chosen)
    said = told(first)
    assert said.freeforms == ("bedside", "again", "Angst")
    assert (said.rating, said.complete) == ("In-Progress", None)
    assert unmapped(first) == {"column My thoughts": "<p>Read it <b>twice</b>.</p>", "column Price": "2.5"}
    assert "Words: 12345" in [note.text for note in first.notes]
    (before, _), (after, _) = gather(tmp_path), gather(tmp_path, columns=chosen)
    assert before.fingerprint != after.fingerprint


def test_a_look_tells_what_is_in_it(tmp_path):
    columns_library(tmp_path)
    with sqlite3.connect(tmp_path / "metadata.db") as db:
        db.execute("INSERT INTO preferences (key, val) VALUES ('saved_searches', '{\"a\": \"b\"}')")
    found = look(tmp_path)
    assert (found.books, dict(found.formats)) == (2, {"EPUB": 2})
    seen = {one.label: one for one in found.columns}
    assert "sum" not in seen
    assert (seen["fandoms"].filled, seen["fandoms"].field) == (1, "fandoms")
    assert seen["shelf"].samples == ("bedside", "again")
    assert dict(found.left) == {"saved searches": 1}


SAVED_HTML = """
<p><span class='label'>Author</span>: <div class='metadata list' id='author'><ul>
<li>Ada Fenn</li>
<li>Ben &amp; Co</li>
</ul></div><p>
<div class='metadata list' id='authorUrl'><ul><li>https://archive.example/users/ada</li></ul></div>
<div class='metadata' id='title'>The lamp &amp; the weir</div>
<div class='metadata' id='storyUrl'>https://archive.example/works/12</div>
<div class='metadata' id='site'>archive.example</div>
<div class='metadata' id='description'><p>The river <i>goes</i> down.</p></div>
<div class='metadata list' id='fandoms'><ul><li>Rivers of Harrow</li><li>Weirs, and others</li></ul></div>
<div class='metadata list' id='category'><ul><li>Rivers</li></ul></div>
<div class='metadata list' id='ships'><ul><li>Wren/Tam</li></ul></div>
<div class='metadata list' id='characters'><ul><li>Wren</li></ul></div>
<div class='metadata list' id='freeformtags'><ul><li>Slow, slow burn</li></ul></div>
<div class='metadata list' id='genre'><ul><li>Angst</li></ul></div>
<div class='metadata' id='status'>Completed</div>
<div class='metadata' id='rating'>Mature</div>
<div class='metadata' id='numWords'>12,345</div>
<div class='metadata int' id='numChapters'>3</div>
<div class='metadata datetime' id='datePublished'>2020-01-02T00:00:00</div>
<div class='metadata datetime' id='dateUpdated'>2021-02-03T00:00:00</div>
<div class='metadata' id='series'>Lamps [2]</div>
<div class='metadata' id='seriesUrl'>https://archive.example/series/5</div>
<div class='metadata' id='language'>English</div>
<div class='metadata' id='kudos'>77</div>
<div class='metadata list' id='bookmarktags'><ul><li>again</li></ul></div>
<div class='metadata' id='bookmarkprivate'>False</div>
<div class='metadata' id='siteabbrev'>ao3</div>
"""


def saved_json() -> str:
    return json.dumps(
        {
            "author": ["Ada Fenn", "Ben & Co"], "authorUrl": ["https://archive.example/users/ada"],
            "title": "The lamp & the weir", "storyUrl": "https://archive.example/works/12", "site": "archive.example",
            "description": "<p>The river <i>goes</i> down.</p>", "fandoms": ["Rivers of Harrow", "Weirs, and others"],
            "category": ["Rivers"], "ships": ["Wren/Tam"], "characters": ["Wren"],
            "freeformtags": ["Slow, slow burn"], "genre": ["Angst"], "status": "Completed", "rating": "Mature",
            "numWords": "12,345", "numChapters": 3, "datePublished": "2020-01-02", "dateUpdated": "2021-02-03",
            "series": "Lamps [2]", "seriesUrl": "https://archive.example/series/5", "language": "English",
            "kudos": "77", "bookmarktags": ["again"], "bookmarkprivate": "False", "siteabbrev": "ao3",
        }
    )  # fmt: skip


@pytest.mark.parametrize("saved", [SAVED_HTML, saved_json()], ids=["html", "json"])
def test_fanficfares_saved_metadata_is_used_exactly(tmp_path, saved):
    maker = LibraryMaker(tmp_path)
    maker.column("fffmeta", "Saved Metadata", "comments")
    maker.book("the lamp", {"EPUB": BOOK}, tags=("wren/tam", "FanFiction"), custom={"fffmeta": saved})
    (entry,) = gather(maker.done())
    said = told(entry)
    assert said.title == "The lamp & the weir"
    assert said.creators == (Creator("Ada Fenn", url="https://archive.example/users/ada"), Creator("Ben & Co"))
    assert said.fandoms == ("Rivers of Harrow", "Weirs, and others")
    assert (said.relationships, said.characters) == (("Wren/Tam",), ("Wren",))
    assert said.freeforms == ("Slow, slow burn", "Angst", "FanFiction")
    assert (said.complete, said.rating, said.language) == (True, "Mature", "en")
    assert said.stats == {"words": 12345, "chapters": "3"}
    assert (said.published, said.updated) == (dt.date(2020, 1, 2), dt.date(2021, 2, 3))
    assert said.series == (SeriesPlace("Lamps", 2, "https://archive.example/series/5"),)
    assert said.source.url == "https://archive.example/works/12"
    assert unmapped(entry) == {"FanFicFare kudos": "77"}
    assert entry.notes == (Note("bookmark", "Tags of your bookmark: again", {"bookmarktags": ["again"]}),)


def test_places_and_marks_are_the_readers_notes(tmp_path):
    highlight = {"type": "highlight", "uuid": "u1", "highlighted_text": "The lamp", "notes": "yes", "start_cfi": "/2/4"}
    maker = LibraryMaker(tmp_path)
    maker.book(
        "The lamp",
        {"EPUB": BOOK},
        positions=[("tablet", "epubcfi(/6/4)", 1_700_000_000.0, 0.43)],
        annotations=[highlight, {"type": "bookmark", "title": "the stair", "uuid": "u2"}],
    )
    (entry,) = gather(maker.done())
    assert [(note.kind, note.text) for note in entry.notes] == [
        ("place", "Read to 43% on tablet, 2023-11-14"),
        ("highlight", "“The lamp” yes"),
        ("bookmark", "Bookmark: the stair"),
    ]
    assert entry.notes[0].data["cfi"] == "epubcfi(/6/4)"
    assert entry.notes[1].data == {"format": "EPUB", **highlight}


def test_a_fingerprint_changes_with_the_file_with_what_is_said_and_with_marks(tmp_path):
    maker = LibraryMaker(tmp_path)
    maker.book("The lamp", {"EPUB": BOOK})
    maker.done()
    stamps = [next(gather(tmp_path)).fingerprint]
    assert next(gather(tmp_path)).fingerprint == stamps[0]
    changes = (
        "UPDATE books SET last_modified = '2025-01-01 00:00:00+00:00'",
        "INSERT INTO last_read_positions (book, format, user, device, epoch, pos_frac) VALUES (1,'EPUB','','',1,0.5)",
    )
    for change in changes:
        with sqlite3.connect(tmp_path / "metadata.db") as db:
            db.execute(change)
        stamps.append(next(gather(tmp_path)).fingerprint)
    os.utime(next(tmp_path.rglob("*.epub")), (1, 1))
    stamps.append(next(gather(tmp_path)).fingerprint)
    assert len(set(stamps)) == 4


def test_a_file_that_is_gone_or_lies_outside_is_refused_with_a_sentence(tmp_path):
    outside = tmp_path / "secret.epub"
    outside.write_bytes(b"secret")
    maker = LibraryMaker(tmp_path / "library")
    maker.book("Gone", {"EPUB": None, "TXT": b"here"}, cover=PNG)
    maker.book("secret", {"EPUB": None}, path="..")
    maker.book("linked", {"EPUB": None})
    folder = maker.done()
    (folder / "Ada Fenn/linked (3)/linked.epub").symlink_to(outside)
    gone, there, away, linked = gather(folder)
    with pytest.raises(Refused, match="not in the book's folder"):
        gone.load()
    assert (there.load(), there.cover and there.cover()) == (b"here", PNG)
    for entry in (away, linked):
        with pytest.raises(Refused, match="outside its own folder"):
            entry.load()


def test_nothing_of_the_library_is_written(tmp_path):
    maker = LibraryMaker(tmp_path)
    maker.book("The lamp", {"EPUB": BOOK}, tags=("a",))
    before = state_of(maker.done())
    for path in tmp_path.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert [entry.load() for entry in gather(tmp_path)] == [BOOK]
    look(tmp_path)
    assert state_of(tmp_path) == before


def test_what_stands_in_the_log_beside_the_database_is_read_too(tmp_path):
    maker = LibraryMaker(tmp_path)
    maker.book("The lamp", {"EPUB": BOOK})
    maker.done()
    db = sqlite3.connect(tmp_path / "metadata.db")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE books SET title = 'The lamp, again'")
    db.commit()
    try:
        assert (tmp_path / "metadata.db-wal").stat().st_size > 0
        before = state_of(tmp_path)
        (entry,) = gather(tmp_path)
        assert told(entry).title == "The lamp, again"
        assert state_of(tmp_path) == before
    finally:
        db.close()


def test_a_change_that_was_broken_off_is_not_half_read(tmp_path):
    maker = LibraryMaker(tmp_path)
    for number in range(200):
        maker.book(f"Lamp {number}", {"EPUB": BOOK})
    maker.done()
    db = sqlite3.connect(tmp_path / "metadata.db")
    db.execute("PRAGMA cache_spill = 1")
    db.execute("PRAGMA cache_size = 1")
    db.execute("UPDATE books SET title = title || hex(zeroblob(2000))")
    try:
        assert (tmp_path / "metadata.db-journal").stat().st_size > 0
        assert {told(entry).title for entry in gather(tmp_path)} == {f"Lamp {number}" for number in range(200)}
    finally:
        db.close()


SIDECAR = """<?xml version='1.0' encoding='utf-8'?>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:identifier opf:scheme="calibre">1</dc:identifier><dc:identifier opf:scheme="uuid">uuid-1</dc:identifier>
<dc:identifier opf:scheme="URL">https://archive.example/works/12</dc:identifier>
<dc:title>The lamp</dc:title><dc:creator opf:role="aut">Ada Fenn</dc:creator><dc:subject>Angst</dc:subject>
<dc:description>&lt;p&gt;Down.&lt;/p&gt;</dc:description><dc:language>eng</dc:language>
<meta name="calibre:series" content="Rivers"/><meta name="calibre:series_index" content="2"/>
<meta name="calibre:rating" content="6"/>
<meta name="calibre:user_metadata:#fandoms" content='{"name": "Fandoms", "datatype": "text", "is_multiple": "|",
 "#value#": ["Rivers of Harrow"]}'/>
<meta name="calibre:annotation" content='{"format": "EPUB", "annotation": {"type": "bookmark", "title": "the stair"}}'/>
</metadata></package>"""


def test_the_sidecar_tells_what_the_database_does_not(tmp_path):
    maker = LibraryMaker(tmp_path)
    maker.book("The lamp", {"EPUB": BOOK})
    (next(maker.done().rglob("*.epub")).parent / "metadata.opf").write_text(SIDECAR)
    (entry,) = gather(tmp_path)
    said = told(entry)
    assert (said.freeforms, said.summary, said.language) == (("Angst",), "<p>Down.</p>", "en")
    assert said.source.url == "https://archive.example/works/12"


@pytest.mark.parametrize("damage", ["head", "middle", "cut", "empty"])
def test_a_damaged_database_is_told_and_the_books_come_in_all_the_same(tmp_path, damage):
    maker = LibraryMaker(tmp_path)
    maker.book("The lamp", {"EPUB": BOOK})
    (next(maker.done().rglob("*.epub")).parent / "metadata.opf").write_text(SIDECAR)
    path = tmp_path / "metadata.db"
    data = path.read_bytes()
    harmed = {
        "head": b"\0" * 4096 + data[4096:],
        "middle": data[:4096] + b"\xff" * (len(data) - 4096),
        "cut": data[:3000],
        "empty": b"",
    }
    path.write_bytes(harmed[damage])
    assert recognises(tmp_path)
    library, book = gather(tmp_path)
    with pytest.raises(Refused, match=r"damaged|no Calibre library"):
        library.load()
    assert (book.key, book.load()) == ("uuid-1/EPUB", BOOK)
    said = told(book)
    assert (said.title, said.fandoms, said.series) == ("The lamp", ("Rivers of Harrow",), (SeriesPlace("Rivers", 2),))
    assert {note.text for note in book.notes} == {"Your rating: 3 of 5", "Bookmark: the stair"}


def test_a_database_of_another_program_is_no_library(tmp_path):
    with sqlite3.connect(tmp_path / "metadata.db") as db:
        db.execute("CREATE TABLE books (id INTEGER)")
    assert not recognises(tmp_path)
    with pytest.raises(Refused, match="no Calibre library"):
        look(tmp_path)


def test_what_a_database_would_work_out_when_asked_is_not_asked(tmp_path):
    maker = LibraryMaker(tmp_path)
    maker.book("The lamp", {"EPUB": BOOK})
    maker.db.execute("DROP TABLE comments")
    maker.db.execute("CREATE TABLE comments (id, book DEFAULT 1, text AS (hex(zeroblob(4000))))")
    maker.db.execute("INSERT INTO comments (id) VALUES (1)")
    maker.db.execute("DROP TABLE tags")
    maker.db.execute("CREATE VIEW tags AS SELECT 1 AS id, a_function_of_calibre() AS name")
    (entry,) = gather(maker.done())
    assert (told(entry).title, told(entry).summary, told(entry).freeforms) == ("The lamp", None, ())


def test_an_old_library_without_the_newer_tables_is_read(tmp_path):
    maker = LibraryMaker(tmp_path)
    maker.book("The lamp", {"EPUB": BOOK}, tags=("Angst",))
    for table in ("annotations", "last_read_positions", "custom_columns", "preferences", "languages", "identifiers"):
        maker.db.execute(f"DROP TABLE {table}")
    (entry,) = gather(maker.done())
    assert told(entry).freeforms == ("Angst",)
    assert look(tmp_path).columns == ()


@pytest.mark.parametrize(
    ("label", "name", "datatype", "field"),
    [
        ("fandom", "Fandom", "text", "fandoms"),
        ("ship", "Ships", "text", "relationships"),
        ("genre", "Genre", "text", "freeforms"),
        ("wc", "Word Count", "int", "words"),
        ("words", "Words", "bool", "note"),
        ("read_status", "Status of reading", "enumeration", "read"),
        ("date_read", "Date read", "datetime", "read"),
        ("xx", "My rating", "text", "note"),
        ("rating", "Rating", "text", "rating"),
        ("rating", "Rating", "rating", "stars"),
        ("fanficmeta", "FanFicFare saved metadata", "comments", "saved"),
        ("url", "Story URL", "text", "source"),
        ("xyz", "Xyz", "text", "note"),
    ],
)
def test_a_column_is_guessed_by_its_name_and_type(label, name, datatype, field):
    assert guessed(Column(label, name, datatype)) == field
    assert field in FIELDS


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2021-03-04 00:00:00+00:00", dt.date(2021, 3, 4)),
        ("2021-03-03 23:00:00+00:00", dt.date(2021, 3, 4)),
        ("2021-03-04 05:00:00+00:00", dt.date(2021, 3, 4)),
        ("2021-03-04 15:12:13.5+00:00", dt.date(2021, 3, 4)),
        ("2021-03-04", dt.date(2021, 3, 4)),
        ("0101-01-01 00:00:00+00:00", None),
        ("9999-12-31 23:00:00+00:00", dt.date(9999, 12, 31)),
        ("nonsense", None),
    ],
)
def test_a_day_is_the_day_that_was_chosen(said, day):
    assert day_of(said) == day


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_to_the_database_breaks_it(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("library")
    columns_library(folder)
    path = folder / "metadata.db"
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(16, len(body) - 1))
        body[at : at + 40] = data.draw(st.binary(min_size=1, max_size=40))
    path.write_bytes(bytes(body))
    for entry in gather(folder):
        with suppress(Refused, OSError):
            entry.load()
    with suppress(Refused):
        look(folder)

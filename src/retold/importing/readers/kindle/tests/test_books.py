"""Kindle books that calibre makes of our own stories come in by way of calibre; without it, a sentence says so."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from retold.importing.readers import Refused, read
from retold.importing.readers.kindle import conversion
from retold.lib.outside_programs import ConverterFailed, installed
from retold.manuscript.guesses import ways_by_field

PAGES = Path(__file__).resolve().parents[2] / "ao3_html" / "golden"
needs_calibre = pytest.mark.skipif(installed(conversion.PROGRAM) is None, reason="calibre is not installed")
TAGS = "General Audiences,Cartographers of Null,Iven"


def book_of(page: bytes, kind: str, folder: Path, *options: str) -> bytes:
    """The Kindle book that calibre makes of a page."""
    (folder / "page.html").write_bytes(page)
    path = folder / f"story.{kind}"
    words = [installed(conversion.PROGRAM) or "", str(folder / "page.html"), str(path), *options]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return path.read_bytes()


def database(lock: bytes = b"\0\0") -> bytes:
    """The beginning of a Palm database whose one record says how it is locked."""
    return bytes(60) + b"BOOKMOBI" + bytes(8) + b"\0\1" + (86).to_bytes(4) + bytes(4) + bytes(12) + lock + bytes(40)


@needs_calibre
def test_an_azw3_of_a_download_is_that_download(tmp_path):
    page = (PAGES / "2025_numbered.html").read_bytes()
    found = read("a.azw3", book_of(page, "azw3", tmp_path))
    work, same = found.manuscript, read("a.html", page).manuscript
    assert (found.reader, work.source.format) == ("kindle", "kindle")
    for name in ("title", "creators", "rating", "fandoms", "characters", "published", "language"):
        assert getattr(work, name) == getattr(same, name), name
    assert work.source.url == same.source.url
    assert [(one.title, one.html) for one in work.chapters] == [(one.title, one.html) for one in same.chapters]


@needs_calibre
@pytest.mark.parametrize("kind", ["mobi", "prc"])
def test_an_older_book_keeps_its_words_and_its_tags_are_taken_apart(tmp_path, kind):
    page = (PAGES / "2025_numbered.html").read_bytes()
    mobi = book_of(page, "mobi", tmp_path, "--title", "The Map-Eater", "--authors", "iven_fan", "--tags", TAGS)
    work = read(f"a.{kind}", mobi).manuscript
    assert (work.title, [one.name for one in work.creators]) == ("The Map-Eater", ["iven_fan"])
    assert (work.rating, work.fandoms) == ("General Audiences", ("Cartographers of Null",))
    assert ways_by_field(work)["fandoms"] == ("preface",)
    assert "Iven ate the coast first" in "".join(one.html for one in work.chapters)
    titles = [one.title for one in work.chapters if one.title]
    assert titles == ["Chapter 1: Chapter the First", "Chapter 2", "Chapter 3: 7: North"]
    assert "Chapter 2" not in "".join(one.html for one in work.chapters)
    assert work.published is None
    conversion.forget()
    assert read(f"a.{kind}", mobi).manuscript == work


@needs_calibre
def test_notes_that_a_converter_cut_off_from_their_chapter_do_not_take_its_story(tmp_path):
    page = b"<html><head><title>Salt</title></head><body>" + b"".join(
        b"<h1>Day %d</h1><h2>Notes</h2><p>Thanks to Pell.</p><p>The posts ran <i>out</i> on day %d.</p>" % (n, n)
        for n in (1, 2)
    )
    work = read("a.azw3", book_of(page, "azw3", tmp_path)).manuscript
    story = "".join(one.html for one in work.chapters)
    assert "The posts ran <i>out</i> on day 1." in story
    assert "The posts ran <i>out</i> on day 2." in story


def test_without_calibre_a_sentence_says_so(monkeypatch):
    monkeypatch.setattr(conversion, "installed", lambda _: None)
    with pytest.raises(Refused, match="only where calibre is installed"):
        read("a.mobi", database())


def test_what_calibre_cannot_convert_is_a_sentence(monkeypatch):
    def fails(*_, **__):
        raise ConverterFailed("no")

    monkeypatch.setattr(conversion, "installed", lambda _: "there")
    monkeypatch.setattr(conversion, "run_converter", fails)
    with pytest.raises(Refused, match="could not convert"):
        read("a.mobi", database())


def test_what_is_locked_is_not_given_to_calibre(monkeypatch):
    monkeypatch.setattr(conversion, "installed", lambda _: pytest.fail("calibre was looked for"))
    with pytest.raises(Refused, match="locked by the shop"):
        read("a.azw", database(b"\0\2"))
    with pytest.raises(Refused, match="only Amazon"):
        read("a.azw1", b"TPZ" + bytes(200))


def test_a_book_is_converted_once(monkeypatch):
    runs = []
    monkeypatch.setattr(conversion, "installed", lambda _: "there")
    monkeypatch.setattr(conversion, "run_converter", lambda *_, **more: runs.append(more["name"]) or b"made")
    conversion.forget()
    try:
        assert [conversion.converted(b"one"), conversion.converted(b"one")] == [b"made", b"made"]
        assert len(runs) == 1
    finally:
        conversion.forget()

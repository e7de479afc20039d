"""A file, a folder and a ZIP are taken apart in order; what is nobody's story is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retold.importing import gathering
from retold.importing.gathering import Entry, Source, gather
from retold.importing.readers import Refused
from retold.importing.readers.tests.books import epub, page, zip_of


def laid(folder: Path, **files: bytes | str) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def names(path: Path) -> list[str]:
    return [entry.name for entry in gather(path)]


def test_a_folder_is_taken_in_order_without_what_is_hidden_or_housekeeping(tmp_path):
    files = {
        "b.txt": "b",
        "a/two.html": "2",
        "a/one.html": "1",
        ".hidden.txt": "",
        ".git/x.txt": "",
        "Thumbs.db": "",
        "~$letter.docx": "",
        "coming.epub.part": "",
        "__MACOSX/b.txt": "",
        "a/.DS_Store": "",
    }
    found = list(gather(laid(tmp_path, **files)))
    assert [(one.name, one.key, one.load()) for one in found] == [
        ("a/one.html", "a/one.html", b"1"),
        ("a/two.html", "a/two.html", b"2"),
        ("b.txt", "b.txt", b"b"),
    ]


def test_a_zip_gives_its_files_and_a_book_stays_whole(tmp_path):
    inner = zip_of({"deep.txt": "deep"})
    book = epub({"a.xhtml": page("<p>a</p>")})
    laid(tmp_path, **{"all.zip": zip_of({"x.txt": "x", "more.zip": inner, "__MACOSX/x.txt": ""}), "book.epub": book})
    assert names(tmp_path) == ["all.zip/x.txt", "all.zip/more.zip/deep.txt", "book.epub"]
    assert [entry.load() for entry in gather(tmp_path / "all.zip")] == [b"x", b"deep"]
    assert names(tmp_path / "all.zip") == ["x.txt", "more.zip/deep.txt"]
    assert names(tmp_path / "book.epub") == ["book.epub"]


def test_a_torn_zip_is_an_entry_that_reading_refuses(tmp_path):
    torn = zip_of({"a.txt": "x" * 500})[:-30]
    (entry,) = gather(laid(tmp_path, **{"torn.zip": torn}))
    assert entry.load() == torn


def test_a_file_that_is_too_large_is_refused_when_it_is_loaded(tmp_path):
    (entry,) = gather(laid(tmp_path, **{"a.txt": "x" * 2_000_001}), most=2_000_000)
    with pytest.raises(Refused, match="larger than 2 MB"):
        entry.load()


def test_a_fingerprint_changes_with_the_file(tmp_path):
    laid(tmp_path, **{"a.txt": "one"})
    (before,) = gather(tmp_path)
    (same,) = gather(tmp_path)
    assert before.fingerprint == same.fingerprint
    os.utime(tmp_path / "a.txt", (1, 1))
    (touched,) = gather(tmp_path)
    assert touched.fingerprint != before.fingerprint


def test_what_vanished_is_told_by_loading_it(tmp_path):
    (entry,) = gather(laid(tmp_path, **{"a.txt": "one"}))
    (tmp_path / "a.txt").unlink()
    with pytest.raises(OSError, match=r"a\.txt"):
        entry.load()


def test_a_source_takes_its_own_folders_apart_wherever_they_lie(tmp_path, monkeypatch):
    laid(tmp_path, **{"mine/library.mark": "", "mine/x": "x", "other.txt": "o"})
    source = Source(
        lambda folder: (folder / "library.mark").exists(),
        lambda folder, columns: iter([Entry("Ada/Weir", "7/EPUB", "stamp", (folder / "x").read_bytes)]),
    )
    monkeypatch.setattr(gathering, "SOURCES", (source,))
    assert [(one.name, one.key) for one in gather(tmp_path)] == [("mine/Ada/Weir", "mine/7/EPUB"), ("other.txt",) * 2]
    assert [(one.name, one.load()) for one in gather(tmp_path / "mine")] == [("Ada/Weir", b"x")]

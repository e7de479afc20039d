"""`golden/ferry.epub` was written by the first version of the writer: what it wrote must be read for ever."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from retold.importing.readers import retold_epub
from retold.importing.readers.upload import Refused, Upload
from retold.manuscript import serialise

GOLDEN = Path(__file__).with_name("golden")
BOOK = (GOLDEN / "ferry.epub").read_bytes()


def changed(change) -> Upload:
    """The book with its files as `change` leaves them: it is given and gives back a dictionary."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        files = change({name: archive.read(name) for name in archive.namelist()})
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return Upload("ferry.epub", written.getvalue())


def test_it_reads_a_book_as_it_was_written():
    upload = Upload("ferry.epub", BOOK)
    assert retold_epub.recognises(upload)
    found = retold_epub.read(upload)
    assert found.manuscript == serialise.loads((GOLDEN / "ferry.json").read_text(encoding="utf-8"))
    assert found.manuscript.title is None
    assert {hashlib.sha256(data).hexdigest() for data in found.assets.values()} == {found.manuscript.assets[0].sha256}


def test_a_word_mended_in_an_editor_is_read_as_mended_and_made_harmless():
    path = "EPUB/chapter-0001.xhtml"
    mended = b"<p>The lanterns went out.<script>alert(1)</script></p>"
    upload = changed(lambda files: files | {path: files[path].replace(b"<hr/>", mended)})
    assert retold_epub.recognises(upload)
    assert "<p>The lanterns went out.</p>" in retold_epub.read(upload).manuscript.chapters[0].html


@pytest.mark.parametrize(
    "change",
    [
        lambda files: {name: data for name, data in files.items() if name != "META-INF/retold.json"},
        lambda files: {name: data for name, data in files.items() if name != "EPUB/chapter-0002.xhtml"},
        lambda files: {name: data for name, data in files.items() if name != "EPUB/assets/quay.png"},
        lambda files: files | {"EPUB/copy.xhtml": files["EPUB/chapter-0001.xhtml"]},
        lambda files: files | {"EPUB/title.xhtml": files["EPUB/title.xhtml"].replace(b"<!--/retold:", b"<!--")},
        lambda files: files | {"META-INF/retold.json": files["META-INF/retold.json"][:-9]},
        lambda files: files | {"META-INF/retold.json": b"[" * 100_000},
        lambda files: files | {"META-INF/retold.json": b'{"format":"retold.epub/1","manuscript":{},"assets":{}}'},
        lambda files: files | {"META-INF/retold.json": b'{"format":"retold.epub/2"}'},
        lambda files: files | {"EPUB/title.xhtml": b"\xff" + files["EPUB/title.xhtml"]},
    ],
)
def test_a_book_that_is_not_whole_is_left_to_the_reader_of_any_epub(change):
    upload = changed(change)
    assert not retold_epub.recognises(upload)
    with pytest.raises(Refused, match="made by Retold, but it is not whole any more"):
        retold_epub.read(upload)


@pytest.mark.parametrize("data", [b"", b"no archive", BOOK[:2000], b"PK\x03\x04"])
def test_it_recognises_nothing_else(data):
    assert not retold_epub.recognises(Upload("x.epub", data))

"""`golden/ferry.html` was written by the first version of the writer: what it wrote must be read for ever."""

import hashlib
from pathlib import Path

import pytest

from retold.importing.readers import retold_html
from retold.importing.readers.upload import Refused, Upload
from retold.manuscript import serialise

GOLDEN = Path(__file__).with_name("golden")
PAGE = (GOLDEN / "ferry.html").read_bytes()


@pytest.mark.parametrize("data", [PAGE, PAGE.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + PAGE])
def test_it_reads_a_page_as_it_was_written(data):
    upload = Upload("ferry.html", data)
    assert retold_html.recognises(upload)
    found = retold_html.read(upload)
    assert found.manuscript == serialise.loads((GOLDEN / "ferry.json").read_text(encoding="utf-8"))
    assert {hashlib.sha256(data).hexdigest() for data in found.assets.values()} == {found.manuscript.assets[0].sha256}


def test_a_word_mended_in_an_editor_is_read_as_mended_and_made_harmless():
    upload = Upload("x", PAGE.replace(b"<hr/>", b"<p onclick='x()'>The lanterns went out.</p>"))
    assert "<p>The lanterns went out.</p>" in retold_html.read(upload).manuscript.chapters[0].html


@pytest.mark.parametrize(
    "data",
    [
        PAGE[:-400],
        PAGE.replace(b"<!--/retold:", b"<!--"),
        PAGE.replace(b"retold.html/1", b"retold.html/9"),
        PAGE.replace(b'"manuscript":{', b'"manuscript":[{'),
        PAGE.replace(b'"quay.png":null', b'"quay.png":"a"'),
        PAGE.replace(b"data:image/png;base64,", b"data:image/png,"),
        PAGE.replace(b"<!--retold:summary-->", b"<!--retold:summary--><!--/retold:summary--><!--retold:summary-->"),
        PAGE + PAGE,
        PAGE.replace(b"nobody", b"nob\xff\xffdy"),
        b"<p>Any page.</p>",
        b"",
    ],
)
def test_a_page_that_is_not_whole_is_left_to_the_reader_of_any_html(data):
    assert not retold_html.recognises(Upload("x.html", data))
    with pytest.raises(Refused, match="made by Retold, but it is not whole any more"):
        retold_html.read(Upload("x.html", data))

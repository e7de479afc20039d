"""HTML that the real FanFicFare wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from retold.importing.readers import read
from retold.importing.readers.tests.golden import check_golden

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.html")))
def test_every_page_reads_to_its_golden_manuscript(name):
    reading = read("story.txt", (GOLDEN / f"{name}.html").read_bytes())
    assert reading.reader == "fanficfare_html"
    check_golden(reading.manuscript, GOLDEN / f"{name}.json")


def test_pictures_beside_the_page_are_told_with_their_addresses():
    page = (GOLDEN / "carts.html").read_text(encoding="utf8")
    pictures = (
        '<p><img src="images/ffdl-0.png" longdesc="https://p.example.org/a.png" alt="A cart"></p>'
        '<p><img src="failedtoload https://p.example.org/b.png" alt="A gate"></p>'
    )
    work = read("x", page.replace("<p>The salt road", f"{pictures}<p>The salt road").encode()).manuscript
    told = [one.what for one in work.unmapped if one.where == "picture"]
    assert told == [
        "It is not in the file: https://p.example.org/a.png",
        "It was not fetched: https://p.example.org/b.png",
    ]
    assert "A cart" in work.chapters[0].html


def test_a_page_without_the_marks_is_read_as_any_page_is():
    page = (GOLDEN / "carts.html").read_text(encoding="utf8").replace('name="section', 'name="part')
    assert read("x", page.encode()).reader == "html"

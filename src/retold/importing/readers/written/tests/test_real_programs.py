"""Files that pandoc and LibreOffice write from our own stories come in the same, through whatever format."""

from __future__ import annotations

import shutil

import pytest

from retold.importing.readers import read
from retold.importing.readers.tests.golden import check_golden
from retold.importing.readers.written.tests.essence import GOLDEN, essence, pandoc, soffice

ROOMS = GOLDEN.parents[1]
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
needs_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
KEPT = ["docx/golden/pandoc_lamp.docx", "docx/golden/libreoffice_road.docx", "odt/golden/pandoc_lamp.odt",
        "odt/golden/libreoffice_road.odt", "rtf/golden/pandoc_lamp.rtf", "rtf/golden/libreoffice_road.rtf"]  # fmt: skip


def work(path):
    return read(path, (ROOMS / path).read_bytes()).manuscript


@pytest.mark.parametrize("path", KEPT)
def test_a_kept_file_reads_to_its_golden_manuscript(path):
    check_golden(work(path), (ROOMS / path).with_suffix(".json"))


@needs_soffice
def test_a_kept_old_word_document_reads_to_its_golden_manuscript():
    path = "doc/golden/libreoffice_road.doc"
    check_golden(work(path), (ROOMS / path).with_suffix(".json"))


@pytest.mark.parametrize("story", ["pandoc_lamp", "libreoffice_road"])
def test_the_same_story_is_the_same_in_each_format(story):
    one, *others = [essence(work(path)) for path in KEPT if story in path]
    assert len(others) == 2
    assert others == [one, one]


def test_the_lamp_has_all_that_was_written_into_it():
    told = essence(work(KEPT[0]))
    assert (told.title, told.creators) == ("The Lamp on Lantern Road", ("Wren Marsh",))
    assert "Thanks to Pell for the beta" in told.notes
    assert [chapter[0] for chapter in told.chapters] == ["Out", "In"]
    assert told.chapters[0][2] == (
        ("i", "out"), ("b", "by ten nobody"), ("s", "ran"), ("b i", "end"), ("sub", "2"), ("sup", "2"), ("i", "tin"),
    )  # fmt: skip
    assert "A lamp of tin. ↩" in told.chapters[0][1]
    assert told.chapters[1][2] == (("small-caps", "small"),)


@needs_pandoc
@pytest.mark.parametrize("target", ["docx", "odt", "rtf"])
def test_what_pandoc_makes_today_comes_in_the_same(target, tmp_path):
    made = read("story", pandoc(GOLDEN / "lamp.md", target, tmp_path)).manuscript
    assert essence(made) == essence(work(KEPT[0]))


@pytest.mark.slow
@needs_soffice
@pytest.mark.parametrize("target", ["docx", "odt", "rtf", "doc"])
@pytest.mark.parametrize("story", ["road.fodt", "lamp.odt"])
def test_what_libreoffice_makes_today_comes_in_the_same(target, story, tmp_path):
    source = tmp_path / "source" / story
    source.parent.mkdir()
    known = KEPT[1] if story == "road.fodt" else KEPT[0]
    kept = GOLDEN / "road.fodt" if story == "road.fodt" else ROOMS / "odt/golden/pandoc_lamp.odt"
    source.write_bytes(kept.read_bytes())
    made = read("story", soffice(source, target, tmp_path)).manuscript
    assert essence(made) == essence(work(known))

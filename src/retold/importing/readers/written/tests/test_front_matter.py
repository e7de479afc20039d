"""What stands at the top of a document, and below its last paragraph, is told from the story."""

from __future__ import annotations

import pytest

from retold.importing.readers import read
from retold.importing.readers.upload import Refused
from retold.importing.readers.written.tests.makers import PROSE, docx, odt, para, rtf, run, story

ENDINGS = ["docx", "odt", "rtf"]
CENTRED = '<w:jc w:val="center"/>'


def work(ending, *lines):
    return read("story", story(ending, [[(line, "")] for line in lines])).manuscript


@pytest.mark.parametrize("ending", ENDINGS)
def test_header_fields_and_notes_leave_the_story(ending):
    found = work(
        ending, "Title: The Weir", "Author: Wren Marsh", "Fandom: Harbour Lights", "Rating: Teen",
        "A/N: Thanks to Pell for the beta.",
        PROSE, PROSE, "A/N: That was it.",
    )  # fmt: skip
    assert (found.title, found.creators[0].name, found.fandoms) == ("The Weir", "Wren Marsh", ("Harbour Lights",))
    assert found.rating
    assert found.notes_before == "<p>A/N: Thanks to Pell for the beta.</p>"
    assert found.notes_after == "<p>A/N: That was it.</p>"
    assert found.chapters[0].html == f"<p>{PROSE}</p>\n<p>{PROSE}</p>"
    assert any("Pell" in str(credit) for credit in found.credits)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_document_of_front_matter_alone_keeps_it_as_its_text(ending):
    assert "A/N: for Pell" in work(ending, "A/N: for Pell").chapters[0].html


def test_a_title_and_a_byline_in_the_middle_of_the_line():
    body = para(run("The Weir", "<w:b/>"), CENTRED) + para(run("by Wren Marsh"), CENTRED) + para("")
    found = read("story", docx(body + para(run(PROSE)) * 3)).manuscript
    assert (found.title, found.creators[0].name) == ("The Weir", "Wren Marsh")
    assert found.chapters[0].html == "\n".join([f"<p>{PROSE}</p>"] * 3)


def test_typed_headings_part_a_document_without_styles():
    lines = [
        para(run("Chapter 1: Out"), CENTRED),
        para(run(PROSE)),
        para(run("Chapter 2: In"), CENTRED),
        para(run(PROSE)),
    ]
    found = read("story", docx("".join(lines))).manuscript
    assert [chapter.title for chapter in found.chapters] == ["Out", "In"]
    assert [chapter.html for chapter in found.chapters] == [f"<p>{PROSE}</p>"] * 2


def test_a_chapter_has_its_own_notes():
    line = "<text:p>{}</text:p>".format
    head = '<text:h text:outline-level="1">Chapter {}</text:h>'.format
    body = head(1) + line(PROSE) * 2 + head(2) + line("A/N: Sorry for the wait.") + line(PROSE) * 2
    found = read("story", odt(body)).manuscript
    assert found.chapters[0].notes_before is None
    assert found.chapters[1].notes_before == "<p>A/N: Sorry for the wait.</p>"


@pytest.mark.parametrize("data", [docx(""), docx(para("")), odt(""), odt("<text:p/>"), rtf(""), rtf("\\par\\par ")])
def test_an_empty_document_is_refused_in_one_sentence(data):
    with pytest.raises(Refused, match="no text"):
        read("story", data)

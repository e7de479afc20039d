import json

import pytest

from retold.manuscript.model import Chapter, Manuscript
from retold.manuscript.package.bag_layout import safe_names
from retold.manuscript.package.texts import (
    begin,
    end,
    json_text,
    place_pictures,
    texts_in,
    with_texts,
    without_texts,
)
from retold.manuscript.serialise import NotAManuscript

WORK = Manuscript((Chapter("<p>One.</p>", notes_before=""), Chapter("")), summary="<p>Two.</p>")
TEXTS = {"summary": "<p>Two.</p>", "chapter-1-text": "<p>One.</p>", "chapter-1-notes-before": "", "chapter-2-text": ""}


def test_a_work_is_its_json_and_its_texts():
    assert "One." not in json.dumps(without_texts(WORK))
    assert with_texts(without_texts(WORK), TEXTS) == WORK


def test_it_takes_back_the_scope_of_ids_and_the_place_of_pictures():
    text = '<p id="x-a">A <img id="x-b" src="assets/a.png" alt=""/> <a href="#x-a">b</a> id="summary-x-a"</p>'
    work = Manuscript((), summary=text)
    placed = (
        place_pictures(text, lambda name: f"else/where/{name}")
        .replace('"x-', '"summary-x-')
        .replace("#x-", "#summary-x-")
    )
    assert 'src="else/where/a.png" data-retold-asset="a.png"' in placed
    assert with_texts(without_texts(work), {"summary": placed}) == work


@pytest.mark.parametrize("slot", TEXTS)
def test_a_text_that_is_missing_is_noticed(slot):
    with pytest.raises(NotAManuscript, match=slot):
        with_texts(without_texts(WORK), {name: text for name, text in TEXTS.items() if name != slot})


def test_a_text_that_is_left_over_is_noticed():
    with pytest.raises(NotAManuscript, match="chapter-3-text"):
        with_texts(without_texts(WORK), TEXTS | {"chapter-3-text": ""})


@pytest.mark.parametrize("data", [None, [], {}, {"chapters": None}, {"chapters": [1]}, {"chapters": []}])
def test_what_is_no_manuscript_is_refused(data):
    with pytest.raises(NotAManuscript):
        with_texts(data, {})


def test_a_tampered_text_is_made_harmless():
    tampered = TEXTS | {"chapter-2-text": "<p onclick='x()'>Three.<script>alert(1)</script></p>"}
    assert with_texts(without_texts(WORK), tampered).chapters[1].html == "<p>Three.</p>"


def test_texts_are_found_between_their_marks():
    page = f"<p>{begin('summary')}<p>a\n</p>{end('summary')}</p>{begin('chapter-1-text')}{end('chapter-1-text')}"
    assert list(texts_in(page)) == [("summary", "<p>a\n</p>"), ("chapter-1-text", "")]
    assert list(texts_in(begin("summary") + "no end")) == []


def test_json_may_stand_in_any_document():
    data = {"b": "</script><!--\u2028\ud800\x85\x00", "a": "é猫"}
    text = json_text(data)
    assert json.loads(text) == data
    assert text.startswith('{"a":"é猫"')
    assert "<" not in text
    assert text.encode().isascii() is False


def test_names_are_made_safe_and_unlike():
    assert safe_names(["a.png", "A.png", "a.png", "", "..", "nul.txt", "é/b?.txt"]) == [
        "a.png",
        "A-2.png",
        "a-3.png",
        "file",
        "file-2",
        "_nul.txt",
        "b_.txt",
    ]

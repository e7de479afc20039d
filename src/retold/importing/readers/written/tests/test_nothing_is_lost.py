"""Whatever words and formats a document has, they are in the work that is read from it."""

from __future__ import annotations

import re
import string
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retold.importing.readers import read
from retold.importing.readers.written.tests.makers import PROSE, story
from retold.manuscript.markup import text_of
from retold.manuscript.serialise import dumps

ENDINGS = ["docx", "odt", "rtf"]
# Letters and signs that a keyboard writes; what controls the direction or joins letters has tests of its own.
_TEXT = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")), max_size=60)
_FORMATS = st.lists(st.sampled_from("bius"), unique=True).map("".join)
_WORD = st.text(string.ascii_lowercase, min_size=3, max_size=9)
_EMPHASISED = st.lists(st.lists(st.tuples(_WORD, _FORMATS), min_size=1, max_size=8), min_size=1, max_size=6)
_TOKEN = re.compile(r"<(/?)([a-z]+)[^>]*>|([^<]+)")


def squeezed(text: str) -> str:
    """The letters of a text without white space, in the form that is kept."""
    return "".join(unicodedata.normalize("NFC", text).split())


def letters_by_format(html: str) -> list[tuple[str, str]]:
    """Each letter with its formats, in order."""
    found: list[tuple[str, str]] = []
    opened: list[str] = []
    for end, tag, text in _TOKEN.findall(html):
        if text:
            found += [(letter, "".join(sorted(opened))) for letter in text if not letter.isspace()]
        elif tag in ("b", "i", "u", "s"):
            if end:
                opened.remove(tag)
            else:
                opened.append(tag)
    return found


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXT, max_size=8))
def test_no_letter_is_lost(ending, texts):
    paragraphs = [PROSE, *(f"Tamsin said {text}" for text in texts), PROSE]
    work = read("story", story(ending, [[(text, "")] for text in paragraphs])).manuscript
    assert squeezed(text_of(work.chapters[0].html)) == squeezed("".join(paragraphs))


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(_EMPHASISED)
def test_each_letter_keeps_its_formats(ending, paragraphs):
    framed = [[(PROSE, "")], *([("Tamsin ", ""), *runs] for runs in paragraphs), [(PROSE, "")]]
    work = read("story", story(ending, framed)).manuscript
    given_letters = [
        (letter, "".join(sorted(formats)))
        for runs in framed
        for text, formats in runs
        for letter in text
        if not letter.isspace()
    ]
    assert letters_by_format(work.chapters[0].html) == given_letters


@settings(max_examples=60, deadline=None)
@given(_EMPHASISED)
def test_the_formats_give_the_same_work(paragraphs):
    framed = [*([("Tamsin ", ""), *runs] for runs in paragraphs), [(PROSE, "")]]
    one, two, three = (read("story", story(ending, framed)).manuscript.chapters for ending in ENDINGS)
    assert one == two == three


_LINES = st.sampled_from(
    ["Title: The Weir", "by Wren Marsh", "A/N: for Pell", "Rating: Teen", "Fandom: Harbour Lights", "Summary: A weir.",
     "Disclaimer: not mine", "* * *", "Chapter 1", "Chapter 2: Out", "Warnings: none", "The End", "THE WEIR",
     "Pairing: Wren/Pell", "Author's Note: thanks", "- - -", "I", "1.", PROSE, "“Well,” she said.", "~fin~"]
)  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@example([("“Well,” she said.", ""), ("~fin~", ""), ("Title: The Weir", "")])
@given(st.lists(st.tuples(_LINES, _FORMATS), max_size=14))
def test_every_word_of_a_front_matter_stands_somewhere(ending, lines):
    work = read("story", story(ending, [*([line] for line in lines), [(PROSE, "")]])).manuscript
    kept = dumps(work).casefold()
    kinds = {"title", "rating", "fandom", "warnings", "pairing", "summary", "by", "chapter"}
    for line, _ in lines:
        for word in re.findall(r"[A-Za-z]{2,}", line):
            assert word.casefold() in kept or word.casefold() in kinds

"""Title pages: every label with its value, however a person named it, whatever stands in it."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.importing.readers.documents import parse, squeezed
from retold.importing.readers.fanficfare.entries import WIDTH, entries_in, entries_in_lines, splitter
from retold.importing.readers.fanficfare.facts import facts_of
from retold.importing.readers.fanficfare.labels import Entry, Hints, is_complete, key_of, number_of, with_keys
from retold.importing.readers.fanficfare.log_page import log_of
from retold.manuscript.markup import text_of

LETTERS = "abcXYZ é女✨ß-/,.;&<>\"'’0 19()[]#*_"
WORDS = st.text(LETTERS, min_size=1, max_size=180).map(lambda text: " ".join(text.split())).filter(bool)
LABELS = st.text(LETTERS, min_size=1, max_size=24).map(lambda text: " ".join(text.split())).filter(bool)
OWN = st.sampled_from(("Category", "Genre", "Characters", "Relationships", "Status", "Rating", "Words", "Summary"))
PAGES = st.lists(st.tuples(LABELS, WORDS), max_size=8)


def as_lines(pairs: list[tuple[str, str]]) -> str:
    body = "".join(f"\n<b>{escape(label)}:</b> {escape(value)}<br />\n" for label, value in pairs)
    return f"<html><body><h3>A story</h3>\n<div>\n{body}\n</div></body></html>"


def as_table(pairs: list[tuple[str, str]]) -> str:
    rows = "".join(f"<tr><td><b>{escape(label)}:</b></td><td>{escape(value)}</td></tr>" for label, value in pairs)
    return f'<html><body><table class="full">{rows}</table></body></html>'


def as_wide_table(pairs: list[tuple[str, str]]) -> str:
    rows = "".join(f'<tr><td colspan="2"><b>{escape(label)}:</b> {escape(value)}</td></tr>' for label, value in pairs)
    return f'<html><body><table class="full">{rows}</table></body></html>'


def texts_in(value: Any) -> Iterator[str]:
    """Every text in nested values; markup as its words."""
    if isinstance(value, str):
        yield value
        yield text_of(value)
    elif is_dataclass(value):
        yield from texts_in(vars(value))
    elif isinstance(value, Mapping):
        yield from texts_in(list(value.values()))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from texts_in(one)
    elif value is not None and not callable(value):
        yield str(value)


def found(page: str) -> list[tuple[str, str]]:
    return [(entry.label, entry.text) for entry in entries_in(parse(page).body)]


@given(PAGES)
def test_every_value_is_under_its_label(pairs):
    expected = [(squeezed(label), squeezed(value)) for label, value in pairs]
    assert found(as_lines(pairs)) == expected
    assert found(as_table(pairs)) == expected
    assert found(as_wide_table(pairs)) == expected


@given(st.lists(st.tuples(OWN, WORDS), min_size=1, max_size=12))
def test_plain_text_is_unwrapped_again(pairs):
    lines = [line for label, value in pairs for line in textwrap.wrap(f"{label}: {value}", WIDTH)]
    expected = [(label, squeezed(value)) for label, value in pairs]
    unwrapped = [(entry.label, "".join(entry.text.split())) for entry in entries_in_lines(lines)]
    # A word longer than a line is cut where no space was.
    assert unwrapped == [(label, "".join(value.split())) for label, value in expected]


@given(st.text(alphabet="<>/bdivtrs:=\"' \n&;é", max_size=200))
def test_a_broken_page_raises_nothing(soup):
    facts_of(entries_in(parse(f"<div>{soup}</div>").body), Hints(), None)
    facts_of(entries_in_lines(soup.split("\n")), Hints(), None)
    log_of(soup)


@given(st.lists(st.tuples(LABELS, WORDS), max_size=10), st.sampled_from(("Genre", "Status", "Words", "Summary")))
def test_what_no_label_means_is_told(pairs, label):
    entries = [Entry(label, escape(value), value) for label, value in [*pairs, (label, "one, two")]]
    facts = facts_of(entries, Hints(), None)
    kept = "\n".join(texts_in(vars(facts)))
    words = [word.strip(",") for entry in entries for word in entry.text.split()]
    lost = [word for word in words if word not in kept]
    assert [word for word in lost if number_of(word) is None] == []


@given(st.lists(WORDS.map(lambda text: text.strip(" ,")).filter(bool), unique=True, min_size=1, max_size=6))
def test_known_names_are_parted_and_nothing_is_lost(names):
    text = ", ".join(names)
    assert ", ".join(splitter(frozenset())(text)).replace(" ", "").replace(",", "") in (
        text.replace(" ", "").replace(",", ""),
        "".join(dict.fromkeys(part.strip(" ,") for part in text.split(", "))).replace(" ", "").replace(",", ""),
    )


def test_names_with_commas_are_known_by_the_subjects():
    names = splitter(frozenset(("Pitch, the Game", "Salt, Sea, and Rope")))
    assert names("Pitch, the Game, Roads, Salt, Sea, and Rope, Salt") == [
        "Pitch, the Game",
        "Roads",
        "Salt, Sea, and Rope",
        "Salt",
    ]


def test_bold_words_in_a_summary_are_no_label():
    page = "<div>\n<b>Summary:</b> One.<br/><b>Beware:</b> two.<br/>\n\n<b>My Own:</b> three<br/></div>"
    assert found(page) == [("Summary", "One. Beware: two."), ("My Own", "three")]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Pairings", "ships"),
        ("Fandoms", "fandoms"),
        ("Zusammenfassung", "description"),
        ("Персонажи", "characters"),
        ("Sprache", "language"),
        ("Beziehungskisten", ""),
        ("Chapters/Total Chapters", "chapterslashtotal"),
    ],
)
def test_labels_are_known_in_many_languages(label, key):
    assert key_of(label) == key


def test_the_log_page_says_what_a_renamed_label_means():
    entries = [Entry("Kisten", "A/B", "A/B")]
    assert with_keys(entries, Hints())[0].key == ""
    assert with_keys(entries, Hints(labels={"Kisten": "ships"}))[0].key == "ships"


def test_a_value_tells_what_a_renamed_label_means():
    hints = Hints(summary="Two roads.", published=dt.date(2011, 5, 6), updated=dt.date(2012, 1, 31))
    values = ("2011-05-06", "2012-01-31", "Two roads.", "In-Progress", "2025-01-01 10:00:00")
    keys = [entry.key for entry in with_keys([Entry(f"x{n}", text, text) for n, text in enumerate(values)], hints)]
    assert keys == ["datePublished", "dateUpdated", "description", "status", "dateCreated"]


def test_a_place_between_known_labels_tells_at_last_and_says_so():
    entries = [
        Entry("Category", "Salt", "Salt"),
        Entry("Sorte", "Rope", "Rope"),
        Entry("Language", "English", "English"),
    ]
    facts = facts_of(entries, Hints(), None)
    assert facts.fields["freeforms"] == ("Rope",)
    assert ["genre" in one.what for one in facts.unmapped] == [True]
    two = [entries[0], Entry("Sorte", "Rope", "Rope"), Entry("Dazu", "x", "x"), entries[2]]
    assert "freeforms" not in facts_of(two, Hints(), None).fields


def test_a_wrapped_line_that_looks_like_a_label_is_none():
    value = "so long that the next word did not fit on this line, and so it did"
    lines = textwrap.wrap(f"Summary: {value} Beware: the fog", WIDTH)
    assert lines[1].startswith("Beware:")
    assert [(entry.label, entry.text) for entry in entries_in_lines(lines)] == [("Summary", f"{value} Beware: the fog")]


@pytest.mark.parametrize(
    ("status", "complete"),
    [("Completed", True), ("In-Progress", False), ("Hiatus", False), ("Complete", True), ("Sleeping", None)],
)
def test_statuses(status, complete):
    assert is_complete(status) is complete


def test_a_status_that_says_more_is_told():
    facts = facts_of([Entry("Status", "Hiatus", "Hiatus")], Hints(), None)
    assert facts.fields["complete"] is False
    assert [one.what for one in facts.unmapped] == ["Hiatus"]


@settings(max_examples=30)
@given(
    st.lists(st.dictionaries(st.sampled_from(("numWords", "title", "status", "author")), WORDS, min_size=1), max_size=5)
)
def test_the_log_gives_back_its_entries(entries):
    pieces = []
    for entry in entries:
        spans = "".join(
            f'\n<b>{key.title()}:</b> <span id="{key}">{escape(value)}</span>\n' for key, value in entry.items()
        )
        pieces.append(f"\n<p class='log_entry'>\n{spans}\n</p>\n<hr/>\n")
    page = f"<html><body class='fff_logpage'><h3>Update Log</h3>{''.join(pieces)}</body></html>"
    read, labels = log_of(page)
    assert read == [{key: squeezed(value) for key, value in entry.items()} for entry in entries]
    assert set(labels.values()) == {key for entry in entries for key in entry}

"""A Manuscript and its JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings

from retold.manuscript.markup import canonical
from retold.manuscript.model import Chapter, Creator, Manuscript
from retold.manuscript.serialise import NotAManuscript, dumps, from_json, loads, to_json
from retold.manuscript.tests.strategies import manuscripts

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(manuscripts())
def test_it_reads_back_what_it_wrote(manuscript):
    assert loads(dumps(manuscript)) == manuscript
    assert dumps(loads(dumps(manuscript))) == dumps(manuscript)


@relaxed
@given(manuscripts())
def test_the_strategies_give_canonical_markup(manuscript):
    texts = [manuscript.summary, manuscript.notes_before, *(chapter.html for chapter in manuscript.chapters)]
    assert all(canonical(text) == text for text in texts if text)


def test_every_key_is_there_and_what_is_worked_out_is_not_read_back():
    data = to_json(Manuscript(chapters=(Chapter(html="<p>Three small words</p>"),)))
    assert data["words"] == 3
    assert data["missing"] == ["title", "creators", "language", "fandoms"]
    assert data["schema"] == "retold.manuscript/1"
    assert data["chapters"][0]["words"] == 3
    data["words"] = 99
    assert from_json(data).words == 3


def test_unknown_keys_survive():
    data = to_json(Manuscript(chapters=(), creators=(Creator("Ada"),)))
    data["mood"] = {"key": [1]}
    data["creators"][0]["pronouns"] = "she"
    again = json.loads(dumps(from_json(data)))
    assert again["mood"] == {"key": [1]}
    assert again["creators"][0]["pronouns"] == "she"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"schema": "other/1"}',
        '{"schema": "retold.manuscript/1"}',
        '{"schema": "retold.manuscript/1", "chapters": 3}',
        '{"schema": "retold.manuscript/1", "chapters": [{"html": 3}]}',
        '{"schema": "retold.manuscript/1", "chapters": [], "published": "yesterday"}',
        '{"schema": "retold.manuscript/1", "chapters": [], "stats": []}',
        "[" * 100_000,
    ],
)
def test_what_is_no_manuscript_is_refused_with_a_sentence(text):
    with pytest.raises(NotAManuscript, match=r"This is not"):
        loads(text)

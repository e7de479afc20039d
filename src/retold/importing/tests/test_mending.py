"""Mends: what a person changes is applied as asked, and nothing else of the file changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retold.importing import readers
from retold.importing.mending import CreditMend, Mends, credit_key, mended, parts_from_roles, resplit
from retold.manuscript import markup
from retold.manuscript.model import FRONT_MATTER_ROLES, Creator

TEXT = "For the beta, thanks to Ben.\nThe lamp was out.\n\nShe lit it again.\n"


def _read(text: str = TEXT) -> readers.Reading:
    return readers.read("lamp.txt", text.encode())


def test_no_mends_change_nothing() -> None:
    reading = _read()
    assert mended(reading.manuscript, reading.text, Mends()) == reading.manuscript


def test_edges_go_where_they_are_put() -> None:
    reading = _read()
    without = mended(reading.manuscript, reading.text, Mends(parts=()))
    assert without.notes_before is None
    assert markup.text_of(without.chapters[0].html).startswith("For the beta")
    both = mended(reading.manuscript, reading.text, Mends(parts=((1, 2, "note"),)))
    assert markup.text_of(both.notes_before or "") == "For the beta, thanks to Ben.\n\nThe lamp was out."
    assert markup.text_of(both.chapters[0].html) == "She lit it again."


def test_fields_are_filled_and_emptied() -> None:
    reading = _read("Title: The Lamp\nAuthor: Ada Fenn\n\nThe river went down that year, and nobody said so aloud.\n")
    fields = {
        "title": "",
        "creators": ["Ada Fenn", "Ben Oake"],
        "fandoms": ["Rivers of Harrow"],
        "summary": "One.\nTwo.",
    }
    result = mended(reading.manuscript, reading.text, Mends(fields=fields))
    assert result.title is None
    assert result.creators == (reading.manuscript.creators[0], Creator("Ben Oake"))
    assert result.fandoms == ("Rivers of Harrow",)
    assert result.summary == "<p>One.</p>\n<p>Two.</p>"
    assert result.chapters == reading.manuscript.chapters


def test_credits_are_accepted_refused_or_left() -> None:
    reading = _read()
    [credit] = reading.manuscript.credits
    key = credit_key(credit)
    accepted = mended(reading.manuscript, reading.text, Mends(credits={key: CreditMend("accept", creator="Ben Oake")}))
    assert [(c.creator, c.state, c.evidence) for c in accepted.credits] == [("Ben Oake", "accepted", credit.evidence)]
    assert mended(reading.manuscript, reading.text, Mends(credits={key: CreditMend("refuse")})).credits == ()
    later = mended(reading.manuscript, reading.text, Mends(credits={key: CreditMend("later")}))
    assert later.credits == reading.manuscript.credits


def test_a_decision_on_words_that_are_no_note_any_more_is_no_matter() -> None:
    reading = _read()
    key = credit_key(reading.manuscript.credits[0])
    result = mended(reading.manuscript, reading.text, Mends(parts=(), credits={key: CreditMend("accept")}))
    assert result.credits == ()


roles = st.lists(st.one_of(st.none(), st.sampled_from(FRONT_MATTER_ROLES)), max_size=12)


@given(roles)
def test_parts_say_the_roles_that_they_were_made_of(said: list[str | None]) -> None:
    told: list[str | None] = [None] * len(said)
    for first, last, role in parts_from_roles(said):
        told[first - 1 : last] = [role] * (last - first + 1)
    assert told == said


@given(st.lists(st.text(alphabet="abc é漢", max_size=9), max_size=8), roles)
def test_wherever_the_edges_stand_no_word_is_lost(lines: list[str], said: list[str | None]) -> None:
    text = "\n".join(["A word.", *lines])
    reading = _read(text)
    parts = parts_from_roles(said[: len(lines) + 1])
    result = resplit(reading.manuscript, reading.text, Mends(parts=parts))
    kept = repr((result, [c.html for c in result.chapters])).casefold()
    assert [word for word in (reading.text or "").split() if word.casefold() not in kept] == []


@given(st.builds(Mends, parts=st.none(), credits=st.dictionaries(st.text(max_size=4), st.builds(CreditMend))))
def test_mends_are_kept_as_they_are(mends: Mends) -> None:
    assert Mends.from_json(mends.to_json()) == mends

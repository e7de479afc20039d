"""Moving the edges between a file's parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.interfaces.web.importing.edges import applied
from retold.manuscript.model import FRONT_MATTER_ROLES

# title, blank, note, note, blank, story, story, story, end note
ROLES = ["title", None, "note", "note", None, None, None, None, "end_note"]
BLANK = [False, True, False, False, True, False, False, False, False]


def roles(**posted: str) -> str:
    """The roles after a form, a letter a line."""
    letters = {"title": "T", "note": "N", "end_note": "E", "summary": "S", None: "."}
    said = {name.replace("_", "-") if name.startswith("role") else name: value for name, value in posted.items()}
    return "".join(letters[role] for role in applied(said, ROLES, BLANK))


@pytest.mark.parametrize(
    ("posted", "after"),
    [
        ({}, "T.NN....E"),
        ({"edge": "6:up"}, "T.N.....E"),
        ({"edge": "6:down"}, "T.NNNN..E"),  # the blank line between two lines of a note is of the note
        ({"edge": "1:up"}, "T.NN....E"),
        ({"edge": "6:sideways"}, "T.NN....E"),
        ({"edge": "99:up"}, "T.NN....E"),
        ({"edge": "5:up"}, "T.NN....E"),  # a blank line has no edge
        ({"move": "6:8"}, "T.NNNNN.E"),
        ({"move": "6:3"}, "T.......E"),
        ({"move": "9:7"}, "T.NN..EEE"),
        ({"begin": "8:"}, "T.NNNNN.E"),
        ({"begin": "4:"}, "T.N.....E"),
        ({"begin": "7:end_note"}, "T.NN..EEE"),
        ({"begin": "4:note"}, "TTTN....E"),
        ({"begin": "7:nonsense"}, "T.NN....E"),
        ({"role_7": "summary"}, "T.NN..S.E"),
        ({"role_7": "nonsense"}, "T.NN....E"),
        ({"role_1": ""}, "..NN....E"),
        ({"role_3": "title", "edge": "4:down"}, "TTTT....E"),
    ],
)
def test_it_moves_just_what_was_asked(posted: dict[str, str], after: str) -> None:
    assert roles(**posted) == after


def _files() -> st.SearchStrategy[list[tuple[str | None, bool]]]:
    line = st.tuples(st.sampled_from([None, *FRONT_MATTER_ROLES[:4]]), st.booleans())
    return st.lists(line, min_size=1, max_size=12)


@given(_files(), st.sampled_from(["edge", "move", "begin"]), st.text("0123456789:updownte", max_size=8))
def test_it_takes_any_form_without_losing_a_line(file: list[tuple[str | None, bool]], asked: str, what: str) -> None:
    before, blank = [role for role, _ in file], [empty for _, empty in file]
    after = applied({asked: what}, before, blank)
    assert len(after) == len(before)
    assert set(after) <= {None, *FRONT_MATTER_ROLES}


@given(_files(), st.integers(1, 12))
def test_it_brings_an_edge_back_where_it_was(file: list[tuple[str | None, bool]], line: int) -> None:
    before = [None if empty else role for role, empty in file]
    blank = [empty for _, empty in file]
    written = [number for number, empty in enumerate(blank, 1) if not empty]
    at = next((place for place, number in enumerate(written) if number == line), None)
    if at is None or at < 2 or before[written[at] - 1] == before[written[at - 1] - 1]:
        return
    if before[written[at - 1] - 1] != before[written[at - 2] - 1]:
        return  # the run above would be gone, and its edge with it
    up = applied({"edge": f"{line}:up"}, before, blank)
    back = applied({"edge": f"{written[at - 1]}:down"}, up, blank)
    assert [back[number - 1] for number in written] == [before[number - 1] for number in written]

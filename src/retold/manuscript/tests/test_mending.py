"""What a person changes on a Manuscript: applied as asked, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from retold.manuscript.mending import (
    LIST_FIELDS,
    TEXT_FIELDS,
    CreditMend,
    credit_key,
    decided,
    mended_credit,
    proposals,
    with_fields,
)
from retold.manuscript.model import Chapter, Creator, Credit, Manuscript

SONG = Credit("title_from", "song", "Low Water", evidence="the title is from Low Water")
STORY = Manuscript(
    chapters=(Chapter("<p>The lamp.</p>"),),
    title="Lamp",
    creators=(Creator("Ada", "artist", "https://example.org/ada"),),
    summary="<p>It is <em>lit</em>.</p>",
)


def test_what_says_the_same_keeps_its_emphasis_its_role_and_its_address() -> None:
    assert with_fields(STORY, {"summary": "It is lit.", "creators": ["Ada"]}) == STORY


@given(
    st.dictionaries(st.sampled_from(TEXT_FIELDS), st.text(max_size=8)),
    st.dictionaries(st.sampled_from(LIST_FIELDS), st.lists(st.text(min_size=1, max_size=5), max_size=3)),
)
def test_only_the_fields_that_were_typed_change(text: dict[str, str], lists: dict[str, list[str]]) -> None:
    changed = with_fields(STORY, {**text, **lists})
    untouched = {name: getattr(STORY, name) for name in (*TEXT_FIELDS, *LIST_FIELDS) if name not in {**text, **lists}}
    assert {name: getattr(changed, name) for name in untouched} == untouched
    assert changed.chapters == STORY.chapters
    for name in lists:
        assert [one if isinstance(one, str) else one.name for one in getattr(changed, name)] == lists[name]


def test_a_decision_is_seen_and_applied() -> None:
    key = credit_key(SONG)
    for mend, state in ((CreditMend("accept", creator="Nan"), "accepted"), (CreditMend("later"), "proposed")):
        [shown] = proposals((SONG,), {key: mend})
        assert (shown.key, shown.decision, shown.credit) == (key, mend.decision, mended_credit(SONG, mend))
        assert [one.state for one in decided((SONG,), {key: mend})] == [state]
    refused = {key: CreditMend("refuse")}
    assert [one.decision for one in proposals((SONG,), refused)] == ["refuse"]
    assert decided((SONG,), refused) == ()


def test_an_accepted_credit_is_shown_as_accepted_and_a_kind_is_never_empty() -> None:
    [shown] = proposals((replace(SONG, state="accepted"),), {})
    assert shown.decision == "accept"
    assert mended_credit(SONG, CreditMend(kind="", title="")) == replace(SONG, title=None)

"""What notes give: one table a family, in sentences of our own; and what gives nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.manuscript.credits import propose
from retold.manuscript.credits.found import plain
from retold.manuscript.model import CREDIT_KINDS, CREDIT_MEDIA

GIVES = {
    # The title's source.
    "Title from 'Paper Lanterns' by Hollow Pines.": [("title_from", "song", "Paper Lanterns", "Hollow Pines")],
    "Title stolen from a Radiohead song.": [("title_from", "song", None, "Radiohead")],
    "Sorry to Tennyson for the title.": [("title_from", "poem", None, "Tennyson")],
    "Title and lyrics come from Leonard Cohen.": [
        ("title_from", "song", None, "Leonard Cohen"),
        ("quote_from", "song", None, "Leonard Cohen"),
    ],
    # Who did what is told in the tail.
    "Thanks to Tamsin and marigold_7 for the betas, and to bo for listening.": [
        ("beta_by", "person", None, "Tamsin"),
        ("beta_by", "person", None, "marigold_7"),
        ("thanks_to", "person", None, "bo"),
    ],
    "Many thanks to my betas, Tamsin and bo!": [
        ("beta_by", "person", None, "Tamsin"),
        ("beta_by", "person", None, "bo"),
    ],
    "wrenfeather rocks for the quick beta.": [("beta_by", "person", None, "wrenfeather")],
    "Thanks to /u/4t0m for catching a typo.": [("thanks_to", "person", None, "/u/4t0m")],
    "Thanks to for the beta.": [("beta_by", "person", None, None)],
    # Occasions.
    "Written for tamsin as part of Harbour Aid.": [
        ("gift_for", "person", None, "tamsin"),
        ("written_for", "event", "Harbour Aid", None),
    ],
    "Written for lamp_bingo and the prompt 'light at sea'.": [
        ("written_for", "event", "lamp_bingo", None),
        ("prompt_from", "prompt", "light at sea", None),
    ],
    "For wren63's Winter Lamp Challenge.": [("written_for", "event", "Winter Lamp Challenge", "wren63")],
    "For wren_63, who requested a storm at sea.": [
        ("gift_for", "person", None, "wren_63"),
        ("prompt_from", "prompt", "a storm at sea", "wren_63"),
    ],
    # Sources.
    "A remix of wren_63's lovely lanterns at sea, because she asked.": [
        ("remix_of", "fanfic", "lanterns at sea", "wren_63")
    ],
    "I borrowed bits of worldbuilding from wren_63's Low Tide and bo's High Water.": [
        ("inspired_by", "other", "Low Tide", "wren_63"),
        ("inspired_by", "other", "High Water", "bo"),
    ],
    # Canon.
    "Set between 'Ebb' and 'Flow'.": [("retells", "tv", "Ebb", None), ("retells", "tv", "Flow", None)],
    "A sequel to 'Lanterns'.": [("sequel_to", "fanfic", "Lanterns", None)],
    "This is a fanfic of Harbour Lights by Ada Crane, which is itself a fanfic of Low Tide.": [
        ("retells", "fanfic", "Harbour Lights", "Ada Crane")
    ],
    # Owners.
    "I do not own Harbour Lights.": [("canon_owner", "other", "Harbour Lights", None)],
    "Harbour Lights belongs to Ada Crane.": [("canon_owner", "other", "Harbour Lights", "Ada Crane")],
}

QUIET = """
There is now a podfic of this by Tamsin!
This work has been translated into Chinese by Bo Finch.
I've not seen Harbour Lights, so any likeness is accidental.
This story is not part of the Lanterns-verse.
It is not meant as a direct sequel to Lanterns.
This chapter contains spoilers for Harbour Lights.
Spoilers for season 4.
If you want more of this, go read Low Tide by Ada Crane.
The theory in this chapter is under development by Bo Finch.
Also posted to Tumblr and Dreamwidth.
I would like to not thank my cat, Bo.
I'd thank Tamsin, but she did nothing.
Not betaed, all mistakes are mine.
I need a beta for the next chapter.
Thanks to all my readers and reviewers.
Next update on Friday, because of Christmas.
I changed the title from The Lamp to The Lantern.
The story is set in London in the 1890s.
Set in an alternate universe where magic is illegal.
Edit: fixed some typos.
Vielen Dank an alle Leser!
Спасибо всем читателям за отзывы!
""".strip().splitlines()


@pytest.mark.parametrize(("note", "expected"), GIVES.items(), ids=list(GIVES))
def test_it_gives(note: str, expected: list[tuple[str, str, str | None, str | None]]) -> None:
    found = [(credit.kind, credit.medium, credit.title, credit.creator) for credit in propose(note)]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("note", QUIET)
def test_it_stays_quiet(note: str) -> None:
    assert propose(note) == ()


def test_a_credit_is_a_proposal_with_its_words() -> None:
    (credit,) = propose("Hello. Title from 'Ebb' by Bo (https://example.org/ebb)! Bye.")
    assert (credit.origin, credit.state, credit.url) == ("read", "proposed", "https://example.org/ebb")
    assert credit.evidence is not None
    assert credit.evidence.startswith("Title from 'Ebb' by Bo")


def test_a_picture_that_inspired_it_keeps_its_site() -> None:
    (credit,) = propose("The lovely fanart this was inspired by can be found on Tumblr; see my profile.")
    assert (credit.kind, credit.medium, credit.place, credit.title, credit.url) == (
        "inspired_by", "fanart", "Tumblr", None, None,
    )  # fmt: skip


PIECES = st.sampled_from(
    [
        "thanks",
        "to",
        "for",
        "the",
        "beta",
        ",",
        "and",
        ".",
        ";",
        "title",
        "from",
        "'Low",
        "Tide'",
        "by",
        "Ada",
        "Crane",
        "written",
        "prompt",
        '"',
        "'",
        "“",
        "”",
        "'s",
        "'s",
        "(",
        ")",
        "[",
        "]",
        "/u/4t0m",
        "M",
        "12days_of_bo",
        "inspired",
        "based",
        "on",
        "post-",
        "set",
        "after",
        "season",
        "4",
        "between",
        "belongs",
        "I",
        "do",
        "not",
        "own",
        "remix",
        "of",
        "感谢",
        "《潮》",
        "生日快乐",
        "спасибо",
        "Danke",
        "für",
        "sequel",
        "Tamsin",
        "wren",
        "https://example.org",
        "\n",
        "\n\n",
        "happy",
        "birthday",
        "part",
        "challenge",
        "X's",
        "song",
        "who",
        "wanted",
    ]
)
NOTES = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(NOTES)
def test_it_never_raises_and_says_only_what_the_note_says(note: str) -> None:
    proposed = propose(note)
    for credit in proposed:
        assert credit.kind in CREDIT_KINDS
        assert credit.medium in CREDIT_MEDIA
        assert credit.evidence
        assert credit.evidence in note
        for name in (credit.title, credit.creator, credit.place):
            assert plain(name) in plain(note)
    assert len(set(map(repr, proposed))) == len(proposed)

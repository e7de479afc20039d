"""The splitter: which lines are the story, and what the others are."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.manuscript.front_matter import split
from retold.manuscript.model import FRONT_MATTER_ROLES

SHARED = Path(__file__).resolve().parents[6] / "shared"
BODY = (
    "The lamp went out at four in the morning, and Ada was on the stairs before she was awake.",
    '"You might have called me," said Dot from the landing.',
    "She took the matches from the shelf and went up without an answer.",
)


def roles(*lines: str) -> list[str]:
    """The role of each line of a text whose lines are parted by blank ones; "" is the story."""
    text = "\n\n".join(lines)
    said = {n: part.role for part in split(text) for n in range(part.line_from, part.line_to + 1)}
    return [said.get(2 * place + 1, "") for place in range(len(lines))]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (["A/N: I have never been to sea."], ["note"]),
        (["AN/2: I have never been to sea."], ["note"]),
        (["Author’s Note 5/3/01 - I have never been to sea."], ["note"]),
        (["Author's note:", "I have never been to sea, so forgive me."], ["note", "note"]),
        (["Disclaimer: not mine."], ["disclaimer"]),
        (["[disclaimer: none of this is mine]"], ["disclaimer"]),
        (["I own nothing; it all belongs to its creators."], ["disclaimer"]),
        (["This is a spin-off of a fic that I posted last year.", "Reviews are welcome!"], ["note", "note"]),
        (["Written for the winter exchange.", "o-o-o-o"], ["note", "separator"]),
        (["Chapter 4: The Lamp"], ["chapter_heading"]),
        (["The Keeper's Log", "by Ada"], ["title", "byline"]),
        (["The Keeper's Log", "By Ada and Ben", "***"], ["title", "byline", "separator"]),
        (["Title: The Lamp", "Author: Ada", "Rating: PG"], ["title", "byline", "header_field"]),
        (["THE LAMP", "For Cleo"], ["title", "dedication"]),
        (["The Lamp and the Sea", "3 минуты", "Фанфик по сериалу."], ["title", "header_field", "note"]),
        (["The sea keeps nothing", "that it cannot carry", '- Ada Marsh "Tides"'], ["epigraph"] * 3),
        (
            ["Chapter 2: Snow", "Nobody knows how the winter began.", "*****"],
            ["chapter_heading", "epigraph", "separator"],
        ),
        (["Chapter 1: A", "The Lamp", "Chapter 1: A"], ["chapter_heading", "title", "chapter_heading"]),
        (["原文链接：https://example.org/1", "/"], ["header_field", "separator"]),
        (["Примечание автора: Спасибо бете."], ["note"]),
        (["Note de l'auteur : merci à Cleo pour la relecture."], ["note"]),
        (["Anmerkung: Danke an Cleo."], ["note"]),
        (["Nota de la autora: gracias a Cleo."], ["note"]),
    ],
)
def test_it_finds_what_stands_before_the_story(front: list[str], expected: list[str]) -> None:
    said = roles(*front, *BODY)
    if front[0].startswith("原文"):
        assert said[0] != ""
        said[0] = expected[0]
    assert said == [*expected, "", "", ""]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (["A/N: That was all. Please review!"], ["end_note"]),
        (["-----", "Author's notes:", "The next chapter comes in May."], ["separator", "end_note", "end_note"]),
        (["The next chapter will be posted on Sunday. Thanks for reading!"], ["end_note"]),
        (["THE END", "Thanks for reading this little fic."], ["", "end_note"]),
        (["~*~", "Nachtrag: Danke fürs Lesen!"], ["separator", "end_note"]),
        (["Конец", "Спасибо за отзывы, продолжение будет."], ["", "end_note"]),
    ],
)
def test_it_finds_what_stands_after_the_story(end: list[str], expected: list[str]) -> None:
    assert roles(*BODY, *end) == ["", "", "", *expected]


@pytest.mark.parametrize(
    "story",
    [
        ["I sit at my desk and write this by the light of one candle.", "It has been a long year for me."],
        ["You know me, I am an old man. There is a story that I could tell you, about the sea.", "I will not."],
        ["3 May 1801", "Aboard the Ada", "We left the harbour at noon."],
        ["The author's note lay on the desk where she had left it.", "He read it twice."],
        ["He had not thought of the lamp", "It had been dark for a year, and he had not once looked up."],
        ['"Title," said the clerk, and Ada told him hers.', "***", "Later they laughed about it."],
        ["From: Ada", "To: Dot", "Come home. The lamp is out, and I am alone with it.", "Dot folded the paper."],
        ["Ada ran.", "~*~", "She ran the whole way.", "~*~", "There was nobody there."],
        ["- Komm, sagte er leise und ging.", "- Nein, sagte sie und blieb.", "Er sah sie an."],
    ],
)
def test_what_only_looks_like_a_note_is_the_story(story: list[str]) -> None:
    assert roles(*story) == [""] * len(story)


def test_a_chapter_that_opens_with_talk_is_not_one_long_note() -> None:
    chapter = [*BODY] * 5
    assert roles("A/N: A short one.", *chapter) == ["note"] + [""] * len(chapter)


def test_headings_and_notes_in_the_middle_are_found() -> None:
    said = roles(
        "Chapter 1",
        *BODY,
        "A/N: Please review!",
        "Chapter 2: Snow",
        "A/N: Thanks for the reviews!",
        *BODY,
        "Epilogue",
        *BODY,
    )
    assert said == (
        [
            "chapter_heading",
            "",
            "",
            "",
            "end_note",
            "chapter_heading",
            "note",
            "",
            "",
            "",
            "chapter_heading",
            "",
            "",
            "",
        ]
    )


def test_numbers_alone_are_headings_in_a_row_only() -> None:
    assert roles("1.", *BODY, "2.", *BODY)[::4] == ["chapter_heading", "chapter_heading"]
    assert roles(*BODY, "1992", *BODY) == [""] * 7


def test_a_list_of_contents_is_no_chapter() -> None:
    said = roles("Chapter 1: A", "Chapter 2: B", "Chapter 3: C", "The Long Road", *BODY)
    assert "chapter_heading" not in said


def test_the_paragraphs_of_a_note_are_one_range() -> None:
    parts = split("\n\n".join(["Author's note: This is a fic.", "Reviews make me glad, so let me know.", *BODY]))
    assert [(part.line_from, part.line_to, part.role) for part in parts] == [(1, 3, "note")]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("aA1 .:*-~\n/[“”'“他章第I"), max_size=120))
def test_parts_are_in_order_and_within_the_text(text: str) -> None:
    last = 0
    for part in split(text):
        assert last < part.line_from <= part.line_to <= text.count("\n") + 1
        assert part.role in FRONT_MATTER_ROLES
        last = part.line_to


def test_five_megabytes_take_seconds() -> None:
    chapter = (
        "Chapter {}: X\n\nA/N: Thanks for reading!\n\n" + "\n\n".join([*BODY] * 40) + "\n\nA/N: Please review!\n\n"
    )
    text = "".join(chapter.format(n) for n in range(1, 600))
    start = time.process_time()
    parts = split(text)
    assert time.process_time() - start < 10
    assert sum(part.role == "chapter_heading" for part in parts) == 599


@pytest.mark.parametrize("line", ["a\n", "x\n\n", "- a\n", "1. Abc\n\n", "Chapter 1\n\n", "A/N: x\n", "\n", '"', "o-"])
def test_five_megabytes_of_nonsense_take_seconds(line: str) -> None:
    start = time.process_time()
    split(line * (5_000_000 // len(line)))
    assert time.process_time() - start < 5


def test_a_paragraph_that_says_i_where_the_story_does_not_is_a_note() -> None:
    told = ["Ada took the lamp and went up.", '"I am cold," said Dot.', "She shut the door behind them both."]
    said = "I could not sleep until this was out of my head."
    assert roles(said, *told) == ["note", "", "", ""]
    assert (
        roles("I took the lamp and went up, as I had to.", "I was cold.", *["My sister said nothing."] * 3) == [""] * 5
    )


def test_what_somebody_says_aloud_does_not_speak_of_the_work() -> None:
    story = ['"Is that the sequel to your fanfic? Please review mine!" said Dot.', "Ada shut the book.", "She laughed."]
    assert roles(*story) == ["", "", ""]


@pytest.mark.parametrize("line", ["Bellrock Station", "Karsk, Lower Town", "INT. LAMP ROOM - NIGHT", "Aboard the Ada"])
def test_the_place_of_a_scene_is_no_title(line: str) -> None:
    assert roles(line, *BODY) == [""] * 4


@pytest.mark.parametrize("line", ["The Lamp and the Sea", "Das Licht am Ufer", "La última barca", "Undertow", "《灯》"])
def test_a_title_may_stand_alone(line: str) -> None:
    assert roles(line, *BODY) == ["title", "", "", ""]


def test_a_header_a_story_and_end_notes_are_not_one_opening() -> None:
    said = roles("The Lamp", "ada", "Summary:", "One night.", "Work Text:", BODY[0], "Notes:", "Come and say hello.")
    assert said == ["title", "byline", "summary", "summary", "header_field", "", "end_note", "end_note"]


def test_the_breaks_of_the_story_are_the_story() -> None:
    story = [BODY[0], "~~SEA~~", BODY[1], "~~SEA~~", BODY[2]]
    assert roles(*story) == [""] * 5
    assert roles("A/N: A short one.", "~~SEA~~", *story)[:3] == ["note", "separator", ""]


def scores(path: Path) -> tuple[float, float]:
    """How many lines, and how many texts as a whole, are told apart right: front matter or story."""
    lines = right = whole = texts = 0
    for row in map(json.loads, path.read_text(encoding="utf8").splitlines()):
        said = {n for part in split(row["text"]) for n in range(part.line_from, part.line_to + 1)}
        gold = {n for part in row["front"] for n in range(part["line_from"], part["line_to"] + 1)}
        counted = [
            (n in said) == (n in gold)
            for n, line in enumerate(row["text"].split("\n"), 1)
            if line.strip() and n not in row.get("ignore_lines", [])
        ]
        lines, right, whole, texts = lines + len(counted), right + sum(counted), whole + all(counted), texts + 1
    return right / lines, whole / texts


def test_openings_of_many_manners_are_split_right() -> None:
    line, whole = scores(Path(__file__).parent / "openings_of_ours.jsonl")
    assert line >= 0.95
    assert whole >= 0.85


def test_the_labelled_texts_are_split_right() -> None:
    splits = SHARED / "credits" / "splits.jsonl"
    if not splits.exists():
        pytest.skip("The labelled texts are not here.")
    line, whole = scores(splits)
    assert line >= 0.95
    assert whole >= 0.80


def test_the_first_two_lines_of_the_seed_are_a_note() -> None:
    seed = SHARED / "seeds" / "000_d06114b488e3b5f3.txt"
    if not seed.exists():
        pytest.skip("The shared seeds are not here.")
    parts = split(seed.read_text(encoding="utf8"))
    assert [(part.line_from, part.line_to, part.role) for part in parts] == [(1, 2, "note")]

"""Sentences and tokens: quotations with apostrophes, handles, initials, possessives."""

from retold.manuscript.credits.tokens import sentences


def words(text: str) -> list[list[str]]:
    return [[token.text for token in sentence.tokens] for sentence in sentences(text)]


def test_an_apostrophe_inside_single_quotes_does_not_close_them() -> None:
    assert words("'Rollin' on Ada's River' by Bo") == [["'Rollin' on Ada's River'", "by", "Bo"]]


def test_typographic_quotes_and_brackets_are_quotations() -> None:
    inner = [token.inner for s in sentences("«Ebbe» „Flut“ “Tide” 《潮》 『灯』") for token in s.tokens]
    assert inner == ["Ebbe", "Flut", "Tide", "潮", "灯"]


def test_handles_and_addresses_are_one_token() -> None:
    assert words("Thanks to /u/4t0m and 12nights_of_bo (https://example.org/a_b).") == [
        ["Thanks", "to", "/u/4t0m", "and", "12nights_of_bo", "(", "https://example.org/a_b", ")", "."]
    ]


def test_initials_end_no_sentence_but_a_full_stop_after_a_letter_may() -> None:
    assert len(words("It belongs to A. B. Crane and Dr. Finch.")) == 1
    assert len(words("A gift for M. Also, thanks.")) == 2


def test_a_possessive_is_its_own_token() -> None:
    assert words("Ada's lamp, Lewis' lamp, it's") == [["Ada", "'s", "lamp", ",", "Lewis", "'", "lamp", ",", "it's"]]


def test_a_hard_wrapped_line_goes_on_and_a_short_one_ends() -> None:
    long = "This line is long enough that the writer's mail program broke it\nhere without an end."
    assert len(words(long)) == 1
    assert len(words("Thanks\nLanterns")) == 2

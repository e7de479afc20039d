"""Every line of every table reads its own example, and the notation says what is wrong with a bad line."""

import pytest

from retold.manuscript.credits import propose
from retold.manuscript.credits.phrases import Phrase, PhraseBook, compile_pattern
from retold.manuscript.credits.reader import FAMILIES
from retold.manuscript.credits.tokens import sentences

TABLE = [pytest.param(phrase, id=phrase.example) for family in FAMILIES for phrase in family.PHRASES]


@pytest.mark.parametrize("phrase", TABLE)
def test_a_phrase_reads_its_own_example(phrase: Phrase) -> None:
    book = PhraseBook([phrase])
    assert any(True for sentence in sentences(phrase.example) for _ in book.matches(sentence))
    assert propose(phrase.example), "the example gives no credit"


@pytest.mark.parametrize("pattern", ["thanks (to|for <names>", "thanks to] <names>"])
def test_a_bad_bracket_is_told(pattern: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        compile_pattern(pattern)


def test_bars_part_words_outside_brackets_and_runs_inside() -> None:
    book = PhraseBook([Phrase("red|blue (big boat|car) here", "thanks_to", "")])
    texts = ["Red big boat here", "blue car here", "red boat here", "blue big car here"]
    assert [any(True for s in sentences(text) for _ in book.matches(s)) for text in texts] == [True, True, False, False]

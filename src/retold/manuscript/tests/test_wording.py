import datetime as dt

import pytest

from retold.manuscript.model import CREDIT_KINDS, CREDIT_MEDIA, Creator, Credit
from retold.manuscript.wording import byline, credit_sentence, day, kind_label, medium_label


@pytest.mark.parametrize(
    ("credit", "sentence"),
    [
        (Credit("title_from", "song", "Lantern Road", "Ada"), "The title is from the song “Lantern Road” by Ada."),
        (Credit("inspired_by", "fanart", place="Tumblr"), "Inspired by fan art on Tumblr."),
        (Credit("quote_from", "poem", creator="Ben", place="Weir"), "It quotes a poem by Ben in Weir."),
        (Credit("thanks_to", "person", creator="Cleo"), "Thanks to Cleo."),
        (Credit("beta_by", "person", "Cleo"), "Beta read by Cleo."),
        (Credit("written_for", "event", "Winter Lights"), "Written for “Winter Lights”."),
        (Credit("translation_of", "other", "Weg", " "), "A translation of “Weg”."),
        (Credit("retells", "tv"), "It retells a television series."),
        (Credit("inspired_by"), "Inspired by a source not named."),
        (Credit("sung_with", "light_opera", "X"), "Sung with: the light opera “X”."),
    ],
)
def test_it_says_a_credit_in_a_sentence(credit, sentence):
    assert credit_sentence(credit) == sentence


@pytest.mark.parametrize("kind", CREDIT_KINDS)
def test_every_kind_makes_a_sentence_of_every_medium(kind):
    sentences = {credit_sentence(Credit(kind, medium, "T")) for medium in CREDIT_MEDIA}
    assert all(one[0].isupper() and one.endswith(".") and "T" in one and "{" not in one for one in sentences)
    assert "_" not in kind_label(kind)


def test_it_names_kinds_and_media():
    assert (kind_label("title_from"), kind_label("new_kind")) == ("Title from", "New kind")
    assert (medium_label("tv"), medium_label("other"), medium_label("light_opera")) == (
        "Television series",
        "Other",
        "Light opera",
    )


def test_it_names_creators_by_role():
    creators = (Creator("Ada"), Creator("Ben", "translator"), Creator("Cleo"), Creator("Dot", "cover_maker"))
    assert byline(creators) == "by Ada and Cleo, translated by Ben, cover maker: Dot"
    assert byline(()) == ""


def test_it_says_a_day_in_words():
    assert day(dt.date(2026, 3, 4)) == "4 March 2026"

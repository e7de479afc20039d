"""Languages: guessed from a text, named, and looked up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.manuscript.language import guess_language, language_name, language_tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("She put the kettle on and waited for the rain to stop, as it always did in the end.", "en"),
        ("Sie stellte den Kessel auf den Herd und wartete darauf, dass der Regen endlich aufhörte.", "de"),
        ("Elle mit la bouilloire sur le feu et attendit que la pluie cesse enfin de tomber.", "fr"),
        ("Puso la tetera al fuego y esperó a que la lluvia dejara de caer sobre el tejado.", "es"),
        ("Она поставила чайник и стала ждать, когда же наконец закончится этот долгий дождь.", "ru"),
        ("Вона поставила чайник і чекала, коли нарешті скінчиться цей довгий осінній дощ.", "uk"),
        ("Ela pôs a chaleira ao lume e esperou que a chuva parasse de cair sobre o telhado.", "pt"),
        ("Lei mise il bollitore sul fuoco e aspettò che la pioggia smettesse di cadere.", "it"),
        ("她放下水壶，等着雨停。", "zh"),
        ("彼女はやかんを置いて、雨が止むのを待った。", "ja"),
        ("그녀는 주전자를 올렸다.", "ko"),
        ("เธอตั้งกาน้ำ", "th"),
        ("Έβαλε το νερό", "el"),
        ("היא שמה את הקומקום", "he"),
    ],
)
def test_it_guesses(text, tag):
    assert guess_language(text) == tag


@pytest.mark.parametrize("text", ["", "   ", "123 456 !!!", "Chapter One", "* * *", "Hello there"])
def test_it_does_not_guess_from_next_to_nothing(text):
    assert guess_language(text) is None


def test_one_foreign_word_does_not_decide():
    text = "He looked at the sign and read 心 aloud, though he had never learned how to say it."
    assert guess_language(text) == "en"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_it_takes_any_text(text):
    tag = guess_language(text)
    assert tag is None or language_tag(tag) is not None


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("English", "en"),
        ("english ", "en"),
        ("eng", "en"),
        ("en", "en"),
        ("en-us", "en-US"),
        ("en_GB", "en-GB"),
        ("Deutsch", "de"),
        ("ger", "de"),
        ("Русский", "ru"),
        ("中文-普通话 國語", "zh"),
        ("中文-广东话 粵語", "yue"),
        ("Bahasa Indonesia", "id"),
        ("Português brasileiro", "pt-BR"),
        ("Português europeu", "pt-PT"),
        ("Tiếng Việt", "vi"),
        ("日本語", "ja"),
        ("Español", "es"),
        ("zh-hant", "zh-Hant"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("de-AT", "de-AT"),
        ("Mando’a", "qmd"),
        ("Gibberish", None),
        ("xx-yy", None),
        ("", None),
    ],
)
def test_it_finds_the_tag(name, tag):
    assert language_tag(name) == tag


def test_it_names_languages_in_english():
    assert language_name("pt-BR") == "Portuguese (Brazil)"
    assert language_name("de") == "German"
    assert language_name("de-AT") == "German (AT)"
    assert language_name("x-none") == "x-none"

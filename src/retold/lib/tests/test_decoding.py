"""Text files come in every encoding that stories were ever saved in."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.lib.decoding import Decoded, NotText, decode

ENGLISH = "“It’s late,” Ada said — “isn’t it?”\nNobody answered. The café was closed…\n" * 3
GERMAN = "Ada schloß die Tür hinter sich. Über den Dächern war es früh; die Straße lag öde.\n" * 3
RUSSIAN = "Наступил вечер. Ада закрыла дверь и долго смотрела на пустую улицу.\n" * 3
JAPANESE = "エイダは窓を閉めた。外では雨が降り続いている。誰も来なかった。\n" * 3
CHINESE = "她关上窗户，外面的雨还没有停。没有人来。\n" * 5
POLISH = "Zażółć gęślą jaźń, powiedziała Ada i zamknęła drzwi. Świat był pusty, ścieżka też.\n" * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (GERMAN, "latin-1"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (CHINESE, "gb18030"),
        (POLISH, "cp1250"),
        *[(text, name) for text in (ENGLISH, RUSSIAN, CHINESE) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32")],
        (ENGLISH, "utf-16-le"),
        (GERMAN, "utf-16-be"),
    ],
)
def test_it_reads_the_encodings_that_stories_come_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_it_makes_every_line_end_the_same() -> None:
    assert decode("one\r\ntwo\rthree\nfour\u0085five".encode()).text == "one\ntwo\nthree\nfour\nfive"


def test_the_ellipsis_of_windows_is_no_line_end() -> None:
    assert decode(b"And then\x85 nothing, she said. It\x92s over.") == Decoded(
        "And then… nothing, she said. It’s over.", "windows-1252"
    )


def test_a_few_windows_bytes_in_utf_8_are_kept() -> None:
    mixed = ("Über Köln, zwölf Türme, schöne Größe, früh.\n" * 4).encode() + b"It\x92s late"
    assert decode(mixed).text.endswith("It’s late")


def test_a_file_that_was_cut_off_is_still_utf_8() -> None:
    assert decode(RUSSIAN.encode()[:-2]).text.startswith("Наступил вечер")


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"\x00\x01\x02\x03", b"\x00" * 100, bytes(range(256)) * 20],
    ids=["picture", "short", "nothing but NUL", "every byte"],
)
def test_it_refuses_what_is_not_text(data: bytes) -> None:
    with pytest.raises(NotText, match="not a text file"):
        decode(data)


def test_no_bytes_are_no_text() -> None:
    assert decode(b"") == Decoded("", "utf-8")


@given(st.binary(max_size=300))
def test_it_reads_or_refuses_and_nothing_else(data: bytes) -> None:
    with contextlib.suppress(NotText):
        assert "\r" not in decode(data).text


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200))
def test_utf_8_comes_back_to_the_letter(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")

"""Names folded: what people would call one name is one, and no script loses its letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.lib.folding import LONGEST_KEY, fold, fold_address, fold_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada", "ADA"),
        ("Renée", "renee"),
        ("Ωμέγα", "ωμεγα"),
        ("Ёлка", "елка"),
        ("Straße", "STRASSE"),
        ("  two\u00a0 words\n", "Two words"),
        ("\uff26ullwidth", "fullwidth"),
    ],
)
def test_names_that_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("กิ", "กา"), ("Ada", "Adam"), ("שָׁלוֹם", "שלום")])
def test_names_that_stay_two(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(name):
    assert fold(fold(name)) == fold(name)
    assert fold_address(fold_address(name)) == fold_address(name)


def test_an_accent_in_an_address_is_another_mailbox():
    assert fold_address("René@Example.org") == "rené@example.org" != fold_address("rene@example.org")


def test_a_key_is_bounded_and_still_tells_long_names_apart():
    one, other = "a" * 10_000, "a" * 9_999 + "b"
    assert len(fold_key(one)) == LONGEST_KEY
    assert fold_key(one) != fold_key(other)
    assert fold_key("Short") == "short"

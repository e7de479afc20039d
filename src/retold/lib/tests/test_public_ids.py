"""Public ids and UUIDs: reversible, and read as people type them."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.lib.public_ids import ARCHIVE_BITS, BITS, letters, new_archive_number, new_pid, number, pid_in, uuid_of

pids = st.integers(0, 2**BITS - 1)
archives = st.integers(0, 2**ARCHIVE_BITS - 1)


@given(pids)
def test_letters_and_back(pid):
    assert len(letters(pid)) == 12
    assert number(letters(pid)) == pid
    assert number(letters(pid).upper()) == pid


def test_letters_that_look_like_digits_are_read_as_those():
    assert number("oooooooooil0") == number("000000000110")


@pytest.mark.parametrize("name", ["", "7zk4m2q9c1x", "7zk4m2q9c1x33", "7zk4m2q9c1xu", "7zk4m2q9c1x!", "٣zk4m2q9c1x3"])
def test_what_is_no_id_is_refused(name):
    with pytest.raises(ValueError, match="no public id"):
        number(name)


def test_a_number_of_too_many_bits_is_refused():
    with pytest.raises(ValueError, match="60 bits"):
        letters(2**BITS)


@given(pids, archives)
def test_a_uuid_tells_the_id_to_its_own_archive_alone(pid, archive):
    made = uuid_of(pid, archive)
    assert (made.version, made.variant) == (8, uuid.RFC_4122)
    assert pid_in(made, archive) == pid
    assert pid_in(made, archive ^ 1) is None


def test_another_kind_of_uuid_is_no_id():
    assert pid_in(uuid.uuid4(), 0) is None


def test_new_numbers_are_never_zero_and_differ():
    assert len({new_pid() for _ in range(1000)} - {0}) == 1000
    assert 0 < new_archive_number() < 2**ARCHIVE_BITS

"""Families of near copies on trial: at least 99 of 100 pairs joined rightly, and none wrongly, in every order."""

from __future__ import annotations

import pytest

from retold.catalog.people.actions import create_account
from retold.catalog.people.models import Account
from tests.families.kinds import families
from tests.families.trial import AT, Confusion, try_family, try_shelf

JOINED_RIGHTLY = 0.99


def shelf_of(name: str) -> Account:
    return create_account(email=f"{name}@example.org", password=None, at=AT)


def check(found: Confusion) -> None:
    print(found.table())
    assert not found.total("apart", "joined"), "\n".join(found.wrong)
    share = found.total("same", "joined") / found.total("same")
    assert share >= JOINED_RIGHTLY, f"{share:.4f}\n" + "\n".join(found.wrong)


@pytest.mark.django_db
def test_families_on_one_shelf_find_each_other_and_nobody_else() -> None:
    found = Confusion()
    try_shelf(families(), shelf_of("one"), found)
    check(found)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("order", range(3))
def test_families_find_each_other_in_every_order(order: int) -> None:
    found = Confusion()
    for family in families():
        try_family(family, list(family.orders())[order], shelf_of(f"{family.number}"), found)
    check(found)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(1, 4))
def test_other_families_of_the_same_kinds(seed: int) -> None:
    """The rules were set on the families of seed 0 alone."""
    found = Confusion()
    try_shelf(families(seed), shelf_of(f"seed{seed}"), found)
    check(found)

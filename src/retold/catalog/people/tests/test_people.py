"""Accounts, pen names and viewers: who is who, and what nobody may tell from it."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils.functional import SimpleLazyObject

from retold.catalog.people.actions import NameTaken, create_account, create_pen_name, find_or_make_imported_pen
from retold.catalog.people.models import Account, PenName
from retold.catalog.people.viewers import GUEST, KEEPERS, MEMBERS, Viewer, viewer_for


def test_an_account_is_found_however_its_address_is_cased(ada):
    assert Account.objects.get_by_natural_key("ADA@Example.org") == ada


def test_one_address_has_one_account(ada, at):
    with pytest.raises(NameTaken, match="sign in"):
        create_account(email="Ada@example.ORG", password=None, at=at)
    assert Account.objects.count() == 1


def test_an_account_signs_in_by_its_password_until_it_is_removed(db, at):
    account = create_account(email="cleo@example.org", password="a long pass phrase", at=at)
    assert authenticate(username="cleo@example.org", password="a long pass phrase") == account
    account.removed_at = at
    account.save()
    account.refresh_from_db()
    assert account.is_active is False
    assert authenticate(username="cleo@example.org", password="a long pass phrase") is None


def test_sign_in_by_address_finds_it_however_it_was_typed(db, at):
    account = create_account(email="Cleo@Example.org", password="a long pass phrase", at=at)
    for typed in ("cleo@example.org", "CLEO@example.ORG"):
        assert authenticate(email=typed, password="a long pass phrase") == account


def test_without_a_password_nobody_signs_in_by_one(ada):
    assert not ada.has_usable_password()
    assert authenticate(username=ada.email, password="") is None


def test_the_first_pen_name_is_the_default(ada):
    first, second = create_pen_name(account=ada, name="Ada"), create_pen_name(account=ada, name="Lovelace")
    assert (first.is_default, second.is_default) == (True, False)
    third = create_pen_name(account=ada, name="AAL", is_default=True)
    first.refresh_from_db()
    assert (first.is_default, third.is_default) == (False, True)


def test_a_pen_name_is_once_in_an_account_and_as_often_as_wanted_outside(ada, ben):
    create_pen_name(account=ada, name="René")
    with pytest.raises(NameTaken):
        create_pen_name(account=ada, name="RENE")
    assert create_pen_name(account=ben, name="rene").account == ben


def test_a_name_of_nothing_is_refused(ada):
    with pytest.raises(ValueError, match="letter"):
        create_pen_name(account=ada, name=" \u00a0")


def test_the_schema_itself_refuses_a_default_without_account_and_a_second_default(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        PenName.objects.create(name="X", is_default=True)
    create_pen_name(account=ada, name="Ada")
    with pytest.raises(IntegrityError), transaction.atomic():
        PenName.objects.create(account=ada, name="Y", is_default=True)


def test_an_imported_name_with_an_address_is_one_for_everybody(ada, ben):
    one = find_or_make_imported_pen(name="P (U)", url="https://example.org/users/U/pseuds/P", keeper=ada)
    two = find_or_make_imported_pen(name="P", url="http://www.example.org/users/U/pseuds/P/", keeper=ben)
    assert one == two
    assert one.account is None


def test_an_imported_name_without_an_address_is_of_its_keeper_alone(ada, ben):
    mine = find_or_make_imported_pen(name="Alex", url=None, keeper=ada)
    assert mine == find_or_make_imported_pen(name="ALEX", url="", keeper=ada)
    assert mine != find_or_make_imported_pen(name="Alex", url=None, keeper=ben)


def test_an_imported_name_is_never_an_account_s_own(ada):
    own = create_pen_name(account=ada, name="Alex")
    assert find_or_make_imported_pen(name="Alex", url=None, keeper=ada) != own


@pytest.mark.parametrize("nobody", [None, AnonymousUser(), Account(email="new@example.org")])
def test_nobody_is_a_guest(db, nobody):
    assert viewer_for(nobody) == GUEST


def test_the_only_account_is_the_keeper_until_there_is_a_second(ada, at):
    assert viewer_for(ada) == Viewer(ada.pk, KEEPERS)
    ben = create_account(email="ben@example.org", password=None, at=at)
    assert viewer_for(ada) == Viewer(ada.pk, MEMBERS)
    assert viewer_for(ben) == Viewer(ben.pk, MEMBERS)


def test_the_account_of_a_request_is_looked_up_late(ada):
    assert viewer_for(SimpleLazyObject(lambda: ada)) == viewer_for(ada)


def test_a_removed_account_sees_what_a_guest_sees(ada, at):
    ada.removed_at = at
    assert viewer_for(ada) == GUEST

"""The verbs of people: make an account, make a pen name, find the pen name that an imported name is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from retold.catalog.people.models import Account, PenName
from retold.lib.addresses import place_of
from retold.lib.folding import bounded, fold_address, fold_key


class NameTaken(ValueError):
    """There is an account or a pen name of that name already; the message says so to the person."""


def create_account(*, email: str, password: str | None, at: dt.datetime) -> Account:
    """A new account; without a password it can only be opened by a sign-in link.

    Raises NameTaken where the address has an account.
    """
    try:
        with transaction.atomic():
            return Account.objects.create_user(email=email, password=password, joined_at=at)
    except IntegrityError as error:
        if not Account.objects.filter(email_fold=fold_address(email)).exists():
            raise
        raise NameTaken(f"There is an account for {email} already; sign in with it.") from error


def create_pen_name(*, account: Account, name: str, is_default: bool = False) -> PenName:
    """A pen name of the account; its first one becomes its default. Raises NameTaken, ValueError for no name."""
    if not fold_key(name):
        raise ValueError("A pen name needs at least one letter.")
    with transaction.atomic():
        own = PenName.objects.select_for_update().filter(account=account)
        if own.filter(fold=fold_key(name)).exists():
            raise NameTaken(f"You have the pen name {name} already.")
        first = is_default or not own.filter(is_default=True).exists()
        if first:
            own.filter(is_default=True).update(is_default=False)
        return PenName.objects.create(account=account, name=name.strip(), is_default=first)


def find_or_make_imported_pen(*, name: str, url: str | None, keeper: Account) -> PenName:
    """The pen name without an account that an imported creator is.

    With an address it is the one of that page, whoever brings it in; without, the one of that folded name among
    what this keeper brought in, so that one stranger's "Alex" never adopts another's (data-model.md §13.6).
    """
    site, key = _imported_origin(name, url, keeper)
    pen, _ = PenName.objects.get_or_create(origin_site=site, origin_key=key, defaults={"name": name})
    return pen


def imported_pens(creators: Iterable[tuple[str, str | None]], *, keeper: Account) -> dict[tuple[str, str], PenName]:
    """`find_or_make_imported_pen` for many (name, address) at once, by those. Two queries, three where some are new."""
    wanted = list(dict.fromkeys(creators))
    origins = {one: _imported_origin(*one, keeper) for one in wanted}
    found = _pens_of(origins.values())
    names = {origins[one]: one[0] for one in reversed(wanted)}
    missing = [PenName(origin_site=o[0], origin_key=o[1], name=name) for o, name in names.items() if o not in found]
    if missing:
        PenName.objects.bulk_create(missing, ignore_conflicts=True)
        found = _pens_of(origins.values())
    return {(name, url or ""): found[origins[name, url]] for name, url in wanted}


def _pens_of(origins: Iterable[tuple[str, str]]) -> dict[tuple[str, str], PenName]:
    keys = {key for _, key in origins}
    return {(pen.origin_site, pen.origin_key): pen for pen in PenName.objects.filter(origin_key__in=keys)}


def _imported_origin(name: str, url: str | None, keeper: Account) -> tuple[str, str]:
    site, key = pen_origin(name, url)
    return (site, key) if site else ("", f"{keeper.pk}/{key}")


def pen_origin(name: str, url: str | None) -> tuple[str, str]:
    """What makes two imported names one: (site, path) of their page, else ("", the folded name)."""
    place = place_of(url)
    if place is None:
        return "", fold_key(name)
    return place.site, bounded(place.key or "/")

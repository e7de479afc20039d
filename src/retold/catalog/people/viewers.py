"""Who looks: a frozen value that every read takes, so that no viewer is ever ambient (design.md, rule 7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from retold.catalog.people.models import Account

EVERYONE, MEMBERS, MODERATORS, KEEPERS = 0, 1, 2, 3


@dataclass(frozen=True)
class Viewer:
    """Who looks: an account's key or None, and the clearance that gates are compared with (data-model.md §6).

    Clearance 0 is anyone's, 1 a member's, 3 the only keeper's; 2 is given on moderation pages alone.
    """

    account: int | None = None
    clearance: int = EVERYONE


GUEST = Viewer()


def viewer_for(account: Account | AnonymousUser | None) -> Viewer:
    """The viewer that an account is: a guest, a member, or the keeper of an archive of one account.

    The one place of that rule. A removed account sees what a guest sees.
    """
    if not isinstance(account, Account) or account.pk is None or account.removed_at is not None:
        return GUEST
    alone = not Account.objects.exclude(pk=account.pk).exists()
    return Viewer(account.pk, KEEPERS if alone else MEMBERS)

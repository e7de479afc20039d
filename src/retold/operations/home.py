"""The home folder of an archive: made ready before anything runs on it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from retold.catalog.people import actions as people
from retold.catalog.people.models import Account
from retold.lib.locks import file_lock

KEEPER_EMAIL = "keeper@localhost"


def prepare(*, at: dt.datetime) -> Account:
    """Bring the home folder up to date (folder, tables, keeper's account) and give back its keeper.

    Safe to call at every start and from several processes at once: they queue on one lock file.
    """
    settings.RETOLD_HOME.mkdir(parents=True, exist_ok=True)
    with file_lock(settings.RETOLD_HOME / "prepare.lock"):
        call_command("migrate", verbosity=0, interactive=False)
        return keeper() or people.create_account(email=KEEPER_EMAIL, password=None, at=at)


def keeper() -> Account | None:
    """The account that keeps this archive: the first one made."""
    return Account.objects.order_by("pk").first()


def sign_in_path(account: Account) -> str:
    """The path of a one-time sign-in link; using it, or any other sign-in, makes it void."""
    who = urlsafe_base64_encode(force_bytes(account.pk))
    return f"/sign-in/{who}/{default_token_generator.make_token(account)}/"


def was_never_opened(account: Account) -> bool:
    """Whether nobody has signed in yet, so that a first sign-in link must be printed."""
    return account.last_login is None

"""The home folder of an archive: made ready before anything runs on it."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from retold.catalog.people import actions as people
from retold.catalog.people.models import Account
from retold.lib.locks import file_lock
from retold.ports import database
from retold.ports.database import migrating

KEEPER_EMAIL = "keeper@localhost"

log = logging.getLogger(__name__)


class NewerHome(RuntimeError):
    """The home was used by a newer Retold; the message says what to do."""

    is_for_people = True


class LostDatabase(RuntimeError):
    """The home's database is gone; the message says what to do."""

    is_for_people = True


def prepare(*, at: dt.datetime) -> Account:
    """Bring the home folder up to date (folder, tables, keeper's account) and give back its keeper.

    Safe to call at every start and from several processes at once: they queue on one lock file. Raises NewerHome if
    a newer Retold has changed its tables already.
    """
    (settings.RETOLD_HOME / "uploads").mkdir(parents=True, exist_ok=True)
    with file_lock(settings.RETOLD_HOME / "prepare.lock"):
        _refuse_without_database()
        if connection.vendor == "sqlite" and database_path().is_absolute():  # not the tests' own, in memory
            _give_checksums()
        _bring_tables_up_to_date()
        return keeper() or people.create_account(email=KEEPER_EMAIL, password=None, at=at)


def database_path() -> Path:
    """Where the embedded database lies."""
    return Path(connection.settings_dict["NAME"])


def _refuse_without_database() -> None:
    """A home whose files are there and whose database is not is no new home."""
    path = database_path()
    if connection.vendor != "sqlite" or not path.is_absolute() or (path.exists() and path.stat().st_size):
        return
    if next((settings.RETOLD_HOME / "kept").glob("??/??/*"), None) is not None:
        raise LostDatabase(
            f"{path} is missing, while the files that it knew are there. Put it back, or restore a backup beside this "
            "home (retold restore)."
        )


def _give_checksums() -> None:
    try:
        if database.make_ready(database_path()):
            connection.close()
    except database.NotConverted as error:  # it goes on as it is; doctor says so too
        log.warning("%s", error)


def _bring_tables_up_to_date() -> None:
    executor = migrating.WholeSteps(connection)
    unknown = migrating.unknown_migrations(executor)
    if unknown:
        raise NewerHome(
            f"{settings.RETOLD_HOME} was used by a newer Retold (it has {unknown[0]}); "
            "start that version, or a later one."
        )
    migrating.bring_up_to_date(executor)


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

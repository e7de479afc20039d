"""The cast of these tests, and works that stand on a shelf: made by the same actions that the pages call."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from retold.catalog import desk
from retold.catalog.people import actions as people
from retold.catalog.people.models import Account
from retold.catalog.works.models import Work
from retold.manuscript.model import Chapter, Creator, Credit, Manuscript

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)

WEIR = Manuscript(
    title="The lamp at the weir",
    creators=(Creator("Ada Fenn"), Creator("Ben Oake", "artist")),
    summary="<p>The river goes <em>down</em>.</p>",
    notes_before="<p>For Ben, who drew the ferryman first.</p>",
    notes_after="<p>Thank you for reading.</p>",
    language="en",
    rating="Mature",
    warnings=("No Archive Warnings Apply",),
    categories=("Gen",),
    fandoms=("Rivers of Harrow",),
    relationships=("Wren & Tam",),
    freeforms=("Slow burn",),
    chapters=(
        Chapter('<p>The <a href="#x-a">water</a> fell.</p>\n<p id="x-a">A stair came up.</p>', title="One"),
        Chapter("<p>They lit the lamp.</p>", notes_after="<p>The wick was old.</p>"),
    ),
    complete=True,
    chapters_expected=2,
    credits=(
        Credit(
            "inspired_by", "fanart", creator="Ben", place="Tumblr", evidence="who drew the ferryman", state="accepted"
        ),
    ),
)


def account(email: str = "ada@example.org") -> Account:
    """An account that signs in without a password."""
    return people.create_account(email=email, password=None, at=NOW)


def signed_in(who: Account) -> Client:
    """A browser that the account is signed in on."""
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def work_of(who: Account, manuscript: Manuscript = WEIR, *, audience: str = "private") -> Work:
    """A work on the account's shelf."""
    return desk.accept(manuscript, account=who, at=NOW, audience=audience).work

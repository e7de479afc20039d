"""The verbs of works: open and close, remove and bring back, mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any, Literal, get_args

from django.db import transaction

from retold.catalog.people.models import Account
from retold.catalog.works.editions import copies_of
from retold.catalog.works.merging import facing
from retold.catalog.works.models import Access, Audience, Change, Right, Work
from retold.catalog.works.settling import settle
from retold.lib.public_ids import letters
from retold.manuscript import serialise
from retold.manuscript.model import Manuscript
from retold.ports import events

AudienceName = Literal["private", "members", "everyone"]
AUDIENCES: Mapping[str, Audience] = {
    "private": Audience.KEEPERS,
    "members": Audience.MEMBERS,
    "everyone": Audience.EVERYONE,
}
MENDABLE = frozenset(f.name for f in fields(Manuscript)) - {"chapters", "credits", "assets", "uuid", "source", "extra"}

WORK_CHANGED = "work.changed"


class NotAllowed(PermissionError):
    """The account may not do this to the work; the message says so to the person."""


class NeedsTitle(ValueError):
    """A work without a title stays private; the message says so to the person."""


def audience_named(name: str) -> Audience:
    """The audience of a name: private, members or everyone. Raises ValueError for any other."""
    if name not in AUDIENCES:
        raise ValueError(f"There is no audience {name!r}; there are {', '.join(get_args(AudienceName))}.")
    return AUDIENCES[name]


def set_audience(*, work: Work, audience: AudienceName | str, by: Account, at: dt.datetime) -> Work:
    """Open a work to members or everyone, or close it. Raises NeedsTitle, NotAllowed, ValueError."""
    wanted = audience_named(audience)
    with transaction.atomic():
        held = held_for(work, by, Right.OWN)
        if wanted != Audience.KEEPERS and not held.title:
            raise NeedsTitle("A work needs a title before others can see it; give it one first.")
        held.audience = wanted
        return mark_changed(held, at)


def remove_work(*, work: Work, by: Account, at: dt.datetime) -> Work:
    """Take a work away from every viewer at once; it can be brought back for 30 days. Raises NotAllowed."""
    with transaction.atomic():
        held = held_for(work, by, Right.OWN)
        held.removed_at = held.removed_at or at
        return mark_changed(held, at)


def restore_work(*, work: Work, by: Account, at: dt.datetime) -> Work:
    """Bring a removed work back as it was. Raises NotAllowed."""
    with transaction.atomic():
        held = held_for(work, by, Right.OWN)
        held.removed_at = None
        return mark_changed(held, at)


def mend_work(*, work: Work, by: Account, at: dt.datetime, mends: Mapping[str, Any]) -> Work:
    """Set fields of a work over what its copies say, and remember that they were mended.

    `mends` holds values by field as in the Manuscript's JSON ("title": "Ash", "fandoms": ["Harrow"]). Raises
    NotAllowed, NeedsTitle, ValueError for a field that cannot be mended, NotAManuscript for a value of the wrong
    shape.
    """
    unknown = set(mends) - MENDABLE
    if unknown:
        raise ValueError(f"These fields cannot be mended: {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        held = held_for(work, by, Right.WRITE)
        _check_shape(mends)
        return _with_mends(held, {**held.mended, **mends}, tuple(mends), by, at)


def put_back_fields(
    *, work: Work, change: Change, by: Account, at: dt.datetime, fields: Collection[str] | None = None
) -> Work:
    """Give fields of a work the values that a change put others over; None: all the fields that it changed.

    It is a change itself, and can be undone. Raises NotAllowed, and NeedsTitle where an open work would lose its
    title.
    """
    with transaction.atomic():
        held = held_for(work, by, Right.WRITE)
        names = [name for name in change.before if fields is None or name in fields]
        others = {name: value for name, value in held.mended.items() if name not in names}
        stood = {name: change.stood[name] for name in names if name in change.stood}
        return _with_mends(held, others | stood, names, by, at)


def _with_mends(work: Work, mended: dict[str, Any], names: Collection[str], by: Account, at: dt.datetime) -> Work:
    """Let these mends stand on a work, and remember what the named fields said before."""
    copies = copies_of(work)
    before, after = (serialise.to_json(facing(copies, mends).manuscript) for mends in (work.mended, mended))
    if not after["title"] and work.audience != Audience.KEEPERS:
        raise NeedsTitle("A work that others can see needs a title.")
    if mended != work.mended:
        Change.objects.create(
            work=work,
            at=at,
            by=by,
            before={name: before[name] for name in names},
            after={name: after[name] for name in names},
            stood={name: work.mended[name] for name in names if name in work.mended},
        )
    work.mended = mended
    settle(work=work, keeper=by, at=at)
    return announce(work, at)


def announce(work: Work, at: dt.datetime) -> Work:
    """Say that a work changed, in the transaction of the change, and give it as the database has it now."""
    events.emit(WORK_CHANGED, key=f"work:{letters(work.pid)}", payload={"work": work.pk}, at=at)
    work.refresh_from_db()
    return work


def announce_all(works: Iterable[Work], at: dt.datetime) -> None:
    """Say of many works that they changed, in the transaction of the change."""
    events.emit_all(WORK_CHANGED, [(f"work:{letters(work.pid)}", {"work": work.pk}) for work in works], at=at)


def _check_shape(mends: Mapping[str, Any]) -> None:
    """Raises NotAManuscript where a value has the wrong shape."""
    serialise.from_json(serialise.to_json(Manuscript(chapters=())) | dict(mends))


def held_for(work: Work, by: Account, least: Right) -> Work:
    """The work as it is now, locked, if the account has at least that right. Raises NotAllowed."""
    if not Access.objects.filter(account=by, work=work, right__gte=least).exists():
        raise NotAllowed("Only a keeper of this work can do that.")
    return Work.objects.select_for_update().get(pk=work.pk)


def mark_changed(work: Work, at: dt.datetime) -> Work:
    """Write a work that `held_for` gave, with its next version, and announce it."""
    work.changed_at = at
    work.version += 1
    work.save()
    return announce(work, at)

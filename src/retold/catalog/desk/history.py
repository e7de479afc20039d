"""What fields of a work said before its keepers changed them, and putting that back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from retold.catalog.people.models import Account
from retold.catalog.people.viewers import Viewer
from retold.catalog.works.actions import put_back_fields
from retold.catalog.works.models import Change, Right, Work
from retold.catalog.works.queries import KEPT_WHEN_REMOVED, right_of, visible_to


@dataclass(frozen=True)
class FieldChange:
    """A field that was changed: what it said before and after, as in the Manuscript's JSON."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ChangeLine:
    """A change of fields: when, until when it can be undone, and whether it was the viewer's own (None: not known)."""

    pid: int
    at: dt.datetime
    until: dt.datetime
    mine: bool | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class HistoryPage:
    """The changes of a work's fields that can be undone, the last one first."""

    pid: int
    title: str | None
    changes: tuple[ChangeLine, ...]


def history_page(viewer: Viewer, pid: int) -> HistoryPage | None:
    """The changes of a work, or None where there is none that this viewer may change. Three queries."""
    work = visible_to(viewer).filter(pid=pid).first()
    if work is None or (right_of(work, viewer) or 0) < Right.WRITE:
        return None
    rows = changes_of(work)
    return HistoryPage(work.pid, work.title, tuple(_line(row, viewer) for row in rows))


def changes_of(work: Work) -> QuerySet[Change]:
    """The changes of a work's fields, the last one first; for its keepers."""
    return work.changes.order_by("-at", "-pk")


def put_back(*, work: Work, change: int, by: Account, at: dt.datetime, fields: Collection[str] | None = None) -> bool:
    """Put back what a change (by its public id) was put over; False where the work has no such change or field.

    Raises NotAllowed and NeedsTitle.
    """
    with transaction.atomic():
        found = work.changes.filter(pid=change).first()
        if found is None or not set(found.before) >= set(fields or ()):
            return False
        put_back_fields(work=work, change=found, by=by, at=at, fields=fields)
    return True


def _line(row: Change, viewer: Viewer) -> ChangeLine:
    return ChangeLine(
        pid=row.pid,
        at=row.at,
        until=row.at + KEPT_WHEN_REMOVED,
        mine=None if row.by_id is None else row.by_id == viewer.account,
        fields=tuple(FieldChange(name, before, row.after[name]) for name, before in row.before.items()),
    )

"""Reads of credits: what works owe, as a viewer of those works sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from retold.catalog.credits.identity import credit_from
from retold.catalog.credits.models import AddressState, Consent, Credit, ProposalDecision
from retold.catalog.people.viewers import Viewer
from retold.catalog.works.models import Work
from retold.catalog.works.queries import KEPT_WHEN_REMOVED, seen
from retold.manuscript import model


@dataclass(frozen=True)
class CreditLine:
    """A credit of a work: what it says as written (`credit`, for `retold.manuscript.wording`), and its source.

    `wording` is the keeper's own sentence or None; `address_state` is of `credit.url`.
    """

    pid: int
    source: int
    credit: model.Credit
    wording: str | None
    address_state: AddressState
    consent: Consent


@dataclass(frozen=True)
class TakenBack:
    """A credit that was taken back: when, and until when it can be put back."""

    line: CreditLine
    removed_at: dt.datetime
    until: dt.datetime


def credits_for(works: Iterable[Work], viewer: Viewer) -> dict[int, tuple[CreditLine, ...]]:
    """The accepted credits of works that the viewer may see, by the work's key, in order. One query."""
    rows = Credit.objects.standing().filter(work__in=[work.pk for work in works]).select_related("source", "address")
    lines: dict[int, list[CreditLine]] = {}
    for row in seen(rows, viewer, "work").order_by("work", "rank"):
        lines.setdefault(row.work_id, []).append(_line(row))
    return {work: tuple(found) for work, found in lines.items()}


def decided_proposals(work: Work) -> tuple[model.Credit, ...]:
    """The proposals of a work that are not asked about any more; for its keepers. One query.

    Those that an accepted credit says word for word are not among them.
    """
    rows = ProposalDecision.objects.filter(work=work, taken_with=None).order_by("pk")
    return tuple(credit_from(row.proposal) for row in rows)


def refused_proposals(work: Work) -> tuple[model.Credit, ...]:
    """The proposals of a work that were refused, the last first; for its keepers. One query."""
    rows = ProposalDecision.objects.filter(work=work, taken_with=None, credit=None).order_by("-made_at", "-pk")
    return tuple(credit_from(row.proposal) for row in rows)


def taken_back(work: Work) -> tuple[TakenBack, ...]:
    """The credits of a work that were taken back and can be put back, the last first; for its keepers. One query.

    Not among them: those that the work owes again meanwhile.
    """
    rows = list(work.credits.select_related("source", "address").order_by("-removed_at", "pk"))
    owed = {(row.kind, row.source_id) for row in rows if row.removed_at is None}
    return tuple(
        TakenBack(_line(row), row.removed_at, row.removed_at + KEPT_WHEN_REMOVED)
        for row in rows
        if row.removed_at is not None and (row.kind, row.source_id) not in owed
    )


def _line(row: Credit) -> CreditLine:
    state = AddressState(row.address.state) if row.address else AddressState.UNCHECKED
    return CreditLine(
        pid=row.pid,
        source=row.source.pid,
        credit=credit_from(row.as_written),
        wording=row.wording or None,
        address_state=state,
        consent=Consent(row.consent),
    )

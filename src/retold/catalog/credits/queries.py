"""Reads of credits: what works owe, as a viewer of those works sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from retold.catalog.credits.identity import credit_from
from retold.catalog.credits.models import AddressState, Consent, Credit, ProposalDecision
from retold.catalog.people.viewers import Viewer
from retold.catalog.works.models import Work
from retold.catalog.works.queries import seen
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


def credits_for(works: Iterable[Work], viewer: Viewer) -> dict[int, tuple[CreditLine, ...]]:
    """The accepted credits of works that the viewer may see, by the work's key, in order. One query."""
    rows = Credit.objects.filter(work__in=[work.pk for work in works]).select_related("source", "address")
    lines: dict[int, list[CreditLine]] = {}
    for row in seen(rows, viewer, "work").order_by("work", "rank"):
        lines.setdefault(row.work_id, []).append(_line(row))
    return {work: tuple(found) for work, found in lines.items()}


def decided_proposals(work: Work) -> tuple[model.Credit, ...]:
    """The proposals of a work that are not asked about any more; for its keepers. One query.

    Those that an accepted credit says word for word are not among them.
    """
    rows = ProposalDecision.objects.filter(work=work).order_by("pk")
    return tuple(credit_from(row.proposal) for row in rows)


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

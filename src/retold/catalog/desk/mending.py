"""Mend a work that is kept: its fields, its credits and who sees it, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from retold.catalog.credits.actions import (
    accept_proposal,
    ask_again,
    put_back_credit,
    refuse_proposal,
    take_back_credit,
)
from retold.catalog.credits.queries import refused_proposals
from retold.catalog.desk.giving import fields_as_kept, proposals_of
from retold.catalog.desk.storable import storable
from retold.catalog.people.models import Account
from retold.catalog.works.actions import audience_named, held_for, mark_changed, mend_work, set_audience
from retold.catalog.works.models import Audience, Right, Work
from retold.manuscript import model, serialise
from retold.manuscript.mending import CreditMend, credit_key, mended_credit, with_fields
from retold.manuscript.model import Manuscript


class ChangedMeanwhile(RuntimeError):
    """The work is not at the version any more that its keeper saw; the message says so to the person."""


@dataclass(frozen=True)
class Changes:
    """What a keeper changed on a work.

    `fields`: text or names by field, as `retold.manuscript.mending.with_fields` takes them. `credits`: decisions by
    the key of the proposal. `taken_back`: public ids of accepted credits. `put_back`: public ids of credits that were
    taken back. `asked_again`: the keys of proposals that were refused. `audience`: private, members or everyone; None
    leaves it.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    credits: Mapping[str, CreditMend] = field(default_factory=dict)
    taken_back: Collection[int] = ()
    put_back: Collection[int] = ()
    asked_again: Collection[str] = ()
    audience: str | None = None


def mend(*, work: Work, by: Account, at: dt.datetime, version: int, changes: Changes) -> Work:
    """Apply all changes to a work as it was at `version`, or none of them, and give it as it is then.

    What says nothing new changes nothing. Raises NotAllowed, ChangedMeanwhile, NeedsTitle, and ValueError for an
    audience that there is none of.
    """
    with transaction.atomic():
        held = held_for(work, by, Right.WRITE)
        if held.version != version:
            raise ChangedMeanwhile("This work was changed elsewhere while its page was open.")
        if _decide(held, changes, at):
            mark_changed(held, at)
        # Closed before it may lose its title, opened after it may have got one.
        wanted = None if changes.audience is None else audience_named(changes.audience)
        if wanted == Audience.KEEPERS:
            _set_audience(held, wanted, by, at)
        mends = _mends(held, changes.fields)
        if mends:
            mend_work(work=held, by=by, at=at, mends=mends)
        if wanted is not None and wanted != Audience.KEEPERS:
            _set_audience(held, wanted, by, at)
        held.refresh_from_db()
    return held


def _decide(work: Work, changes: Changes, at: dt.datetime) -> bool:
    """Take credits back and put them back, accept and refuse proposals; whether there was anything to do."""
    back = list(work.credits.filter(pid__in=changes.taken_back, removed_at=None))
    undone = _undo(work, changes)
    decisions = [
        (one, mend)
        for one in proposals_of(work)
        if (mend := changes.credits.get(credit_key(one))) is not None and mend.decision != "later"
    ]
    for credit in back:
        take_back_credit(credit=credit, at=at)
    for proposal, decision in decisions:
        if decision.decision == "refuse":
            refuse_proposal(work=work, proposal=proposal, at=at)
        else:
            accept_proposal(work=work, proposal=proposal, credit=_accepted(proposal, decision), at=at)
    return bool(back or undone or decisions)


def _undo(work: Work, changes: Changes) -> bool:
    """Put back credits that were taken back, ask again about proposals that were refused; whether anything was."""
    gone = list(work.credits.filter(pid__in=changes.put_back, removed_at__isnull=False).order_by("rank"))
    put_back = [put_back_credit(credit=credit) for credit in gone]
    refused = [one for one in refused_proposals(work) if credit_key(one) in changes.asked_again]
    for proposal in refused:
        ask_again(work=work, proposal=proposal)
    return any(put_back) or bool(refused)


def _accepted(proposal: model.Credit, decision: CreditMend) -> model.Credit:
    typed = replace(mended_credit(proposal, decision), state="accepted")
    return storable(Manuscript(chapters=(), credits=(typed,))).credits[0]


def _mends(work: Work, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields change, as values of the Manuscript's JSON."""
    if not fields:
        return {}
    kept = fields_as_kept(work)
    before, after = (serialise.to_json(one) for one in (kept, storable(with_fields(kept, fields))))
    return {name: after[name] for name in fields if after[name] != before[name]}


def _set_audience(work: Work, wanted: Audience, by: Account, at: dt.datetime) -> None:
    if work.audience != wanted:
        set_audience(work=work, audience=wanted.label, by=by, at=at)

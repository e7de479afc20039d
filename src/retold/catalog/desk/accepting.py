"""Take a whole work in: as a new work, as another copy of one that is held, or as nothing new.

Outcomes (data-model.md §5): same original file: held. A copy of a work that is held (`desk.likeness`): held, the file
kept beside, where its text and all that it says are there already; merged where it says more; else an edition. Anything
else is added. What may be a copy is added too, and its keeper is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.db import transaction

from retold.catalog.credits.actions import accept_credit, refuse_proposal
from retold.catalog.credits.identity import KINDS
from retold.catalog.credits.queries import decided_proposals
from retold.catalog.desk.giving import accepted_credits, manuscript_as_kept, open_proposals, proposals_of
from retold.catalog.desk.likeness import Found, Telling, find, own_works, remember_questions
from retold.catalog.desk.storable import storable
from retold.catalog.people.models import Account
from retold.catalog.works import texts
from retold.catalog.works.actions import announce, audience_named
from retold.catalog.works.editions import add_edition, copies_of
from retold.catalog.works.merging import newest_first, says_more
from retold.catalog.works.models import (
    Access,
    Audience,
    Edition,
    EditionAsset,
    Original,
    Right,
    Stage,
    Tally,
    Work,
)
from retold.catalog.works.settling import settle
from retold.catalog.works.texts import PackedText
from retold.manuscript.model import Credit, Manuscript
from retold.ports import storage
from retold.ports.storage.models import KeptFile

Outcome = Literal["added", "edition", "merged", "held"]


@dataclass(frozen=True)
class Accepted:
    """What became of a Manuscript: the work it is, what happened, and the edition that holds it."""

    work: Work
    outcome: Outcome
    edition: Edition


@dataclass(frozen=True)
class _Arrival:
    """Everything that came in together."""

    manuscript: Manuscript
    packed: tuple[PackedText, ...]
    originals: Sequence[tuple[KeptFile, str, str]]
    assets: Mapping[str, bytes]
    credits: Sequence[Credit]
    refused: Sequence[Credit]
    account: Account
    at: dt.datetime
    telling: Telling

    @property
    def digest(self) -> bytes:
        return texts.digest_of(one.digest for one in self.packed)


def accept(
    manuscript: Manuscript,
    *,
    account: Account,
    at: dt.datetime,
    audience: str = "private",
    originals: Sequence[tuple[KeptFile, str, str]] = (),
    assets: Mapping[str, bytes] | None = None,
    credits: Sequence[Credit] | None = None,  # noqa: A002  (the field's own word)
    refused: Sequence[Credit] = (),
    mended: bool = False,
    packed: tuple[PackedText, ...] | None = None,
) -> Accepted:
    """Keep a Manuscript whole, in one transaction, and say what became of it.

    `audience` is private, members or everyone, for a new work; one without a title stays private until it has
    one. `originals` are the files it was read from: (kept file, name, part of the file). `assets` are the bytes
    of its pictures by name. `credits` are the ones to accept; without them, those whose state is "accepted".
    Credits that are only proposed stay with the edition (`proposals_of`), and so do the `refused` ones, which are not
    asked about unless their keeper wants to be asked again. `mended` says that a person changed what
    the file says: then what they typed counts even if the very file is held. `packed` are the chapters' texts, if they
    were packed already from this very Manuscript. Raises ValueError for an audience
    that there is none of.
    """
    wanted = audience_named(audience)
    clean = storable(replace(manuscript, credits=(*manuscript.credits, *refused)))
    left_out = clean.credits[len(manuscript.credits) :]
    agreed = [one for one in clean.credits if one.state == "accepted"] if credits is None else list(credits)
    if packed is None:
        packed = tuple(texts.pack(chapter.html) for chapter in clean.chapters)
    telling = Telling.of(clean)
    arrival = _Arrival(clean, packed, originals, assets or {}, agreed, left_out, account, at, telling)
    with transaction.atomic():
        # One at a time for each account: two copies that arrive together must find each other.
        Account.objects.select_for_update().get(pk=account.pk)
        file = _edition_of_file(arrival)
        if file is not None and not mended:
            return _with_credits(Accepted(file.work, "held", file), arrival)
        found = Found(file.work) if file is not None else find(telling, account=account)
        accepted = _added(arrival, wanted) if found.work is None else _second_copy(found.work, arrival)
        remember_questions(accepted.work, found.questions, at)
        return accepted


def held(kept: KeptFile, *, account: Account) -> Accepted | None:
    """The outcome for a file whose very bytes the account's works came from already; None if none did."""
    edition = _edition_read_from(kept, "", account)
    return None if edition is None else Accepted(edition.work, "held", edition)


def _edition_of_file(arrival: _Arrival) -> Edition | None:
    """The edition that was read from the same file, if it is here already."""
    editions = (_edition_read_from(kept, part, arrival.account) for kept, _, part in arrival.originals)
    return next(filter(None, editions), None)


def _edition_read_from(kept: KeptFile, part: str, account: Account) -> Edition | None:
    found = Original.objects.filter(kept=kept, part=part, edition__left_at=None, edition__work__in=own_works(account))
    first = found.select_related("edition__work").order_by("pk").first()
    return None if first is None else first.edition


def _second_copy(work: Work, arrival: _Arrival) -> Accepted:
    """Another copy of a work that is held: nothing new, new fields, or another text."""
    same_text = work.editions.standing().filter(text_digest=arrival.digest).order_by("-number").first()
    if same_text is not None and _brings_back(work, same_text, arrival.manuscript):
        return _put_down(work, "edition", arrival)
    if same_text is not None and not says_more(arrival.manuscript, _all_kept(work)):
        _add_originals(same_text, arrival)
        return _with_credits(Accepted(work, "held", same_text), arrival)
    return _put_down(work, "merged" if same_text is not None else "edition", arrival)


def _brings_back(work: Work, same_text: Edition, manuscript: Manuscript) -> bool:
    """Whether a copy's text is one that the work had before, and its source says that it is the newest again."""
    newest = newest_first(copies_of(work))[0]
    facing = work.editions.standing().get(number=newest.number)
    if bytes(facing.text_digest) == bytes(same_text.text_digest) or manuscript.updated is None:
        return False
    return facing.source_updated is None or manuscript.updated > facing.source_updated


def _all_kept(work: Work) -> Manuscript:
    """The work as kept, with the credits that are proposed only, and those that were refused or mended."""
    kept = manuscript_as_kept(work)
    return replace(kept, credits=(*kept.credits, *proposals_of(work), *decided_proposals(work)))


def _added(arrival: _Arrival, audience: Audience) -> Accepted:
    work = Work.objects.create(
        stage=Stage.POSTED, posted_at=arrival.at, revised_at=arrival.at, made_at=arrival.at, changed_at=arrival.at
    )
    Access.objects.create(account=arrival.account, work=work, right=Right.OWN)
    Tally.objects.create(work=work)
    return _put_down(work, "added", arrival, audience)


def _put_down(work: Work, outcome: Outcome, arrival: _Arrival, audience: Audience | None = None) -> Accepted:
    work = Work.objects.select_for_update().get(pk=work.pk)
    edition = add_edition(
        work=work,
        manuscript=arrival.manuscript,
        packed=arrival.packed,
        marks=arrival.telling.marks,
        at=arrival.at,
        by=arrival.account,
    )
    _add_originals(edition, arrival)
    _add_assets(edition, arrival)
    settle(work=work, keeper=arrival.account, at=arrival.at)
    if audience and work.title:
        work.audience = audience
        work.save(update_fields=["audience"])
    return _with_credits(Accepted(work, outcome, edition), arrival)


def _with_credits(accepted: Accepted, arrival: _Arrival) -> Accepted:
    """The outcome, with its credits accepted and the change announced."""
    with_credits(accepted, arrival.credits, arrival.at)
    for proposal in open_proposals(arrival.refused, accepted_credits(accepted.work)):
        refuse_proposal(work=accepted.work, proposal=proposal, at=arrival.at)
    announce(accepted.work, arrival.at)
    return accepted


def with_credits(accepted: Accepted, credits: Sequence[Credit], at: dt.datetime) -> None:  # noqa: A002
    """Have the work say these credits."""
    for credit in credits:
        # A kind that a newer program knows stays in the edition, where it is not lost.
        if credit.kind in KINDS:
            accept_credit(work=accepted.work, credit=credit, at=at, edition=accepted.edition)


def _add_originals(edition: Edition, arrival: _Arrival) -> None:
    for kept, name, part in arrival.originals:
        Original.objects.get_or_create(edition=edition, kept=kept, part=part, defaults={"name": name})


def _add_assets(edition: Edition, arrival: _Arrival) -> None:
    types = {asset.name: asset.type for asset in arrival.manuscript.assets}
    for name, data in arrival.assets.items():
        kept = storage.keep(data, media_type=types.get(name, "application/octet-stream"), at=arrival.at)
        EditionAsset.objects.create(edition=edition, name=name, kept=kept)

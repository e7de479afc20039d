"""Take a whole work in: as a new work, as another copy of one that is held, or as nothing new.

Outcomes (data-model.md §5): same original file: held. Same text and nothing new: held, the file kept beside.
Same text and new fields: merged. Other text from the same place, or more than 60% of it shared: edition. Else:
added. All is looked up among the account's own works alone, or it would tell what others keep privately.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet

from retold.catalog.credits.actions import accept_credit, refuse_proposal
from retold.catalog.credits.identity import KINDS
from retold.catalog.credits.queries import decided_proposals
from retold.catalog.desk.giving import accepted_credits, manuscript_as_kept, open_proposals, proposals_of
from retold.catalog.desk.storable import storable
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import MEMBERS, Viewer
from retold.catalog.works import texts
from retold.catalog.works.actions import announce, audience_named
from retold.catalog.works.editions import add_edition, as_uuid, copies_of
from retold.catalog.works.merging import SHARED_ENOUGH, marks, newest_first, says_more, shared
from retold.catalog.works.models import (
    Access,
    Audience,
    Edition,
    EditionAsset,
    Mark,
    Original,
    Right,
    Stage,
    Tally,
    Text,
    Work,
)
from retold.catalog.works.queries import archive_number, visible_to
from retold.catalog.works.settling import settle
from retold.catalog.works.texts import Block, PackedText
from retold.lib.addresses import Place, work_place_of
from retold.lib.folding import bounded, fold
from retold.lib.public_ids import pid_in
from retold.manuscript.model import Credit, Manuscript
from retold.ports import storage
from retold.ports.storage.models import KeptFile

Outcome = Literal["added", "edition", "merged", "held"]
# Fewer words than this are shared by chance ("To be posted soon"), unless the titles say that it is one work.
FEW_WORDS = 100
# Candidates that share a mark are compared whole; more than this many would be a flood of tiny texts.
MOST_COMPARED = 50


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

    @property
    def blocks(self) -> list[Block]:
        return [block for one in self.packed for block in texts.blocks(one.blocks)]

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
    accepted = [one for one in clean.credits if one.state == "accepted"] if credits is None else list(credits)
    if packed is None:
        packed = tuple(texts.pack(chapter.html) for chapter in clean.chapters)
    arrival = _Arrival(clean, packed, originals, assets or {}, accepted, left_out, account, at)
    with transaction.atomic():
        # One at a time for each account: two copies that arrive together must find each other.
        Account.objects.select_for_update().get(pk=account.pk)
        file = _edition_of_file(arrival)
        if file is not None and not mended:
            return _with_credits(Accepted(file.work, "held", file), arrival)
        work = file.work if file is not None else _same_work(arrival)
        return _added(arrival, wanted) if work is None else _second_copy(work, arrival)


def held(kept: KeptFile, *, account: Account) -> Accepted | None:
    """The outcome for a file whose very bytes the account's works came from already; None if none did."""
    edition = _edition_read_from(kept, "", account)
    return None if edition is None else Accepted(edition.work, "held", edition)


def _edition_of_file(arrival: _Arrival) -> Edition | None:
    """The edition that was read from the same file, if it is here already."""
    editions = (_edition_read_from(kept, part, arrival.account) for kept, _, part in arrival.originals)
    return next(filter(None, editions), None)


def _edition_read_from(kept: KeptFile, part: str, account: Account) -> Edition | None:
    found = Original.objects.filter(kept=kept, part=part, edition__work__in=_own_works(account))
    first = found.select_related("edition__work").order_by("pk").first()
    return None if first is None else first.edition


def _second_copy(work: Work, arrival: _Arrival) -> Accepted:
    """Another copy of a work that is held: nothing new, new fields, or another text."""
    same_text = work.editions.filter(text_digest=arrival.digest).order_by("-number").first()
    if same_text is not None and _brings_back(work, same_text, arrival.manuscript):
        return _put_down(work, "edition", arrival)
    if same_text is not None and not says_more(arrival.manuscript, _all_kept(work)):
        _add_originals(same_text, arrival)
        return _with_credits(Accepted(work, "held", same_text), arrival)
    return _put_down(work, "merged" if same_text is not None else "edition", arrival)


def _brings_back(work: Work, same_text: Edition, manuscript: Manuscript) -> bool:
    """Whether a copy's text is one that the work had before, and its source says that it is the newest again."""
    newest = newest_first(copies_of(work))[0]
    facing = work.editions.get(number=newest.number)
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
        work=work, manuscript=arrival.manuscript, packed=arrival.packed, at=arrival.at, by=arrival.account
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


def _own_works(account: Account) -> QuerySet[Work]:
    """The account's works that are not removed: what was thrown away is no reason to refuse it a second time."""
    return visible_to(Viewer(account.pk, MEMBERS)).filter(access__account=account, access__right=Right.OWN)


def _same_work(arrival: _Arrival) -> Work | None:
    """The account's own work that this is a copy of, or None."""
    own = _own_works(arrival.account)
    place = work_place_of(arrival.manuscript.source.url)
    named = as_uuid(arrival.manuscript.uuid)
    if named is not None:
        found = own.filter(uuid=named).first() or own.filter(pid=pid_in(named, archive_number()) or 0).first()
        if found is not None:
            return found
    if place is not None:
        found = own.filter(origins__site=place.site, origins__key=bounded(place.key)).order_by("pk").first()
        if found is not None:
            return found
    return _of_same_text(arrival, place)


def _of_same_text(arrival: _Arrival, place: Place | None) -> Work | None:
    """The work with the same text or enough of it, unless both say where they are from and differ in it."""
    own, blocks = _own_works(arrival.account), arrival.blocks
    candidates = own.filter(pk__in=_sharing_marks(own, marks(blocks))).order_by("pk")
    best, most = None, SHARED_ENOUGH
    for work in candidates.prefetch_related("origins")[:MOST_COMPARED]:
        if place and any(one.site == place.site and one.key != bounded(place.key) for one in work.origins.all()):
            continue
        share = _share(work, arrival, blocks)
        if share > most:
            best, most = work, share
    return best


def _sharing_marks(own: QuerySet[Work], values: frozenset[int]) -> QuerySet[Mark, Any]:
    return Mark.objects.filter(value__in=values, work__in=own).values("work")


def _share(work: Work, arrival: _Arrival, blocks: list[Block]) -> float:
    """The most that any edition of the work shares with the arrival."""
    few = sum(block.words for block in blocks) < FEW_WORDS
    shares = [0.0]
    for edition in work.editions.all():
        same_title = _same_title(arrival.manuscript.title, work.title, edition.manifest["title"])
        if few and not same_title:
            continue
        parts = Text.objects.filter(pk__in=edition.parts.values("revision__text")).values_list("pk", "blocks")
        held = [block for _, packed in parts for block in texts.blocks(packed)]
        shares.append(shared(blocks, held, same_title=same_title))
    return max(shares)


def _same_title(title: str | None, *held: str | None) -> bool:
    """Whether the title is one of those held; a copy without one contradicts none."""
    mine, theirs = fold(title or ""), {fold(one) for one in held if one}
    return not mine or not theirs or mine in theirs

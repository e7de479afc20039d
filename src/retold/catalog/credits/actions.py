"""The verbs of credits: accept one, with the source that it names; take it back and put it back; decide a proposal."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from retold.catalog.credits.identity import KINDS, MEDIA, credit_from, identity_of, plain_credit, words_digest
from retold.catalog.credits.models import Credit, Medium, ProposalDecision, Source, SourceAddress
from retold.catalog.works.models import Edition, Work
from retold.lib.addresses import Place, work_place_of
from retold.lib.public_ids import letters, new_pid
from retold.manuscript import model


class UnknownKind(ValueError):
    """The credit is of a kind that this program does not know, as from a newer one."""


def accept_credit(*, work: Work, credit: model.Credit, at: dt.datetime, edition: Edition | None = None) -> Credit:
    """Keep a credit that a person accepted, with its source; one that the work has already is given back.

    Two credits of one work are one when their kind and source are, or when they say the same. Raises UnknownKind.
    """
    if credit.kind not in KINDS:
        raise UnknownKind(f"There is no kind of credit {credit.kind!r}.")
    written = plain_credit(credit)
    with transaction.atomic():
        held = list(Credit.objects.standing().filter(work=work, kind=KINDS[credit.kind], chapter=None))
        same = next((one for one in held if _words(one.as_written) == _words(written)), None)
        if same is not None:
            return same
        source, address = _source(credit)
        kept, _ = Credit.objects.get_or_create(
            work=work,
            chapter=None,
            kind=KINDS[credit.kind],
            source=source,
            removed_at=None,
            defaults={
                "address": address,
                "rank": (work.credits.aggregate(last=Max("rank"))["last"] or 0) + 1,
                "evidence": credit.evidence or "",
                "as_written": written,
                "made_at": at,
                "from_edition": edition,
            },
        )
    return kept


def take_back_credit(*, credit: Credit, at: dt.datetime) -> None:
    """Let a work owe a credit no longer; whatever proposed it is open again, even if it was refused once."""
    said = words_digest(credit_from(credit.as_written))
    with transaction.atomic():
        if Credit.objects.standing().filter(pk=credit.pk).update(removed_at=at):
            decided = ProposalDecision.objects.filter(work=credit.work_id, taken_with=None)
            decided.filter(Q(words=said) | Q(credit=credit)).update(taken_with=credit)


def put_back_credit(*, credit: Credit) -> bool:
    """Let a work owe again a credit that was taken back, with what had been decided on its proposals.

    False, and nothing is changed, where the work owes the same again meanwhile.
    """
    with transaction.atomic():
        if _owed_meanwhile(credit):
            return False
        Credit.objects.filter(pk=credit.pk).update(removed_at=None)
        decided = ProposalDecision.objects.filter(work=credit.work_id, taken_with=None).values("words")
        credit.taken_along.filter(words__in=decided).delete()
        credit.taken_along.update(taken_with=None)
    return True


def _owed_meanwhile(credit: Credit) -> bool:
    standing = Credit.objects.standing().filter(work=credit.work_id, kind=credit.kind, chapter=credit.chapter_id)
    said = _words(credit.as_written)
    return any(one.source_id == credit.source_id or _words(one.as_written) == said for one in standing)


def accept_proposal(*, work: Work, proposal: model.Credit, credit: model.Credit, at: dt.datetime) -> Credit:
    """Keep `credit`, which is the proposal as a person mended it, and ask about the proposal no more.

    Raises UnknownKind.
    """
    with transaction.atomic():
        kept = accept_credit(work=work, credit=credit, at=at)
        if words_digest(credit_from(kept.as_written)) != words_digest(proposal):
            _decide(work, proposal, kept, at)
    return kept


def refuse_proposal(*, work: Work, proposal: model.Credit, at: dt.datetime) -> None:
    """Ask about the proposal no more; the note keeps its words."""
    _decide(work, proposal, None, at)


def ask_again(*, work: Work, proposal: model.Credit) -> None:
    """Undo a refusal: the proposal is open again."""
    ProposalDecision.objects.filter(work=work, words=words_digest(proposal), credit=None, taken_with=None).delete()


def _decide(work: Work, proposal: model.Credit, credit: Credit | None, at: dt.datetime) -> None:
    ProposalDecision.objects.update_or_create(
        work=work,
        words=words_digest(proposal),
        taken_with=None,
        defaults={"proposal": plain_credit(proposal), "credit": credit, "made_at": at},
    )


def _words(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name not in ("origin", "state")}


def _source(credit: model.Credit) -> tuple[Source, SourceAddress | None]:
    place = work_place_of(credit.url)
    known = _address(place)
    if known is not None:
        return _unmerged(known.source), known
    identity = identity_of(credit)
    pid = new_pid()
    source, _ = Source.objects.get_or_create(
        identity=identity or f"loose:{letters(pid)}",
        defaults={
            "pid": pid,
            "medium": MEDIA.get(credit.medium, Medium.OTHER),
            "title": credit.title or "",
            "creator": credit.creator or "",
            "place": credit.place or "",
        },
    )
    if place is None:
        return _unmerged(source), None
    address = SourceAddress.objects.create(source=source, address=credit.url or "", key=_key(place))
    return _unmerged(source), address


def _address(place: Place | None) -> SourceAddress | None:
    if place is None:
        return None
    return SourceAddress.objects.select_related("source__merged_into").filter(key=_key(place)).first()


def _key(place: Place) -> bytes:
    return hashlib.sha256((place.site + place.key).encode("utf-8", "surrogatepass")).digest()


def _unmerged(source: Source) -> Source:
    while source.merged_into is not None:
        source = source.merged_into
    return source

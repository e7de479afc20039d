"""Join two works of a keeper into one, part copies off into a work of their own, and undo either (docs/decisions/0013).

Nothing is moved: the copies are put down once more where they go to, and what they leave only gets a date. So undoing
takes the date away again, and after 30 days the sweep takes what was left behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from retold.catalog.credits.actions import accept_credit, put_back_credit, take_back_credit
from retold.catalog.credits.identity import credit_from, words_digest
from retold.catalog.credits.models import Credit, ProposalDecision
from retold.catalog.desk.likeness import answer_question
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import Viewer
from retold.catalog.works.actions import NeedsTitle, announce, held_for, mark_changed, restore_work
from retold.catalog.works.editions import add_edition, copies_of, mark_again, packed_of
from retold.catalog.works.models import (
    Access,
    Answer,
    Audience,
    Edition,
    EditionAsset,
    Likeness,
    Original,
    Regrouping,
    Right,
    Stage,
    Tally,
    Work,
)
from retold.catalog.works.queries import KEPT_WHEN_REMOVED, visible_to
from retold.catalog.works.settling import settle
from retold.manuscript import serialise


class CannotRegroup(ValueError):
    """The works cannot be joined or parted so; the message says why to the person."""


def join_works(*, work: Work, other: Work, by: Account, at: dt.datetime) -> Regrouping:
    """Let a work have all copies, mends and credits of another one, which leaves the shelf.

    What both say, the first one says. Raises NotAllowed, CannotRegroup.
    """
    if work.pk == other.pk:
        raise CannotRegroup("A work cannot be joined with itself.")
    with transaction.atomic():
        held, gone = _both_held(work, other, by)
        if _keepers(held) != _keepers(gone):
            raise CannotRegroup(
                "These two works have different keepers, and only works of the same ones can be joined."
            )
        before = _bring_over(gone, held, list(gone.editions.standing().order_by("number")), at, by)
        made = Regrouping.objects.create(
            is_join=True, work=held, source=gone, at=at, by=by,
            numbers=before.pop("numbers"), new_numbers=before.pop("new_numbers"), before=before,
        )  # fmt: skip
        gone.removed_at = at
        mark_changed(gone, at)
        _settle(held, by, at)
        answer_question(held, gone, Answer.JOINED, at)
        # What was asked about the one is asked about the other no more.
        Likeness.objects.filter(answer=None, first=gone.pk).delete()
        Likeness.objects.filter(answer=None, second=gone.pk).delete()
    return made


def part_copies(*, work: Work, numbers: Collection[int], by: Account, at: dt.datetime) -> Regrouping:
    """Let copies of a work, by their numbers, be a work of their own, and remember that they are two.

    The new one is private, and has the credits that those copies brought. Raises NotAllowed, CannotRegroup, NeedsTitle.
    """
    with transaction.atomic():
        held = held_for(work, by, Right.OWN)
        standing = list(held.editions.standing().order_by("number"))
        leaving = [one for one in standing if one.number in numbers]
        if not leaving or len(leaving) == len(standing):
            raise CannotRegroup("Choose some of the copies, and leave at least one where it is.")
        new = Work.objects.create(stage=Stage.POSTED, posted_at=at, revised_at=at, made_at=at, changed_at=at)
        Access.objects.bulk_create(
            Access(account_id=one.account_id, work=new, right=one.right) for one in held.access.all()
        )
        Tally.objects.create(work=new)
        new_numbers = [_put_down(one, new, by).number for one in leaving]
        held.editions.filter(pk__in=[one.pk for one in leaving]).update(left_at=at)
        taken = _part_credits(held, new, leaving, at)
        made = Regrouping.objects.create(
            is_join=False, work=new, source=held, at=at, by=by,
            numbers=[one.number for one in leaving], new_numbers=new_numbers, before={"credits": taken},
        )  # fmt: skip
        _settle(new, by, at)
        _settle(held, by, at)
        answer_question(held, new, Answer.APART, at)
    return made


def undo_regrouping(*, regrouping: Regrouping, by: Account, at: dt.datetime) -> Work:
    """Undo a join or a parting within 30 days, and give the work that its copies are in again.

    Whatever came to either work since stays with it. Raises NotAllowed, CannotRegroup, NeedsTitle.
    """
    with transaction.atomic():
        made = Regrouping.objects.select_for_update().select_related("work", "source").get(pk=regrouping.pk)
        if made.undone_at is not None or at - made.at > KEPT_WHEN_REMOVED or made.source.stage == Stage.GONE:
            raise CannotRegroup("This can be undone no more.")
        work, source = _both_held(made.work, made.source, by)
        if work.editions.standing().filter(number__in=made.new_numbers).count() != len(made.new_numbers):
            raise CannotRegroup("Copies that this was about went to another work since; undo that first.")
        back = _undo_join(made, work, source, by, at) if made.is_join else _undo_parting(made, work, source, by, at)
        Regrouping.objects.filter(pk=made.pk).update(undone_at=at)
    return back


def keep_apart(*, work: Work, other: Work, by: Account, at: dt.datetime) -> None:
    """Remember that two works are two. Raises NotAllowed."""
    with transaction.atomic():
        answer_question(*_both_held(work, other, by), Answer.APART, at)


def bring_back(*, work: Work, by: Account, at: dt.datetime) -> Work:
    """Bring a removed work back; one that left because it was joined gets its copies back. Raises NotAllowed."""
    made = work.left_to.filter(is_join=True, undone_at=None).order_by("-at").first()
    if made is not None and made.work.removed_at is None:
        return undo_regrouping(regrouping=made, by=by, at=at)
    return restore_work(work=work, by=by, at=at)


def joined_into(viewer: Viewer, pid: int) -> Work | None:
    """The work that a work was joined into, if the viewer may see it: old addresses lead there."""
    found = Regrouping.objects.filter(source__pid=pid, is_join=True, undone_at=None).order_by("-at").first()
    return visible_to(viewer).filter(pk=found.work_id).first() if found else None


def joined_works(work: int) -> set[int]:
    """The keys of the works that were joined into a work, and into those, as far as that was not undone."""
    found: set[int] = set()
    new = {work}
    while new:
        rows = Regrouping.objects.filter(work__in=new, is_join=True, undone_at=None).values_list("source", flat=True)
        new = set(rows) - found - {work}
        found |= new
    return found


def work_joined_into(work: int) -> int | None:
    """The key of the work that has the copies of a joined work now."""
    rows = Regrouping.objects.filter(source=work, is_join=True, undone_at=None).order_by("-at", "-pk")
    return rows.values_list("work", flat=True).first()


def _both_held(one: Work, other: Work, by: Account) -> tuple[Work, Work]:
    """Both works, locked in one order whoever asks."""
    held = {pk: held_for(work, by, Right.OWN) for pk, work in sorted({one.pk: one, other.pk: other}.items())}
    return held[one.pk], held[other.pk]


def _keepers(work: Work) -> set[tuple[int, int]]:
    return set(work.access.values_list("account", "right"))


def _settle(work: Work, by: Account, at: dt.datetime) -> None:
    """Let the work say what its copies come to now, be found by them, and be announced."""
    settle(work=work, keeper=by, at=at)
    if not work.title and work.audience != Audience.KEEPERS:
        raise NeedsTitle("A work that others can see would lose its title so. Give it one first.")
    mark_again(work)
    announce(work, at)


def _bring_over(
    source: Work, target: Work, editions: Iterable[Edition], at: dt.datetime, by: Account
) -> dict[str, Any]:
    """Put copies, mends and credits of one work down in another, and give what undoing that needs to know."""
    brought = list(editions)
    mends = {name: value for name, value in source.mended.items() if name not in target.mended}
    new_numbers = [_put_down(one, target, by).number for one in brought]
    target.mended = {**target.mended, **mends}
    target.save(update_fields=["mended"])
    return {
        "numbers": [one.number for one in brought],
        "new_numbers": new_numbers,
        "mends": mends,
        "credits": _bring_credits(source.credits.filter(removed_at=None), target, at),
        "refused": _bring_refusals(source, target),
    }


def _put_down(edition: Edition, work: Work, by: Account) -> Edition:
    """One more row for a copy, in another work: the same manifest, texts, files, pictures and day."""
    manuscript = serialise.from_json(edition.manifest)
    put = add_edition(work=work, manuscript=manuscript, packed=packed_of(edition), marks=(), at=edition.made_at, by=by)
    Original.objects.bulk_create(
        Original(edition=put, kept_id=one.kept_id, name=one.name, part=one.part)
        for one in edition.originals.order_by("pk")
    )
    EditionAsset.objects.bulk_create(
        EditionAsset(edition=put, name=one.name, kept_id=one.kept_id) for one in edition.assets.order_by("pk")
    )
    return put


def _bring_credits(rows: Iterable[Credit], target: Work, at: dt.datetime) -> list[int]:
    """Let a work owe the credits too, and give the keys of those that it did not owe before."""
    owed = set(target.credits.filter(removed_at=None).values_list("pk", flat=True))
    new = []
    for row in rows:
        kept = accept_credit(work=target, credit=credit_from(row.as_written), at=at)
        if kept.pk not in owed:
            Credit.objects.filter(pk=kept.pk).update(wording=row.wording, consent=row.consent)
            new.append(kept.pk)
            owed.add(kept.pk)
    return new


def _bring_refusals(source: Work, target: Work, only: Collection[bytes] | None = None) -> list[str]:
    """Let decisions on proposals hold in another work too, and give the digests of those that are new there."""
    decided = {
        bytes(words) for words in target.proposal_decisions.filter(taken_with=None).values_list("words", flat=True)
    }
    rows = [
        ProposalDecision(work=target, words=bytes(one.words), proposal=one.proposal, made_at=one.made_at)
        for one in source.proposal_decisions.filter(taken_with=None)
        if bytes(one.words) not in decided and (only is None or bytes(one.words) in only)
    ]
    ProposalDecision.objects.bulk_create(rows)
    return [one.words.hex() for one in rows]


def _part_credits(held: Work, new: Work, leaving: Collection[Edition], at: dt.datetime) -> list[int]:
    """Give the new work the credits of the copies that leave; the keys of those that the other one owes no longer."""
    said = {words_digest(one) for edition in leaving for one in serialise.from_json(edition.manifest).credits}
    stay = {words_digest(one) for copy in copies_of(held) for one in copy.manuscript.credits}
    standing = held.credits.filter(removed_at=None)
    rows = [row for row in standing if words_digest(credit_from(row.as_written)) in said]
    _bring_credits(rows, new, at)
    _bring_refusals(held, new, only=said)
    taken = [row for row in rows if words_digest(credit_from(row.as_written)) not in stay]
    for row in taken:
        take_back_credit(credit=row, at=at)
    return [row.pk for row in taken]


def _undo_join(made: Regrouping, work: Work, source: Work, by: Account, at: dt.datetime) -> Work:
    if not work.editions.standing().exclude(number__in=made.new_numbers).exists():
        raise CannotRegroup("The work has no other copy any more; part this one's copies off instead.")
    work.editions.filter(number__in=made.new_numbers).update(left_at=at)
    brought = made.before["mends"]
    work.mended = {name: value for name, value in work.mended.items() if name not in brought or brought[name] != value}
    work.save(update_fields=["mended"])
    for credit in work.credits.filter(pk__in=made.before["credits"], removed_at=None):
        take_back_credit(credit=credit, at=at)
    refused = [bytes.fromhex(one) for one in made.before["refused"]]
    work.proposal_decisions.filter(words__in=refused, credit=None, taken_with=None).delete()
    source.removed_at = None
    mark_changed(source, at)
    _settle(work, by, at)
    answer_question(work, source, Answer.APART, at)
    return source


def _undo_parting(made: Regrouping, work: Work, source: Work, by: Account, at: dt.datetime) -> Work:
    """The copies are where they were; what the new work got since comes along."""
    source.editions.filter(number__in=made.numbers).update(left_at=None)
    since = work.editions.standing().exclude(number__in=made.new_numbers).order_by("number")
    _bring_over(work, source, since, at, by)
    for credit in source.credits.filter(pk__in=made.before["credits"]):
        put_back_credit(credit=credit)
    work.removed_at = at
    mark_changed(work, at)
    _settle(source, by, at)
    answer_question(work, source, Answer.JOINED, at)
    return source

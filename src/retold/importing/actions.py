"""The verbs of bringing in: keep a file, read it, mend what was read, accept it as a work.

Each step is one transaction, so whatever was acknowledged is there after a kill: the bytes are kept before
they are read, and an item that was kept but not read is read when its job is opened again.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from retold import __version__
from retold.catalog import desk
from retold.catalog.people.models import Account
from retold.importing import readers
from retold.importing.addresses import with_address
from retold.importing.known import Known, remembered
from retold.importing.mending import Mends, mended, refused_in
from retold.importing.models import Item, Job, Stage, State
from retold.manuscript import serialise
from retold.manuscript.model import Creator, Manuscript
from retold.ports import storage

MOST_TRIES = 3  # of reading a file that stops the program each time


def start_job(*, account: Account, at: dt.datetime) -> Job:
    """A new act of bringing in, empty so far."""
    return Job.objects.create(account=account, made_at=at)


def start_run(
    *,
    account: Account,
    paths: Sequence[Path],
    at: dt.datetime,
    by: str = "worker",
    audience: str = "private",
    pen_name: str | None = None,
    accept_credits: bool = False,
    watched: bool = False,
    columns: Mapping[str, str] | None = None,
) -> Job:
    """A run over files, folders, ZIPs and libraries, to be worked off by the worker or (`by`) by a command.

    The other options are those of `accept_item`; `watched` says that nobody asked for these very files; `columns` is
    what a library's own columns are, by label (`gathering.gather`).
    """
    options: dict[str, Any] = {"paths": [str(path.absolute()) for path in paths], "by": by, "audience": audience}
    given = {"pen_name": pen_name, "accept_credits": accept_credits, "watched": watched, "columns": dict(columns or {})}
    options |= {name: value for name, value in given.items() if value}
    return Job.objects.create(account=account, made_at=at, options=options, stage=Stage.GOING)


def stop_run(*, job: Job) -> bool:
    """Have a run stop after the files that are on their way; whether it was going on."""
    return bool(Job.objects.filter(pk=job.pk, stage=Stage.GOING).update(stage=Stage.STOPPED, reason=""))


def resume_run(*, job: Job, by: str = "worker") -> bool:
    """Have a run that stopped, or was cut short, go on where it was; whether there was anything to go on with."""
    with transaction.atomic():
        held = Job.objects.select_for_update().get(pk=job.pk)
        if held.stage not in (Stage.STOPPED, Stage.GOING):
            return False
        held.stage, held.reason, held.options = Stage.GOING, "", held.options | {"by": by}
        held.save(update_fields=["stage", "reason", "options"])
    return True


def take_file(*, job: Job, name: str, data: bytes, at: dt.datetime) -> Iterator[Item]:
    """Keep a file and read it: one item, or one for each file of a ZIP.

    A file that cannot be read is an item too (state REFUSED, `reason` in one sentence): its bytes are kept
    all the same, and nothing is raised.
    """
    try:
        for inner_name, inner_data in readers.expand(name, data):
            yield read_item(item=_kept(job, inner_name, inner_data, at))
    except readers.Refused as refusal:
        item = _kept(job, name, data, at)
        yield _refused(item, str(refusal))


def _kept(job: Job, name: str, data: bytes, at: dt.datetime) -> Item:
    with transaction.atomic():
        kept = storage.keep(data, media_type="application/octet-stream", at=at)
        Job.objects.select_for_update().get(pk=job.pk)
        last = job.items.aggregate(last=Max("rank"))["last"] or 0
        return Item.objects.create(job=job, rank=last + 1, name=name, kept=kept)


def _refused(item: Item, reason: str) -> Item:
    item.state, item.reason, item.outcome = State.REFUSED, reason, "refused"
    return _once(item, "state", "reason", "outcome")


def _once(item: Item, *fields: str) -> Item:
    """Write what reading an item came to; if it was read elsewhere meanwhile, what was found there stands."""
    with transaction.atomic():
        held = (
            Item.objects.select_for_update(of=("self",)).select_related("job__account", "kept", "work").get(pk=item.pk)
        )
        if held.state != State.WAITING:
            return held
        item.save(update_fields=fields)
    return item


def read_item(*, item: Item) -> Item:
    """Read a kept file into a preview, or refuse it with the reason."""
    began = time.perf_counter()
    if (before := _read_before(item)) is not None:
        item.state, item.reader, item.manuscript, item.report = State.PREVIEW, *before
        return _once(item, "state", "reader", "manuscript", "report")
    known = Known(item.job.account)
    try:
        read = readers.read(Path(item.name).name, storage.read(item.file), known=known)
        reading = with_address(read, item.address)
    except readers.Refused as refusal:
        return _refused(item, str(refusal))
    item.state, item.reader = State.PREVIEW, reading.reader
    item.manuscript = serialise.to_json(reading.manuscript)
    item.report = {
        "unmapped": item.manuscript["unmapped"],
        "missing": item.manuscript["missing"],
        "guessed": item.manuscript.get("guessed", []),
        "known": known.answers,
        "read_ms": round((time.perf_counter() - began) * 1000),
        "program": __version__,
    }
    item.fresh = reading
    return _once(item, "state", "reader", "manuscript", "report")


def _read_before(item: Item) -> tuple[str, Any, Any] | None:
    """What this release read from the very same bytes for the same account: (reader, manuscript, report)."""
    same = Item.objects.filter(
        kept=item.kept,
        name=item.name,
        address=item.address,
        job__account=item.job.account_id,
        report__program=__version__,
    )
    return same.exclude(manuscript=None).order_by("-pk").values_list("reader", "manuscript", "report").first()


def mend_item(*, item: Item, mends: Mends) -> Item:
    """Keep what a person changed on the preview; nothing of the file itself is touched."""
    item.mends = mends.to_json()
    item.save(update_fields=["mends"])
    return item


def set_aside(*, item: Item) -> Item:
    """Not now: the item leaves the list of those waiting; its bytes and mends stay."""
    if item.state == State.PREVIEW:
        item.state = State.SET_ASIDE
        item.save(update_fields=["state"])
    return item


def take_up_again(*, item: Item) -> Item:
    """The reverse of set_aside."""
    if item.state == State.SET_ASIDE:
        item.state = State.PREVIEW
        item.save(update_fields=["state"])
    return item


def accept_item(
    *, item: Item, at: dt.datetime, audience: str = "private", pen_name: str | None = None, accept_credits: bool = False
) -> Item:
    """Keep the item as a work: the Manuscript as mended, the bytes as they came, in one transaction.

    `audience` is private, members or everyone; `pen_name` names the creator where the file names none;
    `accept_credits` accepts every proposal that its keeper did not refuse. An item accepted already is
    given back as it is, so that a form sent twice makes one work.
    """
    fresh = item.fresh
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).select_related("job__account", "kept").get(pk=item.pk)
        if item.state == State.ACCEPTED or item.manuscript is None:
            return item
        untouched = not item.mends and not accept_credits
        held = desk.held(item.file, account=item.job.account) if untouched and fresh is None else None
        if held is not None:
            return _accepted(item, held, at)
        reading = fresh or _reading(item)
        manuscript = _prepared(item, reading, pen_name, accept_credits)
        accepted = desk.accept(
            manuscript,
            account=item.job.account,
            at=at,
            audience=audience,
            originals=[(item.file, Path(item.name).name, "")],
            assets=reading.assets,
            refused=refused_in(reading.manuscript, reading.text, Mends.from_json(item.mends)),
            mended=manuscript != replace(reading.manuscript, credits=manuscript.credits),
        )
        return _accepted(item, accepted, at)


def _accepted(item: Item, accepted: desk.Accepted, at: dt.datetime) -> Item:
    item.state, item.outcome, item.accepted_at = State.ACCEPTED, accepted.outcome, at
    item.work, item.edition = accepted.work, accepted.edition
    item.save(update_fields=["state", "outcome", "accepted_at", "work", "edition"])
    return item


def _reading(item: Item) -> readers.Reading:
    """What the file says, read again from its kept bytes: readers are pure, so this is what was previewed."""
    reading = readers.read(Path(item.name).name, storage.read(item.file), known=remembered(item.report))
    return with_address(reading, item.address)


def _prepared(item: Item, reading: readers.Reading, pen_name: str | None, accept_credits: bool) -> Manuscript:
    manuscript = mended(reading.manuscript, reading.text, Mends.from_json(item.mends))
    if pen_name and not manuscript.creators:
        manuscript = replace(manuscript, creators=(Creator(pen_name),))
    if accept_credits:
        accepted = tuple(replace(credit, state="accepted") for credit in manuscript.credits)
        manuscript = replace(manuscript, credits=accepted)
    return manuscript


def read_waiting(*, job: Job) -> None:
    """Read the items of a job that were kept but not read, as after a kill."""
    for item in job.items.filter(state=State.WAITING).select_related("kept"):
        _try_to_read(item)


def read_all_waiting() -> None:
    """The same for every job."""
    for item in Item.objects.filter(state=State.WAITING).select_related("kept").order_by("pk"):
        _try_to_read(item)


def _try_to_read(item: Item) -> None:
    """Read an item, unless reading it stopped the program again and again."""
    tries = item.report.get("tries", 0)
    if tries >= MOST_TRIES:
        _refused(item, "Reading it stopped the program each time. Its bytes are kept; tell us of the file, please.")
        return
    item.report = item.report | {"tries": tries + 1}
    item.save(update_fields=["report"])  # before it is tried: a kill leaves no other trace
    try:
        read_item(item=item)
    except storage.Damaged as damage:
        _refused(item, str(damage))

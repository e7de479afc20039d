"""The verbs of bringing in: keep a file, read it, mend what was read, accept it as a work.

Each step is one transaction, so whatever was acknowledged is there after a kill: the bytes are kept before
they are read, and an item that was kept but not read is read when its job is opened again.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from retold.catalog import desk
from retold.catalog.people.models import Account
from retold.importing import readers
from retold.importing.mending import Mends, mended
from retold.importing.models import Item, Job, State
from retold.manuscript import serialise
from retold.manuscript.model import Creator, Manuscript
from retold.ports import storage


def start_job(*, account: Account, at: dt.datetime) -> Job:
    """A new act of bringing in, empty so far."""
    return Job.objects.create(account=account, made_at=at)


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
        return Item.objects.create(job=job, rank=job.items.count() + 1, name=name, kept=kept)


def _refused(item: Item, reason: str) -> Item:
    item.state, item.reason, item.outcome = State.REFUSED, reason, "refused"
    return _once(item, "state", "reason", "outcome")


def _once(item: Item, *fields: str) -> Item:
    """Write what reading an item came to; if it was read elsewhere meanwhile, what was found there stands."""
    with transaction.atomic():
        held = Item.objects.select_for_update().select_related("job__account", "kept", "work").get(pk=item.pk)
        if held.state != State.WAITING:
            return held
        item.save(update_fields=fields)
    return item


def read_item(*, item: Item) -> Item:
    """Read a kept file into a preview, or refuse it with the reason."""
    began = time.perf_counter()
    try:
        reading = readers.read(Path(item.name).name, storage.read(item.kept))
    except readers.Refused as refusal:
        return _refused(item, str(refusal))
    item.state, item.reader = State.PREVIEW, reading.reader
    item.manuscript = serialise.to_json(reading.manuscript)
    item.report = {
        "unmapped": item.manuscript["unmapped"],
        "missing": item.manuscript["missing"],
        "read_ms": round((time.perf_counter() - began) * 1000),
    }
    return _once(item, "state", "reader", "manuscript", "report")


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
    with transaction.atomic():
        item = Item.objects.select_for_update().select_related("job__account", "kept").get(pk=item.pk)
        if item.state == State.ACCEPTED or item.manuscript is None:
            return item
        reading = _reading(item)
        manuscript = _prepared(item, reading, pen_name, accept_credits)
        accepted = desk.accept(
            manuscript,
            account=item.job.account,
            at=at,
            audience=audience,
            originals=[(item.kept, Path(item.name).name, "")],
            assets=reading.assets,
            mended=manuscript != replace(reading.manuscript, credits=manuscript.credits),
        )
        item.state, item.outcome = State.ACCEPTED, accepted.outcome
        item.work, item.edition = accepted.work, accepted.edition
        item.save(update_fields=["state", "outcome", "work", "edition"])
    return item


def _reading(item: Item) -> readers.Reading:
    """What the file says, read again from its kept bytes: readers are pure, so this is what was previewed."""
    return readers.read(Path(item.name).name, storage.read(item.kept))


def _prepared(item: Item, reading: readers.Reading, pen_name: str | None, accept_credits: bool) -> Manuscript:
    manuscript = mended(reading.manuscript, reading.text, Mends.from_json(item.mends))
    if pen_name and not manuscript.creators:
        manuscript = replace(manuscript, creators=(Creator(pen_name),))
    if accept_credits:
        accepted = tuple(replace(credit, state="accepted") for credit in manuscript.credits)
        manuscript = replace(manuscript, credits=accepted)
    return manuscript


def read_waiting(*, job: Job) -> None:
    """Read the items that were kept but not read, as after a kill."""
    for item in job.items.filter(state=State.WAITING).select_related("kept"):
        read_item(item=item)

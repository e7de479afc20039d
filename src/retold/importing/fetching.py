"""Works brought in by their addresses: asked for at once, fetched by the worker in short turns, read like any file.

A turn is shorter than the outbox's lease, so that other errands get theirs between two, and a kill costs no more than
one turn: pages that have come are kept until the work is whole, and no site is asked for one twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from retold.catalog.people.models import Account
from retold.catalog.works.models import Origin, Work
from retold.importing import actions, fetchers, sites
from retold.importing.models import Item, Job, State
from retold.lib.addresses import work_place_of
from retold.ports import events, storage
from retold.ports.fetching import Fetcher, Later, Unfetched

WANTED = "item.wanted"
TURN = 60.0  # seconds; the outbox's lease is two minutes, and an answer may take one
PATIENCE = dt.timedelta(days=2)
MOST_TRIES = 3  # of a fetch that stops the program each time

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """What a turn came to: the item as it is now, and the seconds until the next turn (None: there is none)."""

    item: Item
    wait: float | None


def ask_for(
    *, account: Account, addresses: Sequence[str], at: dt.datetime, adult: bool = False, by_worker: bool = True
) -> Job:
    """A job that fetches the works at these addresses; an address that must not be asked is refused at once.

    `adult`: the account's owner says that the works may be for adults, where a site asks.
    """
    with transaction.atomic():
        job = actions.start_job(account=account, at=at)
        job.options = {"adult": True} if adult else {}
        job.save(update_fields=["options"])
        for address in addresses:
            _wanted(job, address, at, by_worker)
    return job


def look_for_newer(*, work: Work, account: Account, address: str, at: dt.datetime) -> Job:
    """A job that fetches a work from where it came, and keeps what comes as another copy of it if it is newer."""
    with transaction.atomic():
        job = actions.start_job(account=account, at=at)
        job.options = {"newer": work.pk}
        job.save(update_fields=["options"])
        _wanted(job, address, at, by_worker=True)
    return job


def ask_again(*, item: Item, at: dt.datetime, adult: bool = False) -> Item:
    """Try once more to fetch what could not be fetched; `adult` as in `ask_for`."""
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).select_related("job").get(pk=item.pk)
        if not may_ask_again(item):
            return item
        if adult and not item.job.options.get("adult"):
            item.job.options = item.job.options | {"adult": True}
            item.job.save(update_fields=["options"])
        item.state, item.reason, item.outcome, item.report = State.FETCHING, "", "", {"asked": at.isoformat()}
        item.save(update_fields=["state", "reason", "outcome", "report"])
        _emit(item, at)
    return item


def may_ask_again(item: Item) -> bool:
    """Whether a fetch failed in a way that may go better another time."""
    return item.state == State.REFUSED and item.kept_id is None and "asked" in item.report


def leave_to_worker(*, item: Item, at: dt.datetime) -> None:
    """Have the worker go on with an item that a command began to fetch."""
    with transaction.atomic():
        _emit(item, at)


def fetch_wanted(_key: str, payloads: Sequence[Mapping[str, Any]]) -> None:
    """The outbox's handler: one turn at fetching an item, and an errand for the next turn if it takes another."""
    item = Item.objects.filter(pk=payloads[0]["item"]).select_related("job__account", "kept").first()
    if item is None or item.state != State.FETCHING:
        return
    waiting = Item.objects.filter(state=State.FETCHING).values_list("pk", flat=True)
    fetchers.let_go_of_pages(but={str(pk) for pk in waiting})
    turn = take_turn(item=item, at=timezone.now())
    if turn.wait is not None:
        _emit(turn.item, timezone.now() + dt.timedelta(seconds=turn.wait))


def take_turn(*, item: Item, at: dt.datetime, seconds: float = TURN) -> Turn:
    """Fetch at an item for about so many seconds. What came whole is kept and read; what cannot come is refused."""
    tries = item.report.get("tries", 0)
    if tries >= MOST_TRIES:
        return _given_up(item, "Fetching it stopped the program each time; save the work and bring that file in.")
    _report(item, tries=tries + 1)  # before it is tried: a kill leaves no other trace
    fetcher = fetchers.fetcher_for(fetchers.pages_of(str(item.pk)), seconds=seconds)
    try:
        fetched = sites.fetch_work(item.address, fetcher, adult=bool(item.job.options.get("adult")))
    except Later as later:
        return _later(item, later, at)
    except (sites.NotFetched, Unfetched) as refusal:
        _report(item, adult=getattr(refusal, "adult", False))
        return _given_up(item, str(refusal))
    except Exception:
        log.exception("Fetching %s failed", item.address)
        return _given_up(item, "It could not be fetched, by a mistake of the program; save the work and bring that in.")
    return Turn(_read(_came(item, fetched, at), fetcher, at), None)


def _wanted(job: Job, address: str, at: dt.datetime, by_worker: bool) -> Item:
    address = address.strip()
    last = job.items.aggregate(last=Max("rank"))["last"] or 0
    item = Item(job=job, rank=last + 1, name=address[:1000], address=address[:4000], state=State.FETCHING)
    item.report = {"asked": at.isoformat()}
    try:
        target = sites.address_of(address, fetcher=fetchers.fetcher_for(None, seconds=0))
        item.address = target.address
    except (sites.NotFetched, Unfetched) as refusal:
        item.state, item.reason, item.outcome = State.REFUSED, str(refusal), "refused"
        item.report = {}  # it was never asked for, and asking again would come to the same
    item.save()
    if by_worker and item.state == State.FETCHING:
        _emit(item, at)
    return item


def _emit(item: Item, at: dt.datetime) -> None:
    events.emit(WANTED, key=f"item:{item.pk}", payload={"item": item.pk}, at=at)


def _report(item: Item, **said: Any) -> None:
    item.report = item.report | said
    item.save(update_fields=["report"])


def _later(item: Item, later: Later, at: dt.datetime) -> Turn:
    """Another turn, unless this has gone on for days."""
    if at - dt.datetime.fromisoformat(item.report["asked"]) > PATIENCE:
        host = urlsplit(item.address).hostname
        return _given_up(item, f"{host} has let us wait for two days; save the work and bring that file in.")
    _report(item, tries=0, said=str(later))
    return Turn(item, max(later.seconds, 1.0))


def _given_up(item: Item, reason: str) -> Turn:
    with transaction.atomic():
        held = Item.objects.select_for_update(of=("self",)).select_related("job__account", "kept").get(pk=item.pk)
        if held.state != State.FETCHING:
            return Turn(held, None)
        held.state, held.reason, held.outcome = State.REFUSED, reason, "refused"
        held.save(update_fields=["state", "reason", "outcome"])
    fetchers.pages_of(str(item.pk)).clear()
    return Turn(held, None)


def _came(item: Item, fetched: sites.Fetched, at: dt.datetime) -> Item:
    """Keep the bytes as they came; from here on the item is a file like any other."""
    with transaction.atomic():
        kept = storage.keep(fetched.data, media_type="application/octet-stream", at=at)
        held = Item.objects.select_for_update(of=("self",)).select_related("job__account").get(pk=item.pk)
        if held.state != State.FETCHING:
            return held
        held.kept, held.name, held.address, held.state = kept, fetched.name, fetched.address, State.WAITING
        held.report = {}
        held.save(update_fields=["kept", "name", "address", "state", "report"])
    return held


def _read(item: Item, fetcher: Fetcher, at: dt.datetime) -> Item:
    if item.state != State.WAITING:
        return item
    item = actions.read_item(item=item)
    fetchers.pages_of(str(item.pk)).clear()
    if item.state == State.PREVIEW and fetcher.left_out:
        _report(item, left_out=fetcher.left_out)
    newer = item.job.options.get("newer")
    if item.state == State.PREVIEW and newer is not None and _is_of(item, newer):
        return actions.accept_item(item=item, at=at)
    return item


def _is_of(item: Item, work: int) -> bool:
    """Whether what came says that it is the very work that was looked for; if not, its keeper is asked."""
    source = (item.manuscript or {}).get("source") or {}
    place = work_place_of(source.get("url"))
    return place is not None and Origin.objects.filter(work=work, site=place.site, key=place.key).exists()

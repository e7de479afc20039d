"""The outbox's protocol (data-model.md §8): emit, claim by pushing the due time forward, handle, finish or fail.

Every errand is done at least once: a handler must read the present state and set it, so that repeats and
disorder are harmless.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from retold.ports.events.models import Errand

BATCH = 50
LEASE = dt.timedelta(minutes=2)
MOST_TRIES = 8
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=6)
DEAD_FOR = dt.timedelta(days=90)
# A row that has been tried this often may be what kills the worker: it is claimed alone.
SUSPECT_TRIES = 2

Handler = Callable[[str, Sequence[Mapping[str, Any]]], None]
Clock = Callable[[], dt.datetime]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Registration:
    handler: Handler
    in_transaction: bool
    ordered: bool


_kinds: dict[str, dict[str, None]] = {}
_handlers: dict[str, _Registration] = {}


def register(
    kind: str, handler_name: str, handler: Handler, *, in_transaction: bool = True, ordered: bool = False
) -> None:
    """Have a handler called for every event of a kind: `handler(key, payloads)`, once a key and batch.

    One name is one handler; it may be registered for several kinds. With `in_transaction` its effects in the
    database and the end of the errand are one transaction; a handler that talks to the world (an index, mail)
    says False, so that no lock is held meanwhile. An `ordered` handler gets what concerns one key one by one, in the
    order in which it was emitted: while an older errand lives, later ones wait; when it is dead, they go on. Raises
    ValueError if the name is another handler's.
    """
    entry = _Registration(handler, in_transaction, ordered)
    if _handlers.setdefault(handler_name, entry) != entry:
        raise ValueError(f"There is another handler of the name {handler_name!r}.")
    _kinds.setdefault(kind, {})[handler_name] = None


def unregister(handler_name: str) -> None:
    """Forget a handler; its errands wait until it is registered again."""
    _handlers.pop(handler_name, None)
    for names in _kinds.values():
        names.pop(handler_name, None)


def emit(kind: str, *, key: str, payload: Mapping[str, Any] | None = None, at: dt.datetime) -> None:
    """Write one errand for each handler of the kind; call it inside the transaction of the change.

    `key` names the thing ("work:7zk4m2q9c1x3"); `payload` holds ids only, never an account and a pen name
    together. With no handler for the kind, nothing is written.
    """
    emit_all(kind, [(key, payload or {})], at=at)


def emit_all(kind: str, things: Iterable[tuple[str, Mapping[str, Any]]], *, at: dt.datetime) -> None:
    """`emit` for many things at once, each a key and its payload."""
    named = [(uuid.uuid4(), key, payload) for key, payload in things]
    Errand.objects.bulk_create(
        Errand(event=event, kind=kind, handler=name, key=key, payload=dict(payload), made_at=at, due_at=at)
        for event, key, payload in named
        for name in _kinds.get(kind, ())
    )


def work_off(limit: int | None = None, *, now: Clock = timezone.now) -> int:
    """Do what is due, until nothing is or `limit` errands were taken up; gives their number."""
    done = 0
    while limit is None or done < limit:
        most = BATCH if limit is None else min(BATCH, limit - done)
        taken = sum(_work_off_batch(name, most, now) for name in tuple(_handlers))
        if not taken:
            break
        done += taken
    return done


def run_worker(stop: threading.Event, *, pause: float = 0.5, now: Clock = timezone.now) -> None:
    """Work errands off until `stop` is set, looking again every `pause` seconds when there are none."""
    while not stop.is_set():
        try:
            idle = not work_off(BATCH, now=now)
        except DatabaseError:
            log.exception("The worker could not reach its errands; it tries again.")
            close_old_connections()
            idle = True
        if idle:
            stop.wait(pause)


def claim(handler_name: str, most: int, at: dt.datetime) -> list[Errand]:
    """Take up to `most` due errands of a handler, for as long as LEASE; rows tried before come alone.

    Errands that have used up their tries are parked instead: they took the worker down with them.
    """
    due = Errand.objects.filter(handler=handler_name, dead_at=None, due_at__lte=at)
    if not due.exists():
        return []
    due.filter(tries__gte=MOST_TRIES).update(dead_at=at, token=None, error="It stopped the worker at every try.")
    if handler_name in _handlers and _handlers[handler_name].ordered:
        due = due.exclude(Exists(_alive_before(handler_name)))
    fresh = _claim_from(due.filter(tries__lt=SUSPECT_TRIES), handler_name, most, at)
    return fresh or _claim_from(due.filter(tries__gte=SUSPECT_TRIES), handler_name, 1, at)


def _alive_before(handler_name: str) -> QuerySet[Errand]:
    """The errands of a handler that must be done before the one that is asked about."""
    return Errand.objects.filter(handler=handler_name, key=OuterRef("key"), dead_at=None, pk__lt=OuterRef("pk"))


def revive_dead(*, at: dt.datetime | None = None) -> int:
    """Have errands tried anew that every try has failed, as after their cause was mended; gives their number."""
    dead = Errand.objects.filter(dead_at__isnull=False)
    return dead.update(dead_at=None, tries=0, token=None, due_at=at or timezone.now())


def drop_dead(at: dt.datetime, most: int) -> int:
    """Drop errands that died 90 days before `at` and that nobody revived; gives their number, at most `most`."""
    old = Errand.objects.filter(dead_at__lte=at - DEAD_FOR).order_by("dead_at")
    return Errand.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).delete()[0]


def _claim_from(due: QuerySet[Errand], handler_name: str, most: int, at: dt.datetime) -> list[Errand]:
    token, until = uuid.uuid4(), at + LEASE
    with transaction.atomic():
        first = due.order_by("due_at", "id").select_for_update(skip_locked=True).values("pk")[:most]
        Errand.objects.filter(pk__in=first).update(token=token, due_at=until, tries=F("tries") + 1)
    return list(Errand.objects.filter(handler=handler_name, dead_at=None, due_at=until, token=token).order_by("id"))


def _work_off_batch(handler_name: str, most: int, now: Clock) -> int:
    batch = claim(handler_name, most, now())
    renewed_at = now()
    for _, group in groupby(sorted(batch, key=lambda errand: (errand.key, errand.pk)), key=lambda errand: errand.key):
        errands = list(group)
        if now() - renewed_at > LEASE / 2:
            renewed_at = now()
            _mine(batch).update(due_at=renewed_at + LEASE)
        _handle(handler_name, errands, now)
    return len(batch)


def _handle(handler_name: str, errands: Sequence[Errand], now: Clock) -> None:
    """Call the handler once for the key; what raised together is tried one by one, and only then has failed."""
    try:
        _call(_handlers[handler_name], errands)
    except Exception as error:
        if len(errands) > 1:
            for errand in errands:
                _handle(handler_name, [errand], now)
        else:
            log.warning("%s failed", errands[0], exc_info=True)
            _fail(errands[0], f"{type(error).__name__}: {error}", now())


def _call(registration: _Registration, errands: Sequence[Errand]) -> None:
    payloads = [errand.payload for errand in errands]
    if registration.in_transaction:
        with transaction.atomic():
            registration.handler(errands[0].key, payloads)
            _finish(errands)
    else:
        registration.handler(errands[0].key, payloads)
        _finish(errands)


def _finish(errands: Sequence[Errand]) -> None:
    finished, _ = _mine(errands).delete()
    if finished < len(errands):
        log.warning("%d of %d errands of %s were taken over", len(errands) - finished, len(errands), errands[0].handler)


def _fail(errand: Errand, error: str, at: dt.datetime) -> None:
    wait = min(FIRST_WAIT * 4 ** (errand.tries - 1), LONGEST_WAIT)
    dead = at if errand.tries >= MOST_TRIES else None
    _mine([errand]).update(token=None, due_at=at + wait, error=error[:2000], dead_at=dead)


def _mine(errands: Iterable[Errand]) -> QuerySet[Errand]:
    """The rows of a claim that nobody has taken over."""
    claimed = list(errands)
    return Errand.objects.filter(pk__in=[errand.pk for errand in claimed], token=claimed[0].token)

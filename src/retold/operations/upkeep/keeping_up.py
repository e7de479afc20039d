"""Do what is due, one process at a time, and remember what came of it.

A duty is claimed by pushing its due time forward, in one conditional UPDATE: of two processes that try, one gets it.
The lease is renewed while the duty is being done; if the process is killed, it runs out.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from retold.operations.models import DutyRun
from retold.operations.upkeep.duties import DUTIES
from retold.operations.upkeep.duty import Duty

__all__ = ["Duty", "keep_up", "run_due"]

LEASE = dt.timedelta(minutes=10)
FIRST_WAIT = dt.timedelta(minutes=5)
PAUSE = 30.0

Clock = Callable[[], dt.datetime]

log = logging.getLogger(__name__)


def run_due(
    at: dt.datetime,
    *,
    duties: Sequence[Duty] = DUTIES,
    stop: threading.Event | None = None,
    now: Clock = timezone.now,
) -> list[DutyRun]:
    """Do the duties that are due at `at`, and give what came of each.

    What fails is tried again after 5 minutes, then 20, 80 and so on, but no later than it would be due anyway. Once
    `stop` is set, no further duty is begun. Raises DatabaseError where even that cannot be written down.
    """
    done = []
    for duty in duties:
        if stop is not None and stop.is_set():
            break
        claimed = _claim(duty, at)
        if claimed is not None:
            done.append(_do(duty, claimed, at, now))
    return done


def keep_up(stop: threading.Event, *, pause: float = PAUSE, now: Clock = timezone.now) -> None:
    """Do duties as they fall due until `stop` is set; for a thread of its own. Survives errors of the database."""
    try:
        while not stop.is_set():
            try:
                run_due(now(), stop=stop, now=now)
            except (DatabaseError, OSError):
                log.exception("The upkeep could not reach its database; it tries again.")
                close_old_connections()
            stop.wait(pause)
    finally:
        connections.close_all()


def renew(run: DutyRun, at: dt.datetime) -> bool:
    """Push the end of a claim's lease forward; False if another process has taken the duty over."""
    return bool(DutyRun.objects.filter(pk=run.pk, token=run.token).update(due_at=at + LEASE))


def _claim(duty: Duty, at: dt.datetime) -> DutyRun | None:
    run = DutyRun.objects.filter(name=duty.name).first()
    if run is None:
        DutyRun.objects.bulk_create([DutyRun(name=duty.name, due_at=at + duty.after)], ignore_conflicts=True)
    elif run.due_at > at:
        return None
    token = uuid.uuid4()
    due = DutyRun.objects.filter(name=duty.name, due_at__lte=at)
    claimed = due.update(token=token, due_at=at + LEASE, began_at=at, ended_at=None)
    return DutyRun.objects.get(name=duty.name) if claimed else None


def _do(duty: Duty, run: DutyRun, at: dt.datetime, now: Clock) -> DutyRun:
    try:
        with _renewing(run, now):
            said, ok = duty.do(at), True
    except Exception as error:
        log.warning("The duty %s failed.", duty.name, exc_info=True)
        said, ok = _sentence(error), False
    fails = 0 if ok else run.fails + 1
    ended = max(now(), at)
    mine = DutyRun.objects.filter(pk=run.pk, token=run.token)
    mine.update(token=None, ended_at=ended, ok=ok, said=said[:2000], fails=fails, due_at=_next(duty, at, ended, fails))
    run.refresh_from_db()
    return run


def _next(duty: Duty, began: dt.datetime, ended: dt.datetime, fails: int) -> dt.datetime:
    if not fails:
        return max(began + duty.every, ended)
    return ended + min(FIRST_WAIT * int(4 ** min(fails - 1, 10)), duty.every)


def _sentence(error: Exception) -> str:
    """What went wrong: an error of ours says it itself, any other is named as well."""
    said = str(error)
    return said if type(error).__module__.startswith("retold.") and said else f"{type(error).__name__}: {said}"


@contextmanager
def _renewing(run: DutyRun, now: Clock) -> Iterator[None]:
    """Renew the lease from a thread of its own for as long as the block takes."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(LEASE.total_seconds() / 3):
            try:
                renew(run, now())
            except DatabaseError:
                log.warning("The lease of the duty %s could not be renewed.", run.name, exc_info=True)
        connections.close_all()

    thread = threading.Thread(target=go_on, name=f"lease of {run.name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=1)

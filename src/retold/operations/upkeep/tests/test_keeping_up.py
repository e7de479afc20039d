"""Duties: done when they are due, by one process at a time, and a failure is recorded and tried again."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import OperationalError

from retold.operations.models import DutyRun
from retold.operations.upkeep import keeping_up
from retold.operations.upkeep.duties import DUTIES
from retold.operations.upkeep.duty import Duty
from retold.operations.upkeep.keeping_up import LEASE, keep_up, renew, run_due

AT = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


class Chore:
    """A duty that counts how often it is done, and fails while it is told to."""

    def __init__(self, every=HOUR, after=dt.timedelta(0)):
        self.done, self.error = [], None
        self.duty = Duty("chore", every, self, after=after)

    def __call__(self, at):
        self.done.append(at)
        if self.error:
            raise self.error
        return "It is done."


def run(chore, at):
    return run_due(at, duties=[chore.duty], now=lambda: at)


def test_a_duty_is_done_at_once_and_again_when_it_is_due():
    chore = Chore()
    [first] = run(chore, AT)
    assert (first.ok, first.said, first.began_at, first.due_at) == (True, "It is done.", AT, AT + HOUR)
    assert run(chore, AT + HOUR / 2) == []
    assert len(run(chore, AT + HOUR)) == 1
    assert chore.done == [AT, AT + HOUR]


def test_a_new_archive_may_wait_for_the_first_time():
    chore = Chore(after=HOUR)
    assert run(chore, AT) == []
    assert len(run(chore, AT + HOUR)) == 1


def test_a_failure_is_recorded_and_tried_again_later_each_time_but_no_later_than_due():
    chore, waits, at = Chore(), [], AT
    chore.error = OSError(28, "No space left on device")
    for _ in range(5):
        [failed] = run(chore, at)
        assert failed.ok is False
        assert "No space left on device" in failed.said
        waits.append(failed.due_at - at)
        at = failed.due_at
    assert [wait / dt.timedelta(minutes=1) for wait in waits] == [5, 20, 60, 60, 60]
    chore.error = None
    [mended] = run(chore, at)
    assert (mended.ok, mended.fails, mended.due_at) == (True, 0, at + HOUR)


def test_one_that_fails_keeps_no_other_from_being_done():
    bad, good = Chore(), Chore()
    bad.error = RuntimeError("no")
    duties = [bad.duty, Duty("other", HOUR, good)]
    assert [one.ok for one in run_due(AT, duties=duties, now=lambda: AT)] == [False, True]


def test_what_a_kill_left_is_due_again_when_its_lease_is_over():
    class Killed(BaseException):
        pass

    chore = Chore()
    chore.error = Killed()
    with pytest.raises(Killed):
        run(chore, AT)
    chore.error = None
    assert run(chore, AT + LEASE / 2) == []
    [again] = run(chore, AT + LEASE)
    assert again.ok


def test_two_that_try_at_once_do_it_once():
    chore, inside = Chore(), []

    def try_too(at):
        inside.extend(run(chore, at))
        return chore(at)

    run_due(AT, duties=[Duty("chore", HOUR, try_too)], now=lambda: AT)
    assert inside == []
    assert chore.done == [AT]


def test_a_lease_is_renewed_and_one_that_was_lost_is_not():
    seen = []

    def long(at):
        mine = DutyRun.objects.get()
        assert renew(mine, at + LEASE)
        seen.append(DutyRun.objects.get().due_at)
        DutyRun.objects.update(token=None)
        seen.append(renew(mine, at))
        return "Late."

    run_due(AT, duties=[Duty("chore", HOUR, long)], now=lambda: AT)
    assert seen == [AT + 2 * LEASE, False]
    # Whoever was overtaken writes nothing over what the other wrote.
    assert DutyRun.objects.get().said == ""


def test_none_is_begun_once_it_is_to_stop():
    chore, stop = Chore(), threading.Event()
    stop.set()
    assert run_due(AT, duties=[chore.duty], stop=stop) == []


def test_the_loop_survives_errors_of_the_database_and_stops(monkeypatch):
    stop, calls = threading.Event(), []

    def trouble(*_, **__):
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("disk I/O error")
        stop.set()

    monkeypatch.setattr(keeping_up, "run_due", trouble)
    monkeypatch.setattr(keeping_up, "close_old_connections", lambda: None)
    monkeypatch.setattr(keeping_up.connections, "close_all", lambda: None)
    keep_up(stop, pause=0)
    assert len(calls) == 2


def test_the_archive_s_own_duties():
    assert [duty.name for duty in DUTIES] == ["mark", "sweep", "backup", "drill", "scrub"]

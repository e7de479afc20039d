"""The outbox: written with the change, done at least once, and a poisonous errand harms none beside it."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import transaction

from retold.ports import events
from retold.ports.events import outbox
from retold.ports.events.models import Errand

AT = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.time = AT

    def __call__(self):
        return self.time

    def forward(self, **span):
        self.time += dt.timedelta(**span)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def calls(monkeypatch):
    """Handlers of the test's own; what they were called with."""
    monkeypatch.setattr(outbox, "_handlers", {})
    monkeypatch.setattr(outbox, "_kinds", {})
    found = []
    events.register("work.changed", "test.index", lambda key, payloads: found.append((key, [p["n"] for p in payloads])))
    return found


def emit(n, key="work:a", kind="work.changed"):
    events.emit(kind, key=key, payload={"n": n}, at=AT)


def test_an_event_that_nobody_reacts_to_writes_nothing(calls):
    emit(1, kind="work.read")
    assert not Errand.objects.exists()


def test_a_batch_calls_the_handler_once_a_key_and_leaves_nothing(calls, clock):
    for n, key in enumerate(["work:a", "work:b", "work:a"]):
        emit(n, key)
    assert events.work_off(now=clock) == 3
    assert calls == [("work:a", [0, 2]), ("work:b", [1])]
    assert not Errand.objects.exists()
    assert events.work_off(now=clock) == 0


def test_each_handler_has_an_errand_of_its_own(calls, clock):
    other = []
    events.register("work.changed", "test.mail", lambda key, payloads: other.append(key))
    emit(1)
    assert Errand.objects.values("event").distinct().count() == 1
    assert Errand.objects.count() == 2
    events.work_off(now=clock)
    assert (len(calls), other) == (1, ["work:a"])


def test_a_change_that_is_rolled_back_causes_nothing(calls):
    with transaction.atomic():
        emit(1)
        transaction.set_rollback(True)
    assert not Errand.objects.exists()


def test_a_limit_is_kept(calls, clock):
    for n in range(5):
        emit(n, f"work:{n}")
    assert events.work_off(2, now=clock) == 2
    assert Errand.objects.count() == 3


def test_a_handler_that_fails_undoes_its_own_effects(calls, clock):
    def half(key, payloads):
        emit(9, key="effect", kind="effect")
        raise RuntimeError("half way")

    events.register("effect", "test.effect", lambda *_: None)
    events.register("other", "test.half", half)
    emit(1, kind="other")
    events.work_off(now=clock)
    assert [(one.kind, one.error) for one in Errand.objects.all()] == [("other", "RuntimeError: half way")]


def test_poison_is_tried_alone_waits_longer_each_time_and_is_parked(calls, clock):
    def picky(key, payloads):
        if any(one["n"] == 13 for one in payloads):
            raise ValueError("thirteen")
        calls.append((key, [one["n"] for one in payloads]))

    events.register("picky", "test.picky", picky)
    for n in (1, 13, 2):
        emit(n, kind="picky")
    waits = []
    for _ in range(outbox.MOST_TRIES):
        events.work_off(now=clock)
        row = Errand.objects.get()
        waits.append(row.due_at - clock())
        clock.time = row.due_at
    assert sorted(n for _, numbers in calls for n in numbers) == [1, 2]
    assert waits[:3] == [dt.timedelta(seconds=30), dt.timedelta(minutes=2), dt.timedelta(minutes=8)]
    assert max(waits) == dt.timedelta(hours=6)
    row = Errand.objects.get()
    assert (row.tries, row.dead_at is None, row.error) == (8, False, "ValueError: thirteen")
    clock.forward(days=1)
    assert events.work_off(now=clock) == 0


def test_a_claim_that_was_never_finished_is_due_again_when_its_lease_is_over(calls, clock):
    emit(1)
    assert len(outbox.claim("test.index", 10, clock())) == 1
    assert events.work_off(now=clock) == 0
    clock.forward(minutes=3)
    assert events.work_off(now=clock) == 1
    assert calls == [("work:a", [1])]


def test_what_takes_the_worker_down_at_every_try_is_parked_in_the_end(calls, clock):
    emit(1)
    for _ in range(outbox.MOST_TRIES):
        assert len(outbox.claim("test.index", 10, clock())) == 1
        clock.forward(minutes=3)
    assert outbox.claim("test.index", 10, clock()) == []
    row = Errand.objects.get()
    assert row.dead_at == clock()
    assert "worker" in row.error


def test_rows_that_were_tried_before_are_claimed_alone(calls, clock):
    for n in range(3):
        emit(n)
    Errand.objects.update(tries=2)
    emit(3)
    assert [one.payload["n"] for one in outbox.claim("test.index", 10, clock())] == [3]
    assert len(outbox.claim("test.index", 10, clock())) == 1


def test_a_worker_that_was_overtaken_deletes_nothing(calls, clock):
    emit(1)
    slow = outbox.claim("test.index", 10, clock())
    clock.forward(minutes=3)
    fast = outbox.claim("test.index", 10, clock())
    outbox._finish(slow)
    assert Errand.objects.count() == 1
    outbox._fail(slow[0], "late", clock())
    assert Errand.objects.get().token == fast[0].token


def test_a_long_batch_renews_its_lease(calls, clock):
    seen = []

    def slow(key, payloads):
        clock.forward(seconds=50)
        seen.append(set(Errand.objects.filter(kind="slow").values_list("due_at", flat=True)))

    events.register("slow", "test.slow", slow, in_transaction=False)
    for n in range(4):
        emit(n, f"work:{n}", kind="slow")
    events.work_off(now=clock)
    assert min(seen[3]) > clock()
    assert not Errand.objects.exists()


def test_a_handler_that_is_gone_leaves_its_errands_waiting(calls, clock):
    emit(1)
    outbox.unregister("test.index")
    assert events.work_off(now=clock) == 0
    assert Errand.objects.count() == 1


def test_one_name_is_one_handler(calls):
    with pytest.raises(ValueError, match="another handler"):
        events.register("work.changed", "test.index", lambda *_: None)


def test_the_worker_works_until_it_is_told_to_stop(calls, clock):
    stop = threading.Event()
    events.register("end", "test.end", lambda *_: stop.set())
    emit(1)
    emit(2, kind="end")
    events.run_worker(stop, pause=0.01, now=clock)
    assert len(calls) == 1


class TestOrder:
    """Handlers declared ordered get what concerns one key in its order."""

    @pytest.fixture
    def delivered(self, monkeypatch):
        monkeypatch.setattr(outbox, "_handlers", {})
        monkeypatch.setattr(outbox, "_kinds", {})
        done, refused = [], set()

        def deliver(key, payloads):
            for one in payloads:
                if one["n"] in refused:
                    raise RuntimeError("nobody home")
                done.append((key, one["n"]))

        events.register("work.changed", "test.deliver", deliver, ordered=True)
        return done, refused

    def test_one_key_goes_one_by_one_and_others_beside_it(self, delivered, clock):
        done, _ = delivered
        for n, key in enumerate(["work:a", "work:a", "work:b", "work:a"]):
            emit(n, key)
        assert [one.payload["n"] for one in outbox.claim("test.deliver", 50, AT)] == [0, 2]
        assert outbox.claim("test.deliver", 50, AT) == []  # what is being done still lives
        clock.forward(minutes=3)
        events.work_off(now=clock)
        assert [n for key, n in done if key == "work:a"] == [0, 1, 3]

    def test_what_fails_holds_up_its_key_alone_until_it_is_dead(self, delivered, clock):
        done, refused = delivered
        refused.add(0)
        for n, key in enumerate(["work:a", "work:a", "work:b"]):
            emit(n, key)
        events.work_off(now=clock)
        assert done == [("work:b", 2)]
        for _ in range(outbox.MOST_TRIES):
            clock.forward(hours=7)
            events.work_off(now=clock)
        assert done == [("work:b", 2), ("work:a", 1)]
        assert Errand.objects.get().dead_at is not None


def dead(n, days):
    emit(n)
    Errand.objects.filter(payload={"n": n}).update(
        dead_at=AT - dt.timedelta(days=days), tries=outbox.MOST_TRIES, error="RuntimeError: no"
    )


def test_dead_errands_are_revived_and_done(calls, clock):
    dead(1, 3)
    assert events.work_off(now=clock) == 0
    assert events.revive_dead(at=AT) == 1
    assert events.work_off(now=clock) == 1
    assert calls == [("work:a", [1])]
    assert events.revive_dead() == 0


def test_the_dead_are_dropped_after_ninety_days_in_slices_and_nothing_else_is(calls):
    for n, days in enumerate([89, 90, 91, 400]):
        dead(n, days)
    emit(9)
    assert events.drop_dead(AT, 2) == 2
    assert events.drop_dead(AT, 2) == 1
    assert events.drop_dead(AT, 2) == 0
    assert sorted(one.payload["n"] for one in Errand.objects.all()) == [0, 9]

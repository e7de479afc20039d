"""The lock keeps order among threads and processes, and never jams."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from retold.lib.fair_lock import FairLock

HOLD = """
import sys, time
from pathlib import Path
from retold.lib.fair_lock import FairLock
lock = FairLock(Path(sys.argv[1]))
assert lock.acquire(10)
print("held", flush=True)
time.sleep(float(sys.argv[2]))
lock.release()
print("let go", flush=True)
sys.stdin.read()
"""
ofd = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="open file locks are Linux's")


def holder(path, seconds):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), str(seconds)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def ended(process):
    process.kill()
    process.wait(10)
    process.stdin.close()
    process.stdout.close()


def test_threads_come_in_the_order_they_asked(tmp_path):
    lock, order, started = FairLock(tmp_path / "row"), [], []

    def come(number):
        assert lock.acquire(10)
        order.append(number)
        lock.release()

    assert lock.acquire(1)
    for number in range(8):
        thread = threading.Thread(target=come, args=(number,))
        thread.start()
        started.append(thread)
        while len(lock._row._waiting) <= number:
            time.sleep(0.001)
    lock.release()
    for thread in started:
        thread.join(10)
    assert order == list(range(8))


def test_it_gives_up_after_the_timeout_and_the_row_goes_on(tmp_path):
    lock = FairLock(tmp_path / "row")
    assert lock.acquire(1)
    assert not lock.acquire(0.02)
    lock.release()
    assert lock.acquire(0.02)
    lock.release()


@ofd
def test_it_waits_for_another_process(tmp_path):
    process = holder(tmp_path / "row", 0.3)
    try:
        lock = FairLock(tmp_path / "row")
        assert not lock.acquire(0.05)
        assert lock.acquire(10)
        assert process.stdout.readline() == "let go\n"
        lock.release()
    finally:
        ended(process)


@ofd
def test_a_process_that_dies_in_the_row_does_not_jam_it(tmp_path):
    process = holder(tmp_path / "row", 60)
    os.kill(process.pid, signal.SIGKILL)
    try:
        lock = FairLock(tmp_path / "row")
        assert lock.acquire(10)
        lock.release()
    finally:
        ended(process)


@ofd
def test_a_counter_that_a_power_cut_spoiled_does_not_jam_it(tmp_path):
    path = tmp_path / "row"
    for spoiled in (b"", b"abc", b"\xff" * 8, bytes(100)):
        path.write_bytes(spoiled)
        lock = FairLock(path)
        assert lock.acquire(1)
        lock.release()


@ofd
def test_a_fork_has_a_row_of_its_own_and_takes_its_turn(tmp_path):
    lock = FairLock(tmp_path / "row")
    assert lock.acquire(1)
    child = os.fork()
    if not child:
        came = lock.acquire(0.05)
        os._exit(3 if came else 0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    lock.release()
    child = os.fork()
    if not child:
        os._exit(0 if lock.acquire(5) else 3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

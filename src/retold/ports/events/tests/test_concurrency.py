"""Several workers, some of them killed, on one database: nothing is lost, and poison is parked."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter

import pysqlite3
import pytest

from retold.ports.events.outbox import BATCH

MANY = 400
COUNT = "SELECT count(*) FILTER (WHERE dead_at IS NULL), count(*) FILTER (WHERE dead_at IS NOT NULL) FROM events_errand"


@pytest.fixture
def environment(tmp_path):
    return os.environ | {
        "RETOLD_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "retold.config.settings"),
        "DONE": str(tmp_path / "done"),
    }


@pytest.fixture
def start(environment):
    started = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "retold.ports.events.tests.worker", *arguments], env=environment
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def errands_left(home):
    """How many errands are alive, and how many are parked."""
    connection = pysqlite3.connect(home / "retold.sqlite3", timeout=20)
    try:
        return tuple(connection.execute(COUNT).fetchone())
    finally:
        connection.close()


@pytest.mark.skipif(bool(os.environ.get("RETOLD_DATABASE")), reason="counts in the file of SQLite")
def test_nothing_is_lost_when_workers_are_killed(environment, start, tmp_path):
    subprocess.run([sys.executable, "-m", "django", "migrate", "events", "-v0"], env=environment, check=True)
    emitters = [start("emit", "0", str(MANY // 2)), start("emit", str(MANY // 2), str(MANY))]
    workers = [start("work"), start("work")]
    kills = 0
    for emitter in emitters:
        emitter.wait(timeout=60)
        workers.pop(0).kill()
        kills += 1
        workers.append(start("work"))
        assert emitter.returncode == 0
    poison = sum(number % 97 == 0 for number in range(MANY))
    deadline = time.monotonic() + 90
    while (left := errands_left(tmp_path)) != (0, poison) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == (0, poison)
    done = Counter(int(line) for line in (tmp_path / "done").read_text().split())
    assert set(done) == set(range(MANY))
    # A poisonous key repeats what stands beside it once; a kill repeats at most its batch.
    healthy = {number for number in range(MANY) if number % 97}
    beside = {number for number in healthy if number % 40 in {poisonous % 40 for poisonous in range(0, MANY, 97)}}
    assert sum(done[number] - 1 for number in healthy - beside) <= kills * BATCH

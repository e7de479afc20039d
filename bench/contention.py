"""Many writers at one database: how long the unluckiest waits, with our row and with SQLite's own retries."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Row
from retold.lib.fair_lock import FairLock

WRITERS, SECONDS = 16, 4.0


def rows() -> Iterator[Row]:
    """Everything that is measured here."""
    if sys.platform == "win32":
        return
    fair, retried = _slowest(fair=True), _slowest(fair=False)
    yield Row(
        f"a write among {WRITERS} writers, 99th percentile",
        fair * 1000,
        "ms",
        retried * 1000,
        "SQLite's busy timeout",
        target=250,
    )


def _slowest(*, fair: bool) -> float:
    """The 99th percentile of the seconds that one write took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sqlite3"
        with sqlite3.connect(path) as made:
            made.execute("PRAGMA journal_mode=WAL")
            made.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, body BLOB)")
        made.close()
        context = multiprocessing.get_context("spawn")
        with context.Pool(WRITERS) as pool:
            begin = time.time() + 4
            took = pool.starmap(_write, [(str(path), fair, begin)] * WRITERS)
    every = sorted(one for some in took for one in some)
    return every[int(len(every) * 0.99)]


def _write(path: str, fair: bool, begin: float) -> list[float]:
    row = FairLock(Path(path + "-queue")) if fair else None
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    time.sleep(max(0.0, begin - time.time()))
    took = []
    while time.time() < begin + SECONDS:
        began = time.perf_counter()
        if row is not None:
            row.acquire(30)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t (body) VALUES (?)", (os.urandom(2000),))
        connection.execute("COMMIT")
        if row is not None:
            row.release()
        took.append(time.perf_counter() - began)
    return took

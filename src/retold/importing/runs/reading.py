"""Reading files in processes of their own: the bytes go out, what was read comes back; none of them has a database.

A file that brings its process down, or that is not read in time, is told so and costs nobody else anything.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import TracebackType

from retold.catalog.works.texts import Prepared
from retold.importing import readers
from retold.importing.readers import Reading
from retold.lib.processes import start_python

LONGEST = 60.0  # seconds that reading one file may take
MOST_PROCESSES = 4
_BROKEN = (EOFError, OSError, pickle.UnpicklingError, ValueError)


@dataclass(frozen=True)
class Answer:
    """What reading a file gave and what was worked out of its texts, or the reason why neither; how long it took."""

    reading: Reading | None
    prepared: Prepared | None
    reason: str
    took_ms: int


def read_file(name: str, data: bytes) -> Answer:
    """Read one file here and now; never raises."""
    began = time.perf_counter()
    try:
        reading = readers.read_alone(PurePosixPath(name).name, data)
        prepared = Prepared.of(reading.manuscript.chapters)  # here rather than where the database waits
        return Answer(reading, prepared, "", _since(began))
    except readers.Refused as refusal:
        return Answer(None, None, str(refusal), _since(began))
    except Exception as error:  # a reader's fault must not end the run
        reason = f"Reading it failed ({type(error).__name__}). Its bytes are kept; tell us of the file, please."
        return Answer(None, None, reason, _since(began))


class Readers:
    """Processes that read, as many as there is work and the machine has processors for; end them with `with`."""

    def __init__(self, count: int | None = None, *, longest: float = LONGEST) -> None:
        """`count` processes at most, each started when it is first needed."""
        self._longest = longest
        self._mine = threading.local()
        self._all: list[_Process] = []
        self._hands = ThreadPoolExecutor(count or min(os.cpu_count() or 2, MOST_PROCESSES), "reading")

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._hands.shutdown(wait=False, cancel_futures=True)
        for process in self._all:
            process.end()
        self._hands.shutdown()

    def read(self, name: str, data: bytes) -> Future[Answer]:
        """Have a file read; the answer comes later."""
        return self._hands.submit(self._read, name, data)

    def _read(self, name: str, data: bytes) -> Answer:
        process: _Process | None = getattr(self._mine, "process", None)
        if process is None:
            process = self._mine.process = _Process(self._longest)
            self._all.append(process)
        return process.ask(name, data)


class _Process:
    """One process that reads, one file at a time; another takes its place when it breaks."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._running: subprocess.Popen[bytes] | None = None
        self._ended = False

    def ask(self, name: str, data: bytes) -> Answer:
        began = time.perf_counter()
        for _ in range(2):  # whoever ends our process may not have meant this file: it is tried once more
            late = threading.Event()
            try:
                return self._ask(name, data, late)
            except _BROKEN:
                self._stop()
            if late.is_set() or self._ended:
                break
        what = f"took longer than {self._longest:.0f} seconds" if late.is_set() else "stopped the program"
        reason = f"Reading it {what}, so it was left. Its bytes are kept; tell us of the file, please."
        return Answer(None, None, reason, _since(began))

    def end(self) -> None:
        self._ended = True
        self._stop()

    def _ask(self, name: str, data: bytes, late: threading.Event) -> Answer:
        if self._ended:
            raise EOFError
        if self._running is None:
            self._running = start_python("-m", "retold.importing.runs.reader_process", piped=True)
        running = self._running

        def give_up() -> None:
            late.set()
            running.kill()

        watch = threading.Timer(self._longest, give_up)
        watch.daemon = True
        watch.start()
        try:
            assert running.stdin is not None
            assert running.stdout is not None
            pickle.dump((name, data), running.stdin, protocol=5)
            running.stdin.flush()
            answer: Answer = pickle.load(running.stdout)  # noqa: S301  (our own process's words)
            return answer
        finally:
            watch.cancel()

    def _stop(self) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        running.kill()
        running.wait()
        for pipe in (running.stdin, running.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                continue  # what was on its way to a process that is gone


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)

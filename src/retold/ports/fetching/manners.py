"""One request at a time for each host, and some seconds between two, over all processes of a home.

Each host has a small file: its lock says that somebody asks just now, its time when the next may. A lost file costs
no more than one gap.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from retold.lib.fair_lock import FairLock
from retold.ports.fetching.refusing import Later

_rows: dict[Path, FairLock] = {}
_guard = threading.Lock()


@dataclass
class Manners:
    """Who may ask a host, and when. `folder` None: among the threads that share this object alone."""

    folder: Path | None = None
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)

    @contextmanager
    def turn(self, host: str, gap: float, patience: float) -> Iterator[None]:
        """Wait until the host may be asked, ask in the block, and leave `gap` seconds behind it.

        Raises Later if that would take more than `patience` seconds.
        """
        with self._alone(host, patience):
            wait = self._due(host) - self.now()
            if wait > patience:
                raise Later(f"{host} is not asked more often than it likes; it goes on by itself.", wait)
            if wait > 0:
                self.sleep(wait)
            try:
                yield
            finally:
                self.rest(host, gap)

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, if it is not left alone for longer already."""
        until = max(self._due(host), self.now() + seconds)
        self._next[host] = until
        if self.folder is not None:
            place = self._place(host)
            place.touch()
            os.utime(place, (until, until))

    def _due(self, host: str) -> float:
        """When the host may be asked; a time far ahead is a clock's mistake, or a stranger's."""
        known = self._next.get(host, 0.0)
        if self.folder is not None:
            with suppress(OSError):
                known = max(known, self._place(host).stat().st_mtime)
        return known if known < self.now() + 86_400 else 0.0

    @contextmanager
    def _alone(self, host: str, patience: float) -> Iterator[None]:
        with _guard:
            lock: threading.Lock | FairLock
            if self.folder is None:
                lock = self._locks.setdefault(host, threading.Lock())
            else:
                self.folder.mkdir(parents=True, exist_ok=True)
                path = self._place(host).with_suffix(".lock")
                lock = _rows.setdefault(path, FairLock(path))
        if not lock.acquire(timeout=max(patience, 0.01)):
            raise Later(f"{host} is being asked by another run; it goes on by itself.", patience)
        try:
            yield
        finally:
            lock.release()

    def _place(self, host: str) -> Path:
        assert self.folder is not None
        return self.folder / sha256(host.encode()).hexdigest()[:24]

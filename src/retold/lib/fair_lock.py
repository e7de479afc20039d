"""A lock that is taken in the order it was asked for, by threads of one process and by processes.

SQLite lets whoever looks at the right moment write next, so that under many writers one may wait for seconds
(safety.md §4). Who takes this lock first waits in a row instead. It keeps order only: what must never overlap
needs a lock of its own beneath (SQLite's own, here), since the row steps over whoever dies in it.
"""

from __future__ import annotations

import os
import struct
import threading
import time
from collections import deque
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: in order among the threads of a process alone
    fcntl = None  # type: ignore[assignment]

_OPEN_FILE_LOCKS = fcntl is not None and hasattr(fcntl, "F_OFD_SETLK") and struct.calcsize("P") == 8
_COUNTER = struct.Struct("=Q")
_TICKETS_FROM = 4096  # the tickets' bytes lie behind the counter; a lock needs no byte to be there
_SHORTEST_WAIT, _LONGEST_WAIT = 0.0002, 0.002


class FairLock:
    """One row of waiters for one file; make one of these a process and path, and share it among threads.

    The lock belongs to the thread's turn, not to the thread: whoever took it gives it back, once.
    """

    def __init__(self, path: Path) -> None:
        """`path` is made when the lock is first taken; nothing of worth is kept in it."""
        self._path = path
        self._row = _ThreadRow()
        self._tickets = _Tickets(path)
        self._process = os.getpid()

    def acquire(self, timeout: float) -> bool:
        """Wait for our turn, `timeout` seconds at most; whether it came. Raises OSError if the file cannot be used."""
        if self._process != os.getpid():  # a fork: the row of our parent is not ours
            self._row, self._tickets, self._process = _ThreadRow(), _Tickets(self._path), os.getpid()
        until = time.monotonic() + timeout
        if not self._row.enter(timeout):
            return False
        try:
            came = self._tickets.take(until)
        except BaseException:
            self._row.leave()
            raise
        if not came:
            self._row.leave()
        return came

    def release(self) -> None:
        """Give the turn to the next in the row."""
        self._tickets.give_back()
        self._row.leave()


class _ThreadRow:
    """First come, first served, among the threads of this process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def enter(self, timeout: float) -> bool:
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if turn.acquire(timeout=max(timeout, 0)):
            return True
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return False
        return True  # it came in the very moment that we gave up

    def leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class _Tickets:
    """First come, first served, among processes: numbered tickets, each held as a lock on a byte of its own.

    Whose turn it is: nobody holds a lower number. The kernel frees the byte of a process that dies.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._number = 0

    def take(self, until: float) -> bool:
        if not _OPEN_FILE_LOCKS:
            return True
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._number = self._draw(self._file)
        wait = _SHORTEST_WAIT
        while not self._is_our_turn(self._file):
            if time.monotonic() > until:
                self.give_back()
                return False
            time.sleep(wait)
            wait = min(wait * 1.5, _LONGEST_WAIT)
        return True

    def give_back(self) -> None:
        if self._file is not None:
            _lock(self._file, fcntl.F_OFD_SETLK, fcntl.F_UNLCK, _TICKETS_FROM + self._number, 1)

    def _draw(self, file: int) -> int:
        """The next number, and the lock on its byte, both before anyone else can draw."""
        _lock(file, fcntl.F_OFD_SETLKW, fcntl.F_WRLCK, 0, 1)
        try:
            said = os.pread(file, _COUNTER.size, 0)
            number = _COUNTER.unpack(said)[0] % (1 << 60) if len(said) == _COUNTER.size else 0
            os.pwrite(file, _COUNTER.pack(number + 1), 0)
            _lock(file, fcntl.F_OFD_SETLK, fcntl.F_WRLCK, _TICKETS_FROM + number, 1)
        finally:
            _lock(file, fcntl.F_OFD_SETLK, fcntl.F_UNLCK, 0, 1)
        return int(number)

    def _is_our_turn(self, file: int) -> bool:
        if self._number == 0:
            return True
        try:
            _lock(file, fcntl.F_OFD_SETLK, fcntl.F_RDLCK, _TICKETS_FROM, self._number)
        except (BlockingIOError, PermissionError):
            return False
        _lock(file, fcntl.F_OFD_SETLK, fcntl.F_UNLCK, _TICKETS_FROM, self._number)
        return True


def _lock(file: int, command: int, kind: int, start: int, length: int) -> None:
    """Lock bytes for the open file, not for the process (fcntl(2), "Open file description locks")."""
    fcntl.fcntl(file, command, struct.pack("hhqqi", kind, os.SEEK_SET, start, length, 0))

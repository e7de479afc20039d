"""Locks between processes. The kernel frees them when whoever holds one dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows has no fcntl; one process at a time is the keeper's care there.
    fcntl = None  # type: ignore[assignment]


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file, waiting for whoever holds it; let go when the block or the process ends."""
    with path.open("a") as file:
        lock_open_file(file)
        yield


@contextmanager
def lock_if_free(path: Path) -> Iterator[bool]:
    """Hold the same lock if nobody holds it now; gives whether it is ours."""
    with path.open("a") as file:
        yield lock_open_file(file, wait=False)


def lock_open_file(file: IO[Any], *, wait: bool = True) -> bool:
    """Lock a file until it is closed; whether it is ours. Without `wait`, a lock that another holds is not."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True

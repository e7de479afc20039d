"""The locks by which the processes of one home know of each other. It needs the settings alone, and loads at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from retold.lib.locks import file_lock, lock_if_free


@contextmanager
def nobody_serving() -> Iterator[bool]:
    """Hold the lock that a running `retold serve` holds; gives whether it is ours."""
    _home().mkdir(parents=True, exist_ok=True)
    with lock_if_free(_home() / "serve.lock") as ours:
        yield ours


@contextmanager
def getting_ready() -> Iterator[None]:
    """Hold back whoever is in `wait_until_ready` for as long as the block takes."""
    with file_lock(_home() / "starting.lock"):
        yield


def wait_until_ready() -> None:
    """Wait for the start that goes on in another process, if one does."""
    if _home().is_dir():
        with file_lock(_home() / "starting.lock"):
            pass


def _home() -> Path:
    return Path(settings.RETOLD_HOME)

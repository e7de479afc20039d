"""Let go of what nothing holds: rows of files that no other row points at, then files that no row claims.

A file that is being kept at this moment is never lost: `keep` makes the file young under the sweep's lock before it
looks for the row, and nothing younger than a day is touched, however long its row waits for its commit. Whoever takes
both locks takes the database's first, as `keep` inside a transaction does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction

from retold.lib.locks import file_lock, lock_if_free
from retold.ports.database.references import unheld
from retold.ports.storage.keeping import path_of
from retold.ports.storage.models import KeptFile

UNCLAIMED_FOR = dt.timedelta(days=1)
SLICE = 200

_NAME = re.compile(r"[0-9a-f]{64}")


class BackupRuns(RuntimeError):
    """A backup is being taken, so no file may go; the message says so."""


def sweep(at: dt.datetime) -> int:
    """Delete files that no row has claimed for a day before `at`, and torn ones; gives their number.

    Raises BackupRuns: a backup needs the files of the database as it was when it began.
    """
    return sum(_unlink_unclaimed(some, at) for folder in _folders() for some in _slices(folder.iterdir()))


def let_go(at: dt.datetime) -> int:
    """Delete the rows of files kept a day before `at` or longer that nothing points at; gives their number.

    Their files stay until `sweep`. Raises BackupRuns.
    """
    gone, last = 0, 0
    while keys := _keys_after(last, at):
        gone += _let_go_of(keys, at)
        last = keys[-1]
    return gone


def _keys_after(last: int, at: dt.datetime) -> list[int]:
    rows = unheld(KeptFile.objects.filter(pk__gt=last, kept_at__lte=at - UNCLAIMED_FOR))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:SLICE])


def _let_go_of(keys: Sequence[int], at: dt.datetime) -> int:
    with ExitStack() as locks:
        locks.enter_context(_no_backup())
        with transaction.atomic():
            rows = unheld(KeptFile.objects.filter(pk__in=keys)).select_for_update(skip_locked=True, of=("self",))
            found = list(rows)
            # Held until the rows are gone for everyone: else whoever keeps the same bytes now would find the old row.
            locks.enter_context(_sweep_lock())
            old = [row.pk for row in found if _is_old(path_of(row), at)]
            KeptFile.objects.filter(pk__in=old).delete()
    return len(old)


def _unlink_unclaimed(paths: Sequence[Path], at: dt.datetime) -> int:
    loose = _unclaimed(paths, at)
    if not loose:
        return 0
    with _no_backup(), _sweep_lock():
        # Looked at again under the lock: somebody may have kept the same bytes meanwhile.
        loose = _unclaimed(loose, at)
        for path in loose:
            path.unlink(missing_ok=True)
    return len(loose)


def _unclaimed(paths: Iterable[Path], at: dt.datetime) -> list[Path]:
    old = [path for path in paths if path.is_file() and _is_old(path, at)]
    digests = [digest for path in old if (digest := _digest(path)) is not None]
    claimed = {bytes(one) for one in KeptFile.objects.filter(digest__in=digests).values_list("digest", flat=True)}
    return [path for path in old if path.parent.name == "incoming" or _digest(path) not in (None, *claimed)]


def _digest(path: Path) -> bytes | None:
    """The digest that a kept file is named by; None for one that has no such name, which is none of ours."""
    return bytes.fromhex(path.name) if _NAME.fullmatch(path.name) else None


def _is_old(path: Path, at: dt.datetime) -> bool:
    try:
        changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return True
    return at - changed >= UNCLAIMED_FOR


def _folders() -> Iterator[Path]:
    yield from sorted(_kept().glob("??/??"))
    yield from _kept().glob("incoming")


def _slices(paths: Iterable[Path]) -> Iterator[Sequence[Path]]:
    rest = iter(paths)
    while some := tuple(islice(rest, SLICE)):
        yield some


def _kept() -> Path:
    return Path(settings.RETOLD_HOME) / "kept"


def _sweep_lock() -> AbstractContextManager[None]:
    _kept().mkdir(parents=True, exist_ok=True)
    return file_lock(_kept() / "sweep.lock")


def _no_backup() -> ExitStack:
    """Hold backups off while some files go. Raises BackupRuns."""
    held = ExitStack()
    if not held.enter_context(lock_if_free(Path(settings.RETOLD_HOME) / "backup.lock")):
        held.close()
        raise BackupRuns("A backup is being taken; files that nothing holds go later.")
    return held

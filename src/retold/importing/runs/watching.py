"""The watched folder: what lands in it is handed to a run, once it is wholly written; files stay where they are.

It is looked at by stat alone. What is still being written changes from one look to the next; what has stood still for
a while is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils import timezone

from retold.catalog.people.models import Account
from retold.importing import actions, gathering
from retold.importing.gathering.files import listed
from retold.importing.models import Item, Job, Stage
from retold.lib.folding import bounded

STILL = 20.0  # seconds that a file has to stand still
LOOKED_UP_AT_ONCE = 200

Print = str  # of one thing: changes when the thing does


class FolderGone(RuntimeError):
    """The watched folder cannot be looked into; the message says what to do."""

    is_for_people = True


class Watch:
    """One process's eyes on a watched folder: what it saw last, and since when that has stood still."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds that only ever grow."""
        self._folder, self._clock = folder, clock
        self._seen: dict[Path, tuple[Print, float]] = {}
        self._handed_over: dict[Path, Print] = {}

    def look(self, account: Account) -> str:
        """Hand what is new and stands still to a run of the account's; gives a sentence. Raises FolderGone."""
        if not self._folder.is_dir():
            raise FolderGone(f"The watched folder {self._folder} is not there; make it, or mend RETOLD_WATCHED_FOLDER.")
        if Job.objects.filter(stage=Stage.GOING, options__watched=True).exists():
            return "What came in before is still being read."
        things = dict(_things(self._folder))
        self._handed_over = {path: known for path, known in self._handed_over.items() if path in things}
        new = {path: known for path, known in things.items() if self._handed_over.get(path) != known}
        still = self._standing_still(new)
        ready = _unknown(still, account)
        self._handed_over |= {path: new[path] for path in still}
        if ready:
            actions.start_run(account=account, paths=ready, at=timezone.now(), watched=True)
            return f"{len(ready):,} new {'file' if len(ready) == 1 else 'files'} handed to a run."
        coming = len(new) - len(still)
        return f"{coming:,} {'file is' if coming == 1 else 'files are'} still coming in." if coming else "Nothing new."

    def _standing_still(self, new: dict[Path, Print]) -> list[Path]:
        now = self._clock()
        before = self._seen
        self._seen = {
            path: before[path] if path in before and before[path][0] == known else (known, now)
            for path, known in new.items()
        }
        still = [path for path, (_, since) in self._seen.items() if now - since >= STILL]
        for path in still:
            del self._seen[path]
        return still


def _things(folder: Path) -> Iterator[tuple[Path, Print]]:
    """What can come in by itself: each file, and each folder of a program that a source takes apart as a whole."""
    if any(source.recognises(folder) for source in gathering.SOURCES):
        yield folder, str(hash(tuple(_files(folder))))
        return
    for found in listed(folder):
        if found.is_dir(follow_symlinks=False):
            yield from _things(Path(found.path))
        elif found.is_file():
            yield Path(found.path), _print(Path(found.path))


def _files(folder: Path) -> Iterator[tuple[str, Print]]:
    for found in listed(folder):
        if found.is_dir(follow_symlinks=False):
            yield from _files(Path(found.path))
        else:
            yield found.path, _print(Path(found.path))


def _print(path: Path) -> Print:
    """As entries of files have it."""
    try:
        known = path.stat()
    except OSError:
        return ""
    return f"{known.st_size}-{known.st_mtime_ns}"


def _unknown(paths: list[Path], account: Account) -> list[Path]:
    """The paths that no earlier run brought in as they are now, as far as that can be told without opening them."""
    unknown = []
    for start in range(0, len(paths), LOOKED_UP_AT_ONCE):
        some = {bounded(str(path.absolute())): path for path in paths[start : start + LOOKED_UP_AT_ONCE]}
        items = Item.objects.filter(key__in=some, job__account=account).order_by("pk")
        known = dict(items.values_list("key", "fingerprint"))
        unknown += [path for key, path in some.items() if known.get(key) != _print(path)]
    return unknown

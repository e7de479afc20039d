"""What a run has to do, in lots small enough to be in memory: files found, what is known of them, their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings

from retold import __version__
from retold.catalog.people.models import Account
from retold.importing import gathering
from retold.importing.gathering import Entry
from retold.importing.models import Item, Job, State
from retold.importing.readers import Refused
from retold.importing.runs.reading import Answer
from retold.lib.folding import bounded

LOOKED_UP_AT_ONCE = 64
MOST_FILES, MOST_BYTES = 32, 16_000_000  # of one lot; a larger file is a lot by itself


@dataclass
class File:
    """One file of a run: where it was found, and what is known of it so far.

    `known` is the item of an earlier run that brought in the very same; `same` the item whose file has the same bytes.
    """

    path: Path
    key: str
    entry: Entry
    known: Item | None = None
    same: Item | None = None
    data: bytes | None = None
    digest: bytes = b""
    reason: str = ""
    answer: Future[Answer] | None = None

    @property
    def is_new(self) -> bool:
        """Whether it must be read."""
        return self.known is None and self.same is None and self.data is not None


@dataclass
class Lot:
    """Files that are dealt with together."""

    files: list[File] = field(default_factory=list)
    bytes: int = 0

    @property
    def to_do(self) -> list[File]:
        """Those that no earlier run is done with."""
        return [file for file in self.files if file.known is None]

    @property
    def is_full(self) -> bool:
        """Whether no more goes in."""
        return self.bytes >= MOST_BYTES or len(self.to_do) >= MOST_FILES or len(self.files) >= 8 * MOST_FILES


def found(job: Job) -> Iterator[File]:
    """Every file of a run, in order."""
    for said in job.options["paths"]:
        path = Path(said)
        base = path if path.is_dir() or _holds_files(path) else path.parent
        for entry in gathering.gather(path, most=settings.RETOLD_UPLOAD_BYTES, columns=job.options.get("columns")):
            yield File(base / entry.name, bounded(str(base / entry.key)), entry)


def lots(job: Job, files: Iterable[File]) -> Iterator[Lot]:
    """The files that are not done yet in this run, in lots, with the bytes of those that have to be dealt with."""
    waiting, lot = iter(files), Lot()
    while chunk := list(islice(waiting, LOOKED_UP_AT_ONCE)):
        known = _known(job, chunk)
        for file in chunk:
            file.known = known.get(file.key)
            if file.known is not None and file.known.job_id == job.pk:
                continue  # done before this run was stopped
            if file.known is None:
                lot.bytes += _load(file)
            lot.files.append(file)
            if lot.is_full:
                yield _looked_up(job, lot)
                lot = Lot()
    if lot.files:
        yield _looked_up(job, lot)


def _holds_files(path: Path) -> bool:
    """Whether a file is taken apart: its entries are named by what is in it."""
    first = next(gathering.gather(path, most=settings.RETOLD_UPLOAD_BYTES), None)
    return first is not None and first.name != path.name


def _known(job: Job, files: Iterable[File]) -> dict[str, Item]:
    """By key, the last item of a file that nobody changed since, and about which nothing is left to do."""
    prints = {file.key: file.entry.fingerprint for file in files if file.entry.fingerprint}
    items = Item.objects.filter(key__in=prints, job__account=job.account_id).select_related("work", "kept")
    last = {item.key: item for item in items.defer("manuscript", "mends").order_by("pk")}
    return {key: item for key, item in last.items() if item.fingerprint == prints[key] and _is_settled(item, job)}


def _is_settled(item: Item, job: Job) -> bool:
    """Whether bringing the same file in again changes nothing.

    What was taken off the shelf may be brought in again by whoever says so; a watched folder does not say so. What
    was refused is tried again by the next release.
    """
    if item.job_id == job.pk:
        return True
    if item.state == State.REFUSED:
        return bool(item.report.get("program") == __version__)
    if item.state != State.ACCEPTED or item.work is None or job.options.get("accept_credits"):
        return False
    return item.work.removed_at is None or bool(job.options.get("watched"))


def _load(file: File) -> int:
    try:
        file.data = file.entry.load()
    except Refused as refusal:
        file.reason = str(refusal)
    except OSError as error:
        file.reason = f"It cannot be opened: {error.strerror or error}."
    if file.data is None:
        return 0
    file.digest = hashlib.sha256(file.data).digest()
    return len(file.data)


def _looked_up(job: Job, lot: Lot) -> Lot:
    """The lot, with what is known of the bytes of its files, wherever those came from."""
    if job.options.get("accept_credits"):
        return lot
    digests = [file.digest for file in lot.to_do if file.data is not None]
    same = _of_same_bytes(job.account, digests) if digests else {}
    for file in lot.to_do:
        found = same.get(file.digest)
        # What a library says of a file may have changed while the file did not: then it is read once more.
        if found is not None and (file.entry.told is None or found.fingerprint == file.entry.fingerprint):
            file.same = found
    return lot


def _of_same_bytes(account: Account, digests: list[bytes]) -> dict[bytes, Item]:
    items = Item.objects.filter(
        kept__digest__in=digests, job__account=account, state=State.ACCEPTED, report__program=__version__
    )
    items = items.filter(work__removed_at=None, edition__isnull=False).exclude(key="")
    items = items.select_related("work", "kept", "edition").defer("manuscript", "mends").order_by("pk")
    return {bytes(item.file.digest): item for item in items if item.work is not None}

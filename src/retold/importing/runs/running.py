"""Working a run off: lot by lot, the next ones being read while the last one is kept."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import F, Max
from django.utils import timezone

from retold import __version__
from retold.catalog import desk
from retold.catalog.people.models import Account
from retold.importing import gathering, readers
from retold.importing.known import Known
from retold.importing.models import Item, Job, Stage, State
from retold.importing.private_notes import keep_notes
from retold.importing.runs import places
from retold.importing.runs.lots import File, Lot, found, lots
from retold.importing.runs.reading import Answer, Readers, read_file
from retold.importing.runs.telling import report_of, with_cover, with_told
from retold.manuscript.model import Creator, Manuscript
from retold.ports import storage
from retold.ports.database.trouble import trouble_of
from retold.ports.storage.models import KeptFile

FEW = 8  # files that are read here and now: starting processes would take longer
LOTS_AHEAD = 2
PAUSE = 1.0

Clock = Callable[[], dt.datetime]
Outcome = desk.Accepted | Exception

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """A file that is done, and durably so: where it was found, and the item that tells of it.

    `unchanged`: an earlier run had brought it in, and nothing was done now; the item is that run's.
    """

    path: Path
    item: Item
    unchanged: bool


def work(job: Job, *, stop: threading.Event | None = None, now: Clock = timezone.now) -> Iterator[Done]:
    """Work a run off that is going on, and give each file when it is done.

    Ends when all is done, when somebody stopped the run, or, between two lots, when `stop` is set: then whoever
    calls this next goes on. Nothing is given if another process works at it. Raises OSError or DatabaseError if the
    disk or the database refuses; what was given before stands.
    """
    with places.worked_at(job) as ours:
        job.refresh_from_db()
        if ours and job.stage == Stage.GOING:
            yield from _Run(job, stop or threading.Event(), now).work()


def keep_going(stop: threading.Event, *, pause: float = PAUSE) -> None:
    """Work off the runs that were started on a page or by the watched folder, until `stop` is set; for a thread."""
    while not stop.is_set():
        try:
            for job in Job.objects.filter(stage=Stage.GOING, options__by="worker").order_by("made_at"):
                _work_off(job, stop)
        except (DatabaseError, OSError):
            log.exception("Runs could not be looked for; the worker tries again.")
            close_old_connections()
        stop.wait(pause)


def _work_off(job: Job, stop: threading.Event) -> None:
    try:
        for _ in work(job, stop=stop):
            pass
    except Exception as error:
        log.exception("A run stopped.")
        trouble = trouble_of(error)
        reason = trouble.sentence if trouble else f"It stopped at a fault of the program ({type(error).__name__})."
        close_old_connections()
        Job.objects.filter(pk=job.pk, stage=Stage.GOING).update(stage=Stage.STOPPED, reason=reason)


class _Run:
    """One process's work at a run."""

    def __init__(self, job: Job, stop: threading.Event, now: Clock) -> None:
        self._job, self._stop, self._now = job, stop, now
        self._account = Account.objects.get(pk=job.account_id)
        self._rank: int = job.items.aggregate(last=Max("rank"))["last"] or 0
        self._unchanged = 0
        self._since = time.monotonic()

    def work(self) -> Iterator[Done]:
        count = sum(
            gathering.count(Path(path), most=settings.RETOLD_UPLOAD_BYTES) for path in self._job.options["paths"]
        )
        Job.objects.filter(pk=self._job.pk).update(found=count, unchanged=0, reason="")
        with ExitStack() as held:
            readers = held.enter_context(Readers()) if count > FEW else None
            ahead: deque[Lot] = deque()
            for lot in chain(lots(self._job, found(self._job)), [None] * LOTS_AHEAD):
                if lot is not None:
                    ahead.append(_sent(lot, readers))
                if ahead and (lot is None or len(ahead) > LOTS_AHEAD):
                    yield from self._kept(ahead.popleft())
                if self._stop.is_set() or self._job.stage != Stage.GOING:
                    return
        self._end()

    def _kept(self, lot: Lot) -> list[Done]:
        """The lot's files, done: kept as files first, then as works and items in one transaction."""
        to_do = lot.to_do
        storage.lay_down([file.data for file in to_do if file.data is not None])
        answers = [_answered(file) for file in to_do]
        pictures = [data for one in answers if one and one.reading for data in one.reading.assets.values()]
        storage.lay_down(pictures)
        with transaction.atomic():
            self._look_whether_stopped()
            items = self._items(to_do, answers)
            Item.objects.bulk_create(items)
            self._note_progress(len(lot.files) - len(to_do))
        self._rank += len(items)
        done = dict(zip(map(id, to_do), items, strict=True))
        return [
            Done(file.path, done[id(file)], False) if file.known is None else Done(file.path, file.known, True)
            for file in lot.files
        ]

    def _look_whether_stopped(self) -> None:
        """Whatever was done is kept all the same; no further lot is begun."""
        self._job.stage = Job.objects.select_for_update().values_list("stage", flat=True).get(pk=self._job.pk)

    def _note_progress(self, unchanged: int) -> None:
        self._unchanged += unchanged
        began, self._since = self._since, time.monotonic()
        Job.objects.filter(pk=self._job.pk).update(
            unchanged=self._unchanged, seconds=F("seconds") + (self._since - began)
        )

    def _items(self, files: Sequence[File], answers: Sequence[Answer | None]) -> list[Item]:
        at = self._now()
        named = [(file.digest, len(file.data), _BYTES) for file in files if file.data is not None]
        kept = {bytes(row.digest): row for row in storage.claim(named, at=at)}
        items = [self._item(file, place, kept) for place, file in enumerate(files, 1)]
        began = time.perf_counter()
        arriving: list[desk.Arriving] = []
        taken: list[Item] = []
        for item, file, answer in zip(items, files, answers, strict=True):
            if file.same is not None:
                _say_held(item, file.same, at)
            elif answer is not None and answer.reading is not None:
                arriving.append(self._arriving(item, file, answer, at))
                taken.append(item)
            else:
                _say_refused(item, file.reason or (answer.reason if answer else ""), answer)
        for item, outcome in zip(taken, self._accepted(arriving), strict=True):
            _say_accepted(item, outcome, at)
        each = round((time.perf_counter() - began) * 1000 / max(1, len(taken)))
        for item in taken:
            item.report["keep_ms"] = each
        of_works = [(item.work, file.entry.notes) for item, file in zip(items, files, strict=True) if item.work]
        keep_notes(account=self._account, notes=of_works, at=at)
        return items

    def _item(self, file: File, place: int, kept: dict[bytes, KeptFile]) -> Item:
        return Item(
            job=self._job,
            rank=self._rank + place,
            name=file.entry.name,
            key=file.key,
            fingerprint=file.entry.fingerprint,
            kept=kept.get(file.digest),
        )

    def _arriving(self, item: Item, file: File, answer: Answer, at: dt.datetime) -> desk.Arriving:
        """What goes to the desk; on the way, the item is told what is to be said of it."""
        assert answer.reading is not None
        reading = readers.sorted_out(answer.reading, Known(self._account))
        manuscript, told = with_told(reading, file.entry.told)
        manuscript = self._as_asked(manuscript)
        item.reader = reading.reader
        item.report = report_of(reading, manuscript, file.entry, told) | {"read_ms": answer.took_ms}
        item.guessed = bool(item.report["guessed"])
        item.lacking, item.unmapped = bool(manuscript.missing), bool(manuscript.unmapped)
        types = {asset.name: asset.type for asset in manuscript.assets}
        pictures = {
            name: storage.keep(data, media_type=types.get(name, _BYTES), at=at) for name, data in reading.assets.items()
        }
        name = PurePosixPath(file.entry.name).name
        return desk.Arriving(
            manuscript,
            item.file,
            name,
            reading.assets,
            pictures,
            answer.prepared,
            mended=file.entry.told is not None,
        )

    def _as_asked(self, manuscript: Manuscript) -> Manuscript:
        """With what whoever started the run said of all its works."""
        options = self._job.options
        if options.get("pen_name") and not manuscript.creators:
            manuscript = replace(manuscript, creators=(Creator(options["pen_name"]),))
        if options.get("accept_credits"):
            accepted = tuple(replace(credit, state="accepted") for credit in manuscript.credits)
            manuscript = replace(manuscript, credits=accepted)
        return manuscript

    def _accepted(self, arriving: list[desk.Arriving]) -> Sequence[Outcome]:
        """What became of each; if they cannot be taken in together, they are one by one, and what fails is told."""
        at, audience = self._now(), self._job.options.get("audience", "private")

        def accept(some: list[desk.Arriving]) -> list[desk.Accepted]:
            return desk.accept_many(some, account=self._account, at=at, audience=audience)

        try:
            return accept(arriving)
        except _TROUBLE:
            raise
        except Exception:
            log.exception("Works could not be taken in together; they are taken in one by one.")
        return [_tried(accept, one) for one in arriving]

    def _end(self) -> None:
        ended = Job.objects.filter(pk=self._job.pk, stage=Stage.GOING)
        if self._job.options.get("watched") and not self._job.items.exists():
            ended.delete()  # a look into the watched folder that found nothing new is no run to tell of
        else:
            ended.update(stage=Stage.DONE, ended_at=self._now())
        places.clear(self._job)


_BYTES = "application/octet-stream"
# What is no fault of a file's: the disk or the database refuses, and would refuse the next file as well.
_TROUBLE = (OperationalError, InterfaceError, OSError)


def _sent(lot: Lot, readers: Readers | None) -> Lot:
    """The lot on its way to the readers; without processes, it is read here when its turn comes."""
    for file in lot.to_do:
        if file.is_new and file.data is not None:
            file.answer = (
                readers.read(file.entry.name, file.data) if readers else _read_here(file.entry.name, file.data)
            )
    return lot


def _answered(file: File) -> Answer | None:
    """What reading the file gave, with the cover that lies beside it."""
    answer = file.answer.result() if file.answer else None
    if answer is None or answer.reading is None:
        return answer
    return replace(answer, reading=with_cover(answer.reading, file.entry))


def _read_here(name: str, data: bytes) -> Future[Answer]:
    answer: Future[Answer] = Future()
    answer.set_result(read_file(name, data))
    return answer


def _tried(accept: Callable[[list[desk.Arriving]], list[desk.Accepted]], one: desk.Arriving) -> Outcome:
    try:
        return accept([one])[0]
    except _TROUBLE:
        raise
    except Exception as error:
        log.exception("A work could not be taken in.")
        return error


def _say_accepted(item: Item, outcome: Outcome, at: dt.datetime) -> None:
    if isinstance(outcome, Exception):
        reason = (
            f"Keeping it as a work failed ({type(outcome).__name__}). Its bytes are kept; tell us of the file, please."
        )
        _say_refused(item, reason, None)
        return
    item.state, item.outcome, item.accepted_at = State.ACCEPTED, outcome.outcome, at
    item.work, item.edition = outcome.work, outcome.edition


def _say_held(item: Item, same: Item, at: dt.datetime) -> None:
    """What was read from the very same bytes is what would be read from these."""
    item.state, item.outcome, item.accepted_at = State.ACCEPTED, "held", at
    item.work, item.edition, item.reader = same.work, same.edition, same.reader
    item.report = same.report | {"read_ms": 0, "keep_ms": 0}
    item.guessed, item.lacking, item.unmapped = same.guessed, same.lacking, same.unmapped


def _say_refused(item: Item, reason: str, answer: Answer | None) -> None:
    item.state, item.outcome, item.reason = State.REFUSED, "refused", reason
    item.report = {"program": __version__, "read_ms": answer.took_ms if answer else 0}

"""How the archive is: what `retold doctor`, the keeper's health page and the metrics all tell."""

from __future__ import annotations

import contextlib
import datetime as dt
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q, Sum

from retold import __version__
from retold.catalog.works import soundness
from retold.importing import queries as importing
from retold.lib.error_log import KnownError, errors_in
from retold.operations import home, turns
from retold.operations.backup import scheduled
from retold.operations.models import DutyRun
from retold.ports import database
from retold.ports.database import migrating
from retold.ports.events.models import Errand
from retold.ports.storage.models import KeptFile

BEAT = 10.0  # seconds between two signs of life of the worker
_STILL_ALIVE = dt.timedelta(seconds=6 * BEAT)
_LATE = dt.timedelta(minutes=10)
_LEAST_FREE = 500_000_000
_ERRORS_SHOWN = 20
# File systems that another machine serves: SQLite's locks cannot be trusted there (sqlite.org/howtocorrupt.html §2.1).
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smbfs", "smb3", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs"})


@dataclass(frozen=True)
class Remark:
    """One thing that was looked at: whether it is well, and a sentence with the remedy if it is not."""

    well: bool
    what: str
    sentence: str


@dataclass(frozen=True)
class Queue:
    """The outbox: what waits, what failed at least once, what was given up, and since when the oldest is due."""

    waiting: int
    failing: int
    dead: int
    oldest_due: dt.datetime | None
    by_handler: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Backups:
    """The scheduled backups: how many, the newest and its time."""

    count: int
    newest: Path | None
    newest_at: dt.datetime | None
    newest_bytes: int


@dataclass(frozen=True)
class Health:
    """Everything that is known of how the archive is, at one moment. Sizes are in bytes."""

    at: dt.datetime
    versions: dict[str, str]
    works: int
    texts: int
    kept_files: int
    kept_bytes: int
    kept_damaged: int
    database_bytes: int
    disk_free: int
    disk_total: int
    queue: Queue
    worker_seen: dt.datetime | None
    duties: tuple[DutyRun, ...]
    backups: Backups
    errors: tuple[KnownError, ...]
    remarks: tuple[Remark, ...]

    @property
    def well(self) -> bool:
        """Whether nothing needs the keeper."""
        return all(remark.well for remark in self.remarks)


def beat() -> None:
    """The worker's sign of life: a small file whose time is now."""
    with contextlib.suppress(OSError):
        _heart().touch()


def error_file() -> Path:
    """Where the last errors are remembered."""
    return Path(settings.RETOLD_HOME) / "errors.jsonl"


def health(at: dt.datetime) -> Health:
    """Look at everything, with a fixed number of queries. Raises DatabaseError if the database cannot be read."""
    kept = KeptFile.objects.aggregate(
        files=Count("pk"), bytes=Sum("size"), damaged=Count("pk", filter=~Q(state=KeptFile.State.SOUND))
    )
    disk = shutil.disk_usage(settings.RETOLD_HOME)
    queue, duties, backups = _queue(), tuple(DutyRun.objects.order_by("name")), _backups()
    seen, counted = _worker_seen(), soundness.counts()
    remarks = (
        *_versions_well(),
        _database_well(),
        _place_well(),
        _disk_well(disk.free),
        _worker_well(seen, at),
        _queue_well(queue, at),
        _kept_well(kept["damaged"]),
        *_watched_well(),
        *_duties_well(duties),
        _backups_well(backups, at),
    )
    return Health(
        at=at,
        versions=_versions(),
        works=counted["works"],
        texts=counted["texts"],
        kept_files=kept["files"],
        kept_bytes=kept["bytes"] or 0,
        kept_damaged=kept["damaged"],
        database_bytes=_database_bytes(),
        disk_free=disk.free,
        disk_total=disk.total,
        queue=queue,
        worker_seen=seen,
        duties=duties,
        backups=backups,
        errors=tuple(errors_in(error_file(), _ERRORS_SHOWN)),
        remarks=remarks,
    )


def _heart() -> Path:
    return Path(settings.RETOLD_HOME) / "worker-alive"


def _worker_seen() -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(_heart().stat().st_mtime, dt.UTC)
    except OSError:
        return None


def _versions() -> dict[str, str]:
    engine = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        version = str(cursor.fetchone()[0])
    return {"Retold": __version__, "Python": platform.python_version(), engine: version}


def _queue() -> Queue:
    alive = Q(dead_at=None)
    told = Errand.objects.aggregate(
        waiting=Count("pk", filter=alive),
        failing=Count("pk", filter=alive & Q(tries__gt=0)),
        dead=Count("pk", filter=~alive),
        oldest=Min("due_at", filter=alive),
    )
    by_handler = Errand.objects.filter(alive).values_list("handler").annotate(count=Count("pk")).order_by("handler")
    return Queue(told["waiting"], told["failing"], told["dead"], told["oldest"], tuple(by_handler))


def _backups() -> Backups:
    found = scheduled.backups()
    if not found:
        return Backups(0, None, None, 0)
    known = found[-1].stat()
    return Backups(len(found), found[-1], dt.datetime.fromtimestamp(known.st_mtime, dt.UTC), known.st_size)


def _database_bytes() -> int:
    path = home.database_path()
    return path.stat().st_size if connection.vendor == "sqlite" and path.is_file() else 0


def _versions_well() -> list[Remark]:
    versions = ", ".join(f"{name} {version.split(' on ')[0]}" for name, version in _versions().items())
    found = [Remark(True, "versions", f"{versions}.")]
    executor = MigrationExecutor(connection)
    unknown = migrating.unknown_migrations(executor)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if unknown:
        found.append(Remark(False, "tables", f"A newer Retold changed the tables ({unknown[0]}); run that version."))
    elif due:
        found.append(Remark(False, "tables", "The tables are older than the program; start retold serve once."))
    else:
        found.append(Remark(True, "tables", "The tables are up to date."))
    return found


def _database_well() -> Remark:
    if connection.vendor != "sqlite":
        return Remark(True, "database", "PostgreSQL looks after its own pages.")
    path = home.database_path()
    if not path.is_file():
        return Remark(True, "database", "The database is in memory.")
    if not database.checksums_are_on(path):
        return Remark(
            False,
            "database",
            "The database's pages have no checksums, so not all damage to it would be found; "
            "install the package apsw and start retold serve once.",
        )
    return Remark(True, "database", "The database's pages have checksums, and its SQLite is sound.")


def _place_well() -> Remark:
    kind = _file_system(Path(settings.RETOLD_HOME))
    if kind in _NETWORK:
        return Remark(
            False, "home", f"The home folder is on a network share ({kind}); move it to a disk of this machine."
        )
    return Remark(True, "home", f"The home folder is {settings.RETOLD_HOME}.")


def _file_system(folder: Path) -> str:
    """The kind of file system that a folder is on, where the system tells."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf8").splitlines()
    except OSError:
        return ""
    mounts = {parts[1].replace("\\040", " "): parts[2] for line in lines if len(parts := line.split()) > 2}
    here = next((place for place in (folder, *folder.parents) if str(place) in mounts), None)
    return mounts.get(str(here), "")


def _disk_well(free: int) -> Remark:
    said = f"{free // 1_000_000:,} MB are free on the disk"
    if free < _LEAST_FREE:
        return Remark(False, "disk", f"{said}; make room before it is full.")
    return Remark(True, "disk", f"{said}.")


def _worker_well(seen: dt.datetime | None, at: dt.datetime) -> Remark:
    if seen is not None and at - seen <= _STILL_ALIVE:
        return Remark(True, "worker", "The worker is running.")
    since = f"was last seen at {seen:%Y-%m-%d %H:%M} UTC" if seen else "has not run here yet"
    with turns.nobody_serving() as idle:
        if idle:
            return Remark(True, "worker", f"Nobody serves this home at present; the worker {since}.")
    return Remark(
        False, "worker", f"The worker {since}, though the archive is served; see what it says, or start it anew."
    )


def _queue_well(queue: Queue, at: dt.datetime) -> Remark:
    if queue.dead:
        return Remark(
            False,
            "queue",
            f"{queue.dead} errands were given up after many tries; when their cause is mended: retold doctor --retry.",
        )
    if queue.oldest_due and at - queue.oldest_due > _LATE:
        return Remark(False, "queue", f"{queue.waiting} errands wait, the oldest since {queue.oldest_due:%H:%M} UTC.")
    return Remark(True, "queue", f"{queue.waiting} errands wait.")


def _kept_well(damaged: int) -> Remark:
    if damaged:
        return Remark(False, "kept files", f"{damaged} kept files are damaged or missing; run retold verify.")
    return Remark(True, "kept files", "No kept file is known to be damaged.")


def _watched_well() -> list[Remark]:
    folder, keeper = settings.RETOLD_WATCHED_FOLDER, home.keeper()
    if folder is None or keeper is None:
        return []
    if not folder.is_dir():
        return [Remark(False, "watched folder", f"{folder} is not there; make it, or mend RETOLD_WATCHED_FOLDER.")]
    refused = importing.refused_by_watching(keeper)
    if not refused:
        return [Remark(True, "watched folder", f"Everything in {folder} came in, or is on its way.")]
    said = f"{refused[0].name}: {refused[0].reason}"
    more = f" So were {len(refused) - 1} others." if len(refused) > 1 else ""
    advice = "Take it out of the folder, or put a whole copy in its place."
    return [Remark(False, "watched folder", f"A file in {folder} was refused. {said}{more} {advice}")]


def _duties_well(duties: tuple[DutyRun, ...]) -> list[Remark]:
    return [Remark(False, run.name, run.said) for run in duties if run.ok is False]


def _backups_well(backups: Backups, at: dt.datetime) -> Remark:
    hours = settings.RETOLD_BACKUP_HOURS
    if connection.vendor != "sqlite":
        return Remark(True, "backups", "PostgreSQL is backed up by its own tools; see the page for keepers.")
    if not hours:
        return Remark(True, "backups", "Scheduled backups are off (RETOLD_BACKUP_HOURS is 0).")
    if backups.newest_at is None:
        return Remark(True, "backups", "There is no backup yet; the worker makes one within the hour.")
    said = f"The newest backup is of {backups.newest_at:%Y-%m-%d %H:%M} UTC"
    if at - backups.newest_at > dt.timedelta(hours=2 * hours + 1):
        return Remark(False, "backups", f"{said}, older than it should be; see the worker's log, or run retold backup.")
    return Remark(True, "backups", f"{said}.")

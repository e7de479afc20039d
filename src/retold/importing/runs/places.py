"""Where runs have what they need on the disk: the lock that says who works at one, and files uploaded for one."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from retold.importing.models import Job, Stage
from retold.lib.locks import lock_if_free
from retold.lib.public_ids import letters


@contextmanager
def worked_at(job: Job) -> Iterator[bool]:
    """Hold the lock of whoever works at the run; gives whether it is ours. The kernel frees it if we are killed."""
    _lock(job).parent.mkdir(parents=True, exist_ok=True)
    with lock_if_free(_lock(job)) as ours:
        yield ours


def is_worked_at(job: Job) -> bool:
    """Whether a process works at the run just now."""
    with worked_at(job) as ours:
        return not ours


def new_arrivals() -> Path:
    """A new folder for files that are uploaded for a run; they lie there until it is done."""
    folder = _folder() / secrets.token_hex(8)
    folder.mkdir(parents=True)
    return folder


def is_of_uploads(path: Path) -> bool:
    """Whether a path is a folder of files that were uploaded for a run."""
    return path.parent == _folder()


def clear(job: Job) -> None:
    """Let go of what a run that is done had on the disk: its files are kept by then. A folder of others' stays."""
    for path in map(Path, job.options["paths"]):
        if is_of_uploads(path):
            shutil.rmtree(path, ignore_errors=True)
    _lock(job).unlink(missing_ok=True)


def clear_left() -> int:
    """Delete what lies here for no run that has an end before it, as after a kill; gives the number of things."""
    wanted: set[Path] = set()
    for job in Job.objects.filter(stage__in=(Stage.GOING, Stage.STOPPED)):
        wanted |= {_lock(job), *map(Path, job.options["paths"])}
    left = [path for path in _folder().glob("*") if path not in wanted]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def _lock(job: Job) -> Path:
    return _folder() / f"{letters(job.pid)}.lock"


def _folder() -> Path:
    return Path(settings.RETOLD_HOME).absolute() / "runs"

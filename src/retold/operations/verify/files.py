"""The kept files: each read again and compared with its digest, all at once or a slice a day."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from retold.catalog.works import soundness
from retold.importing.models import Item
from retold.operations.verify.findings import Damage, Progress
from retold.ports import database, storage
from retold.ports.storage.models import KeptFile

AGAIN_AFTER = dt.timedelta(days=30)
SLICE_SECONDS = 60.0
_AT_ONCE = 200
_SENTENCES = {
    KeptFile.State.MISSING: "The kept file {name} is missing.",
    KeptFile.State.DAMAGED: "The kept file {name} holds other bytes than it should.",
}


class Unsound(RuntimeError):
    """The day's look found damage; the message says what to do."""

    is_for_people = True


def look_at_kept_files(at: dt.datetime, progress: Progress) -> Iterator[Damage]:
    """Every kept file that is missing or damaged, and what lies among them and is none of ours."""
    total = KeptFile.objects.count()
    for number, kept in enumerate(_in_pieces(KeptFile.objects.all()), 1):
        state = look_at(kept, at)
        if state != KeptFile.State.SOUND:
            name = bytes(kept.digest).hex()
            yield Damage("kept_file", name, _SENTENCES[state].format(name=name), _works_of(kept))
        progress("kept files", number, total)
    yield from _strangers()


def look_by_name() -> Iterator[Damage]:
    """The kept files by their names alone, which are their digests: for when the database cannot be asked."""
    for path in sorted((Path(settings.RETOLD_HOME) / "kept").glob("??/??/*")):
        if _is_ours(path) and _state_of(path, bytes.fromhex(path.name)) != KeptFile.State.SOUND:
            sentence = _SENTENCES[KeptFile.State.DAMAGED].format(name=path.name)
            yield Damage("kept_file", path.name, sentence)


def look_at(kept: KeptFile, at: dt.datetime) -> KeptFile.State:
    """Read a kept file again, and write down what was found and when."""
    state = _state_of(storage.path_of(kept), bytes(kept.digest))
    KeptFile.objects.filter(pk=kept.pk).update(state=state, verified_at=at)
    return state


def scrub(at: dt.datetime) -> str:
    """Read the kept files that nobody looked at for 30 days, for a minute at most, and the database's checksums.

    Gives a sentence. Raises Unsound if anything is damaged, be it found today or before.
    """
    until, read = time.monotonic() + SLICE_SECONDS, 0
    due = KeptFile.objects.filter(Q(verified_at=None) | Q(verified_at__lt=at - AGAIN_AFTER)).order_by(
        "verified_at", "pk"
    )
    for kept in list(due[:100_000]):
        if time.monotonic() > until:
            break
        look_at(kept, at)
        read += 1
    bad = KeptFile.objects.exclude(state=KeptFile.State.SOUND).count()
    pages = _damaged_pages()
    if bad or pages:
        raise Unsound(f"{bad} kept files and {len(pages)} pages of the database are damaged; run retold verify.")
    return (
        f"{read} kept files were read again ({due.count()} still to be read); they and the database's pages are sound."
    )


def _damaged_pages() -> list[int]:
    from retold.operations.home import database_path

    path = database_path()
    return database.damaged_pages(path) if path.is_absolute() and path.exists() else []


def _in_pieces(rows: QuerySet[KeptFile]) -> Iterator[KeptFile]:
    """All rows by their keys, a few at a time: no read of the database stays open while files are read."""
    last = 0
    while piece := list(rows.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        yield from piece
        last = piece[-1].pk


def _state_of(path: Path, digest: bytes) -> KeptFile.State:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").digest()
    except FileNotFoundError:
        return KeptFile.State.MISSING
    except OSError:  # a disk that cannot read it
        return KeptFile.State.DAMAGED
    return KeptFile.State.SOUND if found == digest else KeptFile.State.DAMAGED


def _works_of(kept: KeptFile) -> soundness.Named:
    brought_in = Item.objects.filter(kept=kept).exclude(work=None).values_list("work", flat=True)
    return soundness.named({*soundness.works_that_keep(kept.pk), *brought_in})


def _strangers() -> Iterator[Damage]:
    """Files that lie among the kept ones and have no name that a kept file can have."""
    folder = Path(settings.RETOLD_HOME) / "kept"
    for path in folder.glob("??/??/*"):
        if not _is_ours(path):
            where = str(path.relative_to(folder.parent))
            yield Damage("kept_file", where, f"{where} is not a kept file; somebody put it there.")


def _is_ours(path: Path) -> bool:
    name = path.name
    right = len(name) == 64 and not set(name) - set("0123456789abcdef")
    return right and path.parent.name == name[2:4] and path.parent.parent.name == name[:2]

"""Private notes: what came in with a work that is its reader's own, kept for them alone (decision 10)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from retold.catalog.desk.regrouping import joined_works
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import Viewer
from retold.catalog.works.models import Work
from retold.catalog.works.queries import visible_to
from retold.importing.gathering.entry import Note
from retold.importing.models import PrivateNote

# As they are shown: what the reader thought, what they did, what they marked.
_ORDER = ("rating", "read", "note", "bookmark", "visits", "place", "highlight")


@dataclass(frozen=True)
class NoteLine:
    """A private note as its reader sees it."""

    kind: str
    text: str
    made_at: dt.datetime


def keep_notes(*, account: Account, notes: Iterable[tuple[Work, Sequence[Note]]], at: dt.datetime) -> int:
    """Keep notes on works for the account alone; one that is there already stays as it is. Gives how many were kept.

    Notes are only ever added: a collection that lost some of its own takes nothing away here. Call it with works that
    the account keeps.
    """
    rows = [
        PrivateNote(
            account=account,
            work=work,
            kind=note.kind[:20],
            text=_storable(note.text),
            data=_storable_data(note.data),
            digest=_digest(note),
            made_at=at,
        )
        for work, of_work in notes
        for note in of_work
    ]
    works = {row.work_id for row in rows}
    held = PrivateNote.objects.filter(account=account, work__in=works).values_list("work", "digest") if works else ()
    known = {(work, bytes(digest)) for work, digest in held}
    new = list({(row.work_id, row.digest): row for row in rows if (row.work_id, row.digest) not in known}.values())
    PrivateNote.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return len(new)


def move_notes(*, work: int, to: int) -> None:
    """Let notes on a work, by its key, be notes on another one; those that it has already are left."""
    held = {(one.account_id, bytes(one.digest)) for one in PrivateNote.objects.filter(work=to)}
    coming = PrivateNote.objects.filter(work=work)
    loose = [one.pk for one in coming if (one.account_id, bytes(one.digest)) not in held]
    PrivateNote.objects.filter(pk__in=loose).update(work=to)


def notes_on(pid: int, viewer: Viewer) -> tuple[NoteLine, ...]:
    """The viewer's own notes on a work that they may see, in order; nobody else's, and none for a guest.

    Those on works that were joined into it are among them. Three queries.
    """
    if viewer.account is None:
        return ()
    work = visible_to(viewer).filter(pid=pid).values_list("pk", flat=True).first()
    if work is None:
        return ()
    rows = PrivateNote.objects.filter(account=viewer.account, work__in={work, *joined_works(work)}).order_by("pk")
    lines = [NoteLine(row.kind, row.text, row.made_at) for row in rows]
    return tuple(sorted(lines, key=lambda line: _ORDER.index(line.kind) if line.kind in _ORDER else len(_ORDER)))


def _digest(note: Note) -> bytes:
    said = json.dumps([note.kind, note.text, note.data], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(said.encode()).digest()


def _storable(text: str) -> str:
    """The text without what no database can hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _storable_data(data: Any) -> Any:
    said = json.dumps(data, ensure_ascii=True, default=str)
    return json.loads(_storable(said.replace("\\u0000", "")))

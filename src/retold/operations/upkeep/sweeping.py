"""The sweep: everything whose time is over goes, in small steps of one transaction each, files last.

A kill between two steps loses nothing: the next sweep goes on where this one stopped. A file goes only when the row
that claimed it is gone for good.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib.sessions.models import Session

from retold.catalog.credits.erasing import drop_taken_back
from retold.catalog.works.erasing import drop_changes, drop_left_editions, works_to_erase
from retold.importing.erasing import drop_previews
from retold.operations.upkeep.erasing import erase_work
from retold.ports import events, storage

SLICE = 200


def sweep(at: dt.datetime) -> str:
    """Let go of what nobody can want back any more, and say what that was.

    Works and credits that were removed 30 days ago, with what fields said before they were changed; copies
    that went to another work 30 days ago; previews of files
    accepted 30 days ago; errands dead for 90 days; sessions that are over; kept files that nothing holds.
    """
    done = [
        (_erase_works(at), "work erased", "works erased"),
        (_in_slices(drop_taken_back, at), "credit erased", "credits erased"),
        (_in_slices(drop_changes, at), "old change forgotten", "old changes forgotten"),
        (_in_slices(drop_left_editions, at), "copy that went elsewhere dropped", "copies that went elsewhere dropped"),
        (_in_slices(drop_previews, at), "old preview dropped", "old previews dropped"),
        (_in_slices(events.drop_dead, at), "dead errand dropped", "dead errands dropped"),
        (_in_slices(_drop_sessions, at), "old session closed", "old sessions closed"),
    ]
    try:
        storage.let_go(at)
        done.append((storage.sweep(at), "file deleted", "files deleted"))
    except storage.BackupRuns as reason:
        return f"{_sentence(done)} {reason}"
    return _sentence(done)


def _erase_works(at: dt.datetime) -> int:
    erased = 0
    while keys := works_to_erase(at, SLICE):
        erased += sum(erase_work(key, at=at) for key in keys)
    return erased


def _in_slices(drop: Callable[[dt.datetime, int], int], at: dt.datetime) -> int:
    total = 0
    while dropped := drop(at, SLICE):
        total += dropped
    return total


def _drop_sessions(at: dt.datetime, most: int) -> int:
    over = Session.objects.filter(expire_date__lt=at).values_list("pk", flat=True)[:most]
    return Session.objects.filter(pk__in=list(over)).delete()[0]


def _sentence(done: list[tuple[int, str, str]]) -> str:
    said = [f"{count:,} {one if count == 1 else many}" for count, one, many in done if count]
    return f"{', '.join(said)}." if said else "Nothing was due to go."

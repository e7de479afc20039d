"""Look into the watched folder, so that what landed there comes in by itself."""

from __future__ import annotations

import datetime as dt
import functools

from django.conf import settings

from retold.importing.runs import Watch
from retold.operations import home


def watch(_at: dt.datetime) -> str:
    """Hand what is new in the watched folder, and wholly written, to a run of the keeper's; gives a sentence."""
    keeper = home.keeper()
    return _eyes().look(keeper) if keeper else "Nobody keeps this archive yet."


@functools.cache
def _eyes() -> Watch:
    """What this process saw the last time."""
    if settings.RETOLD_WATCHED_FOLDER is None:
        raise LookupError("There is no watched folder.")
    return Watch(settings.RETOLD_WATCHED_FOLDER)

"""The duties of an archive: what is done by itself, and how often."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from retold.operations.backup.scheduled import back_up, drill
from retold.operations.upkeep.duty import Duty
from retold.operations.upkeep.marking import mark
from retold.operations.upkeep.sweeping import sweep
from retold.operations.upkeep.watching import watch
from retold.operations.verify import scrub

_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

# A new archive has nothing to save yet, and its first start is to be quick: the heavy duties wait a little.
DUTIES: tuple[Duty, ...] = (
    Duty("mark", _DAY, mark),
    Duty("sweep", _HOUR, sweep, after=_HOUR / 12),
    Duty("backup", _HOUR * (settings.RETOLD_BACKUP_HOURS or 24), back_up, after=_HOUR),
    Duty("drill", 7 * _DAY, drill, after=_HOUR * 2),
    Duty("scrub", _DAY, scrub, after=_HOUR * 3),
    *([Duty("watch", dt.timedelta(seconds=25), watch)] if settings.RETOLD_WATCHED_FOLDER else []),
)

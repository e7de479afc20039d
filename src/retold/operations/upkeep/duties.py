"""The duties of an archive: what is done by itself, and how often."""

from __future__ import annotations

import datetime as dt

from retold.operations.upkeep.duty import Duty
from retold.operations.upkeep.sweeping import sweep

DUTIES: tuple[Duty, ...] = (Duty("sweep", dt.timedelta(hours=1), sweep),)

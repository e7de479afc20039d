"""What a duty is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """Something that the archive does every so often.

    `do` takes the time, does it, and gives one sentence of what it did; whatever it raises is a failure, which is
    recorded and tried again. `after` is how long a new archive waits before the first time.
    """

    name: str
    every: dt.timedelta
    do: Callable[[dt.datetime], str]
    after: dt.timedelta = dt.timedelta(0)

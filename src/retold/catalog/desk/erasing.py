"""Erase a work whose 30 days are over: its husk stays, and nothing else that was its own."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from retold.catalog.credits.erasing import drop_credits
from retold.catalog.works.actions import announce
from retold.catalog.works.erasing import drop_parts, work_to_erase
from retold.catalog.works.models import Work


def erase(key: int, *, at: dt.datetime) -> Work | None:
    """Erase the work of that key, in one transaction, and give its husk; None if it was put back meanwhile."""
    with transaction.atomic():
        work = work_to_erase(key, at)
        if work is None:
            return None
        drop_credits(work)
        drop_parts(work, at)
        return announce(work, at)

"""What bringing in lets go of when its time is over: previews of what was accepted, and files of erased works."""

from __future__ import annotations

import datetime as dt

from retold.catalog.desk.regrouping import work_joined_into
from retold.catalog.works.models import Work
from retold.catalog.works.queries import KEPT_WHEN_REMOVED
from retold.importing.models import Item, Job, PrivateNote, State
from retold.importing.private_notes import move_notes
from retold.ports.database.references import unheld


def forget_work(work: Work) -> int:
    """Let go of everything that was brought in for a work that is being erased; gives the number of items.

    The private notes on it go with it, unless it was joined into another work, which has them then. So does a job of
    which nothing is left. Call inside the transaction of the erasing.
    """
    items = Item.objects.filter(work=work)
    jobs = list(items.values_list("job", flat=True))
    gone = items.only("pk").delete()[0]
    joined_into = work_joined_into(work.pk)
    if joined_into is not None:
        move_notes(work=work.pk, to=joined_into)
    PrivateNote.objects.filter(work=work).delete()
    unheld(Job.objects.filter(pk__in=jobs)).delete()
    return gone


def drop_previews(at: dt.datetime, most: int) -> int:
    """Drop what was read from files that were accepted 30 days before `at`; their reports stay. Gives their number."""
    old = Item.objects.filter(accepted_at__lte=at - KEPT_WHEN_REMOVED, manuscript__isnull=False, state=State.ACCEPTED)
    keys = list(old.order_by("accepted_at").values_list("pk", flat=True)[:most])
    return Item.objects.filter(pk__in=keys).update(manuscript=None)

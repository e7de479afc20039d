"""Take credits away for good: those of an erased work, and those that were taken back and not put back in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from retold.catalog.credits.models import Credit, ProposalDecision, Source, SourceAddress
from retold.catalog.works.models import Work
from retold.catalog.works.queries import KEPT_WHEN_REMOVED
from retold.ports.database.references import unheld


def drop_credits(work: Work) -> None:
    """Take away all that a work owed and what was decided on its proposals; call inside the transaction."""
    ProposalDecision.objects.filter(work=work).delete()
    _drop(work.credits.all())
    _drop_sources(Source.objects.filter(work=work).values_list("pk", flat=True))


def drop_taken_back(at: dt.datetime, most: int) -> int:
    """Take away credits whose time to be put back is over; gives their number, at most `most`."""
    over = Credit.objects.filter(removed_at__lte=at - KEPT_WHEN_REMOVED)
    with transaction.atomic():
        keys = list(over.order_by("removed_at", "pk").select_for_update().values_list("pk", flat=True)[:most])
        _drop(Credit.objects.filter(pk__in=keys))
    return len(keys)


def _drop(credits: QuerySet[Credit]) -> None:  # noqa: A002  (the field's own word)
    sources = list(credits.values_list("source", flat=True))
    credits.delete()
    _drop_sources(set(sources))


def _drop_sources(keys: Collection[int]) -> None:
    """Those of the sources that no credit names any more go, with their addresses; what led to them goes after."""
    while keys:
        linked = Credit.objects.filter(address__source__in=keys).values("address__source")
        loose = unheld(Source.objects.filter(pk__in=keys).exclude(pk__in=linked), but_for=[SourceAddress])
        rows = list(loose.values_list("pk", "part_of", "merged_into"))
        gone = [key for key, _, _ in rows]
        SourceAddress.objects.filter(source__in=gone).delete()
        Source.objects.filter(pk__in=gone).delete()
        keys = {key for _, *leads in rows for key in leads if key is not None}

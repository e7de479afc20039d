"""Take the parts of a work away for good, and leave its husk (data-model.md §9).

The row of the work stays, so that what others wrote about it keeps a valid key.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from retold.catalog.people.models import PenName
from retold.catalog.tags.models import Kind, Tag
from retold.catalog.works.models import (
    Audience,
    BylineState,
    Cause,
    Change,
    Chapter,
    Edition,
    EditionAsset,
    EditionPart,
    Likeness,
    Original,
    Revision,
    Series,
    Stage,
    Text,
    Work,
)
from retold.catalog.works.queries import KEPT_WHEN_REMOVED
from retold.ports.database.references import unheld

# What a husk says of itself: nothing.
_BLANK: dict[str, Any] = {
    "uuid": None,
    "title": None,
    "summary": "",
    "notes_before": "",
    "notes_after": "",
    "language": "und",
    "media": [],
    "stage": Stage.GONE,
    "audience": Audience.KEEPERS,
    "posts_at": None,
    "complete": None,
    "chapters_posted": 0,
    "chapters_expected": None,
    "words": 0,
    "written_on": None,
    "posted_at": None,
    "revised_at": None,
    "day_only": False,
    "mended": {},
    "provenance": {},
}


def works_to_erase(at: dt.datetime, most: int) -> tuple[int, ...]:
    """The keys of works whose time to be put back is over, the longest removed first; at most that many."""
    return tuple(_over(at).order_by("removed_at", "pk").values_list("pk", flat=True)[:most])


def work_to_erase(key: int, at: dt.datetime) -> Work | None:
    """The work, locked, if its time is over still: somebody may have put it back meanwhile."""
    return _over(at).select_for_update().filter(pk=key).first()


def drop_parts(work: Work, at: dt.datetime) -> None:
    """Take everything away that belonged to the work alone, and make it a husk.

    Call inside a transaction that holds the work, when whatever points at its chapters and editions from above is
    gone. Names, tags and series that nothing else holds go too.
    """
    pens = list(work.bylines.values_list("pen", flat=True))
    tags = list(work.taggings.values_list("tag", flat=True))
    series = list(work.series_parts.values_list("series", flat=True))
    remains = _remains(work)
    _drop_rows(work)
    _drop_shared(pens, tags, series)
    for name, value in _BLANK.items():
        setattr(work, name, value)
    work.remains, work.changed_at = remains, at
    work.version += 1
    work.save()


def drop_changes(at: dt.datetime, most: int) -> int:
    """Forget what fields said before changes that are too old to be undone; gives their number, at most `most`."""
    old = Change.objects.filter(at__lte=at - KEPT_WHEN_REMOVED).order_by("at").values("pk")[:most]
    return Change.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]


def drop_left_editions(at: dt.datetime, most: int) -> int:
    """Take away copies that went to another work 30 days ago, with what of them nothing else holds; at most `most`."""
    over = Edition.objects.filter(left_at__lte=at - KEPT_WHEN_REMOVED).order_by("left_at", "pk")
    with transaction.atomic():
        rows = list(over.select_for_update().values_list("pk", "work")[:most])
        keys = [key for key, _ in rows]
        for model in (EditionPart, EditionAsset, Original):
            model._default_manager.filter(edition__in=keys).delete()
        Edition.objects.filter(pk__in=keys).only("pk").delete()
        for work in {work for _, work in rows}:
            _drop_unheld_texts(work)
    return len(rows)


def _drop_unheld_texts(work: int) -> None:
    """The revisions, chapters and texts of a work that no copy has and that are no part of it as it is."""
    live = Chapter.objects.filter(work=work, rank__isnull=False)
    loose = Revision.objects.filter(chapter__work=work, cause=Cause.IMPORT)
    loose = loose.exclude(pk__in=EditionPart.objects.filter(edition__work=work).values("revision"))
    Revision.objects.filter(
        pk__in=list(loose.exclude(text__in=live.values("text")).values_list("pk", flat=True))
    ).delete()
    gone = Chapter.objects.filter(work=work, rank=None, revisions=None)
    Chapter.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).delete()
    held = Q(pk__in=Revision.objects.filter(chapter__work=work).values("text"))
    held |= Q(pk__in=Chapter.objects.filter(work=work).values("text"))
    loose_texts = Text.objects.filter(work=work).exclude(held).values_list("pk", flat=True)
    Text.objects.filter(pk__in=list(loose_texts)).only("pk").delete()


def _over(at: dt.datetime) -> QuerySet[Work]:
    return Work.objects.filter(removed_at__lte=at - KEPT_WHEN_REMOVED).exclude(stage=Stage.GONE)


def _remains(work: Work) -> dict[str, Any]:
    """What those who hold a bookmark may still see: title, public byline, fandoms, words."""
    names = work.bylines.filter(chapter=None, state=BylineState.ACCEPTED).select_related("pen").order_by("rank")
    public = [] if work.anonymous or work.unrevealed else [one.as_written or one.pen.name for one in names]
    fandoms = work.taggings.filter(kind=Kind.FANDOM).order_by("rank")
    return {
        "title": work.title,
        "creators": public,
        "fandoms": list(fandoms.values_list("tag__name", flat=True)),
        "words": work.words,
    }


def _drop_rows(work: Work) -> None:
    """Each kind of part by itself, those that point at others first, so that none is fetched to be deleted."""
    editions = Edition.objects.filter(work=work)
    for model in (EditionPart, EditionAsset, Original):
        model._default_manager.filter(edition__in=editions).delete()
    editions.only("pk").delete()
    work.bylines.all().delete()
    Revision.objects.filter(chapter__work=work).delete()
    Chapter.objects.filter(work=work).only("pk").delete()
    work.texts.only("pk").delete()
    Likeness.objects.filter(Q(first=work) | Q(second=work)).delete()
    for parts in (
        work.regroupings,
        work.marks,
        work.origins,
        work.taggings,
        work.series_parts,
        work.changes,
        work.access,
    ):
        parts.all().delete()


def _drop_shared(pens: list[int], tags: list[int], series: list[int]) -> None:
    """Names that came in with the work alone, words that were said of it alone, series that it alone was in."""
    unheld(PenName.objects.filter(pk__in=pens, account=None, about="")).delete()
    coined = Q(canonical=False, unwrangleable=False, wrangled_at=None)
    unheld(Tag.objects.filter(coined, pk__in=tags)).delete()
    unheld(Series.objects.filter(pk__in=series)).delete()

"""The gate, and what is read through it: which works a viewer sees, and which names on them (data-model.md §6).

No page, feed, export or index reads works or bylines in any other way.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import FilteredRelation, Model, Q, QuerySet

from retold.catalog.people.viewers import EVERYONE, KEEPERS, Viewer
from retold.catalog.works.models import Archive, Byline, BylineState, Chapter, Right, Stage, Work
from retold.lib.public_ids import uuid_of
from retold.manuscript.model import Creator

# How long a removed work can be brought back (data-model.md §9).
KEPT_WHEN_REMOVED = dt.timedelta(days=30)

AnyModel = TypeVar("AnyModel", bound=Model)

_ACCESS = "access_of_viewer"


@dataclass(frozen=True)
class CreatorLine:
    """A name on a work or chapter as its viewer may see it: as written, its role, its pen name's public id.

    `address` is the page that the name had where the work comes from, if it had one.
    """

    name: str
    role: str
    pen: int
    address: str | None

    @property
    def creator(self) -> Creator:
        """The name as a Manuscript has it, for the words of `retold.manuscript.wording`."""
        return Creator(self.name, self.role, self.address)


def visible_to(viewer: Viewer) -> QuerySet[Work]:
    """The works that a viewer may see."""
    return seen(Work.objects.all(), viewer)


def seen(rows: QuerySet[AnyModel], viewer: Viewer, at: str = "") -> QuerySet[AnyModel]:
    """The rows whose work a viewer may see; `at` is the way from a row to its work ("work", "chapter__work").

    gate <= clearance, or gate <= 3 and the viewer's account has access. The condition goes in through a join:
    as a subquery, either database made a plan that reads far too much (data-model.md §6).
    """
    gate = f"{at}__gate" if at else "gate"
    if viewer.account is None or viewer.clearance >= KEEPERS:
        return rows.filter(_open_to(gate, viewer))
    own = Q(**{f"{gate}__lte": KEEPERS, f"{_ACCESS}__right__isnull": False})
    return _with_access(rows, viewer, at).filter(_open_to(gate, viewer) | own)


def removed_for(viewer: Viewer) -> QuerySet[Work]:
    """The works that the viewer's account removed and may bring back, newest removal first; none for a guest."""
    if viewer.account is None:
        return Work.objects.none()
    own = Work.objects.filter(removed_at__isnull=False).exclude(stage=Stage.GONE)
    return own.filter(access__account=viewer.account, access__right=Right.OWN).order_by("-removed_at", "pid")


def right_of(work: Work, viewer: Viewer) -> Right | None:
    """What the viewer's account may do with a work beyond what the gate opens; None for no such right. One query."""
    if viewer.account is None:
        return None
    right = work.access.filter(account=viewer.account).values_list("right", flat=True).first()
    return None if right is None else Right(right)


def writable(work: Work, viewer: Viewer) -> bool:
    """Whether a viewer may change a work: its keepers alone. One query."""
    return (right_of(work, viewer) or 0) >= Right.WRITE


def is_keeper_of(work: Work, viewer: Viewer) -> bool:
    """Whether a viewer may see what a work's own keepers see: every name, and the files that came in."""
    if viewer.clearance >= KEEPERS:
        return True
    return viewer.account is not None and work.access.filter(account=viewer.account).exists()


def bylines_for(works: Iterable[Work], viewer: Viewer) -> dict[int, tuple[CreatorLine, ...]]:
    """The creators of works by the work's key, in order: accepted ones, and none of an anonymous work.

    Whoever has access to an anonymous work sees its names all the same. One query.
    """
    rows = _names(Byline.objects.filter(work__in=[work.pk for work in works], chapter=None), viewer)
    lines: dict[int, list[CreatorLine]] = {}
    for byline in rows.order_by("work", "rank"):
        lines.setdefault(byline.work_id, []).append(_line(byline))
    return {work: tuple(found) for work, found in lines.items()}


def chapter_bylines_for(work: Work, viewer: Viewer) -> dict[int, tuple[CreatorLine, ...]]:
    """The creators of single chapters of a work by the chapter's key; the same rule as `bylines_for`. One query."""
    lines: dict[int, list[CreatorLine]] = {}
    for byline in _names(Byline.objects.filter(work=work, chapter__isnull=False), viewer).order_by("chapter", "rank"):
        lines.setdefault(byline.chapter_id or 0, []).append(_line(byline))
    return {chapter: tuple(found) for chapter, found in lines.items()}


def chapters_of(work: Work) -> QuerySet[Chapter]:
    """The chapters of a work that was seen through the gate, in order, without their texts.

    Those that only an older copy has are no part of it.
    """
    return work.chapters.filter(rank__isnull=False, posted=True, removed_at=None).order_by("rank")


def identifier_of(work: Work) -> uuid.UUID:
    """The UUID that a work leaves with: the one it came with, else one made of its public id and the archive's."""
    return work.uuid or uuid_of(work.pid, archive_number())


def archive_number() -> int:
    """The archive's own number (62 bits); made with the tables."""
    return Archive.objects.get_or_create(pk=1)[0].number


def _open_to(gate: str, viewer: Viewer) -> Q:
    # An equality lets a guest's listing go along the (gate, revised_at) index.
    return (
        Q(**{gate: EVERYONE}) if viewer.clearance == EVERYONE else Q(**{f"{gate}__lte": min(viewer.clearance, KEEPERS)})
    )


def _with_access(rows: QuerySet[AnyModel], viewer: Viewer, at: str) -> QuerySet[AnyModel]:
    relation = f"{at}__access" if at else "access"
    condition: dict[str, Any] = {f"{relation}__account": viewer.account}
    joined: QuerySet[AnyModel] = rows.alias(**{_ACCESS: FilteredRelation(relation, condition=Q(**condition))})
    return joined


def _names(bylines: QuerySet[Byline], viewer: Viewer) -> QuerySet[Byline]:
    named = Q(work__anonymous=False)
    if viewer.clearance >= KEEPERS:
        named = Q()
    elif viewer.account is not None:
        named |= Q(**{f"{_ACCESS}__right__isnull": False})
    rows = seen(bylines.filter(state=BylineState.ACCEPTED, pen__removed_at=None), viewer, "work")
    return rows.filter(named).select_related("pen")


def _line(byline: Byline) -> CreatorLine:
    return CreatorLine(byline.as_written or byline.pen.name, byline.role, byline.pen.pid, byline.address or None)

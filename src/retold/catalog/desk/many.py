"""Many whole works taken in at once: those that are surely new go down together, all others one by one.

What becomes of each is what `accept` says of it, in their order; a test compares the two. A work is surely new if
nothing that `accept` looks by (its file, its UUID, its address, the marks of its text) is held already or came
earlier in the same lot. Whoever changes what `accept` looks by changes `_traces` with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db import transaction

from retold.catalog.desk.accepting import Accepted, accept, with_credits
from retold.catalog.desk.storable import storable
from retold.catalog.people.models import Account
from retold.catalog.works.actions import announce_all, audience_named
from retold.catalog.works.editions import as_uuid
from retold.catalog.works.models import Audience, EditionAsset, Mark, Origin, Original
from retold.catalog.works.newcomers import Newcomer, add_newcomers
from retold.catalog.works.texts import Prepared
from retold.lib.addresses import work_place_of
from retold.lib.folding import bounded
from retold.manuscript.model import Manuscript
from retold.ports.storage.models import KeptFile


@dataclass(frozen=True)
class Arriving:
    """A work on its way in: the Manuscript, the file it was read from with its name, its pictures' kept files.

    `prepared` is what was worked out of its texts already, as by another process. `assets` are the pictures' bytes;
    `pictures` their kept files, by name. `mended` says that the Manuscript is not what the file alone says.
    """

    manuscript: Manuscript
    kept: KeptFile
    name: str
    assets: Mapping[str, bytes] = field(default_factory=dict)
    pictures: Mapping[str, KeptFile] = field(default_factory=dict)
    prepared: Prepared | None = None
    mended: bool = False


@dataclass(frozen=True)
class _Ready:
    """One of them, with texts that any database can hold, and what was worked out of those."""

    manuscript: Manuscript
    prepared: Prepared
    arriving: Arriving

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(self.manuscript, self.prepared.packed, self.prepared.marks)


def accept_many(
    arriving: Sequence[Arriving], *, account: Account, at: dt.datetime, audience: str = "private"
) -> list[Accepted]:
    """`accept` for each, in one transaction; gives what became of them, in order."""
    wanted = audience_named(audience)
    ready = [_ready(one) for one in arriving]
    outcomes: list[Accepted] = []
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        # In their order, so that of two spellings of a name the first one wins, as it does one by one.
        for is_new, some in groupby(zip(_surely_new(ready), ready, strict=True), key=lambda pair: pair[0]):
            lot = [one for _, one in some]
            if is_new:
                outcomes += _all_new(lot, account, wanted, at)
            else:
                outcomes += [_one_by_one(one, account, at, audience) for one in lot]
    return outcomes


def _ready(one: Arriving) -> _Ready:
    manuscript = storable(one.manuscript)
    prepared = one.prepared if manuscript is one.manuscript else None
    return _Ready(manuscript, prepared or Prepared.of(manuscript.chapters), one)


def _all_new(lot: Sequence[_Ready], account: Account, audience: Audience, at: dt.datetime) -> list[Accepted]:
    added = add_newcomers([one.newcomer for one in lot], keeper=account, audience=audience, at=at)
    outcomes = [Accepted(work, "added", edition) for work, edition in added]
    _add_files([(outcome, one.arriving) for outcome, one in zip(outcomes, lot, strict=True)])
    for outcome, one in zip(outcomes, lot, strict=True):
        with_credits(outcome, [credit for credit in one.manuscript.credits if credit.state == "accepted"], at)
    announce_all([outcome.work for outcome in outcomes], at)
    return outcomes


def _one_by_one(one: _Ready, account: Account, at: dt.datetime, audience: str) -> Accepted:
    return accept(
        one.manuscript,
        account=account,
        at=at,
        audience=audience,
        originals=[(one.arriving.kept, one.arriving.name, "")],
        assets=one.arriving.assets,
        packed=one.prepared.packed,
        mended=one.arriving.mended,
    )


@dataclass
class _Traces:
    """What other copies of works are found by, of one work or of many."""

    files: set[int] = field(default_factory=set)
    places: set[tuple[str, str]] = field(default_factory=set)
    marks: set[int] = field(default_factory=set)
    named: bool = False

    def meet(self, other: _Traces) -> bool:
        """Whether a work of the one may be a copy of one of the other."""
        # A UUID may name a work by its public id as well: that is looked up one by one.
        return self.named or bool(self.files & other.files or self.places & other.places or self.marks & other.marks)

    def add(self, other: _Traces) -> None:
        self.files |= other.files
        self.places |= other.places
        self.marks |= other.marks


def _surely_new(ready: Sequence[_Ready]) -> list[bool]:
    """For each, whether nothing held, and nothing earlier in the lot, can be a copy of it."""
    traces = [_traces(one) for one in ready]
    asked = _Traces()
    for mine in traces:
        asked.add(mine)
    seen, new = _held(asked), []
    for mine in traces:
        new.append(not mine.meet(seen))
        seen.add(mine)
    return new


def _traces(one: _Ready) -> _Traces:
    place = work_place_of(one.manuscript.source.url)
    return _Traces(
        files={one.arriving.kept.pk},
        places={(place.site, bounded(place.key))} if place is not None else set(),
        marks=set(one.prepared.marks),
        named=as_uuid(one.manuscript.uuid) is not None,
    )


def _held(asked: _Traces) -> _Traces:
    """Those of the traces that works have, whoever's they are: `accept` looks closer."""
    places = Origin.objects.filter(key__in={key for _, key in asked.places}).values_list("site", "key")
    return _Traces(
        files=set(Original.objects.filter(kept__in=asked.files).values_list("kept", flat=True)),
        places=set(places),
        marks=set(Mark.objects.filter(value__in=asked.marks).values_list("value", flat=True)),
    )


def _add_files(put: Sequence[tuple[Accepted, Arriving]]) -> None:
    Original.objects.bulk_create(
        Original(edition=accepted.edition, kept=one.kept, name=one.name) for accepted, one in put
    )
    EditionAsset.objects.bulk_create(
        EditionAsset(edition=accepted.edition, name=name, kept=kept)
        for accepted, one in put
        for name, kept in one.pictures.items()
    )

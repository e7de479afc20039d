"""Many works that are new to a shelf, put down together: the rows that one after another would come to, in few queries.

Each work comes to the very rows that `add_edition` and `settle` give it (a test compares them). What may be another
copy of a work that is held does not belong here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from retold.catalog.people.actions import imported_pens
from retold.catalog.people.models import Account
from retold.catalog.tags.actions import tags_by_fold
from retold.catalog.works import texts
from retold.catalog.works.editions import as_uuid, face_of, manifest_of
from retold.catalog.works.merging import Copy, Facing, distinct_creators, facing, without_texts
from retold.catalog.works.models import (
    RANK_STEP,
    Access,
    Audience,
    Byline,
    BylineState,
    Cause,
    Chapter,
    Edition,
    EditionPart,
    Mark,
    Origin,
    Revision,
    Right,
    Stage,
    Tagging,
    Tally,
    Text,
    Work,
)
from retold.catalog.works.settling import TAG_FIELDS, names_of, say, set_face, set_series
from retold.catalog.works.texts import PackedText
from retold.lib.addresses import work_place_of
from retold.lib.folding import bounded, fold_key
from retold.manuscript.model import Creator, Manuscript


@dataclass(frozen=True)
class Newcomer:
    """A new work as it came: the Manuscript, its chapters' texts packed, in order, and the marks of its text."""

    manuscript: Manuscript
    packed: tuple[PackedText, ...]
    marks: frozenset[int]


@dataclass
class _Put:
    """A new work on its way: what it faces people with, and its rows, without keys until they are written."""

    newcomer: Newcomer
    faced: Facing
    work: Work
    edition: Edition
    chapters: list[Chapter]
    revisions: list[Revision]
    texts: dict[bytes, Text]

    @property
    def manuscript(self) -> Manuscript:
        return self.newcomer.manuscript


def add_newcomers(
    newcomers: Sequence[Newcomer], *, keeper: Account, audience: Audience, at: dt.datetime
) -> list[tuple[Work, Edition]]:
    """Put new works down, each with its first edition, and give them in order.

    Those without a title stay private. Call inside a transaction that holds the account.
    """
    put = [_prepared(one, keeper, audience, at) for one in newcomers]
    Work.objects.bulk_create([one.work for one in put])
    Access.objects.bulk_create(Access(account=keeper, work=one.work, right=Right.OWN) for one in put)
    Tally.objects.bulk_create(Tally(work=one.work) for one in put)
    Edition.objects.bulk_create([one.edition for one in put])
    Text.objects.bulk_create([text for one in put for text in one.texts.values()])
    Chapter.objects.bulk_create([chapter for one in put for chapter in one.chapters])
    Revision.objects.bulk_create([revision for one in put for revision in one.revisions])
    EditionPart.objects.bulk_create(
        EditionPart(edition=one.edition, rank=(place + 1) * RANK_STEP, revision=revision)
        for one in put
        for place, revision in enumerate(one.revisions)
    )
    Origin.objects.bulk_create(origin for one in put for origin in _origins(one))
    Mark.objects.bulk_create(Mark(work=one.work, value=value) for one in put for value in one.newcomer.marks)
    _add_bylines(put, keeper)
    _add_tags(put)
    for one in put:
        if one.faced.manuscript.series:
            set_series(one.work, one.faced.manuscript, keeper)
    return [(one.work, one.edition) for one in put]


def _prepared(newcomer: Newcomer, keeper: Account, audience: Audience, at: dt.datetime) -> _Put:
    manuscript, packed = newcomer.manuscript, newcomer.packed
    places = tuple(range(len(packed)))
    faced = facing([Copy(1, without_texts(manuscript), places, places)], {})
    work = Work(stage=Stage.POSTED, uuid=as_uuid(manuscript.uuid), made_at=at)
    say(work, faced, last=at, at=at)
    work.words = sum(one.words for one in packed)
    work.audience = audience if work.title else Audience.KEEPERS
    manifest = manifest_of(manuscript, packed)
    edition = Edition(
        work=work,
        number=1,
        made_at=at,
        address=manuscript.source.url or "",
        source_updated=manuscript.updated,
        manifest=manifest,
        text_digest=texts.digest_of(one.digest for one in packed),
    )
    kept = {one.digest: Text(work=work, **asdict(one)) for one in packed}
    chapters = [_chapter(work, kept[one.digest], place) for place, one in enumerate(packed)]
    for chapter, said in zip(chapters, faced.manuscript.chapters, strict=True):
        set_face(chapter, said)
    revisions = [
        Revision(
            chapter=chapter,
            number=1,
            text=chapter.text,
            face=face_of(said),
            made_at=at,
            made_by=keeper,
            cause=Cause.IMPORT,
        )
        for chapter, said in zip(chapters, manifest["chapters"], strict=True)
    ]
    return _Put(newcomer, faced, work, edition, chapters, revisions, kept)


def _chapter(work: Work, text: Text, place: int) -> Chapter:
    return Chapter(work=work, rank=(place + 1) * RANK_STEP, text=text, words=text.words)


def _origins(one: _Put) -> Iterator[Origin]:
    url = one.manuscript.source.url
    place = work_place_of(url)
    if place is not None:
        yield Origin(work=one.work, site=place.site, key=bounded(place.key), address=url or "")


def _add_bylines(put: Sequence[_Put], keeper: Account) -> None:
    named = [row for one in put for row in _names(one)]
    pens = imported_pens([(creator.name, creator.url) for *_, creator in named], keeper=keeper)
    Byline.objects.bulk_create(
        Byline(
            work=work,
            chapter=chapter,
            pen=pens[creator.name, creator.url or ""],
            role=creator.role,
            rank=rank,
            state=BylineState.ACCEPTED,
            as_written=creator.name,
            address=creator.url or "",
        )
        for work, chapter, rank, creator in named
    )


def _names(one: _Put) -> Iterator[tuple[Work, Chapter | None, int, Creator]]:
    """Whom the work and its chapters name, with their rank there."""
    faced = one.faced.manuscript
    owners: list[tuple[Chapter | None, tuple[Creator, ...]]] = [(None, faced.creators)]
    owners += [(row, said.creators) for row, said in zip(one.chapters, faced.chapters, strict=True)]
    for chapter, creators in owners:
        for rank, creator in enumerate(distinct_creators(creators), 1):
            yield one.work, chapter, rank, creator


def _add_tags(put: Sequence[_Put]) -> None:
    rows = []
    for kind in TAG_FIELDS:
        tags = tags_by_fold(kind=kind, names=[name for one in put for name in names_of(one.faced.manuscript, kind)])
        for one in put if tags else ():
            folds = dict.fromkeys(map(fold_key, names_of(one.faced.manuscript, kind)))
            known = [tags[fold] for fold in folds if fold in tags]
            rows += [Tagging(work=one.work, tag=tag, kind=kind, rank=rank) for rank, tag in enumerate(known, 1)]
    Tagging.objects.bulk_create(rows)

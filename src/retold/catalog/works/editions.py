"""Copies of a work as rows: one more edition put down, and all of them read back as values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import Max

from retold.catalog.people.models import Account
from retold.catalog.works import texts
from retold.catalog.works.merging import Copy, marks, match_chapters, without_texts
from retold.catalog.works.models import (
    RANK_STEP,
    Cause,
    Chapter,
    Edition,
    EditionPart,
    Mark,
    Origin,
    Revision,
    Text,
    Work,
)
from retold.catalog.works.texts import PackedText
from retold.lib.addresses import work_place_of
from retold.lib.folding import bounded
from retold.manuscript import serialise
from retold.manuscript.model import Manuscript


def add_edition(
    *, work: Work, manuscript: Manuscript, packed: Sequence[PackedText], at: dt.datetime, by: Account | None
) -> Edition:
    """Put a copy down as the work's next edition; chapters that did not change reuse their revisions.

    `packed` are the chapters' texts in order. Call inside a transaction that holds the work.
    """
    number = (work.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition.objects.create(
        work=work,
        number=number,
        made_at=at,
        address=manuscript.source.url or "",
        source_updated=manuscript.updated,
        manifest=manifest_of(manuscript, packed),
        text_digest=texts.digest_of(one.digest for one in packed),
    )
    revisions = _revisions(work, manuscript, packed, at, by)
    EditionPart.objects.bulk_create(
        EditionPart(edition=edition, rank=(place + 1) * RANK_STEP, revision=revision)
        for place, revision in enumerate(revisions)
    )
    _add_origin(work, manuscript)
    _remember_marks(work, packed)
    return edition


def copies_of(work: Work) -> list[Copy]:
    """All editions of the work as values. Two queries."""
    parts: dict[int, list[Revision]] = {}
    for part in EditionPart.objects.filter(edition__work=work).select_related("revision").order_by("edition", "rank"):
        parts.setdefault(part.edition_id, []).append(part.revision)
    return [
        Copy(
            number=edition.number,
            manuscript=serialise.from_json(edition.manifest),
            chapters=tuple(revision.chapter_id for revision in parts.get(edition.pk, ())),
            revisions=tuple(revision.pk for revision in parts.get(edition.pk, ())),
        )
        for edition in work.editions.order_by("number")
    ]


def manifest_of(manuscript: Manuscript, packed: Sequence[PackedText]) -> dict[str, Any]:
    """The Manuscript's JSON with its texts taken out and their words counted."""
    manifest = serialise.to_json(without_texts(manuscript))
    for chapter, text in zip(manifest["chapters"], packed, strict=True):
        chapter["words"] = text.words
    return manifest | {"words": sum(text.words for text in packed)}


def _revisions(
    work: Work, manuscript: Manuscript, packed: Sequence[PackedText], at: dt.datetime, by: Account | None
) -> list[Revision]:
    """The revision of each chapter of the copy: the one that is there if nothing changed, else a new one."""
    kept = _texts(work, packed)
    chapters = _chapters(work, manuscript, packed, kept)
    last: dict[int, Revision] = {}
    for revision in Revision.objects.filter(chapter__work=work).order_by("number"):
        last[revision.chapter_id] = revision
    faces = [face_of(chapter) for chapter in serialise.to_json(manuscript)["chapters"]]
    wanted: list[Revision] = []
    for chapter, face, text in zip(chapters, faces, packed, strict=True):
        before = last.get(chapter.pk)
        if before and before.text_id == kept[text.digest].pk and before.face == face:
            wanted.append(before)
        else:
            number = before.number + 1 if before else 1
            wanted.append(
                Revision(
                    chapter=chapter,
                    number=number,
                    text=kept[text.digest],
                    face=face,
                    made_at=at,
                    made_by=by,
                    cause=Cause.IMPORT,
                )
            )
    Revision.objects.bulk_create([revision for revision in wanted if revision.pk is None])
    return wanted


def face_of(chapter: dict[str, Any]) -> dict[str, Any]:
    """What a revision keeps of a chapter beside its text, from the chapter's JSON."""
    return {name: value for name, value in chapter.items() if name not in ("html", "words")}


def _texts(work: Work, packed: Sequence[PackedText]) -> dict[bytes, Text]:
    kept = {bytes(text.digest): text for text in work.texts.defer("body")}
    new = {one.digest: Text(work=work, **asdict(one)) for one in packed if one.digest not in kept}
    Text.objects.bulk_create(new.values())
    return kept | new


def _chapters(
    work: Work, manuscript: Manuscript, packed: Sequence[PackedText], kept: dict[bytes, Text]
) -> list[Chapter]:
    """The live chapter that each chapter of the copy is, made where there is none; `settle` gives them ranks."""
    held = list(work.chapters.select_related("text").defer("text__body").order_by("rank", "pk"))
    known = {chapter.pk: chapter for chapter in held}
    matches = match_chapters(
        [(one.pk, one.address or None, texts.blocks(one.text.blocks)) for one in held],
        [(one.url, texts.blocks(text.blocks)) for one, text in zip(manuscript.chapters, packed, strict=True)],
    )
    chapters = [
        known[key] if key is not None else Chapter(work=work, rank=None, text=kept[text.digest], words=text.words)
        for key, text in zip(matches, packed, strict=True)
    ]
    Chapter.objects.bulk_create([chapter for chapter in chapters if chapter.pk is None])
    return chapters


def _add_origin(work: Work, manuscript: Manuscript) -> None:
    place = work_place_of(manuscript.source.url)
    if place is not None:
        Origin.objects.get_or_create(
            work=work, site=place.site, key=bounded(place.key), defaults={"address": manuscript.source.url or ""}
        )
    if manuscript.uuid and work.uuid is None:
        work.uuid = as_uuid(manuscript.uuid)


def as_uuid(text: str | None) -> uuid.UUID | None:
    """A UUID as a package writes it, or None for anything else."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _remember_marks(work: Work, packed: Sequence[PackedText]) -> None:
    """The newest text's marks, added to those of older ones: an older copy of it must be found as well."""
    found = marks([block for one in packed for block in texts.blocks(one.blocks)])
    Mark.objects.bulk_create((Mark(work=work, value=value) for value in found), ignore_conflicts=True)

"""Copies of a work as rows: one more edition put down, and all of them read back as values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max

from retold.catalog.people.models import Account
from retold.catalog.works import shingles, texts
from retold.catalog.works.merging import Copy, match_chapters, without_texts
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
from retold.catalog.works.shingles import words_of
from retold.catalog.works.texts import PackedText
from retold.lib.addresses import work_place_of
from retold.lib.folding import bounded
from retold.manuscript import serialise
from retold.manuscript.model import Manuscript


def add_edition(
    *,
    work: Work,
    manuscript: Manuscript,
    packed: Sequence[PackedText],
    marks: Iterable[int],
    at: dt.datetime,
    by: Account | None,
) -> Edition:
    """Put a copy down as the work's next edition; chapters that did not change reuse their revisions.

    `packed` are the chapters' texts in order, `marks` those of the text (`works.shingles`). Call inside a transaction
    that holds the work.
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
    _add_origin(work, manuscript.source.url)
    if manuscript.uuid and work.uuid is None:
        work.uuid = as_uuid(manuscript.uuid)
    add_marks(work, marks)
    return edition


def copies_of(work: Work) -> list[Copy]:
    """All editions that the work consists of, as values. Two queries."""
    parts: dict[int, list[Revision]] = {}
    for part in (
        EditionPart.objects.filter(edition__work=work, edition__left_at=None)
        .select_related("revision")
        .order_by("edition", "rank")
    ):
        parts.setdefault(part.edition_id, []).append(part.revision)
    return [
        Copy(
            number=edition.number,
            manuscript=serialise.from_json(edition.manifest),
            chapters=tuple(revision.chapter_id for revision in parts.get(edition.pk, ())),
            revisions=tuple(revision.pk for revision in parts.get(edition.pk, ())),
            came=edition.made_at,
        )
        for edition in work.editions.standing().order_by("number")
    ]


def packed_of(edition: Edition) -> list[PackedText]:
    """The texts of an edition in order, as they are kept. One query."""
    parts = EditionPart.objects.filter(edition=edition).select_related("revision__text").order_by("rank")
    texts_ = [part.revision.text for part in parts]
    return [
        PackedText(bytes(one.digest), bytes(one.body), one.crc, one.size, one.words, bytes(one.blocks), one.rules)
        for one in texts_
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


def _add_origin(work: Work, address: str | None) -> None:
    place = work_place_of(address)
    if place is not None:
        Origin.objects.get_or_create(
            work=work, site=place.site, key=bounded(place.key), defaults={"address": address or ""}
        )


def as_uuid(text: str | None) -> uuid.UUID | None:
    """A UUID as a package writes it, or None for anything else."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def add_marks(work: Work, values: Iterable[int]) -> None:
    """More marks beside those of older copies: each of them must be found as well."""
    Mark.objects.bulk_create((Mark(work=work, value=value) for value in values), ignore_conflicts=True)


def mark_again(work: Work) -> None:
    """Work out a work's marks and origins anew, from the copies that it consists of."""
    standing = EditionPart.objects.filter(edition__work=work, edition__left_at=None)
    parts = standing.order_by("edition", "rank").values_list("edition", "revision__text")
    bodies = Text.objects.in_bulk({text for _, text in parts})
    words = {key: words_of(texts.unpack(body)) for key, body in bodies.items()}
    chapters: dict[int, list[list[str]]] = {}
    for edition, text in parts:
        chapters.setdefault(edition, []).append(words[text])
    work.marks.all().delete()
    add_marks(work, {value for those in chapters.values() for value in shingles.marks(those)})
    work.origins.all().delete()
    for address in work.editions.standing().order_by("number").values_list("address", flat=True):
        _add_origin(work, address)


def mark_unmarked(most: int) -> int:
    """Work out the marks of works that have words and no marks, at most so many of them; gives how many there were."""
    unmarked = Work.objects.filter(marks=None, words__gt=0, editions__left_at=None, editions__isnull=False)
    keys = list(unmarked.distinct().order_by("pk").values_list("pk", flat=True)[:most])
    for key in keys:
        with transaction.atomic():
            work = Work.objects.select_for_update().filter(pk=key).first()
            if work is not None:
                mark_again(work)
    return len(keys)

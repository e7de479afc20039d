"""Many works taken in at once come to what they come to one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retold.catalog import desk
from retold.catalog.desk import Arriving
from retold.catalog.desk.tests.manuscripts import MANUSCRIPTS, STORY, prose
from retold.catalog.works import texts
from retold.catalog.works.models import Edition, EditionAsset, Mark, Original, Work
from retold.manuscript.model import Asset, Chapter, Credit, Manuscript, Source
from retold.ports import events, storage

# Rows and columns that differ from one run to the next, whatever is in them.
_CHANCE = {
    "id",
    "pid",
    "source_id",
    "from_edition_id",
    "work_id",
    "chapter_id",
    "text_id",
    "pen_id",
    "tag_id",
    "edition_id",
    "kept_id",
    "series_id",
}


def kept(name, at):
    return storage.keep(name.encode(), media_type="text/plain", at=at)


def said(row):
    return {
        name: bytes(value) if isinstance(value, memoryview) else value
        for name, value in row.items()
        if name not in _CHANCE
    }


def told(accepted):
    """What became of each, and all that the rows of its work say in the end, without their keys."""
    assert {one.work for one in accepted} == set(Work.objects.all())
    return [(one.outcome, one.edition.number, _work(one.work)) for one in accepted]


def _work(work):
    lists = {
        name: [said(row) for row in getattr(work, name).order_by(*order).values()]
        for name, order in {
            "access": ("account",),
            "texts": ("digest",),
            "chapters": ("rank", "text__digest"),
            "editions": ("number",),
            "origins": ("site", "key"),
            "marks": ("value",),
            "bylines": ("chapter__rank", "rank", "role"),
            "taggings": ("kind", "rank"),
            "credits": ("kind", "wording", "evidence", "rank"),
        }.items()
    }
    others = {
        "names": list(work.bylines.order_by("chapter__rank", "rank", "role").values_list("pen__name", "chapter__rank")),
        "tags": list(work.taggings.order_by("kind", "rank").values_list("tag__name")),
        "series": sorted(work.series_parts.values_list("series__title", "position")),
        "parts": list(
            Edition.objects.filter(work=work)
            .order_by("number", "parts__rank")
            .values_list(
                "number", "parts__rank", "parts__revision__number", "parts__revision__face", "parts__revision__cause"
            )
        ),
        "originals": sorted(Original.objects.filter(edition__work=work).values_list("edition__number", "name", "part")),
        "assets": sorted(EditionAsset.objects.filter(edition__work=work).values_list("edition__number", "name")),
        "tally": work.tally.hits,
    }
    return said(Work.objects.filter(pk=work.pk).values().get()), lists, others


def undone(action):
    """What an action gives and leaves behind, all of it taken back afterwards."""
    with transaction.atomic():
        found = told(action())
        transaction.set_rollback(True)
    return found


def one_by_one(manuscripts, account, at, audience="private"):
    return [
        desk.accept(one, account=account, at=at, audience=audience, originals=[(kept(name, at), name, "")])
        for name, one in manuscripts
    ]


def at_once(manuscripts, account, at, audience="private"):
    arriving = [Arriving(one, kept(name, at), name) for name, one in manuscripts]
    return desk.accept_many(arriving, account=account, at=at, audience=audience)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d", "e", "f"]), MANUSCRIPTS), max_size=5))
def test_whatever_comes_in(ada, at, manuscripts):
    assert undone(lambda: at_once(manuscripts, ada, at)) == undone(lambda: one_by_one(manuscripts, ada, at))


LONGER = replace(STORY, chapters=(*STORY.chapters, Chapter(prose(24, 40))))
NO_ADDRESS = replace(STORY, source=Source(), title="The Log")
OTHER = Manuscript(chapters=(Chapter(prose(900, 920)),), title="Other", fandoms=("rivers of harrow", "Weirs"))
UNTITLED = Manuscript(chapters=(Chapter(prose(2000, 2020)),), credits=(Credit("beta_by", creator="Ben"),))


@pytest.mark.parametrize("audience", ["private", "everyone"])
@pytest.mark.parametrize(
    ("lot", "outcomes"),
    [
        ([("1", STORY), ("2", OTHER), ("3", LONGER), ("1", OTHER)], ["added", "added", "edition", "held"]),
        (
            [("1", OTHER), ("2", NO_ADDRESS), ("3", STORY), ("4", UNTITLED), ("5", UNTITLED)],
            ["added", "added", "merged", "added", "held"],
        ),
        ([("1", replace(STORY, uuid="0b8e7d1c-0000-8000-8000-000000000001")), ("2", STORY)], ["added", "held"]),
        ([], []),
    ],
)
def test_copies_that_come_together_find_each_other(ada, at, lot, outcomes, audience):
    found = undone(lambda: at_once(lot, ada, at, audience))
    assert found == undone(lambda: one_by_one(lot, ada, at, audience))
    assert [outcome for outcome, *_ in found] == outcomes


def test_copies_of_what_is_held_are_looked_at_one_by_one(ada, at):
    desk.accept(STORY, account=ada, at=at)
    outcomes = [one.outcome for one in at_once([("1", LONGER), ("2", OTHER), ("3", STORY)], ada, at)]
    assert outcomes == ["edition", "added", "held"]


def test_pictures_and_packed_texts_are_taken_as_they_are(ada, at):
    picture = kept("picture", at)
    with_picture = replace(OTHER, assets=(Asset("a.png", "image/png", "0" * 64),))
    prepared = texts.Prepared.of(OTHER.chapters)
    arriving = Arriving(with_picture, kept("x", at), "x", {"a.png": b"picture"}, {"a.png": picture}, prepared)
    (accepted,) = desk.accept_many([arriving], account=ada, at=at)
    assert [(one.name, one.kept) for one in accepted.edition.assets.all()] == [("a.png", picture)]
    assert accepted.work.words == sum(one.words for one in prepared.packed)
    assert prepared.marks
    assert set(accepted.work.marks.values_list("value", flat=True)) == prepared.marks


def test_each_change_is_announced_once(ada, at, monkeypatch):
    told = []
    monkeypatch.setattr(events, "emit_all", lambda kind, things, at: told.extend(key for key, _ in things))
    at_once([("1", STORY), ("2", OTHER)], ada, at)
    assert len(told) == len(set(told)) == 2


def test_a_lot_takes_hardly_more_queries_than_one(ada, at):
    def queries(first, last):
        # Lines of one pattern would share marks; works that do are taken in one by one.
        told = {n: " ".join(f"word{n}x{place}" for place in range(120)) for n in range(first, last)}
        lot = [(f"{n}", Manuscript((Chapter(f"<p>{text}</p>"),), title=f"{n}")) for n, text in told.items()]
        arriving = [Arriving(one, kept(name, at), name) for name, one in lot]
        with CaptureQueriesContext(connection) as asked:
            desk.accept_many(arriving, account=ada, at=at)
        return len(asked)

    assert queries(10, 40) <= queries(50, 51) + 8
    assert Mark.objects.count() > 30

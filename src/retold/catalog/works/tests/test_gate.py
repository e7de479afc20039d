"""The gate: every state and every viewer, against a table in plain Python (data-model.md §6)."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from retold.catalog.people.models import PenName
from retold.catalog.people.viewers import GUEST, KEEPERS, MEMBERS, MODERATORS, Viewer
from retold.catalog.works.models import Access, Audience, Byline, BylineState, Chapter, Right, Stage, Text, Work
from retold.catalog.works.queries import bylines_for, removed_for, seen, visible_to
from retold.catalog.works.texts import pack

AT = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
STATES = list(
    product(Stage.values, Audience.values, [False, True], [False, True], [False, True])
)  # stage, audience, hidden, removed, unrevealed


def make(state, **more):
    stage, audience, hidden, removed, unrevealed = state
    return Work(
        title=f"{state}", stage=stage, audience=audience, unrevealed=unrevealed,
        hidden_at=AT if hidden else None, removed_at=AT if removed else None,
        posted_at=AT, posts_at=AT, revised_at=AT, made_at=AT, changed_at=AT, **more,
    )  # fmt: skip


def gate_by_hand(state):
    stage, audience, hidden, removed, unrevealed = state
    if removed or stage == Stage.GONE:
        return 9
    if stage != Stage.POSTED or audience == Audience.KEEPERS:
        return 3
    if hidden or unrevealed:
        return 2
    return {Audience.EVERYONE: 0, Audience.MEMBERS: 1}[audience]


@pytest.fixture
def works(db):
    return Work.objects.bulk_create(make(state) for state in STATES)


def test_the_database_works_the_gate_out_as_the_table_says(works):
    gates = dict(Work.objects.values_list("title", "gate"))
    assert gates == {f"{state}": gate_by_hand(state) for state in STATES}
    assert set(gates.values()) == {0, 1, 2, 3, 9}


def test_every_viewer_sees_what_a_plain_loop_says(works, ada, ben):
    # Ada keeps every third work, Ben may read every fifth.
    rights = {ada: {work.pk for work in works[::3]}, ben: {work.pk for work in works[::5]}}
    Access.objects.bulk_create(Access(account=ada, work_id=key, right=Right.OWN) for key in rights[ada])
    Access.objects.bulk_create(Access(account=ben, work_id=key, right=Right.READ) for key in rights[ben])
    viewers = [GUEST, Viewer(None, MEMBERS), Viewer(None, MODERATORS)]
    viewers += [Viewer(who.pk, clearance) for who in (ada, ben) for clearance in (0, MEMBERS, MODERATORS, KEEPERS)]
    gates = {work.pk: gate_by_hand(state) for work, state in zip(works, STATES, strict=True)}
    for viewer in viewers:
        own = next((keys for who, keys in rights.items() if who.pk == viewer.account), set())
        by_hand = {key for key, gate in gates.items() if gate <= viewer.clearance or (gate <= 3 and key in own)}
        assert set(visible_to(viewer).values_list("pk", flat=True)) == by_hand, viewer
        assert visible_to(viewer).count() == len(by_hand), viewer


def test_a_bare_work_is_closed(db):
    work = Work.objects.create(made_at=AT, changed_at=AT)
    assert work.gate == 3
    assert not visible_to(Viewer(None, MODERATORS)).exists()


def test_the_gate_follows_every_change(db):
    work = Work.objects.create(title="T", stage=Stage.POSTED, posted_at=AT, audience=2, made_at=AT, changed_at=AT)
    assert visible_to(GUEST).exists()
    for change in ({"hidden_at": AT}, {"unrevealed": True}, {"removed_at": AT}, {"stage": Stage.WITHDRAWN}):
        before = {name: getattr(work, name) for name in change}
        Work.objects.filter(pk=work.pk).update(**change)
        assert not visible_to(GUEST).exists(), change
        Work.objects.filter(pk=work.pk).update(**before)
    assert visible_to(GUEST).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": 5},
        {"audience": 3},
        {"stage": Stage.POSTED, "posted_at": None},
        {"stage": Stage.SCHEDULED, "posts_at": None},
        {"audience": Audience.MEMBERS, "title": None},
        {"audience": Audience.EVERYONE, "title": ""},
    ],
)
def test_the_schema_itself_refuses_a_state_that_cannot_be(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.create(**{"title": "T", "made_at": AT, "changed_at": AT} | wrong)


def test_seen_works_from_rows_that_lead_to_a_work(works, ada):
    text = pack("<p>x</p>")
    for work in works[:20]:
        row = Text.objects.create(work=work, **vars(text))
        Chapter.objects.create(work=work, rank=1, text=row)
    Access.objects.create(account=ada, work=works[0], right=Right.READ)
    viewer = Viewer(ada.pk, MEMBERS)
    chapters = seen(Chapter.objects.all(), viewer, "work")
    visible = visible_to(viewer).filter(pk__in=[work.pk for work in works[:20]])
    assert set(chapters.values_list("work", flat=True)) == set(visible.values_list("pk", flat=True))
    assert works[0].pk in set(chapters.values_list("work", flat=True))


def test_a_removed_work_is_found_by_its_owner_alone(ada, ben):
    work = make((Stage.POSTED, Audience.EVERYONE, False, True, False))
    work.save()
    Access.objects.create(account=ada, work=work, right=Right.OWN)
    Access.objects.create(account=ben, work=work, right=Right.READ)
    assert list(removed_for(Viewer(ada.pk, MEMBERS))) == [work]
    assert not removed_for(Viewer(ben.pk, MEMBERS)).exists()
    assert not removed_for(GUEST).exists()


class TestNames:
    """Names on works: accepted ones, and those of an anonymous work for whoever has access to it."""

    @pytest.fixture
    def work(self, ada):
        work = make((Stage.POSTED, Audience.EVERYONE, False, False, False), anonymous=True)
        work.save()
        Access.objects.create(account=ada, work=work, right=Right.OWN)
        for rank, (name, state) in enumerate([("A (a)", 1), ("B", 0), ("C", 2), ("D", 1)], 1):
            pen = PenName.objects.create(name=name)
            Byline.objects.create(
                work=work, pen=pen, rank=rank, state=BylineState(state), as_written=f"{name} as written"
            )
        return work

    def names(self, work, viewer):
        return [line.name for line in bylines_for([work], viewer).get(work.pk, ())]

    def test_nobody_is_named_on_an_anonymous_work_but_to_those_with_access(self, work, ada, ben):
        assert self.names(work, GUEST) == self.names(work, Viewer(ben.pk, MEMBERS)) == []
        assert self.names(work, Viewer(ben.pk, MODERATORS)) == []
        assert self.names(work, Viewer(ada.pk, MEMBERS)) == ["A (a) as written", "D as written"]
        assert self.names(work, Viewer(ben.pk, KEEPERS)) == ["A (a) as written", "D as written"]

    def test_accepted_names_are_on_a_work_that_has_them(self, work, ben):
        Work.objects.filter(pk=work.pk).update(anonymous=False)
        assert (
            self.names(work, GUEST) == self.names(work, Viewer(ben.pk, MEMBERS)) == ["A (a) as written", "D as written"]
        )

    def test_a_work_that_is_not_seen_tells_no_names(self, work, ben):
        Work.objects.filter(pk=work.pk).update(anonymous=False, audience=Audience.KEEPERS)
        assert self.names(work, GUEST) == self.names(work, Viewer(ben.pk, MEMBERS)) == []

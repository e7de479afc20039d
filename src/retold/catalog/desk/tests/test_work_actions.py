"""The verbs of works: who may, what changes, and that the change is announced."""

from __future__ import annotations

import datetime as dt

import pytest

from retold.catalog import desk
from retold.catalog.desk.tests.manuscripts import STORY
from retold.catalog.people.viewers import GUEST, MEMBERS, Viewer
from retold.catalog.works.actions import (
    NeedsTitle,
    NotAllowed,
    mend_work,
    remove_work,
    restore_work,
    set_audience,
)
from retold.catalog.works.models import Access, Right
from retold.catalog.works.queries import archive_number, identifier_of, removed_for, visible_to
from retold.lib.public_ids import letters, pid_in
from retold.manuscript.model import Chapter, Manuscript
from retold.manuscript.serialise import NotAManuscript
from retold.ports import events
from retold.ports.events import outbox
from retold.ports.events.models import Errand

LATER = dt.datetime(2026, 4, 5, tzinfo=dt.UTC)


@pytest.fixture
def work(ada, at):
    return desk.accept(STORY, account=ada, at=at).work


@pytest.fixture
def index(monkeypatch):
    """A handler that waits for changes."""
    monkeypatch.setattr(outbox, "_handlers", {})
    monkeypatch.setattr(outbox, "_kinds", {})
    events.register("work.changed", "test.index", lambda *_: None)


def test_a_work_is_opened_and_closed(work, ada):
    for audience, gate in (("everyone", 0), ("members", 1), ("private", 3)):
        changed = set_audience(work=work, audience=audience, by=ada, at=LATER)
        assert (changed.gate, changed.changed_at) == (gate, LATER)
        assert visible_to(GUEST).exists() == (gate == 0)


def test_a_work_without_a_title_is_not_opened(ada, at):
    nameless = desk.accept(Manuscript(chapters=(Chapter("<p>a</p>"),)), account=ada, at=at).work
    with pytest.raises(NeedsTitle, match="title"):
        set_audience(work=nameless, audience="members", by=ada, at=LATER)
    mend_work(work=nameless, by=ada, at=LATER, mends={"title": "Named"})
    assert set_audience(work=nameless, audience="members", by=ada, at=LATER).gate == 1
    with pytest.raises(NeedsTitle):
        mend_work(work=nameless, by=ada, at=LATER, mends={"title": None})


def test_an_audience_that_there_is_none_of(work, ada):
    with pytest.raises(ValueError, match="no audience"):
        set_audience(work=work, audience="friends", by=ada, at=LATER)


def test_a_removed_work_is_gone_at_once_and_comes_back_as_it_was(work, ada):
    set_audience(work=work, audience="everyone", by=ada, at=LATER)
    viewer = Viewer(ada.pk, MEMBERS)
    assert remove_work(work=work, by=ada, at=LATER).gate == 9
    assert not visible_to(viewer).exists()
    assert list(removed_for(viewer)) == [work]
    assert restore_work(work=work, by=ada, at=LATER).gate == 0
    assert not removed_for(viewer).exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda **who: set_audience(audience="everyone", **who),
        remove_work,
        restore_work,
        lambda **who: mend_work(mends={"title": "Mine now"}, **who),
    ],
)
def test_only_a_keeper_may(work, ben, act):
    with pytest.raises(NotAllowed):
        act(work=work, by=ben, at=LATER)
    Access.objects.create(account=ben, work=work, right=Right.READ)
    with pytest.raises(NotAllowed):
        act(work=work, by=ben, at=LATER)
    work.refresh_from_db()
    assert (work.title, work.gate) == (STORY.title, 3)


def test_who_may_write_may_mend_and_nothing_more(work, ben):
    Access.objects.create(account=ben, work=work, right=Right.WRITE)
    assert mend_work(work=work, by=ben, at=LATER, mends={"title": "Better"}).title == "Better"
    with pytest.raises(NotAllowed):
        remove_work(work=work, by=ben, at=LATER)


def test_mends_are_remembered_and_given_out(work, ada):
    mends = {
        "title": "Low Water",
        "characters": ["Isolde"],
        "creators": [{"name": "Cleo", "role": "author"}],
        "rating": None,
    }
    mended = mend_work(work=work, by=ada, at=LATER, mends=mends)
    out = desk.manuscript_of(mended, Viewer(ada.pk, MEMBERS))
    assert (out.title, out.characters, out.creators[0].name, out.rating) == ("Low Water", ("Isolde",), "Cleo", None)
    assert out.summary == STORY.summary
    assert set(mended.mended) == set(mends)
    assert mended.title_sort == "low water"
    again = mend_work(work=work, by=ada, at=LATER, mends={"language": "de"})
    assert (again.title, again.language) == ("Low Water", "de")


@pytest.mark.parametrize("mends", [{"chapters": []}, {"gate": 0}, {"uuid": "x"}])
def test_what_cannot_be_mended(work, ada, mends):
    with pytest.raises(ValueError, match="cannot be mended"):
        mend_work(work=work, by=ada, at=LATER, mends=mends)


@pytest.mark.parametrize("mends", [{"title": 3}, {"fandoms": "Harrow"}, {"published": "yesterday"}])
def test_a_mend_of_the_wrong_shape_changes_nothing(work, ada, mends):
    with pytest.raises(NotAManuscript):
        mend_work(work=work, by=ada, at=LATER, mends=mends)
    work.refresh_from_db()
    assert work.mended == {}


def test_every_change_is_announced_with_ids_alone(index, ada, at):
    work = desk.accept(STORY, account=ada, at=at).work
    mend_work(work=work, by=ada, at=LATER, mends={"title": "Low Water"})
    set_audience(work=work, audience="members", by=ada, at=LATER)
    remove_work(work=work, by=ada, at=LATER)
    said = [(one.key, one.payload) for one in Errand.objects.all()]
    assert said == [(f"work:{letters(work.pid)}", {"work": work.pk})] * 4


def test_the_version_goes_up_with_every_change(work, ada):
    before = work.version
    assert mend_work(work=work, by=ada, at=LATER, mends={"title": "X"}).version == before + 1


def test_a_work_leaves_with_a_uuid_of_its_own(work):
    made = identifier_of(work)
    assert identifier_of(work) == made
    assert made.version == 8
    assert pid_in(made, archive_number()) == work.pid

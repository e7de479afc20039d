"""Copies that were joined or parted by the archive or by hand: undone within 30 days, and gone for good after them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from retold.catalog import desk
from retold.catalog.credits.actions import take_back_credit
from retold.catalog.desk.likeness import questions_between
from retold.catalog.desk.regrouping import (
    CannotRegroup,
    bring_back,
    join_works,
    joined_into,
    keep_apart,
    part_copies,
    undo_regrouping,
)
from retold.catalog.desk.tests.manuscripts import STORY, prose
from retold.catalog.people.viewers import MEMBERS, Viewer
from retold.catalog.works.actions import NotAllowed, mend_work
from retold.catalog.works.erasing import drop_left_editions
from retold.catalog.works.models import Edition, Work
from retold.manuscript.model import Chapter, Manuscript, Source
from retold.ports import storage

LATER = dt.datetime(2026, 4, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
OTHER = Manuscript(title="Weirs", chapters=(Chapter(prose(900, 940)),), notes_after="<p>The end.</p>", source=Source())


def out(work, account):
    return desk.manuscript_of(Work.objects.get(pk=work.pk), Viewer(account.pk, MEMBERS))


def as_kept(work, account):
    """All that a work says, but for the file it came in."""
    return replace(out(work, account), uuid=None, stats={}, unmapped=(), front_matter=())


@pytest.fixture
def two(ada, at):
    return tuple(desk.accept(one, account=ada, at=at).work for one in (STORY, OTHER))


def test_a_join_that_is_undone_leaves_both_as_they_were(two, ada, at):
    story, other = two
    mend_work(work=other, by=ada, at=at, mends={"language": "cy"})
    before = [as_kept(one, ada) for one in two]
    made = join_works(work=story, other=other, by=ada, at=LATER)
    joined = out(story, ada)
    assert {one.html for one in joined.chapters} == {one.html for one in OTHER.chapters}
    assert (joined.title, joined.summary, joined.language) == ("Weirs", STORY.summary, "cy")
    assert joined_into(Viewer(ada.pk, MEMBERS), other.pid) == story
    undo_regrouping(regrouping=made, by=ada, at=LATER + 29 * DAY)
    assert [as_kept(one, ada) for one in two] == before
    assert joined_into(Viewer(ada.pk, MEMBERS), other.pid) is None
    with pytest.raises(CannotRegroup):
        undo_regrouping(regrouping=made, by=ada, at=LATER + 29 * DAY)


def test_what_the_archive_joined_is_parted_and_found_again_by_its_own_copies(ada, at):
    first = desk.accept(STORY, account=ada, at=at)
    second = desk.accept(replace(STORY, title="Ash and Ember"), account=ada, at=LATER)
    assert second.work == first.work
    before = as_kept(first.work, ada)
    made = part_copies(work=first.work, numbers=[2], by=ada, at=LATER)
    assert (out(first.work, ada).title, out(made.work, ada).title) == (STORY.title, "Ash and Ember")
    undo_regrouping(regrouping=made, by=ada, at=LATER + DAY)
    assert as_kept(first.work, ada) == before
    assert not Work.objects.filter(pk=made.work.pk, removed_at=None).exists()


def test_after_30_days_nothing_is_undone_and_what_was_left_behind_goes(two, ada, at):
    story, other = two
    desk.accept(replace(OTHER, title="Weirs and locks"), account=ada, at=at)
    made = part_copies(work=other, numbers=[1], by=ada, at=LATER)
    assert drop_left_editions(LATER + 29 * DAY, 100) == 0
    before = out(made.work, ada), out(other, ada)
    with pytest.raises(CannotRegroup):
        undo_regrouping(regrouping=made, by=ada, at=LATER + 31 * DAY)
    assert drop_left_editions(LATER + 30 * DAY, 100) == 1
    assert Edition.objects.filter(work=other).count() == 1
    assert (out(made.work, ada), out(other, ada)) == before
    assert out(story, ada).title == STORY.title


def test_a_joined_work_comes_back_with_its_copies(two, ada):
    story, other = two
    join_works(work=story, other=other, by=ada, at=LATER)
    bring_back(work=Work.objects.get(pk=other.pk), by=ada, at=LATER)
    assert [one.editions.standing().count() for one in two] == [1, 1]


def test_two_works_with_other_keepers_are_not_joined(ada, ben, at, two):
    theirs = desk.accept(OTHER, account=ben, at=at).work
    for work, other in ((two[0], theirs), (theirs, two[0])):
        with pytest.raises(NotAllowed):
            join_works(work=work, other=other, by=ada, at=LATER)
        with pytest.raises(NotAllowed):
            keep_apart(work=work, other=other, by=ada, at=LATER)


def test_works_of_which_one_may_hold_the_other_are_asked_about_until_they_are_told_apart(ada, at):
    short = Manuscript(title="Rain", chapters=(Chapter(prose(0, 60)),))
    book = Manuscript(title="Collected", chapters=(Chapter(prose(0, 60)), Chapter(prose(3000, 3100))))
    one, other = (desk.accept(each, account=ada, at=at).work for each in (short, book))
    assert questions_between(ada) == {frozenset((one.pk, other.pk))}
    keep_apart(work=one, other=other, by=ada, at=LATER)
    assert not questions_between(ada)
    again = desk.accept(replace(book, summary="<p>All of it.</p>"), account=ada, at=LATER)
    assert (again.work, again.outcome) == (other, "merged")
    assert not questions_between(ada)


def test_files_of_copies_that_were_joined_stay_with_them(ada, at):
    kept = storage.keep(b"a file", media_type="text/plain", at=at)
    one = desk.accept(STORY, account=ada, at=at).work
    other = desk.accept(OTHER, account=ada, at=at, originals=[(kept, "weirs.txt", "")]).work
    join_works(work=one, other=other, by=ada, at=LATER)
    assert [file.name for file in desk.originals_of(one, Viewer(ada.pk, MEMBERS))] == ["weirs.txt"]
    assert desk.held(kept, account=ada).work == one


def test_a_credit_taken_back_since_stays_taken_back_when_a_join_is_undone(two, ada):
    story, other = two
    made = join_works(work=other, other=story, by=ada, at=LATER)
    for credit in other.credits.filter(removed_at=None):
        take_back_credit(credit=credit, at=LATER)
    undo_regrouping(regrouping=made, by=ada, at=LATER + DAY)
    assert not other.credits.filter(removed_at=None).exists()
    assert story.credits.filter(removed_at=None).count() == sum(one.state == "accepted" for one in STORY.credits)

"""What the upkeep does for the copies of works: erases what was joined away, and marks what has no marks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from retold.catalog import desk
from retold.catalog.desk.regrouping import join_works, undo_regrouping
from retold.catalog.desk.tests.manuscripts import STORY, prose
from retold.catalog.people.viewers import MEMBERS, Viewer, viewer_for
from retold.catalog.works.actions import remove_work
from retold.catalog.works.editions import mark_unmarked
from retold.catalog.works.models import Likeness, Mark, Regrouping, Text, Work
from retold.importing.gathering import Note
from retold.importing.private_notes import keep_notes, notes_on
from retold.manuscript.model import Chapter, Manuscript
from retold.operations.upkeep.erasing import erase_work
from retold.operations.upkeep.marking import mark

LATER = dt.datetime(2026, 4, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
OTHER = Manuscript(title="Weirs", chapters=(Chapter(prose(900, 940)),), notes_after="<p>The end.</p>")


def out(work, account):
    return desk.manuscript_of(Work.objects.get(pk=work.pk), Viewer(account.pk, MEMBERS))


@pytest.fixture
def two(ada, at):
    return tuple(desk.accept(one, account=ada, at=at).work for one in (STORY, OTHER))


def test_a_work_that_was_joined_is_erased_with_its_rows_and_the_other_keeps_the_copies(two, ada, at):
    story, other = two
    join_works(work=story, other=other, by=ada, at=LATER)
    before = out(story, ada)
    assert erase_work(other.pk, at=LATER + 31 * DAY)
    assert not Text.objects.filter(work=other).exists()
    assert not Likeness.objects.exists()
    assert out(story, ada) == before
    remove_work(work=story, by=ada, at=LATER)
    assert erase_work(story.pk, at=LATER + 31 * DAY)
    assert not Regrouping.objects.exists()
    assert not Text.objects.exists()


def test_works_without_marks_get_theirs_and_are_found_then(two, ada, at):
    held = set(Mark.objects.values_list("work", "value"))
    Mark.objects.all().delete()
    assert mark(at) == "2 works can be found by their copies."
    assert set(Mark.objects.values_list("work", "value")) == held
    assert mark_unmarked(10) == 0
    longer = replace(OTHER, chapters=(*OTHER.chapters, Chapter(prose(5000, 5030))))
    assert desk.accept(longer, account=ada, at=LATER).work == two[1]


def test_private_notes_go_along_when_a_work_is_joined_and_come_back_when_that_is_undone(two, ada, at):
    story, other = two
    keep_notes(account=ada, notes=[(other, [Note("note", "Read in the rain.")])], at=at)
    viewer = viewer_for(ada)
    made = join_works(work=story, other=other, by=ada, at=LATER)
    assert [one.text for one in notes_on(story.pid, viewer)] == ["Read in the rain."]
    undo_regrouping(regrouping=made, by=ada, at=LATER)
    assert not notes_on(story.pid, viewer)
    assert [one.text for one in notes_on(other.pid, viewer)] == ["Read in the rain."]
    join_works(work=story, other=other, by=ada, at=LATER)
    assert erase_work(other.pk, at=LATER + 31 * DAY)
    assert [one.text for one in notes_on(story.pid, viewer)] == ["Read in the rain."]

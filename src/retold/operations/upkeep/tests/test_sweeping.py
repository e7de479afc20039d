"""The sweep: what nobody can want back goes, what anybody can stays, and files go last."""

from __future__ import annotations

import datetime as dt
import os
import time
from dataclasses import replace

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import ForeignKey

from retold.catalog import desk
from retold.catalog.credits.models import Credit, Source
from retold.catalog.desk.likeness import Likely, remember_questions
from retold.catalog.desk.tests.manuscripts import STORY
from retold.catalog.people.models import PenName
from retold.catalog.people.viewers import viewer_for
from retold.catalog.tags.models import Tag
from retold.catalog.works.actions import NotAllowed, mend_work, remove_work, restore_work
from retold.catalog.works.likeness import Shares
from retold.catalog.works.models import Change, Series, Stage, Work
from retold.importing import actions as importing
from retold.importing.gathering import Note
from retold.importing.models import Item, Job
from retold.importing.private_notes import keep_notes
from retold.lib.locks import file_lock
from retold.manuscript.mending import CreditMend, credit_key
from retold.operations.upkeep.erasing import ERASING, erase_work
from retold.operations.upkeep.sweeping import sweep
from retold.ports import storage
from retold.ports.storage.models import KeptFile

DAY = dt.timedelta(days=1)
NOTE = b"The title is from 'Low Water' by the Lantern Wives.\n\n" + b"\n\n".join(
    b"Line %d of the log says that the water stood at %d hands." % (n, n * 7) for n in range(30)
)

OTHER_NOTE = b"\n\n".join(b"Nobody saw lamp %d go out, and lamp %d after it." % (n, n + 40) for n in range(30))


def brought_in(account, at, name="log.txt", data=NOTE):
    job = importing.start_job(account=account, at=at)
    [item] = importing.take_file(job=job, name=name, data=data, at=at)
    return importing.accept_item(item=item, at=at, pen_name="Ada Fenn", accept_credits=True)


def whole_work(ada, at):
    """A work with a row in every table that a work can have rows in."""
    work = brought_in(ada, at).work
    told = replace(STORY, source=replace(STORY.source, url="https://example.org/works/72"))
    other = desk.accept(told, account=ada, at=at, assets={"a.png": b"picture"}).work
    for each in (work, other):
        keep_notes(account=ada, notes=[(each, [Note("rating", "Your rating: 4 of 5")])], at=at)
        mend_work(work=each, by=ada, at=at, mends={"fandoms": ["Rivers of Harrow"], "title": "Low Water"})
        proposal = [credit_key(one) for one in desk.proposals_of(each)]
        each.refresh_from_db()
        changes = desk.Changes(credits={key: CreditMend("refuse") for key in proposal})
        desk.mend(work=each, by=ada, at=at, version=each.version, changes=changes)
    remember_questions(other, [Likely(work, Shares(0.4, 0.6, 200))], at)
    return work, other


def age_files():
    old = time.time() - 9 * 86_400
    for kept in KeptFile.objects.all():
        os.utime(storage.path_of(kept), (old, old))


def ways_to_work(model, seen=()):
    """Whether rows of a model belong to a work: by a key, or by a key to something that does."""
    if model is Work:
        return True
    keys = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey)]
    return any(
        one.related_model not in (*seen, model) and ways_to_work(one.related_model, (*seen, model)) for one in keys
    )


def test_every_model_with_a_way_to_a_work_says_what_erasing_does_to_it():
    found = {model._meta.label for model in apps.get_models() if ways_to_work(model)}
    assert found - set(ERASING) == set(), "name them in ERASING, and have erase_work do it"
    assert set(ERASING) - found == set()
    assert len(found) > 15


def test_erasing_leaves_a_husk_and_nothing_else(ada, at):
    works = whole_work(ada, at)
    full = [apps.get_model(label) for label, what in ERASING.items() if what == "deleted"]
    assert [model._meta.label for model in full if not model.objects.exists()] == []
    for work in works:
        remove_work(work=work, by=ada, at=at)
        assert erase_work(work.pk, at=at + 30 * DAY)
        work.refresh_from_db()
        assert (work.stage, work.gate, work.title, work.words, work.mended) == (Stage.GONE, 9, None, 0, {})
        assert work.remains["title"] == "Low Water"
        assert work.remains["fandoms"] == ["Rivers of Harrow"]
        assert work.remains["words"] > 0
        assert len(work.remains["creators"]) == 1
    assert [model._meta.label for model in full if model.objects.exists() and model._meta.model_name != "tally"] == []
    for left in (Source, PenName, Tag, Series, Job):
        assert not left.objects.exists(), left
    assert KeptFile.objects.count() == 2  # the files go with the sweep, when no row is left that holds them


def test_nobody_s_name_stays_on_the_husk_of_an_anonymous_work(ada, at):
    work = desk.accept(STORY, account=ada, at=at).work
    Work.objects.filter(pk=work.pk).update(anonymous=True)
    remove_work(work=work, by=ada, at=at)
    erase_work(work.pk, at=at + 30 * DAY)
    work.refresh_from_db()
    assert work.remains["creators"] == []


def test_what_another_work_holds_stays_with_it(ada, at):
    first = desk.accept(STORY, account=ada, at=at).work
    remove_work(work=first, by=ada, at=at)
    second = desk.accept(STORY, account=ada, at=at + DAY).work
    assert second != first
    before = desk.manuscript_of(second, viewer_for(ada))
    sweep(at + 31 * DAY)
    first.refresh_from_db()
    assert first.stage == Stage.GONE
    assert desk.manuscript_of(second, viewer_for(ada)) == before


def test_the_files_of_an_erased_work_go_and_those_of_others_stay(ada, at):
    gone, stays = brought_in(ada, at), brought_in(ada, at, "other.txt", OTHER_NOTE)
    remove_work(work=gone.work, by=ada, at=at)
    paths = [storage.path_of(one.kept) for one in (gone, stays)]
    age_files()
    sweep(at + 29 * DAY)
    assert [path.exists() for path in paths] == [True, True]
    now = max(at + 31 * DAY, dt.datetime.now(dt.UTC))
    assert "1 work erased" in sweep(now)
    assert [path.exists() for path in paths] == [False, True]
    assert sweep(now) == "Nothing was due to go."


def test_no_file_goes_while_a_backup_runs(ada, at, home):
    gone = brought_in(ada, at)
    remove_work(work=gone.work, by=ada, at=at)
    path = storage.path_of(gone.kept)
    age_files()
    now = dt.datetime.now(dt.UTC) + 60 * DAY
    with file_lock(home / "backup.lock"):
        assert "A backup is being taken" in sweep(now)
        assert path.exists()
    sweep(now)
    assert not path.exists()


def test_a_file_that_is_being_kept_again_is_not_lost(ada, at):
    gone = brought_in(ada, at)
    remove_work(work=gone.work, by=ada, at=at)
    age_files()
    now = dt.datetime.now(dt.UTC)
    assert erase_work(gone.work.pk, at=max(now, at + 31 * DAY))
    again = storage.keep(NOTE, media_type="text/plain", at=now)  # nothing points at it yet
    sweep(now)
    assert storage.read(again) == NOTE


def test_a_work_can_be_put_back_until_it_is_erased(ada, at):
    work = brought_in(ada, at).work
    before = desk.manuscript_of(work, viewer_for(ada))
    remove_work(work=work, by=ada, at=at)
    sweep(at + 30 * DAY - dt.timedelta(seconds=1))
    restore_work(work=work, by=ada, at=at + 30 * DAY)
    sweep(at + 90 * DAY)
    assert desk.manuscript_of(work, viewer_for(ada)) == before
    remove_work(work=work, by=ada, at=at)
    sweep(at + 30 * DAY)
    with pytest.raises(NotAllowed):
        restore_work(work=work, by=ada, at=at + 30 * DAY)


def test_one_that_was_put_back_meanwhile_is_not_erased(ada, at):
    work = brought_in(ada, at).work
    remove_work(work=work, by=ada, at=at)
    restore_work(work=work, by=ada, at=at)
    assert erase_work(work.pk, at=at + 90 * DAY) is False
    assert work.chapters.exists()


def test_credits_and_changes_go_after_thirty_days(ada, at):
    work = brought_in(ada, at).work
    [credit] = work.credits.all()
    changes = desk.Changes(fields={"title": "Ash"}, taken_back=[credit.pid])
    desk.mend(work=work, by=ada, at=at, version=work.version, changes=changes)
    sweep(at + 29 * DAY)
    assert (Credit.objects.count(), Change.objects.count(), Source.objects.count()) == (1, 1, 1)
    said = sweep(at + 30 * DAY)
    assert said.startswith("1 credit erased, 1 old change forgotten")
    assert (Credit.objects.count(), Change.objects.count(), Source.objects.count()) == (0, 0, 0)


def test_previews_of_what_was_accepted_go_and_their_reports_stay(ada, at):
    item = brought_in(ada, at)
    waiting = next(importing.take_file(job=item.job, name="b.txt", data=b"Other words.", at=at))
    sweep(at + 29 * DAY)
    assert Item.objects.get(pk=item.pk).manuscript is not None
    sweep(at + 30 * DAY)
    slim = Item.objects.get(pk=item.pk)
    assert (slim.manuscript, slim.report, slim.work_id) == (None, item.report, item.work_id)
    assert Item.objects.get(pk=waiting.pk).manuscript is not None


def test_sessions_that_are_over_are_closed(ada, at):
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=at + days * DAY)
    assert sweep(at) == "1 old session closed."
    assert Session.objects.get().session_key == "new"

"""Whatever is taken away can be put back, in any order, and the work is as it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retold.catalog import desk
from retold.catalog.credits.queries import refused_proposals, taken_back
from retold.catalog.desk.history import changes_of, history_page, put_back
from retold.catalog.desk.tests.manuscripts import STORY
from retold.catalog.people.viewers import GUEST, MEMBERS, Viewer, viewer_for
from retold.catalog.works.actions import NeedsTitle, NotAllowed, mend_work, remove_work, restore_work, set_audience
from retold.catalog.works.models import Access, Right
from retold.manuscript.mending import CreditMend, credit_key
from retold.manuscript.model import Credit

LATER = dt.datetime(2026, 4, 5, tzinfo=dt.UTC)
TYPED = Credit("thanks_to", "person", "Cleo", evidence="thank you, Cleo", origin="typed", state="accepted")
BETA = Credit("beta_by", "person", creator="Ben", evidence="beta by Ben")
OWING = replace(STORY, credits=(*STORY.credits, TYPED, BETA))
ACTS = (
    "remove",
    "restore",
    "take back 0",
    "take back 1",
    "put back",
    "refuse 0",
    "refuse 1",
    "ask again",
    "mend",
    "undo",
)


@pytest.fixture
def work(ada, at):
    return desk.accept(OWING, account=ada, at=at).work


def given_out(work, account):
    return desk.manuscript_of(work, Viewer(account.pk, MEMBERS))


def changed(work, by, **changes):
    work.refresh_from_db()
    return desk.mend(work=work, by=by, at=LATER, version=work.version, changes=desk.Changes(**changes))


def pids(work):
    return list(work.credits.order_by("pk").values_list("pid", flat=True))


def act(work, by, what, number):
    """One act of a keeper on the work as it is now."""
    verb, _, which = what.rpartition(" ")
    if what == "remove":
        remove_work(work=work, by=by, at=LATER)
    elif what == "restore":
        restore_work(work=work, by=by, at=LATER)
    elif verb == "take back":
        changed(work, by, taken_back=[pids(work)[int(which)]])
    elif what == "put back":
        changed(work, by, put_back=pids(work)[number % 2 :])
    elif verb == "refuse":
        open_ones = desk.proposals_of(work)[int(which) :][:1]
        changed(work, by, credits={credit_key(one): CreditMend("refuse") for one in open_ones})
    elif what == "ask again":
        changed(work, by, asked_again=[credit_key(one) for one in refused_proposals(work)[:1]])
    elif what == "mend":
        mend_work(work=work, by=by, at=LATER, mends={"title": f"Title {number}", "fandoms": [f"Fandom {number}"]})
    elif last := changes_of(work).first():
        put_back(work=work, change=last.pid, by=by, at=LATER, fields=["title"] if number % 2 else None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=10))
def test_any_deletions_in_any_order_are_undone(ada, at, acts):
    work = desk.accept(replace(OWING, title=None), account=ada, at=at).work
    work.refresh_from_db()
    before, proposed = given_out(work, ada), desk.proposals_of(work)
    for number, what in enumerate(acts):
        act(work, ada, what, number)
    restore_work(work=work, by=ada, at=LATER)
    changed(work, ada, put_back=pids(work), asked_again=[credit_key(one) for one in refused_proposals(work)])
    for change in list(changes_of(work)):
        put_back(work=work, change=change.pid, by=ada, at=LATER)
    assert given_out(work, ada) == before
    assert sorted(desk.proposals_of(work), key=repr) == sorted(proposed, key=repr)
    work.refresh_from_db()
    assert work.mended == {}
    remove_work(work=work, by=ada, at=LATER)  # so that the next example begins anew


def test_a_credit_that_was_taken_back_is_nowhere_until_it_is_put_back(work, ada):
    set_audience(work=work, audience="everyone", by=ada, at=LATER)
    before = given_out(work, ada)
    changed(work, ada, taken_back=pids(work))
    assert desk.manuscript_of(work, GUEST).credits == given_out(work, ada).credits == ()
    gone = taken_back(work)
    assert [(one.removed_at, one.until) for one in gone] == [(LATER, LATER + dt.timedelta(days=30))] * 2
    changed(work, ada, put_back=[one.line.pid for one in gone])
    assert given_out(work, ada) == before
    assert taken_back(work) == ()


def test_what_a_credit_had_decided_comes_back_with_it(work, ada):
    song = STORY.credits[1]
    changed(work, ada, credits={credit_key(song): CreditMend("accept", creator="Nan Carrick")})
    before = given_out(work, ada)
    mine = work.credits.get(kind=1)
    changed(work, ada, taken_back=[mine.pid])
    assert song in desk.proposals_of(work)
    changed(work, ada, put_back=[mine.pid])
    assert song not in desk.proposals_of(work)
    assert given_out(work, ada) == before


def test_one_that_is_owed_again_meanwhile_is_not_put_back_twice(work, ada):
    art = STORY.credits[0]
    [first] = [row for row in work.credits.all() if row.as_written["kind"] == "inspired_by"]
    changed(work, ada, taken_back=[first.pid])
    changed(work, ada, credits={credit_key(art): CreditMend("accept")})
    changed(work, ada, put_back=[first.pid])
    assert [one.kind for one in given_out(work, ada).credits].count("inspired_by") == 1


def test_each_change_of_a_field_remembers_what_it_was_put_over(work, ada):
    for title in ("Ash", "Birch", "Cedar"):
        mend_work(work=work, by=ada, at=LATER, mends={"title": title})
    page = history_page(viewer_for(ada), work.pid)
    assert [(one.fields[0].before, one.fields[0].after) for one in page.changes] == [
        ("Birch", "Cedar"),
        ("Ash", "Birch"),
        ("The Ferry's Log", "Ash"),
    ]
    assert page.changes[0].mine
    assert put_back(work=work, change=page.changes[1].pid, by=ada, at=LATER)
    assert given_out(work, ada).title == "Ash"
    # Putting back is a change like any other.
    newest = history_page(viewer_for(ada), work.pid).changes[0]
    assert put_back(work=work, change=newest.pid, by=ada, at=LATER)
    assert given_out(work, ada).title == "Cedar"
    assert put_back(work=work, change=page.changes[2].pid, by=ada, at=LATER)
    work.refresh_from_db()
    assert (work.title, work.mended) == ("The Ferry's Log", {})


def test_an_open_work_does_not_lose_its_title_so(ada, at):
    work = desk.accept(replace(STORY, title=None), account=ada, at=at).work
    mend_work(work=work, by=ada, at=LATER, mends={"title": "Ash"})
    set_audience(work=work, audience="everyone", by=ada, at=LATER)
    [change] = changes_of(work)
    with pytest.raises(NeedsTitle):
        put_back(work=work, change=change.pid, by=ada, at=LATER)
    assert given_out(work, ada).title == "Ash"


def test_only_its_keepers_see_and_undo_changes(work, ada, ben):
    mend_work(work=work, by=ada, at=LATER, mends={"title": "Ash"})
    set_audience(work=work, audience="everyone", by=ada, at=LATER)
    [change] = changes_of(work)
    for right in (None, Right.READ):
        if right:
            Access.objects.create(account=ben, work=work, right=right)
        assert history_page(viewer_for(ben), work.pid) is None
        with pytest.raises(NotAllowed):
            put_back(work=work, change=change.pid, by=ben, at=LATER)
    assert history_page(GUEST, work.pid) is None
    other = desk.accept(replace(STORY, title="Other"), account=ben, at=LATER).work
    assert not put_back(work=other, change=change.pid, by=ben, at=LATER)
    assert not put_back(work=work, change=change.pid, by=ada, at=LATER, fields=["summary"])

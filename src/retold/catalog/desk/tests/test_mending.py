"""Mending at the desk: all or nothing, at the version that was seen, and decisions that last."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from retold.catalog import desk
from retold.catalog.credits.queries import decided_proposals
from retold.catalog.desk.mending import Changes
from retold.catalog.desk.tests.manuscripts import STORY, prose
from retold.catalog.people.viewers import MEMBERS, Viewer
from retold.catalog.works.actions import NeedsTitle, NotAllowed
from retold.catalog.works.models import Access, Right
from retold.manuscript.mending import CreditMend, credit_key
from retold.manuscript.model import Chapter, Creator, Credit, Manuscript

LATER = dt.datetime(2026, 4, 5, tzinfo=dt.UTC)
ART, SONG = STORY.credits


@pytest.fixture
def work(ada, at):
    return desk.accept(STORY, account=ada, at=at).work


def mended(work, by, version=None, **changes):
    return desk.mend(work=work, by=by, at=LATER, version=version or work.version, changes=Changes(**changes))


def given_out(work, account):
    return desk.manuscript_of(work, Viewer(account.pk, MEMBERS))


def taken_back(work, ada, kind):
    pids = [row.pid for row in work.credits.all() if row.as_written["kind"] == kind]
    return mended(work, ada, taken_back=pids)


def test_fields_credits_and_audience_change_together(work, ada):
    done = mended(
        work,
        ada,
        fields={"title": "Low Water", "creators": ["Ada (fenn)", "Cleo"], "summary": "The river goes down."},
        credits={credit_key(SONG): CreditMend("accept")},
        audience="everyone",
    )
    out = given_out(done, ada)
    assert (out.title, out.creators) == ("Low Water", (*STORY.creators, Creator("Cleo")))
    assert out.summary == STORY.summary  # what was typed says the same: no mend of it
    assert set(done.mended) == {"title", "creators"}
    assert [one.kind for one in out.credits] == ["inspired_by", "title_from"]
    assert (done.gate, done.changed_at) == (0, LATER)


def test_what_says_nothing_new_changes_nothing(work, ada):
    same = mended(
        work,
        ada,
        fields={"title": STORY.title, "freeforms": list(STORY.freeforms)},
        credits={credit_key(SONG): CreditMend("later")},
        audience="private",
    )
    assert (same.version, same.mended, same.changed_at) == (work.version, {}, work.changed_at)


def test_the_version_goes_up_when_credits_alone_change(work, ada):
    assert mended(work, ada, credits={credit_key(SONG): CreditMend("refuse")}).version == work.version + 1


def test_an_older_version_changes_nothing(work, ada):
    newer = mended(work, ada, fields={"title": "Low Water"})
    with pytest.raises(desk.ChangedMeanwhile, match="elsewhere"):
        mended(work, ada, version=work.version, fields={"title": "High Water"})
    newer.refresh_from_db()
    assert newer.title == "Low Water"


def test_all_or_nothing(work, ada):
    before = given_out(work, ada)
    with pytest.raises(NeedsTitle):
        mended(
            work,
            ada,
            fields={"title": "", "fandoms": ["Other"]},
            credits={credit_key(SONG): CreditMend("accept")},
            taken_back=[row.pid for row in work.credits.all()],
            audience="members",
        )
    assert given_out(work, ada) == before
    assert desk.proposals_of(work) == (SONG,)


def test_who_may_only_write_opens_nothing(work, ada, ben):
    with pytest.raises(NotAllowed):
        mended(work, ben, fields={"title": "Mine"})
    Access.objects.create(account=ben, work=work, right=Right.WRITE)
    assert mended(work, ben, fields={"title": "Better"}).title == "Better"
    work.refresh_from_db()
    with pytest.raises(NotAllowed):
        mended(work, ben, fields={"title": "Best"}, audience="everyone")
    work.refresh_from_db()
    assert work.title == "Better"


class TestDecisions:
    """A decision on a proposal lasts until what it led to is taken back."""

    def test_what_was_refused_stays_refused_and_out_of_what_is_given(self, work, ada, at):
        before = given_out(work, ada)
        work = mended(work, ada, credits={credit_key(SONG): CreditMend("refuse")})
        assert desk.proposals_of(work) == ()
        assert given_out(work, ada) == before
        assert desk.accept(STORY, account=ada, at=LATER).outcome == "held"
        longer = replace(STORY, rating="Mature")
        assert desk.accept(longer, account=ada, at=LATER).outcome == "merged"
        assert desk.proposals_of(work) == ()

    def test_what_was_accepted_in_other_words_is_not_asked_about(self, work, ada):
        work = mended(work, ada, credits={credit_key(SONG): CreditMend("accept", creator="Nan Carrick")})
        assert desk.proposals_of(work) == ()
        assert [one.creator for one in given_out(work, ada).credits] == [None, "Nan Carrick"]
        assert desk.accept(STORY, account=ada, at=LATER).outcome == "held"
        # Taken back, it is asked about as the note says it.
        work.refresh_from_db()
        work = taken_back(work, ada, "title_from")
        assert desk.proposals_of(work) == (SONG,)
        assert not decided_proposals(work)

    def test_what_a_note_said_is_a_proposal_again_when_taken_back(self, work, ada):
        work = taken_back(work, ada, "inspired_by")
        assert desk.proposals_of(work) == (replace(ART, state="proposed"), SONG)
        assert given_out(work, ada).credits == ()
        work = mended(work, ada, credits={credit_key(ART): CreditMend("accept")})
        assert given_out(work, ada) == replace(STORY, credits=(ART,))

    def test_what_a_person_typed_is_gone_when_taken_back(self, ada, at):
        typed = replace(STORY, credits=(Credit("thanks_to", "person", "Cleo", origin="typed", state="accepted"),))
        work = taken_back(desk.accept(typed, account=ada, at=at).work, ada, "thanks_to")
        assert desk.proposals_of(work) == given_out(work, ada).credits == ()

    def test_a_second_spelling_of_one_source_is_decided_too(self, ada, at):
        page = Credit("inspired_by", "post", url="https://example.org/a", evidence="one", state="accepted")
        other = replace(page, evidence="two", state="proposed")
        work = desk.accept(replace(STORY, credits=(page, other)), account=ada, at=at).work
        assert desk.proposals_of(work) == (other,)
        work = mended(work, ada, credits={credit_key(other): CreditMend("accept")})
        assert desk.proposals_of(work) == ()
        assert work.credits.count() == 1

    def test_a_credit_of_another_work_is_not_taken_back(self, work, ada, at):
        other = desk.accept(Manuscript(chapters=(Chapter(prose(50, 60)),), title="Other"), account=ada, at=at).work
        pids = [row.pid for row in work.credits.all()]
        mended(other, ada, taken_back=pids)
        assert work.credits.count() == 1

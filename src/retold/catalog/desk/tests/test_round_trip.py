"""What the desk takes in it gives out: manuscript_of(accept(m)) == m, and nothing to whom it is not for."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from retold.catalog import desk
from retold.catalog.desk import giving
from retold.catalog.desk.tests.manuscripts import MANUSCRIPTS, STORY
from retold.catalog.people.actions import create_account
from retold.catalog.people.viewers import GUEST, MEMBERS, Viewer
from retold.catalog.works.models import Access, Right, Work
from retold.manuscript.model import Asset, Chapter, Creator, Credit, Manuscript, Source
from retold.ports import storage

numbers = count(1)


def viewer_of(account):
    return Viewer(account.pk, MEMBERS)


@given(MANUSCRIPTS)
@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_it_gives_out_what_it_took_in(db, home, manuscript):
    at = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    account = create_account(email=f"a{next(numbers)}@example.org", password=None, at=at)
    accepted = desk.accept(manuscript, account=account, at=at)
    assert accepted.outcome == "added"
    assert desk.manuscript_of(accepted.work, viewer_of(account)) == manuscript


def test_every_field_of_a_manuscript_has_its_home():
    assert {f.name for f in fields(Manuscript)} == {*giving._ROWLESS, *giving._KEPT, "chapters", "credits"}


def test_a_story_s_facts_stand_in_rows(ada, at):
    work = desk.accept(STORY, account=ada, at=at).work
    assert (work.title, work.words, work.chapters_posted, work.gate) == (STORY.title, STORY.words, 2, 3)
    assert (work.posted_at, work.revised_at) == (
        dt.datetime(2024, 5, 6, 12, tzinfo=dt.UTC),
        dt.datetime(2024, 6, 7, 12, tzinfo=dt.UTC),
    )
    assert (work.day_only, work.complete, work.language) == (True, True, "en")
    assert work.bylines.get(chapter=None).pen.account is None
    assert {one.tag.name for one in work.taggings.select_related("tag")} >= {"Wren & Tam", "Slow Burn"}
    assert work.origins.get().key == "/works/71"
    assert list(work.access.values_list("account", "right")) == [(ada.pk, Right.OWN)]


def test_proposed_credits_wait_and_accepted_ones_are_given_out(ada, at):
    work = desk.accept(STORY, account=ada, at=at).work
    assert [one.kind for one in desk.manuscript_of(work, viewer_of(ada)).credits] == ["inspired_by"]
    assert desk.proposals_of(work) == (STORY.credits[1],)


def test_credits_can_be_accepted_by_name(ada, at):
    work = desk.accept(STORY, account=ada, at=at, credits=STORY.credits[1:]).work
    given_out = desk.manuscript_of(work, viewer_of(ada)).credits
    assert [(one.kind, one.state) for one in given_out] == [("title_from", "accepted")]


def test_a_story_of_another_s_tags_keeps_its_own_spelling(ada, ben, at):
    desk.accept(Manuscript(chapters=(Chapter("<p>a</p>"),), freeforms=("Slow Burn",)), account=ben, at=at)
    mine = Manuscript(chapters=(Chapter("<p>b</p>"),), freeforms=("slow burn",))
    assert desk.manuscript_of(desk.accept(mine, account=ada, at=at).work, viewer_of(ada)) == mine


def test_what_was_edited_in_the_rows_is_what_is_given_out(ada, at):
    work = desk.accept(STORY, account=ada, at=at).work
    Work.objects.filter(pk=work.pk).update(title="Renamed", summary="")
    work.chapters.filter(title="Ebb").update(title="Low")
    work.taggings.filter(tag__name="Tam").delete()
    out = desk.manuscript_of(work, viewer_of(ada))
    assert (out.title, out.summary, out.chapters[0].title, out.characters) == ("Renamed", None, "Low", ("Wren",))
    assert (out.stats, out.creators) == (STORY.stats, STORY.creators)


def test_what_is_no_text_at_all_is_left_out(ada, at):
    odd = Manuscript(chapters=(Chapter("<p>a</p>"),), title="A\x00B\ud800C", freeforms=("back\\u0000slash",))
    out = desk.manuscript_of(desk.accept(odd, account=ada, at=at).work, viewer_of(ada))
    assert (out.title, out.freeforms) == ("ABC", ("back\\u0000slash",))


class TestWhoSees:
    """The gate is at the desk as well."""

    def test_a_private_work_is_not_there_for_others(self, ada, ben, at):
        work = desk.accept(STORY, account=ada, at=at).work
        for viewer in (GUEST, viewer_of(ben)):
            with pytest.raises(Work.DoesNotExist):
                desk.manuscript_of(work, viewer)

    def test_an_open_work_is_whole_but_for_what_is_of_the_file(self, ada, ben, at):
        work = desk.accept(STORY, account=ada, at=at, audience="everyone").work
        assert work.gate == 0
        accepted = tuple(one for one in STORY.credits if one.state == "accepted")
        assert desk.manuscript_of(work, viewer_of(ben)) == replace(STORY, unmapped=(), credits=accepted)

    def test_an_anonymous_work_says_nothing_of_whose_it_is(self, ada, ben, at):
        marked = replace(STORY, uuid="ada's own", extra={"by": "Ada"})
        work = desk.accept(marked, account=ada, at=at, audience="everyone").work
        Work.objects.filter(pk=work.pk).update(anonymous=True)
        out = desk.manuscript_of(work, viewer_of(ben))
        assert (out.creators, out.series, out.source, out.uuid, out.extra) == ((), (), Source(), None, {})
        assert [chapter.creators for chapter in out.chapters] == [(), ()]
        assert [chapter.html for chapter in out.chapters] == [chapter.html for chapter in STORY.chapters]
        assert "Ada" not in repr(out)
        assert desk.manuscript_of(work, viewer_of(ada)).creators == STORY.creators

    def test_files_and_revisions_are_for_those_with_access(self, ada, ben, at):
        kept = storage.keep(b"as it came", media_type="text/plain", at=at)
        work = desk.accept(STORY, account=ada, at=at, audience="everyone", originals=[(kept, "log.txt", "")]).work
        assert [(one.name, one.data) for one in desk.originals_of(work, viewer_of(ada))] == [("log.txt", b"as it came")]
        assert [(one.chapter, one.number) for one in desk.revisions_of(work, viewer_of(ada))] == [(1, 1), (2, 1)]
        for viewer in (GUEST, viewer_of(ben)):
            assert desk.originals_of(work, viewer) == desk.revisions_of(work, viewer) == ()
        Access.objects.create(account=ben, work=work, right=Right.READ)
        assert desk.originals_of(work, viewer_of(ben))


def test_pictures_are_kept_and_given_by_name(ada, at):
    story = Manuscript(
        chapters=(Chapter('<p><img src="assets/map.png" alt=""/></p>'),),
        assets=(Asset("map.png", "image/png", "0" * 64),),
    )
    work = desk.accept(story, account=ada, at=at, assets={"map.png": b"PNG"}).work
    assert desk.assets_of(work) == {"map.png": b"PNG"}
    assert giving.asset_of(work, "map.png") == (b"PNG", "image/png")
    assert giving.asset_of(work, "other.png") is None


def test_revisions_hold_the_text_and_the_face(ada, at):
    work = desk.accept(STORY, account=ada, at=at).work
    first = desk.revisions_of(work, viewer_of(ada))[0]
    assert (first.html, first.face["title"], first.made_at) == (STORY.chapters[0].html, "Ebb", at)
    assert "html" not in first.face


def test_two_creators_of_one_page_are_both_given_back(ada, at):
    twice = (Creator("P", url="https://example.org/u"), Creator("P (again)", url="https://example.org/u/"))
    story = Manuscript(chapters=(Chapter("<p>a</p>"),), creators=twice)
    work = desk.accept(story, account=ada, at=at).work
    assert work.bylines.count() == 1
    assert desk.manuscript_of(work, viewer_of(ada)).creators == twice


def test_a_source_credited_twice_in_a_kind_is_one_row_and_two_credits(ada, at):
    twice = tuple(
        Credit("inspired_by", url="https://example.org/a", evidence=words, state="accepted") for words in ("one", "two")
    )
    work = desk.accept(Manuscript(chapters=(Chapter("<p>a</p>"),), credits=twice), account=ada, at=at).work
    assert work.credits.count() == 1
    assert desk.manuscript_of(work, viewer_of(ada)).credits == twice

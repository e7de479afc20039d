"""A second copy: held, merged, an edition or a work of its own (data-model.md §5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from retold.catalog import desk
from retold.catalog.desk.tests.manuscripts import STORY, prose
from retold.catalog.people.viewers import MEMBERS, Viewer
from retold.catalog.works.actions import mend_work, remove_work
from retold.catalog.works.models import Chapter as ChapterRow
from retold.catalog.works.models import Edition, Revision, Text, Work
from retold.catalog.works.queries import identifier_of
from retold.manuscript.model import Chapter, Credit, Manuscript, Source
from retold.ports import storage

LATER = dt.datetime(2026, 4, 5, tzinfo=dt.UTC)
UNPLACED = replace(STORY, source=Source(), uuid=None)


@pytest.fixture
def first(ada, at):
    return desk.accept(UNPLACED, account=ada, at=at)


def out(accepted, account):
    return desk.manuscript_of(accepted.work, Viewer(account.pk, MEMBERS))


def kept(data, at):
    return storage.keep(data, media_type="text/plain", at=at)


def test_the_same_file_is_held(ada, at):
    originals = [(kept(b"file", at), "log.txt", "")]
    one = desk.accept(UNPLACED, account=ada, at=at, originals=originals)
    two = desk.accept(Manuscript(chapters=()), account=ada, at=LATER, originals=originals)
    assert (two.work, two.outcome, two.edition) == (one.work, "held", one.edition)
    assert Edition.objects.count() == 1


def test_two_parts_of_one_file_are_two_works(ada, at):
    file = kept(b"zip", at)
    desk.accept(UNPLACED, account=ada, at=at, originals=[(file, "all.zip", "one.html")])
    other = Manuscript(chapters=(Chapter(prose(900, 920)),))
    assert desk.accept(other, account=ada, at=at, originals=[(file, "all.zip", "two.html")]).outcome == "added"


def test_the_same_text_with_nothing_new_is_held_and_its_file_kept_beside(first, ada, at):
    again = replace(UNPLACED, stats={"hits": 99}, source=Source(format="epub"))
    two = desk.accept(again, account=ada, at=LATER, originals=[(kept(b"epub", at), "log.epub", "")])
    assert (two.work, two.outcome) == (first.work, "held")
    assert [one.name for one in desk.originals_of(first.work, Viewer(ada.pk, MEMBERS))] == ["log.epub"]
    assert Edition.objects.count() == 1


def test_the_same_text_with_new_fields_is_merged(ada, at):
    bare = Manuscript(chapters=tuple(Chapter(one.html) for one in UNPLACED.chapters))
    one = desk.accept(bare, account=ada, at=at)
    two = desk.accept(UNPLACED, account=ada, at=LATER)
    assert (two.work, two.outcome, two.edition.number) == (one.work, "merged", 2)
    assert out(two, ada).title == STORY.title
    assert Text.objects.count() == Text.objects.values("digest").distinct().count() == 2


def test_a_copy_that_says_where_it_is_from_is_remembered(first, ada):
    two = desk.accept(STORY, account=ada, at=LATER)
    assert (two.work, two.outcome) == (first.work, "merged")
    assert two.work.origins.get().key == "/works/71"
    assert out(two, ada).source == STORY.source


def test_a_poorer_copy_of_the_same_text_takes_nothing_away(first, ada):
    bare = Manuscript(chapters=tuple(Chapter(one.html) for one in UNPLACED.chapters))
    assert desk.accept(bare, account=ada, at=LATER).outcome == "held"
    assert out(first, ada).title == STORY.title


def test_accepted_credits_of_a_held_copy_are_kept(first, ada):
    agreed = replace(STORY.credits[1], state="accepted")
    two = desk.accept(replace(UNPLACED, credits=(agreed,)), account=ada, at=LATER)
    assert two.outcome == "held"
    assert {one.kind for one in out(two, ada).credits} == {"inspired_by", "title_from"}
    assert desk.proposals_of(first.work) == ()


def test_a_longer_copy_is_an_edition(first, ada):
    longer = replace(UNPLACED, chapters=(*UNPLACED.chapters, Chapter(prose(24, 60), title="Flood")), complete=None)
    two = desk.accept(longer, account=ada, at=LATER)
    assert (two.work, two.outcome) == (first.work, "edition")
    held = out(two, ada)
    assert [one.title for one in held.chapters] == ["Ebb", "Flow", "Flood"]
    assert held.complete is True
    two.work.refresh_from_db()
    assert two.work.provenance["complete"] == 1
    assert two.work.words == longer.words
    # What did not change points to the revisions that the first copy made.
    assert Revision.objects.count() == 3


def test_an_older_copy_is_an_edition_that_changes_nothing_on_the_face(ada, at):
    longer = replace(UNPLACED, chapters=(*UNPLACED.chapters, Chapter(prose(24, 40))))
    desk.accept(longer, account=ada, at=at)
    older = replace(UNPLACED, updated=dt.date(2023, 1, 1), published=dt.date(2023, 1, 1))
    two = desk.accept(older, account=ada, at=LATER)
    assert two.outcome in ("edition", "merged")
    assert (out(two, ada).title, len(out(two, ada).chapters)) == (STORY.title, 3)


def test_a_copy_with_fewer_chapters_loses_no_text(first, ada):
    shorter = replace(UNPLACED, chapters=(Chapter(prose(0, 12) + "\n" + prose(50, 52), title="Ebb"),))
    two = desk.accept(shorter, account=ada, at=LATER)
    assert two.outcome == "edition"
    assert len(out(two, ada).chapters) == 1
    assert ChapterRow.objects.filter(work=two.work).count() == 2
    back = desk.accept(replace(UNPLACED, updated=dt.date(2025, 1, 1)), account=ada, at=LATER)
    assert [one.html for one in out(back, ada).chapters] == [one.html for one in UNPLACED.chapters]


def test_chapters_that_changed_places_keep_their_revisions(first, ada):
    swapped = replace(UNPLACED, chapters=UNPLACED.chapters[::-1])
    two = desk.accept(swapped, account=ada, at=LATER)
    assert [one.title for one in out(two, ada).chapters] == ["Flow", "Ebb"]
    assert Revision.objects.count() == 2


def test_another_text_from_the_same_place_is_an_edition(ada, at):
    one = desk.accept(STORY, account=ada, at=at)
    rewritten = Manuscript(
        chapters=(Chapter(prose(700, 720)),), title="Rewritten", source=Source("http://www.example.org/works/71")
    )
    two = desk.accept(rewritten, account=ada, at=LATER)
    assert (two.work, two.outcome) == (one.work, "edition")


def test_the_same_text_from_two_places_of_one_site_is_two_works(ada, at):
    desk.accept(STORY, account=ada, at=at)
    twin = replace(STORY, source=Source("https://example.org/works/72"))
    assert desk.accept(twin, account=ada, at=LATER).outcome == "added"


def test_our_own_export_finds_the_work_by_its_uuid(first, ada):
    carried = Manuscript(chapters=(Chapter(prose(500, 510)),), uuid=str(identifier_of(first.work)))
    two = desk.accept(carried, account=ada, at=LATER)
    assert (two.work, two.outcome) == (first.work, "edition")


def test_what_another_keeps_is_never_found(first, ben):
    two = desk.accept(UNPLACED, account=ben, at=LATER)
    assert two.outcome == "added"
    assert two.work != first.work


def test_what_was_removed_is_added_anew(first, ada):
    remove_work(work=first.work, by=ada, at=LATER)
    assert desk.accept(UNPLACED, account=ada, at=LATER).outcome == "added"


def test_a_few_words_of_two_titles_are_two_works(ada, at):
    for title in ("Ebb", "Flow"):
        soon = Manuscript(chapters=(Chapter("<p>To be posted soon.</p>"),), title=title)
        assert desk.accept(soon, account=ada, at=at).outcome == "added"


def test_texts_without_a_word_are_not_taken_for_each_other(ada, at):
    for name in ("a.png", "b.png"):
        picture = Manuscript(chapters=(Chapter("<hr/>"),), title=name)
        assert desk.accept(picture, account=ada, at=at).outcome == "added"
    assert desk.accept(Manuscript(chapters=()), account=ada, at=at).outcome == "added"
    assert desk.accept(Manuscript(chapters=()), account=ada, at=at).outcome == "added"


def test_a_keeper_s_mend_stands_when_a_new_copy_comes(first, ada):
    mend_work(work=first.work, by=ada, at=LATER, mends={"title": "My Title", "fandoms": ["Harrow"]})
    longer = replace(UNPLACED, summary="<p>Their summary</p>", chapters=(*UNPLACED.chapters, Chapter(prose(24, 60))))
    two = desk.accept(longer, account=ada, at=LATER)
    assert two.outcome == "edition"
    assert (out(two, ada).title, out(two, ada).fandoms) == ("My Title", ("Harrow",))


def test_a_second_copy_opens_nothing(first, ada):
    two = desk.accept(replace(UNPLACED, title="New"), account=ada, at=LATER, audience="everyone")
    two.work.refresh_from_db()
    assert (two.outcome, two.work.gate) == ("merged", 3)


def test_a_work_without_a_title_stays_private(ada, at):
    nameless = Manuscript(chapters=(Chapter("<p>a</p>"),))
    work = desk.accept(nameless, account=ada, at=at, audience="everyone").work
    assert (work.audience, work.gate) == (0, 3)


def test_an_audience_that_there_is_none_of_is_refused_before_anything_is_kept(ada, at):
    with pytest.raises(ValueError, match="no audience 'friends'"):
        desk.accept(STORY, account=ada, at=at, audience="friends")
    assert not Work.objects.exists()


def test_a_credit_of_tomorrow_stays_in_the_edition(ada, at):
    new = Credit("a kind of tomorrow", state="accepted")
    accepted = desk.accept(Manuscript(chapters=(Chapter("<p>a</p>"),), credits=(new,)), account=ada, at=at)
    assert not accepted.work.credits.exists()
    assert out(accepted, ada).credits == (new,)

"""What pages show: whole, through the gate, and with a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retold.catalog import desk
from retold.catalog.desk import pages
from retold.catalog.desk.tests.manuscripts import STORY, prose
from retold.catalog.people.actions import create_account
from retold.catalog.people.viewers import GUEST, KEEPERS, MEMBERS, Viewer
from retold.catalog.works.models import Work
from retold.manuscript.model import Chapter, Creator, Credit, Manuscript, SeriesPlace, Source
from retold.ports import storage


def member(account):
    return Viewer(account.pk, MEMBERS)


def story(number, *, series=True, chapters=2):
    """One of many stories, with everything that a page shows; no two share a line."""
    first = number * 1000
    return replace(
        STORY,
        title=f"Story {number}",
        chapters=tuple(
            Chapter(prose(first + n * 10, first + n * 10 + 5), title=f"Part {n}", creators=(Creator("Ben"),))
            for n in range(chapters)
        ),
        source=Source(f"https://example.org/works/{number}"),
        freeforms=tuple(f"tag {number} {n}" for n in range(5)),
        series=(SeriesPlace("Kestrel Down River", number),) if series else (),
        credits=tuple(Credit("thanks_to", "person", f"Helper {number} {n}", state="accepted") for n in range(3)),
        updated=STORY.updated + dt.timedelta(days=number),
    )


def bring_in(account, at, numbers, **more):
    works = []
    for n in numbers:
        kept = storage.keep(f"file {n}".encode(), media_type="text/html", at=at)
        when = at + dt.timedelta(minutes=n)
        given = {"audience": "everyone", "originals": [(kept, f"{n}.html", "")]} | more
        works.append(desk.accept(story(n), account=account, at=when, **given).work)
    return works


def queries(call):
    with CaptureQueriesContext(connection) as captured:
        result = call()
    assert result is not None
    return len(captured)


class TestQueries:
    """Two works or twenty, two chapters or twenty: the same number of queries."""

    def test_a_listing(self, ada, ben, at):
        viewers = (GUEST, member(ben), member(ada), Viewer(ada.pk, KEEPERS))
        bring_in(ada, at, range(1, 3))
        few = [queries(lambda v=viewer: pages.shelf_page(v, page=1)) for viewer in viewers]
        bring_in(ada, at, range(3, 21))
        many = [queries(lambda v=viewer: pages.shelf_page(v, page=1)) for viewer in viewers]
        assert len(pages.shelf_page(GUEST, page=1).blurbs) == 20
        assert few == many
        assert max(many) <= 15

    def test_a_work_with_few_and_with_many_chapters_and_neighbours(self, ada, ben, at):
        small = bring_in(ada, at, range(1, 3))[0]
        viewers = (GUEST, member(ben), member(ada), Viewer(ada.pk, KEEPERS))
        calls = (
            (lambda v, pid: pages.work_page(v, pid), 13),
            (lambda v, pid: pages.chapter_page(v, pid, 2), 8),
            (lambda v, pid: pages.entire_page(v, pid), 8),
            (lambda v, pid: pages.credits_page(v, pid), 8),
        )
        few = [[queries(lambda c=call, v=v: c(v, small.pid)) for v in viewers] for call, _ in calls]
        bring_in(ada, at, range(3, 21))
        large = desk.accept(story(50, chapters=20), account=ada, at=at, audience="everyone").work
        for n in range(3):
            desk.accept(replace(story(50, chapters=20), summary=f"<p>{n}</p>"), account=ada, at=at)
        many = [[queries(lambda c=call, v=v: c(v, large.pid)) for v in viewers] for call, _ in calls]
        assert few == many
        for (_, most), counted in zip(calls, many, strict=True):
            assert max(counted) <= most

    def test_giving_a_manuscript_out(self, ada, at):
        small, large = (desk.accept(story(n, chapters=c), account=ada, at=at).work for n, c in ((1, 2), (2, 20)))
        assert queries(lambda: desk.manuscript_of(small, member(ada))) == queries(
            lambda: desk.manuscript_of(large, member(ada))
        )


def test_a_work_page_shows_all_that_is_known(ada, at):
    kept = storage.keep(b"as it came", media_type="text/html", at=at)
    work = desk.accept(STORY, account=ada, at=at, originals=[(kept, "log.html", "")]).work
    page = pages.work_page(member(ada), work.pid)
    blurb = page.blurb
    assert (blurb.pid, blurb.title, blurb.words, blurb.language) == (work.pid, STORY.title, STORY.words, "en")
    assert [(one.name, one.role) for one in blurb.creators] == [("Ada (fenn)", "author")]
    assert blurb.tags.rating.name == "Teen And Up Audiences"
    assert [tag.name for tag in blurb.tags.characters] == ["Wren", "Tam"]
    assert (blurb.audience, blurb.complete, blurb.day_only) == ("private", True, True)
    assert [(one.number, one.title) for one in page.chapters] == [(1, "Ebb"), (2, "Flow")]
    assert [one.name for one in page.chapters[1].creators] == ["Ben"]
    assert [(one.title, one.position) for one in page.series] == [("Kestrel Down River", 2)]
    assert [one.credit.kind for one in page.credits] == ["inspired_by"]
    assert [one.kind for one in page.proposals] == ["title_from"]
    assert page.addresses == (STORY.source.url,)
    assert [(one.number, one.words, one.chapters, len(one.unmapped)) for one in page.editions] == [
        (1, STORY.words, 2, 1)
    ]
    assert [(one.name, one.size) for one in page.originals] == [("log.html", 10)]
    assert (page.missing, page.is_keeper) == ((), True)


def test_a_work_without_anything_says_what_it_lacks(ada, at):
    work = desk.accept(Manuscript(chapters=(Chapter("<p>a</p>"),)), account=ada, at=at).work
    page = pages.work_page(member(ada), work.pid)
    assert page.missing == ("title", "creators", "language", "fandoms")
    assert (page.blurb.title, page.blurb.summary, page.notes_before, page.series) == (None, None, None, ())


def test_others_see_the_work_and_not_its_files(ada, ben, at):
    work = bring_in(ada, at, [1])[0]
    page = pages.work_page(member(ben), work.pid)
    assert page.blurb.title == "Story 1"
    assert (page.editions, page.originals, page.proposals, page.is_keeper) == ((), (), (), False)


@pytest.mark.parametrize(
    "call",
    [
        pages.work_page,
        pages.entire_page,
        pages.credits_page,
        pages.work_seen,
        lambda viewer, pid: pages.chapter_page(viewer, pid, 1),
    ],
)
def test_hidden_and_absent_look_the_same(ada, ben, at, call):
    work = bring_in(ada, at, [1], audience="private")[0]
    for viewer in (GUEST, member(ben)):
        assert call(viewer, work.pid) is None
        assert call(viewer, work.pid ^ 1) is None
    assert call(member(ada), work.pid) is not None


def test_a_chapter_page_leads_to_its_neighbours(ada, at):
    told = replace(STORY, notes_after="<p>The end.</p>", chapters=(*STORY.chapters, Chapter(prose(90, 99))))
    work = desk.accept(told, account=ada, at=at).work
    one, two, three = (pages.chapter_page(member(ada), work.pid, n) for n in (1, 2, 3))
    assert (one.chapter.html, one.chapter.notes_before) == (STORY.chapters[0].html, "<p>For Ben.</p>")
    assert (one.previous, one.next.title, two.previous.title, three.next) == (None, "Flow", "Ebb", None)
    assert (one.work_summary, two.work_summary) == (STORY.summary, None)
    assert (one.work_notes_after, three.work_notes_after) == (None, "<p>The end.</p>")
    assert (two.words_before, two.work.words) == (STORY.chapters[0].words, told.words)
    assert [pages.chapter_page(member(ada), work.pid, n) for n in (0, 4, -1)] == [None, None, None]


def test_the_whole_work_on_one_page_has_no_id_twice(ada, at):
    noted = '<p>Here<a href="#x-n">1</a></p>\n<p id="x-n">The note.</p>'
    work = desk.accept(Manuscript(chapters=(Chapter(noted), Chapter(noted))), account=ada, at=at).work
    page = pages.entire_page(member(ada), work.pid)
    first, second = (one.html for one in page.chapters)
    assert 'id="chapter-1-x-n"' in first
    assert 'href="#chapter-2-x-n"' in second


def test_a_listing_is_in_the_order_asked_for_and_ends_at_its_last_page(ada, at):
    bring_in(ada, at, [1, 3, 2])
    titles = {
        sort: [one.title for one in pages.shelf_page(GUEST, page=1, sort=sort).blurbs]
        for sort in ("added", "updated", "title")
    }
    assert titles["added"] == titles["updated"] == ["Story 3", "Story 2", "Story 1"]
    assert titles["title"] == ["Story 1", "Story 2", "Story 3"]
    last = pages.shelf_page(GUEST, page=99, per_page=2)
    assert (last.page, last.pages, last.total, len(last.blurbs)) == (2, 2, 3, 1)
    assert pages.shelf_page(GUEST, page=-1, per_page=2).page == 1


def test_an_empty_listing_has_one_page(ada):
    empty = pages.shelf_page(GUEST, page=1)
    assert (empty.blurbs, empty.total, empty.page, empty.pages) == ((), 0, 1, 1)


class TestSeries:
    """Neighbours: those that the viewer may see, and none that would unmask."""

    @pytest.fixture
    def works(self, ada, at):
        return bring_in(ada, at, range(1, 5))

    def neighbours(self, viewer, work):
        found = pages.work_page(viewer, work.pid).series
        return [(one.previous and one.previous.title, one.next and one.next.title) for one in found]

    def test_they_stand_before_and_after(self, works):
        assert self.neighbours(GUEST, works[0]) == [(None, "Story 2")]
        assert self.neighbours(GUEST, works[2]) == [("Story 2", "Story 4")]

    def test_a_work_that_is_not_seen_is_passed_over(self, works, ada):
        Work.objects.filter(pk=works[1].pk).update(audience=0)
        assert self.neighbours(GUEST, works[2]) == [("Story 1", "Story 4")]
        assert self.neighbours(member(ada), works[2]) == [("Story 2", "Story 4")]

    def test_an_anonymous_work_is_no_neighbour_and_has_none(self, works, ada):
        Work.objects.filter(pk=works[1].pk).update(anonymous=True)
        assert self.neighbours(GUEST, works[2]) == [("Story 1", "Story 4")]
        assert self.neighbours(GUEST, works[1]) == []
        assert self.neighbours(member(ada), works[1]) == [("Story 1", "Story 3")]

    def test_a_series_that_is_anonymous_throughout_shows(self, works):
        Work.objects.update(anonymous=True)
        assert self.neighbours(GUEST, works[1]) == [("Story 1", "Story 3")]

    def test_another_s_series_of_the_same_name_is_another(self, works, at):
        cleo = create_account(email="cleo@example.org", password=None, at=at)
        other = desk.accept(story(9), account=cleo, at=at, audience="everyone").work
        assert self.neighbours(GUEST, other) == [(None, None)]

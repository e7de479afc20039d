"""Works asked for by address: fetched by the worker in turns, read, refused with a sentence, asked for again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib.util import find_spec

import pytest

from retold.catalog import desk
from retold.catalog.people.actions import create_account
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import viewer_for
from retold.catalog.works.queries import visible_to
from retold.importing import actions, fetchers, fetching, sites
from retold.importing.models import Item, Job, State
from retold.importing.sites.tests.recordings import ADULT, FICWAD, behind_an_age_gate, ficwad, page
from retold.ports import events, storage
from retold.ports.events.models import Errand
from retold.ports.fetching import Answer, Budget
from retold.ports.fetching.fake import Fake, Recorded

AT = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
STORY = "https://ada.example/weir"
WEIR = page(
    "<h1>The weir</h1><p>The water fell, and a stair came up out of it.</p><p>They lit the lamp.</p>", "The weir"
)
needs_fanficfare = pytest.mark.skipif(find_spec("fanficfare") is None, reason="FanFicFare is an extra")

pytestmark = pytest.mark.django_db

Play = Callable[[Fake], Fake]


@pytest.fixture
def ada() -> Account:
    return create_account(email="ada@example.org", password=None, at=AT)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Have everything that is fetched come from a recording."""

    def play(fake: Fake) -> Fake:
        def fetcher_for(pages, *, seconds):
            budget = Budget()
            budget.until += seconds - 600
            return fake.fetcher(budget=budget, pages=pages)

        monkeypatch.setattr(fetchers, "fetcher_for", fetcher_for)
        return fake

    return play


def ask(ada: Account, *addresses: str, adult: bool = False) -> list[Item]:
    job = fetching.ask_for(account=ada, addresses=addresses, at=AT, adult=adult)
    return list(job.items.order_by("rank"))


def worked_off(item: Item, *, at: dt.datetime | None = None) -> Item:
    """The item after the worker did what was due."""
    events.work_off(now=lambda: at or dt.datetime.now(dt.UTC))
    return Item.objects.select_related("job", "kept", "work").get(pk=item.pk)


def test_a_work_is_asked_for_at_once_and_fetched_by_the_worker(ada: Account, play: Play) -> None:
    fake = play(Fake({STORY: WEIR}))
    [item] = ask(ada, STORY)
    assert (item.state, item.kept, fake.asked) == (State.FETCHING, None, [])
    item = worked_off(item)
    assert (item.state, item.reader, item.address) == (State.PREVIEW, "html", STORY)
    assert storage.read(item.file) == WEIR
    assert item.manuscript["source"]["url"] == STORY
    done = actions.accept_item(item=item, at=AT)
    manuscript = desk.manuscript_of(done.work, viewer_for(ada))
    assert (manuscript.title, manuscript.source.url) == ("The weir", STORY)
    assert [file.data for file in desk.originals_of(done.work, viewer_for(ada))] == [WEIR]
    assert not Errand.objects.filter(kind=fetching.WANTED).exists()
    assert not (fetchers.folder() / "pages" / str(item.pk)).exists()


def test_what_must_not_be_asked_is_refused_at_once(ada: Account, play: Play) -> None:
    fake = play(Fake({}))
    items = ask(ada, "https://www.fanfiction.net/s/1", "file:///etc/passwd", "http://localhost/", STORY)
    assert [item.state for item in items] == [State.REFUSED] * 3 + [State.FETCHING]
    assert all(item.reason.endswith(".") and item.outcome == "refused" for item in items[:3])
    assert Errand.objects.filter(kind=fetching.WANTED).count() == 1
    assert fake.asked == []


def test_what_cannot_be_had_is_a_sentence_and_can_be_asked_for_again(ada: Account, play: Play) -> None:
    fake = play(Fake({STORY: [Recorded(status=404), Recorded(WEIR)]}))
    [item] = ask(ada, STORY)
    item = worked_off(item)
    assert (item.state, item.outcome) == (State.REFUSED, "refused")
    assert "nothing at this address" in item.reason
    fetching.ask_again(item=item, at=AT)
    fetching.ask_again(item=item, at=AT)  # a form sent twice
    assert Errand.objects.filter(kind=fetching.WANTED).count() == 1
    assert worked_off(item).state == State.PREVIEW
    assert fake.asked.count(STORY) == 2
    before = Item.objects.get(pk=item.pk)
    assert fetching.ask_again(item=before, at=AT).state == State.PREVIEW  # what came is not asked for again


def test_a_page_that_is_no_story_is_kept_and_says_why(ada: Account, play: Play) -> None:
    play(Fake({STORY: Recorded(b"%PDF-1.7 x", headers={"Content-Type": "application/pdf"})}))
    [item] = ask(ada, STORY)
    item = worked_off(item)
    assert item.state == State.REFUSED
    assert "PDF" in item.reason
    assert storage.read(item.file) == b"%PDF-1.7 x"


@needs_fanficfare
def test_a_work_that_takes_several_turns_goes_on_where_it_was(ada: Account, play: Play) -> None:
    late = f"{FICWAD}/story/702"
    second = ficwad()[late]
    busy = Recorded(status=429, headers={"Retry-After": "1800"})
    fake = play(Fake(ficwad() | {late: [busy, Recorded(second)]}))
    [item] = ask(ada, f"{FICWAD}/story/700")
    now = dt.datetime.now(dt.UTC)
    item = worked_off(item)
    assert item.state == State.FETCHING
    assert "goes on" in item.report["said"] or "later" in item.report["said"]
    errand = Errand.objects.get(kind=fetching.WANTED)
    assert 1700 < (errand.due_at - now).total_seconds() < 1900
    asked = list(fake.asked)
    fake.pass_time(2000)
    item = worked_off(item, at=now + dt.timedelta(seconds=2000))
    assert item.state == State.PREVIEW
    assert "They lit it again." in " ".join(chapter["html"] for chapter in item.manuscript["chapters"])
    assert set(fake.asked[len(asked) :]) == {late}


def test_a_site_that_never_has_time_is_given_up_after_days(ada: Account, play: Play) -> None:
    play(Fake({STORY: Recorded(status=429, headers={"Retry-After": "3000"})}))
    [item] = ask(ada, STORY)
    assert fetching.take_turn(item=item, at=AT).wait == pytest.approx(3000, abs=5)
    turn = fetching.take_turn(item=item, at=AT + dt.timedelta(days=3))
    assert (turn.wait, turn.item.state) == (None, State.REFUSED)
    assert "two days" in turn.item.reason


def test_what_stops_the_program_each_time_is_not_tried_for_ever(
    ada: Account, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(Fake({STORY: WEIR}))
    [item] = ask(ada, STORY)

    def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sites, "fetch_work", killed)
        for _ in range(fetching.MOST_TRIES):
            with pytest.raises(KeyboardInterrupt):
                fetching.take_turn(item=Item.objects.get(pk=item.pk), at=AT)
    turn = fetching.take_turn(item=Item.objects.get(pk=item.pk), at=AT)
    assert turn.item.state == State.REFUSED
    assert "stopped the program" in turn.item.reason


def test_a_mistake_of_the_programs_is_a_sentence(ada: Account, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play(Fake({STORY: WEIR}))
    monkeypatch.setattr(sites, "fetch_work", lambda *_, **__: 1 / 0)
    [item] = ask(ada, STORY)
    item = worked_off(item)
    assert item.state == State.REFUSED
    assert "mistake of the program" in item.reason


def test_an_errand_done_twice_changes_nothing(ada: Account, play: Play) -> None:
    fake = play(Fake({STORY: WEIR}))
    [item] = ask(ada, STORY)
    worked_off(item)
    asked = list(fake.asked)
    fetching.fetch_wanted("", [{"item": item.pk}])
    fetching.fetch_wanted("", [{"item": item.pk + 100}])
    assert fake.asked == asked
    late = Item.objects.get(pk=item.pk)
    late.state = State.FETCHING  # what a slower worker still believes
    assert fetching.take_turn(item=late, at=AT).item.state == State.PREVIEW
    assert Item.objects.get(pk=item.pk).state == State.PREVIEW


@needs_fanficfare
def test_an_age_is_confirmed_when_it_is_asked_for_again(ada: Account, play: Play) -> None:
    play(Fake(behind_an_age_gate()))
    [item] = ask(ada, f"{ADULT}/")
    item = worked_off(item)
    assert (item.state, item.report["adult"]) == (State.REFUSED, True)
    fetching.ask_again(item=item, at=AT, adult=True)
    assert worked_off(item).state == State.PREVIEW


@needs_fanficfare
def test_a_picture_that_stayed_away_is_on_the_report(ada: Account, play: Play) -> None:
    picture = f"{FICWAD}/images/stair.png"
    play(Fake(ficwad() | {picture: Recorded(status=410)}))
    [item] = ask(ada, f"{FICWAD}/story/700")
    item = worked_off(item)
    assert item.state == State.PREVIEW
    assert list(item.report["left_out"]) == [picture]


@needs_fanficfare
def test_a_newer_copy_becomes_an_edition_and_the_same_one_none(ada: Account, play: Play) -> None:
    play(Fake(ficwad()))
    [item] = ask(ada, f"{FICWAD}/story/700")
    work = actions.accept_item(item=worked_off(item), at=AT).work
    address = f"{FICWAD}/story/700"

    def look() -> Item:
        job = fetching.look_for_newer(work=work, account=ada, address=address, at=AT)
        return worked_off(job.items.get())

    same = look()
    assert (same.state, same.outcome, same.work) == (State.ACCEPTED, "held", work)
    newer = "<p>They lit it again, and the bell rang.</p>"
    play(Fake(ficwad(second=newer, updated="2026-11-01")))
    found = look()
    assert (found.state, found.outcome, found.work) == (State.ACCEPTED, "edition", work)
    assert "the bell rang" in desk.manuscript_of(work, viewer_for(ada)).chapters[-1].html
    assert visible_to(viewer_for(ada)).count() == 1


def test_what_turns_out_to_be_another_work_is_its_keepers_to_decide(ada: Account, play: Play) -> None:
    play(Fake({STORY: WEIR}))
    [item] = ask(ada, STORY)
    work = actions.accept_item(item=worked_off(item), at=AT).work
    other = "https://ada.example/elsewhere"
    play(Fake({STORY: Recorded(status=301, headers={"Location": other}), other: page("<p>All has moved.</p>", "News")}))
    job = fetching.look_for_newer(work=work, account=ada, address=STORY, at=AT)
    found = worked_off(job.items.get())
    assert (found.state, found.work) == (State.PREVIEW, None)
    assert found.address == other


def test_a_job_that_is_erased_takes_its_errand_along(ada: Account, play: Play) -> None:
    fake = play(Fake({STORY: WEIR}))
    ask(ada, STORY)
    Job.objects.all().delete()
    events.work_off()
    assert fake.asked == []
    assert not Errand.objects.filter(kind=fetching.WANTED).exists()


def test_pages_of_works_that_nobody_waits_for_are_let_go_of(ada: Account, play: Play) -> None:
    for name in ("7", "8"):
        fetchers.pages_of(name).keep(STORY, Answer(STORY, WEIR))
    fetchers.let_go_of_pages(but={"8"})
    assert [fetchers.pages_of(name).find(STORY) is None for name in ("7", "8")] == [True, False]
    play(Fake({STORY: WEIR}))
    worked_off(ask(ada, STORY)[0])
    assert fetchers.pages_of("8").find(STORY) is None

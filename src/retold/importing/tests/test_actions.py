"""Bringing in, against a real database: every step keeps what it was given, and nothing is done twice."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from retold.catalog import desk
from retold.catalog.people.actions import create_account
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import GUEST, viewer_for
from retold.catalog.works.queries import visible_to
from retold.importing import actions, queries
from retold.importing.mending import CreditMend, Mends, credit_key
from retold.importing.models import Item, Job, State
from retold.importing.readers.tests.books import epub, page
from retold.manuscript.guesses import ways_by_field
from retold.ports import storage

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
STORY = b"Thanks to Ben for the beta.\n\nThe lamp was out for nine winters, and then one evening it was not.\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Account:
    return create_account(email="ada@example.org", password=None, at=AT)


@pytest.fixture
def job(ada: Account) -> Job:
    return actions.start_job(account=ada, at=AT)


def _item(job: Job, data: bytes = STORY, name: str = "lamp.txt") -> Item:
    [item] = actions.take_file(job=job, name=name, data=data, at=AT)
    return item


def test_a_file_is_kept_read_and_accepted(ada: Account, job: Job) -> None:
    item = _item(job)
    assert (item.state, item.reader) == (State.PREVIEW, "plain_text")
    done = actions.accept_item(item=item, at=AT)
    assert (done.state, done.outcome) == (State.ACCEPTED, "added")
    viewer = viewer_for(ada)
    assert [file.data for file in desk.originals_of(done.work, viewer)] == [STORY]
    assert "nine winters" in desk.manuscript_of(done.work, viewer).chapters[0].html
    assert not visible_to(GUEST).exists()


def test_accepting_twice_makes_one_work(ada: Account, job: Job) -> None:
    item = _item(job)
    first = actions.accept_item(item=item, at=AT)
    second = actions.accept_item(item=item, at=AT)
    assert first.work == second.work
    assert visible_to(viewer_for(ada)).count() == 1


def test_a_file_that_cannot_be_read_is_kept_with_its_reason(job: Job) -> None:
    item = _item(job, b"\x00\x01\x02\x00" * 40, "story.txt")
    assert (item.state, item.outcome) == (State.REFUSED, "refused")
    assert item.reason.endswith(".")
    assert storage.read(item.kept) == b"\x00\x01\x02\x00" * 40
    assert actions.accept_item(item=item, at=AT).work is None


def test_a_torn_zip_is_one_item_with_a_reason(job: Job) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.txt", STORY)
        archive.writestr("two.txt", STORY)
    item = _item(job, packed.getvalue()[:-30], "more.zip")
    assert item.state == State.REFUSED
    assert storage.read(item.kept) == packed.getvalue()[:-30]


def test_mends_are_kept_through_not_now_and_come_out_in_the_work(ada: Account, job: Job) -> None:
    item = _item(job)
    shown = queries.preview(item)
    assert [card.decision for card in shown.cards] == ["later"]
    mends = Mends(fields={"title": "The Lamp"}, credits={shown.cards[0].key: CreditMend("accept", creator="Ben Oake")})
    actions.set_aside(item=actions.mend_item(item=item, mends=mends))
    assert list(queries.waiting_items(ada)) == []
    [waiting] = queries.set_aside_items(ada)
    done = actions.accept_item(item=actions.take_up_again(item=waiting), at=AT)
    manuscript = desk.manuscript_of(done.work, viewer_for(ada))
    assert manuscript.title == "The Lamp"
    assert [(c.kind, c.creator, c.state) for c in manuscript.credits] == [("beta_by", "Ben Oake", "accepted")]


def test_what_is_mended_on_a_file_that_is_held_already_is_not_lost(ada: Account, job: Job) -> None:
    first = actions.accept_item(item=_item(job), at=AT)
    again = actions.mend_item(item=_item(job), mends=Mends(fields={"title": "The Lamp", "creators": ["Ada Fenn"]}))
    second = actions.accept_item(item=again, at=AT)
    assert second.work == first.work
    manuscript = desk.manuscript_of(second.work, viewer_for(ada))
    assert manuscript.title == "The Lamp"
    assert [creator.name for creator in manuscript.creators] == ["Ada Fenn"]


def test_nothing_is_saved_unasked(ada: Account, job: Job) -> None:
    done = actions.accept_item(item=_item(job), at=AT)
    assert not done.work.credits.exists()
    assert [(c.kind, c.creator) for c in desk.proposals_of(done.work)] == [("beta_by", "Ben")]


def test_a_refused_credit_is_not_offered_again(ada: Account, job: Job) -> None:
    item = _item(job)
    key = credit_key(queries.preview(item).cards[0].credit)
    refused = actions.mend_item(item=item, mends=Mends(credits={key: CreditMend("refuse")}))
    done = actions.accept_item(item=refused, at=AT)
    assert desk.proposals_of(done.work) == ()


def test_what_was_kept_before_a_kill_is_read_afterwards(job: Job) -> None:
    item = _item(job)
    Item.objects.filter(pk=item.pk).update(state=State.WAITING, manuscript=None, reader="")
    actions.read_waiting(job=job)
    item.refresh_from_db()
    assert item.state == State.PREVIEW


def test_nobody_opens_what_another_brings_in(ada: Account, job: Job) -> None:
    eve = create_account(email="eve@example.org", password=None, at=AT)
    item = _item(job)
    assert queries.item_of(ada, job.pid, item.rank) == item
    assert queries.item_of(eve, job.pid, item.rank) is None
    assert queries.job_of(eve, job.pid) is None
    assert list(queries.waiting_items(eve)) == []


def test_an_item_that_was_read_elsewhere_meanwhile_is_left_as_it_is(job: Job) -> None:
    item = _item(job)
    waiting = Item.objects.get(pk=item.pk)
    waiting.state = State.WAITING  # what a slower reader still believes
    actions.accept_item(item=item, at=AT)
    assert actions.read_item(item=waiting).state == State.ACCEPTED
    assert Item.objects.get().state == State.ACCEPTED


def _flat_book(*subjects: str) -> bytes:
    metadata = "<dc:title>The Lamp</dc:title>" + "".join(f"<dc:subject>{one}</dc:subject>" for one in subjects)
    return epub({"one.xhtml": page("<h1>One</h1><p>The lamp was out for nine winters.</p>")}, metadata=metadata)


def test_what_the_catalog_knows_sorts_a_flat_files_subjects_and_is_marked(ada: Account, job: Job) -> None:
    typed = b"Title: Fog\nFandom: Lantern Road\nCharacters: Ilse\n\nThe fog came in at nine, and it stayed.\n"
    actions.accept_item(item=_item(job, typed, "fog.txt"), at=AT)
    item = _item(job, _flat_book("lantern road", "Ilse", "Winter", "Ilse/Tam"), "lamp.epub")
    guessed = {(one["field"], one["name"], one["by"]) for one in item.report["guessed"]}
    assert guessed == {
        ("fandoms", "lantern road", "catalog"),
        ("characters", "Ilse", "catalog"),
        ("relationships", "Ilse/Tam", "form"),
    }
    shown = queries.preview(item)
    assert shown.guessed == {"fandoms": ("catalog",), "characters": ("catalog",), "relationships": ("form",)}
    actions.mend_item(item=item, mends=Mends(fields={"fandoms": ["Lantern Road"]}))
    assert "fandoms" not in queries.preview(item).guessed
    done = actions.accept_item(item=item, at=AT)
    kept = desk.manuscript_of(done.work, viewer_for(ada))
    assert (kept.fandoms, kept.characters, kept.freeforms) == (("Lantern Road",), ("Ilse",), ("Winter",))
    assert set(ways_by_field(kept)) == {"characters", "relationships"}


def test_what_was_previewed_is_accepted_though_the_catalog_has_learnt_more(ada: Account, job: Job) -> None:
    item = _item(job, _flat_book("Lantern Road"), "lamp.epub")
    item.fresh = None
    actions.accept_item(item=_item(job, b"Title: Fog\nFandom: Lantern Road\n\nThe fog came in.\n", "fog.txt"), at=AT)
    assert queries.preview(item).manuscript.freeforms == ("Lantern Road",)
    done = actions.accept_item(item=Item.objects.get(pk=item.pk), at=AT)
    assert desk.manuscript_of(done.work, viewer_for(ada)).freeforms == ("Lantern Road",)


def test_nobody_is_told_what_others_keep_to_themselves(ada: Account, job: Job) -> None:
    ben = create_account(email="ben@example.org", password=None, at=AT)
    private = b"Title: Fog\nFandom: Lantern Road\n\nThe fog came in.\n"
    actions.accept_item(item=_item(job, private, "fog.txt"), at=AT)
    theirs = _item(actions.start_job(account=ben, at=AT), _flat_book("Lantern Road"), "lamp.epub")
    assert theirs.report["guessed"] == []
    assert queries.preview(theirs).manuscript.freeforms == ("Lantern Road",)

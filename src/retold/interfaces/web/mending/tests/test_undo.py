"""Putting back what was taken back, refused or changed, by forms alone."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retold.catalog import desk
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import viewer_for
from retold.catalog.works.actions import mend_work, set_audience
from retold.interfaces.web.mending.tests.test_views import LOST, SONG, address, as_opened
from retold.interfaces.web.tests.people import NOW, WEIR, account, signed_in, work_of
from retold.lib import public_ids
from retold.manuscript.mending import credit_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def browser(ada: Account) -> Client:
    return signed_in(ada)


def history(work) -> str:
    return reverse("history", args=[work.pid])


def test_a_credit_taken_back_is_put_back_by_the_same_form(browser: Client, ada: Account) -> None:
    work = work_of(ada)
    key = public_ids.letters(work.credits.get().pid)
    assert "Taken back or refused" not in browser.get(address(work)).content.decode()
    browser.post(address(work), as_opened(browser, work) | {"take-back": key})
    page = browser.get(address(work)).content.decode()
    assert re.search(r"Taken back on \d+ \w+ \d{4}\. Can be put back until \d+ \w+ \d{4}\.", page)
    assert browser.post(address(work), as_opened(browser, work) | {"put-back": key}).status_code == 302
    assert desk.manuscript_of(work, viewer_for(ada)) == WEIR
    assert "Taken back or refused" not in browser.get(address(work)).content.decode()


def test_a_refused_proposal_is_asked_about_again(browser: Client, ada: Account) -> None:
    work, key = work_of(ada, LOST), credit_key(SONG)
    browser.post(address(work), as_opened(browser, work) | {f"{key}-decision": "refuse"})
    assert SONG not in desk.proposals_of(work)
    page = browser.get(address(work)).content.decode()
    assert f'name="ask-again" value="{key}"' in page
    browser.post(address(work), as_opened(browser, work) | {"ask-again": key})
    assert SONG in desk.proposals_of(work)


def test_fields_are_put_back_one_by_one_or_together(browser: Client, ada: Account) -> None:
    work = work_of(ada)
    assert history(work) not in browser.get(address(work)).content.decode()
    assert "Nothing that is said" in browser.get(history(work)).content.decode()
    browser.post(address(work), as_opened(browser, work) | {"title": "Low water", "language": "de", "summary": "No."})
    assert history(work) in browser.get(address(work)).content.decode()
    page = browser.get(history(work)).content.decode()
    for said in ("by you", "The lamp at the weir", "Low water", "English", "German", "The river goes down."):
        assert said in page, said
    key = public_ids.letters(work.changes.get().pid)
    answer = browser.post(history(work), {"change": key, "field": "title"}, follow=True).content.decode()
    assert "Title: back to what it said." in answer
    out = desk.manuscript_of(work, viewer_for(ada))
    assert (out.title, out.language) == (WEIR.title, "de")
    assert "All of it: back" in browser.post(history(work), {"change": key}, follow=True).content.decode()
    assert desk.manuscript_of(work, viewer_for(ada)) == WEIR


def test_an_open_work_keeps_its_title(browser: Client, ada: Account) -> None:
    work = work_of(ada, LOST)
    mend_work(work=work, by=ada, at=NOW, mends={"title": "Ash"})
    set_audience(work=work, audience="everyone", by=ada, at=NOW)
    sent = {"change": public_ids.letters(work.changes.get().pid)}
    assert "needs one" in browser.post(history(work), sent, follow=True).content.decode()
    work.refresh_from_db()
    assert work.title == "Ash"


@pytest.mark.parametrize("sent", [{}, {"change": "x"}, {"change": "000000000001"}])
def test_what_there_is_none_of_is_not_found(browser: Client, ada: Account, sent: dict[str, str]) -> None:
    work = work_of(ada)
    mend_work(work=work, by=ada, at=NOW, mends={"title": "Ash"})
    assert browser.post(history(work), sent).status_code == 404


def test_nobody_else_sees_it(client: Client, ada: Account) -> None:
    work = work_of(ada, audience="everyone")
    mend_work(work=work, by=ada, at=NOW, mends={"title": "Ash"})
    sent = {"change": public_ids.letters(work.changes.get().pid)}
    assert client.get(history(work)).status_code == 302
    browser = signed_in(account("ben@example.org"))
    assert browser.get(history(work)).status_code == 404
    assert browser.post(history(work), sent).status_code == 404


def test_both_pages_make_the_same_queries_however_much_there_is(browser: Client, ada: Account) -> None:
    work = work_of(ada)
    counts = []
    for many in (1, 12):
        for number in range(many):
            mend_work(work=work, by=ada, at=NOW, mends={"title": f"Ash {many} {number}"})
        with CaptureQueriesContext(connection) as queries:
            browser.get(history(work))
        with CaptureQueriesContext(connection) as more:
            browser.get(address(work))
        counts.append((len(queries), len(more)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 8

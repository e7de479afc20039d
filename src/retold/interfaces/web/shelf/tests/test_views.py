"""The shelf."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retold.catalog.works.actions import remove_work
from retold.importing import actions as importing
from retold.interfaces.web.tests.people import NOW, WEIR, account, signed_in, work_of
from retold.manuscript.model import Chapter

pytestmark = pytest.mark.django_db


def another(number: int):
    text = " ".join(f"word{number}x{place}" for place in range(150))
    return replace(WEIR, title=f"Lamp {number}", chapters=(Chapter(f"<p>{text}</p>"),))


def test_it_invites_whoever_has_nothing_yet(client: Client) -> None:
    assert "Nothing here is open to everyone" in client.get("/").content.decode()
    assert "Bring in a file" in signed_in(account()).get("/").content.decode()


def test_it_shows_a_work_in_the_order_that_fans_read() -> None:
    ada = account()
    work_of(ada)
    page = signed_in(ada).get("/").content.decode()
    order = ["The lamp at the weir", "Ada Fenn", "Rivers of Harrow", "Mature", "Gen", "Complete", "2 of 2 chapters"]
    order += ["Wren &amp; Tam", "No Archive Warnings Apply", "Slow burn", "goes <em>down</em>", "words", "English"]
    places = [page.index(said) for said in order]
    assert places == sorted(places)
    assert "inspired by fan art" in page


def test_it_reminds_of_files_that_wait() -> None:
    ada = account()
    list(importing.take_file(job=importing.start_job(account=ada, at=NOW), name="bell.txt", data=b"The bell.", at=NOW))
    assert "A file waits for you" in signed_in(ada).get("/").content.decode()
    assert "bell.txt" not in signed_in(account("ben@example.org")).get("/").content.decode()


def test_of_many_that_wait_it_shows_some_and_leads_to_all() -> None:
    ada = account()
    job = importing.start_job(account=ada, at=NOW)
    for number in range(7):
        list(importing.take_file(job=job, name=f"bell-{number}.txt", data=b"The bell %d." % number, at=NOW))
    page = signed_in(ada).get("/").content.decode()
    assert "7 files wait for you" in page
    assert page.count("bell-") == 5
    assert '<a href="/bring-in/#waiting-heading">and 2 more</a>' in page
    assert signed_in(ada).get("/bring-in/").content.decode().count(">bell-") >= 7


def test_it_leads_through_its_pages_in_the_order_asked_for() -> None:
    ada = account()
    for number in range(27):
        work_of(ada, another(number))
    browser = signed_in(ada)
    first = browser.get("/?sort=title").content.decode()
    assert "27 works" in first
    assert "/?sort=title&amp;page=2" in first
    second = browser.get("/?sort=title&page=2").content.decode()
    assert second.count('class="blurb"') == 2
    assert browser.get("/?sort=nonsense&page=nonsense").status_code == 200


def test_it_makes_the_same_queries_for_two_works_and_for_twenty() -> None:
    ada = account()
    browser = signed_in(ada)
    for number in range(2):
        work_of(ada, another(number))
    browser.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get("/")
    for number in range(2, 20):
        work_of(ada, another(number))
    with CaptureQueriesContext(connection) as many:
        browser.get("/")
    assert len(few) == len(many)
    assert len(many) <= 12


def test_it_leads_to_what_was_taken_off_it() -> None:
    ada = account()
    browser = signed_in(ada)
    assert reverse("removed") not in browser.get("/").content.decode()
    work = work_of(ada)
    remove_work(work=work, by=ada, at=NOW)
    assert "1 work taken off the shelf" in browser.get("/").content.decode()
    page = browser.get(reverse("removed")).content.decode()
    assert "The lamp at the weir" in page
    assert "taken off on 22 November 2026. Can be put back until 22 December 2026; then it goes for good." in page
    assert reverse("restore_work", args=[work.pid]) in page
    browser.post(reverse("restore_work", args=[work.pid]))
    assert "Nothing was taken off" in browser.get(reverse("removed")).content.decode()
    assert reverse("removed") not in browser.get("/").content.decode()


def test_it_says_when_the_days_of_what_was_taken_off_are_over() -> None:
    ada = account()
    remove_work(work=work_of(ada), by=ada, at=NOW - dt.timedelta(days=9000))
    assert "Its 30 days are over." in signed_in(ada).get(reverse("removed")).content.decode()


def test_it_shows_nobody_what_another_took_off(client: Client) -> None:
    ada = account()
    remove_work(work=work_of(ada, audience="everyone"), by=ada, at=NOW)
    for browser in (client, signed_in(account("ben@example.org"))):
        assert "taken off" not in browser.get("/").content.decode()
    assert "The lamp" not in browser.get(reverse("removed")).content.decode()
    assert client.get(reverse("removed")).status_code == 302

"""A work's page, its credits, what can be carried away, and removing it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retold.catalog import desk
from retold.catalog.people.models import Account
from retold.exporting.writers import FORMATS, MEDIA_TYPES
from retold.importing import actions as importing
from retold.interfaces.web import words
from retold.interfaces.web.tests.people import NOW, WEIR, account, signed_in, work_of
from retold.manuscript.model import Asset, Chapter, Manuscript

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def browser(ada: Account) -> Client:
    return signed_in(ada)


def test_it_shows_all_that_is_known(browser: Client, ada: Account) -> None:
    page = browser.get(reverse("work", args=[work_of(ada).pid])).content.decode()
    for said in (
        "The lamp at the weir", "Ada Fenn", "art by", "Ben Oake", "Mature", "Complete", "2 of 2 chapters",
        "Rivers of Harrow",
        "Wren &amp; Tam", "Slow burn", "The river goes <em>down</em>.", "who drew the ferryman first",
        "Address not known",
        "Thank you for reading", "One", "Chapter 2", "English", "Only its keepers",
    ):  # fmt: skip
        assert said in page, said
    assert "tag warning" not in page  # "No Archive Warnings Apply" warns of nothing


def test_it_names_what_nobody_knows(browser: Client, ada: Account) -> None:
    bare = replace(WEIR, title=None, creators=(), credits=(), language=None)
    page = browser.get(reverse("work", args=[work_of(ada, bare).pid])).content.decode()
    assert "Untitled" in page
    assert "Creator not known" in page
    assert "What it owes" not in page


def test_it_is_open_to_a_guest_when_its_audience_is_everyone(client: Client, ada: Account) -> None:
    account("ben@example.org")
    work = work_of(ada, audience="everyone")
    page = client.get(reverse("work", args=[work.pid])).content.decode()
    assert "The lamp at the weir" in page
    assert "Take it off the shelf" not in page
    assert "As it came" not in page


def test_it_shows_the_credits_on_a_page_of_their_own(browser: Client, ada: Account) -> None:
    page = browser.get(reverse("credits", args=[work_of(ada).pid])).content.decode()
    assert "Inspired by" in page
    assert "who drew the ferryman" in page
    assert "Address not known" in page


@pytest.mark.parametrize("format_", FORMATS)
def test_it_gives_the_work_in_every_format(browser: Client, ada: Account, format_: str) -> None:
    answer = browser.get(reverse("download", args=[work_of(ada).pid, format_]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == MEDIA_TYPES[format_]
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer.content


def test_it_names_every_format_on_the_page() -> None:
    assert tuple(words.FORMATS) == FORMATS


def test_it_has_no_other_format(browser: Client, ada: Account) -> None:
    assert browser.get(reverse("download", args=[work_of(ada).pid, "exe"])).status_code == 404


def test_it_gives_back_the_very_file_that_came_in(browser: Client, ada: Account) -> None:
    data = "Title: Glocke\n\nDie Fähre läutet.\n".encode("latin-1")
    name = 'Fähre "alt"\r\nX-Evil: 1.txt'
    [item] = importing.take_file(job=importing.start_job(account=ada, at=NOW), name=name, data=data, at=NOW)
    work = importing.accept_item(item=item, at=NOW).work
    answer = browser.get(reverse("original", args=[work.pid, 1]))
    assert answer.content == data
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "X-Evil" not in answer.headers
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert browser.get(reverse("original", args=[work.pid, 2])).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.txt",
        "..\\evil.txt",
        "C:\\evil.txt",
        "evil\u202etxt.exe",
        "evil\nSet-Cookie: a=b.txt",
        'a"; filename=evil.exe',
        "evil\x1b[2J.txt",
        "%2e%2e%2fevil.txt",
        "CON.txt",
        "🕯" * 80 + ".txt",
        "e\u0301" * 100 + ".txt",
        " ",
    ],
)
def test_a_nasty_name_is_given_back_as_one_harmless_header(browser: Client, ada: Account, name: str) -> None:
    data = ("The ferry bell had not rung. " * 20).encode()
    [item] = importing.take_file(job=importing.start_job(account=ada, at=NOW), name=name, data=data, at=NOW)
    work = importing.accept_item(item=item, at=NOW).work
    answer = browser.get(reverse("original", args=[work.pid, 1]))
    header = answer["Content-Disposition"]
    assert answer.content == data
    assert header.startswith("attachment")
    assert not any(sign in header for sign in "\r\n\x1b\u202e")
    assert "Set-Cookie" not in answer.headers
    assert header.count("filename=") + header.count("filename*=") <= 1 or '\\"' in header


def test_a_picture_is_called_what_its_bytes_say(browser: Client, ada: Account) -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da636460f85f0f0002870180eb47"
        "ba920000000049454e44ae426082"
    )
    page = b"<html><script>alert(1)</script></html>"
    told = Manuscript(
        title="The Lamp",
        chapters=(Chapter(html='<p>It was out. <img src="assets/a.gif" alt="A lamp"/></p>'),),
        assets=(Asset("a.gif", "image/gif", "0" * 64), Asset("b.png", "image/png", "1" * 64)),
    )
    work = desk.accept(told, account=ada, at=NOW, assets={"a.gif": pixel, "b.png": page}).work
    answer = browser.get(reverse("picture", args=[work.pid, "a.gif"]))
    assert (answer.content, answer["Content-Type"]) == (pixel, "image/png")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert browser.get(reverse("picture", args=[work.pid, "b.png"])).status_code == 404


def test_it_takes_a_work_off_the_shelf_and_puts_it_back(browser: Client, ada: Account) -> None:
    work = work_of(ada)
    page = browser.post(reverse("remove_work", args=[work.pid])).content.decode()
    assert reverse("restore_work", args=[work.pid]) in page
    assert browser.get(reverse("work", args=[work.pid])).status_code == 404
    assert "The lamp at the weir" not in browser.get(reverse("shelf")).content.decode()
    back = browser.post(reverse("restore_work", args=[work.pid]), follow=True)
    assert "is back on the shelf" in back.content.decode()


def test_it_leads_from_ids_as_people_type_them(browser: Client, ada: Account) -> None:
    path = reverse("work", args=[work_of(ada).pid])
    assert browser.get(path.upper().replace("/WORKS/", "/works/")).status_code == 200
    assert browser.get("/works/uuuuuuuuuuuu").status_code == 404


@pytest.mark.parametrize(("name", "more", "most"), [("work", [], 18), ("chapter", [1], 10), ("entire", [], 10)])
def test_it_makes_the_same_queries_however_long_the_work(
    browser: Client, ada: Account, name: str, more: list[int], most: int
) -> None:
    short = work_of(ada)
    texts = (" ".join(f"word{number}x{place}" for place in range(150)) for number in range(20))
    long = work_of(ada, replace(WEIR, title="Long", chapters=tuple(Chapter(f"<p>{text}</p>") for text in texts)))
    counts = []
    for work in (short, long):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse(name, args=[work.pid, *more])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most, [query["sql"][:90] for query in queries.captured_queries]

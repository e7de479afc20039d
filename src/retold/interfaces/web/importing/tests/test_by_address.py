"""Asking for works by their addresses, by forms alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from retold.catalog.people.models import Account
from retold.catalog.works.models import Work
from retold.importing import actions, fetchers
from retold.importing.models import Item, State
from retold.importing.sites.tests.recordings import page
from retold.interfaces.web.tests.people import NOW, account, signed_in
from retold.ports import events
from retold.ports.fetching.fake import Fake, Recorded

pytestmark = pytest.mark.django_db

STORY = "https://ada.example/weir"
WEIR = page("<h1>The weir</h1><p>The water fell, and a stair came up.</p><p>They lit the lamp.</p>", "The weir")


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def browser(ada: Account) -> Client:
    return signed_in(ada)


def play(monkeypatch: pytest.MonkeyPatch, **answers: Recorded | list[Recorded]) -> Fake:
    fake = Fake({STORY: answers["story"]})
    monkeypatch.setattr(fetchers, "fetcher_for", lambda pages, seconds: fake.fetcher(pages=pages))
    return fake


def ask(browser: Client, addresses: str, **more: str) -> str:
    """The page of the job, after asking."""
    return browser.post(reverse("ask_address"), {"addresses": addresses, **more}, follow=True).content.decode()


def test_an_address_answers_at_once_and_its_preview_comes(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = play(monkeypatch, story=Recorded(WEIR))
    assert 'name="addresses"' in browser.get(reverse("bring_in")).content.decode()
    shown = ask(browser, STORY)
    assert "It is being fetched" in shown
    assert "data-going-on" in shown
    assert fake.asked == []
    assert "It is being fetched" in browser.get(reverse("bring_in")).content.decode()
    item = Item.objects.get()
    preview = reverse("preview", args=[item.job.pid, item.rank])
    assert browser.get(preview).status_code == 404
    events.work_off()
    shown = browser.get(reverse("job", args=[item.job.pid])).content.decode()
    assert "data-going-on" not in shown
    assert preview in shown
    assert "Is this how it goes together?" in browser.get(preview).content.decode()
    browser.post(preview, {"do": "keep"})
    assert STORY in browser.get(reverse("work", args=[Work.objects.get().pid])).content.decode()


def test_what_fails_is_a_sentence_with_a_button_to_try_again(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, story=[Recorded(status=500), Recorded(WEIR)])
    ask(browser, STORY)
    events.work_off()
    item = Item.objects.get()
    again = reverse("ask_again", args=[item.job.pid, item.rank])
    shown = browser.get(reverse("job", args=[item.job.pid])).content.decode()
    assert "in trouble just now" in shown
    assert again in shown
    assert "It is being fetched" in browser.post(again, follow=True).content.decode()
    events.work_off()
    assert Item.objects.get().state == State.PREVIEW


def test_several_addresses_and_none_and_too_many(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, story=Recorded(WEIR))
    shown = ask(browser, f"{STORY}\r\n  https://www.fanfiction.net/s/1 {STORY}\n<script>")
    assert Item.objects.count() == 3
    assert "keeps programs out" in shown
    refused = Item.objects.get(state=State.REFUSED, address__contains="fanfiction")
    again = reverse("ask_again", args=[refused.job.pid, refused.rank])
    assert again not in shown
    browser.post(again)
    assert Item.objects.get(pk=refused.pk).state == State.REFUSED
    assert "<script>" not in shown.partition("<main")[2]
    assert "No address came along" in ask(browser, " \n ")
    assert "more than 50" in ask(browser, " ".join(f"https://ada.example/{number}" for number in range(51)))
    assert Item.objects.count() == 3


def test_nobody_asks_again_for_another(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, story=Recorded(status=404))
    ask(browser, STORY)
    events.work_off()
    item = Item.objects.get()
    stranger = signed_in(account("ben@example.org"))
    assert stranger.post(reverse("ask_again", args=[item.job.pid, item.rank])).status_code == 404
    assert Client().post(reverse("ask_address"), {"addresses": STORY}).status_code in (302, 403)
    assert Item.objects.get().state == State.REFUSED


def test_a_work_with_an_address_offers_to_look_for_a_newer_copy(
    ada: Account, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, story=Recorded(WEIR))
    ask(browser, STORY)
    events.work_off()
    work = actions.accept_item(item=Item.objects.select_related("job").get(), at=NOW).work
    newer = reverse("look_for_newer", args=[work.pid])
    assert newer in browser.get(reverse("work", args=[work.pid])).content.decode()
    play(monkeypatch, story=Recorded(WEIR.replace(b"lamp", b"lamp, and a bell rang")))
    browser.post(newer)
    events.work_off()
    shown = browser.get(reverse("job", args=[Item.objects.latest("pk").job.pid])).content.decode()
    assert "Kept as a new copy of a work that you hold already" in shown
    assert signed_in(account("ben@example.org")).post(newer).status_code == 404


def test_a_work_without_an_address_offers_nothing(browser: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    where = browser.post(reverse("bring_in"), {"files": [SimpleUploadedFile("bell.txt", b"The bell rang.\n\nTwice.")]})
    browser.post(where["Location"], {"do": "keep"})
    work = Work.objects.get()
    assert "look for a newer" not in browser.get(reverse("work", args=[work.pid])).content.decode().lower()
    assert browser.post(reverse("look_for_newer", args=[work.pid])).status_code == 404

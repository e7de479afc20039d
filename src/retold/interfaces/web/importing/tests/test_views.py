"""Bringing in, by forms alone: what a browser without script does."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from retold.catalog.people.models import Account
from retold.catalog.works.models import Work
from retold.importing.models import Item, State
from retold.interfaces.web.tests.people import account, signed_in

pytestmark = pytest.mark.django_db

STORY = """Title: The ferry bell
Author: Ada Fenn

Author's note: inspired by a drawing that Ben posted on Tumblr.

The ferry bell had not rung since the spring.

"That's nobody," said the ferryman's sister, and put on her coat.

When she came back the lamp was lit, and there were two cups on the table.
"""


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def browser(ada: Account) -> Client:
    return signed_in(ada)


def bring(browser: Client, *files: tuple[str, bytes], **more: str):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return browser.post(reverse("bring_in"), {"files": uploads, **more})


def story(browser: Client, text: str = STORY) -> str:
    """The address of the preview of a story that was brought in."""
    return bring(browser, ("bell.txt", text.encode()))["Location"]


def test_it_leads_one_file_to_its_preview(browser: Client) -> None:
    where = story(browser)
    page = browser.get(where)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Is this how it goes together?" in text
    assert "bell.txt" in text
    assert "The ferry bell had not rung since the spring." in text
    assert 'value="The ferry bell"' in text


def test_it_lists_several_files_with_a_sentence_for_each_refused(browser: Client) -> None:
    answer = bring(browser, ("bell.txt", STORY.encode()), ("nothing.txt", b""))
    page = browser.get(answer["Location"]).content.decode()
    assert "bell.txt" in page
    assert "nothing.txt" in page
    assert Item.objects.get(name="nothing.txt").reason in page
    assert page.count("Look it over") == 1


def test_it_says_so_when_no_file_came(browser: Client) -> None:
    page = browser.post(reverse("bring_in"), {}, follow=True).content.decode()
    assert "No file came along" in page


def test_it_answers_a_script_with_results_of_one_job(browser: Client) -> None:
    headers = {"accept": "application/json"}
    file = SimpleUploadedFile("bell.txt", STORY.encode())
    first = browser.post(reverse("bring_in"), {"files": file}, headers=headers).json()
    file = SimpleUploadedFile("torn.bin", b"\x00\x01\x02\x00")
    second = browser.post(reverse("bring_in"), {"files": file, "job": first["job"]}, headers=headers).json()
    assert second["job"] == first["job"]
    assert first["files"][0]["refused"] is False
    assert second["files"][0]["refused"] is True
    assert second["files"][0]["sentence"]
    assert browser.post(reverse("bring_in"), {}, headers=headers).status_code == 400


def test_it_goes_on_with_no_job_of_another(browser: Client) -> None:
    story(browser)
    job = Item.objects.get().job
    ben = signed_in(account("ben@example.org"))
    file = SimpleUploadedFile("bell.txt", STORY.encode())
    answer = ben.post(reverse("bring_in"), {"files": file, "job": f"{job.pid}"}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert job.items.count() == 1


def test_it_hides_an_item_from_others(browser: Client) -> None:
    where = story(browser)
    ben = signed_in(account("ben@example.org"))
    assert ben.get(where).status_code == 404
    assert ben.post(where, {"do": "keep"}).status_code == 404
    assert Work.objects.count() == 0


def test_it_moves_an_edge_without_script(browser: Client) -> None:
    where = story(browser)
    before = [(line.number, line.role) for line in _lines()]
    first = next(number for number, role in before if role is None and number > 4)
    answer = browser.post(where, {"edge": f"{first}:down"})
    assert answer.status_code == 302
    assert f"#line-{first}" in answer["Location"]
    assert {line.number: line.role for line in _lines()}[first] is not None
    browser.post(where, {"begin": f"{first}:"})
    assert {line.number: line.role for line in _lines()}[first] is None


def _lines():
    from retold.importing.queries import preview

    return [line for line in preview(Item.objects.get()).lines if line.text.strip()]


def test_it_gives_htmx_the_form_alone(browser: Client) -> None:
    answer = browser.post(story(browser), {"edge": "6:down"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith("<form")


def test_it_keeps_what_was_typed_through_a_move_and_a_pause(browser: Client) -> None:
    where = story(browser)
    browser.post(where, {"do": "later", "title": "Another bell", "fandoms": "Rivers of Harrow, Old Songs"})
    assert Item.objects.get().state == State.SET_ASIDE
    assert "Set aside" in browser.get(reverse("bring_in")).content.decode()
    browser.post(where, {"edge": "6:down", "title": "Another bell"})
    page = browser.get(where).content.decode()
    assert 'value="Another bell"' in page
    assert 'value="Rivers of Harrow, Old Songs"' in page


def test_it_keeps_the_work_with_mends_and_decided_credits(browser: Client, ada: Account) -> None:
    where = story(browser)
    page = browser.get(where).content.decode()
    assert "Address not known" in page
    from retold.importing.queries import preview

    cards = preview(Item.objects.get()).cards
    posted = {f"{card.key}-decision": "accept" for card in cards}
    posted[f"{cards[0].key}-url"] = "https://example.org/drawing"
    answer = browser.post(where, {"do": "keep", "fandoms": "Rivers of Harrow", **posted}, follow=True)
    text = answer.content.decode()
    assert "The ferry bell" in text
    assert "Rivers of Harrow" in text
    assert "https://example.org/drawing" in text
    assert Item.objects.get().state == State.ACCEPTED
    assert Work.objects.get().audience == 0
    # Sent twice, the form makes one work; opened again, the preview leads to it.
    assert browser.post(where, {"do": "keep"}).status_code == 302
    assert Work.objects.count() == 1
    assert "/works/" in browser.get(where)["Location"]


def test_it_leaves_a_refused_credit_out(browser: Client) -> None:
    where = story(browser)
    from retold.importing.queries import preview

    cards = preview(Item.objects.get()).cards
    assert cards
    posted = {f"{card.key}-decision": "refuse" for card in cards}
    page = browser.post(where, {"do": "keep", **posted}, follow=True).content.decode()
    assert "What it owes" not in page


def test_it_folds_the_middle_of_a_long_file(browser: Client) -> None:
    text = STORY + "\n".join(f"Line {number} of the river.\n" for number in range(300))
    where = story(browser, text)
    page = browser.get(where).content.decode()
    assert "more paragraphs" in page
    assert "Line 150 of the river" not in page
    number = next(line.number for line in _lines() if line.text.startswith("Line 150 "))
    assert "Line 150 of the river" in browser.get(f"{where}?unfolded={number}").content.decode()


def test_it_shows_the_parts_of_a_file_without_lines(browser: Client) -> None:
    html = b"<html><head><title>Bell</title></head><body><h1>Bell</h1><p>The ferry bell rang.</p></body></html>"
    where = bring(browser, ("bell.html", html))["Location"]
    page = browser.get(where).content.decode()
    assert "The ferry bell rang." in page
    assert 'role="separator"' not in page


def as_after_a_kill(name: str) -> Item:
    """An item as it stands when the program is killed between keeping a file and reading it."""
    Item.objects.filter(name=name).update(state=State.WAITING, manuscript=None, reader="", report={}, reason="")
    return Item.objects.get(name=name)


def test_what_a_kill_left_unread_is_listed_and_read_when_it_is_opened(browser: Client) -> None:
    where = story(browser)
    as_after_a_kill("bell.txt")
    for page in (reverse("bring_in"), reverse("shelf")):
        assert where in browser.get(page).content.decode()
    assert "Kept, and not read yet." in browser.get(reverse("bring_in")).content.decode()
    assert Item.objects.get().state == State.WAITING
    assert "Is this how it goes together?" in browser.get(where).content.decode()
    assert Item.objects.get().state == State.PREVIEW


def test_what_a_kill_left_unread_and_cannot_be_read_says_so_when_it_is_opened(browser: Client) -> None:
    bring(browser, ("torn.bin", b"\x00\x01\x02\x00"))
    item = as_after_a_kill("torn.bin")
    where = reverse("preview", args=[item.job.pid, item.rank])
    page = browser.get(where, follow=True).content.decode()
    reason = Item.objects.get().reason
    assert reason
    assert reason in page
    assert browser.get(where).status_code == 404


def test_a_credit_of_a_kind_of_tomorrow_does_not_become_another(browser: Client) -> None:
    from retold.interfaces.web.mending.cards import card_of, credit_mends
    from retold.manuscript.mending import proposals
    from retold.manuscript.model import Credit

    shown = proposals((Credit("a kind of tomorrow", "hologram"),), {})
    card = card_of(shown[0])
    assert card.kinds[0][0] == "a kind of tomorrow"
    assert card.media[0][0] == "hologram"
    sent = {f"{card.key}-kind": "a kind of tomorrow", f"{card.key}-medium": "hologram"}
    assert credit_mends(sent, shown, {})[card.key].decision == "later"


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def test_it_asks_what_a_picture_shows_and_keeps_the_answer(browser: Client) -> None:
    shown = f"<p>{'The lamp was out. ' * 20}</p><p><img src='data:image/png;base64,{PIXEL}'></p>"
    where = bring(browser, ("lamp.html", f"<html><body>{shown}</body></html>".encode()))["Location"]
    page = browser.get(where).content.decode()
    assert "Pictures that nothing describes" in page
    picture = browser.get(f"{where}assets/picture-1.png")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert "sandbox" in picture["Content-Security-Policy"]
    assert browser.get(f"{where}assets/other.png").status_code == 404
    assert signed_in(account("ben@example.org")).get(f"{where}assets/picture-1.png").status_code == 404
    browser.post(where, {"do": "mend", "alt-1": 'A "lamp", <unlit>'})
    assert 'value="A &quot;lamp&quot;, &lt;unlit&gt;"' in browser.get(where).content.decode()
    browser.post(where, {"do": "keep"})
    text = browser.get(reverse("chapter", args=[Work.objects.get().pid, 1])).content.decode()
    assert "&lt;unlit&gt;" in text
    assert "<unlit>" not in text

"""Mending a work that is kept, by forms alone: what a browser without script does."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retold.catalog import desk
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import viewer_for
from retold.catalog.works.models import Access, Right, Work
from retold.interfaces.web.tests.people import WEIR, account, signed_in, work_of
from retold.lib import public_ids
from retold.manuscript.mending import credit_key
from retold.manuscript.model import Chapter, Creator, Credit, Manuscript

pytestmark = pytest.mark.django_db

DRAWING = Credit("inspired_by", "fanart", place="Tumblr", evidence="The drawing this was inspired by")
SONG = Credit("title_from", "song", "Nine Winters Down", "Nan Carrick", evidence="The title comes from")
LOST = Manuscript(
    chapters=(Chapter("<p>The lamp had been out for nine winters.</p>"),),
    notes_before="<p>The drawing this was inspired by is gone. The title comes from Nine Winters Down.</p>",
    language="en",
    credits=(DRAWING, SONG),
)


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def browser(ada: Account) -> Client:
    return signed_in(ada)


def address(work: Work) -> str:
    return reverse("mend", args=[work.pid])


def as_opened(browser: Client, work: Work) -> dict[str, str]:
    """What the form would send if nothing were changed: what a browser reads out of the page."""
    page = browser.get(address(work)).content.decode()
    form = page[page.index('<form id="mend"') : page.rindex("</form>", 0, page.index("</main>"))]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        said = {name: html.unescape(value) for name, value in re.findall(r'(\S+)="([^"]*)"', tag)}
        if said["type"] in ("hidden", "text") or " checked" in tag:
            found[said["name"]] = said.get("value", "")
    for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(text)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = html.unescape(re.findall(r'value="([^"]*)" selected', options)[0])
    found.pop("csrfmiddlewaretoken")
    return found


def test_it_asks_for_what_is_missing_and_shows_what_is_kept(browser: Client, ada: Account) -> None:
    page = browser.get(address(work_of(ada, LOST))).content.decode()
    assert "It is a line from the song below, perhaps?" in page
    assert "Which story, show or game" in page
    assert "The drawing this was inspired by" in page
    assert "Others can see it once it has a title." in page
    whole = browser.get(address(work_of(ada))).content.decode()
    for kept in ('value="The lamp at the weir"', 'value="Ada Fenn, Ben Oake"', "Wren &amp; Tam</textarea>", "Take it"):
        assert kept in whole, kept
    assert "Missing." not in whole


def test_a_form_that_changes_nothing_changes_nothing(browser: Client, ada: Account) -> None:
    named = replace(WEIR, relationships=("Wren & Tam, later", "Wren & Ada"), credits=(*WEIR.credits, SONG))
    work = work_of(ada, named)
    before, version = desk.manuscript_of(work, viewer_for(ada)), work.version
    assert browser.post(address(work), as_opened(browser, work)).status_code == 302
    work.refresh_from_db()
    assert (work.version, work.mended) == (version, {})
    assert desk.manuscript_of(work, viewer_for(ada)) == before
    assert desk.proposals_of(work) == (SONG,)


def test_it_makes_a_lost_story_whole(browser: Client, ada: Account) -> None:
    work = work_of(ada, LOST)
    sent = as_opened(browser, work) | {
        "title": "Nine Winters Down",
        "creators": "Ada Fenn",
        "fandoms": "Rivers of Harrow, Old Songs",
        "summary": "A lamp is lit.",
        "audience": "everyone",
        f"{credit_key(DRAWING)}-decision": "refuse",
        f"{credit_key(SONG)}-creator": "Nan and Jo Carrick",
    }
    page = browser.post(address(work), sent, follow=True).content.decode()
    assert "Saved." in page
    for said in ("Nine Winters Down", "Ada Fenn", "Rivers of Harrow", "Old Songs", "A lamp is lit.", "Nan and Jo Carr"):
        assert said in page, said
    assert "Everyone" in page
    assert "wait for your word" not in page
    assert Client().get(reverse("work", args=[work.pid])).status_code == 200
    # What was refused, and what was accepted in other words, is not asked about again.
    again = browser.get(address(work)).content.decode()
    assert "Credits found in the notes" not in again
    assert desk.proposals_of(work) == ()


def test_names_with_commas_in_them_stay_whole(browser: Client, ada: Account) -> None:
    work = work_of(ada, replace(WEIR, creators=(Creator("Fenn, Ada", "artist"),), fandoms=("Harrow, Rivers of",)))
    sent = as_opened(browser, work) | {"creators": "Fenn, Ada, Ben Oake", "fandoms": "Old Songs, Harrow, Rivers of"}
    browser.post(address(work), sent)
    out = desk.manuscript_of(work, viewer_for(ada))
    assert out.creators == (Creator("Fenn, Ada", "artist"), Creator("Ben Oake"))
    assert out.fandoms == ("Old Songs", "Harrow, Rivers of")


def test_a_credit_is_taken_back_and_asked_about_again(browser: Client, ada: Account) -> None:
    work = work_of(ada)
    [line] = work.credits.all()
    sent = as_opened(browser, work) | {"take-back": public_ids.letters(line.pid)}
    page = browser.post(address(work), sent, follow=True).content.decode()
    assert "What it owes" not in page
    assert "1 credit found in its notes waits for your word." in page
    accept = as_opened(browser, work) | {f"{credit_key(WEIR.credits[0])}-decision": "accept"}
    assert "What it owes" in browser.post(address(work), accept, follow=True).content.decode()
    assert desk.manuscript_of(work, viewer_for(ada)) == WEIR


@pytest.mark.parametrize("audience", ["members", "everyone"])
def test_a_work_without_a_title_is_not_opened_and_nothing_typed_is_lost(
    browser: Client, ada: Account, audience: str
) -> None:
    work = work_of(ada, LOST)
    sent = as_opened(browser, work) | {
        "audience": audience,
        "fandoms": "Rivers of Harrow",
        "characters": "Wren",
        f"{credit_key(DRAWING)}-decision": "refuse",
        f"{credit_key(SONG)}-title": "Eight Winters Down",
    }
    answer = browser.post(address(work), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a work that others can see needs a title" in page
    assert 'value="Rivers of Harrow"' in page
    assert "Wren</textarea>" in page
    assert f'value="{audience}" checked' in page
    assert 'value="refuse" checked' in page
    assert 'value="Eight Winters Down"' in page
    version = work.version
    work.refresh_from_db()
    assert (work.version, work.mended, work.audience) == (version, {}, 0)
    assert desk.proposals_of(work) == (DRAWING, SONG)


def test_an_open_work_keeps_its_title_unless_it_is_closed_too(browser: Client, ada: Account) -> None:
    work = work_of(ada, audience="everyone")
    sent = as_opened(browser, work) | {"title": ""}
    assert browser.post(address(work), sent).status_code == 422
    assert browser.post(address(work), sent | {"audience": "private"}).status_code == 302
    work.refresh_from_db()
    assert (work.title, work.audience) == (None, 0)


def test_another_window_was_first(browser: Client, ada: Account) -> None:
    work = work_of(ada)
    first, second = as_opened(browser, work), as_opened(browser, work)
    browser.post(address(work), first | {"title": "Low water", "freeforms": "Fluff", "audience": "members"})
    answer = browser.post(address(work), second | {"title": "High water", "rating": "Explicit", "audience": "everyone"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "changed in another window" in page
    assert 'value="High water"' in page
    assert "Kept now: Low water." in page
    assert "Kept now: members." in page
    assert "Fluff</textarea>" in page  # what this window did not touch is as it is kept now
    work.refresh_from_db()
    assert work.title == "Low water"
    # Sent once more from that page, it is this keeper's word that counts, and the rest stays.
    again = as_opened(browser, work) | {"title": "High water", "rating": "Explicit"}
    assert browser.post(address(work), again).status_code == 302
    out = desk.manuscript_of(work, viewer_for(ada))
    assert (out.title, out.rating, out.freeforms) == ("High water", "Explicit", ("Fluff",))


@pytest.mark.parametrize("version", [None, "", "x", "-1", "99999999999999999999"])
def test_a_form_without_its_version_overwrites_nothing(browser: Client, ada: Account, version: str | None) -> None:
    work = work_of(ada)
    sent = {"title": "Mine"} | ({} if version is None else {"version": version})
    assert browser.post(address(work), sent).status_code == 409
    work.refresh_from_db()
    assert work.title == WEIR.title


def test_what_was_not_offered_is_not_taken(browser: Client, ada: Account) -> None:
    work = work_of(ada)
    sent = as_opened(browser, work) | {"language": "no language", "rating": "Five stars", "audience": "friends"}
    assert browser.post(address(work), sent | {"take-back": "nonsense"}).status_code == 302
    assert desk.manuscript_of(work, viewer_for(ada)) == WEIR


def test_only_who_may_write_sees_the_page(client: Client, ada: Account) -> None:
    work = work_of(ada, audience="everyone")
    assert client.get(address(work)).status_code == 302
    cleo = account("cleo@example.org")
    browser = signed_in(cleo)
    sent = as_opened(signed_in(ada), work) | {"title": "Mine"}
    for right in (None, Right.READ):
        if right:
            Access.objects.create(account=cleo, work=work, right=right)
        assert browser.get(address(work)).status_code == 404
        assert browser.post(address(work), sent).status_code == 404
        page = browser.get(reverse("work", args=[work.pid])).content.decode()
        assert address(work) not in page
        assert reverse("remove_work", args=[work.pid]) not in page
    Access.objects.update_or_create(account=cleo, work=work, defaults={"right": Right.WRITE})
    page = browser.get(address(work)).content.decode()
    assert "Who sees it" not in page
    assert browser.post(address(work), sent | {"audience": "private"}).status_code == 302
    work.refresh_from_db()
    assert (work.title, work.audience) == ("Mine", 2)


def test_the_work_s_own_pages_lead_there(browser: Client, ada: Account) -> None:
    work = work_of(ada, LOST)
    page = browser.get(reverse("work", args=[work.pid])).content.decode()
    assert "The file does not say what it is called." in page
    assert f'{address(work)}#field-title"' in page
    assert "2 credits found in its notes wait for your word." in page
    page = browser.get(reverse("credits", args=[work.pid])).content.decode()
    assert f'{address(work)}#credits"' in page
    named = work_of(ada)
    page = browser.get(reverse("work", args=[named.pid])).content.decode()
    assert f'{address(named)}"' in page
    assert 'class="asked"' not in page


def test_it_makes_the_same_queries_however_much_there_is(browser: Client, ada: Account) -> None:
    few = work_of(ada, LOST)
    texts = (" ".join(f"word{number}x{place}" for place in range(150)) for number in range(20))
    many = replace(
        WEIR,
        title="Long",
        chapters=tuple(Chapter(f"<p>{text}</p>") for text in texts),
        freeforms=tuple(f"Tag {number}" for number in range(30)),
        credits=tuple(replace(SONG, title=f"Song {n}", state=("accepted", "proposed")[n % 2]) for n in range(20)),
    )
    counts = []
    for work in (few, work_of(ada, many)):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address(work)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20, counts

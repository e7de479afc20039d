"""The copies of a work on pages: listed, read, compared, joined, parted; for a work's keepers alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retold.catalog import desk
from retold.catalog.desk.likeness import Likely, remember_questions
from retold.catalog.people.models import Account
from retold.catalog.works.likeness import Shares
from retold.catalog.works.models import Regrouping, Work
from retold.interfaces.web.tests.people import NOW, WEIR, account, signed_in, work_of
from retold.lib import public_ids
from retold.manuscript.model import Chapter, Manuscript, Source

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(days=40)
TOLD = " ".join(f"word{number}" for number in range(200))
OLDER = replace(
    WEIR,
    source=Source("https://archiveofourown.org/works/71", "archiveofourown.org", "ao3_html"),
    chapters=(
        Chapter(f"<p>The water fell.</p>\n<p>{TOLD}</p>\n<p>Nobody came.</p>", title="One"),
        Chapter("<p>They lit the lamp.</p>", notes_after="<p>The wick was old.</p>"),
    ),
)
NEWER = replace(
    OLDER,
    notes_after=None,
    summary="<p>The river goes up.</p>",
    chapters=(
        Chapter(f"<p>The black water fell.</p>\n<p>{TOLD}</p>\n<p>Ben came.</p>", title="One"),
        Chapter("<p>They lit the lamp.</p>"),
    ),
)


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def browser(ada: Account) -> Client:
    return signed_in(ada)


@pytest.fixture
def work(ada: Account) -> Work:
    work_of(ada, OLDER)
    return desk.accept(NEWER, account=ada, at=LATER).work


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_each_copy_says_what_it_has_and_what_it_gave(browser: Client, work: Work) -> None:
    page = text(browser.get(reverse("copies", args=[work.pid])))
    newer, older = page.split('id="copy-1"')[0], page.split('id="copy-1"')[1]
    assert "the newest" in newer
    assert "the text of 2 chapters" in newer
    assert "5 words" in older  # "The water fell." and "Nobody came."
    assert "notes after chapters (1)" in older
    assert "end notes" in older
    assert "the text of" not in older


def test_an_older_copy_is_read_as_it_came(browser: Client, work: Work) -> None:
    page = text(browser.get(reverse("copy_chapter", args=[work.pid, 1, 1])))
    assert "Nobody came." in page
    assert "This is copy 1 as it came on 22 November 2026" in page
    assert reverse("copy_chapter", args=[work.pid, 1, 2]) in page
    assert "The wick was old." in text(browser.get(reverse("copy_chapter", args=[work.pid, 1, 2])))
    assert browser.get(reverse("copy_chapter", args=[work.pid, 1, 3])).status_code == 404
    assert browser.get(reverse("copy_chapter", args=[work.pid, 3, 1])).status_code == 404


def test_two_copies_are_compared_word_by_word(browser: Client, work: Work) -> None:
    page = text(browser.get(reverse("compare", args=[work.pid]), {"older": 1, "newer": 2}))
    assert "The <ins>black </ins>water fell." in page
    assert "<del>Nobody</del><ins>Ben</ins> came." in page
    assert "The river goes up." in page  # a field that differs
    assert "word199" in page  # what stands beside a change is shown
    assert 'class="sign"' in page  # told by a sign and a word as well as by colour
    assert "Only in the older" in page


def test_a_copy_compared_with_itself_or_with_none_is_not_there(browser: Client, work: Work) -> None:
    for asked in ({"older": 2, "newer": 2}, {"older": 9, "newer": 2}, {"older": "x"}, {"other": "x"}):
        assert browser.get(reverse("compare", args=[work.pid]), asked).status_code == 404


def asked_about(ada: Account) -> tuple[Work, Work]:
    one = work_of(ada, OLDER)
    other = work_of(ada, Manuscript(title="Lamps", chapters=(Chapter("<p>Another text about lamps.</p>"),)))
    remember_questions(other, [Likely(one, Shares(0.4, 0.9, 100))], NOW)
    return one, other


def test_two_works_that_may_be_one_are_asked_about_and_joined(browser: Client, ada: Account) -> None:
    one, other = asked_about(ada)
    page = text(browser.get(reverse("work", args=[one.pid])))
    assert "is perhaps the same work" in page
    assert "It has 90% of this one&#x27;s text, and this one has 40% of its text." in page
    assert "Two works compared" in text(
        browser.get(reverse("compare", args=[one.pid]), {"other": public_ids.letters(other.pid)})
    )
    said = {"other": public_ids.letters(other.pid)}
    answer = browser.post(reverse("join", args=[one.pid]), said, follow=True)
    assert "Joined" in text(answer)
    assert one.editions.standing().count() == 2
    assert browser.get(reverse("work", args=[other.pid])).url == reverse("work", args=[one.pid])  # type: ignore[attr-defined]
    assert "perhaps the same" not in text(browser.get(reverse("work", args=[one.pid])))


def test_works_kept_apart_are_not_asked_about_again(browser: Client, ada: Account) -> None:
    one, other = asked_about(ada)
    browser.post(reverse("apart", args=[one.pid]), {"other": public_ids.letters(other.pid)})
    remember_questions(other, [Likely(one, Shares(0.4, 0.9, 100))], LATER)
    for work in (one, other):
        assert "perhaps the same" not in text(browser.get(reverse("work", args=[work.pid])))


def test_a_join_is_undone_from_the_page_and_from_what_was_removed(browser: Client, ada: Account) -> None:
    one, other = asked_about(ada)
    for undo in ("undo_copies", "restore_work"):
        browser.post(
            reverse("join", args=[one.pid]), {"other": f"https://here.example/works/{public_ids.letters(other.pid)}"}
        )
        made = Regrouping.objects.get(undone_at=None)
        target = one if undo == "undo_copies" else other
        browser.post(reverse(undo, args=[target.pid]), {"regrouping": public_ids.letters(made.pid)})
        assert one.editions.standing().count() == other.editions.standing().count() == 1
        assert browser.get(reverse("work", args=[other.pid])).status_code == 200


def test_a_copy_is_parted_and_put_back(browser: Client, work: Work) -> None:
    browser.post(reverse("part", args=[work.pid]), {"copy": "1"})
    made = Regrouping.objects.get()
    assert (work.editions.standing().count(), made.work.editions.standing().count()) == (1, 1)
    page = text(browser.get(reverse("copies", args=[work.pid])))
    assert "It can be undone until" in page
    browser.post(reverse("undo_copies", args=[work.pid]), {"regrouping": public_ids.letters(made.pid)})
    assert work.editions.standing().count() == 2
    assert browser.get(reverse("work", args=[made.work.pid])).status_code == 404


def test_the_last_copy_stays(browser: Client, work: Work) -> None:
    answer = browser.post(reverse("part", args=[work.pid]), {"copy": ["1", "2"]}, follow=True)
    assert "leave at least one where it is" in text(answer)


def test_nobody_else_gets_at_them(work: Work, ada: Account) -> None:
    ben = account("ben@example.org")
    theirs = work_of(ben)
    key = public_ids.letters(work.pid)
    stranger = signed_in(ben)
    for name, args, asked in (
        ("copies", [work.pid], {}),
        ("compare", [work.pid], {}),
        ("copy_chapter", [work.pid, 1, 1], {}),
        ("compare", [theirs.pid], {"other": key}),
    ):
        assert stranger.get(reverse(name, args=args), asked).status_code == 404, name
    for name, said in (
        ("join", {"other": key}),
        ("apart", {"other": key}),
        ("part", {"copy": "1"}),
        ("undo_copies", {}),
    ):
        assert stranger.post(reverse(name, args=[work.pid]), said).status_code == 404, name
    assert stranger.post(reverse("apart", args=[theirs.pid]), {"other": key}).status_code == 404
    assert "no work of yours" in text(stranger.post(reverse("join", args=[theirs.pid]), {"other": key}, follow=True))
    assert work.editions.standing().count() == 2


def test_an_open_work_shows_its_copies_to_its_keepers_alone(client: Client, ada: Account) -> None:
    account("ben@example.org")
    work = work_of(ada, audience="everyone")
    assert "Copies of this work" not in text(client.get(reverse("work", args=[work.pid])))
    assert client.get(reverse("copies", args=[work.pid])).status_code == 302  # asked to sign in


def test_a_work_open_to_all_is_not_joined_by_a_stranger(ada: Account) -> None:
    ben = account("ben@example.org")
    open_one, theirs = work_of(ada, audience="everyone"), work_of(ben)
    answer = signed_in(ben).post(reverse("join", args=[theirs.pid]), {"other": public_ids.letters(open_one.pid)})
    assert answer.status_code == 404
    assert Work.objects.filter(pk=open_one.pk, removed_at=None).exists()


def test_the_list_takes_as_many_queries_for_many_copies(browser: Client, ada: Account, work: Work) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get(reverse("copies", args=[work.pid]))
        return len(seen)

    few = queries()
    for number in range(4):
        desk.accept(replace(NEWER, summary=f"<p>Summary {number}</p>"), account=ada, at=LATER)
    assert queries() == few

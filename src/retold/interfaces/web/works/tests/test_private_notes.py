"""What is a reader's own stays theirs: shown to them, to nobody else, and in nothing that leaves."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from retold.catalog import desk
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import GUEST, viewer_for
from retold.catalog.works.actions import remove_work
from retold.catalog.works.models import Work
from retold.exporting import writers
from retold.exporting.actions import export_work
from retold.importing.gathering import Note
from retold.importing.models import PrivateNote
from retold.importing.private_notes import keep_notes, notes_on
from retold.interfaces.web.tests.people import account, signed_in, work_of
from retold.manuscript.serialise import dumps

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
CANARY = "Wept into the nettle soup"
NOTES = (
    Note("highlight", f"“The lamp” {CANARY}", {"start_cfi": "/2/4", "mark": CANARY}),
    Note("rating", "Your rating: 4 of 5", {"stars": 4.0}),
)


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def work(ada: Account) -> Work:
    found = work_of(ada, audience="everyone")
    assert keep_notes(account=ada, notes=[(found, NOTES)], at=AT) == 2
    return found


def everything_in(data: bytes) -> bytes:
    """The bytes of a file, and of every file in it if it is a ZIP."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(everything_in(archive.read(name)) for name in archive.namelist())


def test_a_note_comes_in_once_and_none_goes_away(ada, work):
    assert keep_notes(account=ada, notes=[(work, NOTES)], at=AT) == 0
    assert keep_notes(account=ada, notes=[(work, [Note("rating", "Your rating: 5 of 5", {"stars": 5})])], at=AT) == 1
    assert [line.text for line in notes_on(work.pid, viewer_for(ada))] == [
        "Your rating: 4 of 5",
        "Your rating: 5 of 5",
        NOTES[0].text,
    ]
    assert PrivateNote.objects.get(kind="highlight").data == {"start_cfi": "/2/4", "mark": CANARY}


def test_what_no_database_can_hold_is_left_out_of_a_note(ada, work):
    odd = Note("note", "a\0b\ud800c", {"x": "a\0b", "y": float("1")})
    assert keep_notes(account=ada, notes=[(work, [odd])], at=AT) == 1
    held = PrivateNote.objects.get(kind="note")
    assert (held.text, held.data["x"]) == ("ab?c", "ab")


def test_its_reader_sees_it_and_nobody_else(ada, work):
    address = reverse("work", args=[work.pid])
    ben = account("ben@example.org")
    assert CANARY in signed_in(ada).get(address).content.decode()
    for other in (Client(), signed_in(ben)):
        page = other.get(address).content.decode()
        assert "The lamp at the weir" in page
        assert CANARY not in page
        assert "Your own notes" not in page
    assert notes_on(work.pid, viewer_for(ben)) == notes_on(work.pid, GUEST) == ()


def test_each_account_has_its_own_notes_on_a_work_that_both_see(ada, work):
    ben = account("ben@example.org")
    keep_notes(account=ben, notes=[(work, [Note("note", "Ben was here")])], at=AT)
    assert [line.text for line in notes_on(work.pid, viewer_for(ben))] == ["Ben was here"]
    assert "Ben was here" not in signed_in(ada).get(reverse("work", args=[work.pid])).content.decode()


def test_notes_on_a_work_that_is_hidden_since_are_hidden_with_it(ada, work):
    ben = account("ben@example.org")
    keep_notes(account=ben, notes=[(work, [Note("note", "Ben was here")])], at=AT)
    remove_work(work=work, by=ada, at=AT)
    assert notes_on(work.pid, viewer_for(ben)) == ()


@pytest.mark.parametrize("format_", writers.FORMATS)
def test_no_file_that_is_made_of_the_work_holds_them(ada, work, format_):
    for viewer in (viewer_for(ada), GUEST):
        data = everything_in(export_work(work, viewer, format_).data)
        assert b"water" in data
        assert CANARY.encode() not in data
        assert b"Your rating" not in data


def test_no_manuscript_holds_them(ada, work):
    assert CANARY not in dumps(desk.manuscript_of(work, viewer_for(ada)))


def test_the_chapters_and_the_shelf_do_not_show_them(ada, work):
    browser = signed_in(ada)
    for address in (reverse("chapter", args=[work.pid, 1]), reverse("shelf"), reverse("credits", args=[work.pid])):
        assert CANARY not in browser.get(address).content.decode()

"""A run over a Calibre library and a folder of ao3downloader: works, fields, covers, and the reader's own notes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from retold.catalog import desk
from retold.catalog.people.actions import create_account
from retold.catalog.people.models import Account
from retold.catalog.people.viewers import viewer_for
from retold.catalog.works.models import Work
from retold.importing import actions, runs
from retold.importing.gathering.ao3downloader.tests.test_ao3downloader import a_folder
from retold.importing.gathering.calibre_library.tests.libraries import LibraryMaker
from retold.importing.models import PrivateNote
from retold.importing.private_notes import notes_on
from retold.importing.readers.tests.books import PNG, epub, page

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
STORY = " ".join(f"The lamp at weir {number} came on at nine." for number in range(60))
BOOK = epub({"a.xhtml": page(f"<p>{STORY}</p>")}, metadata="<dc:title>The lamp</dc:title>")


@pytest.fixture
def ada() -> Account:
    return create_account(email="ada@example.org", password=None, at=AT)


def brought_in(who: Account, folder: Path, **options: object) -> list[runs.Done]:
    job = actions.start_run(account=who, paths=[folder], at=AT, by="command", **options)
    return list(runs.work(job, now=lambda: AT))


def a_library(folder: Path) -> Path:
    maker = LibraryMaker(folder)
    maker.column("fandoms", "Fandoms", "text", several=True)
    maker.column("mood", "Mood", "text")
    maker.book(
        "The lamp",
        {"EPUB": BOOK, "TXT": f"The lamp\n\n{STORY}\n".encode(), "MOBI": None},
        authors=("Ada Fenn",),
        identifiers={"url": "https://archiveofourown.org/works/12"},
        custom={"fandoms": ["Rivers of Harrow"], "mood": "wistful"},
        rating=8,
        cover=PNG,
    )
    return maker.done()


def test_a_book_is_one_work_with_all_its_files_and_what_the_library_says(ada, tmp_path):
    done = brought_in(ada, a_library(tmp_path))
    assert [(one.path.suffix, one.item.outcome) for one in done] == [
        (".epub", "added"),
        (".mobi", "refused"),
        (".txt", "held"),
    ]
    [work] = Work.objects.all()
    said = desk.manuscript_of(work, viewer_for(ada))
    assert (said.title, [one.name for one in said.creators], said.fandoms) == (
        "The lamp",
        ["Ada Fenn"],
        ("Rivers of Harrow",),
    )
    assert said.source.url == "https://archiveofourown.org/works/12"
    assert [(asset.name, asset.extra["use"]) for asset in said.assets] == [("cover.png", "cover")]
    assert desk.assets_of(work) == {"cover.png": PNG}
    assert {one.name for one in desk.originals_of(work, viewer_for(ada))} == {"The lamp.epub", "The lamp.txt"}
    assert [line.text for line in notes_on(work.pid, viewer_for(ada))] == ["Your rating: 4 of 5", "Mood: wistful"]


def test_a_second_run_changes_nothing_and_a_changed_column_comes_along(ada, tmp_path):
    brought_in(ada, a_library(tmp_path))
    before = desk.manuscript_of(Work.objects.get(), viewer_for(ada))
    again = brought_in(ada, tmp_path)
    assert all(one.unchanged for one in again)
    assert desk.manuscript_of(Work.objects.get(), viewer_for(ada)) == before
    with sqlite3.connect(tmp_path / "metadata.db") as db:
        db.execute("UPDATE custom_column_1 SET value = 'Rivers of the North'")
        db.execute("UPDATE ratings SET rating = 10")
    changed = brought_in(ada, tmp_path)
    assert changed[0].item.outcome == "merged"
    [work] = Work.objects.all()
    assert desk.manuscript_of(work, viewer_for(ada)).fandoms == ("Rivers of the North",)
    assert "Your rating: 5 of 5" in [line.text for line in notes_on(work.pid, viewer_for(ada))]


def test_its_keeper_chooses_what_a_column_is(ada, tmp_path):
    brought_in(ada, a_library(tmp_path), columns={"mood": "freeforms"})
    assert desk.manuscript_of(Work.objects.get(), viewer_for(ada)).freeforms == ("wistful",)
    assert not PrivateNote.objects.filter(kind="note").exists()


def test_the_cover_in_the_book_stands_before_the_one_beside_it(ada, tmp_path):
    own = epub(
        {"a.xhtml": page(f"<p>{STORY}</p>")},
        metadata='<dc:title>The lamp</dc:title><meta name="cover" content="o0"/>',
        others={"img/front.png": ("image/png", PNG + b"own")},
    )
    maker = LibraryMaker(tmp_path)
    maker.book("The lamp", {"EPUB": own}, cover=PNG)
    maker.book("The stair", {"TXT": b"The stair\n\nWas wet."}, cover=b"no picture")
    brought_in(ada, maker.done())
    first, second = (desk.manuscript_of(work, viewer_for(ada)) for work in Work.objects.order_by("pk"))
    assert [asset.name for asset in first.assets] == ["front.png"]
    assert second.assets == ()
    assert [one.what for one in second.unmapped if one.where == "cover"] == [
        "The cover is not shown: it is of a kind that is not shown here."
    ]


def test_ao3downloaders_works_have_their_addresses_and_bookmarks(ada, tmp_path):
    done = brought_in(ada, a_folder(tmp_path))
    reasons = {one.path.name: one.item.reason for one in done if one.item.outcome == "refused"}
    assert len(reasons) == 2
    work = Work.objects.get(origins__key="/works/111")
    said = desk.manuscript_of(work, viewer_for(ada))
    assert (said.fandoms, said.rating) == (("Rivers of Harrow", "Weirs, and others"), "Mature")
    assert "Made me cry." in notes_on(work.pid, viewer_for(ada))[0].text

"""The page of libraries on the archive's machine: for its keeper alone, plain about what is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from retold.catalog.people.models import Account
from retold.catalog.works.models import Work
from retold.importing import runs
from retold.importing.gathering.ao3downloader.tests.test_ao3downloader import a_folder
from retold.importing.gathering.calibre_library.tests.test_library import columns_library
from retold.importing.models import Job, PrivateNote
from retold.interfaces.web.tests.people import account, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def browser(ada: Account) -> Client:
    return signed_in(ada)


def looked(browser: Client, path: object, **more: str) -> str:
    return browser.post(reverse("collection"), {"path": str(path), **more}).content.decode()


def test_it_is_for_the_keeper_alone(browser: Client, tmp_path: Path) -> None:
    columns_library(tmp_path / "library")
    other = signed_in(account("ben@example.org"))
    for method in (other.get, other.post):
        assert method(reverse("collection"), {"path": str(tmp_path / "library"), "do": "start"}).status_code == 404
    assert not Job.objects.exists()
    assert reverse("collection") not in other.get(reverse("bring_in")).content.decode()
    assert reverse("collection") in browser.get(reverse("bring_in")).content.decode()
    assert Client().get(reverse("collection")).status_code == 302


def test_it_shows_what_a_library_holds_and_what_its_columns_are_taken_for(browser: Client, tmp_path: Path) -> None:
    page = looked(browser, columns_library(tmp_path / "library"))
    assert "A Calibre library" in page
    assert "2 books" in page
    assert "2 EPUB" in page
    assert "In 1 book: “bedside”, “again”" in page
    assert 'value="fandoms" selected' in page
    assert not Job.objects.exists()


def test_it_brings_it_in_with_the_columns_as_they_were_chosen(browser: Client, tmp_path: Path) -> None:
    folder = columns_library(tmp_path / "library")
    chosen = {"column-shelf": "freeforms", "column-fandoms": "leave", "column-words": "nonsense", "do": "start"}
    answer = browser.post(reverse("collection"), {"path": str(folder), **chosen})
    [job] = Job.objects.all()
    assert answer["Location"] == reverse("job", args=[job.pid])
    assert job.options["columns"]["shelf"] == "freeforms"
    assert job.options["columns"]["words"] == "words"
    assert len(list(runs.work(job))) == 2
    work = Work.objects.get()  # both books have the very same file
    tags = {tagging.tag.name for tagging in work.taggings.select_related("tag")}
    assert {"bedside", "again"} <= tags
    assert "Weirs, and others" not in tags
    assert PrivateNote.objects.filter(work=work, text="Read: yes").exists()


def test_it_knows_ao3downloader_a_folder_and_a_file(browser: Client, tmp_path: Path) -> None:
    assert "A folder of ao3downloader" in looked(browser, a_folder(tmp_path / "ao3"))
    assert "7 files" in looked(browser, tmp_path / "ao3" / "downloads")
    assert "1 file" in looked(browser, tmp_path / "ao3" / "downloads" / "unknown.txt")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/nowhere/at/all", "There is no folder /nowhere/at/all"),
        ("books", "Give the whole path"),
        ("/a\0b", "No folder can have such a name"),
        ("{empty}", "There is no file in"),
        ("{home}", "keeps its own files"),
        ("{home}/uploads", "keeps its own files"),
        ("/" + "x" * 5000, "such a name"),
    ],
)
def test_it_says_why_there_is_nothing_to_bring_in(
    browser: Client, tmp_path: Path, home: Path, path: str, sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    page = looked(browser, path.format(empty=tmp_path / "empty", home=home), do="start")
    assert sentence in page
    assert not Job.objects.exists()


def test_it_says_that_a_library_is_damaged_and_goes_on(browser: Client, tmp_path: Path) -> None:
    folder = columns_library(tmp_path / "library")
    path = folder / "metadata.db"
    path.write_bytes(path.read_bytes()[:5000])
    page = looked(browser, folder)
    assert "metadata.db is damaged" in page
    assert "Its books come in all the same" in page


def test_its_words_are_escaped(browser: Client, tmp_path: Path) -> None:
    folder = columns_library(tmp_path / "<b>library")
    page = looked(browser, folder)
    assert "&lt;b&gt;library" in page
    assert "<b>library" not in page

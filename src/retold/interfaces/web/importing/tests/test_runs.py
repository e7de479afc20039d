"""A run's page: how far it is, what became of each file, stop and go on, and the report to take away."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from retold.catalog.people.models import Account
from retold.catalog.works.models import Work
from retold.importing import actions, runs
from retold.importing.models import Job, Stage
from retold.interfaces.web.importing.tables import csv_lines
from retold.interfaces.web.tests.people import NOW, account, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Account:
    return account()


@pytest.fixture
def browser(ada: Account) -> Client:
    return signed_in(ada)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    head = "---\ntitle: =1+1\ncreator: Nan\n---\n\n"
    (tmp_path / "stories" / "=cmd().md").write_text(f"{head}A lamp stood at the weir.\n")
    (tmp_path / "stories" / "broken.bin").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "stories" / "<b>.txt").write_text("A salt story, and a short one.\n\nIt was soon over.\n")
    return tmp_path / "stories"


@pytest.fixture
def job(ada: Account, folder: Path) -> Job:
    return actions.start_run(account=ada, paths=[folder], at=NOW)


def shown(browser: Client, job: Job, **asked: str) -> str:
    return browser.get(reverse("job", args=[job.pid]), asked).content.decode()


def report(browser: Client, job: Job, ending: str) -> str:
    return b"".join(browser.get(reverse("run_report", args=[job.pid, ending]))).decode()


def test_it_waits_and_then_tells_what_became_of_each_file(browser, job):
    page = shown(browser, job)
    assert "Waiting for its turn." in page
    assert 'data-hx-trigger="every 2s"' in page
    list(runs.work(job))
    page = shown(browser, job)
    assert "Done: 3 files" in page
    assert "every 2s" not in page
    assert "=cmd().md" in page
    assert "&lt;b&gt;.txt" in page
    assert "<b>.txt" not in page
    assert "Why:" in page


def test_it_shows_those_that_are_asked_for(browser, job):
    list(runs.work(job))
    refused = shown(browser, job, only="refused")
    assert "broken.bin" in refused
    assert "=cmd" not in refused
    found = shown(browser, job, find="CMD")
    assert "1 file with" in found
    assert "broken.bin" not in found
    assert "No file is like that." in shown(browser, job, find="no such thing")
    assert "broken.bin" in shown(browser, job, only="nonsense", page="99", part="files")


def test_it_stops_and_goes_on(browser, job):
    address = reverse("job", args=[job.pid])
    assert browser.post(address, {"do": "stop"})["Location"] == address
    job.refresh_from_db()
    assert job.stage == Stage.STOPPED
    assert "Go on" in shown(browser, job)
    browser.post(address, {"do": "resume"})
    job.refresh_from_db()
    assert (job.stage, job.options["by"]) == (Stage.GOING, "worker")


def test_the_report_is_taken_away_as_a_table_without_formulas(browser, job):
    list(runs.work(job))
    rows = list(csv.DictReader(io.StringIO(report(browser, job, "csv").lstrip("\ufeff"))))
    assert [row["outcome"] for row in rows] == ["added", "added", "refused"]
    assert rows[1]["file"] == "'=cmd().md"
    assert rows[1]["title"] == "'=1+1"
    lines = [json.loads(line) for line in report(browser, job, "jsonl").splitlines()]
    assert [line["file"] for line in lines] == ["<b>.txt", "=cmd().md", "broken.bin"]
    assert set(rows[0]) == set(lines[0])
    assert lines[1]["title"] == "=1+1"
    assert browser.get(reverse("run_report", args=[job.pid, "xml"])).status_code == 404


def test_private_notes_are_counted_and_never_quoted(browser, ada, folder):
    job = actions.start_run(account=ada, paths=[folder], at=NOW)
    list(runs.work(job))
    item = job.items.get(name="=cmd().md")
    item.report = item.report | {"notes": 2}
    item.save()
    assert "2 private notes" in shown(browser, job)
    assert json.loads(report(browser, job, "jsonl").splitlines()[1])["notes"] == 2


def test_a_cell_is_never_a_formula():
    [head, row] = csv_lines([{"a": ["+1", {"where": "@x", "what": "y"}], "b": None, "c": " -2", "d": "x\0y", "e": 3}])
    assert head == "\ufeffa,b,c,d,e\r\n"
    assert row == "'+1; @x: y,,' -2,xy,3\r\n"
    assert list(csv_lines([])) == []


def test_nobody_else_sees_a_run(job):
    other = signed_in(account("ben@example.org"))
    assert other.get(reverse("job", args=[job.pid])).status_code == 404
    assert other.post(reverse("job", args=[job.pid]), {"do": "stop"}).status_code == 404
    assert other.get(reverse("run_report", args=[job.pid, "csv"])).status_code == 404


def test_files_sent_at_once_are_laid_down_for_a_run(browser, home):
    texts = {"a.txt": b"A lamp.\n\nIt stood at the weir.\n", "..hidden.txt": b"The ferry went.\n\nNobody paid it.\n"}
    files = [SimpleUploadedFile(name, data) for name, data in texts.items()]
    answer = browser.post(reverse("bring_in"), {"files": files, "at_once": "yes"})
    [job] = Job.objects.all()
    assert answer["Location"] == reverse("job", args=[job.pid])
    assert "Uploaded files" in shown(browser, job)
    list(runs.work(job))
    assert Work.objects.count() == 2
    assert "Uploaded files" in browser.get(reverse("bring_in")).content.decode()


def test_a_watched_folder_is_named_and_what_it_refused_is_told(browser, ada, folder, settings):
    settings.RETOLD_WATCHED_FOLDER = folder
    job = actions.start_run(account=ada, paths=[folder], at=NOW, watched=True)
    list(runs.work(job))
    page = browser.get(reverse("bring_in")).content.decode()
    assert str(folder) in page
    assert "In the watched folder, and refused" in page
    assert "broken.bin" in page
    (folder / "broken.bin").unlink()
    assert "and refused" not in browser.get(reverse("bring_in")).content.decode()

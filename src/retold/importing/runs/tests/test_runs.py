"""Runs: every file once, whatever stops them; what an earlier run brought in is not read again."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
import zipfile
from pathlib import Path

import pytest

from retold.catalog.people.actions import create_account
from retold.catalog.people.models import Account
from retold.catalog.works.actions import remove_work
from retold.catalog.works.models import Work
from retold.importing import actions, queries, runs
from retold.importing.models import Item, Job, Stage
from retold.importing.runs import lots, places, reading
from retold.importing.runs.watching import FolderGone, Watch

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@pytest.fixture
def ada() -> Account:
    return create_account(email="ada@example.org", password=None, at=AT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "stories", 12)


def written(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        lines = "\n\n".join(f"Keeper {number} wrote {number * 97 + line} into the book." for line in range(12))
        (folder / f"{number:02}.md").write_text(f"---\ntitle: Story {number}\n---\n\n{lines}\n")
    return folder


def run_over(who: Account, *paths: Path, **options: object) -> Job:
    return actions.start_run(account=who, paths=paths, at=AT, by="command", **options)


def outcomes(job: Job) -> list[str]:
    return list(job.items.order_by("rank").values_list("outcome", flat=True))


def test_every_file_comes_in_and_the_run_has_an_end(ada, folder):
    job = run_over(ada, folder)
    done = list(runs.work(job, now=lambda: AT))
    assert [one.path.name for one in done] == [f"{number:02}.md" for number in range(12)]
    assert outcomes(job) == ["added"] * 12
    job.refresh_from_db()
    assert (job.stage, job.found, job.unchanged, job.ended_at) == (Stage.DONE, 12, 0, AT)
    assert Work.objects.count() == 12


def test_a_second_run_reads_only_what_changed(ada, folder):
    list(runs.work(run_over(ada, folder)))
    changed = folder / "03.md"
    changed.write_text(changed.read_text() + "\n\nAnd that was the end of the ledger.\n")
    (folder / "new.txt").write_text("A lamp that nobody lit.\n\nIt stood there all the same.\n")
    job = run_over(ada, folder)
    done = list(runs.work(job))
    assert [one.path.name for one in done if not one.unchanged] == ["03.md", "new.txt"]
    assert outcomes(job) == ["edition", "added"]
    job.refresh_from_db()
    assert (job.found, job.unchanged) == (13, 11)
    assert Work.objects.count() == 13


def test_a_moved_file_is_known_by_its_bytes(ada, folder):
    list(runs.work(run_over(ada, folder)))
    folder.rename(folder.with_name("elsewhere"))
    job = run_over(ada, folder.with_name("elsewhere"))
    list(runs.work(job))
    assert outcomes(job) == ["held"] * 12
    assert Work.objects.count() == 12


@pytest.fixture
def small_lots(monkeypatch):
    monkeypatch.setattr(lots, "MOST_FILES", 2)


def test_it_stops_and_goes_on_where_it_was(ada, folder, small_lots):
    job = run_over(ada, folder)
    for number, _ in enumerate(runs.work(job), 1):
        if number == 3:
            assert actions.stop_run(job=job)
    some = job.items.count()
    assert 3 <= some < 12
    job.refresh_from_db()
    assert job.stage == Stage.STOPPED
    assert list(runs.work(job)) == []  # as long as nobody says so, nothing goes on
    assert actions.resume_run(job=job)
    assert len(list(runs.work(job))) == 12 - some
    assert outcomes(job) == ["added"] * 12
    assert not actions.resume_run(job=job)


def test_the_worker_is_told_to_end_between_two_lots(ada, folder, small_lots):
    job, stop = run_over(ada, folder), threading.Event()
    for _ in runs.work(job, stop=stop):
        stop.set()
    job.refresh_from_db()
    assert job.stage == Stage.GOING
    assert 0 < job.items.count() < 12
    list(runs.work(job))
    assert outcomes(job) == ["added"] * 12


def test_a_run_left_in_the_middle_goes_on_and_nothing_comes_twice(ada, folder, small_lots):
    job = run_over(ada, folder)
    walk = runs.work(job)
    next(walk)
    walk.close()  # as after a kill: no word of an end is written
    assert queries.run_to_resume(ada, [str(folder)]) == job
    list(runs.work(job))
    assert sorted(job.items.values_list("name", flat=True)) == [f"{number:02}.md" for number in range(12)]
    assert Work.objects.count() == 12


def test_two_never_work_at_the_same_run(ada, folder):
    job = run_over(ada, folder)
    with places.worked_at(job) as ours:
        assert ours
        assert runs.is_worked_at(job)
        assert list(runs.work(job)) == []
    assert not runs.is_worked_at(job)


def test_what_cannot_be_read_is_told_and_stops_nothing(ada, tmp_path):
    folder = written(tmp_path / "stories", 3)
    (folder / "1-empty.txt").write_bytes(b"")
    (folder / "2-picture.bin").write_bytes(bytes(range(256)) * 20)
    with zipfile.ZipFile(folder / "3-two.zip", "w") as both:
        both.writestr("one.txt", "A salt story.\n\nIt was not long.\n")
        both.writestr("two.bin", bytes(range(256)) * 20)
    job = run_over(ada, folder)
    list(runs.work(job))
    refused = {item.name: item for item in job.items.filter(outcome="refused")}
    assert set(refused) == {"1-empty.txt", "2-picture.bin", "3-two.zip/two.bin"}
    assert all(item.reason and item.kept for item in refused.values())
    assert Work.objects.count() == 4


def test_a_file_that_brings_its_reader_down_costs_nobody_else_anything(monkeypatch):
    with reading.Readers(1) as readers:
        assert readers.read("a.txt", b"A story.\n\nOf a lamp.\n").result().reading
        [process] = readers._all
        os.kill(process._running.pid, signal.SIGKILL)
        assert readers.read("b.txt", b"Another story.\n\nOf a weir.\n").result().reading


def test_a_file_that_takes_too_long_is_left():
    with reading.Readers(1, longest=0.0) as readers:
        answer = readers.read("a.txt", b"A story.\n\n" * 200_000).result()
    assert answer.reading is None
    assert "took longer than" in answer.reason


def test_what_lands_in_the_watched_folder_comes_in_when_it_stands_still(ada, tmp_path):
    folder, clock = tmp_path / "watched", [0.0]
    folder.mkdir()
    watch = Watch(folder, clock=lambda: clock[0])
    assert watch.look(ada) == "Nothing new."
    (folder / "lamp.txt").write_text("A lamp.\n\nIt stood at the weir.\n")
    (folder / "half.epub.part").write_bytes(b"PK")
    assert watch.look(ada) == "1 file is still coming in."
    clock[0] = 30.0
    assert watch.look(ada) == "1 new file handed to a run."
    assert watch.look(ada) == "What came in before is still being read."
    [job] = Job.objects.all()
    list(runs.work(job))
    assert outcomes(job) == ["added"]
    assert watch.look(ada) == "Nothing new."
    assert (folder / "lamp.txt").exists()


def test_the_watched_folder_does_not_bring_back_what_was_removed(ada, tmp_path):
    folder, clock = tmp_path / "watched", [0.0]
    folder.mkdir()
    (folder / "lamp.txt").write_text("A lamp.\n\nIt stood at the weir.\n")
    for _ in range(2):  # a new process the second time
        watch = Watch(folder, clock=lambda: clock[0])
        for _ in range(2):
            watch.look(ada)
            clock[0] += 30
        for job in Job.objects.filter(stage=Stage.GOING):
            list(runs.work(job))
        for work in Work.objects.filter(removed_at=None):
            remove_work(work=work, by=ada, at=AT)
    assert Item.objects.count() == 1
    assert not Work.objects.filter(removed_at=None).exists()


def test_a_watched_folder_that_is_gone_is_a_sentence(ada, tmp_path):
    with pytest.raises(FolderGone, match="is not there"):
        Watch(tmp_path / "gone").look(ada)


def test_what_no_run_needs_is_cleared_at_the_start(ada, home):
    wanted, left = runs.new_arrivals(), runs.new_arrivals()
    job = run_over(ada, wanted)
    (left / "a.txt").write_text("left by a kill")
    assert runs.clear_left() >= 1
    assert wanted.is_dir()
    assert not left.exists()
    list(runs.work(job))
    assert not wanted.exists()

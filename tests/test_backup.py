"""A backup holds everything that was acknowledged before it, comes back elsewhere, or is refused untouched."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.archive import Archive, lines, retold

HEAD = "The Lamp {n}\n\nBy Ada Fenn\n\nNote: for Ben.\n\n"


def story(folder: Path, n: int) -> Path:
    path = folder / f"lamp-{n}.txt"
    told = "".join(f"She lit lamp {n} for the {n * 100 + night}th time and waited.\n\n" for night in range(12))
    path.write_text(HEAD.format(n=n) + told, encoding="utf8")
    return path


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> tuple[Path, Path]:
    """A home of three works, and a backup of it."""
    folder = tmp_path_factory.mktemp("saved")
    for n in range(3):
        story(folder, n)
    retold(folder / "home", "add", *(str(folder / f"lamp-{n}.txt") for n in range(3)))
    (folder / "home" / "settings").write_text("# ours\nRETOLD_NAME=The Lamp Room\n", encoding="utf8")
    retold(folder / "home", "backup", str(folder / "saved.zip"))
    return folder / "home", folder / "saved.zip"


def works(home: Path) -> list[dict]:
    return lines(retold(home, "list", "--json"))


def kept(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home / "kept").glob("??/??/*")}


def test_everything_comes_back_with_its_settings_and_secret(saved, tmp_path):
    home, backup = saved
    done = retold(tmp_path, "restore", str(backup), str(tmp_path / "again"), "--json")
    assert json.loads(done.stdout)["works"] == 3
    again = tmp_path / "again"
    assert works(again) == works(home)
    assert kept(again) == kept(home)
    assert (again / "secret").read_bytes() == (home / "secret").read_bytes()
    assert "RETOLD_NAME=The Lamp Room" in (again / "settings").read_text(encoding="utf8")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_restored_archive_serves_on_another_port(saved, tmp_path):
    retold(tmp_path, "restore", str(saved[1]), str(tmp_path / "again"))
    archive = Archive(tmp_path / "again").start()
    try:
        assert b"The Lamp Room" in urllib.request.urlopen(archive.address, timeout=10).read()
    finally:
        archive.stop()


def test_it_is_a_bag_that_other_programs_open(saved, tmp_path):
    bagit = pytest.importorskip("bagit")
    with zipfile.ZipFile(saved[1]) as archive:
        archive.extractall(tmp_path)
    assert bagit.Bag(str(tmp_path / "retold-backup")).validate()
    with sqlite3.connect(tmp_path / "retold-backup/data/database.sqlite3") as rows:
        assert rows.execute("SELECT count(*) FROM works_work").fetchone() == (3,)


def test_what_was_acknowledged_before_it_began_is_in_it_while_others_write(tmp_path):
    home, acknowledged, stop = tmp_path / "home", [], threading.Event()
    retold(home, "list")

    def write() -> None:
        n = 0
        while not stop.is_set() and n < 40:
            done = retold(home, "add", "--json", *(str(story(tmp_path, n + more)) for more in range(3)))
            acknowledged.extend(line["work"] for line in lines(done))
            n += 3

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(2):
            while len(acknowledged) < 3 * (n + 1):
                stop.wait(0.05)
            before = list(acknowledged)
            retold(home, "backup", str(tmp_path / f"{n}.zip"))
            retold(tmp_path, "restore", str(tmp_path / f"{n}.zip"), str(tmp_path / f"again-{n}"))
            assert set(before) <= {line["work"] for line in works(tmp_path / f"again-{n}")}
    finally:
        stop.set()
        writer.join(60)


def refused(backup: Path, target: Path) -> str:
    done = retold(target.parent, "restore", str(backup), str(target), check=False)
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert "Traceback" not in said
    assert not target.exists()
    assert not [path for path in target.parent.iterdir() if ".restoring" in path.name]
    return said


def test_a_cut_flipped_foreign_or_longer_file_is_refused_and_nothing_is_touched(saved, tmp_path):
    whole, bad = saved[1].read_bytes(), tmp_path / "bad.zip"
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    for data in (b"", whole[:-1], whole[: len(whole) // 2], bytes(flipped), whole + b"\n", b"PK\x05\x06" + bytes(18)):
        bad.write_bytes(data)
        refused(bad, tmp_path / "target")
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("story.txt", "A story.")
    assert "no Retold backup" in refused(bad, tmp_path / "target")
    assert "cannot be opened" in refused(tmp_path / "nothing.zip", tmp_path / "target")


def test_a_folder_that_holds_something_is_refused(saved, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear", encoding="utf8")
    done = retold(tmp_path, "restore", str(saved[1]), str(tmp_path / "full"), check=False)
    assert done.returncode == 1
    assert "is not empty" in done.stderr.decode()
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_a_backup_never_takes_the_place_of_a_file(saved, tmp_path):
    (tmp_path / "mine.zip").write_bytes(b"mine")
    done = retold(saved[0], "backup", str(tmp_path / "mine.zip"), check=False)
    assert done.returncode == 1
    assert (tmp_path / "mine.zip").read_bytes() == b"mine"


def test_a_damaged_kept_file_is_named_and_the_rest_is_saved(saved, tmp_path):
    home = tmp_path / "copy"
    shutil.copytree(saved[0], home)
    broken, lost, _ = sorted((home / "kept").glob("??/??/*"))
    broken.write_bytes(b"other")
    lost.unlink()
    done = retold(home, "backup", str(tmp_path / "b.zip"), "--json", check=False)
    assert done.returncode == 1
    damaged = json.loads(done.stdout)["damaged"]
    assert any(broken.name in line and "damaged" in line for line in damaged)
    assert any(lost.name in line and "missing" in line for line in damaged)
    done = retold(tmp_path, "restore", str(tmp_path / "b.zip"), str(tmp_path / "again"), "--json")
    assert json.loads(done.stdout)["damaged"] == damaged
    assert len(works(tmp_path / "again")) == 3


EXAMINE = """
import random, sys
from pathlib import Path
import django
django.setup()
from retold.operations import backup
whole, bad, rounds = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]), int(sys.argv[3])
chance = random.Random(8)
backup.examine(Path(sys.argv[1]))
missed = []
for n in range(rounds):
    data, place = bytearray(whole), chance.randrange(len(whole))
    kind = chance.choice(("flip", "cut", "zero", "swap", "longer"))
    if kind == "flip":
        data[place] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del data[place:]
    elif kind == "zero":
        data[place : place + 512] = bytes(min(512, len(data) - place))
    elif kind == "swap":
        other = chance.randrange(len(whole))
        data[place], data[other] = data[other], data[place]
    else:
        data += bytes(chance.randrange(1, 9))
    if data == whole:
        continue
    bad.write_bytes(data)
    try:
        backup.examine(bad)
        missed.append((kind, place))
    except backup.BadBackup:
        pass
print(missed)
"""


def test_no_damage_to_a_backup_is_missed(saved, tmp_path):
    words = [sys.executable, "-c", EXAMINE, str(saved[1]), str(tmp_path / "bad.zip"), "600"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "retold.config.settings", "RETOLD_HOME": str(tmp_path)}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_newer_releases_backup_is_refused(saved, tmp_path):
    newer = tmp_path / "copy"
    shutil.copytree(saved[0], newer)
    with sqlite3.connect(newer / "retold.sqlite3") as rows:
        rows.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('works', '9999_later', '2030-01-01')")
    words = [sys.executable, "-c", MAKE, str(tmp_path / "newer.zip")]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "retold.config.settings", "RETOLD_HOME": str(newer)}
    subprocess.run(words, env=environment, check=True, timeout=60)
    assert "newer Retold" in refused(tmp_path / "newer.zip", tmp_path / "target")
    done = retold(newer, "list", check=False)
    assert done.returncode == 1
    assert "newer Retold" in done.stderr.decode()


MAKE = """
import datetime as dt, sys
from pathlib import Path
import django
django.setup()
from retold.operations import backup
backup.make(Path(sys.argv[1]), at=dt.datetime.now(dt.UTC))
"""

OLDER = """
import django
django.setup()
from django.core.management import call_command
for app in ("operations", "importing", "credits", "works"):
    name = "zero" if app == "operations" else "0001"
    call_command("migrate", app, name, verbosity=0, interactive=False)
"""


def test_a_backup_of_the_first_release_comes_back_up_to_date(saved, tmp_path):
    older = tmp_path / "older"
    shutil.copytree(saved[0], older)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "retold.config.settings", "RETOLD_HOME": str(older)}
    for program in ([OLDER], [MAKE, str(tmp_path / "older.zip")]):
        subprocess.run([sys.executable, "-c", *program], env=environment, check=True, timeout=60)
    with sqlite3.connect(older / "retold.sqlite3") as rows:
        tables = {name for (name,) in rows.execute("SELECT name FROM sqlite_master")}
    assert "works_change" not in tables  # it is an old one indeed
    retold(tmp_path, "restore", str(tmp_path / "older.zip"), str(tmp_path / "again"))
    assert works(tmp_path / "again") == works(saved[0])
    assert kept(tmp_path / "again") == kept(saved[0])
    assert b"Everything is sound" in retold(tmp_path / "again", "verify").stderr


SCHEDULED = """
import datetime as dt
import django
django.setup()
from retold.operations.backup import scheduled
for day in range(1, 5):
    print(scheduled.back_up(dt.datetime(2026, 11, day, tzinfo=dt.UTC)))
print(scheduled.drill(dt.datetime(2026, 11, 5, tzinfo=dt.UTC)))
"""


def test_scheduled_backups_are_made_tried_out_and_let_go(saved, tmp_path):
    home = tmp_path / "copy"
    shutil.copytree(saved[0], home)
    (home / "backups").mkdir()
    (home / "backups" / "holiday.zip").write_bytes(b"not ours")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "retold.config.settings", "RETOLD_HOME": str(home)}
    environment["RETOLD_BACKUPS_KEPT"] = "2"
    done = subprocess.run(
        [sys.executable, "-c", SCHEDULED], env=environment, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (home / "backups").iterdir())
    assert names == ["holiday.zip", "retold-20261103-000000.zip", "retold-20261104-000000.zip"]
    assert "own disk" in done.stdout
    assert "came back whole" in done.stdout.splitlines()[-1]
    assert not list(home.glob("*drill*"))


def test_a_drill_tells_of_a_backup_that_does_not_come_back(saved, tmp_path):
    home = tmp_path / "copy"
    shutil.copytree(saved[0], home)
    data = bytearray(saved[1].read_bytes())
    data[random.Random(3).randrange(len(data))] ^= 4
    (home / "backups").mkdir()
    (home / "backups" / "retold-20261101-000000.zip").write_bytes(data)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "retold.config.settings", "RETOLD_HOME": str(home)}
    drill = SCHEDULED.split("for day")[0] + "scheduled.drill(dt.datetime(2026, 11, 5, tzinfo=dt.UTC))"
    done = subprocess.run([sys.executable, "-c", drill], env=environment, capture_output=True, text=True, timeout=90)
    assert "BadBackup" in done.stderr
    assert not list(home.glob("*drill*"))

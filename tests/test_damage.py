"""Whatever is damaged at rest is found and named, nothing is found where nothing is, and a backup mends it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive import lines, retold

# Damages one thing at a time, looks, and puts it back as it was; prints what was missed.
DAMAGE = """
import datetime as dt, gc, json, os, random, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.db import connections
from retold.operations import verify

home, saved, package = Path(settings.RETOLD_HOME), Path(sys.argv[1]), Path(sys.argv[2])
rounds, chance = int(sys.argv[3]), random.Random(int(sys.argv[4]))
at = dt.datetime.now(dt.UTC)
database = home / "retold.sqlite3"
PAGE = 4096


def let_go():
    # SQLite holds it as long as a statement of a failed look is alive somewhere.
    connections.close_all()
    gc.collect()


def damaged(data, kind, step):
    data = bytearray(data)
    place = chance.randrange(len(data))
    start = place // step * step
    if kind == "flip":
        data[place] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del data[place:]
    elif kind == "zero":
        data[start : start + step] = bytes(len(data[start : start + step]))
    elif kind == "swap":
        other = chance.randrange(len(data)) // step * step
        one, two = data[start : start + step], data[other : other + step]
        if len(one) == len(two):
            data[start : start + step], data[other : other + step] = two, one
    return bytes(data)


def looked(path):
    if path in (saved, package):
        found = verify.look_at_file(path)
        return [] if found is None else [found.thing]
    connections.close_all()
    return [thing.thing for thing in verify.verify(at=at).damage]


def right(path, found):
    if path == database:
        return bool(found)
    name = str(path) if path in (saved, package) else path.name
    return name in found


assert looked(database) == [] and looked(saved) == [] and looked(package) == [], (looked(database), looked(saved))
missed, counts = [], {}
for _ in range(rounds):
    what = chance.choice(("kept", "database", "backup", "package"))
    files = {"kept": sorted(home.glob("kept/??/??/*")), "database": [database], "backup": [saved], "package": [package]}
    path = chance.choice(files[what])
    kind = chance.choice(("flip", "flip", "flip", "cut", "zero", "swap", *(("gone",) if what == "kept" else ())))
    let_go()
    whole = path.read_bytes()
    if kind == "gone":
        path.unlink()
    else:
        changed = damaged(whole, kind, PAGE if what == "database" else 64)
        if changed == whole:
            continue
        path.write_bytes(changed)
    found = looked(path)
    if not right(path, found):
        missed.append((what, kind, path.name, found))
    counts[what] = counts.get(what, 0) + 1
    let_go()
    for log in ("-wal", "-shm"):
        Path(str(database) + log).unlink(missing_ok=True)
    path.write_bytes(whole)
clean = looked(database) + looked(saved) + looked(package)
print(json.dumps({"missed": missed, "counts": counts, "clean": clean}))
"""

STORY = "Title: Lamp {n}\nAuthor: Ada Fenn\n\n{told}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> dict[str, Path]:
    """A home of eight works, a backup of it, and a package of one."""
    folder = tmp_path_factory.mktemp("kept")
    for n in range(8):
        told = "".join(f"Lamp {n} was lit for the {night + 7 * n}th time, and she waited.\n\n" for night in range(20))
        (folder / f"lamp-{n}.txt").write_text(STORY.format(n=n, told=told), encoding="utf8")
    added = lines(retold(folder / "shelf", "add", "--json", *map(str, sorted(folder.glob("*.txt")))))
    assert {line["outcome"] for line in added} == {"added"}
    retold(folder / "shelf", "backup", str(folder / "saved.zip"))
    work = added[0]["work"]
    out = lines(retold(folder / "shelf", "export", work, "--format", "package", "--out", str(folder / "out"), "--json"))
    return {"home": folder / "shelf", "saved": folder / "saved.zip", "package": Path(out[0]["file"])}


def damaged(kept: dict[str, Path], folder: Path, rounds: int, seed: int) -> dict:
    """Run the damages on copies."""
    shutil.copytree(kept["home"], folder / "copy")
    for name in ("saved", "package"):
        shutil.copy(kept[name], folder / f"{name}.zip")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "retold.config.settings",
        "RETOLD_HOME": str(folder / "copy"),
    }
    words = [
        sys.executable,
        "-c",
        DAMAGE,
        str(folder / "saved.zip"),
        str(folder / "package.zip"),
        str(rounds),
        str(seed),
    ]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_no_damage_is_missed_and_none_is_made_up(kept, tmp_path):
    found = damaged(kept, tmp_path, 120, 1)
    assert found["missed"] == []
    assert found["clean"] == []
    assert sum(found["counts"].values()) > 100


@pytest.mark.slow
def test_a_thousand_damages_are_all_found(kept, tmp_path):
    found = damaged(kept, tmp_path, 1100, 2)
    print(found["counts"])
    assert found["missed"] == []
    assert found["clean"] == []
    assert sum(found["counts"].values()) >= 1000


def test_it_names_the_file_and_its_work_and_a_backup_mends_it(kept, tmp_path):
    home = tmp_path / "copy"
    shutil.copytree(kept["home"], home)
    broken, lost = sorted((home / "kept").glob("??/??/*"))[:2]
    whole = {path: path.read_bytes() for path in (broken, lost)}
    broken.write_bytes(b"other")
    lost.unlink()
    done = retold(home, "verify", "--json", check=False)
    assert done.returncode == 1
    damage = {thing["thing"]: thing for thing in json.loads(done.stdout)["damage"]}
    assert set(damage) == {broken.name, lost.name}
    assert all(thing["works"][0]["title"].startswith("Lamp") for thing in damage.values())
    done = retold(home, "verify", "--repair-from", str(kept["saved"]), "--json")
    assert all(thing["repaired"] for thing in json.loads(done.stdout)["damage"])
    assert {path: path.read_bytes() for path in whole} == whole
    assert b"Everything is sound" in retold(home, "verify").stderr


def test_a_damaged_text_is_named_with_its_work_and_mended(kept, tmp_path):
    import sqlite3

    home = tmp_path / "copy"
    shutil.copytree(kept["home"], home)
    data = bytearray((home / "retold.sqlite3").read_bytes())
    with sqlite3.connect(kept["home"] / "retold.sqlite3") as rows:
        body, title = rows.execute(
            "SELECT body, title FROM works_text JOIN works_work ON works_work.id = work_id LIMIT 1"
        ).fetchone()
    place = data.index(body[40:80])
    data[place + 5] ^= 1
    (home / "retold.sqlite3").write_bytes(data)
    done = retold(home, "verify", "--json", check=False)
    found = json.loads(done.stdout)["damage"]
    assert {thing["kind"] for thing in found} == {"database", "text"}
    assert all(work["title"] == title for thing in found if thing["kind"] == "text" for work in thing["works"])
    page = next(thing for thing in found if thing["kind"] == "database")
    assert title in {work["title"] for work in page["works"]}
    retold(home, "verify", "--repair-from", str(kept["saved"]), check=False)
    assert b"Everything is sound" in retold(home, "verify").stderr


def test_a_home_without_its_database_is_not_taken_for_a_new_one(kept, tmp_path):
    home = tmp_path / "copy"
    shutil.copytree(kept["home"], home)
    (home / "retold.sqlite3").unlink()
    done = retold(home, "list", check=False)
    assert done.returncode == 1
    assert "is missing, while the files" in done.stderr.decode()
    assert not (home / "retold.sqlite3").exists()


def test_a_repair_from_a_damaged_backup_touches_nothing(kept, tmp_path):
    home, bad = tmp_path / "copy", tmp_path / "bad.zip"
    shutil.copytree(kept["home"], home)
    broken = next((home / "kept").glob("??/??/*"))
    broken.write_bytes(b"other")
    bad.write_bytes(kept["saved"].read_bytes()[:-1])
    done = retold(home, "verify", "--repair-from", str(bad), check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr.decode()
    assert broken.read_bytes() == b"other"

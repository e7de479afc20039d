"""Kept files: the order of the disk, the same bytes once, damage seen, and what nobody claimed swept."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from retold.ports import storage
from retold.ports.storage import keeping
from retold.ports.storage.models import KeptFile

AT = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.RETOLD_HOME = tmp_path / "home"
    return settings.RETOLD_HOME


def keep(data):
    return storage.keep(data, media_type="text/plain", at=AT)


def keep_and_roll_back(data):
    with transaction.atomic():
        kept = keep(data)
        transaction.set_rollback(True)
    return storage.path_of(kept)


def later(days):
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=days)


def test_what_is_kept_is_read_back():
    kept = keep(b"a story")
    assert storage.read(kept) == b"a story"
    assert (kept.size, kept.media_type, kept.kept_at) == (7, "text/plain", AT)
    name = hashlib.sha256(b"a story").hexdigest()
    assert storage.path_of(kept).parts[-4:] == ("kept", name[:2], name[2:4], name)


def test_the_same_bytes_are_kept_once():
    assert keep(b"twice") == keep(b"twice")
    assert KeptFile.objects.count() == 1


def test_a_large_file_is_read_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "CHUNK", 1000)
    source = tmp_path / "large"
    source.write_bytes(os.urandom(12_345))
    kept = keep(source)
    assert kept.size == 12_345
    assert storage.read(kept) == source.read_bytes()


def test_the_order_is_file_flush_rename_folder_flush_row(monkeypatch):
    steps = []
    fsync, replace = os.fsync, Path.replace

    def flushed(descriptor):
        target = Path(f"/proc/self/fd/{descriptor}").readlink()
        steps.append(f"flush {'folder' if target.is_dir() else target.parent.name}")
        return fsync(descriptor)

    def renamed(self, target):
        steps.append("rename")
        return replace(self, target)

    keep(b"first, so that folders are there")
    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", renamed)
    monkeypatch.setattr(keeping, "_path", lambda digest: keeping._folder() / "incoming" / digest.hex())
    with CaptureQueriesContext(connection) as queries:
        connection.execute_wrappers.append(
            lambda execute, sql, *rest: (
                steps.append("row") if sql.startswith("INSERT") else None,
                execute(sql, *rest),
            )[1]
        )
        try:
            keep(b"second")
        finally:
            connection.execute_wrappers.pop()
    assert queries
    assert steps == ["flush incoming", "rename", "flush folder", "row"]


def test_a_new_folder_s_own_name_is_flushed_too(monkeypatch, home):
    flushed = []
    monkeypatch.setattr(
        keeping, "flush_folder", lambda folder: flushed.append(folder.relative_to(home.parent).as_posix())
    )
    kept = keep(b"x")
    first, second = storage.path_of(kept).parts[-3:-1]
    assert f"home/kept/{first}" in flushed
    assert f"home/kept/{first}/{second}" in flushed
    assert "home/kept" in flushed


def test_a_disk_that_refuses_leaves_no_row_and_no_torn_file(monkeypatch):
    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        keep(b"too much")
    assert not KeptFile.objects.exists()
    assert {path.name for path in keeping._folder().rglob("*") if path.is_file()} <= {"sweep.lock"}


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"a stary")])
def test_damage_is_seen_and_keeping_again_mends_it(harm):
    kept = keep(b"a story")
    harm(storage.path_of(kept))
    with pytest.raises(storage.Damaged, match="backup"):
        storage.read(kept)
    keep(b"a story")
    assert storage.read(kept) == b"a story"


def test_a_file_without_a_row_is_swept_after_a_day_and_no_other():
    kept = keep(b"claimed")
    keep_and_roll_back(b"rolled back")
    torn = keeping._folder() / "incoming" / "torn"
    torn.write_bytes(b"half")
    assert storage.sweep(later(0)) == 0
    assert storage.sweep(later(2)) == 2
    assert storage.read(kept) == b"claimed"
    assert not torn.exists()


def test_keeping_bytes_again_makes_them_young_again():
    lost = keep_and_roll_back(b"twice")
    old = time.time() - 3 * 86_400
    os.utime(lost, (old, old))
    keep_and_roll_back(b"twice")
    assert storage.sweep(dt.datetime.now(dt.UTC)) == 0

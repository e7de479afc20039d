"""Settings fail loudly, and the SQLite underneath is a sound one."""

from __future__ import annotations

import os
import sqlite3
import stat

import pytest
from django.db import connection

from retold.config import environment
from retold.ports.database import is_sound


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_sqlite_versions_that_can_corrupt_a_database_are_known(version: tuple[int, ...], sound: bool) -> None:
    assert is_sound(version) is sound


def test_the_sqlite_in_use_is_sound() -> None:
    assert is_sound(sqlite3.sqlite_version_info)


@pytest.mark.django_db
def test_django_uses_that_very_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the tests run on PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("select sqlite_version()")
        assert cursor.fetchone() == (sqlite3.sqlite_version,)
        cursor.execute("pragma foreign_keys")
        assert cursor.fetchone() == (1,)
        cursor.execute("pragma synchronous")
        assert cursor.fetchone() == (2,)


def test_a_switch_takes_yes_or_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETOLD_DEBUG", "perhaps")
    with pytest.raises(environment.WrongSetting, match="RETOLD_DEBUG is 'perhaps'; it takes yes or no"):
        environment.switch("RETOLD_DEBUG")


@pytest.mark.parametrize("wrong", ["-1", "0", "many", "１", "100001"])
def test_a_number_has_bounds(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("RETOLD_UPLOAD_MB", wrong)
    with pytest.raises(environment.WrongSetting, match="RETOLD_UPLOAD_MB"):
        environment.number("RETOLD_UPLOAD_MB", least=1, most=100_000)


def test_the_secret_is_made_once_and_is_the_keepers_alone(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RETOLD_SECRET", raising=False)
    first = environment.secret(tmp_path)
    assert len(first) >= 50
    assert environment.secret(tmp_path) == first
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600

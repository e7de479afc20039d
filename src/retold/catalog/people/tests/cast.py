"""The cast of the catalog's tests: Ada keeps and writes, Ben reads, and nobody's home folder is touched."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from retold.catalog.people.actions import create_account
from retold.catalog.people.models import Account

AT = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)


@pytest.fixture
def at() -> dt.datetime:
    """The moment at which everything in a test happens."""
    return AT


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home folder of the test's own."""
    settings.RETOLD_HOME = tmp_path
    return tmp_path


@pytest.fixture
def ada(db: None, home: Path) -> Account:
    """Ada writes, and keeps what she brings in."""
    return create_account(email="ada@example.org", password=None, at=AT)


@pytest.fixture
def ben(db: None) -> Account:
    """Ben reads."""
    return create_account(email="ben@example.org", password=None, at=AT)

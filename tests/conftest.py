"""Fixtures of the whole-product tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive import Archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A running archive, one for the tests of a module."""
    running = Archive(Path(tmp_path_factory.mktemp("archive")) / "home").start()
    yield running
    running.stop()

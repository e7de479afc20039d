"""Fixtures for every test: a home folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    """Each test keeps its files in a folder that is gone afterwards."""
    settings.RETOLD_HOME = tmp_path / "home"
    settings.RETOLD_HOME.mkdir()
    return settings.RETOLD_HOME


@pytest.fixture(scope="session", autouse=True)
def collected_static() -> None:
    """Pages name their style sheets by digest, as in a running archive."""
    call_command("collectstatic", verbosity=0, interactive=False)

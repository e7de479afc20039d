"""One process with everything loaded for all files, and the numbers at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from tests.hostile.warm import Warm


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """A process that adds files to a home of its own."""
    if sys.platform != "linux":
        pytest.skip("the meter reads what Linux says of a process")
    running = Warm(tmp_path_factory.mktemp("hostile"))
    yield running
    running.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was tried and what the dearest file cost."""
    told = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
        for name, value in getattr(report, "user_properties", ())
        if name == "hostile"
    ]
    if told and not os.environ.get("PYTEST_XDIST_WORKER"):
        terminalreporter.section("hostile files")
        terminalreporter.line(f"{len(told):6} files, {sum(one['refused'] for one in told)} refused")
        for what, unit in (("seconds", "s of CPU"), ("memory", "MB")):
            most = max(told, key=lambda one: one[what])
            terminalreporter.line(f"{most[what]:6.1f} {unit} at most: {most['name']}")

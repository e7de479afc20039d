"""One lane for each process of the tests, and the counts at the end."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.crash.homes import Courses, make_templates
from tests.crash.lanes import Lane, why_not


@pytest.fixture(scope="session")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lane]:
    """A warm process with the homes that acts begin from."""
    if reason := why_not():
        pytest.skip(reason)
    running = Lane(tmp_path_factory.mktemp("crash"))
    try:
        make_templates(running)
        yield running
    finally:
        running.close()


@pytest.fixture(scope="session")
def courses(lane: Lane) -> Courses:
    """What each act comes to with nothing in its way."""
    return Courses(lane)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was tried, whichever process tried it."""
    tried: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, count in getattr(report, "user_properties", ()):
                if getattr(report, "when", None) == "call" and name.startswith("crash: "):
                    tried[name.removeprefix("crash: ")] += count
    if tried and not os.environ.get("PYTEST_XDIST_WORKER"):
        terminalreporter.section("crash harness")
        for name, count in sorted(tried.items()):
            terminalreporter.line(f"{count:6} {name}")

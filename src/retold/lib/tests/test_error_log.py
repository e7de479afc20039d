"""Errors are remembered, and their file stays small."""

from __future__ import annotations

import logging

import pytest

from retold.lib import error_log
from retold.lib.error_log import ErrorLog, errors_in


@pytest.fixture
def log(tmp_path):
    handler = ErrorLog(str(tmp_path / "errors.jsonl"))
    logger = logging.getLogger("retold.tests.error_log")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger
    logger.removeHandler(handler)
    logger.propagate = True


def test_the_newest_come_first_with_their_cause(log, tmp_path):
    log.info("all is well")
    log.error("the lamp %s", "fell")
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError:
        log.exception("no sum")
    found = errors_in(tmp_path / "errors.jsonl", 10)
    assert [error.what for error in found] == ["no sum: ZeroDivisionError: by nothing", "the lamp fell"]
    assert errors_in(tmp_path / "errors.jsonl", 1) == found[:1]


def test_the_file_stays_small_and_a_torn_line_is_passed_over(log, tmp_path, monkeypatch):
    monkeypatch.setattr(error_log, "MOST_BYTES", 2_000)
    for n in range(100):
        log.error("number %d %s", n, "x" * 50)
    path = tmp_path / "errors.jsonl"
    assert path.stat().st_size < 3_000
    with path.open("a", encoding="utf8") as file:
        file.write('{"at": "2026')
    assert errors_in(path, 10)[0].what.startswith("number 99")


def test_nothing_is_raised_where_the_file_cannot_be(tmp_path):
    handler = ErrorLog(str(tmp_path / "none" / "errors.jsonl"))
    handler.handle(logging.makeLogRecord({"msg": "lost", "levelno": logging.ERROR, "levelname": "ERROR"}))
    assert errors_in(tmp_path / "none" / "errors.jsonl", 5) == []

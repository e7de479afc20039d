"""The labelled notes, where they are at hand: the scores that the reader must reach, and its pace."""

import dataclasses
import importlib.util
import json
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from retold.manuscript.credits import propose

SHARED = Path(__file__).resolve().parents[6] / "shared"
LABELLED = SHARED / "credits"
needs_labels = pytest.mark.skipif(not (LABELLED / "notes.jsonl").exists(), reason="the labelled notes are not here")

_COMMAND = """
import dataclasses, json, sys
from retold.manuscript.credits import propose
for line in sys.stdin:
    note = json.loads(line)
    print(json.dumps({"id": note["id"], "credits": [dataclasses.asdict(c) for c in propose(note["text"])]}))
"""


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("credit_score", LABELLED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_labels
def test_it_reaches_the_scores_that_were_asked_for() -> None:
    rows = [json.loads(line) for line in (LABELLED / "notes.jsonl").read_text("utf-8").splitlines()]
    score = scorer().score_credits(rows, [sys.executable, "-c", _COMMAND])
    assert score["f1"] >= 0.75
    assert score["group_f1"] >= 0.70
    assert score["quiet_on_empty"] >= 0.85


@pytest.mark.skipif(not (SHARED / "seeds").exists(), reason="the seed is not here")
def test_the_seed_comes_out_right() -> None:
    first, second, *_ = (SHARED / "seeds" / "000_d06114b488e3b5f3.txt").read_text("utf-8").split("\n")
    found = [dataclasses.astuple(credit)[:6] for credit in propose(f"{first}\n\n{second}")]
    assert found == [
        ("inspired_by", "fanart", None, None, "Tumblr", None),
        ("title_from", "song", "Knockin' on Heaven's Door", "Raign", None, None),
    ]


def test_a_note_twice_as_long_takes_about_twice_as_long() -> None:
    note = "Thanks to Tamsin for the beta. Title from 'Ebb' by Bo. We walked along the harbour and it rained. "
    short, long = _pace(note * 250), _pace(note * 1000)
    assert long < 10 * short + 0.5


def _pace(text: str) -> float:
    start = time.process_time()
    propose(text)
    return time.process_time() - start

"""The labelled notes, where they are at hand: the scores that the reader must reach, and its pace."""

import dataclasses
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from retold.manuscript.credits import propose
from retold.manuscript.credits.found import plain

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


OURS = [json.loads(line) for line in (Path(__file__).parent / "notes_of_ours.jsonl").read_text("utf-8").splitlines()]


def test_it_reads_our_own_notes() -> None:
    found = [(note, [dataclasses.asdict(credit) for credit in propose(note["text"])]) for note in OURS]
    gold = {(note["id"], *_source(credit)) for note in OURS for credit in note["credits"]}
    said = {(note["id"], *_source(credit)) for note, proposed in found for credit in proposed}
    right = len(gold & said)
    assert right / len(gold) >= 0.85
    assert right / len(said) >= 0.85
    empty = [proposed for note, proposed in found if not note["credits"]]
    assert sum(not proposed for proposed in empty) / len(empty) >= 0.95


def _source(credit: dict[str, str | None]) -> tuple[str | None, str]:
    """The kind and the name: the title without its article and stops, else the maker."""
    name = credit["title"] or credit["creator"] or ""
    return credit["kind"], plain(name).removeprefix("the")


@pytest.mark.parametrize(
    "unit",
    [
        "A ", '"a ', "“a ", "'a ", "*a ", "感谢", "感谢灯塔，", "《", "Of The ", "A (", "A's ", "'A' and ", "a_b ",
        "Thanks to A, B, C, ", "inspired by A and ", "thanks to a and ", "title from A ", "set a a a ",
        "We walked along the harbour. Thanks to Tamsin for the beta. ",
    ],
)  # fmt: skip
def test_twice_the_text_is_about_twice_the_work(unit: str) -> None:
    assert _calls((unit * 4_000)[:4_000]) < 2.6 * _calls((unit * 2_000)[:2_000]) + 5_000


@pytest.mark.parametrize("unit", ["A ", '"a ', "感谢", "Thanks to A, B, C, "])
def test_hostile_text_takes_few_steps_a_letter(unit: str) -> None:
    assert _calls((unit * 4_000)[:4_000]) < 400 * 4_000


def _calls(text: str) -> int:
    """How many Python calls the reader makes for a text: its work, on any machine."""
    count = 0

    def tell(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(tell)
    try:
        propose(text)
    finally:
        sys.setprofile(before)
    return count

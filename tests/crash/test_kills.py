"""Kills at system calls: whichever call an act is killed at, nothing acknowledged is lost and nothing is half there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.crash.homes import BEGINS_FROM, Courses, complaints, goes_on
from tests.crash.lanes import Lane
from tests.crash.points import Call, evenly

Note = Callable[[str, object], None]

# How many kills of each act are tried in the gate, and by `make crash`.
IN_GATE = {"add": 80, "backup": 45, "erase": 40, "export": 35, "mend": 40, "migrate": 40, "remove": 20, "restore": 45}
MANY = 700
AGAIN = 4  # every so many-th act that was killed is done again


@pytest.mark.parametrize("act", BEGINS_FROM)
def test_a_kill_loses_nothing(lane: Lane, courses: Courses, act: str, record_property: Note) -> None:
    kill_everywhere(lane, courses, act, IN_GATE.get(act, 30), record_property)


@pytest.mark.slow
@pytest.mark.parametrize("act", BEGINS_FROM)
def test_many_kills_lose_nothing(lane: Lane, courses: Courses, act: str, record_property: Note) -> None:
    kill_everywhere(lane, courses, act, MANY, record_property)


def kill_everywhere(lane: Lane, courses: Courses, act: str, most: int, note: Note) -> None:
    """Kill an act at its calls, from the first to the last, and look at what is left each time."""
    course = courses.of(act)
    lane.lay_out(BEGINS_FROM[act])
    points = chosen([call for call in lane.calls(act) if call.changes and is_ours(lane, call)], most)
    killed, found = 0, []
    for number, call in enumerate(points):
        lane.lay_out(BEGINS_FROM[act])
        ended = lane.run_with(act, f"{call.name}:signal=SIGKILL:when={call.number}")
        killed += ended.signal == 9
        left = lane.look()
        wrong = complaints(course, ended, left)
        if number % AGAIN == 0 and not wrong:
            wrong = goes_on(lane, course, left)
        found += [f"{call.name} number {call.number}: {sentence}" for sentence in wrong]
    note(f"crash: kills of {act}", killed)
    assert not found, "\n".join(found[:20])
    assert killed >= len(points) * 0.8, f"only {killed} of {len(points)} kills came before the end"


def chosen(calls: list[Call], most: int) -> list[Call]:
    """At most so many of the calls. Pages of the database are written by the hundred: they get half of the places."""
    pages = [call for call in calls if call.name == "pwrite64"]
    others = evenly([call for call in calls if call not in pages], max(most // 2, most - len(pages)))
    return others + evenly(pages, most - len(others))


def is_ours(lane: Lane, call: Call) -> bool:
    """Whether a call is on our files, or says something to the person."""
    return call.is_on(lane.home, lane.out, lane.folder / "said")

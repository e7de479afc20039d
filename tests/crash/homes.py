"""The homes that acts begin from, and what each act may leave behind if it is cut short."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.crash.lanes import Ended, Lane

State = dict[str, Any]

# Each act, and the home that it begins from; None is no home at all.
BEGINS_FROM: dict[str, str | None] = {
    "start": None,
    "add": "kept",
    "mend": "kept",
    "remove": "kept",
    "erase": "kept",
    "export": "kept",
    "backup": "kept",
    "restore": "kept",
    "migrate": "older",
}


def make_templates(lane: Lane) -> None:
    """Make the homes that acts begin from, and a backup to restore."""
    _do(lane, "start", "fill", "backup")
    saved = lane.folder / "files" / "saved"
    saved.mkdir()
    shutil.move(lane.out / "saved.zip", saved / "saved.zip")
    lane.keep_as("kept")
    _do(lane, "make_older")
    lane.keep_as("older")


def _do(lane: Lane, *acts: str) -> None:
    for act in acts:
        ended = lane.run(act)
        assert ended.code == 0, (act, ended)


@dataclass(frozen=True)
class Course:
    """An act's course with nothing in its way: what is there before it, at each acknowledgement, and after it."""

    act: str
    before: State
    between: tuple[State, ...]
    after: State

    @property
    def states(self) -> tuple[State, ...]:
        """All of them, from the first to the last."""
        return (self.before, *self.between, self.after)


class Courses:
    """The courses of a lane's acts, each found out once."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.of = cache(self._course)

    def _course(self, act: str) -> Course:
        begins = BEGINS_FROM[act]
        before: State = {"works": {}, "out": {}, "items": {}}
        if begins is not None:
            self.lane.lay_out(begins)
            before = self.lane.look()
        # One ZIP is two works: what lies between them is among the states of each work.
        between = tuple(self._after(act, most=most) for most in (1, 2, 3)) if act == "add" else ()
        return Course(act, before, between, self._after(act))

    def _after(self, act: str, **options: Any) -> State:
        self.lane.lay_out(BEGINS_FROM[act])
        ended = self.lane.run(act, options=options)
        assert ended.code == 0, ended
        return self.lane.look()


def complaints(course: Course, ended: Ended, left: State) -> list[str]:
    """Everything about what is left that must not be, in sentences; empty if all is well."""
    return [
        *(f"wrong: {sentence}" for sentence in left["wrong"]),
        *(f"left over: {name}" for name in left["leftovers"]),
        *_torn(course, left),
        *_lost(course, ended, left),
    ]


def _torn(course: Course, left: State) -> list[str]:
    """Works and files in a state that they have in no course of things."""
    found = []
    for key, value in left["works"].items():
        if value not in [state["works"].get(key) for state in course.states]:
            found.append(f"half done: work {key} is {value}")
    if course.act != "add" and left["works"] not in [state["works"] for state in course.states]:
        found.append("half done: some works are as before, some as after")
    for name, digest in left["out"].items():
        if not _is_a_part(name) and digest != course.after["out"].get(name):
            found.append(f"half written: {name}")
    return found


def _is_a_part(name: str) -> bool:
    """What a killed command leaves beside its file, for the next one to clear away."""
    return name.startswith(".")


def _lost(course: Course, ended: Ended, left: State) -> list[str]:
    always = set.intersection(*(set(state["works"]) for state in course.states))
    found = [f"lost: work {key}" for key in sorted(always - set(left["works"]))]
    for line in ended.acknowledged:
        if line.get("done") and left["works"] != course.after["works"]:
            found.append(f"lost: {line}")
        if "sha256" in line and not any(line["sha256"] in (value or [0] * 4)[3] for value in left["works"].values()):
            found.append(f"lost: {line['file']}")
        if "file" in line and "bytes" in line and line["file"].rsplit("/", 1)[-1] not in left["out"]:
            found.append(f"lost: {line['file']}")
        if "folder" in line and left["out"] != course.after["out"]:
            found.append(f"lost: {line['folder']}")
    return found


def goes_on(lane: Lane, course: Course, left: State) -> list[str]:
    """Do the act again after it was cut short: it comes to what it would have come to, and clears up."""
    if left["works"] == course.after["works"] and left["out"] == course.after["out"]:
        return []
    if course.act != "mend" or left["works"] == course.before["works"]:  # a title is mended once
        ended = lane.run(course.act)
        if ended.code != 0:
            return [f"does not go on: {ended.complained[-600:]}"]
    again = lane.look()
    return [
        *complaints(course, Ended(0, None, "", ""), again),
        *(["does not come to the same"] if again["works"] != course.after["works"] else []),
        *(["does not clear up: " + ", ".join(again["out"])] if again["out"] != course.after["out"] else []),
    ]

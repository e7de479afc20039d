"""A disk that is full or fails, and too many open files, at any system call: a sentence, and nothing half there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.crash.homes import BEGINS_FROM, Courses, complaints, goes_on
from tests.crash.lanes import Ended, Lane
from tests.crash.points import Call, evenly

Note = Callable[[str, object], None]

# Not `write`, by which sentences are said.
WRITES = "pwrite64,ftruncate,fallocate,copy_file_range,sendfile,mkdir"
# What fails, for how long, and which calls can fail so. A plus sign: from that call on, each one.
FAULTS = {
    "ENOSPC": ("", ("pwrite64", "write", "openat", "mkdir", "ftruncate")),
    "EDQUOT": ("+", ("pwrite64", "mkdir")),
    "EIO": ("", ("pwrite64", "write", "fsync", "rename", "unlink")),
    "EROFS": ("", ("openat", "rename", "mkdir", "unlink")),
    "EMFILE": ("", ("openat",)),
}
IN_GATE, MANY = 2, 16
SENTENCE_CODES = (0, 1, 2)


@pytest.mark.parametrize("act", BEGINS_FROM)
def test_a_fault_is_a_sentence(lane: Lane, courses: Courses, act: str, record_property: Note) -> None:
    fail_everywhere(lane, courses, act, IN_GATE, record_property)


@pytest.mark.slow
@pytest.mark.parametrize("act", BEGINS_FROM)
def test_many_faults_are_sentences(lane: Lane, courses: Courses, act: str, record_property: Note) -> None:
    fail_everywhere(lane, courses, act, MANY, record_property)


def fail_everywhere(lane: Lane, courses: Courses, act: str, most: int, note: Note) -> None:
    """Let some calls of an act fail, each in its own run, and look at what is left each time."""
    course = courses.of(act)
    lane.lay_out(BEGINS_FROM[act])
    calls = lane.calls(act)
    tried, found = 0, []
    for fault, inject in injections(lane, calls, most):
        lane.lay_out(BEGINS_FROM[act])
        ended = lane.run_with(act, inject)
        tried += 1
        left = lane.look()
        wrong = [*complaints(course, ended, left), *unsaid(ended)]
        if ended.code == 0 and (left["works"], left["out"]) != (course.after["works"], course.after["out"]):
            wrong.append("it says that all went well, and it did not")
        if not wrong and ended.code:
            wrong = goes_on(lane, course, left)
        found += [f"{fault}, {inject}: {sentence}" for sentence in wrong]
    note(f"crash: faults during {act}", tried)
    assert not found, "\n".join(found[:20])


def injections(lane: Lane, calls: list[Call], most: int) -> Iterator[tuple[str, str]]:
    """What is injected, for each kind of fault and of call."""
    for fault, (on, names) in FAULTS.items():
        for name in names:
            mine = [call for call in calls if call.name == name and call.is_on(lane.home, lane.out)]
            for call in evenly(mine, most):
                yield fault, f"{WRITES if on else name}:error={fault}:when={call.number}{on}"


def unsaid(ended: Ended) -> list[str]:
    """An act that fails says so in a sentence."""
    if ended.signal is not None or ended.code not in SENTENCE_CODES or "Traceback" in ended.complained:
        return [f"no sentence but {ended.code} {ended.signal}: {ended.complained[-1500:]}"]
    return []


@pytest.mark.parametrize("act", ["add", "mend"])
def test_each_kept_file_is_flushed_before_it_is_acknowledged(lane: Lane, courses: Courses, act: str) -> None:
    """The order that a power cut asks for: flush the file, rename it, flush its folder, flush the log, then say so."""
    courses.of(act)
    lane.lay_out(BEGINS_FROM[act])
    calls = lane.calls(act)
    said = [n for n, call in enumerate(calls) if call.name == "write" and call.is_on(lane.folder / "said")]
    said = [n for n in said if int(calls[n].said.rpartition("= ")[2]) > 1]  # not the end of a line alone
    log = [n for n, call in enumerate(calls) if call.name in ("fsync", "fdatasync") and call.is_on("sqlite3-wal")]
    assert said
    assert log
    written = [n for n, call in enumerate(calls) if "write" in call.name and call.is_on("sqlite3-wal")]
    for here in said:  # several works may go down by one transaction, and be said one after the other
        last = max((n for n in written if n < here), default=None)
        assert last is not None, "said before anything was written"
        assert any(last < n < here for n in log), "said before the log was flushed"
    for here, line in zip(said, lane.said(), strict=True) if act == "add" else ():
        kept = [n for n, call in enumerate(calls) if call.name.startswith("rename") and line["sha256"] in call.said]
        assert kept, f"{line['file']} was said and not kept"
        into = [w for w in written if kept[0] < w < here and any(w < n < here for n in log)]
        assert into, f"{line['file']} was said before the log knew of it"
    for n, call in enumerate(calls):
        if call.name.startswith("rename") and call.is_on(lane.home / "kept"):
            beside = call.said.split('"')[1]
            before = [c for c in calls[:n] if c.name == "fsync" and c.is_on(f"<{beside}>")]
            after = [m for m, c in enumerate(calls) if m > n and c.name == "fsync" and c.is_on("/home/kept/")]
            assert before, f"{beside} was renamed before it was flushed"
            flushed = min(after, default=len(calls))
            assert any(flushed < m for m in log), f"the folder of {call.said} was not flushed"

"""How things are measured: our side and the peer's in turn, and whole processes with all that they start."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 5


@dataclass(frozen=True)
class Cost:
    """What something took: seconds by the clock and of processor time, and the most memory in MB (0: not known)."""

    wall: float
    cpu: float
    memory: float = 0.0


@dataclass(frozen=True)
class Row:
    """One measurement beside its peer's.

    `ours` and `peer` are in `unit`; `target` is the figure to reach. `more_is_better` says which way.
    """

    what: str
    ours: float
    unit: str
    peer: float | None = None
    named: str = ""
    target: float | None = None
    more_is_better: bool = False
    beside: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        return self.ours >= self.target if self.more_is_better else self.ours <= self.target

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's."""
        return self.ours / self.peer if self.peer else None


def processor_time(action: Callable[[], object]) -> float:
    """Processor time of one call, in milliseconds."""
    began = time.process_time()
    action()
    return (time.process_time() - began) * 1000


def best(action: Callable[[], object], runs: int = RUNS) -> float:
    """The least processor time of several calls, in milliseconds."""
    return min(processor_time(action) for _ in range(runs))


def both(ours: Callable[[], object], other: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """The least processor time of each, called in turn, in milliseconds."""
    pairs = [(processor_time(ours), processor_time(other)) for _ in range(runs)]
    return min(one for one, _ in pairs), min(two for _, two in pairs)


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, codes: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end; processor time is that of all processes it started.

    Raises RuntimeError with what it said if it ends with another code.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([str(word) for word in command], capture_output=True, env={**os.environ, **(env or {})})
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in codes:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[-600:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, after.ru_maxrss / 1024)


def fastest(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, runs: int = RUNS) -> Cost:
    """The quickest of several runs of a command, by the clock."""
    return min((run(command, env=env) for _ in range(runs)), key=lambda cost: cost.wall)


def installed(program: str) -> str | None:
    """Where a peer's program is; None if this machine has none."""
    return shutil.which(program)

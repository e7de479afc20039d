"""The system calls that change the disk, read from a trace, and a choice among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

# A question mark lets strace pass over what this kind of machine has not.
DISK = ",".join(
    f"?{name}"
    for name in (
        "write", "writev", "pwrite64", "pwritev", "copy_file_range", "sendfile", "fsync", "fdatasync", "openat", "open",
        "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "mkdir",
        "mkdirat", "rmdir", "ftruncate", "truncate", "fallocate", "chmod", "fchmod", "fchmodat", "utimensat",
    )
)  # fmt: skip
_LINE = re.compile(r"(?:(?P<task>\d+)\s+)?(?P<name>\w+)\((?P<rest>.*)")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>")

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """One system call: which it is of its name in its task (from 1), and what the trace says of it."""

    task: int
    name: str
    number: int
    said: str

    @property
    def opens(self) -> bool:
        """Whether it opens a file."""
        return self.name.startswith("open")

    @property
    def changes(self) -> bool:
        """Whether it may change the disk: an opening does where it may make the file."""
        return not self.opens or "O_CREAT" in self.said or "O_TRUNC" in self.said

    def is_on(self, *places: object) -> bool:
        """Whether it names one of the files or folders, or what lies in it."""
        return any(f"{place}" in self.said for place in places)


def calls_in(trace: str) -> list[Call]:
    """The calls of a trace by `strace -f -y -o`, numbered as strace's `when` counts them: each name in each task."""
    counted: Counter[tuple[int, str]] = Counter()
    found = []
    for line in trace.splitlines():
        match = _LINE.match(line)
        if match is None or _RESUMED.search(line):
            continue
        task, name = int(match["task"] or 0), match["name"]
        counted[task, name] += 1
        found.append(Call(task, name, counted[task, name], match["rest"]))
    return found


def evenly(things: Sequence[T], most: int) -> list[T]:
    """At most so many of the things, evenly from the first to the last."""
    if len(things) <= most:
        return list(things)
    if most < 2:
        return list(things[:most])
    return [things[round(number * (len(things) - 1) / (most - 1))] for number in range(most)]

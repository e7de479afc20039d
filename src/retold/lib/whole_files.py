"""Files that are written whole or not at all, and what a kill may leave of them.

A file is written beside its place, under a lock that the kernel frees when the writer dies, and then renamed.
So a part that nobody has locked belongs to nobody, and can go.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from typing import BinaryIO

from retold.lib.locks import lock_open_file

SUFFIX = ".part"


@contextmanager
def whole_file(path: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file to write, which takes its place at `path` when the block ends well; else nothing of it stays.

    It is on the disk, under its name, when the block is left. `mode` is what the process's mask leaves of it.
    Raises OSError.
    """
    beside = path.with_name(f".{path.name[:200]}.{secrets.token_hex(6)}{SUFFIX}")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            lock_open_file(file)
            yield file
            file.flush()
            os.fsync(file.fileno())
            beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_parts(folder: Path, name: str = "") -> int:
    """Delete the parts in a folder that a killed writer left; gives their number. Those being written stay.

    With a `name`, only the parts of the file of that name.
    """
    cleared = 0
    beginning = f".{name[:200]}." if name else "."
    for part in folder.glob(f"{escape(beginning)}*{SUFFIX}"):
        with contextlib.suppress(OSError), part.open("rb") as file:
            if lock_open_file(file, wait=False):
                part.unlink(missing_ok=True)
                cleared += 1
    return cleared

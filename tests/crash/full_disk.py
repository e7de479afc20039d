"""Serve an archive on a small disk, fill the disk, and say what became of it; run by test_full_disk inside a mount."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path

from tests.archive import Archive, lines, retold
from tests.crash.visitor import Visitor

TRIES = 5


def fill(disk: Path) -> Path:
    """Leave no room at all."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    return filler


def story(number: int) -> bytes:
    """A text of its own, long enough to need room."""
    return "\n\n".join(f"Line {n} of log {number}: {n * number} and {number**5 + n**3}." for n in range(2000)).encode()


def main() -> None:
    """Print one line of JSON."""
    disk = Path(sys.argv[1])
    archive = Archive(disk / "home").start()
    archive_log = archive.log
    found: dict[str, object] = {}
    try:
        visitor = Visitor(archive.address, archive.sign_in)
        acknowledged = 0
        status, _ = visitor.bring_in("first.txt", story(1))
        acknowledged += 1
        found["before"] = [visitor.get("/")[0], status]
        filler = fill(disk)
        answers = [visitor.bring_in(f"{number}.txt", story(number)) for number in range(2, 2 + TRIES)]
        found |= {"tried": TRIES, "statuses while full": [status for status, _ in answers], "sentence": answers[-1][1]}
        found["shelf while full"] = visitor.get("/")[0]
        filler.unlink()
        began = time.monotonic()
        while visitor.bring_in("after.txt", story(99))[0] != 302 and time.monotonic() - began < 30:
            time.sleep(0.2)
        acknowledged += 1
        found["recovered within"] = time.monotonic() - began
    finally:
        archive.stop()
    [looked] = lines(retold(archive.home, "verify", "--json", check=False))
    found["wrong"] = looked["damage"]
    items = lines(retold(archive.home, "list", "--json"))
    found |= {"works": len(items), "acknowledged": acknowledged}
    found["left over"] = [str(path) for path in archive.home.rglob("*.part")] + [
        str(path) for path in (archive.home / "kept" / "incoming").glob("*")
    ]
    archive_log.unlink(missing_ok=True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()

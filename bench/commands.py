"""What whole commands cost, as a person runs them: start, read, add, back up, verify, restore."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.corpus import write_ao3
from bench.measuring import Cost, Row, fastest, installed, run
from tests.archive import free_port

RETOLD = (sys.executable, "-m", "retold")
STARTS = 3


def rows(works: int) -> Iterator[Row]:
    """Everything that is measured here; `works` files are brought in."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        home = place / "home"
        yield _read(place)
        words = write_ao3(place / "files", works)
        run([*RETOLD, "--home", home, "list"])  # a home that is ready
        yield from _add(home, place, works, words)
        yield _start(home, place)
        yield from _saved(home, place, works)


def _read(place: Path) -> Row:
    file = place / "short.txt"
    file.write_text("Title from Low Water by the Lantern Wives.\n\nThe river was high that night.\n" * 20)
    ours = fastest([*RETOLD, "read", "--json", file])
    return Row("`retold read` of a short file, the whole process", ours.wall, "s", *_pandoc(file), target=0.4)


def _pandoc(file: Path) -> tuple[float | None, str]:
    pandoc = installed("pandoc")
    if pandoc is None:
        return None, "(no pandoc here)"
    return fastest([pandoc, "--from", "markdown", "--to", "json", file]).wall, "pandoc to JSON, which reads no credits"


def _add(home: Path, place: Path, works: int, words: int) -> Iterator[Row]:
    add = [*RETOLD, "--home", home, "add", "--json", place / "files"]
    first, again = run(add), run(add)
    calibredb = installed("calibredb")
    peer: Cost | None = None
    if calibredb:
        (place / "library").mkdir()
        peer = run([calibredb, "add", "--recurse", "--with-library", place / "library", place / "files"])
    rate = works / peer.wall if peer else None
    named = "calibredb add, which reads title and author" if peer else "(no calibredb here)"
    beside = f"{words / works:,.0f} words each; {first.cpu / works * 1000:.0f} ms CPU each; {first.memory:.0f} MB"
    yield Row(
        f"`retold add` of {works} AO3 files",
        works / first.wall,
        "works/s",
        rate,
        named,
        target=60,
        more_is_better=True,
        beside=beside,
    )
    yield Row(
        "the same again: all held, part of the first time",
        again.wall / first.wall,
        "",
        target=0.2,
        beside=f"{again.wall:.1f} s",
    )


def _start(home: Path, place: Path) -> Row:
    ours = min(_first_page([*RETOLD, "--home", str(home), "serve", "--port", "{port}"]) for _ in range(STARTS))
    program = installed("calibre-server")
    if program is None or not (place / "library").is_dir():
        return Row("`retold serve`, start to first page", ours, "s", named="(no calibre-server here)", target=2)
    command = [program, "--port", "{port}", "--listen-on", "127.0.0.1", str(place / "library")]
    other = min(_first_page(command) for _ in range(STARTS))
    return Row("`retold serve`, start to first page", ours, "s", other, "calibre-server", target=2)


def _first_page(command: list[str]) -> float:
    """Seconds from the start of a server to its first whole page; it is stopped then."""
    port = free_port()
    began = time.perf_counter()
    with subprocess.Popen(
        [word.replace("{port}", str(port)) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            while True:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                        answer.read()
                    return time.perf_counter() - began
                except OSError:
                    if server.poll() is not None or time.perf_counter() - began > 60:
                        raise
                    time.sleep(0.01)
        finally:
            server.terminate()


def _saved(home: Path, place: Path, works: int) -> Iterator[Row]:
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    backup = run([*RETOLD, "--home", home, "backup", place / "saved.zip"])
    copied = run(["tar", "-czf", place / "home.tgz", home])
    verify = run([*RETOLD, "--home", home, "verify"])
    restore = run([*RETOLD, "restore", place / "saved.zip", place / "again"])
    of = f"{works} works, {size:.0f} MB"
    yield Row(
        f"`retold backup` of {of}", backup.wall, "s", copied.wall, "tar -cz of a stopped home, unchecked", beside=""
    )
    yield Row(f"`retold verify` of {of}", verify.wall, "s")
    yield Row(f"`retold restore` of {of}", restore.wall, "s")

"""A process that has the whole program loaded and forks a child for each file, with a meter on it.

`python -m tests.hostile.server HOME`, with requests as JSON lines on standard input and answers on standard output.
Each child runs `retold add FILE --json` as a person would, and then looks at what came of it.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import re
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Any

MOST_SECONDS, MOST_MEMORY = 30, 3 << 30
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NET = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile")
_OUR_READER = "retold.importing.runs.reader_process"
_PLACES = ("os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree")
_UNSAFE = re.compile(
    r"<(?:script|style|iframe|object|embed|form|input|link|meta|base|svg|math|template)\b|\son[a-z]+\s*=|\sstyle\s*="
    r"|(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript|data|file):|<img[^>]*src=\"(?!assets/)",
    re.IGNORECASE,
)


class Watch:
    """Notes whatever reaches for the network, another program, or a file outside the home."""

    def __init__(self, home: Path) -> None:
        self.home = str(home.resolve())
        self.seen: list[str] = []
        self.is_on = True
        sys.addaudithook(self.notice)

    def notice(self, event: str, said: tuple[Any, ...]) -> None:
        if not self.is_on:
            return
        if event in _PROGRAMS and _OUR_READER in said[1]:
            return  # it reads one file of many, as this process would
        if event in _NET or event in _PROGRAMS:
            self.seen.append(f"{event} {said!r:.200}")
        elif event == "open" and isinstance(said[2], int) and said[2] & _WRITING:
            self._place(event, said[0])
        elif event in _PLACES:
            for place in said[:2] if event in ("os.rename", "os.link") else said[:1]:
                self._place(event, place)

    def _place(self, event: str, place: Any) -> None:
        if isinstance(place, int):
            return
        path = os.path.realpath(os.fsdecode(place))
        if not (path + "/").startswith(self.home + "/") and path != "/dev/null":
            self.seen.append(f"{event} {path[:200]}")


def _memory(field: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) * 1024
    return 0


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def perform(path: Path, home: Path) -> dict[str, Any]:
    """Add one file and measure that; then look at every work that came of it."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_memory("VmSize") + MOST_MEMORY,) * 2)
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    base, began = _memory("VmRSS"), _seconds()
    watch = Watch(home)
    said, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(errors):
        code = run("add", str(path), "--json")
    seconds, memory = _seconds() - began, _memory("VmHWM") - base
    watch.is_on = False
    lines = [json.loads(line) for line in said.getvalue().splitlines() if line.startswith("{")]
    return {
        "code": code,
        "lines": lines,
        "errors": errors.getvalue()[-3_000:],
        "seconds": seconds,
        "memory": memory,
        "seen": watch.seen,
        "unsafe": [wrong for line in lines if line["work"] for wrong in look(line["work"])],
    }


def run(*words: str) -> int:
    """A command of the program, as a person runs it."""
    from retold.interfaces.cli.main import main

    try:
        main(list(words), standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def look(pid: str) -> list[str]:
    """What is wrong with a work that came in: texts that are not canonical, pictures that are not clean, pages."""
    from retold.catalog import desk
    from retold.catalog.people.models import Account
    from retold.catalog.people.viewers import viewer_for
    from retold.catalog.works.queries import visible_to
    from retold.lib import pictures
    from retold.lib.public_ids import number
    from retold.manuscript.markup import canonical
    from retold.manuscript.package.texts import all_texts

    viewer = viewer_for(Account.objects.get())
    work = visible_to(viewer).get(pid=number(pid))
    manuscript = desk.manuscript_of(work, viewer)
    wrong = []
    for text in all_texts(manuscript):
        if found := _UNSAFE.search(re.sub(r">[^<]*<", "><", text)):
            wrong.append(f"{pid}: {found[0]}")
        if len(text) < 300_000 and canonical(text) != text:
            wrong.append(f"{pid}: a text is not canonical")
    if "root:x:0:0" in repr(manuscript):
        wrong.append(f"{pid}: a file of this machine came in")
    for name, data in desk.assets_of(work).items():
        kind = pictures.kind_of(data)
        if kind is not None and pictures.clean(data, decode=False).data != data:
            wrong.append(f"{pid}: {name} is not clean")
    return wrong + _pages(pid, [asset.name for asset in manuscript.assets])


def _pages(pid: str, names: list[str]) -> list[str]:
    """What is wrong with the pages of a work, as its keeper sees them."""
    from django.test import Client

    from retold.catalog.people.models import Account

    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get())
    wrong = []
    for address in (f"/works/{pid}", f"/works/{pid}/chapters/1"):
        answer = client.get(address)
        if answer.status_code != 200:
            wrong.append(f"{address} answers {answer.status_code}")
        page = answer.content.decode()
        if re.search(r"<script(?![^>]* src=\"/static/)|\son(?:error|load|click)\s*=", re.sub(r">[^<]*<", "><", page)):
            wrong.append(f"{address} holds a script")
    for name in names[:3]:
        answer = client.get(f"/works/{pid}/assets/{name}")
        if answer.status_code == 200 and "sandbox" not in answer.headers["Content-Security-Policy"]:
            wrong.append(f"{name} is sent without its sandbox")
    return wrong


def warm_up(home: Path) -> bytes:
    """Use everything once, so that each fork finds all it needs loaded; gives the database of an empty home."""
    from django.core.management import call_command

    from tests.hostile import pictures, wrappings
    from tests.hostile.zips import written

    call_command("collectstatic", verbosity=0, interactive=False)
    folder = home.parent / "warm"
    folder.mkdir()
    for name, (file_name, members) in wrappings.WRAPPINGS.items():
        (folder / f"{name}-{file_name}").write_bytes(written(members()))
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP"):
        (folder / f"{kind}.epub").write_bytes(pictures._in_epub(lambda kind=kind: pictures.saved(kind)))
    (folder / "large.epub").write_bytes(pictures._in_epub(lambda: pictures.png(3_100, 10, 2)))
    (folder / "svg.epub").write_bytes(pictures._in_epub(pictures.PICTURES["svg-script"]))
    (folder / "lamp.md").write_text("---\ntitle: The Lamp\ntags: [a, b]\n---\n\n# One\n\nIt *was* out.\n")
    (folder / "lamp.txt").write_text("Title: The Lamp\n\nA/N: title from a song.\n\nIt was out for nine winters.\n")
    (folder / "lamp.rtf").write_text("{\\rtf1 It was out.\\par}")
    run("list")
    _close()
    empty = (home / "retold.sqlite3").read_bytes()
    for path in sorted(folder.iterdir()):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            run("add", str(path), "--json")
        for line in map(json.loads, said.getvalue().splitlines()):
            if line["work"]:
                look(line["work"])
    return empty


def serve(home: Path, empty: bytes) -> None:
    """Fork a child for each request, and say what it found or how it ended; each finds the home as it was."""
    for line in sys.stdin:
        for name in ("retold.sqlite3-wal", "retold.sqlite3-shm"):
            (home / name).unlink(missing_ok=True)
        (home / "retold.sqlite3").write_bytes(empty)  # each file meets an empty shelf
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read_end)
            _child(Path(json.loads(line)["path"]), home, write_end)
        os.close(write_end)
        with os.fdopen(read_end, "rb") as answer:
            found = answer.read()
        _, status = os.waitpid(pid, 0)
        print(found.decode() or json.dumps({"ended": status}), flush=True)


def _child(path: Path, home: Path, write_end: int) -> None:
    began = time.monotonic()
    try:
        found = perform(path, home)
    except BaseException:
        found = {"crash": traceback.format_exc()}
    found["elapsed"] = time.monotonic() - began
    with contextlib.suppress(BaseException):
        _close()
    data = json.dumps(found).encode()
    while data:
        data = data[os.write(write_end, data) :]
    os._exit(0)


def _close() -> None:
    """Close the database, so that all it knows is in its file."""
    from django.db import connections

    connections.close_all()


def main() -> None:
    """Load everything, and wait for requests."""
    home = Path(sys.argv[1])
    os.environ["RETOLD_HOME"] = str(home)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from retold.interfaces.cli.output import open_archive

    open_archive()
    empty = warm_up(home)
    _close()
    gc.collect()
    gc.freeze()
    print(json.dumps({"ready": True}), flush=True)
    serve(home, empty)


if __name__ == "__main__":
    main()

"""Run acts in forks of one warm process, each under strace if something is to be done to it at a system call."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.archive import ROOT
from tests.crash.points import DISK, Call, calls_in

PATIENCE = 90  # seconds that one act may take


@cache
def why_not() -> str | None:
    """Why strace cannot be used here, or None if it can."""
    if not sys.platform.startswith("linux"):
        return "system calls are traced on Linux alone"
    if not shutil.which("strace"):
        return "there is no strace (as root on Debian, make test installs it)"
    tried = subprocess.run(["strace", "-e", "trace=none", "true"], capture_output=True, timeout=30)
    return None if tried.returncode == 0 else "strace may not trace here: " + tried.stderr.decode().strip()[:100]


@dataclass(frozen=True)
class Ended:
    """How an act ended: its exit code, or the signal that killed it, and what it said."""

    code: int | None
    signal: int | None
    said: str
    complained: str

    @property
    def acknowledged(self) -> list[dict[str, Any]]:
        """The whole lines of JSON on standard output."""
        return [json.loads(line) for line in self.said.split("\n")[:-1] if line.startswith("{")]


class Lane:
    """A warm process and the folders that its forks work on: `home`, `out` and `files` in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home, self.out, self.templates = folder / "home", folder / "out", folder / "templates"
        for path in (self.out, self.templates):
            path.mkdir(parents=True)
        self._errors = (folder / "server.log").open("wb")
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.server", str(self.home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "0", "DJANGO_SETTINGS_MODULE": "retold.config.settings"},
            start_new_session=True,
        )
        self._answer(within=120)

    def close(self) -> None:
        """End the warm process and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait(10)
        self._errors.close()

    # -- homes

    def lay_out(self, template: str | None) -> None:
        """The home as the template has it (None: none at all), and an empty folder to write into."""
        for path in (self.home, self.out):
            shutil.rmtree(path, ignore_errors=True)
        self.out.mkdir()
        if template is not None:
            shutil.copytree(self.templates / template, self.home)

    def keep_as(self, template: str) -> None:
        """Make the home as it is now a template."""
        shutil.copytree(self.home, self.templates / template)

    # -- acts

    def run(self, act: str, **more: Any) -> Ended:
        """Do an act with nothing in its way."""
        return self._run({"act": act, **more}, None)

    def look(self) -> dict[str, Any]:
        """Everything that is there and everything that is wrong, once the home was started again."""
        ended = self.run("look")
        assert ended.code == 0, ended.complained
        return ended.acknowledged[-1]

    def calls(self, act: str) -> list[Call]:
        """The system calls by which an act changes the disk, in their order."""
        trace = self.folder / "trace"
        ended = self._run({"act": act}, ["-y", "-s", "0", "-e", f"trace={DISK}", "-o", str(trace)])
        assert ended.code == 0, (act, ended)
        return calls_in(trace.read_text(errors="replace"))

    def said(self) -> list[dict[str, Any]]:
        """The lines of JSON that the last act said."""
        return [json.loads(line) for line in (self.folder / "said").read_text().splitlines()]

    def run_with(self, act: str, inject: str, **more: Any) -> Ended:
        """Do an act with something injected at its system calls, as strace's `-e inject=` takes it."""
        return self._run(
            {"act": act, **more}, ["-e", f"trace={inject.split(':')[0]}", "-e", f"inject={inject}", "-o", "/dev/null"]
        )

    def _run(self, request: dict[str, Any], trace: list[str] | None) -> Ended:
        said, complained = self.folder / "said", self.folder / "complained"
        self._send(json.dumps({**request, "stdout": str(said), "stderr": str(complained)}))
        pid = self._answer()["pid"]
        tracer = _attach(pid, trace) if trace is not None else None
        self._send("go")
        try:
            status = self._answer()["status"]
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)  # what it started dies with it, as by a power cut
            if tracer is not None:
                tracer.wait(30)
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        return Ended(code, number, said.read_text(), complained.read_text())

    def _send(self, line: str) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(line.encode() + b"\n")
        self._server.stdin.flush()

    def _answer(self, within: float = PATIENCE) -> dict[str, Any]:
        assert self._server.stdout is not None
        ready, _, _ = select.select([self._server.stdout], [], [], within)
        line = self._server.stdout.readline() if ready else b""
        if not line:
            self.close()
            raise AssertionError("No answer in time:\n" + (self.folder / "server.log").read_text()[-3000:])
        return json.loads(line)


def _attach(pid: int, options: list[str]) -> subprocess.Popen[bytes]:
    """Start strace on a process and wait until it holds it: from then on every call is counted."""
    tracer = subprocess.Popen(["strace", "-f", *options, "-p", str(pid)], stderr=subprocess.PIPE)
    assert tracer.stderr is not None
    os.set_blocking(tracer.stderr.fileno(), False)
    until, seen = time.monotonic() + 30, b""
    while b"attached" not in seen:
        assert tracer.poll() is None or b"attached" in seen, seen.decode()
        assert time.monotonic() < until, "strace did not attach"
        if select.select([tracer.stderr], [], [], 1)[0]:
            seen += tracer.stderr.read() or b""
    return tracer

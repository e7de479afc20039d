"""A real archive for whole-product tests: `retold serve` on a home folder and port of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SEED = SHARED / "seeds" / "000_d06114b488e3b5f3.txt"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Done = subprocess.CompletedProcess[bytes]


def retold(home: Path, *words: str, stdin: bytes | None = None, check: bool = True) -> Done:
    """Run the `retold` command on a home folder."""
    command = [sys.executable, "-m", "retold", "--home", str(home), *words]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120)
    if check:
        assert done.returncode == 0, done.stderr.decode()
    return done


def lines(done: Done) -> list[dict]:
    """The JSON lines that a command printed."""
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@dataclass
class Archive:
    """A running archive; stop() ends it as its keeper would."""

    home: Path
    port: int = field(default_factory=free_port)
    options: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None
    python: str = sys.executable

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home.with_name(self.home.name + ".log")

    def start(self, within: float = 60) -> Archive:
        """Start it and wait until it says that it is ready."""
        command = [self.python, "-m", "retold", "--home", str(self.home), "serve", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([*command, *self.options], stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + within
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(self.address + "/healthz", timeout=2) as answer:
                    if json.load(answer)["status"] == "ok":
                        return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError("The archive was not ready in time:\n" + self.log.read_text())

    @property
    def sign_in(self) -> str:
        """The one-time sign-in link that it printed at its first start."""
        found = re.search(r"http\S+/sign-in/\S+", self.log.read_text())
        assert found, self.log.read_text()
        return found.group(0)

    def stop(self) -> int:
        """Tell it to stop, wait for it, and give its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        finally:
            self.kill()

    def kill(self) -> None:
        """End the whole process group at once."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

"""A disk that is really full under a served archive: pages read, writes are refused in a sentence, then all is well."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive import ROOT

_MOUNT = ["unshare", "--mount", "--map-root-user", "sh", "-c"]


def why_not() -> str | None:
    """Why no small disk can be mounted here."""
    if not sys.platform.startswith("linux") or not shutil.which("unshare"):
        return "namespaces are Linux's alone"
    tried = subprocess.run([*_MOUNT, "mount -t tmpfs -o size=1m none /mnt"], capture_output=True, timeout=20)
    return None if tried.returncode == 0 else "no namespace may be made here"


def test_a_full_disk_is_a_sentence_and_passes(tmp_path: Path) -> None:
    if reason := why_not():
        pytest.skip(reason)
    disk = tmp_path / "disk"
    disk.mkdir()
    inside = [sys.executable, "-m", "tests.crash.full_disk", str(disk)]
    mount = f'mount -t tmpfs -o size=24m none "{disk}" && exec "$@"'
    running = subprocess.Popen(
        [*_MOUNT, mount, "sh", *inside], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True, env=dict(os.environ)
    )
    try:
        said, _ = running.communicate(timeout=120)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == 0, said.decode()
    found = json.loads(said.decode().splitlines()[-1])
    assert found["before"] == [200, 302], found
    assert found["shelf while full"] == 200
    assert found["statuses while full"] == [507] * found["tried"], found
    assert "The disk is full" in found["sentence"]
    assert found["recovered within"] < 10
    assert found["works"] == found["acknowledged"]
    assert found["wrong"] == []
    assert found["left over"] == []

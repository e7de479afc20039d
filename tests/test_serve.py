"""One command starts the archive; whatever ends it leaves nothing running behind."""

from __future__ import annotations

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.archive import Archive, free_port, retold


def _members(group: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                is_member = os.getpgid(int(folder.name)) == group
                if is_member and "Z" not in (folder / "stat").read_text().rsplit(")", 1)[1][:3]:
                    found.append(int(folder.name))
            except (ProcessLookupError, FileNotFoundError):
                continue
    return found


def _gone(group: int, within: float = 15) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not _members(group):
            return True
        time.sleep(0.1)
    return False


def test_it_starts_prints_a_link_that_works_once_and_stops_cleanly(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "home").start()
    try:
        link = archive.sign_in
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        assert opener.open(link).status == 200
        with pytest.raises(urllib.error.HTTPError) as again:
            urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(link)
        assert again.value.code in (403, 404, 410)
        group = archive.process.pid
        assert len(_members(group)) >= 3
        assert archive.stop() == 0
        assert _gone(group)
    finally:
        archive.kill()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_a_killed_supervisor_leaves_no_process_behind(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "home").start()
    group = archive.process.pid
    try:
        archive.process.send_signal(signal.SIGKILL)
        archive.process.wait(10)
        assert _gone(group)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", archive.port))
    finally:
        archive.kill()


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = retold(tmp_path / "home", "serve", "--port", str(taken.getsockname()[1]), check=False)
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "cannot be used" in said
    assert "Traceback" not in said


def test_a_wrong_setting_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETOLD_UPLOAD_MB", "lots")
    done = retold(tmp_path / "home", "serve", "--port", str(free_port()), check=False)
    assert done.returncode == 2
    assert "RETOLD_UPLOAD_MB is 'lots'; it takes a whole number" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()

"""Programs of others: what they give is given, and no file makes them take more than they may."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retold.lib.outside_programs import ConverterFailed, installed, run_converter

PYTHON = sys.executable


def run(code: str, *, data: bytes = b"text", seconds: int = 20, megabytes: int = 512, **more) -> bytes:
    """What a little Python program makes of in.txt."""
    return run_converter(
        PYTHON, ["-I", "-c", code], name="in.txt", data=data, output="out.txt", seconds=seconds, megabytes=megabytes,
        **more,
    )  # fmt: skip


def test_a_file_becomes_another():
    assert run("open('out.txt', 'wb').write(open('in.txt', 'rb').read().upper())") == b"TEXT"


def test_it_stands_in_a_folder_of_its_own_that_goes_afterwards():
    place = run("import os; open('out.txt', 'w').write(os.getcwd() + ' ' + os.environ['HOME'])").decode()
    here, home = place.split(" ")
    assert here == home
    assert not Path(here).exists()


def test_settings_lie_beside_the_file_and_arguments_know_the_folder():
    code = "import sys; open('out.txt', 'w').write(sys.argv[1] + open('a/b.txt').read())"
    given = run_converter(
        PYTHON, ["-I", "-c", code, "{folder}/x"], name="in.txt", data=b"", output="out.txt", seconds=20, megabytes=512,
        beside={"a/b.txt": b" and b"},
    )  # fmt: skip
    assert given.decode().endswith("/x and b")


def test_it_is_told_no_secrets(monkeypatch):
    monkeypatch.setenv("RETOLD_SECRET_KEY", "hidden")
    assert b"hidden" not in run("import os; open('out.txt', 'w').write(str(dict(os.environ)))")


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)",
        "pass",
        "import os; os.symlink('/etc/hostname', 'out.txt')",
        "open('out.txt', 'wb')",
        "x = bytearray(2 << 30); open('out.txt', 'w').write('took it')",
        "f = open('out.txt', 'wb'); [f.write(bytes(1 << 20)) for _ in range(2048)]",
    ],
    ids=["fails", "gives nothing", "a link", "an empty file", "too much memory", "too large a file"],
)
def test_what_it_must_not_do_is_a_sentence(code):
    with pytest.raises(ConverterFailed, match=r"could not read this file\.$"):
        run(code)


def test_its_time_ends_and_so_do_its_children():
    begun = time.monotonic()
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(61.5)'])"
    with pytest.raises(ConverterFailed, match="longer than 1 seconds"):
        run(child, seconds=1)
    assert time.monotonic() - begun < 30
    if shutil.which("ps"):
        running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        assert "time.sleep(61.5)'])" not in running


def test_it_reaches_no_address():
    unshare = installed("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody take a program's network away")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        code = (
            f"import socket; answer = socket.socket().connect_ex({address!r}); open('out.txt', 'w').write(str(answer))"
        )
        assert int(run(code)) != 0
    assert run("import os; open('out.txt', 'w').write(str(os.getuid()))") == str(os.getuid()).encode()


def test_one_that_is_not_there_is_a_sentence():
    assert installed("no-such-program-anywhere") is None
    with pytest.raises(ConverterFailed, match="is not installed"):
        run_converter("no-such-program-anywhere", [], name="a", data=b"", output="b", seconds=1, megabytes=100)

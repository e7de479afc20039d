"""A file is there whole or not at all, and a killed writer's part is told from one that is being written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from retold.lib.whole_files import clear_parts, whole_file


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


DIE = """
import os, signal, sys
from pathlib import Path
from retold.lib.whole_files import whole_file
with whole_file(Path(sys.argv[1])) as file:
    file.write(b"half of it")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_takes_its_place_when_the_block_ends(folder):
    with whole_file(folder / "a.txt") as file:
        file.write(b"all of it")
        assert not (folder / "a.txt").exists()
    assert (folder / "a.txt").read_bytes() == b"all of it"
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_what_fails_leaves_what_was_there(folder):
    (folder / "a.txt").write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), whole_file(folder / "a.txt") as file:
        file.write(b"%d" % (1 // 0))
    assert (folder / "a.txt").read_bytes() == b"before"
    assert len(list(folder.iterdir())) == 1


def test_a_killed_writers_part_is_cleared_and_a_living_ones_is_not(folder):
    subprocess.run([sys.executable, "-c", DIE, str(folder / "a.txt")], check=False)
    assert len(list(folder.iterdir())) == 1
    with whole_file(folder / "b.txt") as file:
        assert clear_parts(folder) == 1
        file.write(b"whole")
    assert [path.name for path in folder.iterdir()] == ["b.txt"]
    assert clear_parts(folder) == 0

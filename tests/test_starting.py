"""What a start does not load: each of these takes longer to load than a short story to read."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ("django", "httpx", "lxml", "numpy", "PIL", "py3langid", "rich", "tinycss2", "yaml", "fanficfare")
STORY = "Title from Low Water by the Lantern Wives.\n\n" + (
    "The river was high that night, and she was not there. What they had said to him before was what he would have "
    "liked to hear again, but there was no one who could say it to him now.\n\n" * 3
)
LOADED = """
import json, sys
from retold.interfaces.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    code = end.code
print(json.dumps([code, *{name.partition(".")[0] for name in sys.modules}]), file=sys.stderr)
"""


def loaded_by(*words):
    """The packages that a command loads."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, timeout=60)
    code, *names = json.loads(done.stderr.splitlines()[-1])
    assert not code
    return set(names)


def test_a_story_is_read_without_what_it_does_not_need(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(STORY)
    loaded = loaded_by("read", str(file))
    assert "selectolax" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_version_is_told_without_a_reader():
    assert loaded_by("--version").isdisjoint({*HEAVY, "selectolax"})


def test_the_help_of_all_commands_opens_no_archive():
    assert loaded_by("--help").isdisjoint({"django", "httpx", "numpy", "PIL", "rich"})

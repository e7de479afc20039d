"""The process with everything loaded, from the tests' side: a file goes in, what became of it comes out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.hostile.cases import Case

ROOT = Path(__file__).resolve().parents[2]


class Warm:
    """A running server, its home, and a folder that files are brought from."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.files = folder, folder / "home", folder / "files"
        self.home.mkdir()
        self.files.mkdir()
        command = [sys.executable, "-m", "tests.hostile.server", str(self.home)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._answer() == {"ready": True}
        self._around = self._seen_around()

    def add(self, case: Case) -> dict[str, Any]:
        """What became of a file; a file on the disk outside the home is told as something seen."""
        path = self.files / case.file_name
        path.write_bytes(case.build())
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"path": str(path)}) + "\n")
        self._process.stdin.flush()
        found = self._answer()
        path.unlink()
        if (around := self._seen_around()) != self._around:
            found.setdefault("seen", []).append(f"new files: {sorted(around - self._around)}")
        return found

    def close(self) -> None:
        """End the server."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the server has ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _seen_around(self) -> set[str]:
        """All that stands beside the home, and where names that lead elsewhere would put a file."""
        beside = {str(path) for path in self.folder.rglob("*") if self.home not in path.parents}
        return beside | {str(path) for path in (Path("/tmp"), ROOT) for path in path.glob("*evil*")}

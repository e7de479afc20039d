"""Pages that a run has fetched, kept until it is over: a run that goes on later asks for none of them again."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from retold.lib.whole_files import whole_file


@dataclass(frozen=True)
class Answer:
    """What a site answered: the address that it came from in the end, the body unpacked, what it says it is."""

    address: str
    body: bytes
    media_type: str = ""
    name: str = ""


class Pages:
    """The answers of one run by the address that was asked for, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when the first page comes."""
        self._folder = folder

    def find(self, address: str) -> Answer | None:
        """The answer, if this run has it; a file that a kill cut short is none."""
        try:
            head, _, body = self._place(address).read_bytes().partition(b"\n")
            said = json.loads(head)
        except (OSError, ValueError):
            return None
        return Answer(said["address"], body, said["media_type"], said["name"])

    def keep(self, address: str, answer: Answer) -> None:
        """Keep an answer."""
        self._folder.mkdir(parents=True, exist_ok=True)
        said = {"address": answer.address, "media_type": answer.media_type, "name": answer.name}
        with whole_file(self._place(address)) as file:
            file.write(json.dumps(said).encode("ascii") + b"\n" + answer.body)

    def clear(self) -> None:
        """Let go of all of them."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def size(self) -> tuple[int, int]:
        """How many there are, and their bytes."""
        try:
            sizes = [file.stat().st_size for file in self._folder.iterdir()]
        except OSError:
            return 0, 0
        return len(sizes), sum(sizes)

    def _place(self, address: str) -> Path:
        return self._folder / sha256(address.encode("utf8", "surrogatepass")).hexdigest()

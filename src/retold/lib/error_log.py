"""A short memory of errors: the last of them as lines of JSON in a file that stays small."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 200_000
_LONGEST = 500


@dataclass(frozen=True)
class KnownError:
    """When something went wrong, in which part of the program, and what it said."""

    at: dt.datetime
    where: str
    what: str


class ErrorLog(logging.Handler):
    """Keeps errors in a file; when it is full, the older half goes. A disk that cannot take one loses it quietly."""

    def __init__(self, path: str) -> None:
        """`path` is made when the first error comes."""
        super().__init__(logging.ERROR)
        self._path = Path(path)

    def emit(self, record: logging.LogRecord) -> None:
        """Append one line."""
        said = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            said = f"{said}: {type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
        line = {"at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(), "where": record.name, "what": said}
        line["what"] = line["what"][:_LONGEST]
        with contextlib.suppress(OSError):
            self._halve()
            with self._path.open("a", encoding="utf8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _halve(self) -> None:
        if self._path.exists() and self._path.stat().st_size > MOST_BYTES:
            lines = self._path.read_text(encoding="utf8").splitlines(keepends=True)
            self._path.write_text("".join(lines[len(lines) // 2 :]), encoding="utf8")


def errors_in(path: Path, most: int) -> list[KnownError]:
    """The last errors in such a file, newest first; a torn line is passed over."""
    try:
        lines = path.read_text(encoding="utf8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in reversed(lines[-most:]):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            known = json.loads(line)
            found.append(KnownError(dt.datetime.fromisoformat(known["at"]), str(known["where"]), str(known["what"])))
    return found

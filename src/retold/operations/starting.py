"""What is done when the archive starts: what a crash left is mended, and the pages' own files are laid out."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from retold import __version__
from retold.importing import actions as importing
from retold.importing import runs
from retold.lib.whole_files import clear_parts
from retold.operations.backup import scheduled
from retold.ports import storage


def mend() -> list[str]:
    """Clear away what a killed process left half done in the home, and say so, a sentence each.

    Call it while nobody else serves the home; commands that run beside are told by the locks that they hold.
    """
    home = Path(settings.RETOLD_HOME)
    parts = clear_parts(home) + clear_parts(home / "fonts") + storage.clear_incoming() + _clear_uploads()
    parts += runs.clear_left()
    if settings.RETOLD_BACKUP_FOLDER.is_dir():
        parts += clear_parts(settings.RETOLD_BACKUP_FOLDER)
    drills = scheduled.clear_drills()
    said = []
    if parts:
        said.append(f"Cleared away {parts} files that were left half written when Retold was last stopped.")
    if drills:
        said.append("Cleared away a trial restore that was cut short.")
    return said


def _clear_uploads() -> int:
    """Uploads that were on their way in: none is, while nobody serves."""
    left = list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def read_waiting() -> None:
    """Read the files that were kept and not read when the program was stopped."""
    importing.read_all_waiting()


def collect_static() -> None:
    """Lay out style sheets and scripts under names that change with them; only if they changed since."""
    root = Path(settings.STATIC_ROOT)
    mark, state = root / ".made-of", _state_of_static()
    with contextlib.suppress(OSError):
        if mark.read_text(encoding="ascii") == state:
            return
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(state, encoding="ascii")


def _state_of_static() -> str:
    """A digest of the version and of every static file's name, size and time."""
    facts = hashlib.sha256(__version__.encode())
    for path in sorted(_static_files()):
        known = path.stat()
        facts.update(f"{path}|{known.st_size}|{known.st_mtime_ns}\n".encode())
    return facts.hexdigest()


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage_ in finder.list([]):
            yield Path(storage_.path(name))

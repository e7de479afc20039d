"""Files outside the home: packages of works, and backups."""

from __future__ import annotations

import zipfile
from pathlib import Path

from retold.importing import readers
from retold.lib.zip_writer import has_right_seal
from retold.manuscript.package import bag_layout
from retold.operations import backup
from retold.operations.backup import layout
from retold.operations.verify.findings import Damage


def look_at_file(path: Path) -> Damage | None:
    """What is wrong with a package or a backup; None if it is whole."""
    try:
        if _is_backup(path):
            backup.examine(path)
        else:
            _look_at_package(path)
    except (backup.BadBackup, readers.Refused) as error:
        return Damage("file", str(path), str(error))
    except OSError as error:
        return Damage("file", str(path), f"{path} cannot be read: {error.strerror}.")
    return None


def _is_backup(path: Path) -> bool:
    """By its beginning or its end: one of the two outlives most damage."""
    with path.open("rb") as file:
        start = file.read(100)
        file.seek(max(0, path.stat().st_size - len(layout.SEAL) - layout.DIGITS))
        return layout.TOP.encode() in start or file.read().startswith(layout.SEAL[:14])


def _look_at_package(path: Path) -> None:
    """Read every member of a package against its manifests, as bringing it in does, and then its seal."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        raise readers.Refused("It is no package and no backup, or is too damaged to tell.")
    readers.read(path.name, data)
    if _says_it_is_sealed(path) and not has_right_seal(data):
        raise readers.Refused(
            "Everything that this package holds is whole, but the archive around it was changed after it was written."
        )


def _says_it_is_sealed(path: Path) -> bool:
    """Whether the package was sealed when it was written: the earliest were not."""
    with zipfile.ZipFile(path) as archive:
        told = [archive.read(name) for name in archive.namelist() if name.rpartition("/")[2] == bag_layout.INFO]
    return any(bag_layout.SEAL.encode() in text for text in told)

"""Put back from a backup what is damaged here, where the backup holds the very bytes that are missing."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from retold.catalog.works import soundness
from retold.lib.whole_files import SUFFIX
from retold.operations import backup
from retold.operations.verify import files
from retold.operations.verify.findings import Damage
from retold.ports import storage
from retold.ports.storage.models import KeptFile

_NO_WAY = (
    " It cannot be mended in its place: restore the backup beside this home (retold restore), and bring over what was "
    "added since."
)


def repaired(damage: Iterable[Damage], path: Path, at: dt.datetime) -> list[Damage]:
    """The same damage, with what could be put right marked so. Raises BadBackup before anything is touched."""
    backup.examine(path)
    snapshot = Path(settings.RETOLD_HOME) / f".repair.{secrets.token_hex(6)}{SUFFIX}"
    try:
        backup.extract_database(path, snapshot)
        return [_repaired(thing, path, snapshot, at) for thing in damage]
    finally:
        snapshot.unlink(missing_ok=True)


def _repaired(thing: Damage, path: Path, snapshot: Path, at: dt.datetime) -> Damage:
    if thing.kind == "kept_file":
        return replace(thing, repaired=_put_file_back(thing.thing, path, at))
    if thing.kind == "text":
        return replace(thing, repaired=_put_text_back(thing.thing, snapshot))
    return replace(thing, sentence=thing.sentence + _NO_WAY)


def _put_file_back(name: str, path: Path, at: dt.datetime) -> bool:
    """Keep the backup's bytes again: keeping puts them in the place of whatever lies there."""
    kept = KeptFile.objects.filter(digest=bytes.fromhex(name)).first() if len(name) == 64 else None
    data = None if kept is None else backup.kept_file(path, bytes(kept.digest))
    if kept is None or data is None:
        return False
    storage.keep(data, media_type=kept.media_type, at=at)
    return files.look_at(kept, at) == KeptFile.State.SOUND


def _put_text_back(name: str, snapshot: Path) -> bool:
    """Every damaged row of that text gets the backup's body; the digest says that it is the same text."""
    import sqlite3

    digest = bytes.fromhex(name)
    with closing(sqlite3.connect(f"file:{snapshot}?mode=ro&immutable=1", uri=True)) as rows:
        found = rows.execute("SELECT body, crc, size FROM works_text WHERE digest = ?", (digest,)).fetchone()
    return found is not None and soundness.put_text_back(digest, bytes(found[0]), *found[1:])

"""How a backup is laid out: a ZIP that holds a BagIt bag (RFC 8493), sealed with a digest of all its bytes.

    retold-backup/bagit.txt, bag-info.txt
    retold-backup/data/retold.json          what made it, of what, when
    retold-backup/data/database.sqlite3     a snapshot of the database
    retold-backup/data/kept/<sha256>        every file that its rows name
    retold-backup/data/secret, settings     what the archive signs with, what its keeper set
    retold-backup/manifest-sha256.txt, tagmanifest-sha256.txt

The ZIP's comment is the seal: the SHA-256 of every byte before it. So a person can open a backup with any program,
and a program knows of each byte whether it is as it was written.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

FORMAT = 1
TOP = "retold-backup/"
DESCRIPTION = "data/retold.json"
DATABASE = "data/database.sqlite3"
SECRET = "data/secret"  # noqa: S105  (a file name)
SETTINGS = "data/settings"
KEPT = "data/kept/"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SEAL = b"retold backup, sha256 of all before: "
DIGITS = 64
CHUNK = 1 << 20

# What may be in a backup; nothing else is unpacked.
MEMBER = re.compile(
    r"retold-backup/(bagit\.txt|bag-info\.txt|manifest-sha256\.txt|tagmanifest-sha256\.txt"
    r"|data/(retold\.json|database\.sqlite3|secret|settings|kept/[0-9a-f]{64}))"
)


class BadBackup(RuntimeError):
    """A file that cannot be restored from; the message says why and what to do."""

    is_for_people = True


def sealed(file: BinaryIO, size: int) -> str:
    """The digest of a file's bytes but its last 64: what its seal must say. `size` is the file's, in bytes."""
    digest, left = hashlib.sha256(), size - DIGITS
    file.seek(0)
    while left > 0:
        piece = file.read(min(CHUNK, left))
        if not piece:
            break
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def manifest(digests: dict[str, str]) -> str:
    """Lines of a BagIt manifest: digest, two spaces, the name in the bag."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def digests_of(text: str) -> dict[str, str]:
    """The reverse of `manifest`. Raises BadBackup for a line that is none."""
    found = {}
    for line in text.splitlines():
        digest, separator, name = line.partition("  ")
        if not separator or not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise BadBackup("Its manifest holds a line that is no digest and name; take another backup.")
        found[name] = digest
    return found


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

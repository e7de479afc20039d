"""Where things lie in a package: a BagIt bag (RFC 8493) in a ZIP archive, inside one folder.

`data/manuscript.json` is the Manuscript entire, with its texts. Files that came in, and assets, lie under names
that are safe on every system; `names.json` beside them gives the names that they had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from retold.lib.patterns import lazy

VERSION = "1.0"
DECLARATION = f"BagIt-Version: {VERSION}\nTag-File-Character-Encoding: UTF-8\n"
BAG = "bagit.txt"
INFO = "bag-info.txt"
SEAL = "the ZIP archive's comment is the SHA-256 of every byte before it"  # what bag-info.txt says of a sealed package
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
README = "README.txt"
MANUSCRIPT = "data/manuscript.json"
READ_ME = "data/read-me.html"
ASSETS = "data/assets/"
ASSET_NAMES = "data/assets.json"  # [{"file", "name"}]
ORIGINALS = "data/originals/"
ORIGINAL_NAMES = "data/originals.json"
REVISIONS = "data/revisions/"

_UNSAFE = lazy(r"[^A-Za-z0-9._-]+")
_RESERVED = lazy(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # names that Windows keeps for devices


@dataclass(frozen=True)
class Revision:
    """A chapter (1-based) as it once was: its canonical markup, and the rest of its face (title, notes …)."""

    chapter: int
    number: int
    made_at: dt.datetime
    html: str
    face: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Original:
    """A file that came in, unchanged, under the name that it had."""

    name: str
    data: bytes


def revision_file(revision: Revision) -> str:
    """Where a revision lies in the bag."""
    return f"{REVISIONS}{revision.chapter:04}/{revision.number:04}.json"


def safe_names(names: Sequence[str]) -> list[str]:
    """A file name for each name, safe on every system, no two alike even where case is not told apart."""
    given: set[str] = set()
    return [_unused(_safe(name), given) for name in names]


def _safe(name: str) -> str:
    cleaned = _UNSAFE.sub("_", name).strip("._ ")[-100:].lstrip(".") or "file"
    return f"_{cleaned}" if _RESERVED.match(cleaned) else cleaned


def _unused(name: str, given: set[str]) -> str:
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    candidate, count = name, 1
    while candidate.lower() in given:
        count += 1
        candidate = f"{stem}-{count}{dot}{ending}"
    given.add(candidate.lower())
    return candidate

"""Our own package, read back whole: the Manuscript, its assets, the originals and the revisions.

The bag is checked before anything of it is believed (RFC 8493 §3): every file that a manifest names is there with
its digest, and nothing is there that no manifest names.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.archives import Archive, BadArchive, shown
from retold.lib.patterns import lazy
from retold.manuscript import serialise
from retold.manuscript.markup import canonical
from retold.manuscript.model import Chapter, Manuscript
from retold.manuscript.package import bag_layout as layout
from retold.manuscript.package.bag_layout import Original, Revision
from retold.manuscript.serialise import NotAManuscript

_LINE = lazy(r"([0-9A-Fa-f]{64})[ \t]+\*?(.+)")
_REMEDY = "so nothing of it was read; fetch the package once more, or bring in the stories inside it one by one."


@dataclass(frozen=True)
class Package:
    """Everything that a package holds."""

    manuscript: Manuscript
    assets: Mapping[str, bytes]
    originals: tuple[Original, ...]
    revisions: tuple[Revision, ...]


class DamagedPackage(Refused):
    """The package is not as it was written; the message names the file that is damaged, missing or too much."""


def recognises(upload: Upload) -> bool:
    """Whether this ZIP archive is a bag of ours, damaged or not."""
    try:
        folder = _folder(upload.archive)
    except Refused:
        return False
    return folder is not None and any(folder + path in upload.archive for path in (layout.MANUSCRIPT, layout.READ_ME))


def read(upload: Upload) -> Found:
    """The Manuscript and its assets. Raises DamagedPackage."""
    package = read_package(upload)
    return Found(package.manuscript, package.assets)


def read_package(upload: Upload) -> Package:
    """Everything in a package. Raises DamagedPackage naming what is wrong, and nothing is given then."""
    archive = upload.archive
    folder = _folder(archive)
    if folder is None:
        raise DamagedPackage("This archive is no package: it holds no bagit.txt; bring in what is inside it.")
    try:
        files = _verified(archive, folder)
        return Package(
            _manuscript(files),
            dict(_named(files, layout.ASSETS, layout.ASSET_NAMES)),
            tuple(Original(*pair) for pair in _named(files, layout.ORIGINALS, layout.ORIGINAL_NAMES)),
            tuple(_revision(path, files[path]) for path in sorted(files) if path.startswith(layout.REVISIONS)),
        )
    except BadArchive as error:
        raise DamagedPackage(str(error)) from error


def _folder(archive: Archive) -> str | None:
    """The folder of the bag in its archive ("" at the top), or None if there is no bag, or more than one."""
    found = [name.removesuffix(layout.BAG) for name in archive if name.count("/") <= 1 and _is_bag(name)]
    return found[0] if len(found) == 1 else None


def _is_bag(name: str) -> bool:
    return name.rpartition("/")[2] == layout.BAG


def _verified(archive: Archive, folder: str) -> dict[str, bytes]:
    """The bag's payload by path, after every digest was found right."""
    inside = {name.removeprefix(folder): name for name in archive if name.startswith(folder)}
    if len(inside) != len(archive.names):
        stray = next(name for name in archive if not name.startswith(folder))
        raise DamagedPackage(f"This package holds “{shown(stray)}” outside its folder, {_REMEDY}")
    tags = _checked(archive, inside, layout.TAG_MANIFEST)
    for needed in (layout.BAG, layout.MANIFEST):
        if needed not in tags:
            raise DamagedPackage(f"This package does not vouch for “{needed}”, {_REMEDY}")
    payload = _checked(archive, inside, layout.MANIFEST)
    extra = inside.keys() - tags.keys() - payload.keys() - {layout.TAG_MANIFEST}
    if extra:
        raise DamagedPackage(f"This package holds “{shown(min(extra))}”, which no manifest names, {_REMEDY}")
    return payload


def _checked(archive: Archive, inside: Mapping[str, str], manifest: str) -> dict[str, bytes]:
    """The files that a manifest names. Raises DamagedPackage at the first that is missing or changed."""
    if manifest not in inside:
        raise DamagedPackage(f"This package lacks “{manifest}”, {_REMEDY}")
    files: dict[str, bytes] = {}
    for digest, path in _listed(archive.read(inside[manifest]), manifest):
        if path not in inside:
            raise DamagedPackage(f"The file “{shown(path)}” is missing from this package, {_REMEDY}")
        files[path] = archive.read(inside[path])
        if hashlib.sha256(files[path]).hexdigest() != digest:
            raise DamagedPackage(f"The file “{shown(path)}” in this package is damaged, {_REMEDY}")
    return files


def _listed(data: bytes, manifest: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, data.decode("utf-8", "replace").splitlines()):
        found = _LINE.fullmatch(line)
        if not found:
            raise DamagedPackage(f"The file “{manifest}” in this package is damaged, {_REMEDY}")
        # RFC 8493 §2.1.3: line ends and percent signs in paths are percent-encoded.
        path = re.sub("%(0[Aa]|0[Dd]|25)", lambda code: chr(int(code[1], 16)), found[2])
        yield found[1].lower(), path.removeprefix("./")


def _manuscript(files: Mapping[str, bytes]) -> Manuscript:
    try:
        read = serialise.from_json(_json(files, layout.MANUSCRIPT))
    except NotAManuscript as error:
        raise DamagedPackage(f"The Manuscript in this package cannot be read: {error}") from error
    return replace(
        read,
        summary=_safe(read.summary),
        notes_before=_safe(read.notes_before),
        notes_after=_safe(read.notes_after),
        chapters=tuple(map(_chapter, read.chapters)),
    )


def _chapter(chapter: Chapter) -> Chapter:
    return replace(
        chapter,
        html=canonical(chapter.html),
        summary=_safe(chapter.summary),
        notes_before=_safe(chapter.notes_before),
        notes_after=_safe(chapter.notes_after),
    )


def _safe(text: str | None) -> str | None:
    """A text made canonical: a bag may be rewritten by anyone, digests and all."""
    return None if text is None else canonical(text)


def _named(files: Mapping[str, bytes], folder: str, list_at: str) -> Iterator[tuple[str, bytes]]:
    """Files under the names that they had, in their order."""
    if list_at not in files:
        return
    try:
        for entry in _json(files, list_at):
            yield str(entry["name"]), files[folder + entry["file"]]
    except (KeyError, TypeError) as error:
        raise DamagedPackage(f"The file “{list_at}” in this package is damaged, {_REMEDY}") from error


def _revision(path: str, data: bytes) -> Revision:
    try:
        kept = json.loads(data)
        made_at = dt.datetime.fromisoformat(kept["made_at"])
        return Revision(int(kept["chapter"]), int(kept["number"]), made_at, canonical(kept["html"]), dict(kept["face"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedPackage(f"The file “{shown(path)}” in this package is damaged, {_REMEDY}") from error


def _json(files: Mapping[str, bytes], path: str) -> Any:
    try:
        return json.loads(files[path])
    except KeyError as error:
        raise DamagedPackage(f"The file “{path}” is missing from this package, {_REMEDY}") from error
    except (ValueError, RecursionError) as error:
        raise DamagedPackage(f"The file “{path}” in this package is damaged, {_REMEDY}") from error

"""Our own EPUB, read back whole: texts from its pages, the rest from the JSON that travels with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.archives import Archive, BadArchive
from retold.manuscript.package import epub_layout as layout
from retold.manuscript.package.texts import texts_in, with_texts
from retold.manuscript.serialise import NotAManuscript


def recognises(upload: Upload) -> bool:
    """Whether this is an EPUB of ours that came through whole; a changed one is read as any EPUB is."""
    try:
        _read(upload.archive)
    except (BadArchive, NotAManuscript, Refused):
        return False
    return True


def read(upload: Upload) -> Found:
    """The Manuscript as it was written, and the bytes of its assets. Raises Refused if the book is not whole."""
    try:
        return _read(upload.archive)
    except (BadArchive, NotAManuscript) as error:
        raise Refused(f"This EPUB was made by Retold, but it is not whole any more: {error}") from error


def _read(archive: Archive) -> Found:
    if layout.MANUSCRIPT not in archive:
        raise NotAManuscript("It holds no Manuscript.")
    kept = _json(archive.read(layout.MANUSCRIPT))
    texts: dict[str, str] = {}
    for path in archive:
        if not (path.startswith(layout.FOLDER) and path.endswith(".xhtml")):
            continue
        for slot, text in texts_in(_decoded(archive.read(path))):
            if slot in texts:
                raise NotAManuscript(f"The text of {slot} is there twice.")
            texts[slot] = text
    manuscript = with_texts(kept.get("manuscript"), texts)
    return Found(manuscript, _assets(archive, kept.get("assets")))


def _assets(archive: Archive, paths: Any) -> dict[str, bytes]:
    if not isinstance(paths, Mapping):
        raise NotAManuscript("Its list of pictures is damaged.")
    for name, path in paths.items():
        if path not in archive:
            raise NotAManuscript(f"The picture {name} is missing.")
    return {name: archive.read(path) for name, path in paths.items()}


def _json(data: bytes) -> Mapping[str, Any]:
    try:
        kept = json.loads(_decoded(data))
    except (ValueError, RecursionError) as error:
        raise NotAManuscript("What goes with its pages is damaged.") from error
    if not isinstance(kept, Mapping) or kept.get("format") != layout.FORMAT:
        raise NotAManuscript("It was made by a Retold of another age.")
    return kept


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise NotAManuscript("A page of it is not UTF-8.") from error

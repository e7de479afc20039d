"""Our own HTML file, read back whole: texts from the page, the rest from its inert JSON."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from retold.importing.readers.upload import Found, Refused, Upload
from retold.manuscript.package import html_layout as layout
from retold.manuscript.package.texts import addresses_of_pictures, texts_in, with_texts
from retold.manuscript.serialise import NotAManuscript


def recognises(upload: Upload) -> bool:
    """Whether this is a file of ours that came through whole; a changed one is read as any HTML is."""
    try:
        _read(upload.data)
    except NotAManuscript:
        return False
    return True


def read(upload: Upload) -> Found:
    """The Manuscript as it was written, and the bytes of its assets. Raises Refused if the file is not whole."""
    try:
        return _read(upload.data)
    except NotAManuscript as error:
        raise Refused(f"This file was made by Retold, but it is not whole any more: {error}") from error


def _read(data: bytes) -> Found:
    begin = layout.BEGIN.encode()
    if data.count(begin) != 1:
        raise NotAManuscript("It holds no Manuscript.")
    try:
        page, _, rest = data.decode("utf-8-sig").partition(layout.BEGIN)
    except UnicodeDecodeError as error:
        raise NotAManuscript("It is not UTF-8.") from error
    # An editor may have changed the line ends; canonical markup knows but one.
    page = page.replace("\r\n", "\n")
    kept = _json(rest.partition(layout.END)[0])
    found = list(texts_in(page))
    texts = dict(found)
    if len(texts) != len(found):
        raise NotAManuscript("A text is there twice.")
    return Found(with_texts(kept.get("manuscript"), texts), _assets(found, kept.get("assets")))


def _assets(texts: list[tuple[str, str]], assets: Any) -> dict[str, bytes]:
    """Each asset's bytes: from the picture that shows it, or from the JSON."""
    if not isinstance(assets, Mapping):
        raise NotAManuscript("Its list of pictures is damaged.")
    shown = {name: address for _, text in texts for name, address in addresses_of_pictures(text)}
    return {
        name: _bytes(shown.get(name, "").partition(";base64,")[2] if kept is None else kept, name, kept is None)
        for name, kept in assets.items()
    }


def _bytes(encoded: Any, name: str, shown: bool) -> bytes:
    if not isinstance(encoded, str) or (shown and not encoded):
        raise NotAManuscript(f"The picture {name} is missing.")
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise NotAManuscript(f"The picture {name} is damaged.") from error


def _json(text: str) -> Mapping[str, Any]:
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAManuscript("What goes with its text is damaged.") from error
    if not isinstance(kept, Mapping) or kept.get("format") != layout.FORMAT:
        raise NotAManuscript("It was made by a Retold of another age.")
    return kept

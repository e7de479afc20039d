"""A work with all that belongs to it as a package: a BagIt bag (RFC 8493) in a ZIP archive.

Retold takes it back without loss; a person needs no Retold to read it: `data/read-me.html` is the work itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from retold.exporting.writers import html
from retold.exporting.writers.pages import title_of
from retold.exporting.writers.values import Enclosures, Options, plain
from retold.lib.zip_writer import Member, zip_archive
from retold.manuscript import serialise
from retold.manuscript.model import Manuscript
from retold.manuscript.package import bag_layout as layout
from retold.manuscript.package.bag_layout import Revision
from retold.manuscript.package.texts import json_text
from retold.manuscript.wording import byline

MEDIA_TYPE = "application/zip"


def write(manuscript: Manuscript, options: Options, enclosures: Enclosures) -> bytes:
    """The package; `read` of `importing.readers.retold_package` gives everything back.

    Raises ValueError if two revisions have the same chapter and number.
    """
    payload = _payload(manuscript, options, enclosures)
    tags = {
        layout.BAG: layout.DECLARATION.encode(),
        layout.INFO: _info(manuscript, options, payload).encode(),
        layout.README: _readme(manuscript).encode(),
        layout.MANIFEST: _manifest(payload).encode(),
    }
    files = tags | {layout.TAG_MANIFEST: _manifest(tags).encode()} | payload
    folder = f"retold-{re.sub(r'[^A-Za-z0-9-]+', '-', options.uuid)}/"
    members = (Member(folder + name, (data,)) for name, data in files.items())
    return zip_archive(members, options.modified, sealed=True)


def _payload(manuscript: Manuscript, options: Options, enclosures: Enclosures) -> dict[str, bytes]:
    """The files under `data/`, by path."""
    files = {
        layout.READ_ME: html.write(manuscript, options, enclosures),
        layout.MANUSCRIPT: json_text(serialise.to_json(manuscript)).encode(),
    }
    assets = dict(sorted(enclosures.assets.items()))
    files |= _named(list(assets), list(assets.values()), layout.ASSETS, layout.ASSET_NAMES)
    originals = enclosures.originals
    names = [original.name for original in originals]
    files |= _named(names, [original.data for original in originals], layout.ORIGINALS, layout.ORIGINAL_NAMES)
    for revision in enclosures.revisions:
        path = layout.revision_file(revision)
        if path in files:
            raise ValueError(f"Two revisions of chapter {revision.chapter} have the number {revision.number}.")
        files[path] = json_text(_revision(revision)).encode()
    return files


def _named(names: list[str], contents: list[bytes], folder: str, list_at: str) -> dict[str, bytes]:
    """Files under safe names, and the list that tells which name each had; nothing if there are none."""
    if not names:
        return {}
    safe = layout.safe_names(names)
    listed = [{"file": file, "name": name} for file, name in zip(safe, names, strict=True)]
    files = {folder + file: data for file, data in zip(safe, contents, strict=True)}
    return {list_at: json_text(listed).encode()} | files


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "chapter": revision.chapter,
        "number": revision.number,
        "made_at": revision.made_at.astimezone(dt.UTC).isoformat(),
        "html": revision.html,
        "face": dict(revision.face),
    }


def _manifest(files: Mapping[str, bytes]) -> str:
    """Digest and path of each file (RFC 8493 §2.1.3)."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))


def _info(manuscript: Manuscript, options: Options, payload: Mapping[str, bytes]) -> str:
    """What the bag is, for whoever keeps it (RFC 8493 §2.2.2)."""
    octets = sum(map(len, payload.values()))
    title = " ".join(filter(None, (title_of(manuscript), plain(byline(manuscript.creators)))))
    lines = {
        "Bag-Software-Agent": "Retold",
        "Bagging-Date": options.modified.astimezone(dt.UTC).date().isoformat(),
        "External-Description": title,
        "External-Identifier": f"urn:uuid:{plain(options.uuid)}",
        "Payload-Oxum": f"{octets}.{len(payload)}",
        "Retold-Seal": layout.SEAL,
    }
    return "".join(f"{label}: {value}\n" for label, value in lines.items())


def _readme(manuscript: Manuscript) -> str:
    heading = " ".join(filter(None, (title_of(manuscript), plain(byline(manuscript.creators)))))
    return (
        f"{heading}\n\n"
        "This folder holds one work and everything that was kept with it. Nothing here needs a special program.\n\n"
        f"{layout.READ_ME}: the work, to be opened in any browser\n"
        f"{layout.MANUSCRIPT}: the same with every field, for programs\n"
        f"{layout.ASSETS}: its pictures, if it has any\n"
        f"{layout.ORIGINALS}: the files that it was read from, unchanged; {layout.ORIGINAL_NAMES} gives their names\n"
        f"{layout.REVISIONS}: earlier states of its chapters\n"
        f"{layout.MANIFEST}: the SHA-256 digest of each of these files\n\n"
        "The folder is a BagIt bag (RFC 8493). Bring the ZIP archive into Retold to have the work back as it was.\n"
    )

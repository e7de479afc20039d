"""Bad input at `retold add`: one clear sentence, bounded memory, and the bytes are kept all the same."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

MEGABYTE = 1024 * 1024
STORY = "The lamp was out for nine winters. "


def _zip(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


def _epub(*more: tuple[str, bytes]) -> bytes:
    container = (
        b'<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        b'<rootfiles><rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        b"</container>"
    )
    return _zip(("mimetype", b"application/epub+zip"), ("META-INF/container.xml", container), *more)


def _bomb() -> bytes:
    """A book of some 1.2 MB whose one chapter unpacks to 1.2 GB."""
    packed = io.BytesIO(_epub(("content.opf", b"<package/>")))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("chapter.xhtml", "w") as chapter:
        for _ in range(1200):
            chapter.write(bytes(MEGABYTE))
    return packed.getvalue()


def _encrypted() -> bytes:
    """A ZIP whose entries say that they are encrypted."""
    data = bytearray(_epub(("content.opf", b"<package/>")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            flags = struct.unpack_from("<H", data, at + offset)[0]
            struct.pack_into("<H", data, at + offset, flags | 1)
            at = data.find(signature, at + 4)
    return bytes(data)


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("story.txt", lambda: b""),
    "binary": ("story.txt", lambda: bytes(range(256)) * 200),
    "torn-epub": ("book.epub", lambda: _epub(("content.opf", b"<package/>" * 500))[:-200]),
    "bomb": ("book.epub", _bomb),
    "zip-slip": ("book.epub", lambda: _epub(("../../evil.txt", b"evil"), ("content.opf", b"<package/>"))),
    "encrypted": ("book.epub", _encrypted),
    "picture": ("story.html", lambda: b"\x89PNG\r\n\x1a\n" + bytes(4000)),
    "pdf": ("story.pdf", lambda: b"%PDF-1.7\n" + bytes(4000)),
}
READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "latin-1": ("story.txt", lambda: ("Ein Märchen für Anfänger. " * 20).encode("cp1252")),
    "utf-16": ("story.txt", lambda: (STORY * 20).encode("utf-16")),
    "html-called-txt": ("story.txt", lambda: b"<html><body>" + f"<p>{STORY}</p>".encode() * 20 + b"</body></html>"),
    "nested": ("story.html", lambda: b"<div>" * 100_000 + STORY.encode() * 5 + b"</div>" * 100_000),
    "broken-html": ("story.html", lambda: b"<p>" + (STORY * 5 + "<b><i>").encode() * 200 + b"</p></b"),
}


# A process starts with the memory of the one that made it, so a small one stands between the tests and the command.
_MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print("\\n" + str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), end="")
sys.exit(done.returncode)
"""


def _add(folder: Path, name: str, data: bytes) -> tuple[dict, int, str, int]:
    """Add one file; gives what was said of it, the exit code, standard error, and the peak memory in bytes."""
    path = folder / name
    path.write_bytes(data)
    command = [sys.executable, "-m", "retold", "--home", str(folder / "home"), "add", str(path), "--json"]
    done = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, timeout=120)
    said, _, used = done.stdout.rpartition("\n")
    return json.loads(said), done.returncode, done.stderr, int(used) * 1024


def _kept(folder: Path) -> set[str]:
    return {path.name for path in (folder / "home" / "kept").rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_kept(tmp_path: Path, case: str) -> None:
    name, make = REFUSED[case]
    data = make()
    line, code, said, memory = _add(tmp_path, name, data)
    assert (line["outcome"], code) == ("refused", 1)
    assert line["reason"][0].isupper()
    assert line["reason"].endswith(".")
    assert len(line["reason"]) < 300
    assert "Traceback" not in said
    assert memory < 512 * MEGABYTE
    assert not (tmp_path.parent / "evil.txt").exists()
    digest = hashlib.sha256(data).hexdigest()
    assert line["sha256"] == digest
    assert any(digest in kept for kept in _kept(tmp_path))


@pytest.mark.parametrize("case", READ)
def test_what_is_only_odd_is_read(tmp_path: Path, case: str) -> None:
    name, make = READ[case]
    line, code, said, memory = _add(tmp_path, name, make())
    assert (line["outcome"], code, line["reason"]) == ("added", 0, None)
    assert line["words"] >= 35
    assert "Traceback" not in said
    assert memory < 512 * MEGABYTE

"""`golden/ferry.retold.zip` was written by the first version of the writer: what it wrote must be read for ever."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from retold.importing.readers import retold_package
from retold.importing.readers.retold_package import DamagedPackage, read_package
from retold.importing.readers.upload import Upload
from retold.manuscript import serialise

GOLDEN = Path(__file__).with_name("golden")
PACKAGE = (GOLDEN / "ferry.retold.zip").read_bytes()
MANUSCRIPT = "data/manuscript.json"


def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(PACKAGE)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes], folder: str = "bag/", *, sealed: bool = False) -> Upload:
    """The files as a package; `sealed` makes its manifests right again, as an attacker would."""
    if sealed:
        payload = {name: data for name, data in content.items() if name.startswith("data/")}
        content = content | {"manifest-sha256.txt": manifest(payload)}
        tags = {name: data for name, data in content.items() if not name.startswith(("data/", "tagm"))}
        content = content | {"tagmanifest-sha256.txt": manifest(tags)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in content.items():
            archive.writestr(folder + name, data)
    return Upload("ferry.retold.zip", written.getvalue())


def manifest(content: dict[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items()).encode()


@pytest.mark.parametrize("folder", ["bag/", "", "another name/"])
def test_it_reads_a_package_as_it_was_written(folder):
    upload = packed(files(), folder)
    assert retold_package.recognises(upload)
    package = read_package(upload)
    assert package.manuscript == serialise.loads((GOLDEN / "ferry.json").read_text(encoding="utf-8"))
    assert {hashlib.sha256(data).hexdigest() for data in package.assets.values()} == {
        package.manuscript.assets[0].sha256
    }
    assert [(original.name, original.data) for original in package.originals] == [
        ("Fähre.txt", b"The lamps on the quay went out.\n")
    ]
    (revision,) = package.revisions
    assert (revision.chapter, revision.number, revision.html) == (1, 1, "<p>The lamps went out.</p>")
    assert revision.face == {"title": "Ebb"}


@pytest.mark.parametrize("path", sorted(files().keys() - {"tagmanifest-sha256.txt"}))
def test_every_file_that_is_changed_or_missing_is_named(path):
    content = files()
    for wrong in (content | {path: content[path] + b" "}, {name: content[name] for name in content if name != path}):
        with pytest.raises(DamagedPackage, match=path if path != "bagit.txt" or path in wrong else "no bagit.txt"):
            read_package(packed(wrong))


def test_a_file_that_no_manifest_names_is_named():
    with pytest.raises(DamagedPackage, match=r"“data/more\.txt”, which no manifest names"):
        read_package(packed(files() | {"data/more.txt": b"more"}))


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (MANUSCRIPT, b"{"),
        (MANUSCRIPT, b"[]"),
        (MANUSCRIPT, b'{"schema": "other/1"}'),
        (MANUSCRIPT, b"[" * 100_000),
        ("data/originals.json", b'[{"name": "x"}]'),
        ("data/originals.json", b"7"),
        ("data/originals.json", b'[{"name": "x", "file": "../../etc/passwd"}]'),
        ("data/revisions/0001/0001.json", b"{}"),
        ("data/revisions/0001/0001.json", b"[]"),
        ("data/revisions/0001/0001.json", b"\xff"),
    ],
)
def test_a_sealed_package_with_nonsense_inside_is_refused_in_a_sentence(path, data):
    with pytest.raises(DamagedPackage, match=r"\.$"):
        read_package(packed(files() | {path: data}, sealed=True))


def test_a_sealed_package_with_harmful_markup_is_made_harmless():
    data = json.loads(files()[MANUSCRIPT])
    data["chapters"][0]["html"] = data["summary"] = "<p onclick='x()'>Lamps<script>alert(1)</script></p>"
    manuscript = read_package(packed(files() | {MANUSCRIPT: json.dumps(data).encode()}, sealed=True)).manuscript
    assert manuscript.chapters[0].html == manuscript.summary == "<p>Lamps</p>"


def test_a_bit_that_turned_is_noticed():
    turned = bytearray(PACKAGE)
    turned[len(turned) // 2] ^= 4
    with pytest.raises(Exception, match="damaged"):
        read_package(Upload("x", bytes(turned)))


@pytest.mark.parametrize(
    "upload", [Upload("x", b""), Upload("x", b"text"), packed({"bagit.txt": b""}), packed({"a": b""})]
)
def test_it_recognises_nothing_else(upload):
    assert not retold_package.recognises(upload)

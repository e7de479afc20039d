import datetime as dt
import io
import json
import zipfile

import bagit
import pytest

from retold.exporting.writers import Enclosures, Original, Revision, write
from retold.exporting.writers.tests.works import OPTIONS, PNG, enclosures, everything, tricky

NOON = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)
THINGS = Enclosures(
    assets={"a.png": PNG, "b/../ü.png": b"\x00"},
    revisions=(Revision(1, 1, NOON, "<p>Old.</p>", {"title": "Older"}), Revision(1, 2, NOON, "<p>Word.</p>")),
    originals=(
        Original("Größe.txt", b"one"),
        Original("größe.TXT", b"two"),
        Original("../../x", b""),
        Original("CON", b"3"),
    ),
)
FOLDER = f"retold-{OPTIONS.uuid}/"


def bag(manuscript, things=THINGS) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(write("package", manuscript, OPTIONS, things)))


@pytest.mark.parametrize("name", tricky())
def test_it_is_a_valid_bag(name, tmp_path):
    things = Enclosures(dict(enclosures(name).assets) | dict(THINGS.assets), THINGS.revisions, THINGS.originals)
    bag(tricky()[name], things).extractall(tmp_path)
    checked = bagit.Bag(str(tmp_path / FOLDER))
    checked.validate()
    assert checked.info["External-Identifier"] == f"urn:uuid:{OPTIONS.uuid}"


def test_it_can_be_read_without_retold():
    archive = bag(everything())
    assert b"Lantern Road by Ada" in archive.read(FOLDER + "README.txt")
    assert b'<h1 class="title">Lantern Road</h1>' in archive.read(FOLDER + "data/read-me.html")
    assert json.loads(archive.read(FOLDER + "data/manuscript.json"))["title"] == "Lantern Road"


def test_it_keeps_originals_under_safe_names_and_tells_the_old_ones():
    archive = bag(everything())
    listed = json.loads(archive.read(FOLDER + "data/originals.json"))
    assert [entry["name"] for entry in listed] == ["Größe.txt", "größe.TXT", "../../x", "CON"]
    assert [entry["file"] for entry in listed] == ["Gr_e.txt", "gr_e-2.TXT", "x", "_CON"]
    assert [archive.read(f"{FOLDER}data/originals/{entry['file']}") for entry in listed] == [b"one", b"two", b"", b"3"]


def test_it_keeps_revisions_by_chapter_and_number():
    revision = json.loads(bag(everything()).read(FOLDER + "data/revisions/0001/0001.json"))
    assert revision["html"] == "<p>Old.</p>"
    assert revision["face"] == {"title": "Older"}
    assert revision["made_at"] == "2026-01-02T12:00:00+00:00"


def test_it_refuses_two_revisions_of_one_number():
    twice = Enclosures(revisions=(Revision(1, 1, NOON, ""), Revision(1, 1, NOON, "<p>x</p>")))
    with pytest.raises(ValueError, match="Two revisions of chapter 1 have the number 1"):
        write("package", everything(), OPTIONS, twice)


def test_it_is_written_the_same_twice():
    assert write("package", everything(), OPTIONS, THINGS) == write("package", everything(), OPTIONS, THINGS)

"""The law of the hourglass: what a writer of our own formats wrote, its reader gives back as it was."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retold.exporting.writers import Enclosures, Original, Revision, write
from retold.exporting.writers.tests.works import OPTIONS, PNG, enclosures, everything, tricky
from retold.importing import readers
from retold.importing.readers.picturing import with_safe_pictures
from retold.importing.readers.retold_package import read_package
from retold.importing.readers.upload import Found, Upload
from retold.manuscript.tests.strategies import PICTURES, extras, lines, manuscripts, markups
from tests.archive import ROOT

READERS = {"epub": "retold_epub", "html": "retold_html", "package": "retold_package"}
often = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("name", tricky())
def test_a_difficult_work_comes_back_whole(name, format_):
    """As it is kept, that is: whatever reader brought it in, its pictures were made safe."""
    kept = with_safe_pictures(Found(tricky()[name], enclosures(name).assets))
    reading = readers.read("file", write(format_, kept.manuscript, OPTIONS, Enclosures(assets=kept.assets)))
    assert reading.manuscript == kept.manuscript
    assert dict(reading.assets) == dict(kept.assets)
    assert reading.reader == READERS[format_]
    if name != "pictures":  # whose drawing does things, and one of which is noise
        assert kept == Found(tricky()[name], enclosures(name).assets)


@pytest.mark.parametrize("format_", READERS)
def test_pictures_that_cannot_be_shown_are_made_safe_or_told(format_):
    things = enclosures("pictures")
    reading = readers.read("file", write(format_, tricky()["pictures"], OPTIONS, things))
    assert things.assets.keys() - reading.assets.keys() == {"noise.png"}
    assert b"script" not in reading.assets["active.svg"]
    assert "<p>A noise.png</p>" in reading.manuscript.chapters[0].html
    assert [one.what for one in reading.manuscript.unmapped] == [
        "noise.png is not shown: it is of a kind that is not shown here."
    ]


def with_its_digest(asset, assets):
    """A picture is told by the digest of the bytes that are there, whatever was said of it."""
    data = assets.get(asset.name)
    return asset if data is None else replace(asset, sha256=hashlib.sha256(data).hexdigest())


@given(manuscripts(), st.sampled_from([{}, PICTURES, {"a.png": PNG}]))
@often
def test_any_work_comes_back_whole(manuscript, assets):
    whole = replace(manuscript, assets=tuple(with_its_digest(one, assets) for one in manuscript.assets))
    for format_, reader in READERS.items():
        reading = readers.read("file", write(format_, manuscript, OPTIONS, Enclosures(assets=assets)))
        assert reading.reader == reader
        assert reading.manuscript == whole
        assert dict(reading.assets) == assets


@given(
    st.lists(st.tuples(lines(), st.binary(max_size=50)), max_size=4),
    st.lists(st.builds(dict, html=markups(1), face=extras()), max_size=3),
)
@often
def test_a_package_gives_originals_and_revisions_back(files, saves):
    moment = dt.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC)
    originals = tuple(Original(name, data) for name, data in files)
    revisions = tuple(Revision(2, number, moment, **save) for number, save in enumerate(saves, start=1))
    things = Enclosures(originals=originals, revisions=revisions)
    package = read_package(Upload("file", write("package", everything(), OPTIONS, things)))
    assert package.manuscript == everything()
    assert package.originals == originals
    assert package.revisions == revisions


@pytest.mark.parametrize("format_", ["epub", "html", "package"])
def test_what_came_back_is_written_as_the_same_bytes(format_):
    written = write(format_, everything(), OPTIONS)
    reading = readers.read("file", written)
    assert write(format_, reading.manuscript, OPTIONS, Enclosures(assets=reading.assets)) == written


def test_the_page_in_a_package_brings_the_work_back_as_well():
    package = Upload("file", write("package", everything(), OPTIONS, Enclosures(assets=PICTURES)))
    path = next(name for name in package.archive if name.endswith("data/read-me.html"))
    reading = readers.read("read-me.html", package.archive.read(path))
    assert reading.manuscript == everything()
    assert reading.assets == PICTURES


def test_markdown_gives_back_what_it_can_carry() -> None:
    golden = ROOT / "src" / "retold" / "importing" / "readers" / "markdown" / "golden"
    work = readers.read("work.md", (golden / "fields.md").read_bytes()).manuscript
    again = readers.read("work.md", write("md", work, OPTIONS)).manuscript
    kept = ("title", "creators", "summary", "notes_before", "notes_after", "language", "rating", "fandoms", "freeforms",
            "series", "published", "chapters", "source")  # fmt: skip
    for name in kept:
        assert getattr(again, name) == getattr(work, name), name

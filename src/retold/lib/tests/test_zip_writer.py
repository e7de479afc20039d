import datetime as dt
import io
import shutil
import subprocess
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.lib.zip_writer import Deflated, Member, crc32_combine, deflate, inflate, zip_archive

NOON = dt.datetime(2026, 3, 4, 12, 30, 20, tzinfo=dt.UTC)


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


@given(st.binary(), st.binary())
def test_it_combines_checksums(first, second):
    assert crc32_combine(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)


@given(st.lists(st.tuples(st.booleans(), st.binary(max_size=2000)), max_size=6), st.booleans())
def test_it_joins_pieces_whether_deflated_or_not(pieces, stored):
    member = Member("a.txt", tuple(deflate(data) if early else data for early, data in pieces), stored=stored)
    with opened(zip_archive([member], NOON)) as archive:
        assert archive.testzip() is None
        assert archive.read("a.txt") == b"".join(data for _, data in pieces)


def test_it_copies_a_piece_that_is_deflated_already():
    piece = deflate(b"The lamps went out one by one. " * 200)
    assert inflate(piece) == b"The lamps went out one by one. " * 200
    assert piece.body in zip_archive([Member("a", (b"<p>", piece, b"</p>"))], NOON)


def test_it_writes_names_dates_and_methods():
    members = [Member("mimetype", (b"application/epub+zip",), stored=True), Member("größe/猫.txt", (b"x",))]
    with opened(zip_archive(members, NOON)) as archive:
        first, second = archive.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert (second.filename, second.compress_type) == ("größe/猫.txt", zipfile.ZIP_DEFLATED)
    assert first.date_time == second.date_time == (2026, 3, 4, 12, 30, 20)


@pytest.mark.parametrize(("year", "written"), [(1970, 1980), (2150, 2107)])
def test_it_writes_the_nearest_year_that_a_zip_archive_can_say(year, written):
    with opened(zip_archive([Member("a", (b"x",))], NOON.replace(year=year))) as archive:
        assert archive.infolist()[0].date_time[0] == written


def test_it_gives_the_same_bytes_in_any_time_zone():
    elsewhere = NOON.astimezone(dt.timezone(dt.timedelta(hours=9)))
    assert zip_archive([Member("a", (b"x",))], NOON) == zip_archive([Member("a", (b"x",))], elsewhere)


def test_it_notices_a_wrong_checksum_only_in_the_piece_that_has_it():
    piece = deflate(b"sound")
    members = [Member("good", (piece,)), Member("bad", (Deflated(piece.body, piece.crc ^ 1, piece.size),))]
    with opened(zip_archive(members, NOON)) as archive:
        assert archive.testzip() == "bad"


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_it_is_read_by_unzip(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zip_archive([Member("a/b.txt", (deflate(b"one "), b"two ", deflate(b"three")))], NOON))
    assert subprocess.run(["unzip", "-p", path, "a/b.txt"], capture_output=True, check=True).stdout == b"one two three"

"""Archives made to do harm, and sound ones of every make."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.lib.archives import DEFAULT_LIMITS, MEBIBYTE, BadArchive, Limits, open_archive


def archive_of(files, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def entry(name: bytes, data: bytes, *, at: int, size=None, flags=0, method=0, mode=0, packed=None):
    """(local header and bytes, central record) of one entry, with whatever lies are asked for."""
    size = len(data) if size is None else size
    packed = len(data) if packed is None else packed
    crc = zlib.crc32(data)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, method, 0, 0x21, crc, packed, size, len(name), 0) + name
    central = (
        struct.pack(
            "<4s4B4H3L5H2L", b"PK\x01\x02", 20, 3, 20, 0, flags, method, 0, 0x21, crc, packed, size,
            len(name), 0, 0, 0, 0, mode << 16, at,
        )
        + name
    )  # fmt: skip
    return local + data, central


def by_hand(entries, *, count=None, disk=0, shared=False):
    """A ZIP put together by hand; `shared` lets every entry point at the first one's bytes."""
    body, directory = b"", b""
    for name, data, lies in entries:
        local, central = entry(name, data, at=0 if shared else len(body), **lies)
        if not (shared and body):
            body += local
        directory += central
    number = len(entries) if count is None else count
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", disk, disk, number, number, len(directory), len(body), 0)
    return body + directory + end


def read_all(data, limits=DEFAULT_LIMITS):
    archive = open_archive(data, limits)
    return [archive.read(name) for name in archive]


def refused(data, limits=DEFAULT_LIMITS):
    with pytest.raises(BadArchive) as caught:
        read_all(data, limits)
    return str(caught.value)


def test_a_sound_archive_gives_its_files_in_order():
    data = archive_of([("b.txt", "two"), ("folder/a.txt", "one" * 1000), ("ü.txt", "drei")])
    archive = open_archive(data)
    assert archive.names == ("b.txt", "folder/a.txt", "ü.txt")
    assert archive.read("folder/a.txt") == b"one" * 1000
    assert "b.txt" in archive
    assert "c.txt" not in archive


def test_stored_files_folders_and_streamed_sizes_are_read():
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, piece):
            self.data += bytes(piece)
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:  # not seekable: sizes stand behind the data
        archive.writestr("folder/", b"")
        archive.writestr(zipfile.ZipInfo("stored.txt"), b"plain")
        archive.writestr("packed.txt", b"packed" * 99, zipfile.ZIP_DEFLATED)
    opened = open_archive(bytes(pipe.data))
    assert opened.names == ("stored.txt", "packed.txt")
    assert opened.read("packed.txt") == b"packed" * 99


def test_zip64_records_are_read():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("wide.txt", "w", force_zip64=True) as file:
        file.write(b"wide")
    assert open_archive(buffer.getvalue()).read("wide.txt") == b"wide"


@pytest.mark.parametrize(
    "name",
    [
        b"../up.txt", b"a/../../up.txt", b"/etc/passwd", b"C:\\windows.txt", b"c:file", b"a\\b.txt", b"nul\x00.txt",
        b"./here.txt", b"a//b.txt", b"txt.\xe2\x80\xaeexe", b"bell\x07.txt", b"",
    ],
)  # fmt: skip
def test_names_that_point_elsewhere_or_deceive_are_refused(name):
    assert "not safe" in refused(by_hand([(name, b"x", {})]))


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.txt", "a.txt"), ("A.txt", "a.TXT"), ("caf\u00e9.txt", "cafe\u0301.txt"), ("stra\u00dfe", "STRASSE")],
)
def test_two_files_of_one_name_are_refused(first, second):
    entries = [(first.encode(), b"1", {"flags": 0x800}), (second.encode(), b"2", {"flags": 0x800})]
    assert "two files" in refused(by_hand(entries))


def test_a_link_and_a_device_are_refused():
    assert "link" in refused(by_hand([(b"link", b"/etc/passwd", {"mode": 0o120777})]))
    assert "no ordinary file" in refused(by_hand([(b"device", b"", {"mode": 0o060777})]))


def test_entries_that_share_their_bytes_are_refused():
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(b"0" * MEBIBYTE) + packed.flush()
    lies = {"method": 8, "size": MEBIBYTE}
    assert "share" in refused(by_hand([(f"{n:04}".encode(), data, lies) for n in range(1000)], shared=True))


def test_an_entry_inside_another_is_refused():
    inner, _ = entry(b"b", b"inside", at=0)
    outer_local, outer = entry(b"a", inner, at=0)
    _, central = entry(b"b", b"inside", at=30 + 1)
    directory = outer + central
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), len(outer_local), 0)
    assert "share" in refused(outer_local + directory + end)


def test_a_locked_archive_says_so():
    assert "password" in refused(by_hand([(b"a.txt", b"secret", {"flags": 1})]))


def test_a_packing_that_is_not_known_is_named():
    assert "packed in a way" in refused(archive_of([("a.txt", "x" * 99)], zipfile.ZIP_BZIP2))


def test_too_many_entries_are_refused_before_any_is_looked_at():
    data = archive_of([(f"{n}", b"") for n in range(65_536)], zipfile.ZIP_STORED)
    began = time.process_time()
    assert "65,536 files" in refused(data)
    assert time.process_time() - began < 0.5


def test_a_directory_that_counts_too_few_is_refused():
    assert "fewer files" in refused(by_hand([(b"a", b"1", {}), (b"b", b"2", {})], count=1))


def test_volumes_are_refused():
    assert "several parts" in refused(by_hand([(b"a", b"1", {})], disk=2))


def test_sizes_that_lie_are_found_out_while_reading():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(b"0" * 50 * MEBIBYTE) + packer.flush()
    assert "larger than this archive says" in refused(by_hand([(b"a", data, {"method": 8, "size": 1000})]))
    assert "damaged" in refused(by_hand([(b"a", b"12345", {"size": 6})]))


def test_a_changed_byte_is_found_out():
    data = bytearray(archive_of([("a.txt", b"some words")], zipfile.ZIP_STORED))
    data[data.index(b"words")] ^= 1
    assert "damaged" in refused(bytes(data))


@pytest.mark.parametrize("kept", [0, 3, 30, 100, 200])
def test_torn_archives_are_refused(kept):
    data = archive_of([("a.txt", bytes(range(256)))])
    assert "damaged or incomplete" in refused(data[:kept])


def test_limits_of_size_bind_before_reading():
    data = archive_of([("a", b"\0" * 3 * MEBIBYTE), ("b", b"\0" * 3 * MEBIBYTE)])
    assert "times its size" in refused(data)
    assert "unpacks to more than 5 MB" in refused(data, Limits(unpacked=5 * MEBIBYTE, ratio=10_000))
    assert "unpacks to more than 2 MB" in refused(data, Limits(entry=2 * MEBIBYTE, ratio=10_000))
    assert "larger than" in refused(data, Limits(file=100))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at /proc")
def test_a_bomb_takes_little_time_and_memory():
    # VmHWM and not ru_maxrss: the latter begins with the memory of the process that runs the tests.
    code = (
        "import re, sys, time\n"
        "from retold.lib.archives import BadArchive, open_archive\n"
        "data = sys.stdin.buffer.read(); began = time.process_time()\n"
        "try:\n"
        "    archive = open_archive(data); [archive.read(name) for name in archive]\n"
        "except BadArchive as error:\n"
        "    print(error)\n"
        "peak = re.search('VmHWM:\\s*(\\\\d+)', open('/proc/self/status').read())[1]\n"
        "print(time.process_time() - began, int(peak) // 1024)\n"
    )
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"".join(packer.compress(b"\0" * MEBIBYTE) for _ in range(1024)) + packer.flush()
    bombs = [
        by_hand([(b"bomb", data, {"method": 8, "size": 1024 * MEBIBYTE})]),
        by_hand([(b"bomb", data, {"method": 8, "size": 200 * len(data)})]),
        by_hand([(f"{n}".encode(), data, {"method": 8, "size": MEBIBYTE}) for n in range(50)]),
    ]
    for bomb in bombs:
        done = subprocess.run([sys.executable, "-c", code], input=bomb, capture_output=True, check=True)
        sentence, numbers = done.stdout.decode().splitlines()
        seconds, megabytes = map(float, numbers.split())
        assert sentence.endswith((".", "it was not read."))
        assert seconds < 2
        assert megabytes < 512


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_is_changed_in_an_archive_is_read_or_refused(data):
    sound = bytearray(archive_of([("a.txt", b"words " * 40), ("b/c.txt", bytes(range(200)))]))
    for _ in range(data.draw(st.integers(1, 8))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(sound)))
    try:
        archive = open_archive(bytes(sound[:cut]) if data.draw(st.booleans()) else bytes(sound))
        for name in archive:
            archive.read(name)
    except BadArchive:
        return


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_read_or_refused(data):
    for candidate in (data, b"PK\x03\x04" + data + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 46, 4, 0)):
        try:
            open_archive(candidate)
        except BadArchive:
            continue

"""A ZIP writer that writes whatever it is told, true or not (APPNOTE 6.3.10)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

STORED, DEFLATED = 0, 8
UNIX = 3
SYMLINK, FIFO, DEVICE, SOCKET, FILE = 0o120777, 0o010644, 0o060644, 0o140777, 0o100644


@dataclass(frozen=True)
class Member:
    """One file of an archive. What is None is told truly; `local_*` is what the header beside the bytes says."""

    name: bytes
    data: bytes = b""
    method: int = DEFLATED
    flags: int = 0x800
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    mode: int = FILE
    extra: bytes = b""
    local_name: bytes | None = None
    local_size: int | None = None
    local_packed_size: int | None = None
    local_flags: int | None = None
    local_extra: bytes = b""
    raw: bytes | None = None
    header_at: int | None = None
    disk: int = 0
    after: bytes = b""

    @property
    def packed(self) -> bytes:
        if self.raw is not None:
            return self.raw
        return deflated(self.data) if self.method == DEFLATED else self.data


@dataclass(frozen=True)
class End:
    """What the last record says; what is None is told truly."""

    count: int | None = None
    here: int | None = None
    size: int | None = None
    at: int | None = None
    disk: int = 0
    comment: bytes = b""
    before: bytes = b""
    between: bytes = b""
    after: bytes = b""
    ending: bytes = b""


def deflated(data: bytes, level: int = 9) -> bytes:
    """Raw DEFLATE of bytes."""
    machine = zlib.compressobj(level, zlib.DEFLATED, -15)
    return machine.compress(data) + machine.flush()


def member(name: str | bytes, data: str | bytes = b"", **more: object) -> Member:
    """A member from letters or bytes."""
    raw_name = name.encode("utf-8", "surrogatepass") if isinstance(name, str) else name
    raw_data = data.encode("utf-8") if isinstance(data, str) else data
    return replace(Member(raw_name, raw_data), **more)  # type: ignore[arg-type]


def written(members: Sequence[Member], end: End | None = None) -> bytes:
    """The archive: members in their order, the directory, the last record."""
    end = end or End()
    out, directory = bytearray(end.before), bytearray()
    for one in members:
        at = len(out)
        packed = one.packed
        crc = zlib.crc32(one.data) if one.crc is None else one.crc
        size = len(one.data) if one.size is None else one.size
        packed_size = len(packed) if one.packed_size is None else one.packed_size
        out += local_header(one, crc, size, packed_size) + packed + one.after
        directory += central_header(one, crc, size, packed_size, at if one.header_at is None else one.header_at)
    out += end.between
    at = len(out)
    out += directory
    count = len(members) if end.count is None else end.count
    out += end.after
    out += end_record(
        count,
        count if end.here is None else end.here,
        len(directory) if end.size is None else end.size,
        at if end.at is None else end.at,
        end.disk,
        end.comment,
    )
    return bytes(out) + end.ending


def local_header(one: Member, crc: int, size: int, packed_size: int) -> bytes:
    """The header beside a member's bytes."""
    name = one.name if one.local_name is None else one.local_name
    flags = one.flags if one.local_flags is None else one.local_flags
    sizes = (
        packed_size if one.local_packed_size is None else one.local_packed_size,
        size if one.local_size is None else one.local_size,
    )
    head = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, flags, one.method, 0, 33, crc, *sizes, len(name), len(one.local_extra)
    )
    return head + name + one.local_extra


def central_header(one: Member, crc: int, size: int, packed_size: int, at: int) -> bytes:
    """The header in the directory."""
    head = struct.pack(
        "<4s4B4H3L5H2L", b"PK\x01\x02", 20, UNIX, 20, 0, one.flags, one.method, 0, 33, crc, packed_size, size,
        len(one.name), len(one.extra), 0, one.disk, 0, (one.mode & 0xFFFF) << 16, at,
    )  # fmt: skip
    return head + one.name + one.extra


def end_record(count: int, here: int, size: int, at: int, disk: int = 0, comment: bytes = b"") -> bytes:
    """The archive's last record."""
    return (
        struct.pack("<4s4H2LH", b"PK\x05\x06", disk, disk, here & 0xFFFF, count & 0xFFFF, size, at, len(comment))
        + comment
    )


def end_records_64(count: int, size: int, at: int, here: int) -> bytes:
    """ZIP64's last record and its locator, the record being at `here`."""
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, at)
    return record + struct.pack("<4sLQL", b"PK\x06\x07", 0, here, 1)

"""ZIP archives from strangers, opened so that nothing in them can do harm.

Everything is checked from the directory of the archive before one entry is read: sizes, ratios, names, and that
no two entries share bytes (CPython 3.11's zipfile accepts entries that do; safety.md §0). While reading, the bytes
that really come out are counted, so that a directory that lies about sizes gains nothing. Entries are read into
memory by name; nothing is ever written to a disk.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from retold.lib.patterns import lazy

MEBIBYTE = 1 << 20

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")

_STORED, _DEFLATED = 0, 8
_FLAG_ENCRYPTED, _FLAG_SIZES_BEHIND, _FLAG_UTF8, _FLAG_MASKED = 0x1, 0x8, 0x800, 0x2000
_HEAD = 512  # packed bytes: more than deflating the first four can take, tables and all
_MAX16, _MAX32 = 0xFFFF, 0xFFFFFFFF
_UNIX, _FILE_TYPE, _SYMLINK, _REGULAR, _FOLDER = 3, 0xF000, 0xA000, 0x8000, 0x4000
_ZIP64_FIELD, _UNICODE_NAME_FIELD = 0x0001, 0x7075

_DRIVE = lazy(r"[A-Za-z]:")
# Control signs, and the signs that turn the direction of writing: both make a name show as what it is not.
_DECEIVING = lazy("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class BadArchive(Exception):
    """The archive is damaged, locked or dangerous; the message is one sentence for the person."""


@dataclass(frozen=True)
class Limits:
    """What is read at most; sizes in bytes. `ratio` binds entries that unpack to more than `ratio_from`."""

    file: int = 200 * MEBIBYTE
    entries: int = 20_000
    entry: int = 200 * MEBIBYTE
    unpacked: int = 2048 * MEBIBYTE
    ratio: int = 200
    ratio_from: int = MEBIBYTE
    depth: int = 4


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Entry:
    """One file of an archive: where its packed bytes are, and how large it says that it is."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    header_at: int
    data_at: int = 0
    is_folder: bool = False
    raw_name: bytes = b""


class Archive:
    """The files of a ZIP archive, by name, in the order of its directory. Made by `open_archive`."""

    def __init__(self, data: bytes, entries: Iterable[Entry]) -> None:
        self._data = data
        self._entries = {entry.name: entry for entry in entries if not entry.is_folder}

    @property
    def names(self) -> tuple[str, ...]:
        """The files' names, with "/" between folders; folders themselves are left out."""
        return tuple(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def size(self, name: str) -> int:
        """How many bytes the file unpacks to, as the archive says (reading never gives more)."""
        return self._entries[name].size

    def crc(self, name: str) -> int:
        """The checksum of the file's bytes, as the archive says."""
        return self._entries[name].crc

    def begins_as_zip(self, name: str) -> bool:
        """Whether the file's first bytes are those of a ZIP archive; no more of it is unpacked."""
        entry = self._entries[name]
        packed = self._data[entry.data_at : entry.data_at + min(entry.packed, _HEAD)]
        if entry.method == _STORED:
            return is_zip(packed)
        try:
            return is_zip(zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, 4))
        except zlib.error:
            return False

    def read(self, name: str) -> bytes:
        """The file's bytes. Raises KeyError if there is no such file, BadArchive if its bytes are damaged."""
        entry = self._entries[name]
        packed = memoryview(self._data)[entry.data_at : entry.data_at + entry.packed]
        plain = bytes(packed) if entry.method == _STORED else _inflate(packed, entry)
        if len(plain) != entry.size or zlib.crc32(plain) != entry.crc:
            raise BadArchive(f"The file “{shown(name)}” in this archive is damaged, so the archive was not read.")
        return plain


def open_archive(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Archive:
    """Check a ZIP archive from end to end and open it; no entry is unpacked yet.

    Raises BadArchive: torn, several volumes, locked with a password, over a limit, names that point elsewhere
    or clash, entries that share bytes.
    """
    if len(data) > limits.file:
        raise BadArchive(f"This file is larger than {_megabytes(limits.file)}, which is the most that is read at once.")
    entries, directory_at = _directory(data, limits)
    _check_names(entries)
    _check_sizes(entries, limits)
    return Archive(data, _placed(data, entries, directory_at))


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a ZIP archive does."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def shown(name: str) -> str:
    """A name from an archive, safe and short enough for a sentence."""
    clean = _DECEIVING.sub("�", name)
    return clean if len(clean) <= 80 else clean[:77] + "…"


def _inflate(packed: memoryview, entry: Entry) -> bytes:
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = machine.decompress(packed, entry.size + 1)
    except zlib.error as error:
        raise BadArchive(
            f"The file “{shown(entry.name)}” in this archive is damaged, so the archive was not read."
        ) from error
    if len(plain) > entry.size:
        raise BadArchive(f"The file “{shown(entry.name)}” is larger than this archive says, so it was not read.")
    return plain


def _directory(data: bytes, limits: Limits) -> tuple[list[Entry], int]:
    """The entries of the central directory, and where it begins."""
    count, size, at = _end_of_directory(data)
    if count > limits.entries:
        raise BadArchive(f"This archive holds {count:,} files; at most {limits.entries:,} are read at once.")
    if at + size > len(data):
        raise _torn()
    entries, position = [], at
    for _ in range(count):
        entry, position = _central_entry(data, position, at + size)
        entries.append(entry)
    if data[position : position + 4] == b"PK\x01\x02":
        raise BadArchive("This archive says that it holds fewer files than it does, so it was not read.")
    return entries, at


def _end_of_directory(data: bytes) -> tuple[int, int, int]:
    """(number of entries, size and position of the central directory) from the archive's last record."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _MAX16))
    if at < 0 or at + _END.size > len(data):
        raise _torn()
    _, disk, first_disk, here, count, size, offset, _ = _END.unpack_from(data, at)
    locator_at = at - _LOCATOR64.size
    if locator_at >= 0 and data[locator_at : locator_at + 4] == b"PK\x06\x07":
        disk, first_disk, here, count, size, offset = _end_of_directory_64(data, locator_at)
    if disk or first_disk or here != count:
        raise BadArchive("This is one volume of an archive in several parts; join the parts and bring in the whole.")
    return count, size, offset


def _end_of_directory_64(data: bytes, locator_at: int) -> tuple[int, int, int, int, int, int]:
    _, _, at, _ = _LOCATOR64.unpack_from(data, locator_at)
    if at + _END64.size > len(data) or data[at : at + 4] != b"PK\x06\x06":
        raise _torn()
    _, _, _, _, disk, first_disk, here, count, size, offset = _END64.unpack_from(data, at)
    return disk, first_disk, here, count, size, offset


def _central_entry(data: bytes, at: int, end: int) -> tuple[Entry, int]:
    """The entry described at `at`, and where the next description begins."""
    if at + _CENTRAL.size > end or data[at : at + 4] != b"PK\x01\x02":
        raise _torn()
    fields = _CENTRAL.unpack_from(data, at)
    system, flags, method = fields[2], fields[5], fields[6]
    crc, packed, size = fields[9:12]
    name_size, extra_size, comment_size, volume = fields[12:16]
    attributes, header_at = fields[17], fields[18]
    name_at = at + _CENTRAL.size
    extra_at = name_at + name_size
    after = extra_at + extra_size + comment_size
    if after > end or volume not in (0, _MAX16):
        raise _torn()
    raw_name, extra = data[name_at:extra_at], data[extra_at : extra_at + extra_size]
    size, packed, header_at = _sizes_64(extra, size, packed, header_at)
    name = _name(raw_name, flags, extra)
    _check_kind(name, flags, method, attributes >> 16 if system == _UNIX else 0)
    entry = Entry(name, method, crc, packed, size, header_at, is_folder=name.endswith("/"), raw_name=raw_name)
    return entry, after


def _sizes_64(extra: bytes, size: int, packed: int, header_at: int) -> tuple[int, int, int]:
    """The true sizes and position where 32 bits were too few (the ZIP64 field holds those that were, in order)."""
    wide = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]) if (field := _field(extra)) else ())
    try:
        size = next(wide) if size == _MAX32 else size
        packed = next(wide) if packed == _MAX32 else packed
        header_at = next(wide) if header_at == _MAX32 else header_at
    except StopIteration:
        raise _torn() from None
    return size, packed, header_at


def _field(extra: bytes, wanted: int = _ZIP64_FIELD) -> bytes:
    at = 0
    while at + 4 <= len(extra):
        number, size = struct.unpack_from("<2H", extra, at)
        if number == wanted:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return b""


def _name(raw: bytes, flags: int, extra: bytes) -> str:
    """The name as letters: UTF-8 if flagged or if it reads so, else the code page of old DOS archives."""
    unicode_field = _field(extra, _UNICODE_NAME_FIELD)
    if len(unicode_field) > 5 and struct.unpack_from("<L", unicode_field, 1)[0] == zlib.crc32(raw):
        raw, flags = unicode_field[5:], flags | _FLAG_UTF8
    try:
        return raw.decode("utf8")
    except UnicodeDecodeError as error:
        if flags & _FLAG_UTF8:
            raise BadArchive("This archive holds a file whose name cannot be read, so it was not read.") from error
        return raw.decode("cp437")


def _check_kind(name: str, flags: int, method: int, mode: int) -> None:
    if flags & (_FLAG_ENCRYPTED | _FLAG_MASKED):
        raise BadArchive("This archive is locked with a password; unlock it and bring in the unlocked copy.")
    if method not in (_STORED, _DEFLATED):
        raise BadArchive(
            f"The file “{shown(name)}” in this archive is packed in a way that is not read here; "
            "pack it again as an ordinary ZIP."
        )
    if mode and mode & _FILE_TYPE not in (0, _REGULAR, _FOLDER):
        what = "a link to another file" if mode & _FILE_TYPE == _SYMLINK else "no ordinary file"
        raise BadArchive(f"“{shown(name)}” in this archive is {what}, so the archive was not read.")


def _check_names(entries: Iterable[Entry]) -> None:
    """No name may point outside the archive, hide what it is, or be another's on some file system."""
    seen: set[str] = set()
    for entry in entries:
        parts = entry.name.removesuffix("/").split("/")
        bad = not entry.name or "\\" in entry.name or _DRIVE.match(entry.name) or _DECEIVING.search(entry.name)
        if bad or any(part in ("", ".", "..") for part in parts):
            raise BadArchive(f"The file name “{shown(entry.name)}” in this archive is not safe, so it was not read.")
        folded = unicodedata.normalize("NFC", entry.name.removesuffix("/")).casefold()
        if folded in seen:
            raise BadArchive(f"This archive holds two files of the name “{shown(entry.name)}”, so it was not read.")
        seen.add(folded)


def _check_sizes(entries: Iterable[Entry], limits: Limits) -> None:
    total = 0
    for entry in entries:
        total += entry.size
        if entry.size > limits.entry or total > limits.unpacked:
            most = limits.entry if entry.size > limits.entry else limits.unpacked
            raise BadArchive(f"This archive unpacks to more than {_megabytes(most)}, so it was not read.")
        if entry.size > limits.ratio_from and entry.size > limits.ratio * entry.packed:
            raise BadArchive(
                f"The file “{shown(entry.name)}” in this archive unpacks to more than {limits.ratio} times its size, "
                "as harmful archives do, so it was not read."
            )


def _placed(data: bytes, entries: Iterable[Entry], directory_at: int) -> list[Entry]:
    """The entries with the place of their bytes; raises BadArchive if two share bytes or one runs out of the file."""
    placed, free_from = {}, 0
    listed = list(entries)
    for entry in sorted(listed, key=lambda one: one.header_at):
        at = entry.header_at
        if at + _LOCAL.size > directory_at or data[at : at + 4] != b"PK\x03\x04":
            raise _torn()
        if at < free_from:
            raise BadArchive("Files in this archive share their bytes, as harmful archives do, so it was not read.")
        fields = _LOCAL.unpack_from(data, at)
        data_at = at + _LOCAL.size + fields[-2] + fields[-1]
        free_from = data_at + entry.packed
        if free_from > directory_at:
            raise _torn()
        if entry.method == _STORED and entry.packed != entry.size:
            raise _torn()
        _check_header(entry, fields, data[at + _LOCAL.size : at + _LOCAL.size + fields[-2]])
        placed[entry.name] = replace(entry, data_at=data_at)
    return [placed[entry.name] for entry in listed]


def _check_header(entry: Entry, fields: tuple[int, ...], name: bytes) -> None:
    """What stands beside the bytes must say what the directory says, or two programs would read two archives."""
    flags, method, crc, packed, size = fields[2], fields[3], fields[6], fields[7], fields[8]
    differs = name != entry.raw_name or method != entry.method or flags & (_FLAG_ENCRYPTED | _FLAG_MASKED)
    if not flags & _FLAG_SIZES_BEHIND:
        differs = differs or crc != entry.crc
        differs = differs or any(
            said not in (true, _MAX32) for said, true in ((packed, entry.packed), (size, entry.size))
        )
    if differs:
        said = shown(entry.name)
        raise BadArchive(f"This archive contradicts itself about its file “{said}”, so it was not read.")


def _torn() -> BadArchive:
    return BadArchive("This archive is damaged or incomplete; fetch it once more and bring in the whole file.")


def _megabytes(size: int) -> str:
    return f"{size // MEBIBYTE:,} MB"

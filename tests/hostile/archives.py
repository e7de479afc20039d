"""Attacks on the archive itself, each in several kinds of file that are archives."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

from tests.hostile.cases import PROSE, Case, Outcome
from tests.hostile.wrappings import WRAPPINGS, docx, epub, odt, stories
from tests.hostile.zips import (
    DEVICE,
    FIFO,
    SOCKET,
    STORED,
    SYMLINK,
    End,
    Member,
    deflated,
    end_record,
    end_records_64,
    local_header,
    member,
    written,
)

MEBIBYTE = 1 << 20
Attack = Callable[[list[Member]], bytes]

# Names that point elsewhere, deceive, or cannot be files somewhere.
NAMES: dict[str, str | bytes] = {
    "up": "../evil.txt",
    "up-twice": "a/../../evil.txt",
    "up-deep": "../" * 40 + "tmp/retold-evil.txt",
    "up-backslash": "..\\..\\evil.txt",
    "up-mixed": "a/..\\../evil.txt",
    "up-dot-slash": "./../evil.txt",
    "up-inside": "a/b/../../../evil.txt",
    "dot": "./evil.txt",
    "empty-part": "a//evil.txt",
    "trailing-up": "a/..",
    "absolute": "/tmp/retold-evil.txt",
    "absolute-twice": "//server/share/evil.txt",
    "drive": "C:\\evil.txt",
    "drive-slash": "C:/evil.txt",
    "drive-relative": "C:evil.txt",
    "network-share": "\\\\server\\share\\evil.txt",
    "device-path": "\\\\?\\C:\\evil.txt",
    "nul": "evil.txt\0.html",
    "nul-first": "\0evil.txt",
    "newline": "evil\n.txt",
    "escape": "evil\x1b[2J.txt",
    "right-to-left": "evil\u202etxt.exe",
    "isolate": "evil\u2066txt\u2069.exe",
    "c1": "evil\x85.txt",
    "not-utf-8": b"evil\xff\xfe.txt",
    "overlong-slash": b"..\xc0\xafevil.txt",
    "surrogate": "evil\ud800.txt",
    "empty": "",
    "only-slash": "/",
}
READABLE_NAMES: dict[str, str] = {
    "windows-device": "CON.txt",
    "windows-stream": "evil.txt:stream",
    "home": "~/evil.txt",
    "variable": "$HOME/evil.txt",
    "percent": "%2e%2e%2fevil.txt",
    "dash": "--help.txt",
    "quote": "evil'\"`$(id).txt",
    "markup": "<img src=x onerror=alert(1)>.txt",
    "formula": "=cmd|' /C calc'!A0.txt",
    "fullwidth-dots": "\uff0e\uff0e\uff0fevil.txt",
    "spaces": "  evil .txt  ",
    "hidden": ".evil",
    "emoji": "👩‍🚀" * 30 + ".txt",
    "zalgo": "e\u0301" * 200 + ".txt",
}


def _named(name: str | bytes, members: list[Member]) -> bytes:
    return written([*members, member(name, PROSE)])


def _two(names: tuple[str, str], members: list[Member]) -> bytes:
    return written([*members, *(member(name, PROSE + name) for name in names)])


def _kind(mode: int, members: list[Member]) -> bytes:
    return written([*members, member("link.txt", "/etc/passwd", mode=mode)])


def _first(members: list[Member], **changed: object) -> list[Member]:
    """The members, the largest of them changed."""
    largest = max(members, key=lambda one: len(one.data))
    return [replace(one, **changed) if one is largest else one for one in members]  # type: ignore[arg-type]


def _changed(members: list[Member], **changed: object) -> bytes:
    return written(_first(members, **changed))


def _ended(end: End, members: list[Member]) -> bytes:
    return written(members, end)


@cache
def _zeros(times: int) -> tuple[bytes, int]:
    """So many mebibytes of zeros, packed about a thousand to one, and their CRC."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    block, crc = bytes(MEBIBYTE), 0
    packed = machine.compress(block) + machine.flush(zlib.Z_FULL_FLUSH)  # so that it can be said again and again
    for _ in range(times):
        crc = zlib.crc32(block, crc)
    return packed * times + b"\x03\x00", crc


def _bomb(times: int, members: list[Member]) -> bytes:
    raw, crc = _zeros(times)
    return written([*members, Member(b"zeros.txt", raw=raw, crc=crc, size=times * MEBIBYTE)])


def _hidden_bomb(members: list[Member]) -> bytes:
    """A member that says it is small and unpacks to a hundred mebibytes."""
    return written(_first(members, raw=_zeros(100)[0], size=100, crc=0))


def _flood(count: int, members: list[Member]) -> bytes:
    """So many empty files."""
    return written([*members, *(Member(b"f%d.txt" % n, b"", method=STORED) for n in range(count))])


def _quine_overlap(members: list[Member]) -> bytes:
    """Entries that all share one packed body, each naming the same place."""
    body = written([member("kernel.txt", bytes(MEBIBYTE))])
    at = 0
    packed, crc = len(deflated(bytes(MEBIBYTE))), zlib.crc32(bytes(MEBIBYTE))
    kernel = Member(b"", raw=b"", size=MEBIBYTE, packed_size=packed, crc=crc, header_at=at)
    shared = [replace(kernel, name=b"copy%d.txt" % n) for n in range(400)]
    return written([*members, *shared], End(before=body[: body.find(b"PK\x01\x02")]))


def _quoted_overlap(members: list[Member]) -> bytes:
    """Entries whose packed bytes hold the next entry's header in a stored block, as the best known bombs do."""
    kernel = deflated(bytes(MEBIBYTE))
    names = [b"q%03d.txt" % n for n in range(60)]
    out, entries = bytearray(), []
    tail = local_header(Member(names[-1], bytes(MEBIBYTE)), zlib.crc32(bytes(MEBIBYTE)), MEBIBYTE, len(kernel)) + kernel
    plain, blocks = bytes(MEBIBYTE), [(names[-1], tail, MEBIBYTE, zlib.crc32(bytes(MEBIBYTE)), len(kernel))]
    body, data = kernel, plain
    for name in reversed(names[:-1]):
        following = blocks[-1][1]
        header = following[: len(following) - len(body)]
        quoted = b"\x00" + struct.pack("<HH", len(header), len(header) ^ 0xFFFF) + header
        body, data = quoted + body, header + data
        crc = zlib.crc32(data)
        blocks.append((name, local_header(Member(name), crc, len(data), len(body)) + body, len(data), crc, len(body)))
    out += blocks[-1][1]
    for name, whole, size, crc, packed in blocks:
        at = len(out) - len(whole)
        entries.append(Member(name, raw=b"", size=size, crc=crc, packed_size=packed, header_at=at))
    return written([*members, *entries], End(before=bytes(out)))


def _inside_each_other(members: list[Member]) -> bytes:
    """The second header lies in the middle of the first member's bytes."""
    inner = written([member("inner.txt", PROSE, method=STORED)])
    outer = Member(b"outer.txt", inner, method=STORED)
    whole = [*members, outer]
    plain = written(whole)
    at = plain.find(inner)
    return written(
        [*whole, Member(b"inner.txt", PROSE.encode(), method=STORED, raw=b"", packed_size=len(PROSE), header_at=at)]
    )


def _zip64_lies(size: int, packed: int, members: list[Member]) -> bytes:
    """A member whose true sizes are said to stand in a ZIP64 field, and are beyond all reason there."""
    extra = struct.pack("<HHQQ", 1, 16, size, packed)
    return written(_first(members, extra=extra, size=0xFFFFFFFF, packed_size=0xFFFFFFFF))


def _zip64_end(count: int, members: list[Member]) -> bytes:
    plain = written(members)
    at = plain.rfind(b"PK\x05\x06")
    directory = plain.find(b"PK\x01\x02")
    records = end_records_64(count, at - directory, directory, at)
    return plain[:at] + records + end_record(0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def _zip64_elsewhere(members: list[Member]) -> bytes:
    """A locator that points to a second, other directory."""
    other = written([member("other.txt", "Another story altogether.")])
    plain = written(members)
    at = plain.rfind(b"PK\x05\x06")
    start = other.find(b"PK\x01\x02")
    records = end_records_64(1, other.rfind(b"PK\x05\x06") - start, start, len(other) + at)
    return other + plain[:at] + records + plain[at:]


def _descriptor(lie: int, members: list[Member]) -> bytes:
    """Sizes that stand behind the bytes, as streaming writers put them, and are not true."""
    largest = max(members, key=lambda one: len(one.data))
    behind = struct.pack(
        "<4s3L", b"PK\x07\x08", zlib.crc32(largest.data), len(largest.packed) + lie, len(largest.data) + lie
    )
    changed = {"flags": largest.flags | 8, "local_size": 0, "local_packed_size": 0, "after": behind}
    if lie:
        changed |= {"size": len(largest.data) + lie}
    return _changed(members, **changed)


def _two_directories(members: list[Member]) -> bytes:
    """Two archives in one, so that who reads from the front sees another than who reads from the back."""
    return written([member("first.txt", "The story that one reader sees. " * 20)]) + written(members)


def _two_ends(members: list[Member]) -> bytes:
    """A second last record in the comment of the first."""
    fake = end_record(1, 1, 46, 0)
    return written(members, End(comment=fake + b"x"))


def _moved(members: list[Member]) -> bytes:
    """Something before the archive, and places that still count from where it began."""
    return b"#!/bin/sh\nexit 0\n" * 20 + written(members)


def _nested(depth: int, members: list[Member]) -> bytes:
    data = written(members)
    for n in range(depth):
        data = written([member(f"level{n}.zip", data, method=STORED), member(f"note{n}.txt", PROSE + str(n))])
    return data


@cache
def _multiplied() -> bytes:
    data = written([member(f"{n}.txt", bytes(200_000)) for n in range(10)])
    for _ in range(3):
        data = written([member(f"{n}.zip", data) for n in range(10)])
    return data


def _broad(members: list[Member]) -> bytes:
    """Archives of archives that multiply: ten of ten of ten."""
    return written([*members, member("broad.zip", _multiplied())])


def _names_disagree(members: list[Member]) -> bytes:
    return _changed(members, local_name=b"../evil.txt")


def _cut(keep: float, members: list[Member]) -> bytes:
    whole = written(members)
    return whole[: int(len(whole) * keep)]


def _noise(seed: int, members: list[Member]) -> bytes:
    """The archive with bytes changed here and there."""
    whole, chance = bytearray(written(members)), random.Random(seed)
    for _ in range(1 + len(whole) // 200):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    return bytes(whole)


def _noise_in_directory(seed: int, members: list[Member]) -> bytes:
    whole, chance = bytearray(written(members)), random.Random(seed)
    start = whole.find(b"PK\x01\x02")
    for _ in range(6):
        whole[chance.randrange(start, len(whole))] = chance.randrange(256)
    return bytes(whole)


def _reordered(members: list[Member]) -> bytes:
    """What should stand first stands last."""
    return written([*members[1:], members[0]])


ATTACKS: dict[str, tuple[Attack, Outcome]] = {
    **{f"name-{name}": (partial(_named, said), "refused") for name, said in NAMES.items()},
    # Names that are only long stand in the database, never on a disk.
    "name-long": (partial(_named, "n" * 10_000 + ".txt"), "read"),
    "name-long-path": (partial(_named, "d/" * 5_000 + "evil.txt"), "read"),
    "twice": (partial(_two, ("a.txt", "a.txt")), "refused"),
    "case-fold": (partial(_two, ("Evil.txt", "eVIL.txt")), "refused"),
    "case-fold-sharp-s": (partial(_two, ("STRASSE.txt", "straße.txt")), "refused"),
    "nfc-nfd": (partial(_two, ("caf\u00e9.txt", "cafe\u0301.txt")), "refused"),
    "nfkc-ligature": (partial(_two, ("\ufb01le.txt", "file.txt")), "refused"),
    "nfkc-width": (partial(_two, ("\uff41.txt", "a.txt")), "read"),
    "file-and-folder": (partial(_two, ("a", "a/b.txt")), "read"),
    "trailing-dot": (partial(_two, ("a.txt", "a.txt.")), "either"),
    "link": (partial(_kind, SYMLINK), "refused"),
    "fifo": (partial(_kind, FIFO), "refused"),
    "device": (partial(_kind, DEVICE), "refused"),
    "socket": (partial(_kind, SOCKET), "refused"),
    "bomb": (partial(_bomb, 150), "refused"),
    "bomb-large": (partial(_bomb, 1000), "refused"),
    "bomb-hidden": (_hidden_bomb, "refused"),
    "flood": (partial(_flood, 65_535), "refused"),
    "overlap-full": (_quine_overlap, "refused"),
    "overlap-quoted": (_quoted_overlap, "refused"),
    "overlap-inside": (_inside_each_other, "refused"),
    "zip64-huge": (partial(_zip64_lies, 1 << 60, 1 << 60), "refused"),
    "zip64-negative": (partial(_zip64_lies, (1 << 64) - 1, (1 << 64) - 1), "refused"),
    "zip64-missing": (partial(_changed, size=0xFFFFFFFF), "refused"),
    "zip64-count": (partial(_zip64_end, 1 << 40), "refused"),
    "zip64-elsewhere": (_zip64_elsewhere, "either"),
    "descriptor": (partial(_descriptor, 0), "read"),
    "descriptor-lie": (partial(_descriptor, 500), "refused"),
    "crc": (partial(_changed, crc=0xDEADBEEF), "refused"),
    "size-more": (partial(_changed, size=1 << 20), "refused"),
    "size-less": (partial(_changed, size=10), "refused"),
    "packed-more": (partial(_changed, packed_size=1 << 24), "refused"),
    "stored-lie": (partial(_changed, method=STORED, size=1 << 20), "refused"),
    "not-deflate": (partial(_changed, raw=b"\x07" * 200), "refused"),
    "method-lzma": (partial(_changed, method=14), "refused"),
    "method-bzip2": (partial(_changed, method=12), "refused"),
    "method-unknown": (partial(_changed, method=99), "refused"),
    "encrypted": (partial(_changed, flags=0x801), "refused"),
    "encrypted-local": (partial(_changed, local_flags=0x801), "refused"),
    "masked": (partial(_changed, flags=0x2800), "refused"),
    "volume": (partial(_ended, End(disk=1)), "refused"),
    "volume-entry": (partial(_changed, disk=3), "refused"),
    "spanned": (partial(_ended, End(before=b"PK\x07\x08")), "refused"),
    "count-more": (partial(_ended, End(count=9_999)), "refused"),
    "count-less": (partial(_ended, End(count=1)), "refused"),
    "count-differs": (partial(_ended, End(here=1)), "refused"),
    "directory-elsewhere": (partial(_ended, End(at=0)), "refused"),
    "directory-beyond": (partial(_ended, End(at=0xFFFFFF00)), "refused"),
    "directory-short": (partial(_ended, End(size=20)), "refused"),
    "junk-before": (_moved, "refused"),
    "junk-behind": (partial(_ended, End(ending=b"junk" * 2_000)), "either"),
    "junk-behind-long": (partial(_ended, End(ending=bytes(100_000))), "refused"),
    "junk-between": (partial(_ended, End(between=b"junk" * 2_000)), "either"),
    "junk-after-directory": (partial(_ended, End(after=b"junk" * 2_000)), "either"),
    "two-directories": (_two_directories, "refused"),
    "two-ends": (_two_ends, "either"),
    "names-disagree": (_names_disagree, "refused"),
    "reordered": (_reordered, "read"),
    "cut-half": (partial(_cut, 0.5), "refused"),
    "cut-end": (partial(_cut, 0.97), "refused"),
    "nested-10": (partial(_nested, 10), "either"),
    "broad": (_broad, "either"),
    **{f"noise-{seed}": (partial(_noise, seed), "either") for seed in range(4)},
    **{f"noise-directory-{seed}": (partial(_noise_in_directory, seed), "either") for seed in range(4)},
}
# Attacks on one file's bytes, which are not looked at before that file is read: the others of a ZIP are read.
_ON_ONE_FILE = frozenset(("bomb-hidden", "descriptor-lie", "crc", "size-more", "size-less", "not-deflate"))
# Every attack in a ZIP of stories and in an EPUB; every third in the other kinds.
_EVERYWHERE = ("stories", "epub")


def cases() -> Iterator[Case]:
    """All attacks on archives."""
    for number, (name, (attack, outcome)) in enumerate(ATTACKS.items()):
        for kind, (file_name, members) in WRAPPINGS.items():
            if kind in _EVERYWHERE or number % 3 == 0:
                expected = outcome if kind in _EVERYWHERE or outcome == "refused" else "either"
                if kind == "stories" and name in _ON_ONE_FILE:
                    expected = "partly"
                yield Case(f"archive-{kind}-{name}", file_name, partial(_made, attack, members), expected)
    for name, said in READABLE_NAMES.items():
        yield Case(f"archive-stories-odd-{name}", "stories.zip", partial(_named, said, stories()), "read")
    yield Case("archive-empty", "empty.zip", lambda: written([]), "refused")
    yield Case(
        "archive-empty-comment", "empty.zip", lambda: end_record(0, 0, 0, 0, comment=b"PK\x05\x06" * 99), "refused"
    )
    yield Case("archive-only-end", "end.epub", lambda: b"PK\x05\x06" + b"\xff" * 18, "refused")
    yield Case("archive-only-start", "start.docx", lambda: b"PK\x03\x04" + bytes(2_000), "refused")
    yield Case("archive-many-ends", "ends.zip", lambda: b"PK\x03\x04" + b"PK\x05\x06" * 16_000, "refused")
    yield Case("archive-epub-bad-mimetype", "lamp.epub", lambda: written([member("mimetype", "x" * 150), *epub()[1:]]))
    yield Case("archive-odt-and-epub", "lamp.odt", lambda: written([*odt(), *epub()[1:]]))
    yield Case("archive-docx-in-epub", "lamp.epub", lambda: written([*epub(), *docx()]))


def _made(attack: Attack, members: Callable[[], list[Member]]) -> bytes:
    return attack(members())

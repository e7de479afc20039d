"""An answer's body, taken in while it streams: unpacked, and never more of it than may be."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from retold.ports.fetching.connecting import Reply
from retold.ports.fetching.refusing import Unanswered

ENCODINGS = "gzip, deflate"
_STEP = 1 << 16
_GZIP = b"\x1f"  # its first byte; nothing else that is packed begins so
# Text packs to a fifth or so; a thousandth is what a bomb packs to.
_MOST_RATIO = 200
_FREE = 1 << 20  # of unpacked bytes, before the ratio counts


def body_of(reply: Reply, *, most: int, host: str) -> bytes:
    """The whole body. Raises Unanswered if it is larger than `most`, packed beyond reason, or breaks off."""
    declared = reply.header("Content-Length")
    if declared.isascii() and declared.isdigit() and int(declared) > most:
        raise _too_large(host, most)
    body = bytearray()  # not a list: a site that sends two bytes at a time would make us keep millions of pieces
    for piece in _unpacked(_packed(reply, most, host), reply.header("Content-Encoding"), host):
        if len(body) + len(piece) > most:
            raise _too_large(host, most)
        body += piece
    return bytes(body)


def _packed(reply: Reply, most: int, host: str) -> Iterator[bytes]:
    taken = 0
    while piece := reply.read():
        taken += len(piece)
        if taken > most:
            raise _too_large(host, most)
        yield piece


def _unpacked(pieces: Iterator[bytes], encoding: str, host: str) -> Iterator[bytes]:
    match encoding.strip().lower():
        case "" | "identity":
            yield from pieces
        case "gzip" | "x-gzip" | "deflate":
            yield from _inflated(pieces, host)
        case _:
            raise Unanswered(f"{host} answered packed in a way that is not read here ({encoding[:40]}).")


def _inflated(pieces: Iterator[bytes], host: str) -> Iterator[bytes]:
    machine = None
    came = went = 0
    try:
        for piece in pieces:
            came += len(piece)
            machine = machine or _machine_for(piece)
            waiting, unpacked = piece, b""
            while waiting or len(unpacked) == _STEP:  # a full step may have left more behind
                if machine.eof:
                    if not waiting.startswith(_GZIP):  # some servers send stuffing behind the end
                        break
                    machine = _machine_for(waiting)  # gzip may come as several, one behind the other
                unpacked = machine.decompress(waiting, _STEP)
                waiting = machine.unused_data if machine.eof else machine.unconsumed_tail
                went += len(unpacked)
                if went > _FREE and went > came * _MOST_RATIO:
                    raise Unanswered(f"{host} sent an answer that unpacks without end, and it was not taken.")
                yield unpacked
    except zlib.error as error:
        raise Unanswered(f"{host} sent an answer that cannot be unpacked; try it later.") from error
    if machine is not None and not machine.eof:
        raise Unanswered(f"{host} broke off in the middle of its answer; try it later.")


def _machine_for(data: bytes) -> Any:
    """What unpacks data that begins so. "deflate" means zlib's format; some servers send it bare."""
    bare = (data[0] & 0x0F) != 8 and not data.startswith(_GZIP)
    return zlib.decompressobj(-15 if bare else 47)


def _too_large(host: str, most: int) -> Unanswered:
    megabytes = max(1, most // 1_000_000)
    return Unanswered(f"{host} sent more than {megabytes} MB, which is the most that is fetched at once.")

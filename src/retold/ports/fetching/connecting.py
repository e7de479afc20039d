"""One request over the wire: to a pinned internet address, under the site's own name, within a deadline."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, Protocol, cast

from retold.ports.fetching.guard import Address
from retold.ports.fetching.refusing import Unanswered
from retold.ports.fetching.targets import Target

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 20.0


class Reply(Protocol):
    """An answer as it comes in: `read` gives some bytes, none at its end. Raises Unanswered when it breaks off."""

    @property
    def status(self) -> int:
        """The status of HTTP."""

    def header(self, name: str) -> str:
        """A header's value, or nothing."""

    def read(self) -> bytes:
        """The next bytes of the body."""

    def close(self) -> None:
        """Let go of the connection."""


class Transport(Protocol):
    """Sends one GET request to one of the pinned addresses."""

    def open(self, target: Target, pins: Sequence[Address], headers: Mapping[str, str], deadline: float) -> Reply:
        """The beginning of the answer. Raises Unanswered if there is none by the deadline."""


@dataclass(frozen=True)
class Wire:
    """The real thing. TLS is verified with the system's certificates against the site's name, not its number.

    `proxy` is (host, port) of an HTTP proxy that every connection goes through; it is asked for the pinned number, so
    it resolves nothing. Variables of the environment name none.
    """

    tls: ssl.SSLContext | None = None
    proxy: tuple[str, int] | None = None

    def open(self, target: Target, pins: Sequence[Address], headers: Mapping[str, str], deadline: float) -> Reply:
        """As the protocol says."""
        try:
            stream = self._connected(target, pins, deadline)
            try:
                return _asked(stream, target, headers, deadline)
            except BaseException:
                stream.close()
                raise
        except ssl.SSLCertVerificationError as error:
            raise Unanswered(
                f"{target.host} could not prove that it is the site it says ({error.verify_message}); "
                "nothing was fetched."
            ) from error
        except TimeoutError as error:
            raise Unanswered(f"{target.host} did not answer in time; try it later.") from error
        except (OSError, HTTPException, ValueError) as error:
            raise Unanswered(f"{target.host} could not be reached; try it later.") from error

    def _connected(self, target: Target, pins: Sequence[Address], deadline: float) -> socket.socket:
        stream = self._through_proxy(target, pins, deadline) if self.proxy else _first(target, pins, deadline)
        if target.scheme == "http":
            return stream
        context = self.tls or ssl.create_default_context()
        try:
            stream.settimeout(_left(deadline, CONNECT_SECONDS))
            return context.wrap_socket(stream, server_hostname=target.host)
        except BaseException:
            stream.close()
            raise

    def _through_proxy(self, target: Target, pins: Sequence[Address], deadline: float) -> socket.socket:
        assert self.proxy is not None
        stream = socket.create_connection(self.proxy, timeout=_left(deadline, CONNECT_SECONDS))
        try:
            pin = f"[{pins[0]}]" if pins[0].version == 6 else str(pins[0])
            place = f"{pin}:{target.port}"
            stream.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode("ascii"))
            _proxy_agrees(stream, deadline)
        except BaseException:
            stream.close()
            raise
        return stream


def _first(target: Target, pins: Sequence[Address], deadline: float) -> socket.socket:
    """A connection to the first pinned address that takes one."""
    for pin in pins[:-1]:
        try:
            return socket.create_connection((str(pin), target.port), timeout=_left(deadline, CONNECT_SECONDS))
        except OSError:
            continue
    return socket.create_connection((str(pins[-1]), target.port), timeout=_left(deadline, CONNECT_SECONDS))


def _proxy_agrees(stream: socket.socket, deadline: float) -> None:
    """Read the proxy's answer byte by byte: what follows it is the site's."""
    said = b""
    while not said.endswith(b"\r\n\r\n"):
        stream.settimeout(_left(deadline, CONNECT_SECONDS))
        sign = stream.recv(1)
        if not sign or len(said) > 8192:
            raise OSError("the proxy broke off")
        said += sign
    if said.split(None, 2)[1:2] != [b"200"]:
        raise OSError("the proxy refused")


def _asked(stream: socket.socket, target: Target, headers: Mapping[str, str], deadline: float) -> Reply:
    lines = [f"GET {target.path} HTTP/1.1", f"Host: {target.authority}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    stream.settimeout(_left(deadline, SILENCE_SECONDS))
    stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    response = HTTPResponse(cast(Any, _Timely(stream, deadline)), method="GET")
    response.begin()
    return _WireReply(response, stream, target.host)


def _left(deadline: float, most: float) -> float:
    left = min(deadline - time.monotonic(), most)
    if left <= 0:
        raise TimeoutError
    return left


@dataclass
class _WireReply:
    _response: HTTPResponse
    _stream: socket.socket
    _host: str

    @property
    def status(self) -> int:
        return self._response.status

    def header(self, name: str) -> str:
        return ", ".join(self._response.headers.get_all(name) or ())

    def read(self) -> bytes:
        try:
            piece = self._response.read1(65536)
            if not piece and self._response.length:
                raise IncompleteRead(piece, self._response.length)
            return piece
        except (OSError, HTTPException, ValueError) as error:
            raise Unanswered(f"{self._host} broke off in the middle of its answer; try it later.") from error

    def close(self) -> None:
        self._response.close()
        self._stream.close()


class _Timely:
    """A socket as http.client reads from it, each read within the deadline: a slow drip does not hold us."""

    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        return io.BufferedReader(_Raw(self._stream, self._deadline), 65536)


class _Raw(io.RawIOBase):
    def __init__(self, stream: socket.socket, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._stream.settimeout(_left(self._deadline, SILENCE_SECONDS))
        return self._stream.recv_into(buffer)

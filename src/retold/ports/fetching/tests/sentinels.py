"""Servers on this machine that must never be reached, and ones that answer as a test says."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answering = Callable[[socket.socket, bytes], None]


@dataclass
class Sentinel:
    """A server's port, and every connection that came to it."""

    port: int
    came: list[bytes] = field(default_factory=list)


@contextmanager
def listening(answer: Answering, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Sentinel]:
    """A server on a free port that notes what it is asked and answers."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.bind((host, 0))
        listener.listen(20)
        listener.settimeout(0.05)
        sentinel, over = Sentinel(listener.getsockname()[1]), threading.Event()

        def serve() -> None:
            while not over.is_set():
                with suppress(TimeoutError):
                    stream, _ = listener.accept()
                    stream.settimeout(5)
                    with stream, suppress(OSError):
                        _serve_one(stream, sentinel, answer, tls)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield sentinel
        finally:
            over.set()
            thread.join()


def _serve_one(stream: socket.socket, sentinel: Sentinel, answer: Answering, tls: ssl.SSLContext | None) -> None:
    sentinel.came.append(b"")
    if tls is not None:
        stream = tls.wrap_socket(stream, server_side=True)
    asked = b""
    while not asked.endswith(b"\r\n\r\n"):
        piece = stream.recv(4096)
        if not piece:
            return
        asked += piece
    sentinel.came[-1] = asked
    answer(stream, asked)


def saying(body: bytes = b"<p>Hello.</p>", head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html") -> Answering:
    """Answers with a body and its length; robots.txt is not there."""

    def answer(stream: socket.socket, asked: bytes) -> None:
        if asked.startswith(b"GET /robots.txt"):
            stream.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        else:
            stream.sendall(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    return answer

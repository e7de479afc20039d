"""Names to internet addresses, by the system's resolver: resolved once, checked all, and one of them connected to."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from retold.ports.fetching.guard import Address, Network, may_connect
from retold.ports.fetching.refusing import NotAllowed, Unanswered
from retold.ports.fetching.targets import Target

RESOLVE_SECONDS = 15.0
Resolver = Callable[[str, int], Sequence[str]]


def by_system(host: str, port: int) -> Sequence[str]:
    """Every internet address that the system's resolver knows for a name. Raises OSError or UnicodeError.

    The resolver itself has no bound that we could set, and a name's owner can make it wait: it is waited for in a
    thread, which ends by itself.
    """
    came: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, came), daemon=True).start()
    try:
        found = came.get(timeout=RESOLVE_SECONDS)
    except queue.Empty:
        raise TimeoutError(f"{host} was not found in time") from None
    if isinstance(found, Exception):
        raise found
    return found


def _look_up(host: str, port: int, came: queue.SimpleQueue[list[str] | Exception]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        came.put([str(sockaddr[0]) for *_, sockaddr in found])
    except Exception as error:  # it is raised again where it is waited for
        came.put(error)


def pinned(target: Target, resolve: Resolver, allowed: Sequence[Network]) -> tuple[Address, ...]:
    """The internet addresses to connect to, in the resolver's order.

    Every one that the name resolves to must be public, or none is used: a name that leads inside and outside was made
    to get past a guard. Raises NotAllowed for such a name, and Unanswered for one that nobody knows.
    """
    number = target.number
    if number is None:
        try:
            numbers = tuple(dict.fromkeys(map(ip_address, resolve(target.host, target.port))))
        except (OSError, ValueError) as error:
            raise Unanswered(f"{target.host} cannot be found; look whether the address is right.") from error
        if not numbers:
            raise Unanswered(f"{target.host} cannot be found; look whether the address is right.")
    else:
        numbers = (number,)
    if not all(may_connect(one, allowed) for one in numbers):
        raise NotAllowed(f"{target.host} leads to a network that is not public, and nothing is fetched from there.")
    return numbers

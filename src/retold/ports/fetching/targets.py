"""What an address says: scheme, host, port and path, in one spelling; whatever could be read in two ways is refused.

Parsers disagree over odd addresses, and that is how a guard is walked round: one program checks what another does not
connect to. So an address is taken apart once, here, and everything after works with the parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote, urljoin, urlsplit

from retold.ports.fetching.refusing import NotAllowed

LONGEST = 4000
DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_IN_PATH = "%/:@!$&'()*+,;=~-._"
# Names that never lead to the open internet; resolvers of some systems answer them all the same.
_CLOSED_ENDS = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion", "alt")
_OPEN = re.compile(r"(?i)(https?)://([^/?#]+)")


@dataclass(frozen=True)
class Target:
    """Where one request goes. `host` is in lower-case ASCII; a numeric one is in its only proper spelling."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as a request names it, with its port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def address(self) -> str:
        """The whole address."""
        return self.origin + self.path

    @property
    def number(self) -> IPv4Address | IPv6Address | None:
        """The internet address, where the host is one."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None


def target_of(address: str, *, ports: Collection[int] = (80, 443)) -> Target:
    """Take an address apart. Raises NotAllowed, in a sentence, for what is not plainly an address on the web."""
    address = address.strip(" ")
    if len(address) > LONGEST:
        raise NotAllowed("This address is longer than addresses of works are; copy it once more from the page.")
    if any(_is_hidden(sign) for sign in address) or "\\" in address:
        raise NotAllowed("There are signs in this address that do not belong there; copy it once more from the page.")
    opened = _OPEN.match(address)
    if opened is None:
        raise NotAllowed("Only addresses that begin with https:// or http:// are fetched.")
    scheme, authority = opened[1].lower(), opened[2]
    if "@" in authority or "%" in authority:
        raise NotAllowed("An address with a user name, a password or a % in its host is not fetched.")
    host, port = _host_and_port(authority, DEFAULT_PORTS[scheme])
    if port not in ports:
        raise NotAllowed(f"Port {port} is not fetched from; sites answer on 80 and 443.")
    return Target(scheme, host, port, _path(address))


def next_target(target: Target, location: str, *, ports: Collection[int]) -> Target:
    """Where a redirect leads to. Raises NotAllowed as `target_of` does."""
    try:
        return target_of(urljoin(target.address, location.strip(" ")), ports=ports)
    except ValueError as error:
        raise NotAllowed("The site sent us on to what is no address.") from error


def _is_hidden(sign: str) -> bool:
    """Controls, spaces of every kind, signs without width, halves of letters, private signs."""
    return unicodedata.category(sign)[0] in "CZ" or (unicodedata.combining(sign) == 0 and sign in "\u115f\u1160\u3164")


def _host_and_port(authority: str, usual: int) -> tuple[str, int]:
    if authority.startswith("["):
        inner, closed, rest = authority[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            raise _wrong_host()
        return _host_6(inner), _port(rest[1:], usual) if rest else usual
    host, colon, port = authority.partition(":")
    return _host(host), _port(port, usual) if colon else usual


def _port(said: str, usual: int) -> int:
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) <= 5):
        raise NotAllowed("The port in this address is not a number.")
    return int(said)


def _host_6(said: str) -> str:
    try:
        return str(IPv6Address(said))
    except ValueError:
        raise _wrong_host() from None


def _host(said: str) -> str:
    """The host's name in ASCII, or its number. A number in any but the plain spelling is refused."""
    name = _ascii(said).removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _wrong_host()
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise _wrong_host() from None
    if len(labels) < 2 or labels[-1] in _CLOSED_ENDS:
        raise NotAllowed(f"{name} is a name on a network of your own, and nothing is fetched from there.")
    return name


def _ascii(said: str) -> str:
    if said.isascii():
        return said.lower()
    try:
        return said.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _wrong_host() from None


def _wrong_host() -> NotAllowed:
    return NotAllowed("The name of the site in this address cannot be read; copy the address once more from the page.")


def _path(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise _wrong_host() from None
    query = quote(parts.query, safe=_IN_PATH + "?") if parts.query else ""
    return (quote(parts.path, safe=_IN_PATH) or "/") + (f"?{query}" if query else "")

"""Addresses that a work may link to: http, https and mailto, spelled so that every reader takes them."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, ip_address
from urllib.parse import unquote, urljoin, urlsplit

from retold.lib.patterns import lazy

MAX_ADDRESS = 8_000
# The URL standard: white space and controls at either end go, tabs and line ends go everywhere.
_EDGES = "".join(map(chr, range(33)))
_BREAKS = str.maketrans("", "", "\t\n\r")
_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NOT_IN_PATH = lazy(r"[^A-Za-z0-9._~!$&'()*+,;=:@/%-]")
_NOT_IN_QUERY = lazy(r"[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]")
_LONE_PERCENT = lazy(r"%(?![0-9A-Fa-f]{2})")
_HOST = lazy(r"(?=.{1,253}\.?$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")
# The URL standard reads a host that ends in such a label as an IPv4 address.
_NUMBER = lazy(r"[0-9]+|0x[0-9a-f]*")
_MAIL = lazy(r"[A-Za-z0-9.!$&'*+=^_`{|}~-]+@[A-Za-z0-9.-]+(,[A-Za-z0-9.!$&'*+=^_`{|}~-]+@[A-Za-z0-9.-]+)*")
# Most addresses are in order as they are.
_SOUND = lazy(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,3}[a-z]{1,20}/(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2}){0,500}"
    r"(?:\?[A-Za-z0-9._~&=/-]{0,500})?(?:#[A-Za-z0-9._~/-]{0,200})?"
)
_PICTURE = lazy(r"assets/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")


@lru_cache(maxsize=2048)
def safe_url(href: str, base: str | None = None) -> str | None:
    """The address with everything percent-encoded that needs it, or None if it must not or cannot be a link.

    A relative address is resolved against `base`; without one it is None.
    """
    if _SOUND.fullmatch(href) and "xn--" not in href and href[-1] not in "?#":
        return href
    address = href.strip(_EDGES).translate(_BREAKS)
    if not address or len(address) > MAX_ADDRESS:
        return None
    scheme = _SCHEME.match(address)
    if scheme is None:
        return _resolved(address, base)
    kind = scheme.group(1).lower()
    if kind == "mailto":
        return _mail(address[scheme.end() :])
    if kind not in ("http", "https"):
        return None
    return _web(kind, address[scheme.end() :])


def picture_source(src: str) -> str | None:
    """The source as it is, if it names a kept file (`assets/NAME`); else None."""
    source = src.strip(_EDGES)
    return source if _PICTURE.fullmatch(source) else None


def file_name(address: str) -> str:
    """The last part of an address's path, read back from its percent-encoding; "" if it has none."""
    return unquote(address.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2], errors="replace")


def _resolved(address: str, base: str | None) -> str | None:
    if base is None or address.startswith("#"):
        return None
    try:
        absolute = urljoin(base, address)
    except ValueError:
        return None
    return safe_url(absolute) if _SCHEME.match(absolute) else None


def _web(scheme: str, rest: str) -> str | None:
    end = min(at for at in (rest.find("?"), rest.find("#"), len(rest)) if at >= 0)
    slashed = rest[:end].replace("\\", "/").lstrip("/") + rest[end:]
    try:
        parts = urlsplit(f"{scheme}://{slashed}")
        host, port = _host(parts.netloc), parts.port
    except ValueError:
        return None
    if host is None:
        return None
    place = host if port is None else f"{host}:{port}"
    path = _encode(parts.path, _NOT_IN_PATH) or "/"
    query = f"?{_encode(parts.query, _NOT_IN_QUERY)}" if parts.query else ""
    fragment = f"#{_encode(parts.fragment, _NOT_IN_QUERY)}" if parts.fragment else ""
    return f"{scheme}://{place}{path}{query}{fragment}"


def _host(netloc: str) -> str | None:
    """The host in ASCII, or None if it is no host; a user name and password before it are dropped."""
    place = netloc.rpartition("@")[2]
    if place.startswith("["):
        return f"[{ip_address(place[1:].partition(']')[0])}]"
    name = unquote(place.partition(":")[0])
    try:
        ascii_name = (name if name.isascii() else name.encode("idna").decode("ascii")).lower()
        ascii_name.encode("ascii").decode("idna")
    except UnicodeError:
        return None
    if not _HOST.fullmatch(ascii_name):
        return None
    if _NUMBER.fullmatch(ascii_name.rstrip(".").rpartition(".")[2]):
        return str(IPv4Address(ascii_name.rstrip(".")))
    return ascii_name


def _mail(rest: str) -> str | None:
    address, _, query = rest.partition("?")
    if not _MAIL.fullmatch(unquote(address)):
        return None
    encoded = _encode(unquote(address), _NOT_IN_PATH)
    return f"mailto:{encoded}?{_encode(query, _NOT_IN_QUERY)}" if query else f"mailto:{encoded}"


def _encode(part: str, unsafe: re.Pattern[str]) -> str:
    part = _LONE_PERCENT.sub("%25", part)
    return unsafe.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "replace")), part)

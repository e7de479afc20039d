"""How works are fetched from other sites, worked out from the environment."""

from __future__ import annotations

from retold import __version__
from retold.config import environment
from retold.ports.fetching import Network, Terms, networks


def terms() -> Terms:
    """The terms that every fetcher is given. Raises WrongSetting."""
    return Terms(
        version=__version__,
        contact=_contact(),
        most_bytes=environment.number("RETOLD_FETCH_MB", least=1, most=500) * 1_000_000,
        gap=float(environment.number("RETOLD_FETCH_GAP", least=1, most=600)),
        ports=frozenset(_ports()),
        networks=_networks(),
    )


def proxy() -> tuple[str, int] | None:
    """The proxy's host and port, where one is set. Raises WrongSetting."""
    said = environment.text("RETOLD_FETCH_PROXY")
    host, _, port = said.rpartition(":")
    if not said:
        return None
    if not host or not _is_port(port):
        raise environment.WrongSetting(f"RETOLD_FETCH_PROXY is {said!r}; it takes host:port, as 127.0.0.1:3128.")
    return host.strip("[]"), int(port)


def _contact() -> str:
    said = environment.text("RETOLD_FETCH_CONTACT")
    if not said.isascii() or not said.isprintable() or any(sign in said for sign in " ()"):
        raise environment.WrongSetting(
            f"RETOLD_FETCH_CONTACT is {said!r}; it takes an e-mail address or a web address without spaces."
        )
    return said


def _ports() -> list[int]:
    said = environment.names("RETOLD_FETCH_PORTS")
    if not said or not all(map(_is_port, said)):
        raise environment.WrongSetting("RETOLD_FETCH_PORTS takes numbers from 1 to 65535, comma-separated.")
    return [int(port) for port in said]


def _networks() -> tuple[Network, ...]:
    try:
        return networks(environment.names("RETOLD_FETCH_NETWORKS"))
    except ValueError as error:
        raise environment.WrongSetting(f"RETOLD_FETCH_NETWORKS takes networks like 192.168.7.0/24: {error}.") from error


def _is_port(said: str) -> bool:
    return said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= 65535

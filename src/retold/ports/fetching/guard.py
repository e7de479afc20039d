"""Which internet addresses may be connected to: public ones, by IANA's registries of special purposes, and no other.

Python's own `is_global` is not asked: what it holds for global differs from release to release.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network; 0.0.0.0 reaches the machine itself
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own; metadata of some clouds
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own services, with a public number
        "169.254.0.0/16",  # link-local, with the metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # the old 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Everything that is public in IPv6 is in here. That leaves out the machine itself, IPv4 in its mapped, compatible and
# translated (64:ff9b::) spellings, unique-local, link-local, site-local and multicast addresses.
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols' own, Teredo among them: it carries an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.scope_id is not None or address not in _PUBLIC_6:
        return False
    # The last half of an address made from an IPv4 one (ISATAP): the host behind it may be a private one.
    if (int(address) >> 32) & 0xFDFF_FFFF == 0x0000_5EFE:
        return False
    return not any(address in network for network in _NOT_PUBLIC_6)


def may_connect(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether an address may be connected to: a public one, or one in a network that the keeper allowed."""
    return is_public(address) or any(address.version == network.version and address in network for network in allowed)


def networks(spelled: Sequence[str]) -> tuple[Network, ...]:
    """The networks of a setting. Raises ValueError for what is none."""
    return tuple(ip_network(one) for one in spelled)

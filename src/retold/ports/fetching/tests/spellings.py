"""Ways to write the address of a place that must not be reached: made by rule, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

PRIVATE_4 = (
    "127.0.0.1", "127.1.2.3", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1",
    "100.100.100.200", "100.127.255.254", "169.254.169.254", "169.254.170.2", "169.254.0.1", "172.16.0.1",
    "172.31.255.254", "192.0.0.1", "192.0.0.192", "192.168.0.1", "192.168.255.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1",
)  # fmt: skip
PRIVATE_6 = (
    "::1", "::", "0:0:0:0:0:0:0:1", "0000:0000:0000:0000:0000:0000:0000:0001", "fe80::1", "febf::1", "fec0::1",
    "fc00::1", "fd00:ec2::254", "fdff::1", "ff02::1", "ff0e::1", "2001:db8::1", "2001::1", "2001:10::1", "2001:20::1",
    "3fff::1", "100::1", "5f00::1", "64:ff9b:1::1", "4000::1", "::ffff:0:0",
)  # fmt: skip
NAMES = (
    "localhost", "LOCALHOST", "localhost.", "localhost..", "a.localhost", "localhost.localdomain.local", "router",
    "metadata", "metadata.google.internal", "printer.local", "nas.lan", "nas.home", "intranet", "x.corp",
    "1.0.0.127.in-addr.arpa", "hidden.onion", "loca\u00adlhost", "ｌｏｃａｌｈｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "localhost\u200b",
    "\u200blocalhost", "local\u2060host", "localhost\ufeff", "loca\u200dlhost", "localhost\u3002", "a..b.example", ".",
    "", "-a.example", "a-.example", "x" * 64 + ".example", "%6c%6f%63%61%6c%68%6f%73%74", "127.0.0.1%00.example.com",
    "example.com\x00.local", "example.com\t", "exa\nmple.com", "example.com\r\nHost: localhost", "::1", "[::1",
)  # fmt: skip


def _four(number: IPv4Address) -> Iterator[str]:
    """One IPv4 address as programs are known to read it."""
    a, b, c, d = number.packed
    whole = int(number)
    plain = str(number)
    yield from (plain, f"{plain}.", f"{plain}..", f" {plain}", f"{plain}:80", f"{plain}:443")
    yield from (str(whole), f"0x{whole:x}", f"0X{whole:08X}", f"0{whole:o}", f"{a}.{(b << 16) | (c << 8) | d}")
    yield from (f"{a}.{b}.{(c << 8) | d}", f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}")
    yield from (f"0x{a:02x}.{b}.0{c:o}.{d}", f"{a:03}.{b:03}.{c:03}.{d:03}", f"000{a:o}.{b}.{c}.{d}")
    yield from (plain.replace(".", "。"), plain.replace(".", "．"), plain.replace(".", "｡"))
    yield "".join(chr(ord(sign) - ord("0") + ord("０")) if sign.isdigit() else sign for sign in plain)
    yield "".join(_CIRCLED.get(sign, sign) for sign in plain)
    yield from (f"user@{plain}", f"example.com@{plain}", f"example.com:80@{plain}", f"{plain}\\@example.com")
    yield from (plain.replace(".", "%2e"), plain.replace(".", "\u200b."), f"\u200b{plain}")


def _six_with_four(number: IPv4Address) -> Iterator[str]:
    """One IPv4 address inside an IPv6 address, in every way that there is."""
    plain, high, low = str(number), int(number) >> 16, int(number) & 0xFFFF
    yield from (f"::ffff:{plain}", f"::ffff:{high:x}:{low:x}", f"::{plain}", f"0:0:0:0:0:ffff:{plain}")
    yield from (f"::ffff:0:{plain}", f"64:ff9b::{plain}", f"64:ff9b::{high:x}:{low:x}", f"2002:{high:x}:{low:x}::1")
    yield from (f"2001:0:4136:e378:8000:63bf:{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}", f"fe80::5efe:{plain}")
    yield f"2a00:1450::200:5efe:{plain}"


_CIRCLED = dict(zip("123456789", "①②③④⑤⑥⑦⑧⑨", strict=True))


def hosts() -> Iterator[str]:
    """Every spelling, as the host of an address."""
    for number in map(IPv4Address, PRIVATE_4):
        yield from _four(number)
        yield from (f"[{six}]" for six in _six_with_four(number))
    for six in PRIVATE_6:
        yield from (f"[{six}]", f"[{six.upper()}]", f"[{six}]:80", f"[{six}%eth0]", f"[{six}%25lo]", six)
    yield from NAMES


def numbers() -> list[str]:
    """The internet addresses themselves, as a resolver may give them."""
    fours = map(IPv4Address, PRIVATE_4)
    return [*PRIVATE_4, *PRIVATE_6, *(six for four in fours for six in _six_with_four(four))]

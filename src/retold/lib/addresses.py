"""Web addresses in a normal form, so that two spellings of one address are seen to be one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from retold.lib import story_sites
from retold.lib.patterns import lazy

_PARAMETERS_THAT_FOLLOW_PEOPLE = lazy(r"^(utm_.*|fbclid|gclid|igshid|si|ref_src)$")
# Halves of a surrogate pair: no encoding can write them.
_HALF_LETTERS = lazy("[\ud800-\udfff]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Place:
    """Where a thing is on the web: the site's host name, and the thing's key there (its path and query)."""

    site: str
    key: str


def place_of(address: str | None) -> Place | None:
    """The site and key of an http(s) address, or None for anything else.

    The key is the same for http and https, with and without "www.", a closing slash or a fragment.
    """
    try:
        parts = urlsplit(_HALF_LETTERS.sub("\ufffd", address or "").strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        return None
    site = parts.hostname.lower().rstrip(".").removeprefix("www.")
    if port and port != _DEFAULT_PORTS[parts.scheme.lower()]:
        site = f"{site}:{port}"
    return Place(site, _path(parts.path) + _query(parts.query))


def work_place_of(address: str | None) -> Place | None:
    """The place of the whole work that an address leads to, under the one name of its site.

    Mirrors, chapter numbers, title slugs and the like are left out, and a web archive's page counts as the page that it
    is a copy of; of a site that is not known, it is the page itself.
    """
    place = _original_place(address)
    spot = story_sites.spot_of(place.site, place.key) if place else None
    if place is None or spot is not None:
        return Place(spot.site, spot.key) if spot else None
    return Place(story_sites.site_named(place.site), place.key)


def names_one_work(address: str | None) -> bool:
    """Whether an address is of a known form that names one work and nothing else.

    An author's page, a forum's thread or a page of an unknown site may be the source of several works.
    """
    place = _original_place(address)
    spot = story_sites.spot_of(place.site, place.key) if place else None
    return spot is not None and spot.sure


def _original_place(address: str | None) -> Place | None:
    """The place of a page, or of the page that it is an archived copy of."""
    place = place_of(address)
    archived = story_sites.archived_address(place.site, place.key) if place else None
    return place_of(archived) or place if archived else place


def normal_address(address: str | None) -> str | None:
    """The address in its normal form, "site/path?query", or None for what is no web address."""
    place = place_of(address)
    return place.site + place.key if place else None


def _path(path: str) -> str:
    return quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape").rstrip(
        "/"
    )


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted(pair for pair in pairs if not _PARAMETERS_THAT_FOLLOW_PEOPLE.match(pair[0]))
    return "?" + urlencode(kept, errors="surrogateescape") if kept else ""

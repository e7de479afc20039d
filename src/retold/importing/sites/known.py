"""What we know of certain sites: how their works are fetched best, or why they are not.

A site that is not here is fetched where FanFicFare knows it and its robots.txt allows it. We have not read every site's
terms; a keeper who knows that a site forbids it should not ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAGES = (
    "Open each chapter in your browser, save it as a web page and bring those files in, or a download that you have."
)


@dataclass(frozen=True)
class Site:
    """One site under all its names.

    `refusal` says why it is not fetched and what to do instead; `download` that it hands works out as HTML of its own.
    """

    name: str
    hosts: tuple[str, ...]
    refusal: str | None = None
    download: bool = False


def _closed(name: str, host: str) -> Site:
    return Site(
        name,
        (host,),
        f"{name} keeps programs out, so nothing is fetched there. Open each chapter in your browser, save it as a web "
        "page and bring those files in, or a download that you have.",
    )


SITES = (
    # Its own file holds more than any other copy. Its robots.txt is asked each time whether it may be had; where it
    # may not, the work's pages are fetched.
    Site(
        "Archive of Our Own",
        (
            "archiveofourown.org",
            "archiveofourown.com",
            "archiveofourown.net",
            "archiveofourown.gay",
            "ao3.org",
            "archive.transformativeworks.org",
        ),
        download=True,
    ),
    Site("SquidgeWorld", ("squidgeworld.org",), download=True),
    Site("Superlove", ("superlove.sayitditto.net",), download=True),
    # Cloudflare keeps every program out; to get past it is to pretend to be a person.
    _closed("FanFiction.Net", "fanfiction.net"),
    _closed("FictionPress", "fictionpress.com"),
    _closed("Quotev", "quotev.com"),
    _closed("AlternateHistory", "alternatehistory.com"),
    _closed("AsianFanfics", "asianfanfics.com"),
)
_WORK = re.compile(r"(?:/collections/[^/]+)?/works/0*(\d{1,12})(?:[/?].*)?")


def site_of(host: str) -> Site | None:
    """What we know of the site that a host belongs to: "www.", "m." and the like are the same site."""
    return next((site for site in SITES if any(host == one or host.endswith(f".{one}") for one in site.hosts)), None)


def download_path(path: str) -> str | None:
    """Where such a site hands out the HTML file of the work that a path leads to; None if it leads to no work."""
    found = _WORK.fullmatch(path)
    return f"/downloads/{found[1]}/work.html" if found else None

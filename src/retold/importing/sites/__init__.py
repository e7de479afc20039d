"""A work by its address: the site's own file where it gives one, else by FanFicFare, else the one page that is there.

`fetch_work(address, fetcher)` gives a file for the readers. It knows no database; all its requests go through the
fetcher that it is handed.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from retold.importing import readers
from retold.importing.sites import fanficfare
from retold.importing.sites.fetched import Fetched, NotFetched
from retold.importing.sites.known import Site, download_path, site_of
from retold.ports.fetching import Answer, Fetcher, Later, Target, Unfetched, target_of

__all__ = ["Fetched", "NotFetched", "address_of", "fetch_work"]

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", ""})
_ACCEPT = "text/html,application/xhtml+xml,application/epub+zip,text/plain;q=0.9,*/*;q=0.5"


def address_of(said: str, *, fetcher: Fetcher) -> Target:
    """The address that a person gave, looked at before anything is asked. Raises NotFetched or Unfetched."""
    said = said.strip()
    if re.match(r"(?i)[a-z0-9-]+(\.[a-z0-9-]+)+(/|$)", said):
        said = f"https://{said}"
    target = target_of(said, ports=fetcher.terms.ports)
    site = site_of(target.host)
    if site is not None and site.refusal:
        raise NotFetched(site.refusal)
    return target


def fetch_work(address: str, fetcher: Fetcher, *, adult: bool = False) -> Fetched:
    """The work at an address, as a file. `adult`: the keeper says that it may be for adults.

    Raises NotFetched or Unfetched, each with a sentence; Later says that it goes on another time.
    """
    target = address_of(address, fetcher=fetcher)
    site = site_of(target.host)
    if site is not None and site.download:
        found = _download(target, site, fetcher)
        if found is not None:
            return found
        if not fanficfare.is_installed():
            raise NotFetched(fanficfare.MISSING)
    if fanficfare.is_installed() and fanficfare.knows(target.address):
        return fanficfare.fetch(target.address, fetcher, adult=adult)
    return _page(target, fetcher)


def _download(target: Target, site: Site, fetcher: Fetcher) -> Fetched | None:
    """The site's own HTML file, where its robots.txt allows it and it is what such a file is."""
    path = download_path(target.path)
    if path is None:
        return None
    main = target_of(f"https://{site.hosts[0]}{path}")
    try:
        if not fetcher.robots(main).allow(main.path):
            return None
        answer = fetcher.get(main.address, accept="text/html")
        if readers.read("work.html", answer.body).reader != "ao3_html":
            return None
    except Later:
        raise
    except (Unfetched, readers.Refused):
        return None  # a restricted work, say: its page tells why
    work = f"https://{site.hosts[0]}/works/{path.split('/')[2]}"
    return Fetched(answer.name or f"work-{path.split('/')[2]}.html", answer.body, work)


def _page(target: Target, fetcher: Fetcher) -> Fetched:
    """The one page, or file, that is at the address."""
    answer = fetcher.get(target.address, accept=_ACCEPT)
    if answer.media_type.startswith(("image/", "audio/", "video/")):
        raise NotFetched("There is no page at this address, but a picture, a sound or a film.")
    return Fetched(_name(answer), answer.body, answer.address)


def _name(answer: Answer) -> str:
    last = answer.name or unquote(answer.address.partition("?")[0].rstrip("/").rpartition("/")[2])
    name = re.sub(r"[\x00-\x1f/\\]", " ", last).strip()[:120] or "page"
    return name if answer.media_type not in _PAGES or "." in name else f"{name}.html"

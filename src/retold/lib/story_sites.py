"""What sites of stories write in their addresses: which part of one names the work, and under which names a site goes.

A site has one name here; its mirrors, its older names and its pages for phones are the same site. What an address says
besides (a chapter, a title, how the page is shown) is no part of the work's key. Sites of the two programs that many
archives run (the largest archive's own, and eFiction) are known by their addresses' form, whatever they are called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from retold.lib.patterns import lazy

_AO3 = "archiveofourown.org"
# Other names of a site: mirrors, phones' pages, names that it had.
_ALIASES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "ao3.org", "archive.transformativeworks.org", "insecure.archiveofourown.org", "secure.archiveofourown.org",
            "download.archiveofourown.org", "m.archiveofourown.org", "archiveofourown.com", "archiveofourown.net",
            "archiveofourown.gay",
        ),
        _AO3,
    ),
    **dict.fromkeys(("m.fanfiction.net", "fanfiction.com"), "fanfiction.net"),
    "m.fictionpress.com": "fictionpress.com",
    **dict.fromkeys(("fimfiction.com", "mobile.fimfiction.net"), "fimfiction.net"),
    "royalroadl.com": "royalroad.com",
    **dict.fromkeys(("m.wattpad.com", "mobile.wattpad.com", "embed.wattpad.com"), "wattpad.com"),
    "forum.spacebattles.com": "forums.spacebattles.com",
    "forum.sufficientvelocity.com": "forums.sufficientvelocity.com",
    "questionablequesting.com": "forum.questionablequesting.com",
}  # fmt: skip


@dataclass(frozen=True)
class _Way:
    """One form of an address: the site, its path and query, and the key of what it names; `sure`: it is one work."""

    site: re.Pattern[str]
    path: re.Pattern[str]
    key: str
    sure: bool = True


def _way(site: str, path: str, key: str, *, sure: bool = True) -> _Way:
    return _Way(lazy(rf"^(?:{site})$"), lazy(f"^{path}"), key, sure)


_END = r"(?=[/?]|$)"
_WAYS = (
    _way(r"archiveofourown\.org", rf"/downloads/(?:[^/]+/[^/]+/)?(?P<n>\d+){_END}", "/works/{n}"),
    _way(r".+", rf"(?:/collections/[^/]+)?/works/(?P<n>\d+){_END}", "/works/{n}"),
    _way(r"(?:fanfiction\.net|fictionpress\.com)", rf"/s/(?P<n>\d+){_END}", "/s/{n}"),
    _way(r"(?:fanfiction\.net|fictionpress\.com)", r"/read\.php\?(?:.*&)?storyid=(?P<n>\d+)(?=&|$)", "/s/{n}"),
    _way(r"fimfiction\.net", rf"/story/(?P<n>\d+){_END}", "/story/{n}"),
    _way(r"royalroad\.com", rf"/fiction/(?P<n>\d+){_END}", "/fiction/{n}"),
    _way(r"wattpad\.com", r"/story/(?P<n>\d+)(?=[-/?]|$)", "/story/{n}"),
    _way(r"scribblehub\.com", r"/(?:series|read)/(?P<n>\d+)(?=[-/?]|$)", "/series/{n}"),
    _way(r"quotev\.com", rf"/story/(?P<n>\d+){_END}", "/story/{n}"),
    _way(r"asianfanfics\.com", rf"/story/view/(?P<n>\d+){_END}", "/story/view/{n}"),
    _way(r"ficwad\.com", rf"/story/(?P<n>\d+){_END}", "/story/{n}"),
    _way(r"(?:.+\.)?adult-fanfiction\.org", r"/story\.php\?(?:.*&)?no=(?P<n>\d+)(?=&|$)", "/story.php?no={n}"),
    _way(r".+", r"(?P<at>.*)/viewstory\.php\?(?:.*&)?sid=(?P<n>\d+)(?=&|$)", "{at}/viewstory.php?sid={n}"),
    _way(r"(?:.+\.)?tumblr\.com", rf"/(?:blog/view/)?(?P<who>[\w-]+)/(?P<n>\d{{6,}}){_END}", "/{who}/{n}"),
    # A thread may hold many works: an author's snippets, a game that many write.
    _way(
        r"forums\.(?:spacebattles|sufficientvelocity)\.com|forum\.questionablequesting\.com|alternatehistory\.com",
        rf"(?:/forum)?/threads/(?:[^/?]*\.)?(?P<n>\d+){_END}", "/threads/{n}", sure=False,
    ),
)  # fmt: skip

_JOURNALS = r"(?P<site>livejournal\.com|dreamwidth\.org|insanejournal\.com|journalfen\.net)"
_JOURNAL_OF = lazy(rf"^(?P<who>[\w-]+)\.{_JOURNALS}$")
_JOURNAL = lazy(rf"^(?:(?:users|community|m)\.)?{_JOURNALS}$")
_ENTRY = lazy(r"^/(?P<n>\d+)(?:\.html)?(?P<query>\?.*)?$")
_ENTRY_OF = lazy(r"^/(?:users/|community/|read/user/)?(?P<who>[\w-]+)/(?P<n>\d+)(?:\.html)?(?P<query>\?.*)?$")
# A thread of comments: what was written there is no part of the entry.
_COMMENTS = lazy(r"[?&]thread=(\d+)")
_TUMBLR_OF = lazy(r"^(?P<who>[\w-]+)\.tumblr\.com$")
_POST = lazy(r"^/post/(?P<n>\d+)")
_KEPT_BY_THE_WAYBACK_MACHINE = lazy(r"^/web/\d+[a-z_]*/(?P<address>https?:/+.+)$")


@dataclass(frozen=True)
class Spot:
    """Where a work is: the site's one name, its key there, and whether nothing else can be at that key."""

    site: str
    key: str
    sure: bool


def archived_address(site: str, key: str) -> str | None:
    """The address of which a web archive's page is a copy, or None."""
    found = _KEPT_BY_THE_WAYBACK_MACHINE.match(key) if site in ("web.archive.org", "archive.org") else None
    return found["address"].replace(":/", "://", 1).replace(":///", "://", 1) if found else None


def site_named(site: str) -> str:
    """The one name of a site."""
    return _ALIASES.get(site, site)


def spot_of(site: str, key: str) -> Spot | None:
    """The work that a page of a site belongs to, or None where the form of its address is not known."""
    site = site_named(site)
    entry = _entry(site, key) or _tumblr_post(site, key)
    if entry is not None:
        return entry
    for way in _WAYS:
        if way.site.match(site) and (found := way.path.match(key)):
            return Spot(site, way.key.format(**found.groupdict()), way.sure)
    return None


def _entry(site: str, key: str) -> Spot | None:
    """An entry of a journal; a thread of the comments on it is a place of its own."""
    one = _JOURNAL_OF.match(site)
    if one is not None and one["who"] not in ("users", "community", "m", "www"):
        who, found = one["who"], _ENTRY.match(key)
    else:
        one = _JOURNAL.match(site)
        found = _ENTRY_OF.match(key) if one else None
        who = found["who"] if found else ""
    if one is None or found is None:
        return None
    comments = _COMMENTS.search(found["query"] or "")
    thread = f"?thread={comments[1]}" if comments else ""
    return Spot(one["site"], f"/{who.replace('-', '_').lower()}/{found['n']}{thread}", sure=True)


def _tumblr_post(site: str, key: str) -> Spot | None:
    one, found = _TUMBLR_OF.match(site), _POST.match(key)
    return Spot("tumblr.com", f"/{one['who']}/{found['n']}", sure=True) if one and found else None

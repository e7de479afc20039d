"""The shelf: every work that the viewer may see, what waits to be looked over, and what was taken off it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from retold.catalog.desk import pages
from retold.catalog.people.viewers import Viewer, viewer_for
from retold.catalog.works.queries import removed_for
from retold.importing.queries import waiting_items
from retold.interfaces.web import words
from retold.interfaces.web.frame.access import SignedInRequest, access
from retold.interfaces.web.works.showing import ShownBlurb, day, shown_blurb, title_of

_SORTS = {"added": "Newest here", "updated": "Revised last", "title": "Title"}
_WAITING_SHOWN = 5


@dataclass(frozen=True)
class Link:
    """A way to another page; `here` if it is this one."""

    words: str
    href: str
    here: bool = False


@dataclass(frozen=True)
class Shelf:
    """All of the shelf's page. `removed` says how many works were taken off it, or nothing."""

    total: str
    blurbs: tuple[ShownBlurb, ...]
    sorts: tuple[Link, ...]
    earlier: str | None
    later: str | None
    where: str
    waiting: tuple[Link, ...]
    waiting_words: str
    more_waiting: Link | None
    removed: str


@dataclass(frozen=True)
class Removed:
    """A work that was taken off the shelf, and where a form puts it back."""

    title: str
    said: str
    href: str


@access("public")
def shelf(request: HttpRequest) -> HttpResponse:
    """A page of the shelf, in the order asked for."""
    sort = request.GET.get("sort", "")
    number = request.GET.get("page", "")
    viewer = viewer_for(request.user)
    page = pages.shelf_page(
        viewer,
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1,
        sort=sort if sort in get_args(pages.Sort) else "added",  # type: ignore[arg-type]
    )
    return render(
        request, "shelf/shelf.html", {"page": _shown(page, _waiting(request), _removed_words(viewer)), "here": "shelf"}
    )


@access("signed-in")
def removed(request: SignedInRequest) -> HttpResponse:
    """The works that were taken off the shelf and can be put back, with the day they go for good."""
    lines = pages.removed_page(viewer_for(request.user))
    return render(request, "shelf/removed.html", {"works": [_removed(line) for line in lines], "here": "shelf"})


def _removed(line: pages.RemovedLine) -> Removed:
    over = line.until <= timezone.now()
    going = "Its 30 days are over." if over else f"Can be put back until {day(line.until)}; then it goes for good."
    return Removed(
        title=title_of(line.title),
        said=f"{words.counted(line.words, 'word')} · taken off on {day(line.removed_at)}. {going}",
        href=reverse("restore_work", args=[line.pid]),
    )


def _removed_words(viewer: Viewer) -> str:
    count = removed_for(viewer).count()
    if not count:
        return ""
    return f"{words.counted(count, 'work')} taken off the shelf, to be put back if you like"


def _shown(page: pages.ShelfPage, waiting: list[Link], removed_words: str) -> Shelf:
    return Shelf(
        total=words.counted(page.total, "work") if page.total else "",
        blurbs=tuple(shown_blurb(blurb) for blurb in page.blurbs),
        sorts=tuple(Link(said, _href(1, sort), sort == page.sort) for sort, said in _SORTS.items())
        if page.total > 1
        else (),
        earlier=_href(page.page - 1, page.sort) if page.page > 1 else None,
        later=_href(page.page + 1, page.sort) if page.page < page.pages else None,
        where=f"Page {page.page} of {page.pages}",
        waiting=tuple(waiting[:_WAITING_SHOWN]),
        waiting_words=_waiting_words(len(waiting)),
        more_waiting=_more_waiting(len(waiting) - _WAITING_SHOWN),
        removed=removed_words,
    )


def _href(page: int, sort: str) -> str:
    asked = {name: value for name, value in (("sort", sort), ("page", page)) if value not in ("added", 1)}
    return reverse("shelf") + (f"?{urlencode(asked)}" if asked else "")


def _waiting(request: HttpRequest) -> list[Link]:
    if not request.user.is_authenticated:
        return []
    return [Link(item.name, reverse("preview", args=[item.job.pid, item.rank])) for item in waiting_items(request.user)]


def _more_waiting(count: int) -> Link | None:
    return Link(f"and {count} more", reverse("bring_in") + "#waiting-heading") if count > 0 else None


def _waiting_words(count: int) -> str:
    if count <= 1:
        return "A file waits for you to look it over"
    return f"{count} files wait for you to look them over"

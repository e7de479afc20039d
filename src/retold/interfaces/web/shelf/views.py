"""The shelf: every work that the viewer may see, and what waits to be looked over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from retold.catalog.desk import pages
from retold.catalog.people.viewers import viewer_for
from retold.importing.queries import waiting_items
from retold.interfaces.web import words
from retold.interfaces.web.access import access
from retold.interfaces.web.works.showing import ShownBlurb, shown_blurb

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
    """All of the shelf's page."""

    total: str
    blurbs: tuple[ShownBlurb, ...]
    sorts: tuple[Link, ...]
    earlier: str | None
    later: str | None
    where: str
    waiting: tuple[Link, ...]
    waiting_words: str


@access("public")
def shelf(request: HttpRequest) -> HttpResponse:
    """A page of the shelf, in the order asked for."""
    sort = request.GET.get("sort", "")
    number = request.GET.get("page", "")
    page = pages.shelf_page(
        viewer_for(request.user),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1,
        sort=sort if sort in get_args(pages.Sort) else "added",  # type: ignore[arg-type]
    )
    return render(request, "shelf/shelf.html", {"page": _shown(page, _waiting(request)), "here": "shelf"})


def _shown(page: pages.ShelfPage, waiting: list[Link]) -> Shelf:
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
    )


def _href(page: int, sort: str) -> str:
    asked = {name: value for name, value in (("sort", sort), ("page", page)) if value not in ("added", 1)}
    return reverse("shelf") + (f"?{urlencode(asked)}" if asked else "")


def _waiting(request: HttpRequest) -> list[Link]:
    if not request.user.is_authenticated:
        return []
    return [Link(item.name, reverse("preview", args=[item.job.pid, item.rank])) for item in waiting_items(request.user)]


def _waiting_words(count: int) -> str:
    if count <= 1:
        return "A file waits for you to look it over"
    return f"{count} files wait for you to look them over"

"""Reading a work: chapter by chapter, or the entire work on one page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from retold.catalog.desk import pages
from retold.catalog.people.viewers import viewer_for
from retold.interfaces.web.frame.access import access
from retold.interfaces.web.reading.page import chapter_reading, entire_reading


@access("public")
def chapter(request: HttpRequest, pid: int, number: int) -> HttpResponse:
    """One chapter."""
    page = pages.chapter_page(viewer_for(request.user), pid, number)
    if page is None:
        raise Http404
    return render(request, "reading/read.html", {"page": chapter_reading(page)})


@access("public")
def entire(request: HttpRequest, pid: int) -> HttpResponse:
    """The whole work."""
    page = pages.entire_page(viewer_for(request.user), pid)
    if page is None:
        raise Http404
    return render(request, "reading/read.html", {"page": entire_reading(page)})

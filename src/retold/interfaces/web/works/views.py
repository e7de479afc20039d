"""A work's own page, its credits, what can be carried away, and taking it off the shelf."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from retold.catalog import desk
from retold.catalog.desk import pages, regrouping
from retold.catalog.desk.giving import asset_of
from retold.catalog.people.viewers import Viewer, viewer_for
from retold.catalog.works import actions, queries
from retold.catalog.works.models import Work
from retold.exporting import writers
from retold.exporting.actions import export_work
from retold.importing.private_notes import notes_on
from retold.interfaces.web.frame.access import SignedInRequest, access
from retold.interfaces.web.frame.files import file_response, picture_response
from retold.interfaces.web.works import showing
from retold.interfaces.web.works.page import shown_credits, shown_work


@access("public")
def work(request: HttpRequest, pid: int) -> HttpResponse:
    """All that is known of a work."""
    viewer = viewer_for(request.user)
    page = pages.work_page(viewer, pid)
    if page is None:
        joined = regrouping.joined_into(viewer, pid)
        if joined is None:
            raise Http404
        return redirect("work", joined.pid)
    return render(request, "works/work.html", {"page": shown_work(page), "private_notes": notes_on(pid, viewer)})


@access("public")
def credits(request: HttpRequest, pid: int) -> HttpResponse:  # noqa: A001  (the field's own word)
    """What a work owes."""
    page = pages.credits_page(viewer_for(request.user), pid)
    if page is None:
        raise Http404
    return render(request, "works/credits.html", {"page": shown_credits(page)})


@access("public")
def download(request: HttpRequest, pid: int, format: str) -> HttpResponse:  # noqa: A002  (the field's own word)
    """The work as a file in one of the formats."""
    if format not in writers.FORMATS:
        raise Http404
    viewer = viewer_for(request.user)
    exported = export_work(_seen(viewer, pid), viewer, format)
    return file_response(exported.name, exported.data, exported.media_type)


@access("owner")
def original(request: SignedInRequest, pid: int, number: int) -> HttpResponse:
    """A file that the work came from, byte by byte as it came."""
    viewer = viewer_for(request.user)
    originals = desk.originals_of(_seen(viewer, pid), viewer)
    if not 1 <= number <= len(originals):
        raise Http404
    return file_response(originals[number - 1].name, originals[number - 1].data, "application/octet-stream")


@access("public")
def picture(request: HttpRequest, pid: int, name: str) -> HttpResponse:
    """A picture that a work's text shows."""
    found = asset_of(_seen(viewer_for(request.user), pid), name)
    return picture_response(found[0] if found else None)


@access("owner", "POST")
def remove(request: SignedInRequest, pid: int) -> HttpResponse:
    """Take a work off the shelf; the answer offers to put it back."""
    found = _seen(viewer_for(request.user), pid)
    try:
        removed = actions.remove_work(work=found, by=request.user, at=timezone.now())
    except actions.NotAllowed as refusal:
        raise Http404 from refusal
    until = showing.day((removed.removed_at or timezone.now()) + queries.KEPT_WHEN_REMOVED)
    shown = {"title": str(found), "until": until, "restore": reverse("restore_work", args=[pid])}
    return render(request, "works/removed.html", shown)


@access("owner", "POST")
def restore(request: SignedInRequest, pid: int) -> HttpResponse:
    """Put a removed work back on the shelf."""
    found = queries.removed_for(viewer_for(request.user)).filter(pid=pid).first()
    if found is None:
        raise Http404
    try:
        regrouping.bring_back(work=found, by=request.user, at=timezone.now())
    except (regrouping.CannotRegroup, actions.NeedsTitle) as refusal:
        messages.warning(request, str(refusal))
        return redirect("removed")
    messages.success(request, f"{found} is back on the shelf.")
    return redirect("work", pid)


def _seen(viewer: Viewer, pid: int) -> Work:
    found = pages.work_seen(viewer, pid)
    if found is None:
        raise Http404
    return found

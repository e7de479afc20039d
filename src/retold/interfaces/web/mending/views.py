"""Mend a work that is kept: its fields, its credits and who sees it; and put back what was changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from retold.catalog import desk
from retold.catalog.desk import pages
from retold.catalog.desk.history import history_page, put_back
from retold.catalog.desk.pages import MendPage
from retold.catalog.people.viewers import viewer_for
from retold.catalog.works.actions import NeedsTitle, NotAllowed
from retold.interfaces.web.frame.access import SignedInRequest, access
from retold.interfaces.web.mending.history import history_of, labels_of_fields
from retold.interfaces.web.mending.page import MendForm, changes_from, form_again, mend_form, version_in
from retold.lib import public_ids

_CHANGED_MEANWHILE = (
    "This work was changed in another window while this page was open, so nothing was saved. What you typed is still "
    "here, and where the two differ, what is kept now stands beside it. Look it over and save again."
)
_STAYS_TITLED = "It had no title then, and a work that others can see needs one. Keep it to its keepers first."
_NEEDS_TITLE = "Nothing was saved: a work that others can see needs a title. Give it one, or keep it to its keepers."


@access("owner", "GET", "POST")
def mend(request: SignedInRequest, pid: int) -> HttpResponse:
    """What is known of a work, to be filled in, corrected and decided on; a POST saves all of it or nothing."""
    page = _page(request, pid)
    if request.method != "POST":
        return _shown(request, mend_form(page))
    try:
        _save(request, page)
    except desk.ChangedMeanwhile:
        return _shown(request, form_again(_page(request, pid), request.POST, _CHANGED_MEANWHILE), status=409)
    except NeedsTitle:
        return _shown(request, form_again(page, request.POST, _NEEDS_TITLE), status=422)
    except NotAllowed as refusal:
        raise Http404 from refusal
    messages.success(request, "Saved. The file itself stays as it came.")
    return redirect("work", pid)


@access("owner", "GET", "POST")
def history(request: SignedInRequest, pid: int) -> HttpResponse:
    """What fields of a work said before they were changed; a POST puts one of them back, or all of one change."""
    page = history_page(viewer_for(request.user), pid)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _put_back(request, pid)
    return render(request, "mending/history.html", {"page": history_of(page)})


def _put_back(request: SignedInRequest, pid: int) -> HttpResponse:
    work = pages.work_seen(viewer_for(request.user), pid)
    field = request.POST.get("field", "")
    try:
        change = public_ids.number(request.POST.get("change", ""))
        fields = [field] if field else None
        done = work and put_back(work=work, change=change, by=request.user, at=timezone.now(), fields=fields)
    except NeedsTitle:
        messages.warning(request, _STAYS_TITLED)
        return redirect("history", pid)
    except (ValueError, NotAllowed) as refusal:
        raise Http404 from refusal
    if not done:
        raise Http404
    said = labels_of_fields().get(field, "It") if field else "All of it"
    messages.success(request, f"{said}: back to what it said.")
    return redirect("history", pid)


def _page(request: SignedInRequest, pid: int) -> MendPage:
    page = pages.mend_page(viewer_for(request.user), pid)
    if page is None:
        raise Http404
    return page


def _save(request: SignedInRequest, page: MendPage) -> None:
    work = pages.work_seen(viewer_for(request.user), page.pid)
    if work is None:
        raise Http404
    desk.mend(
        work=work,
        by=request.user,
        at=timezone.now(),
        version=version_in(request.POST),
        changes=changes_from(request.POST, page),
    )


def _shown(request: SignedInRequest, form: MendForm, status: int = 200) -> HttpResponse:
    return render(request, "mending/mend.html", {"form": form}, status=status)

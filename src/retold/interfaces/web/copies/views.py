"""The copies of a work: the list of them, one to read, two compared; works joined, parted and put back."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from retold.catalog.desk import copies as desk_copies
from retold.catalog.desk import pages, regrouping
from retold.catalog.people.viewers import viewer_for
from retold.catalog.works.actions import NeedsTitle, NotAllowed
from retold.catalog.works.models import Work
from retold.interfaces.web.copies.page import shown_comparison, shown_copies
from retold.interfaces.web.frame.access import SignedInRequest, access
from retold.interfaces.web.reading.page import copy_reading
from retold.lib import public_ids

_ID = re.compile(r"(?:^|/works/)([0-9A-Za-z]{12})(?:$|[/?#])")
_NO_SUCH_WORK = "There is no work of yours at that address. Copy the address of the other work's page, and try again."


@access("owner")
def copies(request: SignedInRequest, pid: int) -> HttpResponse:
    """The copies that a work consists of."""
    page = desk_copies.copies_page(viewer_for(request.user), pid, timezone.now())
    if page is None:
        raise Http404
    return render(request, "copies/copies.html", {"page": shown_copies(page)})


@access("owner")
def chapter(request: SignedInRequest, pid: int, copy: int, number: int) -> HttpResponse:
    """A chapter of one copy, as it came."""
    found = desk_copies.copy_chapter(viewer_for(request.user), pid, copy, number)
    if found is None:
        raise Http404
    return render(request, "reading/read.html", {"page": copy_reading(found)})


@access("owner")
def compare(request: SignedInRequest, pid: int) -> HttpResponse:
    """Two copies side by side; `other` in the address names another work whose newest copy is the older one."""
    asked = request.GET
    page = desk_copies.compare_page(
        viewer_for(request.user),
        pid,
        older=_number(asked.get("older")),
        newer=_number(asked.get("newer")),
        other=_pid(asked["other"]) if "other" in asked else None,
    )
    if page is None:
        raise Http404
    return render(request, "copies/compare.html", {"page": shown_comparison(page)})


@access("owner", "POST")
def join(request: SignedInRequest, pid: int) -> HttpResponse:
    """Let another work's copies be copies of this one."""
    work, other = _work(request, pid), _other(request)
    if other is None:
        messages.warning(request, _NO_SUCH_WORK)
        return redirect("copies", pid)

    def act() -> str:
        regrouping.join_works(work=work, other=other, by=request.user, at=timezone.now())
        return "Joined: they are one work now. For 30 days this can be undone below."

    return _done(request, pid, act)


@access("owner", "POST")
def apart(request: SignedInRequest, pid: int) -> HttpResponse:
    """Remember that two works are two."""
    work, other = _work(request, pid), _other(request)
    if other is None:
        raise Http404
    try:
        regrouping.keep_apart(work=work, other=other, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        raise Http404 from refusal
    messages.success(request, f"{work} and {other} stay two works, and nobody asks again.")
    return redirect("work", pid)


@access("owner", "POST")
def part(request: SignedInRequest, pid: int) -> HttpResponse:
    """Let copies of a work be a work of their own."""
    work = _work(request, pid)
    numbers = [int(one) for one in request.POST.getlist("copy") if one.isdecimal()]

    def act() -> str:
        regrouping.part_copies(work=work, numbers=numbers, by=request.user, at=timezone.now())
        return "The copy is a work of its own now, for its keepers alone. For 30 days this can be undone."

    return _done(request, pid, act)


@access("owner", "POST")
def undo(request: SignedInRequest, pid: int) -> HttpResponse:
    """Undo a join or a parting."""
    wanted = _pid(request.POST.get("regrouping", ""))
    rows = desk_copies.regroupings_of(_work(request, pid), timezone.now())
    found = next((row for row in rows if row.pid == wanted), None)
    if found is None:
        raise Http404

    def act() -> str:
        regrouping.undo_regrouping(regrouping=found, by=request.user, at=timezone.now())
        return "Undone: they are two works again." if found.is_join else "Undone: the copies are back where they were."

    return _done(request, found.work.pid if found.is_join else found.source.pid, act)


def _done(request: SignedInRequest, pid: int, act: Callable[[], str]) -> HttpResponse:
    """Do it, say how it went, and show the copies as they are now."""
    try:
        messages.success(request, act())
    except NotAllowed as refusal:
        raise Http404 from refusal
    except (regrouping.CannotRegroup, NeedsTitle) as refusal:
        messages.warning(request, str(refusal))
    return redirect("copies", pid)


def _work(request: SignedInRequest, pid: int) -> Work:
    found = pages.work_seen(viewer_for(request.user), pid)
    if found is None:
        raise Http404
    return found


def _other(request: SignedInRequest) -> Work | None:
    """The work that is named in the form, by its id or its address."""
    named = _ID.search(request.POST.get("other", "").strip())
    try:
        return pages.work_seen(viewer_for(request.user), public_ids.number(named[1])) if named else None
    except ValueError:
        return None


def _pid(letters: str) -> int:
    try:
        return public_ids.number(letters)
    except ValueError as error:
        raise Http404 from error


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise Http404
    return int(text)

"""Works by their addresses: asked for here, fetched by the worker; the page of the job shows how far it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from retold.catalog.desk import pages
from retold.catalog.people.viewers import viewer_for
from retold.importing import fetching, queries
from retold.interfaces.web.frame.access import SignedInRequest, access

MOST_AT_ONCE = 50


@access("signed-in", "POST")
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for the works at the addresses that were typed, one a line."""
    addresses = list(dict.fromkeys(request.POST.get("addresses", "").split()))
    if not addresses:
        messages.warning(request, "No address came along. Copy the address of a work and put it in the field.")
        return redirect("bring_in")
    if len(addresses) > MOST_AT_ONCE:
        messages.warning(request, f"These are more than {MOST_AT_ONCE} addresses; bring them in by and by.")
        return redirect("bring_in")
    adult = "adult" in request.POST
    job = fetching.ask_for(account=request.user, addresses=addresses, at=timezone.now(), adult=adult)
    return redirect("job", job.pid)


@access("owner", "POST")
def ask_again(request: SignedInRequest, pid: int, rank: int) -> HttpResponse:
    """Try once more to fetch what could not be fetched."""
    item = queries.item_of(request.user, pid, rank)
    if item is None:
        raise Http404
    fetching.ask_again(item=item, at=timezone.now(), adult="adult" in request.POST)
    return redirect("job", pid)


@access("owner", "POST")
def look_for_newer(request: SignedInRequest, pid: int) -> HttpResponse:
    """Fetch a work once more from where it came; what is new becomes another copy of it."""
    page = pages.work_page(viewer_for(request.user), pid)
    if page is None or not page.may_mend or not page.addresses:
        raise Http404
    found = pages.work_seen(viewer_for(request.user), pid)
    if found is None:
        raise Http404
    job = fetching.look_for_newer(work=found, account=request.user, address=page.addresses[0], at=timezone.now())
    return redirect("job", job.pid)

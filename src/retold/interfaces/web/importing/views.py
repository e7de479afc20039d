"""Bring in: files come in and are read at once; each has a preview to mend, keep, or leave for later."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from retold.importing import actions, fetching, queries
from retold.importing.mending import Mends, parts_from_roles
from retold.importing.models import Item, Job, Stage, State
from retold.interfaces.web import words
from retold.interfaces.web.frame.access import SignedInRequest, access, keeps
from retold.interfaces.web.frame.files import picture_response
from retold.interfaces.web.importing import edges, runs
from retold.interfaces.web.importing.page import preview_page, typed_alts
from retold.interfaces.web.mending.cards import credit_mends
from retold.interfaces.web.mending.fields import changed_fields, fields_of
from retold.lib import public_ids

_RUNS_SHOWN, _REFUSED_SHOWN = 5, 10


@dataclass(frozen=True)
class FileResult:
    """What became of a file: a sentence, and where to go on with it (None: nowhere)."""

    name: str
    sentence: str
    refused: bool
    href: str | None
    link: str
    going_on: bool = False
    again: str | None = None
    asks_adult: bool = False


@access("signed-in", "GET", "POST")
def bring_in(request: SignedInRequest) -> HttpResponse:
    """The page that files are dropped on, with what waits there; a POST takes files in.

    A script sends one file at a time, naming the job it goes on with, and gets the results as JSON.
    """
    if request.method == "POST":
        return _take_in(request)
    return render(
        request,
        "importing/bring_in.html",
        {
            "here": "bring-in",
            "keeps": keeps(request),
            "waiting": [_result(item) for item in queries.waiting_items(request.user)],
            "runs": [runs.line_of(job) for job in queries.runs_of(request.user)[:_RUNS_SHOWN]],
            "watched": settings.RETOLD_WATCHED_FOLDER if keeps(request) else None,
            "refused": _refused_by_watching(request),
            "set_aside": [_result(item) for item in queries.set_aside_items(request.user)],
            "limit": settings.RETOLD_UPLOAD_BYTES,
            "limit_words": words.file_size(settings.RETOLD_UPLOAD_BYTES),
        },
    )


def _refused_by_watching(request: SignedInRequest) -> list[FileResult]:
    if settings.RETOLD_WATCHED_FOLDER is None or not keeps(request):
        return []
    return [
        FileResult(item.name, item.reason, refused=True, href=reverse("job", args=[item.job.pid]), link="Its run")
        for item in queries.refused_by_watching(request.user)[:_REFUSED_SHOWN]
    ]


def _take_in(request: SignedInRequest) -> HttpResponse:
    files = request.FILES.getlist("files")
    as_json = request.headers.get("Accept", "").startswith("application/json")
    if not files:
        sentence = "No file came along. Choose one or more files first."
        if as_json:
            return JsonResponse({"error": sentence}, status=400)
        messages.warning(request, sentence)
        return redirect("bring_in")
    if request.POST.get("at_once"):
        return runs.start_with_files(request, files)
    job = _job(request) or actions.start_job(account=request.user, at=timezone.now())
    items = [item for file in files for item in _take_file(job, file)]
    if as_json:
        return JsonResponse({"job": public_ids.letters(job.pid), "files": [vars(_result(item)) for item in items]})
    if len(items) == 1 and items[0].state == State.PREVIEW:
        return redirect(_address(items[0]))
    return redirect("job", job.pid)


def _job(request: SignedInRequest) -> Job | None:
    """The job that a script goes on with, if it is the account's own."""
    try:
        return queries.job_of(request.user, public_ids.number(request.POST.get("job", "")))
    except ValueError:
        return None


def _take_file(job: Job, file: UploadedFile[bytes]) -> list[Item]:
    return list(actions.take_file(job=job, name=file.name or "file", data=file.read(), at=timezone.now()))


@access("owner", "GET", "POST")
def job(request: SignedInRequest, pid: int) -> HttpResponse:
    """What became of each file that came in at once, or of a run, which a POST stops or lets go on."""
    found = queries.job_of(request.user, pid)
    if found is None:
        raise Http404
    if found.stage != Stage.BY_HAND:
        return runs.run(request, found)
    if request.method == "POST":
        return redirect("job", pid)
    actions.read_waiting(job=found)
    results = [_result(item) for item in found.items.select_related("job", "work").order_by("rank")]
    going_on = any(result.going_on for result in results)
    return render(request, "importing/job.html", {"here": "bring-in", "results": results, "going_on": going_on})


@access("owner", "GET", "POST")
def preview(request: SignedInRequest, pid: int, rank: int) -> HttpResponse:
    """Is this how it goes together? A POST mends it, keeps it, or leaves it for later."""
    item = queries.item_of(request.user, pid, rank)
    if item is not None and item.state == State.WAITING:
        # Kept but not read, as after a kill. The list itself reads nothing: no file may keep it from opening.
        item = actions.read_item(item=item)
        if item.state == State.REFUSED:
            return redirect("job", pid)
    if item is None or item.state in (State.REFUSED, State.FETCHING):
        raise Http404
    if item.state == State.ACCEPTED:
        return redirect("work", item.work.pid) if item.work else redirect("bring_in")
    if request.method == "POST":
        return _mended(request, item)
    return _shown(request, item)


@access("owner")
def preview_picture(request: SignedInRequest, pid: int, rank: int, name: str) -> HttpResponse:
    """A picture in a file that is not kept as a work yet, so that who brought it can say what it shows."""
    item = queries.item_of(request.user, pid, rank)
    if item is None or item.state not in (State.PREVIEW, State.SET_ASIDE):
        raise Http404
    return picture_response(queries.picture_of(item, name))


def _mended(request: SignedInRequest, item: Item) -> HttpResponse:
    item = actions.mend_item(item=item, mends=_mends(request.POST, item))
    match request.POST.get("do"):
        case "keep":
            return _kept(request, item)
        case "later":
            actions.set_aside(item=item)
            messages.info(request, f"{item.name} is set aside. What you changed is kept with it.")
            return redirect("bring_in")
    if request.htmx:
        return _shown(request, item)
    return redirect(f"{_address(item)}{_where(request.POST)}")


def _kept(request: SignedInRequest, item: Item) -> HttpResponse:
    item = actions.accept_item(item=actions.take_up_again(item=item), at=timezone.now())
    messages.success(request, _OUTCOMES.get(item.outcome, _OUTCOMES["added"]))
    return redirect("work", item.work.pid) if item.work else redirect("bring_in")


_OUTCOMES = {
    "added": "Kept whole, with the file as it came.",
    "edition": "Kept as a new copy of a work that you hold already; the older copy stays.",
    "merged": "You hold this work already; what this copy knew besides was added to it.",
    "held": "You hold this work already, and this copy says nothing new. The file is kept with it.",
}


def _shown(request: SignedInRequest, item: Item) -> HttpResponse:
    page = preview_page(queries.preview(item), unfolded_at=_unfolded(request))
    template = "importing/preview_form.html" if request.htmx else "importing/preview.html"
    return render(
        request, template, {"page": page, "address": _address(item), "here": "bring-in", "line_roles": _ROLES}
    )


_ROLES = [(role or "", said) for role, said in words.LINE_ROLES.items()]


def _mends(posted: QueryDict, item: Item) -> Mends:
    """The item's mends with what the form changed: first fields and credits, then the edges."""
    said = {name: str(posted[name]) for name in posted}
    shown = queries.preview(item)
    held = Mends.from_json(item.mends)
    fields = fields_of(shown.manuscript, proposals=shown.cards, guessed=shown.guessed)
    mends = replace(
        held,
        fields={**held.fields, **changed_fields(said, fields, shown.manuscript)},
        credits={**held.credits, **credit_mends(said, shown.cards, held.credits)},
        alts={**held.alts, **typed_alts(said, shown)},
    )
    if shown.lines is None:
        return mends
    before = [line.role for line in shown.lines]
    after = edges.applied(said, before, [not line.text.strip() for line in shown.lines])
    return mends if after == before else replace(mends, parts=parts_from_roles(after))


def _unfolded(request: SignedInRequest) -> int | None:
    said = request.POST.get("unfolded") or request.GET.get("unfolded") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None


def _where(posted: QueryDict) -> str:
    """Back to the line that was changed, and what was unfolded stays so."""
    unfolded = posted.get("unfolded", "")
    line = (posted.get("edge") or posted.get("begin") or "").partition(":")[0]
    return (f"?unfolded={unfolded}" if unfolded.isdigit() else "") + (f"#line-{line}" if line.isdigit() else "")


def _address(item: Item) -> str:
    return reverse("preview", args=[item.job.pid, item.rank])


def _result(item: Item) -> FileResult:
    """An item as the pages list it."""
    if item.state == State.FETCHING:
        said = item.report.get("said") or "It is being fetched, as slowly as its site likes it."
        return FileResult(item.name, said, refused=False, href=None, link="", going_on=True)
    if item.state == State.REFUSED:
        again = reverse("ask_again", args=[item.job.pid, item.rank]) if fetching.may_ask_again(item) else None
        adult = bool(item.report.get("adult"))
        return FileResult(item.name, item.reason, refused=True, href=None, link="", again=again, asks_adult=adult)
    if item.state == State.ACCEPTED and item.work:
        kept = _OUTCOMES[item.outcome] if "newer" in item.job.options and item.outcome in _OUTCOMES else "Kept."
        return FileResult(item.name, kept, refused=False, href=reverse("work", args=[item.work.pid]), link="Open")
    if item.state == State.WAITING:
        return FileResult(
            item.name, "Kept, and not read yet.", refused=False, href=_address(item), link="Read it and look it over"
        )
    said = item.manuscript or {}
    known = said.get("title") or "No title yet"
    sentence = f"{known} · {words.counted(said.get('words', 0), 'word')}"
    if left_out := item.report.get("left_out"):
        sentence += f" · {words.counted(len(left_out), 'address', 'addresses')} in it could not be fetched"
    return FileResult(item.name, sentence, refused=False, href=_address(item), link="Look it over")

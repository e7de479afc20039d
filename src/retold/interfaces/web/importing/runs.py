"""Runs: started with uploaded files, watched as they go, stopped, let go on, and their report taken away."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from retold.importing import actions, queries, runs
from retold.importing.models import Item, Job
from retold.interfaces.web.frame.access import SignedInRequest, access
from retold.interfaces.web.importing.run_page import RunLine, run_line, run_page
from retold.interfaces.web.importing.tables import csv_lines
from retold.lib.public_ids import letters
from retold.lib.whole_files import whole_file

_LONGEST_NAME = 150  # bytes of an uploaded file's name
_AT_ONCE = 500  # rows of a report in memory


def start_with_files(request: SignedInRequest, files: Sequence[UploadedFile[bytes]]) -> HttpResponse:
    """Lay the files down for the worker, which brings all of them in; nothing is read here."""
    folder = runs.new_arrivals()
    for number, file in enumerate(files, 1):
        with whole_file(folder / _safe_name(file.name or "", number)) as copy:
            for chunk in file.chunks():
                copy.write(chunk)
    job = actions.start_run(account=request.user, paths=[folder], at=timezone.now())
    return redirect("job", job.pid)


def line_of(job: Job) -> RunLine:
    """A run as the page of bringing in lists it."""
    return run_line(job, queries.tally_of(job))


def run(request: SignedInRequest, job: Job) -> HttpResponse:
    """A run's page; sent as a form, it stops the run or lets it go on."""
    if request.method == "POST":
        match request.POST.get("do"):
            case "stop":
                actions.stop_run(job=job)
            case "resume" if not runs.is_worked_at(job):
                actions.resume_run(job=job)
        return redirect("job", job.pid)
    page = run_page(job, queries.tally_of(job), request.GET)
    templates = {"progress": "importing/run_progress.html", "files": "importing/run_files.html"}
    template = templates.get(request.GET.get("part", ""), "importing/run.html")
    return render(request, template, {"page": page, "here": "bring-in"})


@access("owner")
def report(request: SignedInRequest, pid: int, format: str) -> HttpResponseBase:  # noqa: A002  (the address's word)
    """The whole report of a run, as a table (csv) or one JSON object a line (jsonl)."""
    job = queries.job_of(request.user, pid)
    if job is None or format not in _WRITERS:
        raise Http404
    media_type, write = _WRITERS[format]
    answer = StreamingHttpResponse(write(map(queries.report_line, _in_pieces(job))), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="run-{letters(job.pid)}.{format}"'
    return answer


def _json_lines(lines: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    return (f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


_WRITERS: Mapping[str, tuple[str, Callable[[Iterator[Mapping[str, Any]]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", csv_lines),
    "jsonl": ("application/x-ndjson; charset=utf-8", _json_lines),
}


def _in_pieces(job: Job) -> Iterator[Item]:
    """A run's items in order, a few at a time, so that a long report needs no more memory than a short one."""
    for start in itertools.count(1, _AT_ONCE):
        some = list(queries.items_of(job).filter(rank__gte=start, rank__lt=start + _AT_ONCE))
        yield from some
        if not some and not queries.items_of(job).filter(rank__gte=start).exists():
            return


def _safe_name(name: str, number: int) -> str:
    """A name that a file of ours can have: neither hidden nor too long, and each once."""
    path = Path(name.lstrip(". ~") or "file")
    stem = path.stem.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return f"{number:04} {stem}{path.suffix[:20]}"

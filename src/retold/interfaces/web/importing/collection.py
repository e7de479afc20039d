"""A Calibre library, or any folder on the archive's machine: what is in it, what its columns mean, and the start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from retold.importing import actions
from retold.importing.gathering.calibre_library import FIELDS, ColumnSeen
from retold.importing.gathering.looking import MOST_COUNTED, Seen, look_at
from retold.importing.readers import Refused
from retold.interfaces.web import words
from retold.interfaces.web.frame.access import SignedInRequest, access

_KINDS = {
    "calibre": "A Calibre library",
    "ao3downloader": "A folder of ao3downloader",
    "folder": "A folder",
    "file": "A file",
}
_PREFIX = "column-"


@dataclass(frozen=True)
class ColumnChoice:
    """A column to choose a field for: its name, what it says of how many books, and the field it is now."""

    name: str
    label: str
    said: str
    field: str


@dataclass(frozen=True)
class CollectionPage:
    """What is in a folder, in words, and the choices there are."""

    path: str
    kind: str
    facts: tuple[str, ...]
    columns: tuple[ColumnChoice, ...]
    left: str
    trouble: str


@access("keeper", "GET", "POST")
def collection(request: SignedInRequest) -> HttpResponse:
    """Ask for a path; show what lies there; start bringing it in."""
    said = request.POST.get("path", "")
    if request.method != "POST" or not said.strip():
        return _shown(request, said, None)
    try:
        seen = look_at(said, home=settings.RETOLD_HOME)
    except Refused as refusal:
        return _shown(request, said, None, str(refusal))
    if request.POST.get("do") != "start":
        return _shown(request, said, _page(seen, request.POST))
    columns = {one.label: one.field for one in _choices(seen, request.POST)}
    job = actions.start_run(account=request.user, paths=[seen.path], at=timezone.now(), columns=columns)
    messages.success(request, f"{_KINDS[seen.kind]} is coming in. You may close this page; it goes on by itself.")
    return redirect("job", job.pid)


def _shown(request: SignedInRequest, said: str, page: CollectionPage | None, refusal: str = "") -> HttpResponse:
    shown = {"here": "bring-in", "said": said, "page": page, "refusal": refusal, "fields": FIELDS.items()}
    return render(request, "importing/collection.html", shown)


def _page(seen: Seen, posted: QueryDict) -> CollectionPage:
    found = seen.library
    left = ", ".join(f"{number} {name}" for name, number in found.left.items()) if found else ""
    return CollectionPage(
        path=str(seen.path),
        kind=_KINDS[seen.kind],
        facts=tuple(_facts(seen)),
        columns=tuple(_choices(seen, posted)),
        left=left,
        trouble=seen.trouble,
    )


def _facts(seen: Seen) -> Iterator[str]:
    if seen.library is None:
        more = " or more" if seen.files == MOST_COUNTED else ""
        yield words.counted(seen.files, "file") + more
        return
    yield words.counted(seen.library.books, "book")
    for name, number in seen.library.formats.items():
        yield f"{number:,} {name}"


def _choices(seen: Seen, posted: QueryDict) -> Iterator[ColumnChoice]:
    for column in seen.library.columns if seen.library else ():
        chosen = str(posted.get(f"{_PREFIX}{column.label}", ""))
        yield ColumnChoice(column.name, column.label, _said(column), chosen if chosen in FIELDS else column.field)


def _said(column: ColumnSeen) -> str:
    examples = ", ".join(f"“{sample}”" for sample in column.samples)
    return f"In {words.counted(column.filled, 'book')}" + (f": {examples}" if examples else "")

"""The keeper's health page, and the metrics."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil

from retold.interfaces.web import words
from retold.interfaces.web.frame.access import SignedInRequest, access
from retold.interfaces.web.health.metrics import CONTENT_TYPE, written
from retold.operations.health import Health, Remark, health
from retold.operations.models import DutyRun
from retold.ports import events

_DUTIES = {
    "sweep": "Erasing what was removed 30 days ago",
    "backup": "Backing up",
    "drill": "Trying the newest backup out",
    "scrub": "Reading kept files again",
    "watch": "Looking into the watched folder",
}


@dataclass(frozen=True)
class ShownDuty:
    """Something that the archive does by itself: what, how it went, and when it is due again."""

    what: str
    well: bool
    said: str
    when: str


@dataclass(frozen=True)
class ShownError:
    """An error of late."""

    when: str
    where: str
    what: str


@dataclass(frozen=True)
class HealthPage:
    """All of the page."""

    well: bool
    amiss: tuple[Remark, ...]
    fine: tuple[Remark, ...]
    facts: tuple[tuple[str, str], ...]
    duties: tuple[ShownDuty, ...]
    errors: tuple[ShownError, ...]
    dead: int


@access("keeper", "GET", "POST")
def page(request: SignedInRequest) -> HttpResponse:
    """How the archive is; sent as a form, what the worker gave up is tried again."""
    now = timezone.now()
    if request.method == "POST":
        messages.success(request, f"{words.counted(events.revive_dead(at=now), 'errand')} will be tried again.")
        return redirect("health_page")
    return render(request, "health/health.html", {"page": _page(health(now)), "here": "settings"})


@access("token")
def metrics(_request: HttpRequest) -> HttpResponse:
    """The same in numbers, for a Prometheus."""
    return HttpResponse(written(health(timezone.now())), content_type=CONTENT_TYPE)


def _page(found: Health) -> HealthPage:
    return HealthPage(
        well=found.well,
        amiss=tuple(remark for remark in found.remarks if not remark.well),
        fine=tuple(remark for remark in found.remarks if remark.well),
        facts=tuple(_facts(found)),
        duties=tuple(_duty(run) for run in found.duties),
        errors=tuple(
            ShownError(f"{timesince(error.at, found.at)} ago", error.where, error.what) for error in found.errors
        ),
        dead=found.queue.dead,
    )


def _facts(found: Health) -> list[tuple[str, str]]:
    return [
        ("Works", f"{found.works:,}"),
        ("Kept files", f"{found.kept_files:,} ({filesizeformat(found.kept_bytes)})"),
        ("Database", filesizeformat(found.database_bytes)),
        ("Free on the disk", f"{filesizeformat(found.disk_free)} of {filesizeformat(found.disk_total)}"),
        ("Waiting for the worker", f"{found.queue.waiting:,}"),
        ("Backups", f"{found.backups.count}"),
    ]


def _duty(run: DutyRun) -> ShownDuty:
    done = f"done {timesince(run.ended_at)} ago, due again" if run.ended_at else "first due"
    due = f"in {timeuntil(run.due_at)}" if run.due_at > timezone.now() else "now"
    return ShownDuty(_DUTIES.get(run.name, run.name), run.ok is not False, run.said, f"{done} {due}")

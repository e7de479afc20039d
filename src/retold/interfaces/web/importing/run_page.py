"""What a run's page shows, worked out as frozen values: how far it is, what became of its files, a page of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from retold.importing import queries, runs
from retold.importing.models import Item, Job, Stage
from retold.interfaces.web import words

FILES_A_PAGE = 100
_MOST_WORDS = 200  # letters of what is looked for
_FEW_SECONDS = 3.0  # before these are over, a rate says nothing

OUTCOMES = {
    "added": "Added",
    "edition": "New copies of works you hold",
    "merged": "Added to works you hold",
    "held": "Held already",
    "refused": "Refused",
}
_OF_A_FILE = {
    "added": "Added",
    "edition": "Another copy of a work you hold",
    "merged": "Added to a work you hold",
    "held": "Held already",
    "refused": "Refused",
}
FLAGS = {"guessed": "With guesses", "lacking": "With gaps", "unmapped": "With words that have no place"}
_FIELDS = {"creators": "creator", "fandoms": "fandom"}
_READERS = {"ao3_html": "AO3 HTML", "ao3_epub": "AO3 EPUB", "epub": "EPUB", "html": "HTML"}


@dataclass(frozen=True)
class Choice:
    """A way to see some of the files: what they have in common, how many, and its address; `here` if it is chosen."""

    words: str
    count: int
    href: str
    here: bool


@dataclass(frozen=True)
class ShownFile:
    """One file of the report."""

    rank: int
    name: str
    outcome: str
    refused: bool
    title: str
    href: str | None
    facts: tuple[str, ...]
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RunLine:
    """A run in a list of runs."""

    name: str
    sentence: str
    href: str


@dataclass(frozen=True)
class RunPage:
    """All of a run's page.

    `going`: it is going on; `can_resume`: it stopped, or was cut short. `polls` is the address that the page asks while
    the run goes on, for how far it is; `polls_files` the one for the files, None where a person reads on in them.
    """

    name: str
    address: str
    sentence: str
    reason: str
    going: bool
    can_resume: bool
    done: int
    found: int | None
    facts: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    only: str
    words: str
    files: tuple[ShownFile, ...]
    count: str
    earlier: str | None
    later: str | None
    where: str
    polls: str
    polls_files: str | None
    reports: tuple[tuple[str, str], ...]


def run_page(job: Job, tally: queries.Tally, asked: Mapping[str, str]) -> RunPage:
    """The page of a run, with the files that were asked for: `only` (an outcome or a flag), `find`, `page`."""
    only = asked.get("only", "") if asked.get("only", "") in {**OUTCOMES, **FLAGS} else ""
    find = asked.get("find", "").replace("\0", "").strip()[:_MOST_WORDS]
    pages = Paginator(queries.items_of(job, only=only, words=find), FILES_A_PAGE)
    page = pages.get_page(asked.get("page"))
    going, cut_short = _is_going(job)
    address = reverse("job", args=[job.pid])
    here = {"only": only, "find": find, "page": str(page.number)}
    return RunPage(
        name=name_of(job),
        address=address,
        sentence=_sentence(job, tally, cut_short=cut_short),
        reason=job.reason,
        going=going,
        can_resume=cut_short or job.stage == Stage.STOPPED,
        done=tally.done + job.unchanged,
        found=job.found,
        facts=tuple(_facts(job, tally)),
        choices=tuple(_choices(address, tally, only, find)),
        only=only,
        words=find,
        files=tuple(map(_shown, page.object_list)),
        count=words.counted(pages.count, "file"),
        earlier=_href(address, here | {"page": str(page.number - 1)}) if page.has_previous() else None,
        later=_href(address, here | {"page": str(page.number + 1)}) if page.has_next() else None,
        where=f"Page {page.number:,} of {pages.num_pages:,}",
        polls=_href(address, here | {"part": "progress"}),
        polls_files=_href(address, here | {"part": "files"}) if going and page.number == 1 else None,
        reports=tuple((said, reverse("run_report", args=[job.pid, ending])) for said, ending in _REPORTS),
    )


_REPORTS = (("Table (CSV)", "csv"), ("JSON lines", "jsonl"))


def run_line(job: Job, tally: queries.Tally) -> RunLine:
    """A run in a list of runs."""
    _, cut_short = _is_going(job)
    sentence = f"{job.made_at:%-d %B %Y, %H:%M}. {_sentence(job, tally, cut_short=cut_short)}"
    return RunLine(name_of(job), sentence, reverse("job", args=[job.pid]))


def name_of(job: Job) -> str:
    """What people know a run by: what it goes through."""
    if job.options.get("watched"):
        return "From the watched folder"
    paths = [Path(path) for path in job.options.get("paths", ())]
    if len(paths) != 1:
        return words.counted(len(paths), "file or folder", "files and folders")
    return "Uploaded files" if runs.is_of_uploads(paths[0]) else paths[0].name or str(paths[0])


def _is_going(job: Job) -> tuple[bool, bool]:
    """Whether a run goes on, and whether it was cut short: a command was killed that nobody takes over for."""
    if job.stage != Stage.GOING:
        return False, False
    cut_short = job.options.get("by") != "worker" and not runs.is_worked_at(job)
    return not cut_short, cut_short


def _sentence(job: Job, tally: queries.Tally, *, cut_short: bool) -> str:
    done = tally.done + job.unchanged
    of = f"{done:,} of {words.counted(job.found, 'file')}" if job.found is not None else words.counted(done, "file")
    if cut_short:
        return f"Cut short at {of}."
    if job.stage == Stage.STOPPED:
        return f"Stopped at {of}."
    if job.stage == Stage.DONE:
        return f"Done: {words.counted(done, 'file')}{_in_time(job)}."
    if job.found is None:
        return "Waiting for its turn."
    return f"Going on: {of}{_rate(job, tally)}."


def _in_time(job: Job) -> str:
    return f" in {_span(job.seconds)}" if job.seconds >= 1 else ""


def _rate(job: Job, tally: queries.Tally) -> str:
    if job.seconds < _FEW_SECONDS or job.found is None:
        return ""
    rate = (tally.done + job.unchanged) / job.seconds
    left = job.found - tally.done - job.unchanged
    return f", {rate:,.0f} a second, about {_span(left / rate)} left" if rate >= 1 and left > 0 else ""


def _span(seconds: float) -> str:
    if seconds < 90:
        return words.counted(max(1, round(seconds)), "second")
    minutes = round(seconds / 60)
    return words.counted(minutes, "minute") if minutes < 90 else words.counted(round(minutes / 60), "hour")


def _facts(job: Job, tally: queries.Tally) -> Iterator[tuple[str, str]]:
    for outcome, said in OUTCOMES.items():
        yield said, f"{tally.outcomes.get(outcome, 0):,}"
    if job.unchanged:
        yield "Unchanged since an earlier run", f"{job.unchanged:,}"


def _choices(address: str, tally: queries.Tally, only: str, find: str) -> Iterator[Choice]:
    counts = {"": tally.done} | dict(tally.outcomes)
    counts |= {"guessed": tally.guessed, "lacking": tally.lacking, "unmapped": tally.unmapped}
    for key, said in {"": "All", **_SHORT, **FLAGS}.items():
        if counts.get(key) or key in ("", only):
            yield Choice(said, counts.get(key, 0), _href(address, {"only": key, "find": find}), key == only)


_SHORT = {"added": "Added", "edition": "New copies", "merged": "Merged", "held": "Held", "refused": "Refused"}


def _href(address: str, asked: Mapping[str, str]) -> str:
    said = {name: value for name, value in asked.items() if value and (name, value) != ("page", "1")}
    return f"{address}?{urlencode(said)}" if said else address


def _shown(item: Item) -> ShownFile:
    said, work = item.report, item.work
    return ShownFile(
        rank=item.rank,
        name=item.name,
        outcome=_OF_A_FILE.get(item.outcome, "Waiting"),
        refused=item.outcome == "refused",
        title=(work.title if work else "") or "Untitled",
        href=reverse("work", args=[work.pid]) if work and work.removed_at is None else None,
        facts=tuple(_facts_of(item)),
        told=tuple(
            (label, value)
            for label, value in (
                ("Why", item.reason),
                ("Missing", _list(said.get("missing"))),
                ("Guessed", _list(said.get("guessed"))),
                ("From the collection", _list(said.get("told"))),
                ("No place for", _unmapped(said.get("unmapped"))),
            )
            if value
        ),
    )


def _facts_of(item: Item) -> Iterator[str]:
    said = item.report
    if said.get("words"):
        yield words.counted(said["words"], "word")
    if said.get("chapters", 0) > 1:
        yield words.counted(said["chapters"], "chapter")
    if said.get("notes"):
        yield words.counted(said["notes"], "private note")
    if item.reader:
        yield f"read as {_READERS.get(item.reader, item.reader.replace('_', ' '))} by Retold {said.get('program', '')}"
    if spent := said.get("read_ms", 0) + said.get("keep_ms", 0):
        yield f"{spent:,} ms"


def _list(names: list[str] | None) -> str:
    return ", ".join(_FIELDS.get(name, name.replace("_", " ")) for name in names or ())


def _unmapped(things: list[dict[str, str]] | None) -> str:
    """The first few things that have no place in a work here; all of them are in the report."""
    shown = [f"{one['where']}: {' '.join(str(one['what']).split())[:120]}" for one in (things or ())[:3]]
    more = len(things or ()) - len(shown)
    return " · ".join(shown + ([f"and {more} more, in the report"] if more else []))

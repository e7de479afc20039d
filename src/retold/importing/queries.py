"""What the pages of bringing in show: the items of an account, and one item's preview, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet

from retold.catalog.people.models import Account
from retold.importing import readers
from retold.importing.addresses import with_address
from retold.importing.known import remembered
from retold.importing.mending import Mends, mended, resplit
from retold.importing.models import Item, Job, Stage, State
from retold.lib.public_ids import letters
from retold.manuscript.descriptions import undescribed
from retold.manuscript.guesses import ways_by_field
from retold.manuscript.mending import Proposal, proposals
from retold.manuscript.model import Manuscript
from retold.ports import storage

FLAGS = ("guessed", "lacking", "unmapped")


@dataclass(frozen=True)
class Tally:
    """What has become of a run's files so far: how many of each outcome, and how many with something to tell of."""

    outcomes: Mapping[str, int]
    guessed: int
    lacking: int
    unmapped: int

    @property
    def done(self) -> int:
        """How many files this run has dealt with; those that are unchanged since an earlier one are not among them."""
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class Line:
    """One line of a plain-text file: its 1-based number, its words, and its role (None: story)."""

    number: int
    text: str
    role: str | None


@dataclass(frozen=True)
class Preview:
    """All that the preview page shows of one item.

    `lines` is None where the file has no lines to split (EPUB, AO3 HTML …). `guessed` gives the fields that
    the file does not say and the program worked out, and by what: "text", or a way of `manuscript.guesses`.
    `manuscript` is as mended so far. `pictures` are those that nothing describes: the name of each, and the words that
    were typed for it.
    """

    item: Item
    name: str
    size: int
    paragraphs: int
    lines: tuple[Line, ...] | None
    manuscript: Manuscript
    missing: tuple[str, ...]
    guessed: Mapping[str, tuple[str, ...]]
    cards: tuple[Proposal, ...]
    pictures: tuple[tuple[str, str], ...] = ()


def job_of(account: Account, pid: int) -> Job | None:
    """The account's own job of that public id, or None."""
    return Job.objects.filter(account=account, pid=pid).first()


def item_of(account: Account, job_pid: int, rank: int) -> Item | None:
    """The account's own item, or None: nobody sees what another brings in."""
    return (
        Item.objects.filter(job__account=account, job__pid=job_pid, rank=rank)
        .select_related("job__account", "kept", "work")
        .first()
    )


def waiting_items(account: Account) -> QuerySet[Item]:
    """Items not decided yet, newest job first: read ones, ones that a kill left unread, and ones being fetched."""
    return _items(account).filter(state__in=(State.WAITING, State.PREVIEW, State.FETCHING))


def set_aside_items(account: Account) -> QuerySet[Item]:
    """Items that were set aside, newest job first."""
    return _items(account).filter(state=State.SET_ASIDE)


def runs_of(account: Account) -> QuerySet[Job]:
    """The account's runs, newest first."""
    return Job.objects.filter(account=account).exclude(stage=Stage.BY_HAND).order_by("-made_at", "-pk")


def run_to_resume(account: Account, paths: Sequence[str]) -> Job | None:
    """The account's last run over these paths (any, without paths) that did not come to its end."""
    for job in runs_of(account).filter(stage__in=(Stage.GOING, Stage.STOPPED)):
        if not paths or job.options.get("paths") == list(paths):
            return job
    return None


def tally_of(job: Job) -> Tally:
    """Count a run's files. Two queries."""
    counted = job.items.values_list("outcome").annotate(count=Count("pk")).order_by("outcome")
    flags = job.items.aggregate(
        guessed=Count("pk", filter=Q(guessed=True)),
        lacking=Count("pk", filter=Q(lacking=True)),
        unmapped=Count("pk", filter=Q(unmapped=True)),
    )
    return Tally(dict(counted), **flags)


def items_of(job: Job, *, only: str = "", words: str = "") -> QuerySet[Item]:
    """A run's files in order: those of an outcome or with something to tell of (`only`), with words in name or reason.

    Without the Manuscripts of files that were looked over one by one.
    """
    items = job.items.select_related("work", "kept").defer("manuscript", "mends").order_by("rank")
    if only in FLAGS:
        items = items.filter(**{only: True})
    elif only:
        items = items.filter(outcome=only)
    if words:
        items = items.filter(Q(name__icontains=words) | Q(reason__icontains=words))
    return items


def report_line(item: Item) -> dict[str, Any]:
    """What the report says of a file, as plain values; the same keys for every file."""
    said, work = item.report, item.work
    return {
        "file": item.name,
        "outcome": item.outcome,
        "work": letters(work.pid) if work else None,
        "title": (work.title if work else None) or said.get("title"),
        **{name: said.get(name) or [] for name in ("creators", "mapped", "guessed", "told", "missing", "unmapped")},
        **{name: said.get(name) or 0 for name in ("words", "chapters", "read_ms", "keep_ms")},
        "reader": item.reader or None,
        "program": said.get("program"),
        "notes": said.get("notes") or 0,
        "reason": item.reason or None,
        "sha256": bytes(item.kept.digest).hex() if item.kept else None,
    }


def refused_by_watching(account: Account, most: int = 100) -> list[Item]:
    """What the watched folder could not bring in and still holds, newest first; at most so many are looked at."""
    items = Item.objects.filter(job__account=account, job__options__watched=True, state=State.REFUSED)
    last: dict[str, Item] = {}
    for item in items.select_related("job").defer("manuscript", "mends").order_by("-pk")[:most]:
        last.setdefault(item.key, item)
    later = Item.objects.filter(key__in=last, job__account=account, state=State.ACCEPTED).values_list("key", "pk")
    mended = {key for key, pk in later if pk > last[key].pk}
    return [item for key, item in last.items() if key not in mended and _is_there(Path(key))]


def _is_there(path: Path) -> bool:
    """Whether a file, or the ZIP that it was in, is still where it was."""
    return any(one.is_file() for one in (path, *path.parents))


def _items(account: Account) -> QuerySet[Item]:
    items = Item.objects.filter(job__account=account).select_related("job", "kept", "work")
    return items.order_by("-job__made_at", "rank")


def preview(item: Item) -> Preview:
    """The preview of an item that was read. Reads the kept bytes again: readers are pure."""
    mends = Mends.from_json(item.mends)
    read = readers.read(Path(item.name).name, storage.read(item.file), known=remembered(item.report))
    reading = with_address(read, item.address)
    proposed = resplit(reading.manuscript, reading.text, mends)
    manuscript = mended(reading.manuscript, reading.text, mends)
    return Preview(
        item=item,
        name=item.name,
        size=item.file.size,
        paragraphs=sum(chapter.html.count("<p") for chapter in manuscript.chapters),
        lines=_lines(reading.text, proposed),
        manuscript=manuscript,
        missing=manuscript.missing,
        guessed=_guessed(manuscript, reading, mends),
        cards=proposals(proposed.credits, mends.credits),
        pictures=tuple((name, mends.alts.get(name, "")) for name in undescribed(proposed)),
    )


def picture_of(item: Item, name: str) -> bytes | None:
    """A picture in the item's file, made safe, by its name; None if the file holds none so called."""
    return readers.read(Path(item.name).name, storage.read(item.file)).assets.get(name)


def _guessed(manuscript: Manuscript, reading: readers.Reading, mends: Mends) -> Mapping[str, tuple[str, ...]]:
    """Fields that the program worked out, and by what: some from the text itself."""
    by_words = {name: ("text",) for name in reading.guessed if name not in mends.fields}
    return {**ways_by_field(manuscript), **by_words}


def _lines(text: str | None, manuscript: Manuscript) -> tuple[Line, ...] | None:
    if text is None:
        return None
    roles: dict[int, str] = {}
    for part in manuscript.front_matter:
        roles |= dict.fromkeys(range(part.line_from, part.line_to + 1), part.role)
    return tuple(Line(number, line, roles.get(number)) for number, line in enumerate(text.split("\n"), 1))

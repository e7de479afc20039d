"""What the pages of bringing in show: the items of an account, and one item's preview, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from retold.catalog.people.models import Account
from retold.importing import readers
from retold.importing.addresses import with_address
from retold.importing.known import remembered
from retold.importing.mending import Mends, mended, resplit
from retold.importing.models import Item, Job, State
from retold.manuscript.guesses import ways_by_field
from retold.manuscript.mending import Proposal, proposals
from retold.manuscript.model import Manuscript
from retold.ports import storage


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
    `manuscript` is as mended so far.
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
        guessed=_guessed(manuscript, reading.text, mends),
        cards=proposals(proposed.credits, mends.credits),
    )


def _guessed(manuscript: Manuscript, text: str | None, mends: Mends) -> Mapping[str, tuple[str, ...]]:
    """Fields that the program worked out, and by what: a plain text never says its language."""
    by_words = text is not None and manuscript.language and "language" not in mends.fields
    return {**ways_by_field(manuscript), **({"language": ("text",)} if by_words else {})}


def _lines(text: str | None, manuscript: Manuscript) -> tuple[Line, ...] | None:
    if text is None:
        return None
    roles: dict[int, str] = {}
    for part in manuscript.front_matter:
        roles |= dict.fromkeys(range(part.line_from, part.line_to + 1), part.role)
    return tuple(Line(number, line, roles.get(number)) for number, line in enumerate(text.split("\n"), 1))

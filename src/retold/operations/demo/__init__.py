"""A shelf to try Retold on: a few stories of our own, brought in by the same way as any file.

The texts beside this module are in the shapes that fans have: saved without a title, posted to a mailing
list, a serial with notes in it, Markdown, an archive's download, a page in Arabic. Whatever they lack is
filled in here as a keeper would on the preview.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from retold.catalog.people.models import Account
from retold.importing import actions
from retold.importing.mending import Mends
from retold.importing.models import Item, Job, State


@dataclass(frozen=True)
class Story:
    """One file of the demo: its name here, who may see the work, and the fields that its keeper fills in."""

    name: str
    audience: str = "everyone"
    fields: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return (files(__name__) / "stories" / self.name).read_bytes()


# From the oldest to the newest: a shelf shows the last one first.
STORIES = (
    Story("ferry-arithmetic.txt", audience="private"),
    Story("dunyazad.html", fields={"fandoms": ["ألف ليلة وليلة"]}),
    Story("white-horse.txt"),
    Story("six-months-of-night.txt"),
    Story("small-change.md"),
    Story("calderilla.md"),
    Story("what-the-weather-owes.html"),
    Story("the-song-tax.md"),
    Story(
        "harrow-014.txt",
        fields={
            "title": "Nothing Owed on Either Bank",
            "creators": ["Ada"],
            "fandoms": ["Rivers of Harrow"],
            "relationships": ["Tamsin Reed/Corrin Vale"],
            "characters": ["Tamsin Reed", "Corrin Vale"],
            "freeforms": ["After the Flood", "Songs", "Goodbyes"],
            "rating": "General Audiences",
        },
    ),
)


def fill(*, account: Account, at: dt.datetime) -> int:
    """Bring in the stories that this account has not had before; give back how many works were added.

    A story that was brought in once is left alone for good, so a keeper who removes it does not find it
    back at the next start.
    """
    waiting = [story for story in STORIES if not _was_brought_in(account, story.data)]
    if not waiting:
        return 0
    job = actions.start_job(account=account, at=at)
    kept = [item for story in waiting for item in _bring_in(job, story, at)]
    return sum(item.outcome == "added" for item in kept)


def _was_brought_in(account: Account, data: bytes) -> bool:
    digest = hashlib.sha256(data).digest()
    return Item.objects.filter(job__account=account, kept__digest=digest, state=State.ACCEPTED).exists()


def _bring_in(job: Job, story: Story, at: dt.datetime) -> Iterator[Item]:
    for item in actions.take_file(job=job, name=story.name, data=story.data, at=at):
        actions.mend_item(item=item, mends=Mends(fields=story.fields))
        yield actions.accept_item(item=item, at=at, audience=story.audience, accept_credits=True)

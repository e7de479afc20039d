"""A fetcher on the keeper's terms, for one run of one job."""

from __future__ import annotations

import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from retold.ports.fetching import Budget, Fetcher, Manners, Pages, Wire


def folder() -> Path:
    """Where fetching keeps what it needs: when each host may be asked next, and the pages of works on their way."""
    return Path(settings.RETOLD_HOME) / "fetching"


def pages_of(name: str) -> Pages:
    """The pages of one work on its way."""
    return Pages(folder() / "pages" / name)


def let_go_of_pages(*, but: Collection[str]) -> None:
    """Clear away the pages of works that are on their way no longer, as of jobs that were erased meanwhile."""
    with suppress(OSError):
        for left in (folder() / "pages").iterdir():
            if left.name not in but:
                Pages(left).clear()


def fetcher_for(pages: Pages | None, *, seconds: float) -> Fetcher:
    """A fetcher that asks for at most so many seconds, and not for what `pages` holds."""
    return Fetcher(
        settings.RETOLD_FETCHING,
        budget=Budget(until=time.monotonic() + seconds),
        transport=Wire(proxy=settings.RETOLD_FETCH_PROXY),
        manners=Manners(folder() / "hosts"),
        pages=pages,
    )

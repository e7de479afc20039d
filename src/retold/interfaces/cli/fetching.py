"""Works by their addresses: the command fetch, and what add needs to take an address where it takes a path."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retold.interfaces.cli.output import fail, open_archive, print_json, say
from retold.lib.whole_files import whole_file

if TYPE_CHECKING:
    from retold.catalog.people.models import Account
    from retold.importing.models import Item
    from retold.importing.sites import Fetched

LONGEST_WAIT = 900.0  # seconds that a command waits for a site; the worker of a running archive waits longer


class Address(str):
    """An address on the web, among paths."""


class PathOrAddress(click.Path):
    """A path that is there, or an address that begins with https:// or http://."""

    def __init__(self) -> None:
        super().__init__(exists=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """What was typed, as the one or the other."""
        if isinstance(value, str) and re.match(r"(?i)https?://", value):
            return Address(value)
        return super().convert(value, param, ctx)


@click.command()
@click.argument("addresses", nargs=-1, required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Save the files as they came, here.")
@click.option("--adult", is_flag=True, help="The works may be for adults, where a site asks.")
@click.option("--json", "as_json", is_flag=True, help="One Manuscript as JSON a work.")
def fetch(addresses: tuple[str, ...], out: Path | None, adult: bool, as_json: bool) -> None:
    """Fetch works by their addresses and print their Manuscripts; no database is touched."""
    open_archive(settings_alone=True)
    refused = False
    for address in addresses:
        refused = not _fetched(address, out, adult, as_json) or refused
    raise SystemExit(1 if refused else 0)


def _fetched(address: str, out: Path | None, adult: bool, as_json: bool) -> bool:
    from retold.importing import readers
    from retold.importing.addresses import with_address
    from retold.importing.sites import NotFetched
    from retold.interfaces.cli.reading import summary_of
    from retold.manuscript import serialise
    from retold.ports.fetching import Unfetched

    try:
        found = _one(address, adult)
        reading = with_address(readers.read(found.name, found.data), found.address)
    except (NotFetched, Unfetched, readers.Refused) as refusal:
        say(f"{address}: {refusal}")
        return False
    if out is not None:
        _save(out, found)
    if as_json:
        print_json(serialise.to_json(reading.manuscript))
    else:
        click.echo("\n".join(summary_of(reading.manuscript)))
    return True


def _one(address: str, adult: bool) -> Fetched:
    from retold.importing import fetchers, sites

    return sites.fetch_work(address, fetchers.fetcher_for(None, seconds=LONGEST_WAIT), adult=adult)


def _save(out: Path, found: Fetched) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with whole_file(out / found.name) as file:
            file.write(found.data)
    except OSError as error:
        fail(f"{out / found.name} cannot be written: {error.strerror}.")
    say(f"{out / found.name}")


def fetched_items(account: Account, addresses: Sequence[str], adult: bool) -> Iterator[Item]:
    """The works at the addresses, fetched one after the other and read; refused ones are items too."""
    if not addresses:
        return
    from retold.importing import fetching
    from retold.importing.models import State

    now = dt.datetime.now(dt.UTC)
    job = fetching.ask_for(account=account, addresses=addresses, at=now, adult=adult, by_worker=False)
    for item in job.items.select_related("job__account", "kept").order_by("rank"):
        until = time.monotonic() + LONGEST_WAIT
        while item.state == State.FETCHING:
            turn = fetching.take_turn(item=item, at=dt.datetime.now(dt.UTC))
            item = turn.item
            if turn.wait is not None and time.monotonic() + turn.wait > until:
                fetching.leave_to_worker(item=item, at=dt.datetime.now(dt.UTC))
                say(f"{item.address}: {item.report['said']} A running archive goes on with it.")
                break
            time.sleep(turn.wait or 0)
        else:
            yield item

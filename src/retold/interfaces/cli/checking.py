"""Commands that look whether all is well: verify, doctor."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from retold.interfaces.cli.output import fail, open_archive, print_json, say

_SECRET = frozenset({"RETOLD_SECRET", "RETOLD_MAIL", "RETOLD_DATABASE", "RETOLD_METRICS_TOKEN"})

if TYPE_CHECKING:
    from retold.operations.health import Health
    from retold.operations.verify import Damage, Findings


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--repair-from",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="BACKUP",
    help="Put back what is damaged from this backup.",
)
@click.option("--reseal", is_flag=True, help="Accept a database that you changed by another program.")
@click.option("--json", "as_json", is_flag=True)
def verify(files: tuple[Path, ...], repair_from: Path | None, reseal: bool, as_json: bool) -> None:
    """Look whether everything kept is as it was kept; with FILES, look at packages and backups instead."""
    open_archive()
    if reseal:
        _reseal()
    findings = _look_at_files(files) if files else _look_at_home(repair_from, quiet=as_json)
    if as_json:
        damage = [thing.to_json() for thing in findings.damage]
        print_json({"sound": findings.sound, "damage": damage, "looked_at": findings.looked_at})
    else:
        _say(findings)
    raise SystemExit(0 if findings.sound else 1)


def _reseal() -> None:
    """Give every page of the database its checksum anew, with the archive stopped."""
    from retold.operations import home, turns
    from retold.ports import database

    with turns.nobody_serving() as alone:
        if not alone:
            fail("The archive is running; stop it, then do it again.")
        try:
            database.reseal(home.database_path())
        except database.NotConverted as error:
            fail(str(error))
    say("The database was accepted as it is.")


def _look_at_files(files: tuple[Path, ...]) -> Findings:
    from retold.operations.verify import Findings, look_at_file

    found = [look_at_file(path) for path in files]
    return Findings(tuple(thing for thing in found if thing), {"files": len(files)})


def _look_at_home(repair_from: Path | None, *, quiet: bool) -> Findings:
    from django.db import DatabaseError
    from rich.console import Console
    from rich.progress import Progress

    from retold.operations import home
    from retold.operations.verify import verify as look

    now = dt.datetime.now(dt.UTC)
    with contextlib.suppress(DatabaseError):  # what is wrong with the database is what we are to tell
        home.prepare(at=now)
    console = Console(stderr=True)
    with Progress(console=console, disable=quiet or not console.is_terminal, transient=True) as bars:
        tasks: dict[str, object] = {}

        def progress(what: str, done: int, of: int) -> None:
            task = tasks.setdefault(what, bars.add_task(f"Reading {what}", total=of) if what not in tasks else None)
            bars.update(task, completed=done, total=of)  # type: ignore[arg-type]

        return look(at=now, repair_from=repair_from, progress=progress)


def _say(findings: Findings) -> None:
    for thing in findings.damage:
        say(_in_words(thing))
    looked_at = ", ".join(f"{number:,} {what.replace('_', ' ')}" for what, number in findings.looked_at.items())
    if not findings.damage:
        say(f"Everything is sound: {looked_at}.")
    elif findings.sound:
        say(f"Everything that was damaged is repaired. Looked at: {looked_at}.")
    else:
        say(f"Looked at: {looked_at}. A backup may hold what is damaged: retold verify --repair-from BACKUP.")


def _in_words(thing: Damage) -> str:
    works = "; ".join(f"{title or 'Untitled'} ({work})" for work, title in thing.works)
    belongs = f" It belongs to {works}." if works else ""
    return f"{'repaired' if thing.repaired else 'damaged'}  {thing.sentence}{belongs}"


@click.command()
@click.option("--retry", is_flag=True, help="First have the worker try again what it gave up.")
@click.option("--json", "as_json", is_flag=True)
def doctor(retry: bool, as_json: bool) -> None:
    """Tell how the archive is, what is wrong, and how to mend it."""
    open_archive()
    from retold.operations import home
    from retold.operations.health import health
    from retold.ports import events

    now = dt.datetime.now(dt.UTC)
    home.prepare(at=now)
    if retry:
        say(f"{events.revive_dead(at=now)} errands will be tried again.")
    found = health(now)
    if as_json:
        print_json(_told(found))
    else:
        for remark in found.remarks:
            click.echo(f"{'well ' if remark.well else 'WRONG'}  {remark.what}: {remark.sentence}")
        for name, value in _settings().items():
            click.echo(f"set    {name}={value}")
    raise SystemExit(0 if found.well else 1)


def _told(found: Health) -> dict[str, object]:
    queue = found.queue
    return {
        "well": found.well,
        "remarks": [
            {"well": remark.well, "what": remark.what, "sentence": remark.sentence} for remark in found.remarks
        ],
        "versions": found.versions,
        "settings": _settings(),
        "works": found.works,
        "kept_files": found.kept_files,
        "kept_bytes": found.kept_bytes,
        "database_bytes": found.database_bytes,
        "disk_free": found.disk_free,
        "queue": {"waiting": queue.waiting, "failing": queue.failing, "dead": queue.dead},
        "worker_seen": found.worker_seen.isoformat() if found.worker_seen else None,
        "newest_backup": str(found.backups.newest) if found.backups.newest else None,
        "duties": [{"name": run.name, "ok": run.ok, "said": run.said} for run in found.duties],
    }


def _settings() -> dict[str, str]:
    """What the keeper set; of what is secret, only that it is set."""
    from django.conf import settings

    lines = (line.partition("=") for line in settings.RETOLD_SETTINGS_GIVEN.splitlines())
    return {name: "(set)" if name in _SECRET else value for name, _, value in lines}

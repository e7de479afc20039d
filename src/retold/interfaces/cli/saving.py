"""Commands that save a whole archive and bring it back: backup, restore."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from retold.interfaces.cli.output import fail, open_archive, print_json, say


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def backup(file: Path, as_json: bool) -> None:
    """Save the whole archive into one new file, while it runs."""
    open_archive()
    from retold.operations import backup as backups
    from retold.operations import home

    now = dt.datetime.now(dt.UTC)
    home.prepare(at=now)
    try:
        made = backups.make(file.resolve(), at=now)
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}. Nothing was left behind.")
    found = {
        "file": str(file),
        "bytes": made.bytes,
        "works": made.works,
        "kept_files": made.kept_files,
        "damaged": list(made.damaged),
    }
    print_json(found) if as_json else say(_in_words(found))
    raise SystemExit(1 if made.damaged else 0)


def _in_words(found: dict[str, Any]) -> str:
    megabytes = max(1, round(found["bytes"] / 1_000_000))
    lines = [f"{found['file']} holds {found['works']} works and {found['kept_files']} kept files, {megabytes} MB."]
    lines += [f"Damaged already: {thing}." for thing in found["damaged"]]
    return "\n".join(lines)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def restore(file: Path, folder: Path, as_json: bool) -> None:
    """Bring a backup back, as a home folder that is not there yet."""
    open_archive()
    from retold.operations import backup as backups

    try:
        restored = backups.restore(file, folder)
    except OSError as error:
        fail(f"{folder} could not be restored: {error.strerror}. Nothing was left behind.")
    contents = restored.contents
    found = {
        "folder": str(restored.folder),
        "made_at": contents.made_at,
        "works": contents.works,
        "kept_files": contents.kept_files,
        "damaged": list(contents.damaged),
    }
    if as_json:
        print_json(found)
        return
    say(f"{folder} holds the {contents.works} works that were backed up on {contents.made_at[:10]}.")
    for thing in contents.damaged:
        say(f"Damaged already when it was made: {thing}.")
    say(f"Start it with: retold --home {folder} serve")

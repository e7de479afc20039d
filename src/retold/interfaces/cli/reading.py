"""Commands that look at one text and touch no database: read, credits, sanitize."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from retold.importing import readers
from retold.interfaces.cli.output import fail, print_json
from retold.manuscript import credits as credit_reader
from retold.manuscript import markup, serialise
from retold.manuscript.model import Credit, Manuscript
from retold.manuscript.wording import credit_sentence


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The whole Manuscript as JSON.")
def read(file: Path, as_json: bool) -> None:
    """Read one file and print its Manuscript; no database is touched."""
    try:
        manuscript = readers.read(file.name, file.read_bytes()).manuscript
    except OSError as error:
        fail(f"{file} cannot be opened: {error.strerror}.")
    except readers.Refused as refusal:
        fail(f"{file.name}: {refusal}")
    if as_json:
        print_json(serialise.to_json(manuscript))
    else:
        click.echo("\n".join(summary_of(manuscript)))


def summary_of(manuscript: Manuscript) -> list[str]:
    """A Manuscript in a few lines for a person."""
    by = ", ".join(creator.name for creator in manuscript.creators) or "creator not known"
    lines = [
        f"{manuscript.title or 'Untitled'} · {by}",
        f"{manuscript.words:,} words · {len(manuscript.chapters)} chapters · read as {manuscript.source.format}",
    ]
    for label, values in (("Fandoms", manuscript.fandoms), ("Relationships", manuscript.relationships)):
        if values:
            lines.append(f"{label}: {', '.join(values)}")
    lines += [f"Credit: {credit_sentence(credit)}" for credit in manuscript.credits]
    if manuscript.missing:
        lines.append(f"Missing: {', '.join(manuscript.missing)}")
    lines += [f"Not mapped: {thing.where}: {thing.what}" for thing in manuscript.unmapped]
    return lines


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--json", "as_json", is_flag=True, help='One JSON object: {"credits": […]}.')
@click.option("--jsonl", is_flag=True, help='Many notes: lines {"id", "text"} in, lines {"id", "credits"} out.')
def credits(file: Iterable[str], as_json: bool, jsonl: bool) -> None:  # noqa: A001  (the command's name)
    """Propose the credits that an author's note holds (from standard input by default)."""
    if jsonl:
        for number, line in enumerate(file, 1):
            if line.strip():
                note = _note(line, number)
                print_json({"id": note["id"], "credits": _as_json(credit_reader.propose(note["text"]))})
        return
    found = credit_reader.propose("".join(file))
    if as_json:
        print_json({"credits": _as_json(found)})
    else:
        for credit in found:
            click.echo(f"{credit_sentence(credit)}  [{credit.evidence}]")


def _note(line: str, number: int) -> dict[str, Any]:
    try:
        note = json.loads(line)
        return {"id": note["id"], "text": str(note["text"])}
    except (ValueError, TypeError, KeyError):
        fail(f'Line {number} is not a note; each line takes an object with "id" and "text".', 2)


def _as_json(found: Iterable[Credit]) -> list[dict[str, Any]]:
    return [serialise.plain(credit) for credit in found]


@click.command()
@click.option("--kind", type=click.Choice(["html", "css"]), required=True)
@click.argument("file", type=click.File("rb"), default="-")
def sanitize(kind: str, file: Any) -> None:
    """Make HTML or a work skin's CSS safe, by the very code that the site uses."""
    from retold.manuscript.skins import SkinTooLong, safe_css  # reading a story needs no CSS

    text = file.read().decode("utf-8", errors="replace")
    try:
        click.echo(markup.canonical(text) if kind == "html" else safe_css(text))
    except SkinTooLong as error:
        fail(str(error))

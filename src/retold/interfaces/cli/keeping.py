"""Commands on what is kept: add, show, list, export, original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retold.exporting import writers
from retold.interfaces.cli.fetching import Address, PathOrAddress, fetched_items
from retold.interfaces.cli.output import fail, open_archive, print_json, say
from retold.interfaces.cli.reading import summary_of
from retold.lib.whole_files import clear_parts, whole_file
from retold.manuscript import serialise

if TYPE_CHECKING:
    from retold.catalog.people.models import Account
    from retold.catalog.people.viewers import Viewer
    from retold.catalog.works.models import Work
    from retold.exporting.actions import Exported
    from retold.importing.models import Item


@contextmanager
def _progress(things: list[Any], label: str, quiet: bool) -> Iterator[Iterable[Any]]:
    """The things one by one, with a bar on standard error where a person is looking."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield things if quiet or len(things) < 2 or not console.is_terminal else track(things, label, console=console)


def _keeper() -> Account:
    """Open the home folder as its keeper, making it ready on first use."""
    open_archive()
    from retold.operations import home

    return home.prepare(at=dt.datetime.now(dt.UTC))


def _viewer(account: Account) -> Viewer:
    from retold.catalog.people.viewers import viewer_for

    return viewer_for(account)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PathOrAddress())
@click.option("--as", "pen_name", help="Name the creator of works whose file names none.")
@click.option("--private", "audience", flag_value="private", default="private", help="For the keeper alone (default).")
@click.option("--post", "audience", flag_value="everyone", help="Seen by everyone.")
@click.option("--accept-credits", is_flag=True, help="Accept every credit that the notes' words give.")
@click.option("--adult", is_flag=True, help="Works at addresses may be for adults, where a site asks.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
def add(
    paths: tuple[Path | Address, ...],
    pen_name: str | None,
    audience: str,
    accept_credits: bool,
    adult: bool,
    as_json: bool,
) -> None:
    """Bring files, folders, ZIPs and works at addresses in, and keep each work whole."""
    account = _keeper()
    addresses = [str(path) for path in paths if isinstance(path, Address)]
    files_named = [path for path in paths if isinstance(path, Path)]
    from retold.importing import actions
    from retold.ports import events

    job = actions.start_job(account=account, at=dt.datetime.now(dt.UTC))
    refused = False
    with _progress(list(_files(files_named)), "Bringing in", as_json) as files:
        for path in files:
            for line in _add_file(job, path, audience, pen_name, accept_credits):
                refused = refused or line["outcome"] == "refused"
                print_json(line) if as_json else say(_in_words(line))
    for item in fetched_items(account, addresses, adult):
        line = _line(_accepted(item, audience, pen_name, accept_credits), Path(item.name), item.address)
        refused = refused or line["outcome"] == "refused"
        print_json(line) if as_json else say(_in_words(line))
    events.work_off()
    raise SystemExit(1 if refused else 0)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file named, and every file below a folder named, in order; hidden ones are left alone."""
    for path in paths:
        if path.is_dir():
            below = (found for found in path.rglob("*") if found.is_file())
            yield from sorted(f for f in below if not any(part.startswith(".") for part in f.relative_to(path).parts))
        else:
            yield path


def _add_file(
    job: Any, path: Path, audience: str, pen_name: str | None, accept_credits: bool
) -> Iterator[dict[str, Any]]:
    from django.conf import settings

    from retold.importing import actions

    try:
        most = settings.RETOLD_UPLOAD_BYTES
        if path.stat().st_size > most:
            yield _refusal(path, f"It is larger than {most // 1_000_000} MB; bring it in as smaller files.")
            return
        data = path.read_bytes()
    except OSError as error:
        yield _refusal(path, f"It cannot be opened: {error.strerror}.")
        return
    now = dt.datetime.now(dt.UTC)
    for item in actions.take_file(job=job, name=path.name, data=data, at=now):
        yield _line(_accepted(item, audience, pen_name, accept_credits), path)


def _accepted(item: Item, audience: str, pen_name: str | None, accept_credits: bool) -> Item:
    from retold.importing import actions

    now = dt.datetime.now(dt.UTC)
    return actions.accept_item(item=item, at=now, audience=audience, pen_name=pen_name, accept_credits=accept_credits)


def _refusal(path: Path | str, reason: str) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("work", "uuid", "title"), None)
    lists: dict[str, Any] = {name: [] for name in ("creators", "missing", "credits", "unmapped")}
    numbers = {"words": 0, "chapters": 0}
    return {"file": str(path), "outcome": "refused", **empty, **lists, **numbers, "reason": reason, "sha256": None}


def _line(item: Item, path: Path, address: str = "") -> dict[str, Any]:
    """What `add` says of one file, or of one work by its address."""
    from retold.catalog.works.queries import identifier_of
    from retold.lib.public_ids import letters

    name = address or (str(path) if item.name == path.name else f"{path}/{item.name}")
    digest = bytes(item.kept.digest).hex() if item.kept else None
    line = _refusal(name, item.reason) | {"sha256": digest}
    if item.manuscript is None or item.work is None:
        return line
    said = item.manuscript
    return line | {
        "outcome": item.outcome,
        "work": letters(item.work.pid),
        "uuid": str(identifier_of(item.work)),
        "title": item.work.title or None,
        "creators": [creator["name"] for creator in said["creators"]],
        "words": said["words"],
        "chapters": len(said["chapters"]),
        "missing": said["missing"],
        "credits": said["credits"],
        "unmapped": said["unmapped"],
        "reason": None,
    }


def _in_words(line: dict[str, Any]) -> str:
    if line["outcome"] == "refused":
        return f"refused  {line['file']}: {line['reason']}"
    found = f"{line['title'] or 'Untitled'}, {line['words']:,} words"
    ask = f" (missing: {', '.join(line['missing'])})" if line["missing"] else ""
    owed = f", {len(line['credits'])} credits found" if line["credits"] else ""
    return f"{line['outcome']:8} {line['work']}  {found}{owed}{ask}"


def _work(name: str, account: Account) -> Work:
    """The work of a public id, as the keeper may see it; ends with a sentence if there is none."""
    from retold.catalog.works.queries import visible_to
    from retold.lib.public_ids import number

    try:
        return visible_to(_viewer(account)).get(pid=number(name.rsplit("/", 1)[-1]))
    except (ValueError, _does_not_exist()):
        fail(f"There is no work {name} here; retold list shows those there are.")


def _does_not_exist() -> type[Exception]:
    from django.core.exceptions import ObjectDoesNotExist

    return ObjectDoesNotExist


@click.command()
@click.argument("work")
@click.option("--json", "as_json", is_flag=True)
def show(work: str, as_json: bool) -> None:
    """Show a work as kept."""
    account = _keeper()
    from retold.catalog import desk

    manuscript = desk.manuscript_of(_work(work, account), _viewer(account))
    if as_json:
        print_json(serialise.to_json(manuscript))
    else:
        click.echo("\n".join(summary_of(manuscript)))


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a work.")
def list_works(as_json: bool) -> None:
    """List the works that are kept, newest first."""
    account = _keeper()
    from retold.catalog.works.queries import bylines_for, visible_to
    from retold.lib.public_ids import letters

    viewer = _viewer(account)
    works = list(visible_to(viewer).order_by("-revised_at", "pid"))
    names = bylines_for(works, viewer)
    for work in works:
        line = {
            "work": letters(work.pid),
            "title": work.title or None,
            "creators": [byline.name for byline in names.get(work.pk, ())],
            "words": work.words,
        }
        print_json(line) if as_json else click.echo(_listed(line))


def _listed(line: dict[str, Any]) -> str:
    by = ", ".join(line["creators"]) or "creator not known"
    return f"{line['work']}  {line['title'] or 'Untitled'} · {by} · {line['words']:,} words"


@click.command()
@click.argument("works", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every work of this home.")
@click.option("--format", "format_", type=click.Choice(writers.FORMATS), required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a work.")
def export(works: tuple[str, ...], everything: bool, format_: str, out: Path, as_json: bool) -> None:
    """Write works as files; the same work gives the same bytes."""
    if bool(works) == everything:
        fail("Name one or more works, or say --all.", 2)
    account = _keeper()
    from retold.catalog.works.queries import visible_to
    from retold.lib.public_ids import letters

    viewer = _viewer(account)
    chosen = list(visible_to(viewer).order_by("pid")) if everything else [_work(name, account) for name in works]
    _make_folder(out)
    used: set[str] = set()
    with _progress(chosen, "Writing", as_json) as each:
        for work in each:
            file = _exported(work, viewer, format_)
            path = out / _unused(file.name, letters(work.pid), used)
            _write(path, file.data)
            line = {"work": letters(work.pid), "file": str(path), "bytes": len(file.data)}
            print_json(line) if as_json else say(f"{path}")


def _exported(work: Work, viewer: Viewer, format_: str) -> Exported:
    from retold.exporting.actions import export_work

    try:
        return export_work(work, viewer, format_)
    except ValueError as error:
        fail(f"{work} cannot be written: {error}")


def _unused(name: str, work: str, used: set[str]) -> str:
    """The name, or, where another work of this run has it, the name with the work's id before it."""
    chosen = name if name.lower() not in used else f"{work}-{name}"
    used.add(chosen.lower())
    return chosen


def _make_folder(out: Path) -> None:
    """The folder to write into, without what a killed command left in it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{out} cannot be made: {error.strerror}.")
    clear_parts(out)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: written beside, then put in its place."""
    try:
        with whole_file(path) as file:
            file.write(data)
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}.")


@click.command()
@click.argument("work")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
def original(work: str, out: Path, as_json: bool) -> None:
    """Give back the files that came in, unchanged, under their own names."""
    account = _keeper()
    from retold.catalog import desk

    found = desk.originals_of(_work(work, account), _viewer(account))
    _make_folder(out)
    used: set[str] = set()
    for number, file in enumerate(found, 1):
        path = out / _unused(file.name, str(number), used)
        _write(path, file.data)
        print_json({"file": str(path), "bytes": len(file.data)}) if as_json else say(f"{path}")

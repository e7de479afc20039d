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
    from retold.importing.models import Item, Job
    from retold.importing.runs import Done


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
@click.argument("paths", nargs=-1, type=PathOrAddress())
@click.option("--as", "pen_name", help="Name the creator of works whose file names none.")
@click.option("--private", "audience", flag_value="private", default="private", help="For the keeper alone (default).")
@click.option("--post", "audience", flag_value="everyone", help="Seen by everyone.")
@click.option("--accept-credits", is_flag=True, help="Accept every credit that the notes' words give.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="LABEL=FIELD",
    help="What a column of a Calibre library is, where it is not what its name says; may be given again.",
)
@click.option("--adult", is_flag=True, help="Works at addresses may be for adults, where a site asks.")
@click.option("--resume", is_flag=True, help="Go on with the last run over these paths that did not come to its end.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
def add(
    paths: tuple[Path | Address, ...],
    pen_name: str | None,
    audience: str,
    accept_credits: bool,
    columns: tuple[str, ...],
    adult: bool,
    resume: bool,
    as_json: bool,
) -> None:
    """Bring files, folders, ZIPs, libraries and works at addresses in, and keep each work whole."""
    if not paths and not resume:
        fail("Name one or more files, folders or addresses to bring in, or say --resume.", 2)
    chosen = _chosen(columns)
    account = _keeper()
    addresses = [str(path) for path in paths if isinstance(path, Address)]
    files = [path for path in paths if isinstance(path, Path)]
    from retold.importing import actions

    job = _run_to_resume(account, files) if resume else None
    if job is None and files:
        job = actions.start_run(
            account=account,
            paths=files,
            at=dt.datetime.now(dt.UTC),
            by="command",
            audience=audience,
            pen_name=pen_name,
            accept_credits=accept_credits,
            columns=chosen,
        )
    refused = _work_off(job, as_json) if job is not None else False
    for item in fetched_items(account, addresses, adult):
        refused = not _accept_fetched(item, audience, pen_name, accept_credits, as_json) or refused
    raise SystemExit(1 if refused else 0)


def _accept_fetched(item: Item, audience: str, pen_name: str | None, accept_credits: bool, as_json: bool) -> bool:
    """Keep a work that came from its address, and tell of it; whether it could be kept."""
    from retold.catalog.works.queries import archive_number
    from retold.importing import actions
    from retold.ports import events

    now = dt.datetime.now(dt.UTC)
    item = actions.accept_item(item=item, at=now, audience=audience, pen_name=pen_name, accept_credits=accept_credits)
    events.work_off()
    line = _line(item, item.address, archive_number())
    print_json(line) if as_json else say(_in_words(line))
    return item.work is not None


def _chosen(columns: Iterable[str]) -> dict[str, str]:
    """The fields that columns go to, by the columns' labels; ends with a sentence if one is said wrongly."""
    chosen = dict(one.lstrip("#").rpartition("=")[::2] for one in columns)
    if chosen:
        from retold.importing.gathering.calibre_library import FIELDS

        wrong = next((label for label, field in chosen.items() if not label or field not in FIELDS), None)
        if wrong is not None:
            fail(f"Say a column as LABEL=FIELD; FIELD is one of {', '.join(FIELDS)}.", 2)
    return chosen


def _run_to_resume(account: Account, paths: Iterable[Path]) -> Job | None:
    from retold.importing import actions, queries

    said = [str(path.absolute()) for path in paths]
    job = queries.run_to_resume(account, said)
    if job is None and not said:
        fail("There is no run that did not come to its end; name what to bring in.")
    if job is not None:
        say(f"Going on with the run of {job.made_at:%Y-%m-%d %H:%M} UTC; {job.items.count():,} of its files are done.")
        actions.resume_run(job=job, by="command")
    return job


def _work_off(job: Job, as_json: bool) -> bool:
    """Do a run, telling of each file when it is durably done; whether any was refused."""
    from retold.catalog.works.queries import archive_number
    from retold.importing import actions, runs
    from retold.lib.public_ids import letters
    from retold.ports import events

    if runs.is_worked_at(job):
        fail(f"That run is being worked at already; its page is bring-in/{letters(job.pid)}/.")
    refused, count, archive = False, 0, archive_number()
    try:
        for done in _with_progress(runs.work(job), job, as_json):
            line = _line(done.item, str(done.path), archive, unchanged=done.unchanged)
            refused, count = refused or line["outcome"] == "refused", count + 1
            print_json(line) if as_json else say(_in_words(line))
    except KeyboardInterrupt:
        actions.stop_run(job=job)
        fail("\nStopped. What was told of is kept; go on with: retold add --resume", 130)
    except BaseException:
        actions.stop_run(job=job)
        raise
    if count > 1:
        say(f"The report of this run is on the page bring-in/{letters(job.pid)}/ of the archive.")
    events.work_off()
    return refused


def _with_progress(done: Iterable[Done], job: Job, quiet: bool) -> Iterator[Done]:
    """The files as they are done, with a bar on standard error where a person is looking."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield from done
        return
    with Progress(console=console) as progress:
        task = progress.add_task("Bringing in", total=None)
        for one in done:
            if progress.tasks[0].total is None:
                job.refresh_from_db(fields=["found"])
                progress.update(task, total=job.found)
            progress.advance(task)
            yield one


def _line(item: Item, file: str, archive: int, *, unchanged: bool = False) -> dict[str, Any]:
    """What `add` says of one file, or of one work by its address (contract.md)."""
    from retold.lib.public_ids import letters, uuid_of

    said = _said_of(item)
    line: dict[str, Any] = {"file": file, "outcome": "refused", "work": None, "uuid": None, "title": None}
    line |= {"creators": [], "words": 0, "chapters": 0, "missing": [], "credits": [], "unmapped": []}
    line |= {"reason": item.reason, "sha256": bytes(item.kept.digest).hex() if item.kept else None}
    if item.work is None:
        return line
    told = ("words", "chapters", "creators", "missing", "credits", "unmapped")
    return (
        line
        | {name: said[name] for name in told if name in said}
        | {
            "outcome": "held" if unchanged else item.outcome,
            "work": letters(item.work.pid),
            "uuid": str(item.work.uuid or uuid_of(item.work.pid, archive)),
            "title": item.work.title or None,
            "reason": None,
        }
    )


def _said_of(item: Item) -> dict[str, Any]:
    """What is said of an item's work: a run's report holds it, for any other item its Manuscript does."""
    if not item.manuscript:
        return dict(item.report)
    said: dict[str, Any] = item.manuscript
    return said | {"creators": [creator["name"] for creator in said["creators"]], "chapters": len(said["chapters"])}


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

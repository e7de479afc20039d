"""What is done while it is killed or fails, and the look at what is left; all of it inside a fork of the server.

An act prints a line of JSON for whatever it acknowledges, as the commands do.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

NOW = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)
MENDED, REMOVED, ERASED = "Nothing Owed on Either Bank", "Small Change", "The Song Tax"
DAYS_30 = dt.timedelta(days=31)


def perform(request: dict[str, Any]) -> int:
    """Do what a request names, on the home of this process; gives the exit code.

    What the disk refuses is a sentence, as the command line makes it.
    """
    from retold.interfaces.cli.main import sentence_of

    try:
        return ACTS[request["act"]](Path(settings.RETOLD_HOME).parent, **request.get("options", {}))
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


def warm_up(home: Path) -> None:
    """Do everything once on a home of no consequence, so that each fork finds all it needs loaded."""
    folder = home.parent
    make_files(folder / "files")
    for act in ("start", "fill", "add", "mend", "remove", "erase", "export", "backup", "look"):
        assert ACTS[act](folder) == 0, act
    from django.db import connections

    connections.close_all()
    for path in (home, folder / "out"):
        shutil.rmtree(path, ignore_errors=True)
    (folder / "out").mkdir()


def make_files(folder: Path) -> None:
    """The files that are brought in: a text, a Markdown file with a newer copy of it, and a ZIP of two."""
    import zipfile

    folder.mkdir(exist_ok=True)
    tide = "---\ntitle: The Tide Clerk\ncreator: Nan\n---\n\n"
    story = _prose("tide", 60)
    (folder / "1-lamp.txt").write_text(f"Title from Low Water by the Lantern Wives.\n\n{_prose('lamp', 40)}")
    (folder / "2-tide.md").write_text(tide + story)
    (folder / "3-tide-newer.md").write_text(f"{tide}{story}\n\nAnd that was the last of the ledgers.\n")
    with zipfile.ZipFile(folder / "4-two.zip", "w") as both:
        for name in ("salt", "reed"):
            both.writestr(f"{name}.txt", _prose(name, 50))


def _prose(name: str, lines: int) -> str:
    return "\n\n".join(
        f"The {name} keeper wrote {n * 7} into the book, and {name} number {n} stood at {n * n}." for n in range(lines)
    )


# -- acts


def _command(*words: str) -> int:
    """A command of the program, as a person runs it."""
    from retold.interfaces.cli.main import main

    try:
        main(list(words), standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _acknowledge(**what: Any) -> int:
    print(json.dumps(what), flush=True)
    return 0


def _keeper() -> Any:
    from retold.operations import home

    return home.prepare(at=NOW)


def _named(title: str) -> Any:
    from retold.catalog.works.models import Work

    return Work.objects.get(title=title)


def start(_folder: Path) -> int:
    """A home is made ready and, after a crash, mended."""
    from retold.operations import starting

    _keeper()
    starting.mend()
    return _acknowledge(done="start")


def fill(_folder: Path) -> int:
    """The demo's stories; one of them is off its shelf."""
    from retold.catalog.works.actions import remove_work
    from retold.operations import demo

    keeper = _keeper()
    demo.fill(account=keeper, at=NOW)
    remove_work(work=_named(ERASED), by=keeper, at=NOW)
    return 0


def add(folder: Path, most: int = 99) -> int:
    """Files are brought in; at most so many."""
    files = sorted(path for path in (folder / "files").iterdir() if path.is_file())
    return _command("add", "--json", "--accept-credits", *map(str, files[:most]))


def mend(_folder: Path) -> int:
    """A keeper changes what is said of a work, takes a credit back and opens it to everyone, in one go."""
    from retold.catalog import desk

    keeper, work = _keeper(), _named(MENDED)
    changes = desk.Changes(
        fields={"title": "The Ferry's Log", "summary": "A ledger of crossings.", "freeforms": ["Songs", "Ledgers"]},
        taken_back=list(work.credits.values_list("pid", flat=True)),
        audience="members",
    )
    desk.mend(work=work, by=keeper, at=LATER, version=work.version, changes=changes)
    return _acknowledge(done="mend")


def remove(_folder: Path) -> int:
    """A work is taken off the shelf."""
    from retold.catalog.works.actions import remove_work

    remove_work(work=_named(REMOVED), by=_keeper(), at=LATER)
    return _acknowledge(done="remove")


def erase(_folder: Path) -> int:
    """The sweep erases a work whose 30 days are over."""
    from retold.operations.upkeep.sweeping import sweep

    _keeper()
    sweep(NOW + DAYS_30)
    return _acknowledge(done="erase")


def export(folder: Path) -> int:
    """Every work is written as EPUB."""
    return _command("export", "--all", "--format", "epub", "--json", "--out", str(folder / "out"))


def backup(folder: Path) -> int:
    """The archive is saved into one file."""
    if (folder / "out" / "saved.zip").exists():
        return 0
    return _command("backup", "--json", str(folder / "out" / "saved.zip"))


def restore(folder: Path) -> int:
    """A backup is brought back beside."""
    return _command("restore", "--json", str(folder / "files" / "saved" / "saved.zip"), str(folder / "out" / "home"))


def migrate(folder: Path) -> int:
    """A home of an earlier release is brought up to date."""
    return start(folder)


def make_older(folder: Path) -> int:
    """Bring a home to the tables of the first migrations, as if it had last been used then."""
    from django.core.management import call_command

    _keeper()
    for app in ("operations", "importing", "credits", "works"):
        name = "zero" if app == "operations" else "0001"
        call_command("migrate", app, name, verbosity=0, interactive=False)
    return 0


# -- the look at what is left


def look(folder: Path) -> int:
    """Start the home again as `retold serve` would, and say everything that is there and everything that is wrong."""
    from retold.operations import starting, verify
    from retold.ports import events, storage

    _keeper()
    starting.mend()
    starting.read_waiting()
    events.work_off()
    swept = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)  # files that no row claims go after a day
    storage.sweep(swept)
    findings = verify.verify(at=NOW)
    print(
        json.dumps(
            {
                "works": dict(_works()),
                "items": _items(),
                "wrong": [damage.sentence for damage in findings.damage] + list(_half_done()),
                "leftovers": sorted(_leftovers(Path(settings.RETOLD_HOME))),
                "out": dict(_files_in(folder / "out")),
            }
        ),
        flush=True,
    )
    return 0


def _works() -> Iterator[tuple[str, list[Any]]]:
    """Each work by its first original, or as a husk: its state, and digests of what it holds.

    One that was removed is looked at as it would be if it were put back.
    """
    from django.db import transaction

    from retold.catalog.works.actions import restore_work
    from retold.catalog.works.models import Stage, Work

    keeper = _keeper()
    for work in Work.objects.order_by("pk"):
        if work.stage == Stage.GONE:
            yield f"husk of {work.remains['title']}", []
            continue
        with transaction.atomic():
            stage = Stage(work.stage).name
            restore_work(work=work, by=keeper, at=LATER)
            work.refresh_from_db()
            held, originals = _held(work, keeper)
            transaction.set_rollback(True)
        yield originals[0], [stage, work.audience, held, originals, work.editions.count()]


def _held(work: Any, keeper: Any) -> tuple[str, list[str]]:
    """Digests of the work as it goes out, with what is proposed, and of the files that came in."""
    from retold.catalog import desk
    from retold.catalog.people.viewers import viewer_for
    from retold.manuscript import serialise

    viewer = viewer_for(keeper)
    held = serialise.to_json(desk.manuscript_of(work, viewer))
    held.pop("identifier", None)
    proposed = sorted(map(repr, desk.proposals_of(work)))
    originals = [hashlib.sha256(file.data).hexdigest() for file in desk.originals_of(work, viewer)]
    return _digest([held, proposed]), originals


def _digest(held: Any) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _items() -> dict[str, int]:
    from collections import Counter

    from retold.importing.models import Item, State

    return dict(Counter(State(state).name for state in Item.objects.values_list("state", flat=True)))


def _half_done() -> Iterator[str]:
    """What no act may leave: works without a text, items that say they were kept and were not."""
    from retold.catalog.works.models import Edition, Stage, Work
    from retold.importing.models import Item, State

    for work in Work.objects.exclude(stage=Stage.GONE).filter(editions=None):
        yield f"{work} has no edition"
    for edition in Edition.objects.filter(parts=None):
        yield f"{edition} has no parts"
    for item in Item.objects.filter(state=State.ACCEPTED, work=None):
        yield f"{item} was kept as no work"
    for item in Item.objects.filter(state=State.WAITING):
        yield f"{item} was never read"


def _leftovers(home: Path) -> Iterator[str]:
    """Files of the home that nothing claims."""
    from retold.ports import storage
    from retold.ports.storage.models import KeptFile

    claimed = {storage.path_of(row) for row in KeptFile.objects.all()}
    ours = {home / name for name in ("secret", "settings", "errors.jsonl")}
    for path in home.rglob("*"):
        if path.is_dir() or path in claimed or path in ours or path.suffix == ".lock":
            continue
        if not path.name.startswith("retold.sqlite3"):
            yield str(path.relative_to(home))
    for path in claimed:
        if not path.exists():
            yield f"missing: {path.relative_to(home)}"


def _files_in(out: Path) -> Iterator[tuple[str, str]]:
    """What was written for the person: files by their digest, but of a backup, which is dated, what is in it."""
    from retold.operations import backup as backups

    for path in sorted(out.rglob("*")):
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal")):
            name = str(path.relative_to(out))
            if name == "saved.zip":
                contents = backups.examine(path)
                yield name, f"{contents.works} works, {contents.kept_files} files, damaged: {contents.damaged}"
            else:
                yield name, hashlib.sha256(path.read_bytes()).hexdigest()


ACTS: dict[str, Callable[..., int]] = {
    act.__name__: act
    for act in (start, fill, add, mend, remove, erase, export, backup, restore, migrate, make_older, look)
}

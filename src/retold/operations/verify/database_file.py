"""The database: its pages' checksums, its structure, and what its rows point at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Model

from retold.catalog.works import soundness
from retold.operations.home import database_path
from retold.operations.verify.findings import Damage
from retold.ports import database

_WAYS_TO_A_WORK = {"work": "work", "edition": "edition__work", "chapter": "chapter__work"}


def look_at_database() -> Iterator[Damage]:
    """What is wrong with the database itself. On PostgreSQL that is for its own tools (pg_amcheck)."""
    if connection.vendor != "sqlite":
        return
    path = database_path()
    pages = database.damaged_pages(path) if path.is_absolute() else []
    yield from _pages(path, pages)
    yield from _structure(told=bool(pages))


def _pages(path: Path, pages: list[int]) -> Iterator[Damage]:
    places = database.located(path, pages)
    for number in pages:
        table, rows = places.get(number, ("", []))
        of = f" ({_in_words(table)})" if table else ""
        yield Damage(
            "database",
            f"page {number}",
            f"Page {number} of the database{of} is damaged, or was written by another program.",
            _works_of(table, rows),
        )


def _in_words(table: str) -> str:
    model = _model_of(table)
    return f"which holds {model._meta.verbose_name_plural}" if model else f"which belongs to {table}"


def _model_of(table: str) -> type[Model] | None:
    return next((model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table), None)


def _works_of(table: str, rows: Iterable[int]) -> soundness.Named:
    """The works that rows of a table belong to, as far as they can still be read."""
    model, keys = _model_of(table), [row for row in rows if 0 < row < 1 << 62]
    if model is None or not keys:
        return ()
    fields = {field.name for field in model._meta.get_fields()}
    ways = [way for name, way in _WAYS_TO_A_WORK.items() if name in fields]
    try:
        way = "pk" if model._meta.label == "works.Work" else ways[0]
        return soundness.named(soundness.rows_of(model, way, keys))
    except (DatabaseError, ValueError, IndexError):
        return ()


def _structure(*, told: bool) -> Iterator[Damage]:
    """What SQLite's own checks say; once pages are known to be bad, one sentence stands for all that follows."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(20)")
            said = [row[0] for row in cursor.fetchall()]
            cursor.execute("PRAGMA foreign_key_check")
            astray = cursor.fetchmany(20)
    except DatabaseError as error:
        said, astray = [str(error)], []
    lines = [] if said == ["ok"] else said
    for line in lines[: 1 if told else 20]:
        yield Damage("database", "structure", f"The database is damaged: {line}.")
    for table, row, target, _ in astray:
        yield Damage(
            "database",
            f"{table} {row}",
            f"A row of {table} points to a row of {target} that is not there.",
            _works_of(table, [row] if row else []),
        )

"""Bring the tables up to date, each step whole or not at all.

Django writes down that a migration was made after the transaction that made it, where the migration leaves indexes for
its end. A kill between the two leaves tables that the next start tries to make again, and cannot. Here both are one
transaction (tests/crash kills it at every write).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState


class WholeSteps(MigrationExecutor):
    """Makes a migration and writes it down in one transaction."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """Make one migration."""
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            while editor.deferred_sql:
                editor.execute(editor.deferred_sql.pop(0), None)
            self.record_migration(migration)  # type: ignore[call-arg, arg-type]  # the stubs have an older form
        return state


def unknown_migrations(executor: MigrationExecutor) -> list[str]:
    """Changes of the tables that were made here and that this version of the program does not know."""
    known = executor.loader.disk_migrations
    return sorted(f"{app}.{name}" for app, name in executor.loader.applied_migrations if (app, name) not in known)


def bring_up_to_date(executor: MigrationExecutor) -> None:
    """Make what migrations are due, if any; to look is much quicker than Django's own command."""
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if not plan:
        return
    told: dict[str, Any] = {"verbosity": 0, "interactive": False, "db": connection.alias, "apps": apps, "plan": plan}
    emit_pre_migrate_signal(**told)
    executor.migrate(targets, plan)
    emit_post_migrate_signal(**told)

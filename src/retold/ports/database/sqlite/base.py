"""Django's SQLite engine, with page checksums, and with writers who wait in a row.

The row is left when the transaction ends, however it ends. SQLite's own lock stays what keeps two writers apart;
the row only says who is next (retold.lib.fair_lock).
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from retold.lib.fair_lock import FairLock
from retold.ports.database import checksums

_WRITES = frozenset({"INSERT", "UPDATE", "DELETE", "REPLAC"})


@functools.cache
def _row_of(path: Path) -> FairLock:
    """One row for a database file in this process."""
    return FairLock(path)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues before it writes."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """As Django makes it; `_row` is the row that this connection stands in, while it does."""
        super().__init__(*arguments, **named)
        self._row: FairLock | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Load the checksums first: they are there for connections opened afterwards."""
        if not self.is_in_memory_db():
            checksums.load()
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002  (Django's signature)
        """A cursor that queues for a write outside a transaction."""
        return self.connection.cursor(factory=functools.partial(_Cursor, wrapper=self))

    @contextmanager
    def writing_alone(self) -> Iterator[None]:
        """Our turn for a statement that is a transaction by itself."""
        if self._row is not None or self.connection.in_transaction:
            yield
            return
        self._enter_row()
        try:
            yield
        finally:
            self._leave_row()

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_row()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_row()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._leave_row()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_row()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_row()

    def _enter_row(self) -> None:
        if self._row is not None or self.is_in_memory_db():
            return
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", 20))
        row = _row_of(Path(f"{os.fspath(self.settings_dict['NAME'])}-queue"))
        try:
            came = row.acquire(timeout)
        except OSError:
            return  # order is a courtesy: a disk that cannot hold the row's file must not stop the writer
        if not came:
            raise OperationalError(f"The database is busy: others have been writing for {timeout:.0f} seconds.")
        self._row = row

    def _leave_row(self) -> None:
        row, self._row = self._row, None
        if row is not None:
            row.release()


class _Cursor(base.SQLiteCursorWrapper):
    """Queues for a write that no transaction is around; reads, and writes inside one, go straight on."""

    def __init__(self, connection: Any, *, wrapper: DatabaseWrapper) -> None:
        super().__init__(connection)
        self._wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        if query.lstrip()[:6].upper() not in _WRITES:
            return super().execute(query, params)
        with self._wrapper.writing_alone():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        with self._wrapper.writing_alone():
            return super().executemany(query, param_list)

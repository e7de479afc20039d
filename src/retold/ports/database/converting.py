"""Rewrite a SQLite database with checksums on its pages: `python -m retold.ports.database.converting PATH`."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import apsw
import apsw.sqlite_extra

from retold.ports.database.checksums import RESERVED


def convert(path: Path) -> None:
    """Keep eight bytes free on every page, then fill them.

    The extension looks at the header when it opens a file, so the checksums come with a second rewriting. Each of
    the two is one transaction of SQLite's own: a kill leaves a database that is whole, and the next start goes on.
    """
    with closing(apsw.Connection(":memory:")) as opener:
        apsw.sqlite_extra.load(opener, "cksumvfs")
    for reserve in (True, False):
        with closing(apsw.Connection(str(path))) as connection:
            connection.set_busy_timeout(2_000)
            list(connection.execute("PRAGMA checksum_verification=OFF"))
            list(connection.execute("PRAGMA journal_mode=DELETE"))
            if reserve:
                connection.reserve_bytes("main", RESERVED)
            list(connection.execute("VACUUM"))


if __name__ == "__main__":
    try:
        convert(Path(sys.argv[1]))
    except apsw.Error as error:
        sys.exit(str(error))

"""A book that left Retold, updated by FanFicFare: the chapters that it has are not fetched again, and stay whole."""

from __future__ import annotations

import io
from typing import Any

from fanficfare.epubutils import get_update_data

from retold.exporting.writers import Enclosures, write
from retold.exporting.writers.tests.works import OPTIONS
from retold.importing.readers import read
from retold.importing.readers.tests.fanficfare_files import BOARD, plainly_written, written


def test_an_update_takes_the_chapters_from_our_book():
    work = read("x", plainly_written(BOARD, "epub")).manuscript
    ours = write("epub", work, OPTIONS, Enclosures())

    def update(adapter: Any) -> None:
        (_, _, adapter.oldchapters, adapter.oldimgs, _, _, _, adapter.oldchaptersmap, adapter.oldchaptersdata) = (
            get_update_data(io.BytesIO(ours))
        )
        # A chapter that FanFicFare asks the site for would fail.
        adapter.chapters = {**dict.fromkeys(adapter.chapters, "FAIL"), "Tar": "<p>There was tar as well.</p>"}

    updated = read("x", written(BOARD, "epub", change=update))
    assert updated.reader == "fanficfare_epub"
    *kept, new = updated.manuscript.chapters
    assert [(one.title, one.url, one.html) for one in kept] == [(one.title, one.url, one.html) for one in work.chapters]
    assert new.html == "<p>There was tar as well.</p>"

"""Finding the work that a file is a copy of costs the same on a short shelf as on a long one."""

from __future__ import annotations

from dataclasses import replace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from retold.catalog import desk
from retold.catalog.desk.likeness import Telling, find
from retold.catalog.desk.tests.manuscripts import STORY, prose
from retold.manuscript.model import Chapter, Manuscript, Source


def test_the_number_of_queries_does_not_grow_with_the_shelf(ada, at):
    arriving = Telling.of(replace(STORY, source=Source(), uuid=None))

    def queries():
        with CaptureQueriesContext(connection) as seen:
            found = find(arriving, account=ada)
        assert found.work is not None
        return len(seen)

    held = desk.accept(STORY, account=ada, at=at)
    few = queries()
    for number in range(25):
        # Each shares its first paragraphs with the story: all of them are candidates.
        shared = "".join(one.html for one in STORY.chapters[:1])
        other = Manuscript(title=f"Other {number}", chapters=(Chapter(shared + prose(number * 90, number * 90 + 80)),))
        desk.accept(other, account=ada, at=at)
    assert queries() == few <= 12
    assert find(arriving, account=ada).work == held.work

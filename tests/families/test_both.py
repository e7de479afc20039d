"""An old copy and a newer one that each hold something that the other lacks come out with both."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from retold.catalog import desk
from retold.catalog.desk.copies import copies_page
from retold.catalog.people.actions import create_account
from retold.catalog.people.viewers import MEMBERS, Viewer
from retold.importing import readers
from tests.families.stories import told, years_on
from tests.families.tools import ao3_epub_before_2019, ao3_html
from tests.families.trial import AT


@pytest.mark.django_db
@pytest.mark.parametrize("newer_first", [False, True])
def test_an_old_epub_without_end_notes_and_a_newer_page_with_them(newer_first: bool) -> None:
    ada = create_account(email="ada@example.org", password=None, at=AT)
    story = replace(
        told(random.Random(5), words=900, parts=3),
        address="https://archiveofourown.org/works/4711",
        after="The river is real.",
    )
    old = readers.read(*ao3_epub_before_2019(story)).manuscript
    new = readers.read(*ao3_html(replace(years_on(story), summary=""))).manuscript
    assert old.summary
    assert not old.notes_after
    assert new.notes_after
    assert not new.summary
    for one in (new, old) if newer_first else (old, new):
        work = desk.accept(one, account=ada, at=AT).work
    viewer = Viewer(ada.pk, MEMBERS)
    out = desk.manuscript_of(work, viewer)
    assert out is not None
    assert (out.notes_after, out.summary) == (new.notes_after, old.summary)
    assert [one.html for one in out.chapters] == [one.html for one in new.chapters]
    page = copies_page(viewer, work.pid, AT)
    assert page is not None
    newest, oldest = page.copies
    assert newest.is_newest
    assert "notes_after" in newest.given
    assert "chapters" in newest.given
    assert "summary" in oldest.given
    assert "notes_after" not in oldest.given

import uuid

import pytest
from lxml import etree

from retold.exporting.writers.epub.cover import WIDTH, cover
from retold.exporting.writers.tests.works import OPTIONS, tricky
from retold.manuscript.model import Creator, Manuscript


def lines(svg: str) -> list[str]:
    root = etree.fromstring(svg.encode())
    return [line.text for line in root.iter("{http://www.w3.org/2000/svg}text")]


def test_it_says_title_creators_and_fandoms():
    work = Manuscript((), title="A & B", creators=(Creator("Ada"), Creator("Ben")), fandoms=("Lamps",))
    assert lines(cover(work, OPTIONS.uuid)) == ["A & B", "Ada and Ben", "Lamps"]
    assert lines(cover(Manuscript(()), OPTIONS.uuid)) == ["Untitled"]


def test_it_is_the_same_for_one_work_and_varies_between_works():
    work = Manuscript((), title="Lantern Road")
    assert cover(work, OPTIONS.uuid) == cover(work, OPTIONS.uuid)
    assert len({cover(work, str(uuid.UUID(int=number))) for number in range(50)}) > 40


@pytest.mark.parametrize("name", tricky())
def test_it_is_well_formed_and_within_its_margins(name):
    root = etree.fromstring(cover(tricky()[name], OPTIONS.uuid).encode())
    assert all(int(line.get("y")) < 900 and int(line.get("x")) == WIDTH // 2 for line in root.iter("{*}text"))


def test_it_wraps_a_title_that_has_no_spaces():
    shown = lines(cover(Manuscript((), title="雪" * 60), OPTIONS.uuid))
    assert "".join(shown) == "雪" * 60
    assert len(shown) > 3


def test_it_cuts_what_fits_in_no_size_and_shows_that_it_did():
    assert lines(cover(Manuscript((), title="long " * 200), OPTIONS.uuid))[-1].endswith("…")

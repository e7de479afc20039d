"""Reading: a chapter, the entire work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from retold.interfaces.web.tests.people import WEIR, account, signed_in, work_of
from retold.interfaces.web.works.showing import with_pictures
from retold.manuscript.model import Chapter

pytestmark = pytest.mark.django_db


def read(name: str, *more: int, manuscript=WEIR) -> str:
    ada = account()
    answer = signed_in(ada).get(reverse(name, args=[work_of(ada, manuscript).pid, *more]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_opens_the_first_chapter_with_the_works_notes() -> None:
    page = read("chapter", 1)
    assert '<p id="x-a">A stair came up.</p>' in page
    assert "For Ben, who drew the ferryman first." in page
    assert "Thank you for reading." not in page
    assert "Chapter 1 of 2" in page
    assert "Next chapter" in page
    assert "Earlier chapter" not in page
    assert '<article class="read" lang="en"' in page


def test_it_ends_the_last_chapter_with_the_works_end_notes() -> None:
    page = read("chapter", 2)
    assert "They lit the lamp." in page
    assert "The wick was old." in page
    assert "Thank you for reading." in page
    assert "Earlier chapter" in page
    assert "Next chapter" not in page


@pytest.mark.parametrize("number", [0, 3, 99999999])
def test_it_has_no_other_chapter(number: int) -> None:
    ada = account()
    assert signed_in(ada).get(reverse("chapter", args=[work_of(ada).pid, number])).status_code == 404


def test_it_puts_the_entire_work_on_one_page_with_ids_kept_apart() -> None:
    page = read("entire")
    assert "A stair came up." in page
    assert "They lit the lamp." in page
    assert 'id="x-a"' not in page
    assert 'href="#chapter-1-x-a"' in page
    assert 'id="chapter-1-x-a"' in page


def test_it_lets_a_short_story_stand_without_chapter_headings() -> None:
    page = read("chapter", 1, manuscript=replace(WEIR, chapters=(Chapter("<p>One lamp.</p>"),), chapters_expected=1))
    assert "<h2" not in page
    assert "Chapter 1" not in page


def test_it_finds_the_works_pictures_and_touches_no_words() -> None:
    html = '<p>He typed src="assets/a.png" &lt;img src="assets/b.png"&gt;</p>\n'
    html += '<p><img src="assets/lamp.png" alt="A lamp"/></p>'
    shown = with_pictures(html, 1)
    assert 'He typed src="assets/a.png"' in shown
    assert 'img src="assets/b.png"&gt;' in shown
    assert '<img src="/works/000000000001/assets/lamp.png" alt="A lamp"/>' in shown

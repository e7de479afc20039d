"""Every page, as everyone meets it: four themes, three widths, magnified, by keyboard, on paper, from the right.

test_walk.py goes the whole way through an archive; here each page is looked at for itself, those too that are
seldom met. What a gate has no time for is marked slow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.archive import Archive
from tests.browser import browser, violations
from tests.pages import THEMES, WIDTHS, Shown, gather, show, spare_the_fonts

# Met by nobody on the way of test_walk.py: enough for every gate, each in a theme and a width of its own.
SELDOM = (
    "health",
    "history",
    "mend-refused",
    "removed",
    "settings",
    "sign-in-wrong",
    "second-step-on",
    "email",
    "reading-arabic",
    "reading-long",
    "shelf",
    "work-long",
    "preview-rtl",
)
MAGNIFIED: ViewportSize = {"width": 320, "height": 256}  # 1280 by 1024 at 400% (WCAG 2.2, 1.4.10)
PAPER: ViewportSize = {"width": 560, "height": 790}  # A5
STEPS = 200  # of the Tab key; no page but a long preview has more places to come to

# What has the focus, whether it can be seen whole from side to side, and whether anything lies over it.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element.dataset.met) return null;
  element.dataset.met = "yes";
  const seen = element.closest("label.button") ?? element;
  const {left, right, top, bottom, width, height} = seen.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20));
  const clear = over !== null && (seen.contains(over) || over.contains(seen));
  const name = `${element.tagName} ${element.id} ${element.innerText ?? ""}`.slice(0, 60);
  return [name, width > 0 && left >= -1 && right <= innerWidth + 1 && top < innerHeight && bottom > 0 && clear];
}"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    running = Archive(Path(tmp_path_factory.mktemp("pages")) / "home")
    spare_the_fonts(running)
    yield running.start()
    running.stop()


@pytest.fixture(scope="module")
def pages(chrome: Browser, archive: Archive) -> dict[str, Shown]:
    return gather(archive, chrome)


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    context = chrome.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def look(page: Page, shown: Shown, theme: str, width: str) -> list[str]:
    """What is wrong with a page in a theme and a width, a line each."""
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    return [f"{shown.name}, {theme}, {width}: {found}" for found in (*violations(page), *too_wide(page))]


def too_wide(page: Page) -> list[str]:
    """Whether the page must be scrolled sideways."""
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{beyond} pixels too wide"] if beyond > 0 else []


def test_seldom_pages_are_well_made(page: Page, pages: dict[str, Shown]) -> None:
    found = []
    for number, name in enumerate(SELDOM):
        theme, width = THEMES[number % len(THEMES)], list(WIDTHS)[number % len(WIDTHS)]
        page.set_viewport_size({"width": WIDTHS[width], "height": 800})
        show(page, pages[name])
        found += look(page, pages[name], theme, width)
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_well_made_in_every_theme(page: Page, pages: dict[str, Shown], width: str) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 800})
    found = []
    for shown in pages.values():
        show(page, shown)
        found += [line for theme in THEMES for line in look(page, shown, theme, width)]
    assert found == []


@pytest.mark.parametrize(
    ("media", "viewport"), [("screen", MAGNIFIED), pytest.param("print", PAPER, marks=pytest.mark.slow)]
)
def test_no_page_is_cut_off(
    page: Page, pages: dict[str, Shown], media: Literal["screen", "print"], viewport: ViewportSize
) -> None:
    page.set_viewport_size(viewport)
    page.emulate_media(media=media)
    found = []
    for shown in pages.values():
        show(page, shown)
        found += [f"{shown.name}, {media}: {line}" for line in too_wide(page)]
    assert found == []


@pytest.mark.slow
def test_every_control_is_reached_and_seen_by_keyboard(page: Page, pages: dict[str, Shown]) -> None:
    page.set_viewport_size(MAGNIFIED)
    found = []
    for shown in pages.values():
        show(page, shown)
        for _ in range(STEPS):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None:
                break
            if not focus[1]:
                found.append(f"{shown.name}: {focus[0]}")
    assert found == []


@pytest.mark.parametrize(
    ("name", "direction"),
    [("reading-arabic", "rtl"), ("reading-hebrew", "rtl"), ("reading-japanese", "ltr"), ("reading-long", "ltr")],
)
def test_a_story_is_read_from_its_own_side(page: Page, pages: dict[str, Shown], name: str, direction: str) -> None:
    show(page, pages[name])
    said = page.locator(".prose").evaluate_all("all => all.map(one => getComputedStyle(one).direction)")
    assert said == [direction]


def test_lines_of_a_file_are_read_from_their_own_side(page: Page, pages: dict[str, Shown]) -> None:
    show(page, pages["preview-rtl"])
    lines = page.locator(".line p, .opening")
    said = lines.evaluate_all("all => all.map(one => getComputedStyle(one).direction)")
    assert said
    assert set(said) == {"rtl"}

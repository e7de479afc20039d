"""Remake the README's picture: a story of the demo, open in a real browser. Run it with `make shots`."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Page

from tests.archive import ROOT, Archive
from tests.browser import DESKTOP, browser

PICTURE = ROOT / "docs" / "pictures" / "reading.png"
STORY = "What the Weather Owes"


def wait_for_fonts(home: Path, within: float = 180) -> None:
    """Pages show their own typefaces once these are cut."""
    until = time.monotonic() + within
    while not list((home / "fonts").glob("fonts-*.css")):
        if time.monotonic() > until:
            raise SystemExit("The typefaces were not cut in time.")
        time.sleep(1)


def open_story(page: Page, archive: Archive) -> None:
    """Sign in and open the story to read."""
    page.goto(archive.sign_in)
    page.goto(archive.address + "/")
    page.get_by_role("link", name=STORY).first.click()
    page.get_by_role("link", name=re.compile("Start reading|Read")).first.click()
    page.evaluate("document.fonts.ready")


def main() -> None:
    """Start a demo archive, take the picture, stop it."""
    with tempfile.TemporaryDirectory() as folder, browser() as chrome:
        archive = Archive(Path(folder) / "home", options=("--demo",)).start(within=120)
        try:
            wait_for_fonts(archive.home)
            page = chrome.new_page(viewport=DESKTOP)
            open_story(page, archive)
            PICTURE.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURE)
        finally:
            archive.stop()
    print(f"{PICTURE.relative_to(ROOT)} is remade.")


if __name__ == "__main__":
    main()

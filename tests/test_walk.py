"""The whole way: drop a file, mend it, keep it, read it, carry it away; by mouse, by keyboard, without JavaScript.

Each walk leaves pictures in tests/shots for a person to look at, and meets no request to another host.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.archive import Archive
from tests.browser import DESKTOP, PHONE, browser, shot, violations

# Like the files of this field: no title, no creator, the note fused to the story, a link that is gone.
LOST = """The lovely drawing this was inspired by can be found on Tumblr; there used to be a link on my profile.
The title comes from 'Nine Winters Down' by Nan Carrick.
The lamp had been out for nine winters when Wren came up the stair with a new wick in her pocket.
Nobody had asked her to. Nobody had asked her not to, either, and in Harrow Lock that was as good as a blessing.
"You'll wake the river," Tam said from the doorway.
"Good," said Wren, and struck the match.
It caught on the third try. Below them the whole slow water turned the colour of tea, and looked up, and was pleased.
"""


expect.set_options(timeout=30_000)  # a busy machine is no failure


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(chrome: Browser, archive: Archive) -> dict:
    """The cookies of a keeper who used the first link."""
    context = chrome.new_context()
    page = context.new_page()
    page.goto(archive.sign_in)
    expect(page.get_by_role("link", name="Bring in").first).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


class Walk:
    """One browser window, watched for requests to other hosts and for errors in its console."""

    def __init__(self, context: BrowserContext, archive: Archive, name: str) -> None:
        self.archive, self.name = archive, name
        self.page: Page = context.new_page()
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self._seen(request.url))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _seen(self, url: str) -> None:
        if not url.startswith((self.archive.address, "data:", "blob:", "about:")):
            self.elsewhere.append(url)

    def look(self, what: str) -> None:
        """Check the page as it is and leave its pictures: phone and desktop, light and dark."""
        assert violations(self.page) == []
        for size, viewport in (("phone", PHONE), ("desktop", DESKTOP)):
            self.page.set_viewport_size(viewport)
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what} is too wide"
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                shot(self.page, f"{self.name}-{what}-{size}-{scheme}")
        assert violations(self.page) == []
        self.page.emulate_media(color_scheme="light")

    def done(self) -> None:
        assert self.elsewhere == []
        assert self.errors == []


@pytest.fixture(params=["mouse", "keyboard", "without-javascript"])
def walk(request: pytest.FixtureRequest, chrome: Browser, archive: Archive, signed_in: dict) -> Iterator[Walk]:
    context = chrome.new_context(
        storage_state=signed_in,
        viewport=DESKTOP,
        java_script_enabled=request.param != "without-javascript",
        accept_downloads=True,
    )
    yield Walk(context, archive, request.param)
    context.close()


def press(page: Page, name: str | re.Pattern[str], key: str = "Enter") -> None:
    """Reach a control with the Tab key alone, as someone without a mouse does, and press it."""
    for _ in range(300):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(() => { const e = document.activeElement; return (e.getAttribute('aria-label')"
            " || e.labels?.[0]?.innerText || e.innerText || e.value || '').trim() })()"
        )
        if name.fullmatch(said) if isinstance(name, re.Pattern) else said == name:
            page.keyboard.press(key)
            return
    raise AssertionError(f"The Tab key never reached {name!r}")


def use(walk: Walk, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
    """Press a control in the walk's own way."""
    if walk.name == "keyboard":
        press(walk.page, name, key)
    else:
        walk.page.get_by_role(role, name=name).first.click()


def fill(walk: Walk, label: str, text: str) -> None:
    """Type into a field in the walk's own way."""
    if walk.name == "keyboard":
        press(walk.page, label, "End")
        walk.page.keyboard.type(text)
    else:
        walk.page.get_by_label(label, exact=True).first.fill(text)


def test_a_lost_story_is_made_whole_and_carried_away(walk: Walk, tmp_path: Path) -> None:
    page, text = walk.page, LOST.replace("nine winters", f"nine winters, {walk.name},")
    page.goto(walk.archive.address + "/")
    use(walk, "link", "Bring in")
    page.wait_for_url("**/bring-in/")
    if walk.name != "without-javascript":
        walk.look("bring-in")
    file = {"name": f"lamp_{walk.name}.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    if walk.name == "without-javascript":
        page.get_by_role("button", name="Bring them in").click()
    else:
        expect(page.get_by_role("link", name=re.compile("Look it over"))).to_be_visible()
        use(walk, "link", re.compile(r"Look it over.*", re.DOTALL))
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this how it goes together?")
    if walk.name != "without-javascript":
        walk.look("preview")

    # The first line of the story is put into the note and back again: edges move both ways.
    expect(page.locator(".line.is-note")).to_have_count(2)
    if walk.name == "keyboard":
        press(page, re.compile("Edge between note and story.*", re.DOTALL), "ArrowDown")
        expect(page.locator(".line.is-note")).to_have_count(3)
        page.keyboard.press("ArrowUp")
    else:
        page.get_by_role("button", name="begins a line later").first.click()
        expect(page.locator(".line.is-note")).to_have_count(3)
        page.get_by_role("button", name="begins a line earlier").first.click()
    expect(page.locator(".line.is-note")).to_have_count(2)

    title = f"Nine Winters Down, {walk.name}"
    if walk.name == "keyboard":
        page.reload()  # a walk by Tab starts at the top of a page
    fill(walk, "Title", title)
    fill(walk, "Creator", "Ada Fenn")
    fill(walk, "Fandom", "Rivers of Harrow")
    cards = page.locator("li.credit")
    expect(cards).to_have_count(2)
    if walk.name == "keyboard":
        for _ in range(2):
            press(page, "Decide later", "ArrowLeft")
            page.keyboard.press("ArrowLeft")
    else:
        for number in range(2):
            cards.nth(number).get_by_text("Accept", exact=True).click()
    use(walk, "button", "Keep it whole")

    page.wait_for_url("**/works/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.get_by_text("Address not known").first).to_be_visible()
    if walk.name != "without-javascript":
        walk.look("work")
    work = page.url

    use(walk, "link", re.compile(r"(Start reading|Read|Read it)"))
    expect(page.locator(".prose").first).to_contain_text("struck the match")
    expect(page.locator("main")).to_contain_text("there used to be a link on my profile")
    if walk.name != "without-javascript":
        walk.look("reading")

    page.goto(work)
    with page.expect_download() as download:
        if walk.name == "keyboard":
            press(page, re.compile("EPUB.*", re.DOTALL))
        else:
            page.get_by_role("link", name=re.compile("EPUB")).first.click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as book:
        pages = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert title in pages
    assert "there used to be a link on my profile" in pages
    assert "Nan Carrick" in pages
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(re.escape(file["name"]))).first.click()
    assert Path(download.value.path()).read_bytes() == text.encode()

    page.goto(walk.archive.address + "/")
    expect(page.get_by_role("link", name=title).first).to_be_visible()
    if walk.name != "without-javascript":
        walk.look("shelf")
    walk.done()


def test_files_that_are_dropped_come_in(chrome: Browser, archive: Archive, signed_in: dict) -> None:
    context = chrome.new_context(storage_state=signed_in, viewport=DESKTOP)
    walk = Walk(context, archive, "drop")
    walk.page.goto(archive.address + "/bring-in/")
    walk.page.evaluate(
        """([name, text]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([text], name, {type: "text/plain"}));
            carried.items.add(new File([new Uint8Array([0, 1, 2, 3, 0, 0])], "picture.bin"));
            for (const kind of ["dragenter", "dragover", "drop"])
                document.getElementById("bring-in").dispatchEvent(
                    new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
        }""",
        ["dropped.txt", LOST],
    )
    expect(walk.page.get_by_role("link", name=re.compile("dropped.txt"))).to_be_visible()
    expect(walk.page.locator("li.file.refused")).to_contain_text("picture.bin")
    walk.done()
    context.close()


@pytest.mark.parametrize("path", ["/nowhere", "/works/0000000000zz", "/works/7zk4m2q9c1x3"])
def test_what_is_not_there_has_a_kind_page(chrome: Browser, archive: Archive, signed_in: dict, path: str) -> None:
    context = chrome.new_context(storage_state=signed_in, viewport=PHONE)
    page = context.new_page()
    answer = page.goto(archive.address + path)
    assert answer is not None
    assert answer.status == 404
    assert violations(page) == []
    assert page.get_by_role("heading", level=1).inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, "not-there-phone-light")
    context.close()


def test_a_stranger_sees_nothing_of_a_private_shelf(chrome: Browser, archive: Archive, signed_in: dict) -> None:
    inside = chrome.new_context(storage_state=signed_in)
    page = inside.new_page()
    page.goto(archive.address + "/")
    links = page.locator('a[href^="/works/"]')
    works = links.evaluate_all("all => all.map(a => a.href)")
    inside.close()
    assert works
    outside = chrome.new_context()
    for address in [*works, archive.address + "/bring-in/"]:
        answer = outside.request.get(address, max_redirects=0)
        assert answer.status in (302, 404), address
        assert "Winters" not in answer.text()
    outside.close()

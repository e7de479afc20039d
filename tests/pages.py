"""Every page of an archive, gathered once as its keeper meets it: empty and full, well and ill, in four scripts.

A page is kept as the answer that the archive gave, and shown from that: so the page after a form, which has no
address of its own, can be looked at in every theme and width like any other, and none is drawn twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Response, Route

from retold.interfaces.web.frame.fonts import RANGES, _sheet
from tests.archive import Archive, retold

THEMES = ("light", "sepia", "dark", "black")
WIDTHS = {"phone": 360, "tablet": 800, "desktop": 1280}

ARABIC = """---
title: الجسر الذي لا ينام
author: سلمى الحداد
fandom: حكايات النهر
language: ar
tags: [شتاء, رسائل لم تُرسل]
relationships: [ليلى/نادر]
summary: رسالة واحدة تعبر النهر كل ليلة، ولا أحد يعرف من كتبها.
---

مستوحاة من لوحة رسمتها Cleo Marsh على Tumblr.

## الضفة الأولى

قالت ليلى: «لن يعود الماء كما كان»، ثم أغلقت الدفتر رقم 14 ووضعته تحت الوسادة.

لم يجب نادر. كان يعدّ الخطوات بين الباب والجسر، كما كان يفعل كل مساء.

## الضفة الثانية

في الصباح وجدا الرسالة مبللة، وكان اسم الكاتب قد ذاب.
"""
HEBREW = """הפנס שעל הגשר

מאת נועה ברק

הפנס כבה בשעה ארבע לפנות בוקר, ואיש בכפר לא שם לב.

"מישהו צריך לעלות," אמרה תמר, ולקחה את המפתח מן המסמר.
"""
JAPANESE = """---
title: 灯台守と、帰らない九つの冬についての長い長い覚え書き
author: 秋月 澪
fandom: 川の物語
language: ja
tags: [切ない, 冬, 手紙]
relationships: [レン/タム]
summary: 九つの冬のあいだ、灯りは消えたままだった。
---

Ben Oakeさんの絵に触発されて書きました。

レンが新しい芯をポケットに入れて階段を上がってきたとき、灯りはもう九度の冬のあいだ消えたままだった。誰も彼女に頼まなかったし、誰も止めなかった。

「川を起こしてしまうよ」と、戸口からタムが言った。

「いいの」とレンは言って、マッチを擦った。
"""
CHINESE = """渡口的账本

作者：沈青

渡口的钟从春天起就没有响过。今天它响了一次，整个下城的人都停下手里的活，竖起耳朵听。

“那是没有人，”船夫的妹妹说着，披上了外衣。
"""
# No title, no creator, the note fused to the story, two credits in it: what a keeper mends.
LOST = """The lovely drawing this was inspired by can be found on Tumblr; there used to be a link on my profile.
The title comes from 'Nine Winters Down' by Nan Carrick.
The lamp had been out for nine winters when Wren came up the stair with a new wick in her pocket.
"You'll wake the river," Tam said from the doorway.
"Good," said Wren, and struck the match.
"""
# What no page may be pushed wide by.
LONG = """---
title: Antidisestablishmentarianismantidisestablishmentarianism and the Very Long Title That Goes On After It
author: [A_creator_whose_name_is_one_long_word_without_any_spaces, Ben Oake, Cleo Marsh]
fandom: [Rivers of Harrow, The_Other_Fandom_That_Was_Named_By_Somebody_Who_Hated_Spaces]
tags: [a tag that is nearly a sentence and was meant to be one by whoever wrote it down here, short]
rating: Explicit
warnings: [Graphic Depictions Of Violence, Major Character Death]
categories: [Gen, F/F]
---

Inspired by the art at https://art.example.org/an/address/that/is/much/longer/than/any/column/could/ever/be/wide.html

| one | two | three | four | five | six | seven |
|---|---|---|---|---|---|---|
| a-long-word-in-a-table | another-long-word | and-a-third | and-a-fourth | a-fifth | a-sixth | a-seventh |

She said Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and sat down.

* * *

    a line of a letter that is set as it was typed and is longer than a phone is wide, by far

> A quotation stands here.
"""
LONG_FILE = "\n\n".join(["Author's note: for Ada, who asked.", *(f"Hour {hour} of the night." for hour in range(160))])
UNREADABLE = bytes(range(32)) * 4

STOCK = {"arabic.md": ARABIC, "hebrew.txt": HEBREW, "japanese.md": JAPANESE, "chinese.txt": CHINESE, "long.md": LONG}
# In the order in which they are looked over: a file with credits, one that is folded, one that is read from the right.
BROUGHT = {
    "lamp.txt": LOST.encode(),
    "long_night.txt": LONG_FILE.encode(),
    "draft.md": ARABIC.encode()[-400:],
    "picture.bin": UNREADABLE,
}


@dataclass(frozen=True)
class Shown:
    """A page as it was answered: where, and with what."""

    name: str
    url: str
    status: int
    headers: dict[str, str]
    html: str


def spare_the_fonts(archive: Archive) -> None:
    """Give an archive a sheet of no typefaces: cutting them takes longer than all pages do."""
    fonts = archive.home / "fonts"
    fonts.mkdir(parents=True)
    (fonts / _sheet(*RANGES)).touch()


class Gallery:
    """Walks an archive as one person, without JavaScript, and keeps the pages that it is told to."""

    def __init__(self, archive: Archive, chrome: Browser, pages: dict[str, Shown]) -> None:
        self.archive, self.pages = archive, pages
        self.page: Page = chrome.new_context(java_script_enabled=False).new_page()

    def open(self, name: str, path: str) -> None:
        """Keep the page at a path."""
        self.keep(name, self.page.goto(self.archive.address + path))

    def press(self, button: str, name: str = "", role: str = "button") -> None:
        """Press a button of the page, and keep the page that it leads to, if that gets a name."""
        with self.page.expect_navigation() as waited:
            self.page.get_by_role(role, name=button).first.click()  # type: ignore[arg-type]
        if name:
            self.keep(name, waited.value)

    def keep(self, name: str, answer: Response | None) -> None:
        """Keep an answer under a name of its own."""
        assert answer is not None
        assert name not in self.pages, name
        # Of a page it is enough: no answer is compressed or partial once it is text.
        kept = ("content-type", "content-security-policy")
        headers = {key: value for key, value in answer.headers.items() if key in kept}
        self.pages[name] = Shown(name, answer.url, answer.status, headers, answer.text())

    def close(self) -> None:
        """Leave."""
        self.page.context.close()


def gather(archive: Archive, chrome: Browser) -> dict[str, Shown]:
    """Fill an empty archive by its own forms, and keep each kind of page on the way."""
    pages: dict[str, Shown] = {}
    outside, inside = Gallery(archive, chrome, pages), Gallery(archive, chrome, pages)
    _outside(outside)
    inside.page.goto(archive.sign_in)
    for name, path in (("shelf-empty", "/"), ("bring-in-empty", "/bring-in/"), ("removed-empty", "/removed")):
        inside.open(name, path)
    _stock(archive)
    _bring_in(inside)
    _mend(inside)
    _take_off(inside)
    _read(inside)
    _account(inside)
    outside.close()
    inside.close()
    return pages


def _outside(walk: Gallery) -> None:
    walk.open("shelf-outside", "/")
    walk.open("settings-outside", "/settings")
    walk.open("sign-in", "/account/login/")
    walk.page.get_by_label("Email").fill("ada@example.org")
    walk.page.get_by_label("Password").fill("not this one")
    walk.press("Sign in", "sign-in-wrong")
    walk.open("sign-up", "/account/signup/")
    walk.open("password-forgotten", "/account/password/reset/")
    walk.open("error-404-outside", "/nowhere")
    walk.open("sign-in-link-spent", "/sign-in/MQ/spent/")


def _stock(archive: Archive) -> None:
    folder = archive.home.with_name("stories")
    folder.mkdir()
    for name, text in STOCK.items():
        (folder / name).write_text(text, "utf-8")
    retold(archive.home, "add", str(folder))


def _bring_in(walk: Gallery) -> None:
    """Files that wait, one that is refused, one with more lines than are shown at once."""
    walk.page.goto(walk.archive.address + "/bring-in/")
    files = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in BROUGHT.items()]
    walk.page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    walk.press("Bring them in", "brought-in")
    job = walk.page.url
    for number, name in enumerate(("preview", "preview-long", "preview-rtl"), 1):
        walk.keep(name, walk.page.goto(f"{job}{number}/"))
    walk.press("Not now")
    walk.open("bring-in-waiting", "/bring-in/")
    walk.page.goto(f"{job}1/")
    walk.press("Keep it whole", "work-bare")


def _mend(walk: Gallery) -> None:
    """The work that says nothing of itself: decided on, mended, changed back."""
    walk.press("Mend", "mend-bare", "link")
    mend = walk.page.url
    walk.page.get_by_label("Title", exact=True).fill("Nine Winters Down")
    walk.page.get_by_label("Fandom", exact=True).fill("Rivers of Harrow")
    cards = walk.page.locator("li.credit")
    cards.nth(0).get_by_text("Accept", exact=True).click()
    cards.nth(1).get_by_text("Refuse", exact=True).click()
    walk.press("Save", "work-mended")
    walk.keep("mend", walk.page.goto(mend))
    walk.page.get_by_label("Title", exact=True).fill("")
    walk.page.get_by_text("Everyone", exact=True).click()
    walk.press("Save", "mend-refused")
    work = mend.removesuffix("/mend")
    walk.keep("history", walk.page.goto(work + "/history"))
    walk.keep("credits", walk.page.goto(work + "/credits"))


def _take_off(walk: Gallery) -> None:
    walk.page.goto(walk.archive.address + "/")
    walk.press("Nine Winters Down", role="link")
    walk.press("Take it off the shelf", "taken-off")
    walk.open("removed", "/removed")
    walk.press("Put it back", "put-back")
    walk.page.goto(walk.archive.address + "/")
    walk.press("渡口的账本", role="link")
    walk.press("Take it off the shelf")


def _read(walk: Gallery) -> None:
    walk.open("shelf", "/")
    for name, title in (("arabic", "الجسر"), ("hebrew", "Untitled"), ("japanese", "灯台守"), ("long", "Antidis")):
        walk.page.goto(walk.archive.address + "/")
        walk.press(title, f"work-{name}", "link")
        walk.press("Read", f"reading-{name}", "link")
        if name == "arabic":
            walk.press("The entire work", "reading-entire", "link")


def _account(walk: Gallery) -> None:
    for name, path in (
        ("settings", "/settings"),
        ("health", "/health"),
        ("password", "/account/password/set/"),
        ("email", "/account/email/"),
        ("second-step", "/account/2fa/"),
        ("second-step-on", "/account/2fa/totp/activate/"),
        ("sign-out", "/account/logout/"),
        ("error-404", "/works/7zk4m2q9c1x3"),
    ):
        walk.open(name, path)


def show(page: Page, shown: Shown) -> None:
    """Open a page that was kept, in a browser that may be anybody's."""

    def answer(route: Route) -> None:
        route.fulfill(status=shown.status, headers=shown.headers, body=shown.html)

    page.route(shown.url, answer, times=1)
    page.goto(shown.url)

"""Hostile files in a real browser: whatever comes in, no page runs it, and nothing is asked of another host."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.archive import Archive, lines, retold
from tests.browser import browser

OUTSIDE = "http://192.0.2.1"
HOSTILE = (
    "<script>window.__pwn=1</script>",
    "<img src=x onerror=window.__pwn=1>",
    f"<img src='{OUTSIDE}/pixel.gif' alt='a picture'>",
    "<svg onload=window.__pwn=1><animate onbegin=window.__pwn=1 attributeName=x dur=1s></svg>",
    "<svg><script>window.__pwn=1</script></svg>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=window.__pwn=1></annotation-xml></math>",
    "<a href='javascript:window.__pwn=1'>link</a><a href='jav&#x09;ascript:window.__pwn=1'>link</a>",
    "<a href=' &#14; javascript:window.__pwn=1'>link</a>",
    "<iframe src='javascript:parent.__pwn=1'></iframe><iframe srcdoc='<script>parent.__pwn=1</script>'></iframe>",
    f"<link rel=stylesheet href='{OUTSIDE}/a.css'><style>@import '{OUTSIDE}/b.css'; p{{color:url({OUTSIDE})}}</style>",
    f"<p style=\"background:url('{OUTSIDE}/d')\">styled</p>",
    "<form action='/works/x/remove' method=post><input name=csrfmiddlewaretoken value=x><button>Press</button></form>",
    "<p id=csrfmiddlewaretoken name=forms>clobber</p><a id=main name=body>clobber</a>",
    "<noscript><p title='</noscript><img src=x onerror=window.__pwn=1>'></noscript>",
    "<template><img src=x onerror=window.__pwn=1></template><xmp><img src=x onerror=window.__pwn=1></xmp>",
    "<table><td background=javascript:window.__pwn=1><body onload=window.__pwn=1><details open ontoggle=__pwn=1>",
    "<video><source onerror=window.__pwn=1></video><object data='javascript:window.__pwn=1'></object>",
    f"<base href='{OUTSIDE}/'><meta http-equiv=refresh content='0;url={OUTSIDE}/'>",
    "<p>${7*7} {{ 7*7 }} {% now 'Y' %} ]]> --> <![CDATA[ x ]]></p>",
)
TITLE = "</title><img src=x onerror=window.__pwn=1>&quot;'\""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    body = "".join(f"<p>Paragraph {n} of the story, as it stands.</p>{bad}" for n, bad in enumerate(HOSTILE))
    escaped = TITLE.replace("&", "&amp;").replace("<", "&lt;")
    head = f"<head><title>{escaped}</title><meta name=author content='{escaped}'></head>"
    page = f"<html>{head}<body>{body}</body></html>"
    (folder / "page.html").write_text(page, encoding="utf8")
    header = "".join(f"{name}: {TITLE}\n" for name in ("Title", "Author", "Fandom", "Pairing", "Rating", "Summary"))
    note = "A/N: Thanks to <img src=x onerror=window.__pwn=1> for the beta. The title is from '<b>X</b>' by <i>Y</i>."
    story = "\n\n".join(HOSTILE)
    (folder / "story.txt").write_text(f"{header}\n{note}\n\nThe lamp was out.\n\n{story}\n", encoding="utf8")
    (folder / "<img src=x onerror=alert(1)>.txt").write_text("A story of a name.\n\nIt ended well.\n", encoding="utf8")
    return folder


def test_nothing_hostile_runs_on_any_page(tmp_path: Path, hostile: Path) -> None:
    home = tmp_path / "home"
    added = lines(retold(home, "add", str(hostile), "--accept-credits", "--json"))
    assert {line["outcome"] for line in added} == {"added"}
    archive = Archive(home).start()
    try:
        with browser() as chrome:
            page = chrome.new_page()
            outside: list[str] = []
            page.on("request", lambda request: outside.append(request.url) if OUTSIDE in request.url else None)
            page.on("dialog", lambda dialog: (outside.append("dialog"), dialog.dismiss()))
            page.goto(archive.sign_in)
            addresses = ["/", "/bring-in/"]
            for line in added:
                work = f"/works/{line['work']}"
                addresses += [work, work + "/credits", work + "/chapters/1", work + "/entire"]
            for address in addresses:
                page.goto(archive.address + address, wait_until="networkidle")
                expect(page.locator("main")).to_be_visible()
                assert page.evaluate("window.__pwn") is None, address
                found = page.evaluate(
                    "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => [a.name, a.value]))"
                )
                assert [a for a in found if a[0].startswith("on") or a[0] == "style"] == [], address
                assert [a for a in found if re.match(r"\s*(javascript|vbscript|data:text)", a[1], re.I)] == [], address
            assert outside == []
            written = lines(retold(home, "export", "--all", "--format", "html", "--out", str(tmp_path), "--json"))
            for line in written:
                page.goto(Path(line["file"]).as_uri())
                assert page.evaluate("window.__pwn") is None, line["file"]
            assert outside == []
    finally:
        archive.stop()


def test_every_page_is_sent_with_its_safety_headers(archive: Archive) -> None:
    for address in ("/", "/account/login/", "/healthz"):
        with urllib.request.urlopen(archive.address + address) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "default-src" in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"]
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"

"""Headers, errors, fonts: what every page has."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from retold.interfaces.web.frame import fonts
from retold.interfaces.web.tests.people import account, signed_in, work_of

pytestmark = pytest.mark.django_db

# The whole site's addresses and error pages, as configured: the pages themselves know no settings.
urls = importlib.import_module(configured.ROOT_URLCONF)
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def _raises(error: Exception):
    def view(_request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("torn", _raises(SuspiciousOperation())),
    path("closed", _raises(PermissionDenied())),
    path("broken", _raises(RuntimeError("the cause is for the log alone"))),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.mark.parametrize(("where", "status"), [("/torn", 400), ("/closed", 403), ("/nowhere", 404), ("/broken", 500)])
@override_settings(ROOT_URLCONF=__name__)
def test_it_has_a_kind_page_for_every_error(where: str, status: int) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(where)
    assert answer.status_code == status
    page = answer.content.decode()
    assert re.search(r"<h1>[^<]+</h1>\s*<p class=\"lede\">[^<]+\.</p>", page)
    assert "the cause" not in page
    as_json = client.get(where, headers={"accept": "application/json"})
    assert as_json.status_code == status
    assert as_json.json()["error"].endswith(".")


def test_it_explains_a_form_that_has_gone_stale() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("settings"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


@override_settings(RETOLD_UPLOAD_BYTES=1_000_000)
def test_it_refuses_what_is_too_large_before_reading_it() -> None:
    client = signed_in(account())
    answer = client.post(reverse("bring_in"), {}, CONTENT_LENGTH="5000000")
    assert answer.status_code == 413
    assert "up to 1 MB" in answer.content.decode()


def test_it_sends_the_safety_headers_with_every_answer(client: Client) -> None:
    for where in ("/", "/nowhere", reverse("settings"), reverse("health")):
        headers = client.get(where).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert {"frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"} <= set(policy.split("; "))
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-cache"


def test_its_templates_hold_nothing_that_the_policy_forbids() -> None:
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"""\s(style|on[a-z]+)\s*=\s*["']""", text), template
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), template
        assert not re.search(r"""(src|href)=["'](https?:)?//""", text), template


def test_it_escapes_what_people_typed() -> None:
    from dataclasses import replace

    from retold.interfaces.web.tests.people import WEIR
    from retold.manuscript.model import Creator

    ada = account()
    evil = "<script>alert(1)</script>"
    work = work_of(ada, replace(WEIR, title=evil, creators=(Creator(evil),), freeforms=(evil,), fandoms=(evil,)))
    client = signed_in(ada)
    for name, more in (("work", []), ("chapter", [1]), ("entire", []), ("credits", [])):
        assert evil not in client.get(reverse(name, args=[work.pid, *more])).content.decode()
    assert evil not in client.get(reverse("shelf")).content.decode()


def test_it_says_that_it_is_ready(client: Client) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def _one_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FACES", fonts.FACES[3:4])
    monkeypatch.setattr(fonts, "RANGES", {"latin": "U+0041-005A, U+0061-007A", "greek": "U+0370-03FF"})
    fonts._sheet.cache_clear()


def test_it_makes_fonts_once_and_serves_them_for_good(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _one_cut(monkeypatch)
    try:
        folder = configured.RETOLD_HOME / "fonts"
        assert "/fonts/" not in client.get("/").content.decode()
        fonts.make_fonts(folder)
        made = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
        fonts.make_fonts(folder)
        assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == made
        sheet = re.search(r'href="(/fonts/fonts-[0-9a-f]+\.css)"', client.get("/").content.decode())
        assert sheet
        answer = client.get(sheet.group(1))
        assert "immutable" in answer["Cache-Control"]
        [font] = re.findall(r'url\("([^"]+)"\)', answer.getvalue().decode())
        cut = client.get(reverse("font", args=[font]))
        assert cut["Content-Type"] == "font/woff2"
        assert cut.getvalue()[:4] == b"wOF2"
    finally:
        fonts._sheet.cache_clear()


@pytest.mark.parametrize("name", ["secret", "..", "..%2Fsecret", "retold.sqlite3", "a.css"])
def test_it_serves_nothing_but_fonts(client: Client, name: str) -> None:
    (configured.RETOLD_HOME / "secret").write_text("hidden")
    assert client.get(f"/fonts/{name}").status_code == 404

"""The frame's own pages: settings, and the fonts."""

from __future__ import annotations

from django.conf import settings as configured
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from retold.interfaces.web.frame import preferences
from retold.interfaces.web.frame.access import access, keeps

_FOR_GOOD = "public, max-age=31536000, immutable"
_TYPES = {".woff2": "font/woff2", ".css": "text/css; charset=utf-8"}


@access("public", "GET", "POST")
def settings(request: HttpRequest) -> HttpResponse:
    """How pages look, asked and kept in a cookie; the way to the account's own pages."""
    if request.method != "POST":
        return render(request, "frame/settings.html", {"here": "settings", "keeps": keeps(request)})
    chosen = preferences.from_values({name: request.POST[name] for name in request.POST})
    response = _answer(request)
    response.set_cookie(
        preferences.COOKIE,
        chosen.as_cookie(),
        max_age=preferences.COOKIE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    """Nothing for a script, else back to the page that asked."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "settings")


@access("public")
def font(_request: HttpRequest, name: str) -> HttpResponseBase:
    """A cut of a typeface or the sheet that names them; their names carry digests, so they may be kept for good."""
    path = configured.RETOLD_HOME / "fonts" / name
    if path.suffix not in _TYPES or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=_TYPES[path.suffix])
    response.headers["Cache-Control"] = _FOR_GOOD
    return response


@access("public")
def health(_request: HttpRequest) -> JsonResponse:
    """Whether the archive is ready: its database answers (contract.md)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})

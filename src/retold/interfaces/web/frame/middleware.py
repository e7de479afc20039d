"""What every answer carries for safety, and how much a request may bring (safety.md, "Headers/process targets")."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from retold.interfaces.web.frame.errors import too_large

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    # Most pages are one viewer's own: a shared cache keeps none, a browser asks again.
    "Cache-Control": "private, no-cache",
}
_FORM_FIELDS = 1_000_000  # what a form's own fields and the parts' headings may add to a file

Answer = Callable[[HttpRequest], HttpResponseBase]


class SafetyHeaders:
    """Adds the headers to every answer that has not set a stricter or longer-lived one of its own."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class BoundedUploads:
    """Refuses a request that says it is larger than one file may be, before a byte of it is read."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdigit() and int(said) > settings.RETOLD_UPLOAD_BYTES + _FORM_FIELDS:
            return too_large(request)
        return self.answer(request)

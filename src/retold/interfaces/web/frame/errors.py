"""A plain page for every error: what happened, and what to do next."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from retold.interfaces.web.frame.context import frame
from retold.ports.database.trouble import Trouble, trouble_of

logger = logging.getLogger(__name__)

RETRY_AFTER = 10  # seconds: a disk that was full is often freed by then


@dataclass(frozen=True)
class ErrorPage:
    """What a person reads: a heading, what happened and what to do, and whether signing in may help."""

    status: int
    heading: str
    sentence: str
    offer_sign_in: bool = False


BAD_REQUEST = ErrorPage(
    400,
    "That request could not be understood",
    "Something in it was torn or out of place. Go back, load the page again, and repeat what you did.",
)
FORBIDDEN = ErrorPage(
    403,
    "This is not open to you",
    "Your account may not do that. If you have another account here, sign in with it.",
    offer_sign_in=True,
)
NOT_FOUND = ErrorPage(
    404,
    "There is nothing here that you can see",
    "The address may be mistyped, the page may be gone, or it may be open only to people who are signed in.",
    offer_sign_in=True,
)
METHOD_NOT_ALLOWED = ErrorPage(
    405,
    "This address cannot be used that way",
    "Go back to the page that you came from and use its own links and buttons.",
)
SERVER_ERROR = ErrorPage(
    500,
    "Something here broke",
    "It is our fault and it has been written to the log. Nothing that was kept before is lost; try again in a moment.",
)
CSRF_FAILURE = ErrorPage(
    403,
    "That form had gone stale",
    "It was opened before you last signed in or out, or your browser keeps no cookies for this place. "
    "Go back, load the page again, and send it once more.",
)


def page(request: HttpRequest, error: ErrorPage) -> HttpResponse:
    """The error as a page in the frame; as JSON for a script that asked for it."""
    if _wants_json(request):
        return _json(error)
    return HttpResponse(render_to_string("frame/error.html", {"error": error}, request=request), status=error.status)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _json(error: ErrorPage) -> JsonResponse:
    return JsonResponse({"error": f"{error.heading}. {error.sentence}"}, status=error.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  (Django passes it)
    """Django's handler400."""
    return page(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  (Django passes it)
    """Django's handler403."""
    return page(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  (Django passes it)
    """Django's handler404: what is hidden and what is not there look the same."""
    return page(request, NOT_FOUND)


def method_not_allowed(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    """The answer to a method that a view has not declared."""
    response = page(request, METHOD_NOT_ALLOWED)
    response.headers["Allow"] = ", ".join(allowed)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """The answer to an upload beyond the archive's limit."""
    megabytes = settings.RETOLD_UPLOAD_BYTES // 1_000_000
    error = ErrorPage(
        413,
        "That is more than can come in at once",
        f"One file may be up to {megabytes} MB. Send the files one by one, or split the largest.",
    )
    return page(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: drawn without the database or the account, since either may be what broke."""
    trouble = trouble_of(sys.exc_info()[1])
    error = SERVER_ERROR if trouble is None else _in_trouble(trouble)
    response: HttpResponse
    if _wants_json(request):
        response = _json(error)
    else:
        html = render_to_string("frame/error.html", {"error": error, **frame(request)})
        response = HttpResponse(html, status=error.status)
    if trouble is not None:
        # The next request opens the database anew: a connection that met a failing disk may stay broken.
        connection.close()
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _in_trouble(trouble: Trouble) -> ErrorPage:
    return ErrorPage(507 if trouble.no_room else 503, "This could not be kept just now", trouble.sentence)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token: the cause goes to the log, the remedy to the person."""
    logger.warning("Form refused at %r: %s", request.path, reason)
    return page(request, CSRF_FAILURE)

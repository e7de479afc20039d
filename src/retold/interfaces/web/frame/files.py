"""Files that came in from elsewhere, handed out so that a browser can do nothing with them but show or save them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from retold.lib import pictures

# What came in from elsewhere is handed out as a file, and were a browser to show it, it could do nothing.
SANDBOX = "default-src 'none'; sandbox"
# Drawings say in themselves how they look.
_PICTURE_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def file_response(name: str, data: bytes, media_type: str) -> HttpResponse:
    """A file to save under a name."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def picture_response(data: bytes | None) -> HttpResponse:
    """A picture to show, called what its own bytes say it is. Raises Http404 for anything that is none."""
    kind = pictures.media_type(data) if data else None
    if data is None or kind is None:
        raise Http404
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = _PICTURE_SANDBOX
    return response

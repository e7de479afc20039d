"""Every address of the archive: each interface brings its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("retold.interfaces.web.urls")),
]

handler400 = "retold.interfaces.web.frame.errors.bad_request"
handler403 = "retold.interfaces.web.frame.errors.forbidden"
handler404 = "retold.interfaces.web.frame.errors.not_found"
handler500 = "retold.interfaces.web.frame.errors.server_error"

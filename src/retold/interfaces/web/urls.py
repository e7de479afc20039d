"""The addresses of the pages; each view declares who may open it (`retold.interfaces.web.frame.access`)."""

from __future__ import annotations

from django.urls import include, path, register_converter

from retold.interfaces.web.converters import PublicId
from retold.interfaces.web.copies import views as copies
from retold.interfaces.web.frame import views as frame
from retold.interfaces.web.health import views as health
from retold.interfaces.web.importing import by_address, runs
from retold.interfaces.web.importing import views as importing
from retold.interfaces.web.importing.collection import collection
from retold.interfaces.web.mending import views as mending
from retold.interfaces.web.reading import views as reading
from retold.interfaces.web.shelf import views as shelf
from retold.interfaces.web.works import views as works

register_converter(PublicId, "pid")

urlpatterns = [
    path("", shelf.shelf, name="shelf"),
    path("removed", shelf.removed, name="removed"),
    path("bring-in/", importing.bring_in, name="bring_in"),
    path("bring-in/address", by_address.ask, name="ask_address"),
    path("bring-in/library", collection, name="collection"),
    path("bring-in/<pid:pid>/", importing.job, name="job"),
    path("bring-in/<pid:pid>/report.<str:format>", runs.report, name="run_report"),
    path("bring-in/<pid:pid>/<int:rank>/again", by_address.ask_again, name="ask_again"),
    path("bring-in/<pid:pid>/<int:rank>/", importing.preview, name="preview"),
    path("bring-in/<pid:pid>/<int:rank>/assets/<str:name>", importing.preview_picture, name="preview_picture"),
    path("works/<pid:pid>", works.work, name="work"),
    path("works/<pid:pid>/credits", works.credits, name="credits"),
    path("works/<pid:pid>/mend", mending.mend, name="mend"),
    path("works/<pid:pid>/history", mending.history, name="history"),
    path("works/<pid:pid>/copies", copies.copies, name="copies"),
    path("works/<pid:pid>/copies/compare", copies.compare, name="compare"),
    path("works/<pid:pid>/copies/join", copies.join, name="join"),
    path("works/<pid:pid>/copies/apart", copies.apart, name="apart"),
    path("works/<pid:pid>/copies/part", copies.part, name="part"),
    path("works/<pid:pid>/copies/undo", copies.undo, name="undo_copies"),
    path("works/<pid:pid>/copies/<int:copy>/chapters/<int:number>", copies.chapter, name="copy_chapter"),
    path("works/<pid:pid>/chapters/<int:number>", reading.chapter, name="chapter"),
    path("works/<pid:pid>/entire", reading.entire, name="entire"),
    path("works/<pid:pid>/download/<str:format>", works.download, name="download"),
    path("works/<pid:pid>/originals/<int:number>", works.original, name="original"),
    path("works/<pid:pid>/assets/<str:name>", works.picture, name="picture"),
    path("works/<pid:pid>/newer", by_address.look_for_newer, name="look_for_newer"),
    path("works/<pid:pid>/remove", works.remove, name="remove_work"),
    path("works/<pid:pid>/restore", works.restore, name="restore_work"),
    path("settings", frame.settings, name="settings"),
    path("fonts/<str:name>", frame.font, name="font"),
    path("health", health.page, name="health_page"),
    path("metrics", health.metrics, name="metrics"),
    path("healthz", frame.health, name="health"),
    path("", include("retold.interfaces.web.people.urls")),
]

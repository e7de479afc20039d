"""The page of what a work's fields said before, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from retold.catalog.desk.history import ChangeLine, FieldChange, HistoryPage
from retold.interfaces.web.mending.fields import fields_of
from retold.interfaces.web.works import showing
from retold.lib import public_ids
from retold.manuscript import markup
from retold.manuscript.language import language_name
from retold.manuscript.model import Manuscript

_MARKUP = ("summary", "notes_before", "notes_after")


@dataclass(frozen=True)
class ShownField:
    """A field that was changed: its label, what it said, and what it was made to say; "" for nothing."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownChange:
    """A change: when and whose, until when it can be undone, and its fields. `whole`: several can go back at once."""

    key: str
    said: str
    until: str
    fields: tuple[ShownField, ...]
    whole: bool


@dataclass(frozen=True)
class History:
    """All of the page."""

    title: str
    href: str
    work_href: str
    mend_href: str
    changes: tuple[ShownChange, ...]


def history_of(page: HistoryPage) -> History:
    """The page in words."""
    labels = labels_of_fields()
    return History(
        title=showing.title_of(page.title),
        href=reverse("history", args=[page.pid]),
        work_href=reverse("work", args=[page.pid]),
        mend_href=reverse("mend", args=[page.pid]),
        changes=tuple(_change(line, labels) for line in page.changes),
    )


def labels_of_fields() -> Mapping[str, str]:
    """The labels of the fields as the form has them."""
    return {field.name: field.label for field in fields_of(Manuscript(chapters=()))}


def _change(line: ChangeLine, labels: Mapping[str, str]) -> ShownChange:
    by = {True: ", by you", False: ", by another keeper", None: ""}[line.mine]
    return ShownChange(
        key=public_ids.letters(line.pid),
        said=f"{showing.day(line.at)}{by}",
        until=showing.day(line.until),
        fields=tuple(_field(one, labels) for one in line.fields),
        whole=len(line.fields) > 1,
    )


def _field(change: FieldChange, labels: Mapping[str, str]) -> ShownField:
    label = labels.get(change.name, change.name.replace("_", " ").capitalize())
    before, after = (value_in_words(change.name, value) for value in (change.before, change.after))
    return ShownField(change.name, label, before, after)


def value_in_words(name: str, value: Any) -> str:
    """A value of the Manuscript's JSON as a person would say it; "" where there is none."""
    if value in (None, "", [], {}):
        return ""
    if name in _MARKUP:
        return markup.text_of(value)
    if name == "language":
        return language_name(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(_name(one) for one in value)
    return str(value)


def _name(one: Any) -> str:
    return str(one.get("name") or one.get("title") or one) if isinstance(one, dict) else str(one)

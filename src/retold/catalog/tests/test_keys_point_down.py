"""Keys between rooms point down only: what an import check cannot see, because a relation may be a string."""

from __future__ import annotations

import pytest
from django.apps import apps

# Top first. Rooms in one row may not point at each other.
ROWS = (
    ("config",),
    ("interfaces",),
    ("operations",),
    ("finding",),
    ("importing",),
    ("exporting",),
    ("community.notifications",),
    ("community.moderation",),
    ("community.challenges",),
    ("community.collections", "community.social", "community.reading"),
    ("catalog.credits",),
    ("catalog.works",),
    ("catalog.tags",),
    ("catalog.people",),
    ("ports.search", "ports.events", "ports.storage", "ports.fetching"),
)
SIDEWAYS = {"finding", "importing", "exporting"}
LEVELS = {room: level for level, row in enumerate(ROWS) for room in row}


def room_of(module: str) -> str:
    """The room that a module is in: "catalog.works", "importing"."""
    parts = module.split(".")[1:]
    pair = ".".join(parts[:2])
    return pair if pair in LEVELS else parts[0]


def points_down(here: str, there: str) -> bool:
    """Whether a key may lead from one room to another."""
    if here == there:
        return True
    return not {here, there} <= SIDEWAYS and LEVELS[there] > LEVELS[here]


def keys() -> list[tuple[str, str, str]]:
    """Every key of our own: (its name, its room, the room it leads to)."""
    return [
        (f"{model._meta.label}.{field.name}", room_of(model.__module__), room_of(field.related_model.__module__))
        for model in apps.get_models()
        if model.__module__.startswith("retold.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        and field.related_model.__module__.startswith("retold.")
    ]  # fmt: skip


def test_every_key_points_down():
    found = keys()
    assert len(found) > 30
    assert [name for name, here, there in found if not points_down(here, there)] == []


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("catalog.people", "catalog.works"),
        ("catalog.works", "catalog.credits"),
        ("importing", "exporting"),
        ("community.social", "community.reading"),
        ("ports.storage", "ports.events"),
    ],
)
def test_the_check_sees_what_points_up_or_sideways(here, there):
    assert not points_down(here, there)


def test_no_key_is_generic():
    assert not [
        model for model in apps.get_models() if model.__module__.startswith("retold.") and model._meta.private_fields
        and not all(type(field).__name__ == "CompositePrimaryKey" for field in model._meta.private_fields)
    ]  # fmt: skip

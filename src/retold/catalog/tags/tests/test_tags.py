"""Tags: one name of a kind is one tag, in the order asked for."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from retold.catalog.tags.actions import tags_named
from retold.catalog.tags.models import Kind, Tag

pytestmark = pytest.mark.django_db


def test_the_first_spelling_wins_and_the_order_is_kept():
    tags = tags_named(kind=Kind.FREEFORM, names=["Slow Burn", "Ångst", " ", "ANGST", "slow  burn"])
    assert [tag.name for tag in tags] == ["Slow Burn", "Ångst"]
    again = tags_named(kind=Kind.FREEFORM, names=["angst", "SLOW BURN"])
    assert [tag.pk for tag in again] == [tags[1].pk, tags[0].pk]


def test_one_name_of_two_kinds_is_two_tags():
    fandom, character = (tags_named(kind=kind, names=["Harrow"])[0] for kind in (Kind.FANDOM, Kind.CHARACTER))
    assert fandom.pk != character.pk


def test_many_names_take_as_many_queries_as_few():
    for names in (["a"], [f"tag {n}" for n in range(50)]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tags_named(kind=Kind.CHARACTER, names=names)
        assert len(queries) <= 5  # two reads, one write in its own savepoint


def test_a_name_of_any_length_is_kept():
    name = "so long " * 2_000
    assert tags_named(kind=Kind.FREEFORM, names=[name])[0].name == name.strip()


def test_the_schema_itself_refuses_a_second_tag_of_a_fold_and_an_unknown_kind():
    tags_named(kind=Kind.FANDOM, names=["Harrow"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(kind=Kind.FANDOM, name="HARROW")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(kind=9, name="New")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(kind=1, name="Both", canonical=True, unwrangleable=True)

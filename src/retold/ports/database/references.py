"""Which rows nothing holds any more, whoever may point at them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet

AnyModel = TypeVar("AnyModel", bound=Model)


def unheld(rows: QuerySet[AnyModel], *, but_for: Collection[type[Model]] = ()) -> QuerySet[AnyModel]:
    """Those of the rows that no row of any table points at, be it a table of today or one that is made later.

    Rows of the models in `but_for` do not count.
    """
    # With the hidden ones: a key without a way back holds as well as any other.
    for relation in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model not in but_for:
            rows = rows.exclude(_held_by(relation))
    return rows


def _held_by(relation: ForeignObjectRel) -> Exists:
    model = relation.related_model
    assert not isinstance(model, str)  # every model is loaded by the time that rows are asked for
    return Exists(model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))

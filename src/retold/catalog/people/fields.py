"""Columns that every floor of the catalog uses: public ids, and folds that cannot be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

from retold.lib.folding import fold_key
from retold.lib.public_ids import new_pid

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:  # Django's own fields cannot be subscripted.
    _TextField = models.TextField


def public_id() -> models.BigIntegerField[int, int]:
    """The column of a public id (60 random bits; `retold.lib.public_ids`)."""
    return models.BigIntegerField(unique=True, default=new_pid, editable=False)


class FoldField(_TextField):
    """A column that holds the fold of another one, worked out whenever the row is saved.

    `QuerySet.update` goes past it, so a name is changed through `save`.
    """

    def __init__(self, *args: Any, of: str, by: Callable[[str], str] = fold_key, **options: Any) -> None:
        self.of, self.by = of, by
        super().__init__(*args, **{**options, "editable": False})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As migrations write it."""
        name, path, args, options = super().deconstruct()
        del options["editable"]
        return name, path, args, options | {"of": self.of, "by": self.by}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002  (Django's signature)
        """The fold of the other column as it is now."""
        folded = self.by(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, folded)
        return folded

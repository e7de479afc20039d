"""The verbs of tags."""

from __future__ import annotations

from collections.abc import Iterable

from retold.catalog.tags.models import Kind, Tag
from retold.lib.folding import fold_key


def tags_named(*, kind: Kind, names: Iterable[str]) -> list[Tag]:
    """The tags of these names, in their order and each once; those that are not there yet are made.

    The first spelling wins. Names without a letter are left out. Two queries, three where some are new.
    """
    return list(tags_by_fold(kind=kind, names=names).values())


def tags_by_fold(*, kind: Kind, names: Iterable[str]) -> dict[str, Tag]:
    """The same by the fold of their names."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(fold_key(name), name)
    wanted.pop("", None)
    folds = list(wanted)
    found = _found(kind, folds)
    missing = [Tag(kind=kind, name=wanted[fold].strip()) for fold in folds if fold not in found]
    if missing:
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
        found = _found(kind, folds)
    return {fold: found[fold] for fold in folds}


def _found(kind: Kind, folds: list[str]) -> dict[str, Tag]:
    return {tag.fold: tag for tag in Tag.objects.filter(kind=kind, fold__in=folds)}

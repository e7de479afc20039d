"""What the catalog knows of names: the lookup that readers are handed, and its answers kept for reading once more.

Readers are pure: what was previewed is what is accepted. So the answers of the first reading stay with the item
(`report["known"]`), and every later reading is given the same, whatever the catalog has learnt since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from retold.catalog.people.models import Account
from retold.catalog.people.viewers import viewer_for
from retold.catalog.tags.models import Kind, Tag
from retold.catalog.works.models import Tagging
from retold.catalog.works.queries import seen
from retold.catalog.works.settling import TAG_FIELDS
from retold.lib.folding import fold_key

_AT_ONCE = 500


class Known:
    """The kinds of names as one account may know them; `answers` are those given so far, as JSON."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.answers: dict[str, list[str]] = {}

    def __call__(self, names: Sequence[str]) -> Mapping[str, Collection[str]]:
        """The Manuscript's fields in which each name stands elsewhere, for those that are known."""
        self.answers |= kinds_of(names, self._account)
        return {name: self.answers[name] for name in names if name in self.answers}


def remembered(report: Mapping[str, object]) -> Remembered:
    """The lookup that answers as the first reading was answered."""
    answers = report.get("known")
    return Remembered(answers if isinstance(answers, dict) else {})


class Remembered:
    """Answers given before, and no others."""

    def __init__(self, answers: Mapping[str, Collection[str]]) -> None:
        self._answers = answers

    def __call__(self, names: Sequence[str]) -> Mapping[str, Collection[str]]:
        """What was answered for these names."""
        return {name: self._answers[name] for name in names if name in self._answers}


def kinds_of(names: Sequence[str], account: Account) -> dict[str, list[str]]:
    """Names -> the Manuscript's fields of the tags that are called so: canonical ones, and those of works that the
    account may see. One query for 500 names.
    """
    folds = {name: fold_key(name) for name in names}
    wanted = sorted(set(folds.values()) - {""})
    found: dict[str, set[str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for fold, kind in _tags(wanted[start : start + _AT_ONCE], account).values_list("fold", "kind"):
            found.setdefault(fold, set()).add(TAG_FIELDS[Kind(kind)])
    return {name: sorted(found[fold]) for name, fold in folds.items() if fold in found}


def _tags(folds: Sequence[str], account: Account) -> QuerySet[Tag]:
    of_tag = Tagging.objects.filter(tag=OuterRef("pk"))
    told = Q(canonical=True) | Exists(seen(of_tag, viewer_for(account), "work"))
    return Tag.objects.filter(told, kind__in=TAG_FIELDS, fold__in=folds)

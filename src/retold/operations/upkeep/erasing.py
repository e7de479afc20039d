"""Erase works whose 30 days are over, with everything of theirs in every room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from retold.catalog.desk.erasing import erase
from retold.importing.erasing import forget_work

# Every model with a path to a work, and what erasing the work does to its rows. A test walks all models and fails for
# one that is not named here: whoever adds a model decides.
ERASING: Mapping[str, str] = {
    "works.Work": "blanked: the husk stays, so that what others wrote keeps a valid key",
    "works.Access": "deleted",
    "works.Byline": "deleted",
    "works.Change": "deleted",
    "works.Chapter": "deleted",
    "works.Edition": "deleted",
    "works.EditionAsset": "deleted",
    "works.EditionPart": "deleted",
    "works.Likeness": "deleted",
    "works.Mark": "deleted",
    "works.Origin": "deleted",
    "works.Original": "deleted",
    "works.Regrouping": "deleted with the work that has the copies now; kept for one that was joined into another",
    "works.Revision": "deleted",
    "works.SeriesPart": "deleted",
    "works.Tagging": "deleted",
    "works.Tally": "deleted",
    "works.Text": "deleted",
    "credits.Credit": "deleted",
    "credits.ProposalDecision": "deleted",
    "credits.Source": "kept while another work's credit names it",
    "credits.SourceAddress": "kept with its source",
    "importing.Item": "deleted",
    "importing.PrivateNote": "deleted",
}


def erase_work(key: int, *, at: dt.datetime) -> bool:
    """Erase a work in one transaction; False if it was put back meanwhile."""
    with transaction.atomic():
        husk = erase(key, at=at)
        if husk is None:
            return False
        forget_work(husk)
    return True

"""The desk: where whole works come in (`accept`), are mended (`mend`) and go out (`manuscript_of`), and their pages."""

from __future__ import annotations

from retold.catalog.desk.accepting import Accepted, accept, held
from retold.catalog.desk.giving import assets_of, deflated_of, manuscript_of, originals_of, proposals_of, revisions_of
from retold.catalog.desk.many import Arriving, accept_many
from retold.catalog.desk.mending import ChangedMeanwhile, Changes, mend

__all__ = [
    "Accepted",
    "Arriving",
    "ChangedMeanwhile",
    "Changes",
    "accept",
    "accept_many",
    "assets_of",
    "deflated_of",
    "held",
    "manuscript_of",
    "mend",
    "originals_of",
    "proposals_of",
    "revisions_of",
]

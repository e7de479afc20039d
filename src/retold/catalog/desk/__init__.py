"""The desk: where whole works come in (`accept`) and go out (`manuscript_of`), and the pages that show them."""

from __future__ import annotations

from retold.catalog.desk.accepting import Accepted, accept
from retold.catalog.desk.giving import assets_of, deflated_of, manuscript_of, originals_of, proposals_of, revisions_of

__all__ = [
    "Accepted",
    "accept",
    "assets_of",
    "deflated_of",
    "manuscript_of",
    "originals_of",
    "proposals_of",
    "revisions_of",
]

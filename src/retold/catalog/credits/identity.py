"""What a credit says as plain values, and what makes the sources of two credits one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from retold.catalog.credits.models import CreditKind, Medium
from retold.catalog.works.merging import credit_words
from retold.lib.addresses import work_place_of
from retold.lib.folding import bounded, fold
from retold.manuscript import model, serialise

KINDS = {kind.label: kind for kind in CreditKind}
MEDIA = {medium.label: medium for medium in Medium}


def identity_of(credit: model.Credit) -> str | None:
    """What makes two sources one: their address, or medium, title and creator; None if too little is known.

    Two songs of one title by two bands stay two (data-model.md §7).
    """
    place = work_place_of(credit.url)
    if place is not None:
        return bounded(f"url:{place.site}{place.key}")
    title, creator = (fold(part or "").replace("/", "%2F") for part in (credit.title, credit.creator))
    return bounded(f"name:{credit.medium}/{title}/{creator}") if title and creator else None


def plain_credit(credit: model.Credit) -> dict[str, Any]:
    """The credit as the Manuscript's JSON has it, accepted."""
    holder = model.Manuscript(chapters=(), credits=(replace(credit, state="accepted"),))
    plain: dict[str, Any] = serialise.to_json(holder)["credits"][0]
    return plain


def credit_from(plain: dict[str, Any]) -> model.Credit:
    """The reverse of `plain_credit`."""
    return serialise.from_json({"schema": model.SCHEMA, "chapters": [], "credits": [plain]}).credits[0]


def words_digest(credit: model.Credit) -> bytes:
    """The SHA-256 of everything that a credit says: two credits of one work with one digest are one."""
    return hashlib.sha256(json.dumps(credit_words(credit)).encode("ascii")).digest()

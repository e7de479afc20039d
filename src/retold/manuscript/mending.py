"""What a person changes on a Manuscript, as plain values, and what comes of it: fields typed over, credits decided on.

Pure: the preview of a file and the page that mends a kept work both ask and apply in these terms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from retold.manuscript import markup
from retold.manuscript.model import Creator, Credit, Manuscript

Decision = Literal["accept", "refuse", "later"]

# What a keeper may fill in or change: a text, or a list of names.
TEXT_FIELDS = ("title", "language", "rating", "summary")
LIST_FIELDS = ("creators", "fandoms", "relationships", "characters", "freeforms", "warnings", "categories")


@dataclass(frozen=True)
class CreditMend:
    """What was decided on one proposed credit, and its fields as mended (None: as proposed)."""

    decision: Decision = "later"
    kind: str | None = None
    medium: str | None = None
    title: str | None = None
    creator: str | None = None
    place: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Proposal:
    """One proposed credit as mended so far, and what was decided on it; `key` is that of the credit as proposed."""

    key: str
    credit: Credit
    decision: Decision


def credit_key(credit: Credit) -> str:
    """A short name for a proposal that stays the same while its kind and words do."""
    said = "\x1f".join((credit.kind, credit.evidence or "", credit.title or "", credit.creator or ""))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def with_fields(manuscript: Manuscript, changed: Mapping[str, Any]) -> Manuscript:
    """The Manuscript with fields typed over; `changed` holds text or names by field, an empty one is None."""
    values: dict[str, Any] = {name: changed[name] or None for name in TEXT_FIELDS if name in changed}
    if values.get("summary"):
        values["summary"] = _summary(manuscript, values["summary"])
    values |= {name: tuple(changed[name]) for name in LIST_FIELDS if name in changed}
    if "creators" in values:
        values["creators"] = _creators(manuscript, values["creators"])
    return replace(manuscript, **values)


def _summary(manuscript: Manuscript, typed: str) -> str:
    """What was typed, unless it is what the file says already: then the file's own emphasis stays."""
    if manuscript.summary and markup.text_of(manuscript.summary).split() == typed.split():
        return manuscript.summary
    return markup.paragraphs(line for line in typed.splitlines() if line.strip())


def _creators(manuscript: Manuscript, names: Sequence[str]) -> tuple[Creator, ...]:
    """The named creators; one that the file names already keeps its role and address."""
    known = {creator.name: creator for creator in manuscript.creators}
    return tuple(known.get(name) or Creator(name) for name in names)


def mended_credit(credit: Credit, mend: CreditMend) -> Credit:
    """The credit with the fields that were typed over it; an emptied field is None, a kind is never empty."""
    typed: dict[str, Any] = {
        name: value or None
        for name in ("title", "creator", "place", "url")
        if (value := getattr(mend, name)) is not None
    }
    return replace(credit, kind=mend.kind or credit.kind, medium=mend.medium or credit.medium, **typed)


def proposals(credits: Iterable[Credit], mends: Mapping[str, CreditMend]) -> tuple[Proposal, ...]:  # noqa: A002  (the field's own word)
    """The credits as a person sees them to decide on; a refused one still shows what was typed on it."""
    found = []
    for credit in credits:
        key = credit_key(credit)
        mend = mends.get(key)
        unasked: Decision = "accept" if credit.state == "accepted" else "later"
        shown = mended_credit(credit, mend) if mend else credit
        found.append(Proposal(key, shown, mend.decision if mend else unasked))
    return tuple(found)


def decided(credits: Iterable[Credit], mends: Mapping[str, CreditMend]) -> tuple[Credit, ...]:  # noqa: A002  (the field's own word)
    """Accepted credits accepted, refused ones left out, the others as they were."""
    found = []
    for credit in credits:
        mend = mends.get(credit_key(credit))
        if mend is None:
            found.append(credit)
        elif mend.decision != "refuse":
            state = "accepted" if mend.decision == "accept" else "proposed"
            found.append(replace(mended_credit(credit, mend), state=state))
    return tuple(found)


def refused(credits: Iterable[Credit], mends: Mapping[str, CreditMend]) -> tuple[Credit, ...]:  # noqa: A002  (the field's own word)
    """The credits that were refused, as proposed: what `decided` leaves out."""
    decisions = ((one, mends.get(credit_key(one))) for one in credits)
    return tuple(replace(one, state="proposed") for one, mend in decisions if mend and mend.decision == "refuse")

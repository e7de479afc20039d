"""What a person changes on a preview, as plain values, and the Manuscript that results.

`mended(manuscript, text, mends)` is pure: the same file and the same mends always give the same Manuscript,
so a preview can be closed, opened and mended again without losing anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from retold.importing.readers import completed, plain_text
from retold.manuscript import markup
from retold.manuscript.model import FRONT_MATTER_ROLES, Creator, Credit, FrontMatterPart, Manuscript

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
class Mends:
    """All that a person changed: the split's parts (None: as guessed), fields, and decisions by credit key."""

    parts: tuple[tuple[int, int, str], ...] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    credits: Mapping[str, CreditMend] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As kept in the database."""
        return {
            "parts": None if self.parts is None else [list(part) for part in self.parts],
            "fields": dict(self.fields),
            "credits": {key: asdict(mend) for key, mend in self.credits.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Mends:
        """The reverse of to_json; an empty mapping is no mends."""
        parts = data.get("parts")
        return cls(
            parts=None if parts is None else tuple((int(a), int(b), str(role)) for a, b, role in parts),
            fields=data.get("fields") or {},
            credits={key: CreditMend(**mend) for key, mend in (data.get("credits") or {}).items()},
        )


def credit_key(credit: Credit) -> str:
    """A short name for a proposal that stays the same while its kind and words do."""
    said = "\x1f".join((credit.kind, credit.evidence or "", credit.title or "", credit.creator or ""))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def parts_from_roles(roles: Sequence[str | None]) -> tuple[tuple[int, int, str], ...]:
    """Ranges of lines from each line's role (None: story): neighbours of one role are one part."""
    parts: list[tuple[int, int, str]] = []
    for number, role in enumerate(roles, 1):
        if role not in FRONT_MATTER_ROLES:
            continue
        if parts and parts[-1][1] == number - 1 and parts[-1][2] == role:
            parts[-1] = (parts[-1][0], number, role)
        else:
            parts.append((number, number, role))
    return tuple(parts)


def resplit(manuscript: Manuscript, text: str | None, mends: Mends) -> Manuscript:
    """The Manuscript as the file says it, with the edges of its parts where the keeper put them."""
    if text is None or mends.parts is None:
        return manuscript
    return completed(plain_text.assemble(text, [FrontMatterPart(*part) for part in mends.parts]))


def mended(manuscript: Manuscript, text: str | None, mends: Mends) -> Manuscript:
    """The Manuscript with everything that its keeper changed; decided credits accepted or left out."""
    split = resplit(manuscript, text, mends)
    return replace(_with_fields(split, mends.fields), credits=_decided(split.credits, mends.credits))


def _with_fields(manuscript: Manuscript, changed: Mapping[str, Any]) -> Manuscript:
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


def _decided(proposals: Sequence[Credit], mends: Mapping[str, CreditMend]) -> tuple[Credit, ...]:
    """Accepted credits accepted, refused ones left out, the others as they were."""
    decided = []
    for credit in proposals:
        mend = mends.get(credit_key(credit))
        if mend is None:
            decided.append(credit)
        elif mend.decision != "refuse":
            state = "accepted" if mend.decision == "accept" else "proposed"
            decided.append(replace(mended_credit(credit, mend), state=state))
    return tuple(decided)

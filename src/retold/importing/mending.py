"""What a person changes on a preview, as plain values, and the Manuscript that results.

`mended(manuscript, text, mends)` is pure: the same file and the same mends always give the same Manuscript,
so a preview can be closed, opened and mended again without losing anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from retold.importing.readers import completed, plain_text
from retold.manuscript.descriptions import described
from retold.manuscript.guesses import without_guesses
from retold.manuscript.mending import CreditMend, credit_key, decided, refused, with_fields
from retold.manuscript.model import FRONT_MATTER_ROLES, Credit, FrontMatterPart, Manuscript

__all__ = ["CreditMend", "Mends", "credit_key", "mended", "parts_from_roles", "refused_in", "resplit"]


@dataclass(frozen=True)
class Mends:
    """All that a person changed: the split's parts (None: as guessed), fields, and decisions by credit key.

    `alts` are words for pictures that had none, by the pictures' names.
    """

    parts: tuple[tuple[int, int, str], ...] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    credits: Mapping[str, CreditMend] = field(default_factory=dict)
    alts: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As kept in the database."""
        return {
            "parts": None if self.parts is None else [list(part) for part in self.parts],
            "fields": dict(self.fields),
            "credits": {key: asdict(mend) for key, mend in self.credits.items()},
            "alts": dict(self.alts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Mends:
        """The reverse of to_json; an empty mapping is no mends."""
        parts = data.get("parts")
        return cls(
            parts=None if parts is None else tuple((int(a), int(b), str(role)) for a, b, role in parts),
            fields=data.get("fields") or {},
            credits={key: CreditMend(**mend) for key, mend in (data.get("credits") or {}).items()},
            alts=data.get("alts") or {},
        )


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
    """The Manuscript with everything that its keeper changed; decided credits accepted or left out.

    What the keeper set is no guess any more.
    """
    split = without_guesses(described(resplit(manuscript, text, mends), mends.alts), mends.fields)
    return replace(with_fields(split, mends.fields), credits=decided(split.credits, mends.credits))


def refused_in(manuscript: Manuscript, text: str | None, mends: Mends) -> tuple[Credit, ...]:
    """The credits that its keeper refused: no part of the mended Manuscript, but to be asked about again at will."""
    return refused(resplit(manuscript, text, mends).credits, mends.credits)

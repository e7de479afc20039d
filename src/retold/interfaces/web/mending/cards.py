"""Proposed credits as cards that a person decides on, and what a form says about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from retold.interfaces.web import words
from retold.manuscript import wording
from retold.manuscript.mending import CreditMend, Decision, Proposal
from retold.manuscript.model import CREDIT_KINDS, CREDIT_MEDIA, Credit

_TEXTS = (
    ("title", "What it is called"),
    ("creator", "Whose it is"),
    ("place", "Where it is found"),
    ("url", "Its address"),
)
_DECISIONS: dict[str, Decision] = {"accept": "accept", "refuse": "refuse", "later": "later"}

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Card:
    """A proposed credit as a card with the form that decides on it. `kinds` and `media` are (value, words)."""

    key: str
    credit: Credit
    kind: str
    medium: str
    icon: str
    what: str
    decision: str
    texts: tuple[tuple[str, str, str], ...]
    kinds: Choices
    media: Choices


def card_of(proposal: Proposal) -> Card:
    """The card of a proposal."""
    credit = proposal.credit
    return Card(
        key=proposal.key,
        credit=credit,
        kind=wording.kind_label(credit.kind),
        medium="" if credit.medium == "other" else wording.medium_label(credit.medium).lower(),
        icon=words.medium_icon(credit.medium),
        what=words.first_capital(wording.source_phrase(credit)),
        decision=proposal.decision,
        texts=tuple((name, label, getattr(credit, name) or "") for name, label in _TEXTS),
        kinds=tuple((kind, wording.kind_label(kind)) for kind in _with(credit.kind, CREDIT_KINDS)),
        media=tuple((medium, wording.medium_label(medium)) for medium in _with(credit.medium, CREDIT_MEDIA)),
    )


def _with(present: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The choices, and what a newer program chose: it must not become another because it is not offered."""
    return known if present in known else (present, *known)


def credit_mends(
    posted: Mapping[str, str], proposals: Iterable[Proposal], before: Mapping[str, CreditMend]
) -> dict[str, CreditMend]:
    """What a form decides on proposals, by their keys, over what was decided on them before."""
    return {one.key: _credit_mend(posted, one, before.get(one.key)) for one in proposals}


def _credit_mend(posted: Mapping[str, str], proposal: Proposal, before: CreditMend | None) -> CreditMend:
    held = before or CreditMend(decision=proposal.decision)
    decision = _DECISIONS.get(posted.get(f"{proposal.key}-decision", ""), held.decision)
    typed = _typed(posted, proposal)
    # Whoever mends a credit means to keep it, unless they say otherwise.
    if typed and decision == "later":
        decision = "accept"
    return replace(held, decision=decision, **typed)


def _typed(posted: Mapping[str, str], proposal: Proposal) -> dict[str, Any]:
    """The fields of a credit that say something else than before."""
    return {
        name: said.strip()
        for name in ("kind", "medium", *(name for name, _ in _TEXTS))
        if (said := posted.get(f"{proposal.key}-{name}")) is not None
        and said.strip() != (getattr(proposal.credit, name) or "")
        and (name != "kind" or said in CREDIT_KINDS)
        and (name != "medium" or said in CREDIT_MEDIA)
    }

"""The page that mends a work that is kept: what it shows, and what its form asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse

from retold.catalog.desk import Changes
from retold.catalog.desk.pages import MendPage
from retold.interfaces.web import words
from retold.interfaces.web.mending.cards import Card, card_of, credit_mends
from retold.interfaces.web.mending.fields import Field, changed_fields, fields_of
from retold.interfaces.web.works import showing
from retold.interfaces.web.works.showing import CreditCard
from retold.lib import public_ids
from retold.manuscript.mending import credit_key, proposals

_MAY_OPEN = "Show others what is yours, or what its creator agreed to."


@dataclass(frozen=True)
class KeptCredit:
    """An accepted credit, its public id in letters, and whether the form takes it back."""

    key: str
    card: CreditCard
    taken: bool


@dataclass(frozen=True)
class Gone:
    """A credit that was taken back, or a proposal that was refused, and the choice that undoes it.

    `name` and `key` are those of the form's choice, `act` its words, `chosen` whether it was made.
    """

    name: str
    key: str
    card: CreditCard
    said: str
    act: str
    chosen: bool


@dataclass(frozen=True)
class Audience:
    """Who sees the work: the choices as (value, words), the chosen one, what the form came with, and a sentence."""

    options: tuple[tuple[str, str], ...]
    chosen: str
    was: str
    hint: str
    conflict: str


@dataclass(frozen=True)
class MendForm:
    """All of the page. `problem` is what stood in the way of saving, in a sentence or two, or ""."""

    title: str
    href: str
    work_href: str
    version: int
    problem: str
    fields: tuple[Field, ...]
    more_fields: tuple[Field, ...]
    more_open: bool
    cards: tuple[Card, ...]
    credits: tuple[KeptCredit, ...]
    gone: tuple[Gone, ...]
    gone_open: bool
    audience: Audience | None
    history_href: str | None


def changes_from(posted: QueryDict, page: MendPage) -> Changes:
    """What the form changes on the work as the page has it."""
    said = _said(posted)
    asked = proposals(page.proposals, {})
    fields = fields_of(page.manuscript, proposals=asked)
    chosen = said.get("audience", "")
    offered = page.may_open and chosen in words.AUDIENCES and chosen != said.get("was-audience", page.audience)
    return Changes(
        fields=changed_fields(said, fields, page.manuscript),
        credits=credit_mends(said, asked, {}),
        taken_back=_taken_back(posted, page),
        put_back=_put_back(posted, page),
        asked_again=frozenset(posted.getlist("ask-again")) & {credit_key(one) for one in page.refused},
        audience=chosen if offered else None,
    )


def version_in(posted: QueryDict) -> int:
    """The version of the work that the form was made of; -1, which no work has, if it does not say."""
    said = posted.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1


def mend_form(page: MendPage) -> MendForm:
    """The page as it opens."""
    return _form(page, Changes(), {}, "")


def form_again(page: MendPage, posted: QueryDict, problem: str) -> MendForm:
    """The page once more, after what was sent could not be saved: what was typed, beside what is kept now."""
    return _form(page, changes_from(posted, page), _said(posted), problem)


def _form(page: MendPage, changes: Changes, said: Mapping[str, str], problem: str) -> MendForm:
    asked = proposals(page.proposals, changes.credits)
    fields = tuple(
        _retyped(replace(field, was=field.value), said if field.name in changes.fields else {})
        for field in fields_of(page.manuscript, proposals=asked)
    )
    more = tuple(field for field in fields if not field.first)
    return MendForm(
        title=showing.title_of(page.manuscript.title),
        href=reverse("mend", args=[page.pid]),
        work_href=reverse("work", args=[page.pid]),
        version=page.version,
        problem=problem,
        fields=tuple(field for field in fields if field.first),
        more_fields=more,
        more_open=any(field.name in changes.fields for field in more),
        cards=tuple(map(card_of, asked)),
        credits=_kept_credits(page, changes.taken_back),
        gone=(*_taken_back_credits(page, changes.put_back), *_refused_credits(page, changes.asked_again)),
        gone_open=bool(changes.put_back or changes.asked_again),
        audience=_audience(page, changes.audience, said) if page.may_open else None,
        history_href=reverse("history", args=[page.pid]) if page.was_changed else None,
    )


def _retyped(field: Field, said: Mapping[str, str]) -> Field:
    """The field with what was typed, and with what is kept now if that is not what the form came with."""
    typed = said.get(field.name)
    if typed is None or field.was is None:
        return field
    meanwhile = said.get(f"was-{field.name}", field.was).split() != field.was.split() != typed.split()
    kept = dict(field.options).get(field.was, field.was) or "nothing"
    return replace(field, value=typed, conflict=f"Kept now: {kept}." if meanwhile else "")


def _audience(page: MendPage, chosen: str | None, said: Mapping[str, str]) -> Audience:
    meanwhile = chosen not in (None, page.audience) and said.get("was-audience", page.audience) != page.audience
    return Audience(
        options=tuple(words.AUDIENCES.items()),
        chosen=chosen or page.audience,
        was=page.audience,
        hint=_MAY_OPEN if page.manuscript.title else "Others can see it once it has a title.",
        conflict=f"Kept now: {words.AUDIENCES[page.audience].lower()}." if meanwhile else "",
    )


def _kept_credits(page: MendPage, taken_back: Collection[int]) -> tuple[KeptCredit, ...]:
    cards = showing.credit_cards(page.credits)
    return tuple(
        KeptCredit(public_ids.letters(line.pid), card, line.pid in taken_back)
        for line, card in zip(page.credits, cards, strict=True)
    )


def _taken_back_credits(page: MendPage, put_back: Collection[int]) -> tuple[Gone, ...]:
    cards = showing.credit_cards(one.line for one in page.taken_back)
    return tuple(
        Gone(
            name="put-back",
            key=public_ids.letters(one.line.pid),
            card=card,
            said=f"Taken back on {showing.day(one.removed_at)}. Can be put back until {showing.day(one.until)}.",
            act="Put it back",
            chosen=one.line.pid in put_back,
        )
        for one, card in zip(page.taken_back, cards, strict=True)
    )


def _refused_credits(page: MendPage, asked_again: Collection[str]) -> tuple[Gone, ...]:
    keys = [credit_key(credit) for credit in page.refused]
    return tuple(
        Gone("ask-again", key, showing.credit_card(credit), "Refused.", "Ask me again", key in asked_again)
        for key, credit in zip(keys, page.refused, strict=True)
    )


def _put_back(posted: QueryDict, page: MendPage) -> frozenset[int]:
    said = set(posted.getlist("put-back"))
    return frozenset(one.line.pid for one in page.taken_back if public_ids.letters(one.line.pid) in said)


def _taken_back(posted: QueryDict, page: MendPage) -> frozenset[int]:
    said = set(posted.getlist("take-back"))
    return frozenset(line.pid for line in page.credits if public_ids.letters(line.pid) in said)


def _said(posted: QueryDict) -> dict[str, str]:
    return {name: str(posted[name]) for name in posted}

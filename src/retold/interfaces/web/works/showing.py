"""How facts of a work are said on pages: bylines, tags, dates, credits; from the desk's values, as frozen ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from retold.catalog.credits.models import AddressState
from retold.catalog.credits.queries import CreditLine
from retold.catalog.desk.pages import Blurb, TagLine
from retold.catalog.works.queries import CreatorLine
from retold.interfaces.web import words
from retold.lib import public_ids
from retold.manuscript import wording
from retold.manuscript.language import language_name
from retold.manuscript.model import Creator, Credit

_CREDITS_IN_A_PHRASE = 2
_SAID_BY_NAME = ("person", "event", "real_life", "other")  # "a person not named" would say less than is known
_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")assets/')


@dataclass(frozen=True)
class Tag:
    """A tag as a page shows it: its name, and how it stands out ("", "pair" or "warning")."""

    name: str
    manner: str = ""


@dataclass(frozen=True)
class Names:
    """The names of one role: the words before them, the names joined by commas and "and"."""

    said: str
    names: str


@dataclass(frozen=True)
class CreditCard:
    """A credit as a card: kind and medium in words, a drawing, what is credited, the words it came from."""

    kind: str
    medium: str
    icon: str
    what: str
    evidence: str
    url: str | None
    state: str


@dataclass(frozen=True)
class ShownBlurb:
    """A work in a listing, in words."""

    key: str
    href: str
    title: str
    mark: str
    bylines: tuple[Names, ...]
    anonymous: bool
    fandoms: str
    facts: tuple[str, ...]
    tags: tuple[Tag, ...]
    summary: str | None
    language: str | None
    figures: tuple[str, ...]


def shown_blurb(blurb: Blurb) -> ShownBlurb:
    """The blurb in the order that fans read (visual.md)."""
    return ShownBlurb(
        key=public_ids.letters(blurb.pid),
        href=reverse("work", args=[blurb.pid]),
        title=title_of(blurb.title),
        mark=_MARKS.get(blurb.audience, ""),
        bylines=names_of(blurb.creators),
        anonymous=blurb.anonymous,
        fandoms=", ".join(tag.name for tag in blurb.tags.fandoms),
        facts=facts_of(blurb),
        tags=tags_in_order(blurb),
        summary=blurb.summary,
        language=blurb.language,
        figures=figures_of(blurb),
    )


_MARKS = {"everyone": "open to everyone", "members": "open to members"}


def title_of(title: str | None) -> str:
    """The title, or the word for none."""
    return title or wording.UNTITLED


def names_of(creators: Sequence[CreatorLine]) -> tuple[Names, ...]:
    """Creators by role, in their order."""
    named = [Creator(creator.name, creator.role) for creator in creators]
    return tuple(
        Names(said, wording.joined([creator.name for creator in those])) for said, those in wording.by_role(named)
    )


def facts_of(blurb: Blurb) -> tuple[str, ...]:
    """Rating, categories, state, chapters: those that are known."""
    rating = (blurb.tags.rating.name,) if blurb.tags.rating else ()
    categories = (", ".join(tag.name for tag in blurb.tags.categories),) if blurb.tags.categories else ()
    state = () if blurb.complete is None else ("Complete" if blurb.complete else "In progress",)
    return (*rating, *categories, *state, *_chapters(blurb))


def _chapters(blurb: Blurb) -> tuple[str, ...]:
    if blurb.chapters_expected:
        return (f"{blurb.chapters} of {words.counted(blurb.chapters_expected, 'chapter')}",)
    if blurb.complete is False:
        return (f"{blurb.chapters} of ? chapters",)
    return (words.counted(blurb.chapters, "chapter"),) if blurb.chapters > 1 else ()


def figures_of(blurb: Blurb) -> tuple[str, ...]:
    """Words, language, date, credits in a phrase."""
    language = (language_name(blurb.language),) if blurb.language else ()
    return (words.counted(blurb.words, "word"), *language, _latest(blurb), *credits_phrases(blurb.credits))


def _latest(blurb: Blurb) -> str:
    if blurb.revised_at and blurb.posted_at and blurb.revised_at.date() != blurb.posted_at.date():
        return f"Revised {day(blurb.revised_at)}"
    if blurb.posted_at and blurb.day_only:
        return f"Posted {day(blurb.posted_at)}"
    return f"Kept since {day(blurb.made_at)}"


def day(moment: dt.datetime | dt.date) -> str:
    """The day in words."""
    return wording.day(moment.date() if isinstance(moment, dt.datetime) else moment)


def credits_phrases(lines: Sequence[CreditLine]) -> tuple[str, ...]:
    """What a work owes, in a phrase for each kind and medium: "inspired by fan art", "title from a song"."""
    phrases = list(dict.fromkeys(_phrase(line.credit) for line in lines))
    rest = len(phrases) - _CREDITS_IN_A_PHRASE
    more = (f"{words.counted(rest, 'more credit')}",) if rest > 0 else ()
    return (*phrases[:_CREDITS_IN_A_PHRASE], *more)


def _phrase(credit: Credit) -> str:
    known = credit if credit.medium in _SAID_BY_NAME else Credit(credit.kind, credit.medium)
    return f"{wording.kind_label(credit.kind).lower()} {wording.source_phrase(known)}"


def tags_in_order(blurb: Blurb) -> tuple[Tag, ...]:
    """Relationships first and outlined, warnings, characters, freeforms."""
    tags = blurb.tags
    return (*pairs(tags.relationships), *warnings(tags.warnings), *plain(tags.characters), *plain(tags.freeforms))


def pairs(tags: Iterable[TagLine]) -> tuple[Tag, ...]:
    """Relationships."""
    return tuple(Tag(tag.name, "pair") for tag in tags)


def warnings(tags: Iterable[TagLine]) -> tuple[Tag, ...]:
    """Warnings; the one that says that none apply is plain."""
    return tuple(Tag(tag.name, "warning" if words.is_warning(tag.name) else "") for tag in tags)


def plain(tags: Iterable[TagLine]) -> tuple[Tag, ...]:
    """Tags of the other kinds."""
    return tuple(Tag(tag.name) for tag in tags)


def credit_cards(lines: Iterable[CreditLine]) -> tuple[CreditCard, ...]:
    """Accepted credits as cards, with what was last found at their addresses."""
    return tuple(credit_card(line.credit, _STATES.get(line.address_state, "")) for line in lines)


_STATES = {AddressState.MOVED: "The address has moved", AddressState.GONE: "The address is gone"}


def credit_card(credit: Credit, state: str = "") -> CreditCard:
    """One credit as a card; `state` is what was found at its address, if that must be said."""
    medium = wording.medium_label(credit.medium).lower()
    return CreditCard(
        kind=wording.kind_label(credit.kind),
        medium="" if credit.medium == "other" else medium,
        icon=words.medium_icon(credit.medium),
        what=words.first_capital(wording.source_phrase(credit)),
        evidence=credit.evidence or "",
        url=credit.url,
        state=state,
    )


def with_pictures(html: str, pid: int) -> str:
    """Canonical markup with its own pictures at their addresses here."""
    return _PICTURE.sub(rf"\g<1>{reverse('work', args=[pid])}/assets/", html)

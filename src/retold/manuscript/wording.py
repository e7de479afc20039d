"""The words that people read for what the Manuscript says in keys: kinds, media and roles, and a credit as a sentence.

English; the pages, the exports and the command line all say it in these words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from retold.manuscript.model import Creator, Credit

_KINDS = {
    "title_from": ("Title from", "The title is from {}."),
    "quote_from": ("Quotes from", "It quotes {}."),
    "inspired_by": ("Inspired by", "Inspired by {}."),
    "retells": ("Retells", "It retells {}."),
    "prompt_from": ("Prompt from", "Written from {}."),
    "written_for": ("Written for", "Written for {}."),
    "gift_for": ("Gift for", "A gift for {}."),
    "translation_of": ("Translation of", "A translation of {}."),
    "remix_of": ("Remix of", "A remix of {}."),
    "podfic_of": ("Podfic of", "A podfic of {}."),
    "art_for": ("Art for", "Art for {}."),
    "sequel_to": ("Sequel to", "A sequel to {}."),
    "companion_to": ("Companion to", "A companion to {}."),
    "beta_by": ("Beta read by", "Beta read by {}."),
    "thanks_to": ("Thanks to", "Thanks to {}."),
    "cowritten_with": ("Written with", "Written together with {}."),
    "canon_owner": ("Original owned by", "The original belongs to {}."),
}
# What a medium is called, and what it is called when nothing more is known of it.
_MEDIA = {
    "song": ("song", "a song"),
    "poem": ("poem", "a poem"),
    "book": ("book", "a book"),
    "film": ("film", "a film"),
    "tv": ("television series", "a television series"),
    "game": ("game", "a game"),
    "comic": ("comic", "a comic"),
    "fanart": ("fan art", "fan art"),
    "fanvid": ("fan video", "a fan video"),
    "fanfic": ("fan story", "a fan story"),
    "post": ("post", "a post"),
    "prompt": ("prompt", "a prompt"),
    "event": ("event", "an event"),
    "person": ("person", "a person not named"),
    "real_life": ("real life", "real life"),
    "other": ("", "a source not named"),
}
_NAMES_ALONE = ("person", "real_life", "event", "other")  # "the person Ada" says no more than "Ada"
_PRINTED = ("book", "poem", "comic")
_ROLES = {
    "author": "by",
    "co-writer": "with",
    "translator": "translated by",
    "artist": "art by",
    "podficcer": "read by",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

UNTITLED = "Untitled"
CREATOR_NOT_KNOWN = "Creator not known"
ADDRESS_NOT_KNOWN = "Address not known"
PROPOSED = "Proposed from the note"


def kind_label(kind: str) -> str:
    """What a kind of credit is called, before its source: "title_from" is "Title from"."""
    return _KINDS[kind][0] if kind in _KINDS else _spoken(kind)


def medium_label(medium: str) -> str:
    """What a medium is called, as a heading or a choice: "tv" is "Television series"."""
    name = _MEDIA[medium][0] if medium in _MEDIA else _spoken(medium)
    return (name or "other").capitalize()


def role_label(role: str) -> str:
    """The words before a creator's name: "translator" is "translated by"."""
    return _ROLES.get(role, f"{_spoken(role).lower()}:")


def source_phrase(credit: Credit) -> str:
    """What is credited, in a phrase: "the song “Lantern Road” by Ada", "fan art on Tumblr"."""
    noun, alone = _MEDIA.get(credit.medium, (_spoken(credit.medium).lower(), f"a {_spoken(credit.medium).lower()}"))
    title, creator = _flat(credit.title), _flat(credit.creator)
    named = title and f"“{title}”" if credit.medium != "person" else title
    if named and noun and credit.medium not in _NAMES_ALONE:
        phrase = f"the {noun} {named}"
    elif named or (creator and credit.medium in _NAMES_ALONE):
        phrase, creator = (named, creator) if named else (creator, "")
    else:
        phrase = alone
    where = "in" if credit.medium in _PRINTED else "on"
    place = _flat(credit.place)
    return phrase + (f" by {creator}" if creator else "") + (f" {where} {place}" if place else "")


def credit_sentence(credit: Credit) -> str:
    """A credit as one plain sentence, without its address: "Inspired by fan art on Tumblr." """
    phrase = source_phrase(credit)
    if credit.kind in _KINDS:
        return _KINDS[credit.kind][1].format(phrase)
    return f"{kind_label(credit.kind)}: {phrase}."


def by_role(creators: Iterable[Creator]) -> list[tuple[str, list[Creator]]]:
    """Creators in their order, gathered by the words before their names."""
    gathered: dict[str, list[Creator]] = {}
    for creator in creators:
        gathered.setdefault(role_label(creator.role), []).append(creator)
    return list(gathered.items())


def byline(creators: Sequence[Creator]) -> str:
    """Who made it, in a phrase: "by Ada and Ben, translated by Cleo"; "" if nobody is named."""
    return ", ".join(f"{words} {joined([one.name for one in names])}" for words, names in by_role(creators))


def joined(names: Sequence[str]) -> str:
    """Names in a row: "Ada", "Ada and Ben", "Ada, Ben and Cleo"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def day(date: dt.date) -> str:
    """A date in words, the same everywhere: "4 March 2026"."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def _spoken(key: str) -> str:
    return key.replace("_", " ").replace("-", " ").strip().capitalize()

"""The credit reader: every sentence is shown to every family, and what they find is put in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType

from retold.manuscript.credits import guards
from retold.manuscript.credits.families import (
    canon,
    cowriters,
    helpers,
    occasions,
    ownership,
    quote_from,
    sources,
    title_from,
)
from retold.manuscript.credits.found import Found, plain
from retold.manuscript.credits.known import medium_of_name
from retold.manuscript.credits.phrases import PhraseBook
from retold.manuscript.credits.tokens import Sentence, sentences
from retold.manuscript.model import Credit

FAMILIES: tuple[ModuleType, ...] = (title_from, quote_from, helpers, cowriters, occasions, sources, canon, ownership)
_NEAR = 24  # how many credits back in a sentence another reading of the same words may stand


@cache
def _books() -> tuple[tuple[ModuleType, PhraseBook], ...]:
    """The families with their phrases worked out: not before there is a note to read."""
    return tuple((family, PhraseBook(family.PHRASES)) for family in FAMILIES)


def propose(text: str, *, language: str | None = None) -> tuple[Credit, ...]:
    """Propose the credits that a note's words give, in the order of the note.

    `text` is the note as plain text. `language` changes nothing: all phrasings are always tried, as writers mix
    languages; it is there for callers that know it. Each credit is `origin` read, `state` proposed, its `evidence` a
    verbatim span of `text`. Never raises; takes time in proportion to the text.
    """
    del language
    found = [one for sentence in sentences(text) for one in _in_sentence(sentence)]
    return tuple(one.credit(text) for one in _settled(found))


def _in_sentence(sentence: Sentence) -> Iterator[Found]:
    """Yield what every family finds in one sentence."""
    if guards.is_silent(sentence):
        return
    for family, book in _books():
        yield from _merged(_of_family(family, book, sentence))


def _of_family(family: ModuleType, book: PhraseBook, sentence: Sentence) -> Iterator[Found]:
    for match in book.matches(sentence):
        if not guards.is_denied(match) and not guards.is_hypothetical(match):
            yield from family.read(match)


def _merged(found: Iterable[Found]) -> list[Found]:
    """Of credits of one kind whose words overlap keep the first, unless each names another source in one phrase."""
    kept: list[Found] = []
    for one in found:
        rivals = [
            other
            for other in kept[-_NEAR:]
            if other.kind == one.kind and one.start < other.end and other.start < one.end
        ]
        if any((other.start, other.end) != (one.start, one.end) and _is_rival(one, other) for other in rivals):
            continue
        kept.append(one)
    return kept


def _is_rival(one: Found, other: Found) -> bool:
    """Whether two readings of overlapping words tell of the same thing."""
    if one.medium == "person" and other.medium == "person":
        return plain(one.creator) == plain(other.creator)
    return True


def _settled(found: list[Found]) -> list[Found]:
    """Drop repeats and thanks to a beta; complete a prompt's place from the event beside it; sort by place."""
    betas = {plain(one.creator) for one in found if one.kind == "beta_by"}
    gifts = {plain(one.creator) for one in found if one.kind == "gift_for"}
    ideas = {plain(one.creator) for one in found if one.kind == "inspired_by" and one.medium == "fanfic"} - {""}
    ranks = _ranks(found)
    seen: set[tuple[str, str, str]] = set()
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.key in seen or (one.kind == "thanks_to" and plain(one.creator) in betas and one.medium == "person"):
            continue
        if one.kind == "thanks_to" and _is_famous(one.creator):
            continue
        if one.kind == "thanks_to" and plain(one.creator) in ideas:
            continue
        if _is_outranked(one, ranks):
            continue
        if one.kind == "written_for" and plain(one.title) in gifts:
            continue
        seen.add(one.key)
        kept.append(one)
    return kept


# Of one source only the closest tie is kept: each kind with those that outrank it.
_CLOSER = {
    "inspired_by": ("retells", "sequel_to", "companion_to", "remix_of", "translation_of", "podfic_of", "quote_from",
                    "title_from", "written_for", "prompt_from", "canon_owner", "gift_for"),
    "retells": ("sequel_to", "companion_to", "remix_of", "translation_of", "podfic_of"),
    "companion_to": ("sequel_to",),
    "quote_from": ("podfic_of", "translation_of", "remix_of"),
}  # fmt: skip


def _source(one: Found) -> str:
    """What a credit names: its title without an article, else its maker."""
    return plain(re.sub(r"^(?:the|a|an)\s", "", one.title or "", flags=re.IGNORECASE)) or plain(one.creator)


def _ranks(found: list[Found]) -> dict[str, set[str]]:
    """The sources that each kind of credit names, by title or else by maker."""
    ranks: dict[str, set[str]] = {}
    for one in found:
        ranks.setdefault(one.kind, set()).add(_source(one))
        if one.kind == "canon_owner":
            ranks[one.kind].add(plain(one.creator))
    return ranks


def _is_outranked(one: Found, ranks: dict[str, set[str]]) -> bool:
    """Whether the note ties the same source more closely elsewhere: a sequel is no mere inspiration."""
    source = _source(one)
    closer = _CLOSER.get(one.kind, ())
    return bool(source) and any(
        source in ranks.get(kind, ()) for kind in closer if kind != "canon_owner" or not one.title
    )


def _is_famous(creator: str | None) -> bool:
    """Whether a thanked person is a well-known maker: "thanks, J.K. Rowling" tells of no help."""
    known = medium_of_name(creator) in ("book", "comic", "tv", "film", "game")
    return known and (" " in (creator or "") or (creator or "").isupper())

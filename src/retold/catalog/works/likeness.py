"""Whether two texts are copies of one work: a rule over values, its reasons in docs/decisions/0013.

The answer is "join" only where nothing speaks against it; where something does, or where the one text holds the other
and nothing says whether it is more of the story or a book of several, the answer is "ask".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from retold.catalog.works.shingles import folded_words
from retold.lib.addresses import Place, names_one_work, work_place_of
from retold.lib.folding import fold
from retold.lib.patterns import lazy
from retold.manuscript import markup
from retold.manuscript.model import Manuscript

Answer = Literal["join", "ask", "apart"]
Said = Literal["same", "unsaid", "other"]

# Shares of shingles. Measured on the families of tests/families: unrelated texts share less than 0.1 of the shorter, a
# copy by another program that breaks every apostrophe 0.7 and more, a remix with half of its original at most 0.5.
SAME_TEXT = 0.7
SAME_WITHOUT_A_TITLE = 0.6
SAME_UNDER_ONE_NAME = 0.5
HELD_IN_IT = 0.6
# Of two versions each lacks something; where only one lacks more than this, it may be a part of a book.
LONGER_BY = 0.12
WORTH_A_QUESTION = 0.3
AT_ONE_ADDRESS = 0.1
# Fewer words are shared by chance and by custom ("To be posted soon.").
FEW_WORDS = 40

# Credits that say that a work was made of another one, and is not that other one.
_MADE_OF_ANOTHER = frozenset({"podfic_of", "translation_of", "remix_of", "art_for"})
_RECORDED = frozenset({"podfic", "podfic and podficced works"})
_MADE_OF_ANOTHER_BY_TITLE = frozenset({"podfic", "remix"})
OPENING_LETTERS = 400
_COMMON_TITLES = frozenset({"untitled", "drabble", "drabbles", "ficlet", "prompt fill", "prologue", "one shot"})
_NOBODY = frozenset({"", "anonymous", "unknown", "orphanaccount"})
_USER = lazy(r"\s*\(([^()]*)\)$")


@dataclass(frozen=True)
class Look:
    """What a copy looks like from outside: its names, where it says it is from, and what it is made of."""

    titles: frozenset[str]
    authors: frozenset[str]
    parts: frozenset[str]
    places: frozenset[Place]
    one_work: frozenset[Place]
    made_of_another: bool

    @classmethod
    def of(
        cls, manuscript: Manuscript, titles: Iterable[str | None] = (), addresses: Iterable[str | None] = ()
    ) -> Look:
        """The look of a copy, its texts aside, with other titles and addresses that its work goes by."""
        authors = [name for one in manuscript.creators if one.role != "podficcer" for name in _names(one.name)]
        places = {one: work_place_of(one) for one in (manuscript.source.url, *addresses)}
        return cls(
            titles=frozenset(map(plain_title, (manuscript.title, *titles))) - {""},
            authors=frozenset(authors) - _NOBODY,
            parts=frozenset(plain_title(one.title) for one in manuscript.chapters if one.title),
            places=frozenset(place for place in places.values() if place),
            one_work=frozenset(place for one, place in places.items() if place and names_one_work(one)),
            made_of_another=_is_made_of_another(manuscript),
        )


@dataclass(frozen=True)
class Shares:
    """How much of the arrival the copy held tells (`of_new`), and it of that (`of_held`); the shorter one's words."""

    of_new: float
    of_held: float
    words: int

    @property
    def both(self) -> float:
        """The share of the text that has less of the other."""
        return min(self.of_new, self.of_held)

    @property
    def one(self) -> float:
        """The share of the text that has more of the other."""
        return max(self.of_new, self.of_held)


@dataclass(frozen=True)
class Verdict:
    """What to do with an arrival and a copy held, and how alike their texts are."""

    answer: Answer
    shares: Shares


def shares(new: Collection[int], held: Collection[int], words: int) -> Shares:
    """How much two sets of shingles have in common; `words` are those of the shorter text."""
    if not new or not held:
        return Shares(0.0, 0.0, words)
    first, second = frozenset(new), frozenset(held)
    common = len(first & second)
    return Shares(common / len(first), common / len(second), words)


def judge(new: Look, held: Look, found: Shares) -> Verdict:
    """Whether the arrival is a copy of what is held."""
    answer = _by_address(new, held, found) or _by_text(new, held, found)
    if answer == "join" and _speaks_against(new, held):
        answer = "ask"
    return Verdict(answer, found)


def _by_address(new: Look, held: Look, found: Shares) -> Answer | None:
    """What their addresses say, if they say anything."""
    if new.one_work & held.one_work:
        return "join"
    # An author's page, a thread, a page of a site that is not known: several works may come from there.
    if new.places & held.places and _said(new.titles, held.titles) == "same":
        return "ask" if _are_common(new.titles) and found.one < AT_ONE_ADDRESS else "join"
    return None


def _by_text(new: Look, held: Look, found: Shares) -> Answer:
    title, author = _said(new.titles, held.titles), _said(new.authors, held.authors)
    if found.words < FEW_WORDS:
        return _of_few_words(title, author, found)
    if title == "same":
        return _of_one_title(author, found)
    if author == "other":
        # A podfic's page with the text, or a work under both new names.
        return "ask" if found.both >= SAME_TEXT else "apart"
    if found.both >= (SAME_TEXT if title == "other" else SAME_WITHOUT_A_TITLE) and found.one - found.both <= LONGER_BY:
        return "join"
    return "ask" if found.one >= HELD_IN_IT and not _is_a_part(new, held, found) else "apart"


def _of_one_title(author: Said, found: Shares) -> Answer:
    if author == "other":
        # Its author's other name; or a story that somebody else went on with, and has in it.
        return "join" if found.both >= SAME_TEXT else "ask" if found.one >= SAME_UNDER_ONE_NAME else "apart"
    if found.both >= SAME_UNDER_ONE_NAME or found.one >= HELD_IN_IT:
        return "join"
    return "ask" if found.one >= WORTH_A_QUESTION else "apart"


def _of_few_words(title: Said, author: Said, found: Shares) -> Answer:
    """A text of a few words says little: the names must say the rest."""
    if found.both < SAME_TEXT or "other" in (title, author):
        return "apart"
    return "join" if title == author == "same" else "ask"


def _is_a_part(new: Look, held: Look, found: Shares) -> bool:
    """Whether the longer one is a book that has the shorter one as a chapter, by its title."""
    short, long = (new, held) if found.of_new >= found.of_held else (held, new)
    return bool(short.titles & long.parts)


def _speaks_against(new: Look, held: Look) -> bool:
    """What no likeness of texts outweighs: two addresses of one site, or only one being made of another work."""
    if new.one_work & held.one_work:
        return False
    at_one_site = {one.site for one in new.one_work} & {one.site for one in held.one_work}
    if at_one_site:
        return True
    # Whoever made something of another's work is not that other; a copy without a title contradicts none.
    named_alike = _said(new.authors, held.authors) == "same" and _said(new.titles, held.titles) != "other"
    return new.made_of_another != held.made_of_another and not named_alike


def _said(some: Collection[str], others: Collection[str]) -> Said:
    """What two sides say: the same, something else, or at least one of them nothing."""
    if not some or not others:
        return "unsaid"
    # "The Ferry by Ada" is how programs title a page.
    return "same" if any(_alike(one, other) for one in some for other in others) else "other"


def _alike(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other} by ") or other.startswith(f"{one} by ")


def _are_common(titles: Collection[str]) -> bool:
    """Whether many works go by these titles."""
    return all(title in _COMMON_TITLES or title.startswith("chapter ") for title in titles)


def plain_title(title: str | None) -> str:
    """A title for comparing: its words alone."""
    return " ".join(folded_words(title or ""))


def _names(written: str) -> Iterable[str]:
    """The names in a byline: "Ada (fenn)" is Ada and fenn."""
    user = _USER.search(written)
    for name in (_USER.sub("", written), user[1] if user else ""):
        yield "".join(folded_words(name))


def _is_made_of_another(manuscript: Manuscript) -> bool:
    if any(one.kind in _MADE_OF_ANOTHER and one.origin == "stated" for one in manuscript.credits):
        return True
    opening = markup.text_of(manuscript.chapters[0].html[:OPENING_LETTERS]) if manuscript.chapters else ""
    if _MADE_OF_ANOTHER_BY_TITLE & set(plain_title(manuscript.title).split()) or "podfic" in folded_words(opening):
        return True
    return "audio" in manuscript.media or any(fold(one) in _RECORDED for one in manuscript.freeforms)

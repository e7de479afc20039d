"""What kind of tag a name is by the way it is written: pure functions of one name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from retold.importing.readers.taking_apart import vocabulary
from retold.lib.folding import fold
from retold.lib.patterns import lazy

_SLASH = lazy(r"\s*/\s*")
_AND = lazy(r"\s+&\s+")
_CROSS = lazy(r"\s+[xX]\s+|\s*[×✕]\s*")
_BRACKETS = lazy(r"\s*[(\[][^()\[\]]*[)\]]")
_TRAILING_BRACKETS = lazy(r".*\S\s\((?P<within>[^()]+)\)")
_OPENING_WORDS = lazy(
    r"(?:past|implied|minor|background|mentioned|eventual|pre|slight|established|hinted|one-?sided|unrequited)[\s:-]+",
    re.IGNORECASE,
)
_MOST_WORDS, _MOST_SIDES = 8, 12


def rating_in(name: str) -> str | None:
    """The rating that a name is, without a word like "Rated" before it; None if it is none."""
    match = vocabulary.RATING_OPENING.fullmatch(name.strip())
    bare = match["name"] if match else name.strip()
    return bare if fold(bare) in vocabulary.RATINGS else None


def is_warning(name: str) -> bool:
    """Whether a name is one of the archives' own warnings."""
    return fold(name) in vocabulary.WARNINGS


def is_category(name: str, *, of_the_largest: bool) -> bool:
    """Whether a name is a category; some words are one only among names of the largest archive."""
    folded = fold(name)
    return folded in vocabulary.CATEGORIES or (of_the_largest and folded in vocabulary.CATEGORIES_THERE)


def is_fandom(name: str) -> bool:
    """Whether a name says that it is a fandom: "Title (TV)", "Title - All Media Types", "Title - J. R. Author"."""
    return vocabulary.FANDOM.fullmatch(name) is not None


def is_character(name: str) -> bool:
    """Whether a name means somebody in the story whoever it is: "Original Female Character", "Reader"."""
    return vocabulary.CHARACTERS.fullmatch(name) is not None


def sides_of_pair(name: str, others: Collection[str] = ()) -> tuple[str, ...]:
    """The people of a relationship or friendship by its form: "A/B", "A x B", "A & B"; () if it is none.

    `others` are names (as `bare` gives them) that stand beside it: a side that is one of them need not look like one.
    """
    outside = _BRACKETS.sub("", name)
    if fold(outside) in vocabulary.TITLES:
        return ()
    for joint in (_SLASH, _CROSS, _AND):
        if joint.search(outside):
            return _sides(name, joint, others)
    return ()


def has_slash(name: str) -> bool:
    """Whether a pair's form is that of a relationship, which hardly any other name has."""
    return _SLASH.search(_BRACKETS.sub("", name)) is not None


def within_brackets(name: str) -> str | None:
    """What stands in brackets at the end of a name: "Rey (Star Wars)" -> "Star Wars"."""
    match = _TRAILING_BRACKETS.fullmatch(name)
    return match["within"] if match else None


def title_of(fandom: str) -> str:
    """A fandom as it stands in brackets after a character's name, folded: "The Road - J. Wick" -> "the road"."""
    return bare(fandom.partition(" - ")[0])


def is_genre(name: str) -> bool:
    """Whether words in a name say that it is about the kind of story, not about somebody in it."""
    return bool(_words(name) & vocabulary.NO_PAIR)


def bare(name: str) -> str:
    """A name folded for comparing, without brackets and what says how it stands with a pair."""
    return fold(_OPENING_WORDS.sub("", _BRACKETS.sub("", name)).strip()) or fold(name)


def _sides(name: str, joint: re.Pattern[str], others: Collection[str]) -> tuple[str, ...]:
    if is_genre(name):
        return ()
    sides = _split_outside_brackets(name, joint)
    if not 2 <= len(sides) <= _MOST_SIDES or len({fold(side) for side in sides}) == 1:
        return ()
    if any(fold(side) in vocabulary.NO_PERSON for side in sides):
        return ()
    fits = all(bare(side) in others or _is_like_a_name(side) for side in sides)
    return tuple(sides) if fits and all(sides) else ()


def _split_outside_brackets(name: str, joint: re.Pattern[str]) -> list[str]:
    """The name parted at its joints, but for those within brackets ("Lois & Clark (TV/Comics)")."""
    hidden = {f"\0{at}\0": match[0] for at, match in enumerate(_BRACKETS.finditer(name))}
    for mark, said in hidden.items():
        name = name.replace(said, mark, 1)
    sides = []
    for side in joint.split(name):
        for mark, said in hidden.items():
            side = side.replace(mark, said)
        sides.append(side.strip())
    return sides


def _words(name: str) -> set[str]:
    return set(fold(name).replace("/", " ").replace("&", " ").replace("(", " ").replace(")", " ").split())


def _is_like_a_name(side: str) -> bool:
    """Whether a side may be somebody's name: few words, each with a capital, but for the small ones within names."""
    words = _BRACKETS.sub("", side).split()
    if not 1 <= len(words) <= _MOST_WORDS or not any(letter.isalpha() for letter in side):
        return False
    return all(_opens_like_a_name(word, words) for word in words)


def _opens_like_a_name(word: str, words: Collection[str]) -> bool:
    first = next((letter for letter in word if letter.isalnum()), "")
    if not first:
        return True
    if word.casefold() in vocabulary.SMALL_WORDS:
        return len(words) > 1
    return first.isdigit() or unicodedata.category(first) in ("Lu", "Lt", "Lo") or fold(word) in ("reader", "you", "oc")

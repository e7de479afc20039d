"""Names of people and lists of them: `zulu`, `/u/4t0m`, `Lady Sarai`, `my lovely beta, M`, "A, B and C".

A name with a capital, a digit or an underscore is taken at its word. One in plain lower case is taken only where it is
no everyday word and a list, a "for", or the end of the sentence follows it.
"""

from __future__ import annotations

from dataclasses import dataclass

from retold.lib.patterns import lazy
from retold.manuscript.credits.lexicon import ARTICLES, BETA_ROLES, COMMON, HOSTS, NOT_NAMES, PRAISE
from retold.manuscript.credits.tokens import Sentence, word_set

_AND = frozenset({"and", "&", "+", "und", "et", "y", "e", "и", "和", "与", "n"})
_AFTER_WEAK = word_set(
    ", ; : . ! ? ( ) and & + for who who's whose with as at on from over - — … because without pour",
    "für за por by requested wanted asked betaed beta'd beta-ed beta again too 's und et y и aka in",
    "but so since [ ] / goes go out once also which when if helped is was has did made said told",
    "， 。 、 的 ！ ： looked read edited beta-read ~ <3 ♥ :)",
)
_KIN = word_set(
    "friend friends sister brother wife husband partner girlfriend boyfriend twin bff bestie roommate",
    "cousin mate buddy dear darling readers reader flist fellow writer author user artist freundin",
    "freund amie ami amiga amigo reviewer beta users artists illustrator mom mum pal bro sis girl "
    "подруге подруга подруги другу друг freundinnen schwester soeur sœur frère hermana hermano",
)
_INITIAL = lazy(r"^(?:[^\W\d_]\.)+$")
_HANDLE = lazy(r"[\d_]|^/?[ur]/|^@")
_SUBREDDIT = lazy(r"^/?r/")
_MOST_NAMES = 12
_LONGEST_NAME = 5
_NOBODY = word_set("guest anon anonymous guests anons")
_RELATIVE = word_set("die der das den dem deren dessen qui que cuya cuyo")


@dataclass(frozen=True)
class Name:
    """A person's name and where it stands (token indexes), with a place or an address said right after it."""

    text: str
    start: int
    end: int
    place: str | None = None
    url: str | None = None


def is_strong(sentence: Sentence, at: int) -> bool:
    """Whether the token looks like a name by itself: a capital, a digit, an underscore."""
    if sentence.kind(at) != "word":
        return False
    text = sentence.tokens[at].text
    low = sentence.low(at)
    if low in NOT_NAMES or (
        at in (0, sentence.body) and (low in COMMON or low in PRAISE or low.startswith(("unbeta", "un-beta")))
    ):
        return False
    return (bool(_HANDLE.search(text)) and not text.isdigit()) or text[:1].isupper()


def is_weak(sentence: Sentence, at: int, *, anywhere: bool = False) -> bool:
    """Whether a lower-case token may be a name, by what it is not and (unless `anywhere`) by what follows it."""
    if sentence.kind(at) != "word":
        return False
    text, low = sentence.tokens[at].text, sentence.low(at)
    if low in COMMON or low in BETA_ROLES or low in PRAISE or low in ARTICLES or len(low) < 2 or "'" in low:
        return False
    if not text[0].isalpha() or low in HOSTS:
        return False
    return anywhere or at + 1 >= len(sentence) or sentence.low(at + 1) in _AFTER_WEAK or sentence.kind(at + 1) == "url"


def read_name(sentence: Sentence, at: int, *, weak: bool = True, anywhere: bool = False) -> Name | None:
    """Read one name at a token, past "my dear friend" and the like; None if there is none."""
    start = _past_modifiers(sentence, at)
    if start is None:
        return None
    end = _run_end(sentence, start)
    if end == start and weak and is_weak(sentence, start, anywhere=anywhere):
        end = start + 1
    if end == start:
        return None
    return _with_whereabouts(sentence, start, end)


def _past_modifiers(sentence: Sentence, at: int) -> int | None:
    """Skip "the sehr awesome" or "my good friend": up to five lower-case words before a name."""
    led = sentence.low(at) in ARTICLES
    here = at + 1 if led and not is_band(sentence, at) else at
    for _ in range(5):
        german_kin = sentence.low(here) in _KIN and is_strong(sentence, here + 1)  # "Freundin Mirjam"
        if (is_strong(sentence, here) and not german_kin) or not sentence.kind(here):
            break
        low = sentence.low(here)
        if (
            low in PRAISE
            or low in _KIN
            or low in ARTICLES
            or (low in HOSTS and sentence.low(here + 1) in _KIN)
            or (
                led and sentence.kind(here) == "word" and (is_strong(sentence, here + 1) or is_weak(sentence, here + 1))
            )
            or (low == "," and here > at and (is_strong(sentence, here + 1) or is_weak(sentence, here + 1)))
        ):
            here += 1
        else:
            break
    return here if sentence.kind(here) == "word" else None


def is_band(sentence: Sentence, at: int) -> bool:
    """Whether "the" here belongs to a name: "the Carpenters"."""
    return sentence.low(at) == "the" and is_strong(sentence, at + 1) and sentence.low(at + 1).endswith("s")


def _run_end(sentence: Sentence, start: int) -> int:
    """The end of a run of capitalised words that make one name."""
    end = start
    while end < len(sentence) and end - start < _LONGEST_NAME and is_strong(sentence, end):
        handle = _HANDLE.search(sentence.tokens[end].text)
        end += 1
        if handle and not (is_strong(sentence, end) and sentence.tokens[end].text[0].isupper()):
            break
        if sentence.low(end) in ("de", "van", "von", "der", "la", "le", "of") and is_strong(sentence, end + 1):
            end += 1
    return end


def _with_whereabouts(sentence: Sentence, start: int, end: int) -> Name:
    """Add what stands right after a name: an address in brackets, "on Tumblr"."""
    text, after, url, place = sentence.text(start, end), end, None, None
    if sentence.low(after) in ("(", "["):
        for here in range(after + 1, min(after + 12, len(sentence))):
            if sentence.kind(here) == "url":
                url = sentence.tokens[here].text
            if sentence.low(here) in (")", "]"):
                after = here + 1
                break
    preposition = sentence.low(after)
    if preposition in ("on", "at", "from", "over", "auf", "sur", "en", "@"):
        here = after + (2 if preposition == "over" else 1)
        if (
            sentence.low(here) in HOSTS
            or _SUBREDDIT.match(sentence.low(here))
            or (preposition == "auf" and is_strong(sentence, here))
        ):
            after = max(_run_end(sentence, here), here + 1)
            place = sentence.text(here, after)
    return Name(text, start, after, place, url)


def read_names(sentence: Sentence, at: int, *, anywhere: bool = False) -> tuple[int, tuple[Name, ...]] | None:
    """Read "A", "A and B", "A, B, and C"; return the index after it and the names, or None."""
    first = read_name(sentence, at, anywhere=anywhere)
    if first is None:
        return None
    names, here = [first], first.end
    while len(names) < _MOST_NAMES:
        after = past_and(sentence, here)
        if sentence.low(after) in _NOBODY and past_and(sentence, after + 1) > after + 1:
            after = past_and(sentence, after + 1)  # "Ada, Guest, and Bo"
        opens_clause = sentence.low(after) in _RELATIVE
        following = read_name(sentence, after, anywhere=anywhere) if after > here and not opens_clause else None
        if following is None or (sentence.kind(following.end) == "possessive"):
            break
        names.append(following)
        here = following.end
    return here, tuple(names)


def past_and(sentence: Sentence, at: int) -> int:
    """Skip a comma, an "and" or both; returns `at` if there is none."""
    here = at
    if sentence.low(here) in (",", "、", "/"):
        here += 1
    if sentence.low(here) in _AND:
        here += 1
    elif [sentence.low(here), sentence.low(here + 1), sentence.low(here + 2)] == ["as", "well", "as"]:
        here += 3
    if here > at and sentence.low(here) in ("also", "to", "especially", "then", "finally"):
        here += 1
    return here

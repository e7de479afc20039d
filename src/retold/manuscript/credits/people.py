"""Who is thanked for what: "A and B for the betas, and to C, who listened" bound name by name to its own tail."""

from __future__ import annotations

from dataclasses import dataclass

from retold.manuscript.credits.lexicon import ARTICLES, BETA_ROLES, PRAISE, is_beta_help
from retold.manuscript.credits.names import Name, is_strong, is_weak, read_name, read_names
from retold.manuscript.credits.tokens import Sentence, word_set

_TAILS = word_set(
    "for who who's whose without because as with in when that which wherever whom für pour por за что",
    "die der qui que once 4 bcuz cuz bc cause d'avoir de",
)
_ANYBODY = word_set("everyone everybody all anyone those you people folks others friends alle allen tous todos всем")
_JOINING = word_set(
    ", ; and & but also to thanks again as well especially particularly mostly finally then lastly /",
    "- — und et y и an à",
)
_OF_ROLE = word_set("reader readers / and cheerleader editor extraordinaire & team squad crew group reading")
_MOST = 12
_LONGEST_TAIL = 60


@dataclass(frozen=True)
class Help:
    """The names that share one tail, the words of the tail, and where the whole stands (token indexes)."""

    names: tuple[Name, ...]
    words: tuple[str, ...]
    start: int
    end: int
    as_beta: bool = False


COMMON_GROUPS = word_set("readers reviewers followers commenters anons friends mods")


def read_helps(sentence: Sentence, at: int) -> tuple[int, tuple[Help, ...]] | None:
    """Read who is thanked for what after "thanks to"; None where no one is named."""
    helps: list[Help] = []
    here = at
    for _ in range(_MOST):
        found = _read_help(sentence, here)
        if found is None:
            break
        helps.append(found)
        following = _next_start(sentence, found.end)
        if following is None:
            here = found.end
            break
        here = following
    named = tuple(one for one in helps if one.names or one.as_beta)
    return (here, named) if named else None


def _read_help(sentence: Sentence, at: int) -> Help | None:
    """Read names, or "everyone", and the tail that says for what."""
    role_end = past_role(sentence, at)
    start = role_end or at
    if sentence.low(start) in ARTICLES and sentence.low(start + 1) in COMMON_GROUPS:
        start += 1
    if sentence.low(start) in _ANYBODY or sentence.low(start) in COMMON_GROUPS:
        end = _tail_end(sentence, start + 1)
        return Help((), (), start, max(end, start + 1))
    if sentence.low(at) in ("for",) and is_beta_help(_words(sentence, at, len(sentence))):
        end = _tail_end(sentence, at)
        return Help((), _words(sentence, at, end), at, end, True)
    read = read_names(sentence, start)
    if read is None:
        return None
    after, names = read
    role_after = _role_after(sentence, after)
    tail = _tail_end(sentence, role_after or after)
    words = _words(sentence, role_after or after, tail)
    return Help(names, words, at, tail, role_end is not None or role_after is not None)


def past_role(sentence: Sentence, at: int) -> int | None:
    """Skip "my lovely betas," before names; None if no beta's role is named here."""
    here = at
    while here < at + 5 and (
        sentence.low(here) in ARTICLES
        or sentence.low(here) in PRAISE
        or sentence.low(here) in ("mine", "very", "usual")
    ):
        here += 1
    if sentence.low(here) not in BETA_ROLES:
        return None
    here += 1
    while sentence.low(here) in (
        "reader",
        "readers",
        "/",
        "and",
        "cheerleader",
        "editor",
        "extraordinaire",
        "&",
        "team",
        "squad",
        "crew",
        "group",
        "reading",
    ):
        here += 1
    while sentence.low(here) in (",", ":", "-", "("):
        here += 1
    return here if is_strong(sentence, here) or is_weak(sentence, here) or sentence.low(here) in ARTICLES else None


def _role_after(sentence: Sentence, at: int) -> int | None:
    """Skip ", my beta," or "(beta)" after a name."""
    if sentence.low(at) not in (",", "(", "-", "as"):
        return None
    here = at + 1
    while here < at + 6 and (sentence.low(here) in ARTICLES or sentence.low(here) in PRAISE):
        here += 1
    if sentence.low(here) not in BETA_ROLES:
        return None
    here += 1
    while sentence.low(here) in _OF_ROLE - {"and", "&"}:
        here += 1
    return here


def _tail_end(sentence: Sentence, at: int) -> int:
    """Where the tail that may begin here ends: at the next name with its own tail, or with the sentence."""
    here = at
    if sentence.low(here) in (",", "-", "("):
        here += 1
    if sentence.low(here) not in _TAILS:
        return at
    for end in range(here + 1, min(here + _LONGEST_TAIL, len(sentence))):
        if sentence.low(end) in (";", ".", "!", "?") or (
            sentence.low(end) in (",", "and", "&", "et", "und", "y", "и") and _next_start(sentence, end)
        ):
            return end
    return min(here + _LONGEST_TAIL, len(sentence))


def _next_start(sentence: Sentence, at: int) -> int | None:
    """Where the next name with its own tail begins, after a comma, an "and" or both; None if none does."""
    here, told = at, False
    while sentence.low(here) in _JOINING and here < at + 6:
        told = told or sentence.low(here) in (";", "to", "especially", "particularly", "an", "à")
        here += 1
    if here == at:
        return None
    if past_role(sentence, here) is not None:
        return here
    if sentence.low(here) in _ANYBODY and told:
        return here
    name = read_name(sentence, here)
    if name is None or sentence.kind(name.end) == "possessive":
        return None
    if told and (is_strong(sentence, name.start) or is_weak(sentence, name.start)):
        return here
    read = read_names(sentence, here)
    after = read[0] if read else name.end
    after += sentence.low(after) in (",", "-", "(")
    return here if sentence.low(after) in ("for", "who", "für", "pour", "por", "за", "whose", "without") else None


def _words(sentence: Sentence, start: int, end: int) -> tuple[str, ...]:
    return tuple(sentence.low(here) for here in range(start, end))

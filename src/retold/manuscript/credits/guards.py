"""What must not become a credit although its words look like one."""

from __future__ import annotations

import re
from itertools import pairwise

from retold.lib.patterns import lazy
from retold.manuscript.credits.phrases import Match
from retold.manuscript.credits.tokens import Sentence, word_set

_DENYING = word_set(
    "not no never isn't wasn't aren't doesn't didn't don't haven't hasn't hadn't cannot can't won't",
    "couldn't wouldn't neither nor without nicht kein keine nie pas jamais не нет nunca ain't nothing",
    "hardly isnt dont",
)
_HARMLESS = word_set("only just sorry sure surprisingly much many limited to until")
_CLAUSE_END = word_set(", ; : . ! ? — - ( ) but although though however")
_LOOK_BACK = 6
_SHIFTING = (
    ("looking", "for", "a", "beta"), ("need", "a", "beta"), ("needs", "a", "beta"), ("want", "to", "beta"),
    ("wants", "to", "beta"), ("like", "to", "beta"), ("suche", "einen", "beta"), ("in", "search", "of", "a", "beta"),
    ("looking", "for", "beta"), ("could", "use", "a", "beta"), ("anyone", "wants", "to"), ("willing", "to", "beta"),
    ("would", "like", "to", "not"), ("like", "to", "not", "thank"), ("no", "thanks", "to"),
)  # fmt: skip
_SHIFTING_WORDS = word_set("beta not thanks wants")
_SPOILING = lazy(r"\bspoil", re.IGNORECASE)
# What became of this work at other hands is no debt of its own.
_OUTGOING = lazy(
    r"\b(?:now (?:available|translated|with (?:a )?podfic|has (?:a |an )?(?:podfic|art|cover|translation))|"
    r"(?:has|have) (?:been|now been) (?:translated|podficced|recorded|illustrated)|translated into|"
    r"there(?: is|'s|’s) (?:now )?(?:a |an |some )?(?:podfic|translation|art|fanart|cover|playlist)|"
    r"(?:podfic|audio) version by|feel free to)\b",
    re.IGNORECASE,
)
_WARNING_LABELS = word_set(
    "spoilers spoiler warnings warning rating pairing pairings characters genre keywords",
    "classification archive distribution feedback fandom fandoms summary length wordcount words",
    "soundtrack",
)


def is_silent(sentence: Sentence) -> bool:
    """Whether a sentence gives no credit at all: a spoiler notice, a call for a beta, anti-thanks."""
    words = sentence.lows
    if len(words) > 1 and words[0] in _WARNING_LABELS and words[1] in (":", "for", "up", "through", "-"):
        return words[0] not in ("characters", "summary") or words[1] == ":"
    if _SPOILING.search(sentence.text(0, len(sentence))) and not any(
        word in ("thanks", "thank", "based") for word in words
    ):
        return True
    if _OUTGOING.search(sentence.text(0, len(sentence))):
        return True
    return not _SHIFTING_WORDS.isdisjoint(words) and any(" ".join(run) in " ".join(words) for run in _SHIFTING)


def is_denied(match: Match) -> bool:
    """Whether a denial stands before the phrase in its own clause, or inside it."""
    if match.phrase.denied:
        return False
    sentence = match.sentence
    for here in range(match.start - 1, max(match.start - 1 - _LOOK_BACK, -1), -1):
        if sentence.low(here) in _CLAUSE_END:
            return False
        if sentence.low(here) in _DENYING and sentence.low(here + 1) not in _HARMLESS:
            return True
    return False


def is_hypothetical(match: Match) -> bool:
    """Whether the phrase is in a wish or a piece of advice: "if you liked", "you should read"."""
    before = [match.sentence.low(here) for here in range(max(0, match.start - 4), match.start)]
    return any(pair in (("if", "you"), ("you", "should"), ("go", "read"), ("check", "out"), ("i", "recommend"))
               for pair in pairwise(before))  # fmt: skip

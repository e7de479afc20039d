"""Where a title or a maker's name ends: runs in capitals, titles in lower case, "The Return, Part I"."""

from __future__ import annotations

from retold.manuscript.credits.known import is_unmistakable, known_title_end, medium_of_name
from retold.manuscript.credits.lexicon import NOT_NAMES
from retold.manuscript.credits.names import is_strong, is_weak, read_name
from retold.manuscript.credits.tokens import Sentence, word_set

BY = word_set("by von par por от автора")
# Lower-case words that may stand inside a title in capitals.
_INNER = word_set(
    "a an and as at but by du de der die das des el en et for from i in into is it la le les nor of",
    "off on or out over per so than that the their to und up via von vs vs. with without & + 's / the",
    "he she we you my your be are not no - и в на с под из о",
)
STOP = word_set(
    ", . ; : ( ) [ ] — - ! ? … because which who whom but though although so when where while since",
    "if except however then only where as bc cause cuz y'all lol 。 ， ！",
)
# Words that are no one's name yet may open a title.
_OPENERS = word_set(
    "the a i my it we you there no he she now all so as on in of to for after this i'm i'll when if but what not"
)
_CLAUSE = word_set("in on from for as is it that so but i which i'm who while she he they we this and i've")
_AND = word_set("and or & und oder et ou y o и или with")
_LONGEST = 16


def capitals_end(sentence: Sentence, at: int) -> int:
    """The end of a run of capitalised words with small words between them; `at` if none begins here."""
    key = ("capitals", at)
    if key not in sentence.read:
        sentence.read[key] = _capitals_end(sentence, at)
    end: int = sentence.read[key]
    return end


def _capitals_end(sentence: Sentence, at: int) -> int:
    if not _is_title_word(sentence, at, first=True):
        return at
    end, here = at + 1, at + 1
    while here < len(sentence) and here - at < _LONGEST:
        low = sentence.low(here)
        if _is_title_word(sentence, here, first=False):
            here += 1
            end = here
        elif (
            (low in (",", ":") and _continues(sentence, here, at))
            or ((low in _INNER or sentence.kind(here) == "possessive") and here - end < 4 and low not in BY)
            or (low in BY and sentence.tokens[here].text[0].isupper())
        ):
            here += 1
        elif low == "#" and sentence.low(here + 1).isdigit():
            here += 2
            end = here
        elif low in ("!", "?") and is_strong(sentence, here + 1):
            here += 1
        else:
            break
    return _between_known(sentence, at, _before_clause(sentence, at, end))


def _between_known(sentence: Sentence, at: int, end: int) -> int:
    """Cut a run between two well-known works: "Order of the Phoenix and Half-Blood Prince"."""
    middle = known_title_end(sentence.lows, at + (sentence.low(at) in ("the", "a")))
    middle = max(middle, known_title_end(sentence.lows, at))
    if not at < middle < end or sentence.low(middle) not in _AND:
        return end
    sure = is_unmistakable(sentence.text(at, middle)) or known_title_end(sentence.lows, middle + 1) > middle + 1
    return middle if sure else end


def _before_clause(sentence: Sentence, at: int, end: int) -> int:
    """Cut a run before a small word and a lone "I" that begin a clause: "Low Tide and I cried"."""
    if sentence.kind(end) == "possessive":  # "Harbour Lights is Ada Crane's"
        end = next((here for here in range(at + 1, end) if sentence.tokens[here].text in ("is", "are")), end)
    for here in range(at + 1, end):
        if sentence.tokens[here].text in ("I", "I'm", "I've", "I'd", "I'll") and sentence.low(here - 1) in (
            "and", "but", "so", "that", "as", "while", "when", "if", "because",
        ):  # fmt: skip
            return here - 1
    return end


def _continues(sentence: Sentence, here: int, start: int) -> bool:
    """Whether a comma or colon inside a run goes on with the title: The Return, Part I; 1x04: First Night."""
    if sentence.low(here) == ":":
        return is_strong(sentence, here + 1) or sentence.low(here + 1) in ("the", "a")
    return sentence.low(here + 1) in ("part", "pt", "pt.") and here > start


def _is_title_word(sentence: Sentence, at: int, *, first: bool) -> bool:
    if sentence.kind(at) != "word":
        return False
    text = sentence.tokens[at].text
    if text[0].isdigit():
        return not first or "x" in text.lower() or not text.isdigit()
    if not text[0].isupper() and not (first and "_" in text):
        return False
    return not (first and sentence.low(at) in NOT_NAMES - _OPENERS)


def sounds_like_title(text: str) -> bool:
    """Whether a bare name reads as a work's, not as a maker's."""
    words = text.lower().split()
    return len(words) > 4 or any(word in ("of", "in", "to", "a", "is", "you", "i", "me", "my", "on") for word in words)


def last_by(sentence: Sentence, start: int, end: int) -> int | None:
    """The place of a "by" inside a run that parts the title from its maker."""
    for here in range(end - 1, start, -1):
        if sentence.low(here) in BY and sentence.tokens[here].text.islower():
            return here
    return None


def maker_end(sentence: Sentence, start: int, end: int) -> int:
    """Cut a maker's run where a new clause begins: "by U2 and I ..."."""
    for here in range(start + 1, end):
        if (
            sentence.low(here) in _AND
            and medium_of_name(sentence.text(start, here))
            and not medium_of_name(sentence.text(start, end))
        ):
            return here
        if sentence.low(here) in _CLAUSE and not (
            sentence.low(here) == "of" and is_strong(sentence, here + 1) and sentence.low(here + 1) == "the"
        ):
            return here
    return end


def running_end(sentence: Sentence, at: int) -> int:
    """The end of a title in lower case, which runs to the next stop or to a "by"; `at` if there is none."""
    end = at
    while end < len(sentence) and end - at < _LONGEST:
        low = sentence.low(end)
        if low in BY and end > at and read_name(sentence, end + 1) is not None:
            break
        if low == "and" and _is_next_source(sentence, end + 1):
            break
        if low == "(" and end > at:
            closing = next((k for k in range(end, min(end + 8, len(sentence))) if sentence.low(k) == ")"), None)
            return closing + 1 if closing and sentence.low(closing + 1) in (".", "", "!") else end
        if low in STOP or sentence.kind(end) in ("url", "quote"):
            break
        end += 1
    return end


def _is_next_source(sentence: Sentence, at: int) -> bool:
    """Whether "X's" begins here."""
    return any(sentence.kind(here) == "possessive" for here in range(at + 1, min(at + 3, len(sentence))))


def is_clear(sentence: Sentence, start: int) -> bool:
    """Whether a source that needs no guessing begins here: a quotation, capitals, "x's"."""
    weak = is_weak(sentence, start) and sentence.kind(start + 1) == "possessive"
    return sentence.kind(start) == "quote" or weak or capitals_end(sentence, start) > start

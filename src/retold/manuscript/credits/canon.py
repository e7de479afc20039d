"""Points of a canon: season four, the Tritter arc, 1x04: First Night, after "The Return, Part I"."""

from __future__ import annotations

from dataclasses import replace

from retold.lib.patterns import lazy
from retold.manuscript.credits.known import medium_of_title
from retold.manuscript.credits.lexicon import ARTICLES, MEDIUM_OF, TIMES
from retold.manuscript.credits.names import is_strong
from retold.manuscript.credits.titles import capitals_end
from retold.manuscript.credits.tokens import Sentence, word_set
from retold.manuscript.credits.trailing import Work
from retold.manuscript.credits.works import read_work

_LEADS = word_set(
    "depicted portrayed described shown chronicled seen told recounted end ending beginning start",
    "middle events event finale episode ep eps show movie film book series novel game early late mid",
    "somewhere sometime around during after before in of at near toward towards right just shortly",
    "very well immediately directly some point time roughly between scene scenes summer spring autumn",
    "winter year one years final first last hours minutes days weeks months on set about halfway part",
    "through few couple the end's missing",
)
_CANON_NOUNS = word_set(
    "season seasons chapters episodes episode ep arc finale series chapter book movie film year era",
    "war battle pilot premiere timeline canon storyline saga part volume act scene gap hiatus staffel",
    "band buch teil tome livre libro temporada capítulo volumen film фильма тома "
    "folge kapitel saison épisode chapitre сезона серии книги",
)
_STOP = word_set(
    ", . ; : ( ) [ ! ? … because which who but so though although when if with - — where and or than",
    "as",
)
_LONGEST = 8
_EPISODE = lazy(r"s?\d+[xe]\d+$")
_MEDIUM_HERE = {"band": "book", "teil": "book", "tome": "book", "libro": "book", "livre": "book", "книги": "book"}
_NOWHERE = word_set("i i'm the this that it my story fic chapter there")


def read_canon(sentence: Sentence, at: int) -> Work | None:
    """Read one canon point; None where the words name none (a date, a town, "an AU")."""
    here, medium = at, None
    while here < at + 9 and (
        (sentence.low(here) in ARTICLES and not is_strong(sentence, here + 1)) or sentence.low(here) in _LEADS
    ):
        if sentence.low(here) in _CANON_NOUNS and not _is_named_before_noun(sentence, here):
            break
        if sentence.tokens[here].text[0].isupper() and capitals_end(sentence, here) > here + 1 and here > at:
            break
        medium = MEDIUM_OF.get(sentence.low(here)) or medium
        here += 1
    if sentence.low(here) == "the" and is_strong(sentence, here + 1) and sentence.tokens[here].text == "the":
        here += 1
    return _quoted(sentence, here, medium) or _named(sentence, here, medium) or _told(sentence, here)


def _is_named_before_noun(sentence: Sentence, at: int) -> bool:
    """Whether a noun such as "episode" only leads to a title: "the episode 'Bride'"."""
    return sentence.kind(at + 1) == "quote" or (is_strong(sentence, at + 1) and not sentence.low(at + 1).isdigit())


def _quoted(sentence: Sentence, at: int, medium: str | None) -> Work | None:
    if sentence.kind(at) != "quote":
        return None
    title = (sentence.tokens[at].inner or "").rstrip(".,;")
    return Work(at + 1, title=title, medium=medium or medium_of_title(title)) if title else None


def _named(sentence: Sentence, at: int, medium: str | None) -> Work | None:
    """Read a point in capitals, with a following noun ("the Tritter arc")."""
    end = capitals_end(sentence, at)
    if sentence.kind(at + 1) == "quote" and _EPISODE.match(sentence.low(at)):
        return _quoted(sentence, at + 1, "tv")
    if end == at or (end == at + 1 and sentence.low(at) in _NOWHERE | TIMES):
        return None
    if sentence.kind(end) == "possessive" and sentence.low(end + 1) not in _CANON_NOUNS:
        return None
    if sentence.low(end) in _CANON_NOUNS and sentence.tokens[end].text.islower():
        end += 1
        if sentence.kind(end) == "word" and (sentence.low(end).isdigit() or sentence.low(end) in _NUMBERS):
            end += 1
    text = sentence.text(at, end)
    known = MEDIUM_OF.get(sentence.low(end - 1)) if sentence.tokens[end - 1].text.islower() else None
    return Work(end, title=text, medium=medium or known or medium_of_title(text))


_NUMBERS = word_set("one two three four five six seven eight nine ten eleven twelve")


def _told(sentence: Sentence, at: int) -> Work | None:
    """Read plain words that hold a canon noun: "season one-ish", "the third movie", "sixth year"."""
    end = at
    while end < len(sentence) and end - at < _LONGEST and sentence.low(end) not in _STOP:
        if sentence.kind(end) in ("quote", "url"):
            break
        end += 1
    nouns = [here for here in range(at, end) if sentence.low(here) in _CANON_NOUNS]
    if not nouns:
        return None
    chapter = _chapter_of(sentence, nouns[0])
    if chapter is not None:
        return chapter
    if sentence.low(nouns[0]) in ("chapter", "chapters", "part", "scene"):
        return None  # a chapter of this very story, as no other work is named
    stop = nouns[0] + 1
    following = sentence.low(stop)
    if following[:1].isdigit() or following.split("-")[0] in _NUMBERS:
        stop += 1
    elif nouns[0] == at and sentence.low(at) in ("canon", "series", "timeline", "year", "part", "war", "scene", "book",
                                                 "movie", "film", "episode", "chapter", "season", "act"):  # fmt: skip
        return None
    noun = sentence.low(nouns[0])
    return Work(stop, title=sentence.text(at, stop), medium=_MEDIUM_HERE.get(noun) or MEDIUM_OF.get(noun) or "tv")


def _chapter_of(sentence: Sentence, at: int) -> Work | None:
    """Read "chapter 14 of TITLE", "chapters 45 and 46 of TITLE": the work, with the chapter as its place."""
    end = at + 1
    while end < at + 5 and (
        sentence.low(end)[:1].isdigit() or (end > at + 1 and sentence.low(end) in ("and", "to", "-", "&"))
    ):
        end += 1
    if (
        end == at + 1
        or sentence.low(end) not in ("of", "in", "from")
        or not sentence.low(at).startswith(("chapter", "kapitel"))
    ):
        return None
    work = read_work(sentence, end + 1)
    return replace(work, place=sentence.text(at, end), medium=work.medium or "fanfic") if work and work.title else None


def read_points(sentence: Sentence, at: int) -> tuple[int, tuple[Work, ...]] | None:
    """Read one canon point, or two after "between"."""
    first = read_canon(sentence, at)
    if first is None:
        return None
    if "between" in sentence.lows[max(0, at - 1) : first.end] and sentence.low(first.end) in ("and", "&"):
        second = read_canon(sentence, first.end + 1)
        if second is not None:
            return second.end, (first, second)
    return first.end, (first,)

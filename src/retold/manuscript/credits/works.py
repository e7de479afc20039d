"""Works as sources: 'With or Without You' by U2, a Radiohead song, helenish's Take Clothes Off, the show Leverage."""

from __future__ import annotations

from dataclasses import replace

from retold.manuscript.credits.known import (
    is_unmistakable,
    known_name_end,
    known_title_end,
    medium_of_name,
    medium_of_title,
)
from retold.manuscript.credits.lexicon import (
    ARTICLES,
    CARRIERS,
    COMMON,
    MAKER_NOUNS,
    MEDIUM_OF,
    NATIONS,
    PRAISE,
    TIMES,
    WORK_NOUNS,
)
from retold.manuscript.credits.names import is_strong, read_name
from retold.manuscript.credits.titles import (
    BY,
    STOP,
    capitals_end,
    is_clear,
    last_by,
    maker_end,
    running_end,
    sounds_like_title,
)
from retold.manuscript.credits.tokens import Sentence, word_set
from retold.manuscript.credits.trailing import Work, quoted, with_rest

_MADE = word_set("done performed sung written covered made drawn created recorded penned composed titled posted")
_LINKING = word_set("in from of to on by off du de aus von из s' d' des del")
_CALLED = word_set("called titled named entitled , : ; namely")
_PART = word_set("part chapter episode pt pt. vol volume season book act kapitel chapitre глава")
_OEUVRE = word_set("works work music writings writing poetry stories tales novels books poems songs")
_VERBS = word_set(
    "wrote owns own owned created creates belongs belong is are was were has have made did does",
    "invented",
)
# After a noun of a medium these lead to its maker: "chanson de Stromae", "песня группы Кино", "by the band X".
_OF_MAKER = word_set("de del von d' du from группы певицы певца поэта автора at on")
_BAND_NOUNS = word_set("band singer group author poet duo musician songwriter rapper writer user artist группы автора")
_GERMAN_NOUNS = word_set("lied song gedicht buch roman film serie spiel songtext folge geschichte videospiel musical")
_ADJECTIVES_MOST = 4


def read_work(sentence: Sentence, at: int, *, lower: bool = False, maker: bool = False) -> Work | None:
    """Read a source at a token.

    `lower` allows a title in lower case, which runs to the next stop. `maker` says that a bare name is a maker's
    unless it is a known work's ("Title from Whitman").
    """
    if (
        sentence.low(at) in ("this", "it", "my")
        and sentence.low(at + 1) not in MEDIUM_OF
        and not is_strong(sentence, at + 1)
    ):
        following = sentence.low(at + 1)
        if sentence.low(at) == "it" or following not in PRAISE:
            return None
    here, medium = _past_leads(sentence, at)
    if sentence.low(here - 2) in _OEUVRE and sentence.low(here - 1) == "of" and here - 2 >= at:
        end = capitals_end(sentence, here)
        if end > here:
            text = sentence.text(here, end)
            return Work(end, creator=text, medium=MEDIUM_OF.get(sentence.low(here - 2)) or medium_of_name(text))
    work = (
        _described(sentence, here)
        or _possessed(sentence, here)
        or quoted(sentence, here)
        or _maker_and_noun(sentence, here)
        or _capitals(sentence, here, maker=maker)
        or (_running(sentence, here) if lower else None)
        or _described_later(sentence, here)
    )
    if work is None:
        return None
    work = with_rest(sentence, work)
    known = medium_of_title(work.title) or medium_of_name(work.creator)
    return replace(work, medium=work.medium or medium or known)


def _past_leads(sentence: Sentence, at: int) -> tuple[int, str | None]:
    """Skip "a line from", "the lyrics of the", "this really awesome"; say the medium if a word told it."""
    here, medium = at, None
    for _ in range(12):
        low = sentence.low(here)
        if low in CARRIERS and sentence.low(here + 1) in _LINKING and sentence.low(here + 1) != "by":
            medium = medium or (MEDIUM_OF.get(low) if low in MAKER_NOUNS else None)
            here += 2
        elif low in CARRIERS and sentence.low(here + 1) in ("and", "or", "/") and sentence.low(here + 2) in CARRIERS:
            here += 2
        elif (
            (low in ARTICLES and not _begins_title(sentence, here))
            or (low in PRAISE and not sentence.tokens[here].text[0].isupper())
            or (low in NATIONS and sentence.low(here + 1) in MEDIUM_OF)
        ):
            here += 1
        elif low in ("one", "both") and sentence.low(here + 1) == "of":
            here += 2
        else:
            break
    return here, medium


def _begins_title(sentence: Sentence, at: int) -> bool:
    """Whether an article is the first word of a title or of a band's name: The Return."""
    return (sentence.tokens[at].text[0].isupper() and is_strong(sentence, at + 1)) or (
        sentence.low(at) == "the" and is_strong(sentence, at + 1) and sentence.low(at + 1).endswith("s")
        and sentence.kind(at + 2) != "possessive" and sentence.low(at + 2) not in MEDIUM_OF
    )  # fmt: skip


def _described(sentence: Sentence, at: int) -> Work | None:
    """Read "song 'X' by Y", "song by Y", "poem of the same name by Y", "song playing there: 'X'", "fanart"."""
    low = sentence.low(at)
    medium = MEDIUM_OF.get(low)
    if medium is None or sentence.kind(at) != "word":
        return None
    if sentence.tokens[at].text[0].isupper() and not (low in _GERMAN_NOUNS and at > 0):
        return None
    here = at + 1
    while sentence.low(here) in MEDIUM_OF and not is_strong(sentence, here):
        here += 1
    if [sentence.low(here), sentence.low(here + 1), sentence.low(here + 2)] == ["of", "the", "same"]:
        return Work(here + 4, medium=medium)
    while sentence.low(here) in _CALLED and here < at + 4:
        here += 1
    if sentence.low(here) in BY or sentence.low(here) in ("on", "at"):
        return Work(here, medium=medium)
    told = _of_maker(sentence, here, medium)
    if told is not None:
        return told
    inner = quoted(sentence, here) or _capitals(sentence, here, maker=False) or _quoted_later(sentence, here)
    if inner is not None:
        return replace(inner, medium=medium)
    return Work(at + 1, medium=medium)


def _of_maker(sentence: Sentence, at: int, medium: str) -> Work | None:
    """Read the maker after a noun: "chanson de Stromae", "стихотворения Бродского", "песни группы Кино"."""
    here = at
    if medium == "fanart" and sentence.low(at) == "of" and sentence.low(at + 1)[:1] == "@":
        return Work(at + 2, creator=sentence.tokens[at + 1].text, medium=medium)
    while sentence.low(here) in _OF_MAKER and here < at + 2:
        here += 1
    end = capitals_end(sentence, here)
    russian = "а" <= sentence.low(here)[:1] <= "я" and medium in ("poem", "song")
    if end == here or not (here > at or russian) or medium_of_title(sentence.text(here, end)):
        return None
    if medium not in ("song", "poem", "book", "fanfic", "fanart") or sentence.low(at) in ("from", "at", "on", "du"):
        return None
    return Work(end, creator=sentence.text(here, maker_end(sentence, here, end)), medium=medium)


def _described_later(sentence: Sentence, at: int) -> Work | None:
    """Read a source after adjectives that no list holds: "stunning inky artwork by Tamsin", "Welsh fic 'Ebbe'"."""
    here = at
    while here < at + _ADJECTIVES_MOST and sentence.kind(here) == "word" and sentence.low(here) not in STOP | BY:
        here += 1
        if sentence.low(here) == "of" and sentence.low(here - 1) in ("piece", "work", "bit", "series", "set"):
            here += 1
        low, after = sentence.low(here), sentence.low(here + 1)
        if low in MEDIUM_OF and (after in BY or after in _CALLED or after == "on" or is_clear(sentence, here + 1)):
            return _described(sentence, here)
    return None


def _quoted_later(sentence: Sentence, at: int) -> Work | None:
    """Read a quoted title after a few words that describe it."""
    for here in range(at, min(at + 9, len(sentence))):
        if sentence.kind(here) == "quote":
            return quoted(sentence, here)
        if sentence.low(here) in (",", ";", ".", "("):
            return None
    return None


def _possessed(sentence: Sentence, at: int) -> Work | None:
    """Read "X's Y": X made Y. Y may be quoted, in capitals, in lower case, or only told by a noun."""
    name = read_name(sentence, at, weak=True)
    if name is None or sentence.kind(name.end) != "possessive" or name.start - at > 2:
        return None
    if sentence.kind(at) != "word" or _is_title_possessive(sentence, name.start, name.end):
        return None
    here, medium = _past_leads(sentence, name.end + 1)
    here, noun = _past_description(sentence, here)
    medium = noun or medium
    work = (
        quoted(sentence, here)
        or _capitals(sentence, here, maker=False)
        or (None if sentence.low(here) in STOP else _running(sentence, here))
    )
    if work is None:
        return Work(max(here, name.end + 1), creator=name.text, medium=medium) if medium else None
    return replace(work, creator=name.text, medium=work.medium or medium)


def _is_title_possessive(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the possessive belongs to a known title: Ender's Game."""
    if sentence.low(end + 1) in ("day", "eve"):
        return True
    return any(medium_of_title(sentence.text(start, min(end + more, len(sentence)))) for more in (2, 3, 4))


def _past_description(sentence: Sentence, at: int) -> tuple[int, str | None]:
    """Skip "merman!Eduardo fic" or "crossover," before the title: to after a media noun that another word follows."""
    if capitals_end(sentence, at) > at and sentence.low(capitals_end(sentence, at)) == "universe":
        return at, None
    for here in range(at, min(at + 7, len(sentence))):
        low = sentence.low(here)
        if low in STOP or sentence.kind(here) == "quote" or low in ("and", "by", "of"):
            return at, None
        if (low in MEDIUM_OF or low in WORK_NOUNS) and sentence.tokens[here].text[0].islower():
            after = here + 1
            while sentence.low(after) in _CALLED or sentence.low(after) in ARTICLES - {"the", "a", "an"}:
                after += 1
            return after, MEDIUM_OF.get(low)
    return at, None


def _maker_and_noun(sentence: Sentence, at: int) -> Work | None:
    """Read "a Radiohead song" (a maker) and "the Oldboy movie" (a work)."""
    end = capitals_end(sentence, at)
    if end == at:
        return None
    low, here = sentence.low(end), end
    if low in PRAISE:
        here = end + 1
        low = sentence.low(here)
    text = sentence.text(at, end)
    if low in MAKER_NOUNS and sentence.tokens[here].text[0].islower():
        title = quoted(sentence, here + 1) or _capitals(sentence, here + 1, maker=False)
        medium = MEDIUM_OF.get(low)
        if medium == "book" and title is None:
            return Work(here + 1, title=text, medium=medium)
        return Work(title.end if title else here + 1, title=title.title if title else None, creator=text, medium=medium)
    if low in MEDIUM_OF or low in WORK_NOUNS:
        return Work(here + 1, title=text, medium=MEDIUM_OF.get(low) or medium_of_title(text))
    return None


def _capitals(sentence: Sentence, at: int, *, maker: bool) -> Work | None:
    """Read a run in capitals as a title, or as a maker where that is likelier."""
    end = capitals_end(sentence, at)
    known = known_title_end(sentence.lows, at)
    if known > at + 1 and known >= end:
        return Work(known, title=sentence.text(at, known))
    if end == at:
        if known > at and is_unmistakable(sentence.text(at, known)):
            return Work(known, title=sentence.text(at, known))
        named = known_name_end(sentence.lows, at)
        sure = named > at + 1 or (maker and named > at and sentence.low(at) not in COMMON)
        return Work(named, creator=sentence.text(at, named)) if sure else None
    text = sentence.text(at, end)
    if sentence.kind(end) == "quote" and text.endswith("s") and medium_of_name(text[:-1]):
        inner = quoted(sentence, end)  # a German genitive: Rammsteins „Sonne“
        return Work(end + 1, title=inner.title if inner else None, creator=text[:-1])
    if text.lower() in TIMES | NATIONS:
        return None
    if end == at + 1 and "_" in text:
        return Work(end, creator=text, medium="person")  # a handle
    if medium_of_name(text) and sentence.low(end) not in BY:
        return Work(end, creator=text)
    by = last_by(sentence, at, end)
    if by is not None:
        return Work(by, title=sentence.text(at, by))
    if (
        maker
        and sentence.low(end) not in BY | {"from", "("}
        and not medium_of_title(text)
        and not sounds_like_title(text)
    ):
        noun = sentence.low(end)
        if (
            sentence.kind(end) == "word"
            and noun not in COMMON
            and noun not in STOP
            and sentence.low(end + 1) in (".", "", ",", "!")
        ):
            return Work(end + 1, title=sentence.text(at, end + 1), medium="other")
        return Work(end, creator=text)
    return Work(end, title=text)


def _running(sentence: Sentence, at: int) -> Work | None:
    """Read a title in lower case."""
    end = running_end(sentence, at)
    return Work(end, title=sentence.text(at, end), lower=True) if end > at else None


def last_named(sentence: Sentence, before: int) -> Work | None:
    """The work named last before a token: what "it" means in "read X first, as this is a sequel to it"."""
    best, at = None, 0
    while at < before:
        end = capitals_end(sentence, at)
        if sentence.kind(at) == "quote" or (end < before and end - at >= 2 and end > at):
            work = read_work(sentence, at)
            if work is not None and work.title:
                best = work
        at = max(end, at + 1)
    return best


def read_works(sentence: Sentence, at: int, *, lower: bool = False) -> tuple[int, tuple[Work, ...]] | None:
    """Read "X's Y and Z's W", "'A' and 'B'"; a second source must be as clear as the first."""
    first = read_work(sentence, at, lower=lower)
    if first is None:
        return None
    works, here = [first], first.end
    for _ in range(4):
        after = here + 1 if sentence.low(here) == "," else here
        after = after + 1 if sentence.low(after) in ("and", "&", "as", "und", "et", "y", "и") else after
        if sentence.low(after) in ("also", "by") and after > here:
            after += 1
        if after == here or not is_clear(sentence, _past_leads(sentence, after)[0]):
            break
        following = read_work(sentence, after, lower=False)
        if following is None or (following.title is None and following.creator is None):
            break
        if sentence.low(following.end) in _VERBS or sentence.low(after) in (
            "i",
            "i'm",
            "i've",
            "it",
            "we",
            "all",
            "this",
        ):
            break
        works.append(following)
        here = following.end
    return here, tuple(works)

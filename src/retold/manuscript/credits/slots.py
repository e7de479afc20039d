"""The slots that phrases may hold: each reads a sentence from a token on and says where it stopped and what it read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from retold.lib.patterns import lazy
from retold.manuscript.credits import canon, events, known, lexicon, names, people, titles, trailing, works
from retold.manuscript.credits.tokens import Sentence

_BEFORE_MAKER = lexicon.ARTICLES | lexicon.PRAISE | lexicon.NATIONS | frozenset({"poet", "author", "writer", "band"})
Reader = Callable[[Sentence, int], tuple[int, Any] | None]


def _work(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    read = works.read_work(sentence, at)
    return None if read is None else (read.end, (read,))


def _source(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    read = works.read_work(sentence, at, maker=True)
    return None if read is None else (read.end, (read,))


def _fic(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    read = works.read_work(sentence, at, lower=True)
    return None if read is None else (read.end, (read,))


def _works(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    return works.read_works(sentence, at)


def _clear(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    """Read a source of which there is no doubt: quoted, well known, or told with its maker."""
    if not titles.is_clear(sentence, at) and sentence.low(at) not in lexicon.ARTICLES | lexicon.MEDIUM_OF.keys():
        return None
    read = works.read_work(sentence, at, maker=True)
    if read is None or read.lower:
        return None
    known_one = known.medium_of_name(read.creator) or known.medium_of_title(read.title)
    quoted = any(sentence.kind(here) == "quote" for here in range(at, read.end)) and read.title
    return (read.end, (read,)) if known_one or quoted or (read.creator and (read.title or read.medium)) else None


def _person(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    """Read persons whose names need no guessing: capitals, digits, underscores, and no known work."""
    if not (names.is_strong(sentence, at) or sentence.low(at) in ("my", "the")):
        return None
    read = names.read_names(sentence, at)
    if read is None or any(not _is_person(sentence, name) for name in read[1]):
        return None
    return read


def _is_person(sentence: Sentence, name: names.Name) -> bool:
    text = name.text.lower()
    if known.medium_of_title(text) or text in lexicon.TIMES | lexicon.NATIONS or text in lexicon.HOSTS:
        return False
    return names.is_strong(sentence, name.start) and sentence.kind(name.end) != "possessive"


def _moment(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    """Read where a story leaves the canon, told in plain words: "the locker", "the Battle of the Tower"."""
    points = canon.read_points(sentence, at)
    if points is not None:
        return points
    if sentence.low(at) not in ("the", "when", "where") or sentence.low(at + 1) in (
        "canon",
        "original",
        "end",
        "start",
    ):
        return None
    end = at + 1
    while end < min(at + _LONGEST_MOMENT, len(sentence)) and sentence.low(end) not in titles.STOP:
        end += 1
    return (end, (trailing.Work(end, title=sentence.text(at, end)),)) if end > at + 1 else None


def _sign_work(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    """Read a title in Chinese brackets with what stands before it: 陈奕迅的《十年》, 电影《情书》."""
    for here in range(at, min(at + _LONGEST_SIGNS, len(sentence))):
        if sentence.kind(here) == "quote":
            before = sentence.text(at, here)
            medium = next((lexicon.MEDIUM_OF[noun] for noun in _SIGN_NOUNS if noun in before), None)
            maker = _SIGN_MAKER.sub("", before)
            known_one = known.medium_of_name(maker)
            title = (sentence.tokens[here].inner or "").strip()
            work = trailing.Work(here + 1, title=title, creator=maker or None, medium=medium or known_one)
            return here + 1, (work,)
        if sentence.low(here) in ("，", "。", "！", "："):
            return None
    return None


def _maker(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    end = titles.capitals_end(sentence, at)
    start = at
    while end == start and sentence.low(start) in _BEFORE_MAKER and start < at + 4:
        start += 1
        end = titles.capitals_end(sentence, start)
    if end > start:
        end = titles.maker_end(sentence, start, end)
        return end, (
            trailing.Work(
                end, creator=sentence.text(start, end), medium=known.medium_of_name(sentence.text(start, end))
            ),
        )
    named = known.known_name_end(sentence.lows, start)
    if named > start + 1:
        text = sentence.text(start, named)
        return named, (trailing.Work(named, creator=text, medium=known.medium_of_name(text)),)
    name = names.read_name(sentence, at)
    return None if name is None else (name.end, (trailing.Work(name.end, creator=name.text, url=name.url),))


def _subject(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    return names.read_names(sentence, at, anywhere=True)


def _name(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    read = names.read_name(sentence, at)
    return None if read is None else (read.end, read)


def _event(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    read = events.read_event(sentence, at)
    return None if read is None else (read.end, read)


def _prompt(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    read = events.read_prompt(sentence, at)
    return None if read is None else (read.end, read)


def _quote(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    read = events.read_quote(sentence, at)
    return None if read is None else (read.end, read)


def _wish(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    read = events.read_wish(sentence, at)
    return None if read is None else (read.end, read)


def _quoted(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    if sentence.kind(at) != "quote":
        return None
    return _work(sentence, at)


def _verse(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    """Read "Mathletes-verse", "Lanterns 'verse", "Lanternverse"."""
    for end in range(at + 1, min(at + 5, len(sentence)) + 1):
        low = sentence.low(end - 1)
        if (
            low.endswith("verse")
            and low not in ("universe", "multiverse", "reverse", "inverse", "diverse")
            and (end > at + 1 or len(low) > 5)
        ):
            return end, (trailing.Work(end, title=sentence.text(at, end), medium="fanfic"),)
        if sentence.kind(end - 1) != "word" and low not in ("'", "’", "-"):
            break
    return None


def _sign_name(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    """Read a name in Chinese or Japanese signs, up to what cannot belong to it."""
    end = at + (sentence.kind(at) == "word" and sentence.tokens[at].text.endswith("."))  # J.K.罗琳
    while (
        end < min(at + 7, len(sentence))
        and _SIGN.match(sentence.low(end))
        and sentence.low(end) not in "的生和与，。！、对为是我你他她在"
    ):
        end += 1
    return (end, names.Name(sentence.text(at, end), at, end)) if end > at + 1 else None


_LONGEST_MOMENT = 7
_LONGEST_SIGNS = 12
_SIGN_NOUNS = ("歌曲", "电影", "小说", "游戏", "同人", "歌", "诗", "书")
_SIGN_MAKER = lazy(r"(?:的)?(?:歌曲|电影|小说|游戏|同人文?|一首|歌|诗|书)*(?:的)?$|^(?:一首|于|自)")
_SIGN = lazy(r"[\u3041-\u30ff\u4e00-\u9fff]")


def _address(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    return (at + 1, sentence.tokens[at].text) if sentence.kind(at) == "url" else None


SLOTS: dict[str, Reader] = {
    "work": _work,  # a source; a bare name is its title
    "source": _source,  # a source; a bare name is its maker's
    "fic": _fic,  # a source whose title may be in lower case
    "works": _works,  # one source or several
    "clear": _clear,  # a source of which there is no doubt
    "person": _person,  # persons whose names need no guessing
    "moment": _moment,  # where a story leaves the canon
    "sign_work": _sign_work,  # a title in Chinese brackets, with its maker
    "maker": _maker,  # who made or owns something
    "name": _name,  # one person
    "names": names.read_names,  # persons: "A, B and C"
    "subject": _subject,  # persons before a verb
    "sign_name": _sign_name,  # one person, in Chinese or Japanese signs
    "helps": people.read_helps,  # persons, each with what they did
    "quoted": _quoted,  # a source in quotation marks
    "verse": _verse,  # a shared universe: "Lanterns-verse"
    "points": canon.read_points,  # points of the canon
    "event": _event,  # an event, with host and place
    "prompt": _prompt,  # a prompt's words after "prompt"
    "quote": _quote,  # a quotation close by
    "wish": _wish,  # what someone asked for
    "place": events.read_place,  # a site, a community, a kink meme
    "url": _address,  # a web address
}

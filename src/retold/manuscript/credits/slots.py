"""The slots that phrases may hold: each reads a sentence from a token on and says where it stopped and what it read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from retold.manuscript.credits import canon, events, lexicon, names, people, works
from retold.manuscript.credits.tokens import Sentence

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


def _maker(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    end = works.capitals_end(sentence, at)
    start = at
    while end == start and sentence.low(start) in lexicon.ARTICLES | lexicon.PRAISE and start < at + 4:
        start += 1
        end = works.capitals_end(sentence, start)
    if end > start:
        end = works.maker_end(sentence, start, end)
        return end, (
            works.Work(
                end, creator=sentence.text(start, end), medium=lexicon.medium_of_name(sentence.text(start, end))
            ),
        )
    name = names.read_name(sentence, at)
    return None if name is None else (name.end, (works.Work(name.end, creator=name.text, url=name.url),))


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
            return end, (works.Work(end, title=sentence.text(at, end), medium="fanfic"),)
        if sentence.kind(end - 1) != "word":
            break
    return None


def _sign_name(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    """Read a name in Chinese or Japanese signs, up to what cannot belong to it."""
    end = at
    while (
        end < min(at + 6, len(sentence))
        and _SIGN.match(sentence.low(end))
        and sentence.low(end) not in "的生和与，。！、"
    ):
        end += 1
    return (end, names.Name(sentence.text(at, end), at, end)) if end > at + 1 else None


_SIGN = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def _address(sentence: Sentence, at: int) -> tuple[int, Any] | None:
    return (at + 1, sentence.tokens[at].text) if sentence.kind(at) == "url" else None


SLOTS: dict[str, Reader] = {
    "work": _work,  # a source; a bare name is its title
    "source": _source,  # a source; a bare name is its maker's
    "fic": _fic,  # a source whose title may be in lower case
    "works": _works,  # one source or several
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

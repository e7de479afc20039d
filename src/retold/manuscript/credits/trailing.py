"""A source as read so far, and what follows it: "by Y", "(by Y)", "from Z", "on Tumblr", an address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from retold.manuscript.credits.known import medium_of_name
from retold.manuscript.credits.lexicon import ARTICLES, HOSTS, KINK_MEME, MEDIUM_OF
from retold.manuscript.credits.names import is_strong, read_name
from retold.manuscript.credits.titles import BY, capitals_end, maker_end
from retold.manuscript.credits.tokens import Sentence, word_set

_MADE = word_set("done performed sung written covered made drawn created recorded penned composed titled posted")
_PART = word_set("part chapter episode pt pt. vol volume season book act kapitel chapitre глава")
_BAND_NOUNS = word_set("band singer group author poet duo musician songwriter rapper writer user artist группы автора")


@dataclass(frozen=True)
class Work:
    """A source as the words give it; None where they are silent. `end` is the token index after it."""

    end: int
    title: str | None = None
    creator: str | None = None
    medium: str | None = None
    place: str | None = None
    url: str | None = None
    lower: bool = False


def with_rest(sentence: Sentence, work: Work) -> Work:
    """Read what follows a source: "by Y", "(by Y)", "from Z", "on Tumblr", "chapter 5", an address."""
    for _ in range(4):
        longer = _one_more(sentence, work)
        if longer is None:
            break
        work = longer
    return work


def _one_more(sentence: Sentence, work: Work) -> Work | None:
    here = work.end
    low = sentence.low(here)
    if low in ("(", "[", ",") and sentence.low(here + 1) in BY | _MADE:
        here, low = here + 1, sentence.low(here + 1)
    if low in _MADE and sentence.low(here + 1) in BY:
        here, low = here + 1, sentence.low(here + 1)
    if low == "(" and work.title and sentence.low(here + 2) == ")" and sentence.low(here + 1).isdigit():
        return replace(work, end=here + 3)
    if work.creator is None and low in BY:
        return _by(sentence, here, work)
    if work.title is None and work.creator and low == "," and sentence.kind(here + 1) == "quote":
        inner = quoted(sentence, here + 1)
        return replace(work, end=here + 2, title=inner.title) if inner else None
    if work.creator is None and work.title and work.end == here and low in (",", "-", "("):
        return _maker_after_comma(sentence, here, work)
    if low in ("(", "[") and sentence.kind(here + 1) == "url":
        return replace(work, end=here + 3, url=work.url or sentence.tokens[here + 1].text)
    if low in ("from", "in", ",") and work.place is None and work.title:
        return _from(sentence, here, work)
    if low in ("on", "at", "over") and work.place is None:
        return _on(sentence, here, work)
    return None


def _maker_after_comma(sentence: Sentence, here: int, work: Work) -> Work | None:
    """Read a well-known maker after a title: "Landslide", Fleetwood Mac; 'Ebb' (Keats)."""
    end = capitals_end(sentence, here + 1)
    if end == here + 1 or medium_of_name(sentence.text(here + 1, end)) is None:
        if sentence.low(here) == "(" or sentence.low(here + 1) not in BY:
            return None
        return _by(sentence, here + 1, work)
    closing = sentence.low(here) == "(" and sentence.low(end) == ")"
    return replace(work, end=end + closing, creator=sentence.text(here + 1, end))


def _by(sentence: Sentence, here: int, work: Work) -> Work | None:
    """Read the maker after a "by"; a band's name may hold an "and"."""
    here += sentence.low(here + 1) in ARTICLES and sentence.low(here + 2) in _BAND_NOUNS
    here += sentence.low(here + 1) in _BAND_NOUNS
    end = capitals_end(sentence, here + 1)
    if sentence.low(here + 1) == "one" and end == here + 1:
        return None
    if end > here + 1:
        end = maker_end(sentence, here + 1, end)
        whereabouts = read_name(sentence, here + 1)
        named = whereabouts if whereabouts and whereabouts.end >= end and whereabouts.start == here + 1 else None
        place, url = (named.place, named.url) if named else (None, None)
        stop = named.end if named and (place or url) else end
        return replace(work, end=stop, creator=sentence.text(here + 1, end), place=work.place or place,
                       url=work.url or url)  # fmt: skip
    name = read_name(sentence, here + 1)
    if name is None:
        return None
    return replace(work, end=name.end, creator=name.text, place=work.place or name.place, url=work.url or name.url)


def _from(sentence: Sentence, here: int, work: Work) -> Work | None:
    """Read "from the musical Z" or ", chapter 5" after a title as its place."""
    low = sentence.low(here)
    start = here + 1
    if sentence.low(start) in _PART or (sentence.low(start) in ("the",) and sentence.low(start + 1) in _PART):
        number = sentence.low(start + 1)
        if number and (number[0].isdigit() or len(number) < 4):
            return replace(work, end=start + 2, place=sentence.text(start, start + 2))
    if low != "from":
        return None
    while (sentence.low(start) in ARTICLES and not is_strong(sentence, start)) or sentence.low(start) in MEDIUM_OF:
        start += 1
    inner = quoted(sentence, start)
    if inner is not None:
        return replace(work, end=inner.end, place=inner.title)
    end = capitals_end(sentence, start)
    if end == start:
        return None
    text = sentence.text(start, end)
    if medium_of_name(text) and work.creator is None:
        return replace(work, end=end, creator=text)
    return replace(work, end=end, place=text)


def _on(sentence: Sentence, here: int, work: Work) -> Work | None:
    start = here + 2 if sentence.low(here) == "over" else here + 1
    if sentence.low(start) in HOSTS:
        return replace(work, end=start + 1, place=sentence.text(start, start + 1))
    if sentence.low(start) in ("the", "a") and sentence.low(start + 1) in HOSTS | KINK_MEME:
        return replace(work, end=start + 2, place=sentence.text(start + 1, start + 2))
    end = capitals_end(sentence, start)
    if sentence.low(here) == "on" and end > start and work.title:
        return replace(work, end=end, place=sentence.text(start, end))
    return None


def quoted(sentence: Sentence, at: int) -> Work | None:
    if sentence.kind(at) != "quote":
        return None
    inner = (sentence.tokens[at].inner or "").rstrip(".,;").strip()
    return Work(at + 1, title=inner) if inner else None

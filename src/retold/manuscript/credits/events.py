"""Events and prompts: trope_bingo, yahtzee63's Journey To Drabble Challenge, the Lightning Round at help_haiti."""

from __future__ import annotations

from dataclasses import dataclass

from retold.manuscript.credits.lexicon import ARTICLES, EVENT_NOUNS, HOSTS, KINK_MEME, is_event_name
from retold.manuscript.credits.names import is_strong, is_weak, read_name
from retold.manuscript.credits.tokens import Sentence, word_set

_LEADS = ARTICLES | word_set("year's last current annual very delightful round recent amazing wonderful late")
_SMALL = word_set("of the and in for to on a from 's & / -")
_LONGEST = 10
_REGULAR = word_set("monthly weekly daily yearly annual first second third")
_WHO = word_set("i you i'm i'll i've it we he she they then here now this")


@dataclass(frozen=True)
class Event:
    """An event: its title, its host, the community it was held at. `sure` if a word says that it is an event."""

    end: int
    title: str
    creator: str | None = None
    place: str | None = None
    sure: bool = False


@dataclass(frozen=True)
class Prompt:
    """A prompt's words (None if only spoken of) and where it was given."""

    end: int
    title: str | None = None
    creator: str | None = None
    place: str | None = None


def read_event(sentence: Sentence, at: int) -> Event | None:
    """Read an event's name at a token, past "the" and "this year's"."""
    start = at
    while start < len(sentence) and (
        (sentence.low(start) in _LEADS and not (sentence.low(start) == "round" and is_strong(sentence, start)))
        or (sentence.kind(start) == "possessive" and start > at)
    ):
        start += 1
    while sentence.low(start) in EVENT_NOUNS and sentence.kind(start + 1) == "quote":
        start += 1  # le défi « Novembre »
    quoted = sentence.tokens[start].inner if sentence.kind(start) == "quote" else None
    if quoted:
        end = start + 1
        while sentence.low(end) in EVENT_NOUNS:
            end += 1
        noun_before = sentence.low(start - 1) in EVENT_NOUNS
        return _at_place(sentence, Event(end, quoted.rstrip(".,"), sure=end > start + 1 or noun_before))
    host, start = _host(sentence, start)
    end = _name_end(sentence, start)
    while end > start and sentence.low(end - 1) in ("prompt", "prompts", "request"):
        end -= 1
    words = _words(sentence, start, end)
    sure = is_event_name(words) and not any("meme" in word for word in words)
    asked = sentence.low(end) in ("prompt", "prompts", "request") and not sure
    if end == start or sentence.text(start, end).isdigit() or asked:
        return _hosted_quote(sentence, start)
    return _finished(sentence, start, end, host)


def _hosted_quote(sentence: Sentence, start: int) -> Event | None:
    """Read "the Lamp Society's 'Low Tide' contest": the quotation, with the host."""
    name = read_name(sentence, start) if is_strong(sentence, start) else None
    if name is None or sentence.kind(name.end) != "possessive" or sentence.kind(name.end + 1) != "quote":
        return None
    if sentence.low(name.end + 2) not in EVENT_NOUNS:
        return None
    title = (sentence.tokens[name.end + 1].inner or "").rstrip(".,")
    return Event(name.end + 3, title, creator=name.text, sure=True) if title else None


def _host(sentence: Sentence, start: int) -> tuple[str | None, int]:
    """Read "yahtzee63's" before an event's name; a holiday's possessive is part of the name."""
    name = read_name(sentence, start) if is_strong(sentence, start) or is_weak(sentence, start) else None
    if name is None or name.start != start or sentence.kind(name.end) != "possessive":
        return None, start
    if sentence.low(start) in ("valentine", "new", "mother", "father", "april", "year", "lover"):
        return None, start
    end = _name_end(sentence, name.end + 1)
    if end == name.end + 1 or not is_event_name(_words(sentence, name.end + 1, end)):
        return None, start
    return name.text, name.end + 1


def _name_end(sentence: Sentence, start: int) -> int:
    """The end of the run of names, numbers and event nouns that begins here."""
    end = here = start
    while here < len(sentence) and here - start < _LONGEST:
        low = sentence.low(here)
        named = sentence.kind(here) == "word" and (
            is_strong(sentence, here) or low in EVENT_NOUNS or low[:1].isdigit() or _is_event_word(sentence, here)
        )
        if named:
            here += 1
            end = here
        elif (
            low == "#"
            or (low == ":" and end > start and (is_strong(sentence, here + 1) or sentence.low(here + 1) == "a"))
            or (low in _SMALL and end > start and here - end < 3 and not _is_for(sentence, here))
            or _leads_to_noun(sentence, here)
        ):
            here += 1
        else:
            break
    return end


def _is_for(sentence: Sentence, at: int) -> bool:
    """Whether a "for", "and" or "on" begins something else: "for Lady Sarai", "and the prompt"."""
    low, following = sentence.low(at), sentence.low(at + 1)
    if sentence.tokens[at].text[0].isupper():
        return False
    if low in ("for", "to", "from"):
        return True
    return low in ("and", "on", "in") and (following in ARTICLES or following in HOSTS or "_" in following)


def _is_event_word(sentence: Sentence, at: int) -> bool:
    return sentence.kind(at) == "word" and is_event_name((sentence.low(at),)) and sentence.low(at) not in ("for", "day")


def _leads_to_noun(sentence: Sentence, at: int) -> bool:
    """Whether lower-case words lead to an event noun: "ten year anniversary zine", "death challenge"."""
    for here in range(at, min(at + 5, len(sentence))):
        low = sentence.low(here)
        if low in EVENT_NOUNS:
            return here > at
        if sentence.kind(here) != "word" or low in (
            "for",
            "to",
            "of",
            "and",
            "in",
            "at",
            "with",
            "on",
            "by",
            "as",
            "who",
        ):
            return False
    return False


def _words(sentence: Sentence, start: int, end: int) -> tuple[str, ...]:
    return tuple(sentence.low(here) for here in range(start, end))


def _finished(sentence: Sentence, start: int, end: int, host: str | None) -> Event:
    """Make the event; a community before its challenge ("temps_mort death challenge") is the place."""
    place, head = None, sentence.tokens[start].text
    sure = is_event_name(_words(sentence, start, end))
    if "_" in head and end - start > 2 and not is_event_name((head.lower(),)):
        place, start = head, start + 1
    title = sentence.text(start, end)
    if len(title.split()) > 1 and title.lower().endswith((" challenge", " exchange", " fest")) and title.islower():
        title = title if end - start > 2 or place or head.lower() in _REGULAR else title.rsplit(" ", 1)[0]
    return _at_place(sentence, Event(end, title, host, place, sure))


def _at_place(sentence: Sentence, event: Event) -> Event:
    """Read "at help_haiti", "on Tumblr", "(tumblr)", "hosted by X" after an event."""
    here, low = event.end, sentence.low(event.end)
    if low in ("at", "on", "over", "in", "from", "@", "("):
        start = here + (2 if low == "over" else 1)
        start += sentence.low(start) in ("the", "lj", "dw") and bool(sentence.kind(start + 1) == "word")
        end = start
        while end < len(sentence) and end - start < 10 and (
            is_strong(sentence, end)
            or sentence.low(end) in HOSTS
            or (end > start and sentence.low(end) in ("and", "the", "of"))
        ):  # fmt: skip
            end += 1
        while end > start and sentence.low(end - 1) in ("and", "the", "of"):
            end -= 1
        if end > start:
            return _by_host(sentence, Event(end, event.title, event.creator, sentence.text(start, end), event.sure))
    return _by_host(sentence, event)


def _by_host(sentence: Sentence, event: Event) -> Event:
    here = event.end
    if sentence.low(here) in ("hosted", "run", "organized", "organised", "held", "modded"):
        here += 1
    if sentence.low(here) != "by" or event.creator:
        return event
    name = read_name(sentence, here + 1)
    return event if name is None else Event(name.end, event.title, name.text, event.place, event.sure)


def read_prompt(sentence: Sentence, at: int) -> Prompt | None:
    """Read a prompt's words: a quotation, else the rest of the sentence after a colon or a dash."""
    here = at
    while sentence.low(here) in (":", "-", ",", "of", "was", "is", "for") and here < at + 3:
        here += 1
    if sentence.kind(here) == "quote":
        return Prompt(here + 1, (sentence.tokens[here].inner or "").rstrip(".,;"))
    if here == at:
        return None
    end = here
    while end < len(sentence) and not (sentence.low(end) in (".", "(", "!") or sentence.kind(end) == "url"):
        end += 1
    return Prompt(end, sentence.text(here, end)) if end > here else None


def read_wish(sentence: Sentence, at: int) -> Prompt | None:
    """Read what someone asked for: a quotation, else all up to the next stop."""
    quoted = read_quote(sentence, at)
    if quoted is not None:
        return quoted
    end = at
    while end < len(sentence) and end - at < 25 and sentence.low(end) not in (".", "!", ";", "(", ":", "?"):
        if sentence.low(end) in ("because", "so", "but") and sentence.low(end - 1) == ",":
            break
        if sentence.low(end) in ("and", "but", "so") and sentence.low(end + 1) in _WHO and end > at:
            break
        end += 1
    while end > at and sentence.low(end - 1) in (",", "because", "so", "but"):
        end -= 1
    words = end - at
    if sentence.low(at) in ("me", "us", "if", "whether", "why", "when", "how"):
        return None
    vague = sentence.low(at) in ("me", "to", "this", "it", "something", "that", "one", "more", "for") and words < 4
    return Prompt(end, sentence.text(at, end)) if words and not vague else None


def read_quote(sentence: Sentence, at: int) -> Prompt | None:
    """Read a quotation within the next few words."""
    for here in range(at, min(at + 4, len(sentence))):
        if sentence.kind(here) == "quote":
            return Prompt(here + 1, (sentence.tokens[here].inner or "").rstrip(".,;"))
        if sentence.low(here) in (".", ",", ";"):
            break
    return None


def read_place(sentence: Sentence, at: int) -> tuple[int, str] | None:
    """Read a kink meme, a known site, or a community's handle, past "the", "this", "a"."""
    here = at
    while sentence.low(here) in ARTICLES and here < at + 2:
        here += 1
    if sentence.low(here) in ("kink", "prompt", "anon") and sentence.low(here + 1) == "meme":
        return here + 2, sentence.text(here, here + 2)
    if sentence.low(here) in HOSTS or "_" in sentence.low(here):
        return here + 1, sentence.text(here, here + 1)
    for end in range(here + 1, here + 5):
        low = sentence.low(end)
        if low in KINK_MEME or (low == "meme" and sentence.low(end - 1) in ("kink", "prompt")):
            return end + 1, sentence.text(here, end + 1)
        if sentence.kind(end) != "word" or low in ("for", "and", "to"):
            break
    return None

"""Works as sources: 'With or Without You' by U2, a Radiohead song, helenish's Take Clothes Off, the show Leverage."""

from __future__ import annotations

from dataclasses import dataclass, replace

from retold.manuscript.credits.lexicon import (
    ARTICLES,
    CARRIERS,
    COMMON,
    HOSTS,
    KINK_MEME,
    MAKER_NOUNS,
    MEDIUM_OF,
    NOT_NAMES,
    PRAISE,
    TIMES,
    WORK_NOUNS,
    medium_of_name,
    medium_of_title,
)
from retold.manuscript.credits.names import is_strong, is_weak, read_name
from retold.manuscript.credits.tokens import Sentence, word_set

_BY = word_set("by von par por от")
_MADE = word_set("done performed sung written covered made drawn created recorded penned composed titled")
_LINKING = word_set("in from of to on by off du de aus von из s'")
_CALLED = word_set("called titled named entitled , : ; namely")
# Lower-case words that may stand inside a title in capitals.
_INNER = word_set(
    "a an and as at but by du de der die das des el en et for from i in into is it la le les nor of",
    "off on or out over per so than that the their to und up via von vs vs. with without & + 's / the",
    "he she we you my your be are not no - и в на с под из о",
)
_STOP = word_set(
    ", . ; : ( ) [ ] — - ! ? … because which who whom but though although so when where while since",
    "if except however then only where as",
)
_PART = word_set("part chapter episode pt pt. vol volume season book act kapitel chapitre глава")
_LONGEST = 16
# Words that are no one's name yet may open a title.
_TITLE_OPENERS = word_set(
    "the a i my it we you there no he she now all so as on in of to for after this i'm i'll when if but what not"
)
_OEUVRE = word_set("works work music writings writing poetry stories tales novels books poems songs")
_VERBS = word_set(
    "wrote owns own owned created creates belongs belong is are was were has have made did does",
    "invented",
)


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
        or _quoted(sentence, here)
        or _maker_and_noun(sentence, here)
        or _capitals(sentence, here, maker=maker)
        or (_running(sentence, here) if lower else None)
    )
    if work is None:
        return None
    work = _with_rest(sentence, work)
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
        elif (low in ARTICLES and not _begins_title(sentence, here)) or (
            low in PRAISE and not sentence.tokens[here].text[0].isupper()
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
    if medium is None or sentence.kind(at) != "word" or sentence.tokens[at].text[0].isupper():
        return None
    here = at + 1
    while sentence.low(here) in MEDIUM_OF and not is_strong(sentence, here):
        here += 1
    if [sentence.low(here), sentence.low(here + 1), sentence.low(here + 2)] == ["of", "the", "same"]:
        return Work(here + 4, medium=medium)
    while sentence.low(here) in _CALLED and here < at + 4:
        here += 1
    if sentence.low(here) in _BY or sentence.low(here) in ("on", "at"):
        return Work(here, medium=medium)
    inner = _quoted(sentence, here) or _capitals(sentence, here, maker=False) or _quoted_later(sentence, here)
    if inner is not None:
        return replace(inner, medium=medium)
    return Work(at + 1, medium=medium)


def _quoted_later(sentence: Sentence, at: int) -> Work | None:
    """Read a quoted title after a few words that describe it."""
    for here in range(at, min(at + 9, len(sentence))):
        if sentence.kind(here) == "quote":
            return _quoted(sentence, here)
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
        _quoted(sentence, here)
        or _capitals(sentence, here, maker=False)
        or (None if sentence.low(here) in _STOP else _running(sentence, here))
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
    for here in range(at, min(at + 7, len(sentence))):
        low = sentence.low(here)
        if low in _STOP or sentence.kind(here) == "quote" or low in ("and", "by", "of"):
            return at, None
        if (low in MEDIUM_OF or low in WORK_NOUNS) and sentence.tokens[here].text[0].islower():
            after = here + 1
            while sentence.low(after) in _CALLED or sentence.low(after) in ARTICLES - {"the", "a", "an"}:
                after += 1
            return after, MEDIUM_OF.get(low)
    return at, None


def _quoted(sentence: Sentence, at: int) -> Work | None:
    if sentence.kind(at) != "quote":
        return None
    inner = (sentence.tokens[at].inner or "").rstrip(".,;").strip()
    return Work(at + 1, title=inner) if inner else None


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
        title = _quoted(sentence, here + 1) or _capitals(sentence, here + 1, maker=False)
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
    if end == at:
        return None
    text = sentence.text(at, end)
    if text.lower() in TIMES:
        return None
    if medium_of_name(text) and sentence.low(end) not in _BY:
        return Work(end, creator=text)
    by = _last_by(sentence, at, end)
    if by is not None:
        return Work(by, title=sentence.text(at, by))
    if (
        maker
        and sentence.low(end) not in _BY | {"from", "("}
        and not medium_of_title(text)
        and not _sounds_like_title(text)
    ):
        noun = sentence.low(end)
        if (
            sentence.kind(end) == "word"
            and noun not in COMMON
            and noun not in _STOP
            and sentence.low(end + 1) in (".", "", ",", "!")
        ):
            return Work(end + 1, title=sentence.text(at, end + 1), medium="other")
        return Work(end, creator=text)
    return Work(end, title=text)


def _sounds_like_title(text: str) -> bool:
    """Whether a bare name reads as a work's, not as a maker's."""
    words = text.lower().split()
    return len(words) > 4 or any(word in ("of", "in", "to", "a", "is", "you", "i", "me", "my", "on") for word in words)


def _last_by(sentence: Sentence, start: int, end: int) -> int | None:
    """The place of a "by" inside a run that parts the title from its maker."""
    for here in range(end - 1, start, -1):
        if sentence.low(here) in _BY and sentence.tokens[here].text.islower():
            return here
    return None


def capitals_end(sentence: Sentence, at: int) -> int:
    """The end of a run of capitalised words with small words between them; `at` if none begins here."""
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
            or ((low in _INNER or sentence.kind(here) == "possessive") and here - end < 4 and low not in _BY)
            or (low in _BY and sentence.tokens[here].text[0].isupper())
        ):
            here += 1
        elif low == "#" and sentence.low(here + 1).isdigit():
            here += 2
            end = here
        elif low in ("!", "?") and is_strong(sentence, here + 1):
            here += 1
        else:
            break
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
    return not (first and sentence.low(at) in NOT_NAMES - _TITLE_OPENERS)


def _running(sentence: Sentence, at: int) -> Work | None:
    """Read a title in lower case, which runs to the next stop or to a "by"."""
    end = at
    while end < len(sentence) and end - at < _LONGEST:
        low = sentence.low(end)
        if low in _BY and end > at and read_name(sentence, end + 1) is not None:
            break
        if low == "and" and _is_next_source(sentence, end + 1):
            break
        if low == "(" and end > at:
            closing = next((k for k in range(end, min(end + 8, len(sentence))) if sentence.low(k) == ")"), None)
            if closing is None or sentence.low(closing + 1) not in (".", "", "!"):
                break
            end = closing + 1
            break
        if low in _STOP or sentence.kind(end) in ("url", "quote"):
            break
        end += 1
    if end == at:
        return None
    return Work(end, title=sentence.text(at, end), lower=True)


def _is_next_source(sentence: Sentence, at: int) -> bool:
    """Whether "X's" begins here."""
    return any(sentence.kind(here) == "possessive" for here in range(at + 1, min(at + 3, len(sentence))))


def _with_rest(sentence: Sentence, work: Work) -> Work:
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
    if low in ("(", "[", ",") and sentence.low(here + 1) in _BY | _MADE:
        here, low = here + 1, sentence.low(here + 1)
    if low in _MADE and sentence.low(here + 1) in _BY:
        here, low = here + 1, sentence.low(here + 1)
    if work.creator is None and low in _BY:
        return _by(sentence, here, work)
    if low in ("(", "[") and sentence.kind(here + 1) == "url":
        return replace(work, end=here + 3, url=work.url or sentence.tokens[here + 1].text)
    if low in ("from", "in", ",") and work.place is None and work.title:
        return _from(sentence, here, work)
    if low in ("on", "at", "over") and work.place is None:
        return _on(sentence, here, work)
    return None


def _by(sentence: Sentence, here: int, work: Work) -> Work | None:
    """Read the maker after a "by"; a band's name may hold an "and"."""
    end = capitals_end(sentence, here + 1)
    if sentence.low(here + 1) in ("the", "one") and end == here + 1:
        return None
    if end > here + 1:
        end = maker_end(sentence, here + 1, end)
        return replace(work, end=end, creator=sentence.text(here + 1, end))
    name = read_name(sentence, here + 1)
    if name is None:
        return None
    return replace(work, end=name.end, creator=name.text, place=work.place or name.place, url=work.url or name.url)


def maker_end(sentence: Sentence, start: int, end: int) -> int:
    """Cut a maker's run where a new clause begins: "by U2 and I ..."."""
    for here in range(start + 1, end):
        low = sentence.low(here)
        if low in ("in", "on", "from", "for", "as", "is", "it", "that", "so", "but", "i", "which"):
            return here
    return end


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
    inner = _quoted(sentence, start)
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
        if after == here or not _is_clear(sentence, after):
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


def _is_clear(sentence: Sentence, at: int) -> bool:
    start, _ = _past_leads(sentence, at)
    weak = is_weak(sentence, start) and sentence.kind(start + 1) == "possessive"
    return sentence.kind(start) == "quote" or weak or capitals_end(sentence, start) > start

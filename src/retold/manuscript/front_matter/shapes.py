"""What a paragraph is by its shape and its neighbours: a title, a byline, a dedication, an epigraph, a measure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retold.lib.patterns import lazy
from retold.manuscript.front_matter.headings import read_heading
from retold.manuscript.front_matter.lexicon import evidence, meta_weight, story_weight
from retold.manuscript.front_matter.lines import is_finish
from retold.manuscript.front_matter.piece import Piece
from retold.manuscript.front_matter.weights import EPIGRAPH, NOTES, SET_OFF, TITLE

SHORT = 100
_TITLE_LENGTH = 130
_QUOTED_LENGTH = 420
_QUOTED_LINES = 13
_AMONG_THE_FIRST = 6
_FEW_WORDS = 8

_ATTRIBUTION = lazy(r"[-–—~]{1,3}\s*[^\W\d_].{1,100}|[(\[].{3,80}[)\]]")
_BYLINE = lazy(
    r"(?:by|written by|a (?:\w+ )?(?:fan\s?)?fic(?:tion)? by|von|par|por|от|автор)\s+"
    r"(?P<who>(?:[^.!?]|(?<=\b[A-Za-z])\.){2,70}?)\.?",
    re.IGNORECASE,
)
_QUOTED_WITH_SOURCE = lazy(
    r"[\"“„«「'‘].{10,}[\"”“»」'’.]\s*(?:[-–—~]{1,3}\s*[^\W\d_][^.!?\"”]{1,70}|\([^\W\d_][^)]{2,70}\))\.?"
)
_SOURCE_IN_BRACKETS = lazy(r".{20,350}[.!?…\"”]\s*(?:\([^\W\d_][^().!?]{2,60}\)|[-–—]{1,2}\s*[A-Z][^.!?]{2,60})")
_FROM_WORK = lazy(r"[(\[](?:from|aus|de|from the|extrait de|из)\s[^.!?]{3,80}[)\]]", re.IGNORECASE)
_HEADS = ("chapter_heading", "title", "byline")
_ALL_QUOTED = lazy(r"[\"“„«「][^\"“”„«»「」]{10,}[\"”“»」]")
_MEASURE = lazy(
    r"\W*[\d.,]+\s*(?:words?|минут\w*|слов\w*|min\w*|wörter|mots|palabras|страниц\w*|pages?|字|分钟)\W*", re.IGNORECASE
)
_WHEN_OR_WHERE = lazy(
    r"\b(?:\d{1,2}:\d\d|(?:1[5-9]|2\d)\d\d|jan(?:uary)?|feb(?:ruary)?|march|april|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d\s?[ap]\.?m\b\.?|later|earlier|"
    r"ago|stardate|meanwhile|somewhere|int\.|ext\.)(?!\w)"
    r"|^(?:day\b|(?:(?:the|that|one|two|three|four|five|six|a|few|some|next|same|following|early|late|\d+)\s)*"
    r"(?:morning|afternoon|evening|midnight|noon|nights?|days?|weeks?|months?|years?)$)",
    re.IGNORECASE,
)
_DEDICATION = lazy(r"(?:for|to|für|pour|para|для|献给|獻給)\s+[^\W\d_].{1,60}", re.IGNORECASE)
_CLOSED = lazy(r"(?:[.,;:!?…。，！？\"”»’'*-]|[.!?…][)\]])$")
_BRACKETED = lazy(r"[(\[*_\"“].{3,150}[)\]*_\"”]")
_PLACE = lazy(
    r"(?:(?!(?:The|A|An)\s)(?:[A-Z][\w'’.-]*\s){1,3}(?:Street|Road|Avenue|Lane|Square|Station|Inn|Tavern|Castle|Palace|Hall|"
    r"Manor|Hotel|Airport|Headquarters|HQ|Base|School|Academy|University|Hospital|Park|Bridge|Island|Forest|Mountains|"
    r"Building|Apartment|Office|Prison|Temple|Cathedral|Tower|Room|Docks?|Quarters|Deck|City|Village|Town|Beach|Ward)"
    r"|(?:Aboard|Outside|Inside|Near|Somewhere|On board)\s.{3,60})"
)
_PLACE_BY_COMMA = lazy(r"(?:[A-Z][\w'’.-]*\s?){1,4},\s(?:[A-Z][\w'’.-]*\s?){1,4}")
_TITLE_MARKS = lazy(r"[《『].{1,60}[》』]")
_ARTICLE = "the|a|an|der|die|das|ein|eine|le|la|les|un|une|el|los|las|una|il|lo|gli|i|o|os|as|um|uma"
_NAMES_A_THING = lazy(rf"(?:(?:{_ARTICLE})\s|l['’])[^\W\d_][\w'’ -]{{2,50}}", re.IGNORECASE)
_ONE_WORD = lazy(r"[A-ZÀ-ÝА-ЯЁ][^\W\d_]{3,20}")
_SAYS_SOMETHING = lazy(
    r"\b(?:is|are|was|were|be|been|had|has|have|do|does|did|will|would|can|could|ist|sind|war|waren|hat|hatte|est|sont|"
    r"était|avait|es|son|era|fue|había|è|erano|aveva|that|who|when|\w{3,}ed)\b|^i\s",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    """
    a an the of and or in on at to for by with from is are was be as but not nor if it into der die das und von le la
    les de du des et un une el los y en del
    """.split()  # noqa: SIM905 - a list of words is read more easily as words
)


def is_measure(text: str) -> bool:
    """Whether a line tells the length of the work and no more: `3 minutes`, `1,200 words`."""
    return len(text) <= 40 and _MEASURE.fullmatch(text) is not None


def is_byline(piece: Piece, i: int) -> bool:
    """Whether paragraph i names the author, near the top and below a short line."""
    if i > _AMONG_THE_FIRST or not _names_author(piece.units[i].text):
        return False
    return i == 0 or len(piece.units[i - 1].text) <= 2 * SHORT


def is_bare_name(piece: Piece, i: int) -> bool:
    """Whether paragraph i, right below a title, can be the author's name alone: a word or two, and no place or time."""
    text = piece.units[i].text
    short = len(text.split()) <= 2 and len(text) <= 40 and not _CLOSED.search(text)
    return short and not _is_place(text) and not _WHEN_OR_WHERE.search(text)


def _names_author(text: str) -> bool:
    match = _BYLINE.fullmatch(text)
    return match is not None and len(match["who"].split()) <= _FEW_WORDS


def title_weight(piece: Piece, i: int, said: Sequence[str]) -> float | None:
    """How much paragraph i speaks for being the work's title; None if it has not the shape of one.

    `said` are the roles of the paragraphs above.
    """
    text = piece.units[i].text
    if len(text) > _TITLE_LENGTH or _CLOSED.search(text) or is_finish(text) or piece.label(i):
        return None
    if story_weight(text) >= 1.5 or meta_weight(text) > 1.2:
        return None
    weight = _written_as_title(text, lone=not said and piece.apart(i))
    if _front_follows(piece, i):
        return weight + 1.6 + max(-1.0, _title_by_place(piece, i, said))
    return weight + _title_by_place(piece, i, said) - (0.0 if piece.apart(i) else 1.0)


def _written_as_title(text: str, *, lone: bool) -> float:
    """How much a line looks like a title, going by its capitals, its marks or its article; `lone`: above all else."""
    if _TITLE_MARKS.fullmatch(text):
        return TITLE
    if _in_capitals(text):
        return TITLE - 0.2
    if _NAMES_A_THING.fullmatch(text) and not _SAYS_SOMETHING.search(text):
        return TITLE - 0.5
    return TITLE - 0.6 if lone and _ONE_WORD.fullmatch(text) else -0.6


def _title_by_place(piece: Piece, i: int, said: Sequence[str]) -> float:
    """What the neighbours say of a short line without a full stop: a scene's date and place are no title."""
    above, weight = piece.units[i - 1].text if i else "", 0.0
    text = piece.units[i].text
    if _WHEN_OR_WHERE.search(text) or _is_place(text):
        weight -= 1.0
    elif len(above) <= SHORT and _WHEN_OR_WHERE.search(above) and not read_heading(above):
        weight -= 1.0  # a place below its date
    if i and "title" in said and said[-1] != "title":
        weight -= 0.8
    if said and said[-1] == "separator":
        weight -= 0.8
    if said and said[-1] in NOTES and piece.apart(i):
        weight += 0.2
    return weight


def _is_place(text: str) -> bool:
    """Whether a line says where a scene is: `Bellweather Station`, `The Old Inn, Karsk`, `Aboard the Ada`."""
    if text.isupper():
        return False
    return _PLACE.fullmatch(text) is not None or _PLACE_BY_COMMA.fullmatch(text) is not None


def _front_follows(piece: Piece, i: int) -> bool:
    """Whether what stands next is plainly front matter: a label, a byline, a header line, the chapter's heading."""
    for j in range(i + 1, min(i + 1 + _AMONG_THE_FIRST, len(piece.units))):
        text = piece.units[j].text
        if piece.sure(j) or is_measure(text):
            return True
        if piece.divider(j):
            return j <= 3 or piece.sure(i - 1)
        if _names_author(text):
            return True
        if len(text) > SHORT or _CLOSED.search(text):
            return False
    return i + 1 >= len(piece.units) and piece.leads_to_heading


def dedication_weight(piece: Piece, i: int, said: Sequence[str]) -> float | None:
    """How much paragraph i speaks for being a dedication: `For Ada`; None if it has not the shape of one."""
    text = piece.units[i].text
    if not _DEDICATION.fullmatch(text) or len(text.split()) > _FEW_WORDS or not piece.apart(i) or "?" in text:
        return None
    vouched = bool(said) or piece.divider(i + 1)
    return 1.0 if vouched and story_weight(text) < 1 else -0.5


def epigraph(piece: Piece, i: int, said: Sequence[str]) -> tuple[int, float] | None:
    """A quotation that begins at paragraph i: the place of its last paragraph, and its weight.

    Its lines go up to one that says where they are from, or to a rule below a heading.
    """
    text = piece.units[i].text
    if len(text) <= _QUOTED_LENGTH and _QUOTED_WITH_SOURCE.fullmatch(text) and story_weight(text) < 3.5:
        return i, EPIGRAPH
    end = _attribution_after(piece, i)
    if end is not None:
        return end, EPIGRAPH
    end = _set_off(piece, i, said)
    if end is None and said and said[-1] in _HEADS and _SOURCE_IN_BRACKETS.fullmatch(text):
        end = None if _no_quotation(piece, i, i + 1) else i
    return None if end is None else (end, SET_OFF)


def _attribution_after(piece: Piece, i: int) -> int | None:
    for j in range(i + 1, min(i + _QUOTED_LINES, len(piece.units))):
        text = piece.units[j].text
        if piece.divider(j) or piece.label(j) or len(piece.units[j - 1].text) > _QUOTED_LENGTH:
            return None
        if j == i + 1 and _FROM_WORK.fullmatch(text):
            return j
        if text[0] in "-–—~":
            goes_on = j + 1 < len(piece.units) and piece.units[j + 1].text[0] in "-–—"
            fits = _ATTRIBUTION.fullmatch(text) and not re.search(r"[.!?…,]$", text) and not goes_on
            return j if fits and story_weight(text) < 3.5 else None
    return None


def _set_off(piece: Piece, i: int, said: Sequence[str]) -> int | None:
    """One or two short paragraphs between a heading or title and a rule that a story follows."""
    if not said or said[-1] not in _HEADS:
        return None
    rule = next((j for j in range(i, min(i + 3, len(piece.units))) if piece.divider(j) or piece.label(j)), None)
    if rule is not None:
        fits = rule > i and piece.divider(rule) and rule + 2 < len(piece.units)
        length = sum(len(unit.text) for unit in piece.units[i:rule])
        return rule - 1 if fits and length <= _QUOTED_LENGTH and not _no_quotation(piece, i, rule) else None
    if said[-1] == "title" and _BRACKETED.fullmatch(piece.units[i].text):
        return i if piece.apart(i) and not _no_quotation(piece, i, i + 1) else None
    return None


def _no_quotation(piece: Piece, i: int, j: int) -> bool:
    """Whether what would be an epigraph speaks of the work, or is a scene of the story.

    What is one quotation as a whole, with its source below, is no scene, whoever speaks in it.
    """
    quoted = j - i == 2 and _ALL_QUOTED.fullmatch(piece.units[i].text)
    told = any(story_weight(unit.text) > 3 for unit in piece.units[i + 1 if quoted else i : j])
    return told or any(evidence(unit.text) > 0.8 for unit in piece.units[i:j])


def bare(text: str) -> str:
    """A title as it is compared: letters and digits, without case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _in_capitals(text: str) -> bool:
    """Whether a line is written as a title is: in capitals, or each word but the small ones with one."""
    words = [word for word in re.findall(r"[^\W_][\w'’]*", text) if word.casefold() not in _SMALL_WORDS]
    capital = [word for word in words if word[0].isupper() or word[0].isdigit()]
    if text.isupper() and len(text) >= 4:
        return True
    return len(words) > 1 and len(capital) == len(words)

"""Which lines of a plain-text story are not the story: its title, header, notes and headings, labelled or not.

The text is cut at its chapter headings. In each piece the longest opening is sought whose paragraphs, taken
together, speak for front matter: labels, headings and rules speak for it by themselves, other paragraphs by what
they say (lexicon.py), and story that is told speaks against it. The closing is sought the same way from the end.
So two kinds of evidence always meet, the words and the place, and a note is over where the story outweighs it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from retold.manuscript.front_matter.headings import (
    Heading,
    contents_runs,
    find_headings,
    is_numbered_section,
    read_heading,
)
from retold.manuscript.front_matter.labels import Labelled, find_label
from retold.manuscript.front_matter.lexicon import evidence, meta_weight, story_weight
from retold.manuscript.front_matter.lines import Unit, is_divider, is_finish, is_hard_wrapped, units_of
from retold.manuscript.model import FrontMatterPart

# Weights, in the unit of lexicon.evidence. A decision needs a sum above 0.
HEADING = 3.0
SURE_LABEL = 4.0
WEAK_LABEL = 2.0
BYLINE = 3.0
TITLE = 1.0
EPIGRAPH = 2.5
MEASURE = 1.5
VOUCHED = 1.5  # what a rule adds to a note above it that was silent for a while
BEFORE_A_HEADING = 3.0
AFTER_THE_END = 3.0
AFTER_A_RULE = 1.0
UNLABELLED = -1.0  # a paragraph is the story until it says otherwise
GOES_ON = -0.4  # … but within a note it may be silent for a while
STORY = -1.5  # a paragraph that weighs less ends the note it stands in
STORY_BEGAN = 2.0  # how far below its best the sum may fall outside a note
GIVEN_UP = 6.0  # how far inside one, and from the end
LONGEST_OPENING = 500  # paragraphs, at the most, before the story
WINDOW = 60  # paragraphs looked at from the end

_SHORT = 100
_QUOTED_LENGTH = 420
_NOTES = ("note", "disclaimer", "summary", "dedication", "epigraph")
_ATTRIBUTION = re.compile(r"[-–—~]{1,3}\s*[^\W\d_].{1,100}|[(\[].{3,80}[)\]]")
_BYLINE = re.compile(
    r"(?:by|written by|a (?:\w+ )?(?:fan\s?)?fic(?:tion)? by|von|par|por|от|автор)\s+(?P<who>[^.!?]{2,70}?)\.?",
    re.IGNORECASE,
)
_ALL_QUOTED = re.compile(r"[\"“„«「][^\"“”„«»「」]{10,}[\"”“»」]")
_MEASURE = re.compile(
    r"\W*[\d.,]+\s*(?:words?|минут\w*|слов\w*|min\w*|wörter|mots|palabras|страниц\w*|pages?|字|分钟)\W*", re.IGNORECASE
)
_WHEN_OR_WHERE = re.compile(
    r"\b(?:\d{1,2}:\d\d|(?:1[5-9]|2\d)\d\d|jan(?:uary)?|feb(?:ruary)?|march|april|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|a\.?m\.?|p\.?m\.?|later|earlier|"
    r"ago|stardate|meanwhile|somewhere|morning|evening|night|day)\b",
    re.IGNORECASE,
)
_DEDICATION = re.compile(r"(?:for|to|für|pour|para|для|献给|獻給)\s+[^\W\d_].{1,60}", re.IGNORECASE)
_CLOSED = re.compile(r"[.,;:!?…。，！？\"”»’'*-]$")
_SMALL_WORDS = frozenset(
    """
    a an the of and or in on at to for by with from is are was be as but not nor if it into der die das und von le la
    les de du des et un une el los y en del
    """.split()  # noqa: SIM905 - a list of words is read more easily as words
)
_FIELD_SHAPE = re.compile(r"[*_]*[^\W\d_][\w'’./&() -]{0,28}[*_]*\s*[:：]\s*\S")


def split(text: str) -> tuple[FrontMatterPart, ...]:
    """The parts of a plain-text story that are not its body, in order; lines are 1-based, on "\\n".

    Lines in no part are the story itself. Blank lines belong to a part only inside it. The time that it takes grows
    with the text's length and no faster.
    """
    lines = text.split("\n")
    units = units_of(lines, wrapped=is_hard_wrapped(lines))
    headings = find_headings(lines)
    roles: dict[int, str] = _contents(lines, units)
    pieces = _pieces(units, headings)
    for place, piece in enumerate(pieces):
        after = pieces[place + 1].heading if place + 1 < len(pieces) else None
        roles |= _Piece(lines, piece.units, piece.heading, after, first=place == 0, skip=set(roles)).roles()
    return _parts(units, roles)


@dataclass
class _Stretch:
    heading: Heading | None
    units: list[Unit] = field(default_factory=list)


def _pieces(units: Sequence[Unit], headings: dict[int, Heading]) -> list[_Stretch]:
    """The text cut before each heading; the first piece may have none."""
    pieces = [_Stretch(None)]
    for unit in units:
        if unit.line_from in headings:
            pieces.append(_Stretch(headings[unit.line_from]))
        pieces[-1].units.append(unit)
    return pieces if pieces[0].units else pieces[1:]


def _contents(lines: Sequence[str], units: Sequence[Unit]) -> dict[int, str]:
    """Lists of contents near the top: runs of headings with nothing between them."""
    near = [u.line_from for u in units[:400] if len(u.text) < 130 and read_heading(u.text)]
    listed = {n for run in contents_runs(lines, near) for n in run}
    return {u.line_from: "header_field" for u in units[:400] if u.line_from in listed}


def _parts(units: Sequence[Unit], roles: dict[int, str]) -> tuple[FrontMatterPart, ...]:
    """Roles of single paragraphs as ranges: the paragraphs of one note are one range, a new label begins another."""
    parts: list[FrontMatterPart] = []
    last: Unit | None = None
    for unit in units:
        role = roles.get(unit.line_from)
        joins = role in (*_NOTES, "end_note") and last is not None and roles.get(last.line_from) == role
        if role and joins and not (_starts_anew(unit) and role != "end_note"):
            parts[-1] = FrontMatterPart(parts[-1].line_from, unit.line_to, role)
        elif role:
            parts.append(FrontMatterPart(unit.line_from, unit.line_to, role))
        last = unit
    return tuple(parts)


def _starts_anew(unit: Unit) -> bool:
    label = find_label(unit.text)
    return label is not None and label.label.sure


class _Piece:
    """One piece of the text, from a heading (if it has one) to the next: finds its opening and its closing."""

    def __init__(
        self,
        lines: Sequence[str],
        units: Sequence[Unit],
        heading: Heading | None,
        after: Heading | None,
        *,
        first: bool,
        skip: set[int],
    ) -> None:
        self.lines, self.units, self.heading, self.after, self.first, self.skip = (
            lines,
            units,
            heading,
            after,
            first,
            skip,
        )
        self.labels: dict[int, Labelled | None] = {}

    def roles(self) -> dict[int, str]:
        """The role of each paragraph that is not the story, by its first line."""
        opening = _Opening(self).roles()
        opening = self._keep_a_body(opening)
        closing = _closing(self, len(opening))
        front = {unit.line_from: role for unit, role in zip(self.units, opening, strict=False)}
        return front | {self.units[i].line_from: role for i, role in closing.items()}

    def label(self, i: int) -> Labelled | None:
        if i not in self.labels:
            self.labels[i] = find_label(self.units[i].text)
        return self.labels[i]

    def divider(self, i: int) -> bool:
        return 0 <= i < len(self.units) and is_divider(self.units[i].text)

    def apart(self, i: int) -> bool:
        """Whether a blank line, or the text's edge, stands below a paragraph."""
        below = self.units[i].line_to
        return below >= len(self.lines) or not self.lines[below].strip()

    def leads_to_heading(self) -> bool:
        """Whether a heading follows so soon that what stands before it introduces it: a title, a note."""
        if self.after is None or len(self.units) > 12 or sum(len(u.text) for u in self.units) > 4000:
            return False
        if self.first and self.heading is None:
            return True
        mine = self.heading
        return mine is not None and (
            self.after.number == mine.number
            or self.after.kind == "named"
            or (self.after.title or "") == (mine.title or "-")
        )

    def _keep_a_body(self, opening: list[str]) -> list[str]:
        """Take notes back into the story where otherwise no story would be left: a chapter may be all talk."""
        if len(opening) < len(self.units) or self.leads_to_heading():
            return opening
        while opening and opening[-1] in (*_NOTES, "separator"):
            opening.pop()
        return opening


class _Opening:
    """The longest opening of a piece that as a whole speaks for front matter."""

    def __init__(self, piece: _Piece) -> None:
        self.piece = piece
        self.units = piece.units
        self.said: list[str] = []
        self.note: str | None = None  # the role of the note that we are in
        self.note_before = False
        self.empty_label = False  # the label stood alone, its text is still to come
        self.in_block = False  # a header block: one field a line
        self.titles: set[str] = set()
        self.quoted: dict[int, float] = {}

    def roles(self) -> list[str]:
        total = best = 0.0
        length = 0
        for i in range(min(len(self.units), LONGEST_OPENING)):
            role, weight = self._judge(i, total - best)
            total += weight
            self.said.append(role)
            if total > best:
                best, length = total, i + 1
            if total < best - (GIVEN_UP if self.note else STORY_BEGAN):
                break
        else:
            if self.piece.leads_to_heading() and total + BEFORE_A_HEADING >= best:
                length = len(self.units)
        return self.said[:length]

    def _judge(self, i: int, pending: float) -> tuple[str, float]:
        """The role of a paragraph if it is front matter, and how much it speaks for that."""
        unit, label = self.units[i], self.piece.label(i)
        self.note_before = self.note is not None
        if unit.line_from in self.piece.skip:
            return "header_field", HEADING
        if i == 0 and self.piece.heading is not None:
            return "chapter_heading", HEADING
        if self.piece.divider(i):
            return self._rule(pending)
        if label is not None and not _letter_of_fiction(self, i, label):
            role, weight = self._labelled(i, label)
            return role, weight if self._may_vouch(i, label, pending) else 0.0
        shaped = self._shaped(i)
        if shaped:
            self.note, self.empty_label = None, False
            return shaped[0], shaped[1] if pending > -0.5 else min(0.3, shaped[1])
        role, weight = self._paragraph(i)
        return role, self._late(weight, pending)

    def _late(self, weight: float, pending: float) -> float:
        """A note without a label stands at the top: after a paragraph of story it needs more to be believed."""
        if self.note and weight < STORY:
            self.note = None
        return max(0.0, weight - 1.5) if weight > 0 and pending < -0.5 and not self.note_before else weight

    def _rule(self, pending: float) -> tuple[str, float]:
        """A rule: belongs to what it borders, and vouches for the few silent paragraphs of a note above it."""
        in_note, self.note, self.in_block = self.note, None, False
        if pending < 0:
            if in_note:
                return "separator", VOUCHED if pending > -1.3 else 0.0
            return "separator", VOUCHED if pending > -1.2 and self._speaks_of_itself() else 0.0
        return "separator", 0.2

    def _speaks_of_itself(self) -> bool:
        """Whether the silent paragraphs above a rule, two at the most, have at least a word about the work."""
        silent = [self.units[j] for j in range(len(self.said)) if self.said[j] in _NOTES]
        return 0 < len(silent) <= 2 and len(self.said) <= 4 and any(meta_weight(unit.text) >= 1.0 for unit in silent)

    def _may_vouch(self, i: int, found: Labelled, pending: float) -> bool:
        """Whether a label vouches for silent paragraphs above it: not late, not at the end, not if it closes."""
        if pending > -0.5:
            return found.label.role != "end_note"
        return i <= 4 and found.label.role != "end_note" and len(self.units) - i > 2 and pending > -2.0

    def _labelled(self, i: int, found: Labelled) -> tuple[str, float]:
        label, text = found.label, self.units[i].text[found.text_at :]
        self.empty_label = not text.strip()
        if label.role in _NOTES or label.role == "end_note":
            self.note, self.in_block = label.role if label.role != "end_note" else "note", False
            said = max(-1.5, min(2.0, evidence(text)))
            return self.note, (SURE_LABEL if label.sure else WEAK_LABEL) + said
        self.note, self.in_block = None, True
        if label.role == "title":
            self.titles.add(_bare(text))
        return label.role, SURE_LABEL if label.sure else 0.8

    def _shaped(self, i: int) -> tuple[str, float] | None:
        """What a paragraph is by its shape and its neighbours: title, byline, header line, epigraph, dedication."""
        text = self.units[i].text
        if i in self.quoted:
            return "epigraph", self.quoted[i]
        if self._continues(i):
            return self.said[-1], 0.3
        if self.in_block and i and not self.piece.apart(i - 1):
            return "header_field", 1.0 if _FIELD_SHAPE.match(text) else 0.3
        self.in_block = False
        if len(text) <= 40 and _MEASURE.fullmatch(text):
            return "header_field", MEASURE
        if self._is_byline(i):
            return "byline", BYLINE
        if self.said and len(text) <= _SHORT and is_numbered_section(text):
            return "chapter_heading", 1.0
        title = self._title(i)
        if title and i == 0 and title[1] > 0:
            return title
        dedication = self._dedication(i)
        if dedication and dedication[1] > 0:
            return dedication
        if self._finds_epigraph(i):
            return "epigraph", self.quoted[i]
        return title or dedication

    def _continues(self, i: int) -> bool:
        """Whether a line is indented right below a label's: then it goes on with what the label began."""
        if not self.said or self.said[-1] not in (*_NOTES, "header_field") or self.piece.apart(i - 1):
            return False
        line = self.piece.lines[self.units[i].line_from - 1]
        above = self.piece.lines[self.units[i].line_from - 2]
        return line[0] in " \t" and (self.piece.label(i - 1) is not None or above[0] in " \t")

    def _is_byline(self, i: int) -> bool:
        match = _BYLINE.fullmatch(self.units[i].text)
        if match is None or i > 6 or len(match["who"].split()) > 8:
            return False
        return i == 0 or len(self.units[i - 1].text) <= 2 * _SHORT

    def _title(self, i: int) -> tuple[str, float] | None:
        text = self.units[i].text
        if _bare(text) in self.titles and len(text) <= _SHORT:
            return "title", HEADING
        if (
            len(text) > 1.3 * _SHORT
            or _CLOSED.search(text)
            or story_weight(text) >= 1.5
            or meta_weight(text) > 1.2
            or is_finish(text)
        ):
            return None
        weight = self._title_weight(i)
        if weight > 0:
            self.titles.add(_bare(text))
        return "title", weight

    def _title_weight(self, i: int) -> float:
        """A short line without a full stop: a title if written like one, or if front matter follows or came before."""
        text = self.units[i].text
        weight = TITLE - 0.2 if _in_capitals(text) else -0.6
        above = self.units[i - 1].text if i else ""
        if _WHEN_OR_WHERE.search(text) or not self.piece.apart(i):
            weight -= 1.0
        elif len(above) <= _SHORT and _WHEN_OR_WHERE.search(above) and not read_heading(above):
            weight -= 1.0  # a place below its date
        if i and "title" in self.said and self.said[-1] != "title":
            weight -= 0.8
        if self.said and self.said[-1] == "separator":
            weight -= 0.8
        if self.said and self.said[-1] in _NOTES and self.piece.apart(i):
            weight += 0.2
        return weight + (1.6 if self._front_follows(i) else 0.0)

    def _front_follows(self, i: int) -> bool:
        """Whether what stands next is plainly front matter: a label, a byline, a header line, the chapter's heading."""
        if i + 1 >= len(self.units):
            return self.piece.leads_to_heading()
        text = self.units[i + 1].text
        label = self.piece.label(i + 1)
        if (label is not None and label.label.sure) or (len(text) <= 40 and _MEASURE.fullmatch(text)):
            return True
        if self.piece.divider(i + 1):
            return i <= 2
        match = _BYLINE.fullmatch(text)
        if match is not None and len(match["who"].split()) <= 8:
            return True
        short = len(text) <= _SHORT and not _CLOSED.search(text)
        return short and i < 6 and self._front_follows(i + 1)

    def _dedication(self, i: int) -> tuple[str, float] | None:
        text = self.units[i].text
        if not _DEDICATION.fullmatch(text) or len(text.split()) > 8 or not self.piece.apart(i) or "?" in text:
            return None
        vouched = bool(self.said) or self.piece.divider(i + 1)
        return "dedication", 1.0 if vouched and story_weight(text) < 1 else -0.5

    def _finds_epigraph(self, i: int) -> bool:
        """Lines of quotation from here, up to a line that says where they are from, or to a rule below a heading."""
        if self.note == "epigraph" or (self.note and not self.said):
            return False
        end = self._attribution_after(i)
        weight = EPIGRAPH
        if end is None:
            end, weight = self._set_off(i), 1.5
        if end is None:
            return False
        self.quoted |= dict.fromkeys(range(i, end + 1), weight / (end - i + 1))
        return True

    def _attribution_after(self, i: int) -> int | None:
        for j in range(i + 1, min(i + 13, len(self.units))):
            text = self.units[j].text
            if self.piece.divider(j) or self.piece.label(j) or len(self.units[j - 1].text) > _QUOTED_LENGTH:
                return None
            if text[0] in "-–—~":
                goes_on = j + 1 < len(self.units) and self.units[j + 1].text[0] in "-–—"
                fits = _ATTRIBUTION.fullmatch(text) and not re.search(r"[.!?…,]$", text) and not goes_on
                return j if fits and story_weight(text) < 2 + 1.5 else None
        return None

    def _set_off(self, i: int) -> int | None:
        """One or two short paragraphs between a heading or title and a rule that a story follows."""
        if not self.said or self.said[-1] not in ("chapter_heading", "title", "byline"):
            return None
        for j in range(i, min(i + 3, len(self.units))):
            if self.piece.divider(j):
                length = sum(len(u.text) for u in self.units[i:j])
                story_follows = j + 2 < len(self.units)
                if j > i and length <= _QUOTED_LENGTH and story_follows and not self._sounds_like_note(i, j):
                    return j - 1
                return None
            if self.piece.label(j):
                return None
        if self.said[-1] == "title" and re.fullmatch(r"[(\[*_\"“].{3,150}[)\]*_\"”]", self.units[i].text):
            return i if self.piece.apart(i) and not self._sounds_like_note(i, i + 1) else None
        return None

    def _sounds_like_note(self, i: int, j: int) -> bool:
        """Whether what would be an epigraph speaks of the work, or is a scene of the story.

        What is one quotation as a whole, with its source below, is no scene, whoever speaks in it.
        """
        quoted = j - i == 2 and _ALL_QUOTED.fullmatch(self.units[i].text)
        told = any(story_weight(unit.text) > 3 for unit in self.units[i + 1 if quoted else i : j])
        return told or any(evidence(unit.text) > 0.8 for unit in self.units[i:j])

    def _paragraph(self, i: int) -> tuple[str, float]:
        text = self.units[i].text
        weight = evidence(text)
        if text[0] in "[{" and weight > 0:
            weight += 0.7
        if self.empty_label:
            self.empty_label = False
            return self.note or "note", 1.0 + max(weight, -1.5)
        if self.note:
            role = "note" if self.note == "disclaimer" and not _disclaims(text) else self.note
            return role, GOES_ON + (weight if weight < 0 else 0.7 * weight)
        weight += UNLABELLED - (1.0 if self.said and self.said[-1] == "separator" else 0.0)
        role = "disclaimer" if _disclaims(text) else "note"
        if weight > 0:
            self.note = role
        return role, weight


def _letter_of_fiction(opening: _Opening, i: int, found: Labelled) -> bool:
    """Whether a label of the everyday kind (`From:`, `Date:`, `Note:`) stands without a sure one beside it.

    Stories hold letters, messages and logs; a header has a title, an author, a rating.
    """
    if found.label.sure:
        return False
    if found.label.role in _NOTES:
        text = opening.units[i].text[found.text_at :]
        return bool(text) and evidence(text) < -1.0 and not opening.said
    for j in range(max(0, i - 6), min(len(opening.units), i + 7)):
        near = opening.piece.label(j)
        if near is not None and near.label.sure:
            return False
    return True


def _disclaims(text: str) -> bool:
    owning = re.search(
        r"\b(?:own|owns|belongs?|disclaimer|copyright|infringement|profit)\b|принадлеж|appartien", text, re.IGNORECASE
    )
    return owning is not None and len(text) <= 300


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _in_capitals(text: str) -> bool:
    """Whether a line is written as a title is: in capitals, or each word but the small ones with one."""
    words = [word for word in re.findall(r"[^\W_][\w'’]*", text) if word.casefold() not in _SMALL_WORDS]
    capital = [word for word in words if word[0].isupper() or word[0].isdigit()]
    if text.isupper() and len(text) >= 4:
        return True
    return len(words) > 1 and len(capital) == len(words)


def _closing(piece: _Piece, begin: int) -> dict[int, str]:
    """The paragraphs of an end note and the rules above it, by their place in the piece."""
    start, total, best, set_off = len(piece.units), 0.0, 0.0, False
    for i in range(len(piece.units) - 1, max(begin, len(piece.units) - WINDOW) - 1, -1):
        if piece.divider(i):
            # A labelled note below a rule begins there, whatever the story's last words speak of.
            set_off = set_off or (start == i + 1 and _sure(piece, start))
            continue
        inside, first = _closing_weights(piece, i)
        if total + first > best and (not set_off or _sure(piece, i)):
            best, start = total + first, i
        total += inside
        if total < best - GIVEN_UP:
            break
    if start <= begin or best <= 0:
        return _rules_above(piece, len(piece.units), begin) if piece.after else {}
    return {i: "separator" if piece.divider(i) else "end_note" for i in range(start, len(piece.units))} | _rules_above(
        piece, start, begin
    )


def _sure(piece: _Piece, i: int) -> bool:
    found = piece.label(i) if i < len(piece.units) else None
    return found is not None and found.label.sure


def _closing_weights(piece: _Piece, i: int) -> tuple[float, float]:
    """What a paragraph weighs inside an end note, and what it weighs as the first of one."""
    found = piece.label(i)
    text = piece.units[i].text
    weight = evidence(text)
    if is_finish(text):
        return -GIVEN_UP, -GIVEN_UP
    if found is not None and found.label.role in (*_NOTES, "end_note") and found.label.role != "dedication":
        said = max(-1.5, min(2.0, evidence(text[found.text_at :])))
        strength = (SURE_LABEL if found.label.sure else WEAK_LABEL) + said
        return strength, strength
    inside = GOES_ON + (weight if weight < 0 else 0.7 * weight)
    first = weight + UNLABELLED + (0.7 if text[0] in "[{" and weight > 0 else 0.0)
    above = i - 1
    while piece.divider(above):
        above -= 1
    if above >= 0 and is_finish(piece.units[above].text):
        first += AFTER_THE_END
    elif above < i - 1:
        first += AFTER_A_RULE if meta_weight(text) > 0 else -0.5
    return inside, first


def _rules_above(piece: _Piece, start: int, begin: int) -> dict[int, str]:
    """The rules that border an end note, also those above a closing "The End"."""
    rules: dict[int, str] = {}
    for i in range(start - 1, begin - 1, -1):
        if piece.divider(i):
            rules[i] = "separator"
        elif not is_finish(piece.units[i].text):
            break
    return rules

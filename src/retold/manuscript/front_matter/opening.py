"""The opening of a piece: the longest run of paragraphs from its top that as a whole speaks for front matter."""

from __future__ import annotations

import re

from retold.lib.patterns import lazy
from retold.manuscript.front_matter.headings import is_numbered_section, read_heading
from retold.manuscript.front_matter.labels import Labelled
from retold.manuscript.front_matter.lexicon import evidence, meta_weight, says_i
from retold.manuscript.front_matter.piece import Piece
from retold.manuscript.front_matter.shapes import (
    SHORT,
    bare,
    dedication_weight,
    epigraph,
    is_bare_name,
    is_byline,
    is_measure,
    title_weight,
)
from retold.manuscript.front_matter.weights import (
    ANOTHER_VOICE,
    BARE_NAME,
    BEFORE_A_HEADING,
    BRACKETED,
    BYLINE,
    FIELD,
    GIVEN_UP,
    GOES_ON,
    HEADING,
    MEASURE,
    NOTES,
    SAME_VOICE,
    STORY,
    STORY_BEGAN,
    SURE_LABEL,
    SURE_TITLE,
    TAKES_UP,
    TOLD,
    UNLABELLED,
    VOUCHED,
    WEAK_LABEL,
)

_LONGEST = 500  # paragraphs, at the most, before the story
_BESIDE = 6  # paragraphs within which a sure label vouches for another
_FIELD_SHAPE = lazy(r"[*_]*[^\W\d_][\w'’./&() -]{0,28}[*_]*\s*[:：]\s*\S")
_OWNING = lazy(r"\b(?:own|owns|belongs?|disclaimer|copyright|infringement|profit)\b|принадлеж|appartien", re.IGNORECASE)
_TAKES_UP = lazy(
    r"(?:also|anyway|anyways|anyhow|plus|oh,? (?:and|yes)|other than that|that said|edit|ps|p\.s|so yeah|"
    r"außerdem|также|además|aussi)\b",
    re.IGNORECASE,
)
_DISCLAIMER_LENGTH = 300


def opening_roles(piece: Piece) -> list[str]:
    """The roles of the paragraphs before a piece's story begins, in their order; [] if it begins at once."""
    return _Opening(piece).roles()


class _Opening:
    """Goes down the paragraphs of a piece and sums up what speaks for front matter.

    `pending` below is how far the sum stands under its best: below 0 for what lies under silent paragraphs.
    """

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.units = piece.units
        self.said: list[str] = []
        self.note: str | None = None  # the role of the note that we are in
        self.note_before = False
        self.empty_label = False  # the label stood alone, its text is still to come
        self.in_block = False  # a header block: one field a line
        self.titles: set[str] = set()
        self.quoted: dict[int, float] = {}
        self.told: int | None = None  # the first paragraph that spoke for the story

    def roles(self) -> list[str]:
        """The roles of the paragraphs before the story."""
        total = best = 0.0
        length = 0
        for i in range(min(len(self.units), _LONGEST)):
            role, weight = self._judge(i, total - best)
            total += weight
            self.said.append(role)
            if weight < TOLD and self.told is None:
                self.told = i
            if total > best:
                best, length = total, i + 1
            if total < best - (GIVEN_UP if self.note else STORY_BEGAN):
                break
        else:
            if self.piece.leads_to_heading and total + BEFORE_A_HEADING >= best:
                length = len(self.units)
        return self._leave_a_body(length)

    def _leave_a_body(self, length: int) -> list[str]:
        """The opening, up to the first paragraph that tells something where otherwise no story would be left.

        Where none does, notes are taken back into the story: a chapter may be all talk.
        """
        if length < len(self.units) or self.piece.leads_to_heading:
            return self.said[:length]
        opening = self.said[: self.told]
        while self.told is None and opening and opening[-1] in (*NOTES, "separator"):
            opening.pop()
        return opening

    def _judge(self, i: int, pending: float) -> tuple[str, float]:
        """The role of a paragraph if it is front matter, and how much it speaks for that."""
        label = self.piece.label(i)
        self.note_before = self.note is not None
        if self.units[i].line_from in self.piece.listed:
            return "header_field", HEADING
        if i == 0 and self.piece.heading is not None:
            return "chapter_heading", HEADING
        if self.piece.divider(i):
            return self._rule(pending)
        if label is not None and not self._letter_of_fiction(i, label):
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
        if pending >= 0:
            return "separator", 0.2
        if in_note:
            return "separator", VOUCHED if pending > -1.3 else 0.0
        return "separator", VOUCHED if pending > -1.2 and self._speaks_of_itself() else 0.0

    def _speaks_of_itself(self) -> bool:
        """Whether the silent paragraphs above a rule, two at the most, have at least a word about the work."""
        silent = [self.units[j] for j in range(len(self.said)) if self.said[j] in NOTES]
        return 0 < len(silent) <= 2 and len(self.said) <= 4 and any(meta_weight(unit.text) >= 1.0 for unit in silent)

    def _letter_of_fiction(self, i: int, found: Labelled) -> bool:
        """Whether a label of the everyday kind (`From:`, `Date:`, `Note:`) stands without a sure one beside it.

        Stories hold letters, messages and logs; a header has a title, an author, a rating.
        """
        if found.label.sure:
            return False
        if found.label.role in NOTES:
            text = self.units[i].text[found.text_at :]
            return bool(text) and evidence(text) < -1.0 and not self.said
        return not any(self.piece.sure(j) for j in range(i - _BESIDE, i + _BESIDE + 1))

    def _may_vouch(self, i: int, found: Labelled, pending: float) -> bool:
        """Whether a label vouches for silent paragraphs above it: not late, not at the end, not if it closes."""
        if pending > -0.5:
            return found.label.role != "end_note"
        return i <= 4 and found.label.role != "end_note" and len(self.units) - i > 2 and pending > -2.0

    def _labelled(self, i: int, found: Labelled) -> tuple[str, float]:
        label, text = found.label, self.units[i].text[found.text_at :]
        self.empty_label = not text.strip() and label.field != "text"
        if label.role in NOTES or label.role == "end_note":
            self.note, self.in_block = label.role if label.role != "end_note" else "note", False
            said = max(-1.5, min(2.0, evidence(text)))
            return self.note, (SURE_LABEL if label.sure else WEAK_LABEL) + said
        self.note, self.in_block = None, label.field != "text"
        if label.role == "title":
            self.titles.add(bare(text))
        return label.role, SURE_LABEL if label.sure else 0.8

    def _shaped(self, i: int) -> tuple[str, float] | None:
        """What a paragraph is by its shape and its neighbours, and how much that weighs."""
        text = self.units[i].text
        if i in self.quoted:
            return "epigraph", self.quoted[i]
        if self._continues(i):
            return self.said[-1], 0.3
        if self.in_block and i and not self.piece.apart(i - 1):
            return "header_field", FIELD if _FIELD_SHAPE.match(text) else 0.3
        self.in_block = False
        if is_measure(text):
            return "header_field", MEASURE
        if is_byline(self.piece, i):
            return "byline", BYLINE
        if self.said and (is_numbered_section(text) or self._is_first_section(text)):
            return "chapter_heading", 1.0
        return self._named_or_quoted(i)

    def _is_first_section(self, text: str) -> bool:
        """Whether a number one stands alone below the front matter."""
        heading = read_heading(text) if len(text) <= SHORT else None
        return heading is not None and heading.kind == "number" and heading.number == 1 and self.said[-1] != "separator"

    def _continues(self, i: int) -> bool:
        """Whether a line is indented right below a label's: then it goes on with what the label began."""
        if not self.said or self.said[-1] not in (*NOTES, "header_field") or self.piece.apart(i - 1):
            return False
        line = self.piece.lines[self.units[i].line_from - 1]
        above = self.piece.lines[self.units[i].line_from - 2]
        return line[0] in " \t" and (self.piece.label(i - 1) is not None or above[0] in " \t")

    def _named_or_quoted(self, i: int) -> tuple[str, float] | None:
        """A title, a dedication or an epigraph; one that does not weigh enough only if it is nothing else."""
        title, dedication = self._title(i), dedication_weight(self.piece, i, self.said)
        if title is not None and i == 0 and title >= SURE_TITLE:
            return "title", title
        if dedication is not None and dedication > 0:
            return "dedication", dedication
        if self._finds_epigraph(i):
            return "epigraph", self.quoted[i]
        if title is not None and self.said[-1:] == ["title"] and is_bare_name(self.piece, i):
            return "byline", max(title, BARE_NAME)
        if title is not None:
            return "title", title
        return None if dedication is None else ("dedication", dedication)

    def _title(self, i: int) -> float | None:
        text = self.units[i].text
        if bare(text) in self.titles and len(text) <= SHORT:
            return HEADING
        weight = title_weight(self.piece, i, self.said)
        if weight is not None and weight > 0:
            self.titles.add(bare(text))
        return weight

    def _finds_epigraph(self, i: int) -> bool:
        if self.note == "epigraph" or (self.note and not self.said):
            return False
        found = epigraph(self.piece, i, self.said)
        if found is None:
            return False
        end, weight = found
        self.quoted |= dict.fromkeys(range(i, end + 1), weight / (end - i + 1))
        return True

    def _paragraph(self, i: int) -> tuple[str, float]:
        """What a paragraph without label and shape is, going by what it says."""
        text = self.units[i].text
        weight = evidence(text)
        if text[0] in "[{(" and text[-1] in "]})" and (weight > 0 or self.note):
            weight += BRACKETED
        if self.empty_label:
            self.empty_label = False
            return self.note or "note", 1.0 + max(weight, -1.5)
        if weight > -0.5 and says_i(text):
            weight += self._by_voice()
        if self.note:
            role = "note" if self.note == "disclaimer" and not _disclaims(text) else self.note
            weight += TAKES_UP if _TAKES_UP.match(text) and weight > -0.5 else 0.0
            return role, GOES_ON + (weight if weight < 0 else 0.7 * weight)
        weight += UNLABELLED - (1.0 if self.said and self.said[-1] == "separator" else 0.0)
        role = "disclaimer" if _disclaims(text) else "note"
        if weight > 0:
            self.note = role
        return role, weight

    def _by_voice(self) -> float:
        """What an "I" adds: much where the story has none, and less than nothing where it is the story's own."""
        if self.piece.told_by_others_below:
            return ANOTHER_VOICE
        return SAME_VOICE if not self.note else 0.0


def _disclaims(text: str) -> bool:
    return len(text) <= _DISCLAIMER_LENGTH and _OWNING.search(text) is not None

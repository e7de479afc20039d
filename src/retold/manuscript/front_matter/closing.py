"""The closing of a piece: end notes and the rules above them, sought from the last paragraph backwards."""

from __future__ import annotations

from retold.manuscript.front_matter.lexicon import evidence, meta_weight, says_i
from retold.manuscript.front_matter.lines import is_finish
from retold.manuscript.front_matter.piece import Piece
from retold.manuscript.front_matter.weights import (
    AFTER_A_RULE,
    AFTER_THE_END,
    ANOTHER_VOICE,
    BRACKETED,
    FIELD_AT_THE_END,
    GIVEN_UP,
    GOES_ON,
    NOTES,
    SURE_LABEL,
    UNLABELLED,
    WEAK_LABEL,
)

_WINDOW = 60  # paragraphs looked at from the end


def closing_roles(piece: Piece, begin: int) -> dict[int, str]:
    """The paragraphs from `begin` on that are an end note or a rule above it: their place and their role."""
    start = _start_of_end_note(piece, begin)
    if start is None:
        return _rules_above(piece, len(piece.units), begin) if piece.after else {}
    noted = {i: "separator" if piece.divider(i) else "end_note" for i in range(start, len(piece.units))}
    return noted | _rules_above(piece, start, begin)


def _start_of_end_note(piece: Piece, begin: int) -> int | None:
    """Where the closing begins that as a whole speaks for an end note; None if there is none."""
    start, total, best, set_off = len(piece.units), 0.0, 0.0, False
    for i in range(len(piece.units) - 1, max(begin, len(piece.units) - _WINDOW) - 1, -1):
        if piece.divider(i):
            # A labelled note below a rule begins there, whatever the story's last words speak of.
            set_off = set_off or (start == i + 1 and piece.sure(start))
            continue
        inside, first = _weights(piece, i)
        if total + first > best and (not set_off or piece.sure(i)):
            best, start = total + first, i
        total += inside
        if total < best - GIVEN_UP:
            break
    return start if start > begin and best > 0 else None


def _weights(piece: Piece, i: int) -> tuple[float, float]:
    """What a paragraph weighs inside an end note, and what it weighs as the first of one."""
    found, text = piece.label(i), piece.units[i].text
    if is_finish(text):
        return -GIVEN_UP, -GIVEN_UP
    if found is not None and found.label.role in (*NOTES, "end_note") and found.label.role != "dedication":
        said = max(-1.5, min(2.0, evidence(text[found.text_at :])))
        strength = (SURE_LABEL if found.label.sure else WEAK_LABEL) + said
        return strength, strength
    if found is not None and (found.label.sure or found.label.field == "words"):
        return FIELD_AT_THE_END, FIELD_AT_THE_END
    weight = evidence(text)
    inside = GOES_ON + (weight if weight < 0 else 0.7 * weight)
    return inside, weight + UNLABELLED + _as_first(piece, i, weight)


def _as_first(piece: Piece, i: int, weight: float) -> float:
    """What speaks for an end note that begins here beyond its words: brackets, a rule or "The End" above."""
    text, more, above = piece.units[i].text, 0.0, i - 1
    if text[0] in "[{" and weight > 0:
        more += BRACKETED
    if weight > -0.5 and says_i(text) and piece.told_by_others_above:
        more += ANOTHER_VOICE
    while piece.divider(above):
        above -= 1
    if above >= 0 and is_finish(piece.units[above].text):
        return more + AFTER_THE_END
    if above < i - 1:
        return more + (AFTER_A_RULE if meta_weight(text) > 0 else -0.5)
    return more


def _rules_above(piece: Piece, start: int, begin: int) -> dict[int, str]:
    """The rules that border an end note, also those above a closing "The End"."""
    rules: dict[int, str] = {}
    for i in range(start - 1, begin - 1, -1):
        if piece.divider(i):
            rules[i] = "separator"
        elif not is_finish(piece.units[i].text):
            break
    return rules

"""Which lines of a plain-text story are not the story: its title, header, notes and headings, labelled or not.

The text is cut at its chapter headings. In each piece the longest opening is sought whose paragraphs, taken
together, speak for front matter (opening.py): labels, headings and rules speak for it by themselves, other
paragraphs by what they say (lexicon.py) or by their shape (shapes.py), and story that is told speaks against it.
The closing is sought the same way from the end (closing.py). So two kinds of evidence always meet, the words and
the place, and a note is over where the story outweighs it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from retold.manuscript.front_matter.closing import closing_roles
from retold.manuscript.front_matter.headings import Heading, contents_runs, find_headings, read_heading
from retold.manuscript.front_matter.labels import find_label
from retold.manuscript.front_matter.lines import Unit, is_hard_wrapped, units_of
from retold.manuscript.front_matter.opening import opening_roles
from retold.manuscript.front_matter.piece import Piece
from retold.manuscript.front_matter.weights import NOTES
from retold.manuscript.model import FrontMatterPart

_NEAR_THE_TOP = 400  # paragraphs among which a list of contents is sought
_HEADING_LENGTH = 130
_MOST_LINES = 400_000
"""Lines that are looked at: several times what five megabytes of prose have, and few enough to take seconds."""


def split(text: str) -> tuple[FrontMatterPart, ...]:
    """The parts of a plain-text story that are not its body, in order; lines are 1-based, on "\\n".

    Lines in no part are the story itself. Blank lines belong to a part only inside it. The time that it takes grows
    with the text's length and no faster; what follows the first 400,000 lines is taken for the story unread.
    """
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    units = units_of(lines, wrapped=is_hard_wrapped(lines))
    listed = _contents(lines, units)
    roles = dict.fromkeys(listed, "header_field")
    for piece in _pieces(lines, units, find_headings(lines), listed):
        roles |= _roles_in(piece)
    return _parts(units, roles)


def _contents(lines: Sequence[str], units: Sequence[Unit]) -> set[int]:
    """The lines of lists of contents near the top: runs of headings with nothing between them."""
    top = units[:_NEAR_THE_TOP]
    near = [u.line_from for u in top if len(u.text) < _HEADING_LENGTH and read_heading(u.text)]
    listed = {n for run in contents_runs(lines, near) for n in run}
    return {u.line_from for u in top if u.line_from in listed}


def _pieces(
    lines: Sequence[str], units: Sequence[Unit], headings: dict[int, Heading], listed: Collection[int]
) -> list[Piece]:
    """The text cut before each heading; the first piece may have none."""
    pieces = [Piece(lines, headings.get(units[0].line_from), True, listed)] if units else []
    for place, unit in enumerate(units):
        if place and unit.line_from in headings:
            pieces[-1].after = headings[unit.line_from]
            pieces.append(Piece(lines, headings[unit.line_from], False, listed))
        pieces[-1].units.append(unit)
    return pieces


def _roles_in(piece: Piece) -> dict[int, str]:
    """The role of each paragraph of a piece that is not the story, by its first line."""
    opening = opening_roles(piece)
    closing = closing_roles(piece, len(opening))
    return dict(zip((unit.line_from for unit in piece.units), opening, strict=False)) | {
        piece.units[i].line_from: role for i, role in closing.items()
    }


def _parts(units: Sequence[Unit], roles: dict[int, str]) -> tuple[FrontMatterPart, ...]:
    """Roles of single paragraphs as ranges: the paragraphs of one note are one range, a new label begins another."""
    parts: list[FrontMatterPart] = []
    before: str | None = None
    for unit in units:
        role = roles.get(unit.line_from)
        joins = role is not None and role == before and role in (*NOTES, "end_note")
        if role and joins and not (role != "end_note" and _starts_anew(unit)):
            parts[-1] = FrontMatterPart(parts[-1].line_from, unit.line_to, role)
        elif role:
            parts.append(FrontMatterPart(unit.line_from, unit.line_to, role))
        before = role
    return tuple(parts)


def _starts_anew(unit: Unit) -> bool:
    label = find_label(unit.text)
    return label is not None and label.label.sure

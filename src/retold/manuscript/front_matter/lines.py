"""What one line of a plain text can be by its shape alone, and how lines make paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retold.lib.patterns import lazy

_SIGNS_ONLY = lazy(r"[^\w\s\"“”„«»'‘’?!,;:()\[\]{}。，、？！「」『』¿¡]+")
# Rows of o and x with signs between, or in the humped shape oOo: o-o-o, xXx, =ooo=, O O O.
_LETTER_RULE = lazy(r"(?:[\W_]*[oOxX0])+[\W_]*")
_HUMPS = lazy(r"(?:o+O+)+o*|(?:x+X+)+x*|(?:O+o+)+O*|([oOxX])\1\1+")
# A word of up to twelve letters between two runs of signs: ~*~AMP~*~
_WORD_RULE = lazy(r"~[^\W\d_]{1,12}~|[~*=\-–—_.…·•+#<>|°\s]{2,}[^\W\d_]{1,12}[~*=\-–—_.…·•+#<>|°\s]{2,}")
_EMPHASIS = lazy(r"(\*{1,3}|_{1,3})\w+\1")
_SENTENCE_END = lazy(r"[.!?…:;,。！？—–\-\"”’»'*_)~]$")
_FINISHES = frozenset(
    (
        "the end", "end", "fin", "finis", "ende", "das ende", "la fin", "el fin", "конец", "конец главы", "完",
        "终", "終",
        "全文完", "owari", "tbc", "to be continued", "fortsetzung folgt", "à suivre", "continuará",
        "продолжение следует",
        "待续", "未完待续", "end of chapter", "end chapter", "the end?", "end part one", "end of part one",
    )
)  # fmt: skip


def is_divider(line: str) -> bool:
    """Whether a line is signs alone, or one of the shapes that stand for a rule: `***`, `o-o-o`, `~AMP~…`, `/`."""
    bare = line.strip()
    if not bare or len(bare) > 200:
        return bool(bare) and _SIGNS_ONLY.fullmatch("".join(bare.split())) is not None
    squeezed = "".join(bare.split())
    if _SIGNS_ONLY.fullmatch(squeezed) or set(squeezed) == {"_"}:
        return True
    if _LETTER_RULE.fullmatch(bare) and len(squeezed) > 2:
        letters = re.sub(r"[\W_]", "", bare)
        return (
            squeezed[0] != letters[0]
            or (len(letters) > 1 and len(letters) < len(squeezed))
            or _HUMPS.fullmatch(letters) is not None
        )
    return is_word_rule(bare)


def is_word_rule(line: str) -> bool:
    """Whether a line is one word between runs of signs: `~*~SEA~*~`."""
    bare = line.strip()
    return _WORD_RULE.fullmatch(bare) is not None and _EMPHASIS.fullmatch(bare) is None


def is_signs_alone(line: str) -> bool:
    """Whether a divider holds nothing that anyone would read: signs, or the o and x of `o-o-o`."""
    return is_divider(line) and not re.search(r"[^\W\d_oOxX]", line)


def is_finish(line: str) -> bool:
    """Whether a line says that the story, or its part, is over: `THE END`, `To be continued.`"""
    bare = line.strip(" \t*_~-–—=.…[]()").casefold()
    return len(bare) < 30 and bare in _FINISHES


def is_hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines were broken at a width: most of them of 55 to 80 characters and without a sentence's end.

    Lines that end a paragraph are left out of the count, as they may be of any length (formats.md §0), and so are
    short ones that end no sentence: they are header fields, headings and verse.
    """
    wrapped = against = 0
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        bare = line.rstrip()
        if not bare or not after.strip():
            continue
        ends = _SENTENCE_END.search(bare) is not None
        if 50 <= len(bare) <= 84 and not ends:
            wrapped += 1
        elif ends or len(bare) > 84:
            against += 1
    return wrapped >= 3 and wrapped > against


@dataclass(frozen=True)
class Unit:
    """One paragraph: its lines (1-based, inclusive) and its text, lines joined by a space."""

    line_from: int
    line_to: int
    text: str


def units_of(lines: Sequence[str], *, wrapped: bool) -> list[Unit]:
    """The paragraphs of a text. One line is one, unless the text is hard-wrapped; dividers stand for themselves.

    In a hard-wrapped text a line much shorter than its neighbours ends a unit, so that lines of a header stay apart.
    """
    runs: list[list[int]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if wrapped and runs and runs[-1][-1] == number - 1 and _goes_on(lines[number - 2], line):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [Unit(run[0], run[-1], " ".join(lines[n - 1].strip() for n in run)) for run in runs]


def _goes_on(above: str, line: str) -> bool:
    """Whether a line continues the one above: that one is full, and neither begins something new."""
    if is_divider(line) or is_divider(above) or _starts_field(line):
        return False
    width, first = len(above.rstrip()), line.split(maxsplit=1)[0]
    return width >= 45 and (width + len(first) > 54 or line[0].islower())


def _starts_field(line: str) -> bool:
    head = line[:24].split(":", 1)
    return len(head) == 2 and bool(re.fullmatch(r"[*_]*[A-ZА-Я][\w/' -]*", head[0]))

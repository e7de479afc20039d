"""What holds at a place of an RTF file. A group begins with a copy of it, and its end brings back what was before.

A plain list, as it is copied at each of the many groups; these are its places.
"""

from __future__ import annotations

from typing import Any

State = list[Any]

(
    FLAGS, FONT, SKIPPED, TARGET, LINK, LANGUAGE, STYLE, ALIGN, LEFT, FIRST, RTL, PAGE, OUTLINE, IN_TABLE, LINE, BORDER,
    LIST, DEPTH,
) = range(18)  # fmt: skip

# Where the text of a group goes.
TEXT, NOWHERE, ASIDE = 0, 1, 2

BOLD, ITALIC, UNDER, STRUCK, ABOVE, BELOW, SMALL, CAPITALS, HIDDEN, DELETED = (1 << at for at in range(10))
_OF_PARAGRAPH = (
    (STYLE, 0), (ALIGN, ""), (LEFT, 0), (FIRST, 0), (RTL, False), (PAGE, False), (OUTLINE, 9), (IN_TABLE, False),
    (LINE, False), (BORDER, False), (LIST, 0), (DEPTH, 0),
)  # fmt: skip


def beginning() -> State:
    """What holds at the beginning of a file."""
    state: State = [0, 0, 1, TEXT, "", "", 0, "", 0, 0, False, False, 9, False, False, False, 0, 0]
    return state


def reset_paragraph(state: State) -> None:
    """Begin with the default paragraph."""
    for place, value in _OF_PARAGRAPH:
        state[place] = value

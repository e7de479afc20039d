"""A piece of the text, from one chapter heading to the next: its paragraphs and what stands beside each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from retold.manuscript.front_matter.headings import Heading
from retold.manuscript.front_matter.labels import Labelled, find_label
from retold.manuscript.front_matter.lexicon import evidence, says_i, story_weight
from retold.manuscript.front_matter.lines import Unit, is_divider, is_finish

_SHORT_PIECE, _SHORT_LENGTH = 12, 4000
_HEARD = 24  # paragraphs at each end of a piece that tell whose voice it has


@dataclass
class Piece:
    """Paragraphs from a heading (if there is one) to the next; `after` is that next one.

    `listed` are the first lines of paragraphs that are known as a list of contents.
    """

    lines: Sequence[str]
    heading: Heading | None
    first: bool
    listed: Collection[int]
    units: list[Unit] = field(default_factory=list)
    after: Heading | None = None
    _labels: dict[int, Labelled | None] = field(default_factory=dict)

    def label(self, i: int) -> Labelled | None:
        """The label that starts paragraph i."""
        if i not in self._labels:
            self._labels[i] = find_label(self.units[i].text)
        return self._labels[i]

    def sure(self, i: int) -> bool:
        """Whether paragraph i starts with a label that says by itself what the paragraph is."""
        found = self.label(i) if 0 <= i < len(self.units) else None
        return found is not None and found.label.sure

    def divider(self, i: int) -> bool:
        """Whether paragraph i, if there is one, is a rule."""
        return 0 <= i < len(self.units) and is_divider(self.units[i].text)

    def apart(self, i: int) -> bool:
        """Whether a blank line, or the text's edge, stands below paragraph i."""
        below = self.units[i].line_to
        return below >= len(self.lines) or not self.lines[below].strip()

    @cached_property
    def leads_to_heading(self) -> bool:
        """Whether a heading follows so soon that what stands before it introduces it: a title, a note."""
        if self.after is None or len(self.units) > _SHORT_PIECE or sum(len(u.text) for u in self.units) > _SHORT_LENGTH:
            return False
        if self.first and self.heading is None:
            return True
        mine = self.heading
        return mine is not None and (
            self.after.number == mine.number
            or self.after.kind == "named"
            or (self.after.title or "") == (mine.title or "-")
        )

    @cached_property
    def told_by_others_below(self) -> bool:
        """Whether the story, going by its later paragraphs, is not told by an "I"."""
        half = len(self.units) // 2
        return self._nobody_says_i(range(half, min(len(self.units), half + _HEARD)))

    @cached_property
    def told_by_others_above(self) -> bool:
        """Whether the story, going by the paragraphs of its first half, is not told by an "I"."""
        half = (len(self.units) + 1) // 2
        return self._nobody_says_i(range(max(0, half - _HEARD), half))

    def _nobody_says_i(self, places: range) -> bool:
        told = [i for i in places if not self.divider(i) and self._may_be_story(i)]
        if not any(story_weight(self.units[i].text) >= 0.5 for i in told):
            return False
        return not any(says_i(self.units[i].text) for i in told)

    def _may_be_story(self, i: int) -> bool:
        text = self.units[i].text
        return self.label(i) is None and not is_finish(text) and evidence(text) <= 0

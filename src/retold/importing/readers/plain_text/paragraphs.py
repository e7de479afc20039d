"""Lines of plain text -> paragraphs in canonical markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retold.importing.readers.plain_text.emphasis import marked_up
from retold.lib.patterns import lazy
from retold.manuscript.front_matter.lines import is_hard_wrapped, is_signs_alone, is_word_rule
from retold.manuscript.markup import canonical

_SENTENCE_END = lazy(r"(?:[.!?…:。！？—]|--)[\"”’»」')*_]*$")
_SPEECH = lazy(r"[\"“„«「'‘-]|[–—]")
_BLANKS = " \t\r\f\v\u3000\u2028\u2029"
_VERSE_WIDTH, _VERSE_LINES = 55, range(3, 40)
_FULL_LINE = 50
_ORNAMENT = 60
_NOT_LETTERS = lazy(r"[\W_]+")


@dataclass(frozen=True)
class Layout:
    """How a text's lines make its paragraphs: broken at a width, or one line each; and its own scene breaks.

    `ornaments` are the lines with a word between signs, as `~SEA~`, that come more than once: what comes once may
    be a word of the story.
    """

    wrapped: bool
    ornaments: frozenset[str] = frozenset()

    @classmethod
    def of(cls, lines: Sequence[str]) -> Layout:
        rules = [line.strip(_BLANKS) for line in lines if len(line) <= _ORNAMENT and is_word_rule(line)]
        words = Counter(_NOT_LETTERS.sub("", rule) for rule in rules)
        return cls(is_hard_wrapped(lines), frozenset(rule for rule in rules if words[_NOT_LETTERS.sub("", rule)] > 1))

    def breaks(self, line: str) -> bool:
        """Whether a line is a scene break: signs alone, or this text's ornament."""
        return is_signs_alone(line) or line.strip(_BLANKS) in self.ornaments


def markup_of(lines: Iterable[str], layout: Layout, *, links: bool = False) -> str:
    """The paragraphs of some lines in canonical markup; signs alone on a line are a scene break.

    So is the text's ornament, whose word the caller keeps. A line is a paragraph. Where the text is hard-wrapped,
    lines are joined up to a blank line, an indented one, or one that ends short of the width; lines of verse, short
    and in one block, stay lines of one paragraph.
    """
    blocks = [
        "<hr/>" if block is None else f"<p>{marked_up(block, links=links).replace(chr(10), '<br/>')}</p>"
        for group in _groups(lines, layout)
        for block in _blocks(group, layout)
    ]
    return canonical("\n".join(blocks))


def _groups(lines: Iterable[str], layout: Layout) -> Iterator[list[str]]:
    """Runs of lines that no blank line parts; a scene break stands for itself."""
    group: list[str] = []
    for line in lines:
        alone = not line.strip(_BLANKS) or layout.breaks(line)
        if alone and group:
            yield group
            group = []
        if alone and line.strip(_BLANKS):
            yield [line]
        elif not alone:
            group.append(line.rstrip(_BLANKS))
    if group:
        yield group


def _blocks(group: Sequence[str], layout: Layout) -> Iterator[str | None]:
    """The paragraphs of one run of lines, their inner line ends as they are to show; None is a scene break."""
    if len(group) == 1 and layout.breaks(group[0]):
        yield None
    elif _is_verse(group):
        yield "\n".join(line.strip(_BLANKS) for line in group)
    elif layout.wrapped:
        yield from _joined(group)
    else:
        yield from (line.strip(_BLANKS) for line in group)


def _is_verse(group: Sequence[str]) -> bool:
    """Short lines in one block, few of which end a sentence and none of which is speech."""
    bare = [line.strip(_BLANKS) for line in group]
    if len(bare) not in _VERSE_LINES or any(len(line) > _VERSE_WIDTH or _SPEECH.match(line) for line in bare):
        return False
    return sum(bool(_SENTENCE_END.search(line)) for line in bare) * 2 <= len(bare)


def _joined(group: Sequence[str]) -> Iterator[str]:
    """The paragraphs of hard-wrapped lines: broken where a line ends short with its sentence, or starts indented."""
    paragraph: list[str] = []
    indented = False
    for before, line in zip(["", *group], group, strict=False):
        starts_in = line[0] in _BLANKS
        ends = len(before) < _FULL_LINE and _SENTENCE_END.search(before)
        if paragraph and (ends or (starts_in and not indented)):
            yield "".join(paragraph)
            paragraph = []
        bare = line.strip(_BLANKS)
        if paragraph and not (before.endswith("-") and before[-2:-1].isalpha() and bare[0].isalpha()):
            paragraph.append(" ")
        paragraph.append(bare)
        indented = starts_in
    if paragraph:
        yield "".join(paragraph)

"""A work as plain text: one paragraph a line, an empty line between two, nothing that a person cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from retold.exporting.writers.facts import facts
from retold.exporting.writers.pages import title_of
from retold.exporting.writers.prose import Prose
from retold.exporting.writers.sections import Section, byline, credit_lines, story
from retold.exporting.writers.values import Enclosures, Options
from retold.manuscript.model import Manuscript
from retold.manuscript.wording import CREATOR_NOT_KNOWN

MEDIA_TYPE = "text/plain; charset=utf-8"
LOSSES: tuple[str, ...] = (
    "Pictures and other assets are left out; where one stood, the text says so in words.",
    "Headings, lists, tables and quotations inside the text are set out in spaces, not marked.",
    "Underlining, strokes, raised and lowered letters, colours, alignment and the work skin are left out.",
    "Links inside the text, to footnotes for instance, become plain words.",
    "The chapters' dates and addresses, unknown fields, front matter and what the file had that found no field are "
    "left out.",
    "A missing title is written as “Untitled”.",
    "Facts, notes and credits stand as labelled words, not as fields.",
)
_RULES = {1: "=", 2: "-"}


def write(manuscript: Manuscript, options: Options, enclosures: Enclosures) -> bytes:  # noqa: ARG001
    """The work as UTF-8 text."""
    return ("\n\n".join(filter(None, _blocks(manuscript))) + "\n").encode("utf-8", "replace")


def _blocks(work: Manuscript) -> Iterator[str]:
    yield _section(Section(1, title_of(work), byline(work.creators, str) or CREATOR_NOT_KNOWN))
    yield "\n".join(f"{fact.label}: {', '.join(value.text for value in fact.values)}" for fact in facts(work))
    yield from (_section(section) for section in story(work, Prose().written, str))
    if work.credits:
        yield _section(Section(2, "Credits", ""))
    for credit in work.credits:
        sentence, address, evidence = credit_lines(credit)
        yield "\n".join(filter(None, (f"- {sentence}", f"  {address}", evidence and f"  From the words: “{evidence}”")))


def _section(section: Section) -> str:
    if not section.heading:
        return section.body
    rule = _RULES.get(section.level)
    heading = f"{section.heading}\n{rule * min(len(section.heading), 72)}" if rule else f"{section.heading}:"
    # A heading of the work stands apart from what came before.
    return ("\n" if section.level == 2 else "") + heading + (f"\n\n{section.body}" if section.body else "")

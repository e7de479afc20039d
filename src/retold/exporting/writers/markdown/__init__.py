"""A work as Markdown (CommonMark with GitHub's tables): fields as YAML before it, the rest as headings and prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt

from retold.exporting.writers.pages import title_of
from retold.exporting.writers.prose import Element, Prose
from retold.exporting.writers.sections import Section, byline, credit_lines, story
from retold.exporting.writers.values import Enclosures, Options
from retold.manuscript import serialise
from retold.manuscript.model import Manuscript

MEDIA_TYPE = "text/markdown; charset=utf-8"
LOSSES: tuple[str, ...] = (
    "Pictures and other assets are left out; where one stood, its words and its name are kept.",
    "Underlining, raised and lowered letters, colours, alignment, reading aids (ruby) and the work skin are left out.",
    "A paragraph with emphasis that Markdown cannot mark where it stands, inside a word beside a quotation mark for "
    "instance, loses its emphasis; its words stay.",
    "Links inside the text, to footnotes for instance, become plain words.",
    "What spans several cells of a table stands in one, and each cell is one line.",
    "What the file had that found no field, and the parts of its front matter, are left out.",
    "A missing title is written as “Untitled” in the heading; the fields leave it out.",
)

# Fields that stand in the text itself, or that no other program has a use for.
_IN_THE_TEXT = ("schema", "summary", "notes_before", "notes_after", "chapters", "assets", "skin", "unmapped",
                "front_matter", "missing")  # fmt: skip
_SIGNS = re.compile(r"[\\`*_\[\]<>&~|]")
_AT_LINE_START = re.compile(r"(?m)^([#+=-]|\d{1,9}[.)])")
_TAGS = re.compile(r"<[^>]*>")
_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def write(manuscript: Manuscript, options: Options, enclosures: Enclosures) -> bytes:  # noqa: ARG001
    """The work as UTF-8 Markdown."""
    return ("\n\n".join(filter(None, _blocks(manuscript))) + "\n").encode("utf-8", "replace")


class MarkdownProse(Prose):
    """Canonical markup in the signs of Markdown."""

    rule = "* * *"
    quote = "> "
    line_break = "\\\n"

    def __init__(self, *, marks: bool = True) -> None:
        self.marks = marks

    def paragraph(self, content: list[Element | str]) -> str:
        """Running text; without its marks of emphasis where Markdown would read them as signs of the text."""
        text = _edges(super().paragraph(content))
        if not self.marks or not re.search(r"(?<!\\)[*~]", text):
            return text
        bare = type(self)(marks=False).paragraph(content)
        return text if _as_read(text) == _as_read(bare) else bare

    def escaped(self, text: str) -> str:
        """Text with every sign that Markdown could take for its own made plain."""
        return _SIGNS.sub(r"\\\g<0>", text)

    def heading(self, level: int, text: str) -> str:
        """A heading, below those of chapters."""
        line = text.replace("\\\n", " ").replace("\n", " ")
        return f"{'#' * min(level + 2, 6)} {re.sub(r'(#+)$', _escaped_run, line)}".rstrip()

    def verbatim(self, text: str) -> str:
        """A fenced block, its fence longer than any run of the same sign inside."""
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{text}\n{fence}"

    def quoted(self, text: str) -> str:
        """Every line with the sign of a quotation."""
        return "\n".join(f"> {line}".rstrip(" ") for line in text.split("\n"))

    def table(self, element: Element) -> str:
        """A table as GitHub writes it: its first row is the head."""
        rows = self.rows(element)
        width = max(map(len, rows), default=0)
        if not width:
            return "\n\n".join(block for one in element.iterfind("./caption") for block in self.blocks(one))
        lines = [f"| {' | '.join(cells + [''] * (width - len(cells)))} |" for cells in rows]
        caption = [block for one in element.iterfind("./caption") for block in self.blocks(one)]
        return "\n\n".join([*caption, "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])])

    def rows(self, element: Element) -> list[list[str]]:
        """The cells of each row, in running text alone."""
        return _Cell(marks=self.marks).rows_of_words(element)

    def marked(self, sign: str, text: str) -> str:
        """Emphasis with asterisks, which may stand inside words."""
        return super().marked("*" if sign == "_" else "**", text) if self.marks else text

    def link(self, text: str, address: str) -> str:
        """A link in the text; an address in angle brackets may hold any sign."""
        if not address or address.startswith("#") or not text.strip():
            return text
        return f"[{text}](<{address}>)"

    def picture(self, source: str, words: str) -> str:
        """A picture by its words and its asset's name."""
        return f"![{self.escaped(words)}](<{source}>)"

    def other(self, tag: str, text: str) -> str:
        """Text that was struck out; all other elements are their words."""
        return super().marked("~~", text) if tag in ("s", "del") and self.marks else text


class _Cell(MarkdownProse):
    """What stands in a cell of a table: a cell holds no blocks, so their words follow each other."""

    rule = ""
    line_break = " "

    def rows_of_words(self, element: Element) -> list[list[str]]:
        """The cells of each row of a table."""
        return Prose.rows(self, element)

    def heading(self, level: int, text: str) -> str:  # noqa: ARG002
        """A heading's words."""
        return text

    def quoted(self, text: str) -> str:
        """A quotation's words."""
        return text

    def verbatim(self, text: str) -> str:
        """Words whose spaces are lost."""
        return self.paragraph([text])

    def listed(self, element: Element) -> str:
        """The words of the items, one after the other."""
        return "\n".join(block for item in element for block in self.blocks(item))

    def table(self, element: Element) -> str:
        """The words of a table within the table."""
        return "\n".join(" ".join(cells) for cells in self.rows_of_words(element))


def _edges(text: str) -> str:
    """Lines that no sign at their start can turn into a list, a heading or a rule."""
    guarded = _AT_LINE_START.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)
    return re.sub(r"(?m)^\u00a0|\u00a0$", "&nbsp;", guarded)


def _escaped_run(found: re.Match[str]) -> str:
    return "\\#" * len(found[0])


def _as_read(paragraph: str) -> str:
    """The words of a paragraph as a reader of Markdown sees them."""
    return " ".join(_TAGS.sub("", _READER.renderInline(paragraph)).split())


def _blocks(work: Manuscript) -> Iterator[str]:
    prose = MarkdownProse()

    def line(text: str) -> str:
        return _edges(prose.escaped(text))

    yield f"---\n{_fields(work)}---"
    yield _section(Section(1, line(title_of(work)), byline(work.creators, line)))
    yield from (_section(section) for section in story(work, prose.written, line))
    if work.credits:
        yield _section(Section(2, "Credits", ""))
    for credit in work.credits:
        sentence, address, evidence = (prose.escaped(text) for text in credit_lines(credit))
        quotation = f"\n\n  > {_edges(evidence)}" if evidence else ""
        yield f"- {_edges(sentence)}\\\n  {_edges(address)}{quotation}"


def _section(section: Section) -> str:
    if not section.heading:
        return section.body
    heading = f"{'#' * section.level} {re.sub(r'(#+)$', _escaped_run, section.heading)}"
    return heading + (f"\n\n{section.body}" if section.body else "")


def _fields(work: Manuscript) -> str:
    """The fields that are known, under the Manuscript's own names."""
    data = {key: value for key, value in serialise.to_json(work).items() if key not in _IN_THE_TEXT}
    present = {key: short for key, value in data.items() if not _is_empty(short := _present(value))}
    # Strings from strangers may hold what YAML cannot write at all: lone halves of letters.
    import yaml  # with its first use: no other format needs it

    text: str = yaml.safe_dump(present, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)
    return text


def _present(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: short for key, one in value.items() if not _is_empty(short := _present(one))}
    return [_present(one) for one in value] if isinstance(value, list | tuple) else value


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or value == {}

"""A walk over canonical markup for the formats that are not markup: Markdown and plain text.

Blocks become lists of lines, running text one string. What a format says differently it says by overriding a
method. Canonical markup is at most 200 deep, so the walk may recurse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_BLOCKS = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "div", "figure", "figcaption"),
        *("ul", "ol", "li", "dl", "dt", "dd", "details", "summary"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
Element = etree._Element


class Prose:
    """The text of canonical markup as paragraphs of plain signs; a subclass gives the signs."""

    rule = "* * *"
    bullet = "-"
    quote = "    "
    line_break = "\n"

    def written(self, markup: str | None) -> str:
        """The markup's blocks, one empty line between two."""
        if not markup:
            return ""
        root = etree.fromstring(f"<div>{markup}</div>", _PARSER)
        return "\n\n".join(self.blocks(root))

    def blocks(self, parent: Element) -> list[str]:
        """The blocks in an element, each a string of one or more lines; running text between them is one as well."""
        found: list[str] = []
        running: list[Element | str] = [parent.text or ""]
        for child in parent:
            if child.tag in _BLOCKS:
                found += [self.paragraph(running), *self.block(child)]
                running = [child.tail or ""]
            else:
                running += [child, child.tail or ""]
        found.append(self.paragraph(running))
        return [block for block in found if block]

    def block(self, element: Element) -> Iterator[str]:
        """What one block element becomes."""
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                yield self.heading(int(element.tag[1]), self.paragraph(_content(element)))
            case "hr":
                yield self.rule
            case "pre":
                yield self.verbatim("".join(_text(element)))
            case "blockquote":
                yield self.quoted("\n\n".join(self.blocks(element)))
            case "ul" | "ol":
                yield self.listed(element)
            case "table":
                yield self.table(element)
            case _:
                yield from self.blocks(element)

    def paragraph(self, content: list[Element | str]) -> str:
        """Running text as one block, without line breaks at its ends."""
        at_ends = rf"^(?:{re.escape(self.line_break)}|[ \n])+|(?:{re.escape(self.line_break)}|[ \n])+$"
        return re.sub(at_ends, "", self.running(content))

    def running(self, content: list[Element | str]) -> str:
        """Running text: strings escaped, elements as the format shows them."""
        return "".join(
            self.escaped(_SPACE.sub(" ", one)) if isinstance(one, str) else self.inline(one) for one in content
        )

    def inline(self, element: Element) -> str:
        """What one element in running text becomes."""
        inner = self.running(_content(element))
        match element.tag:
            case "br":
                return self.line_break
            case "img":
                return self.picture(element.get("src", ""), element.get("alt", ""))
            case "em" | "i" | "cite" | "dfn" | "var":
                return self.marked("_", inner)
            case "strong" | "b":
                return self.marked("*", inner)
            case "a":
                return self.link(inner, element.get("href", ""))
            case "q":
                return f"“{inner}”"
            case "rt":
                return f" ({inner})" if inner.strip() else inner
            case "rp":
                return ""
            case _:
                return self.other(str(element.tag), inner)

    def escaped(self, text: str) -> str:
        """Text that is not to be taken for signs of the format."""
        return text

    def heading(self, level: int, text: str) -> str:  # noqa: ARG002
        """A heading within a text."""
        return text

    def verbatim(self, text: str) -> str:
        """Text whose spaces and line ends stand as they are."""
        return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))

    def quoted(self, text: str) -> str:
        """Blocks that are set apart as a quotation."""
        return "\n".join(f"{self.quote}{line}".rstrip(" ") for line in text.split("\n"))

    def listed(self, element: Element) -> str:
        """A list, its items marked or numbered."""
        number = int(element.get("start") or 1)
        items = []
        for item in element:
            mark = f"{number}. " if element.tag == "ol" else f"{self.bullet} "
            inner = "\n\n".join(self.blocks(item)).replace("\n", "\n" + " " * len(mark))
            items.append(re.sub(r"(?m)^ +$", "", mark + inner))
            number += 1
        return "\n".join(items)

    def table(self, element: Element) -> str:
        """A table, a row a line."""
        caption = [block for one in element.iterfind("./caption") for block in self.blocks(one)]
        return "\n".join([*caption, *(" | ".join(cells) for cells in self.rows(element))])

    def rows(self, element: Element) -> list[list[str]]:
        """The cells of each row of a table, each in one line."""
        return [
            [
                " / ".join(filter(None, "\n".join(self.blocks(cell)).split("\n")))
                for cell in row
                if cell.tag in ("td", "th")
            ]
            for row in (*element.iterfind("./tr"), *element.iterfind("./*/tr"))
        ]

    def marked(self, sign: str, text: str) -> str:
        """Emphasis between signs; spaces at its edges go outside."""
        inner = text.strip(" \n")
        if not inner:
            return text
        start = text.index(inner)
        return f"{text[:start]}{sign}{inner}{sign}{text[start + len(inner) :]}"

    def link(self, text: str, address: str) -> str:
        """A link: its text, and its address where that says more."""
        return text if not address or address.startswith("#") or address == text else f"{text} <{address}>"

    def picture(self, source: str, words: str) -> str:
        """A picture, in words."""
        return self.escaped(f"[Picture: {words or source.rpartition('/')[2]}]")

    def other(self, tag: str, text: str) -> str:  # noqa: ARG002
        """An element that the format has no sign for."""
        return text


def _content(element: Element) -> list[Element | str]:
    content: list[Element | str] = [element.text or ""]
    for child in element:
        content += [child, child.tail or ""]
    return content


def _text(element: Element) -> Iterator[str]:
    """The text of an element with its spaces, `br` a line end."""
    yield element.text or ""
    for child in element:
        yield from ("\n",) if child.tag == "br" else _text(child)
        yield child.tail or ""

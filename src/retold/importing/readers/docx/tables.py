"""Tables of a Word document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from retold.importing.readers.docx.package import W
from retold.importing.readers.written import Block
from retold.importing.readers.written.rendering import Layout, rendered

_VAL = f"{W}val"
_MOST_SPANNED = 1_000


@dataclass
class _Cell:
    html: str
    columns: int
    rows: int = 1


def table_html(table: etree._Element, walk: Callable[[etree._Element], list[Block]]) -> list[Block]:
    """A table as a block; one of a single cell is only a frame, so its blocks stand by themselves."""
    rows = [_cells(row, f"{W}tc", f"{W}tr") for row in _cells(table, f"{W}tr", f"{W}tbl")]
    if len(rows) == 1 and len(rows[0]) == 1:
        return walk(rows[0][0])
    spanning: dict[int, _Cell] = {}
    lines: list[tuple[bool, list[_Cell]]] = []
    for row in rows:
        column, line = 0, []
        for element in row:
            columns, merged = _spans(element)
            above = spanning.get(column)
            cell = _Cell(_html(walk(element)), columns)
            if merged == "continue" and above is not None and not cell.html:
                above.rows += 1
            else:
                spanning[column] = cell
                line.append(cell)
            column += columns
        lines.append((_is_head(row), line))
    return [Block("", f"<table><tbody>{''.join(_row(head, line) for head, line in lines)}</tbody></table>")]


def _cells(parent: etree._Element, wanted: str, own: str) -> list[etree._Element]:
    """The rows or cells of a table, also those inside content controls or changes; not those of tables within."""
    found, waiting = [], list(reversed(parent))
    while waiting:
        child = waiting.pop()
        if child.tag == wanted:
            found.append(child)
        elif isinstance(child.tag, str) and child.tag not in (own, f"{W}p") and not child.tag.endswith("Pr"):
            waiting.extend(reversed(child))
    return found


def _spans(cell: etree._Element) -> tuple[int, str]:
    """How many columns a cell takes, and whether it is joined with the one above ("restart", "continue" or "")."""
    columns, merged = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
    number = (columns.get(_VAL) or "1") if columns is not None else "1"
    wide = min(int(number), _MOST_SPANNED) if number.isdigit() else 1
    return max(1, wide), (merged.get(_VAL) or "continue") if merged is not None else ""


def _is_head(row: list[etree._Element]) -> bool:
    parent = row[0].getparent() if row else None
    head = parent.find(f"{W}trPr/{W}tblHeader") if parent is not None else None
    return head is not None and head.get(_VAL) not in ("0", "false", "off")


def _html(blocks: list[Block]) -> str:
    seen = [block for block in blocks if block.html or block.tag == "hr"]
    if len(seen) == 1 and seen[0].tag == "p" and not (seen[0].attributes or seen[0].levels or seen[0].quoted):
        return seen[0].html
    return rendered(blocks, Layout(gap=len(blocks), indented=True))


def _row(head: bool, line: list[_Cell]) -> str:
    name = "th" if head else "td"
    cells = (
        f"<{name}{_span('colspan', cell.columns)}{_span('rowspan', cell.rows)}>{cell.html}</{name}>" for cell in line
    )
    return f"<tr>{''.join(cells)}</tr>"


def _span(name: str, number: int) -> str:
    return f' {name}="{number}"' if number > 1 else ""

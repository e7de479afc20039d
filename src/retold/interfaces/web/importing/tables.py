"""A report as a table that any spreadsheet opens, and that none of them mistakes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# What spreadsheets take for the beginning of a formula; a sign before it makes it words again.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"  # by which spreadsheets know that the letters are UTF-8


class _Line:
    """A file that hands on what was written to it last."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as CSV, the keys of the first one on top; nothing if there are no rows."""
    writer = csv.writer(_Line())
    for number, row in enumerate(rows):
        if not number:
            yield _MARK + writer.writerow(row)
        yield writer.writerow([safe_cell(value) for value in row.values()])


def safe_cell(value: Any) -> str:
    """A value as the text of a cell."""
    if isinstance(value, list):
        value = "; ".join(_words(one) for one in value)
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULAS) else text


def _words(value: Any) -> str:
    """One thing of a list: what stood in the file without a place here is told with where it stood."""
    return f"{value.get('where')}: {value.get('what')}" if isinstance(value, dict) else str(value)

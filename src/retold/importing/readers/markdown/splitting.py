"""Where the YAML before a Markdown text ends."""

from __future__ import annotations

import re

from retold.lib.patterns import lazy

_FIELDS = lazy(r"\A\ufeff?---[ \t]*\n(?P<fields>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MOST = 262_144


def split_fields(text: str) -> tuple[str | None, str]:
    """The YAML before a text, and the text after it; None if there is none."""
    match = _FIELDS.match(text) if text.lstrip("\ufeff").startswith("---") else None
    if match is None or len(match["fields"]) > _MOST or not re.search(r"^[\w-]+[ \t]*:", match["fields"], re.MULTILINE):
        return None, text
    return match["fields"], text[match.end() :]

"""Regular expressions that are compiled when they are first used.

Reading one short file uses a part of the expressions that its readers have; compiling them all is most of what a
command would spend before it begins.
"""

from __future__ import annotations

import re
from typing import Any, cast

_WAYS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern", "flags", "groups")


class _Lazy:
    """Stands for a compiled pattern; after the first use, its ways are the compiled pattern's own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name not in _WAYS:
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for way in _WAYS:
            setattr(self, way, getattr(compiled, way))
        return getattr(compiled, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile`, later. A pattern that is wrong raises when it is first used, not here."""
    return cast("re.Pattern[str]", _Lazy(pattern, int(flags)))

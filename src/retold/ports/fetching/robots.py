"""What a site's robots.txt allows us, by RFC 9309: the longest rule that matches counts, and allowing wins a tie.

Rules are matched piece by piece, without regular expressions: a hostile file could make those take for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

MOST_READ = 512_000
_MOST_RULES = 10_000
_LONGEST_DELAY = 60.0
_SLASH = re.compile("%2[Ff]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Rule:
    """One line: whether it allows, and the pattern of paths that it speaks of."""

    allows: bool
    pattern: str

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of a path: * stands for anything, $ at the end for the path's end."""
        pattern = self.pattern
        to_end = pattern.endswith("$")
        first, *others = (pattern[:-1] if to_end else pattern).split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        for index, piece in enumerate(others):
            if to_end and index == len(others) - 1:
                return len(path) - at >= len(piece) and path.endswith(piece)
            at = path.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return not to_end or at == len(path)


@dataclass(frozen=True)
class Robots:
    """The rules that hold for us, and the seconds to leave between two requests (None: not said)."""

    rules: tuple[Rule, ...] = ()
    delay: float | None = None

    def allow(self, path: str) -> bool:
        """Whether we may ask for a path (with its query)."""
        path = _normal(path)
        matching = [rule for rule in self.rules if rule.matches(path)]
        best = max(matching, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
        return best is None or best.allows


NOBODY = Robots((Rule(False, "/"),))


def robots_of(data: bytes, product: str) -> Robots:
    """The rules of a robots.txt for a program's name, else for everyone."""
    ours: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    named = False
    for agents, lines in _groups(data[:MOST_READ].decode("utf8", "replace").removeprefix("\ufeff")):
        if product.lower() in agents:
            named = True
            ours += lines
        elif "*" in agents:
            others += lines
    lines = ours if named else others
    rules = [Rule(key == "allow", _normal(value)) for key, value in lines if key in ("allow", "disallow") and value]
    delays = [delay for key, value in lines if key == "crawl-delay" and (delay := _seconds(value)) is not None]
    return Robots(tuple(rules[:_MOST_RULES]), max(delays, default=None))


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for line in _LINE_END.split(text):
        key, colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if not colon or key not in ("user-agent", "allow", "disallow", "crawl-delay"):
            continue
        if key == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            agents.add(_product(value))
        elif agents:
            lines.append((key, value))
    yield agents, lines


def _product(value: str) -> str:
    """The name alone: "Retold/1.0" speaks of Retold."""
    return value if value == "*" else (re.match(r"[A-Za-z_-]*", value) or [""])[0].lower()


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return min(seconds, _LONGEST_DELAY) if seconds >= 0 else None


def _normal(path: str) -> str:
    """One spelling for a path: %7E and ~ are one sign, %2F and / are two."""
    parts = _SLASH.split(path)
    return "%2F".join(quote(unquote(part, errors="replace"), safe="/*$?&=:@!'()+,;~-._[]") for part in parts)

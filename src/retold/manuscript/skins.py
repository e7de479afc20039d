"""Style sheets that people bring along (work skins), made safe.

Read with tinycss2, and only what is on the lists here is written again, from the syntax tree: known selectors,
each put below the scope, and known properties with known kinds of values. No address of any kind, no at-rule, no
position, nothing that draws text or reaches outside the work. Of what is not understood nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import tinycss2

from retold.lib.patterns import lazy
from retold.manuscript.markup.vocabulary import INLINE, RESERVED_CLASS, names

# In characters: as much as the parser reads in a second.
LONGEST = 250_000
MOST_RULES = 2_000
MOST_DECLARATIONS = 100
MOST_SELECTORS = 50

_ELEMENTS = INLINE | names(
    "p h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd pre hr br table caption thead tbody tfoot tr th td div figure "
    "figcaption details summary img ruby rt rp"
)
_PSEUDO = names("first-child last-child only-child first-of-type last-of-type first-letter first-line hover")
_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = frozenset(
    {f"{box}{side}" for box in ("margin", "padding") for side in ("", *(f"-{one}" for one in _SIDES))}
) | names("width max-width min-width height max-height min-height text-indent letter-spacing word-spacing line-height")
_BORDERS = frozenset(
    f"border{side}{part}"
    for side in ("", *(f"-{one}" for one in _SIDES))
    for part in ("", "-color", "-style", "-width")
)
_PROPERTIES = (
    _LENGTHS
    | _BORDERS
    | names(
        "color background-color border-radius border-collapse border-spacing box-sizing caption-side clear display "
        "float font font-family font-size font-style font-variant font-weight list-style-position list-style-type "
        "opacity overflow text-align text-decoration text-decoration-color text-decoration-line text-decoration-style "
        "text-shadow text-transform vertical-align white-space hyphens direction box-shadow columns column-count "
        "column-gap word-break overflow-wrap ruby-position visibility"
    )
)
_UNITS = names("px em rem ex ch pt pc cm mm in vw vh deg")
_COLOURS = names("rgb rgba hsl hsla")
_IDENT = lazy(r"[A-Za-z][A-Za-z0-9-]{0,40}")
_CLASS = lazy(r"[A-Za-z_-][A-Za-z0-9_-]{0,60}")
_HASH = lazy(r"[0-9A-Fa-f]{3,8}")
_FONT_NAME = lazy(r"[A-Za-z0-9 _-]{1,60}")
_LARGEST = 10_000


class SkinTooLong(ValueError):
    """The style sheet is longer than any that a story needs; the message is for the person."""


def safe_css(css: str, scope: str = ".workskin") -> str:
    """The style sheet with nothing but allowed rules, each below `scope` (a selector of our own making).

    One rule a line. Raises SkinTooLong for more than 250,000 characters.
    """
    if len(css) > LONGEST:
        raise SkinTooLong("This style sheet is too long: it may have 250,000 characters at most.")
    rules = tinycss2.parse_stylesheet(css.replace("\0", ""), skip_comments=True, skip_whitespace=True)
    written: list[str] = []
    for rule in rules:
        if rule.type != "qualified-rule":
            continue
        selectors = _selectors(rule.prelude, scope)
        declarations = _declarations(rule.content) if selectors else []
        if declarations:
            written.append(f"{', '.join(selectors)} {{ {'; '.join(declarations)} }}")
        if len(written) >= MOST_RULES:
            break
    return "\n".join(written)


def _selectors(prelude: list[Any], scope: str) -> list[str]:
    """The selectors of a rule that are understood, each below the scope."""
    groups: list[list[Any]] = [[]]
    for part in prelude:
        if part.type == "literal" and part.value == ",":
            groups.append([])
        elif part.type != "comment":
            groups[-1].append(part)
    found = (_selector(group, scope) for group in groups[:MOST_SELECTORS])
    return [selector for selector in found if selector is not None]


def _selector(tokens: list[Any], scope: str) -> str | None:
    parts: list[str] = []
    position = 0
    tokens = _trimmed(tokens)
    # The largest archive asks for #workskin before each selector; ours stands in its place.
    if tokens and tokens[0].type == "hash" and tokens[0].value == "workskin":
        position = 1
        if len(tokens) == 1:
            return scope
        if tokens[1].type != "whitespace":
            return None
    while position < len(tokens):
        part, taken = _simple(tokens, position)
        if part is None:
            return None
        parts.append(part)
        position += taken
    inner = re.sub(r" *([>+~]) *", r" \1 ", "".join(parts)).strip()
    if not inner or inner[0] in ">+~" or inner[-1] in ">+~" or re.search(r"[>+~] +[>+~]", inner):
        return None
    return f"{scope} {inner}"


def _simple(tokens: list[Any], at: int) -> tuple[str | None, int]:
    """One piece of a selector and how many tokens it took; None if it is not allowed."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.type == "whitespace":
        return " ", 1
    if token.type == "ident" and (at == 0 or tokens[at - 1].type == "whitespace" or tokens[at - 1] in (">", "+", "~")):
        return (token.lower_value if token.lower_value in _ELEMENTS else None), 1
    if token.type != "literal" or token.value not in (".", ":", ">", "+", "~"):
        return None, 1
    if token.value in (">", "+", "~"):
        return token.value, 1
    if following is None or following.type != "ident":
        return None, 1
    if token.value == ".":
        kept = _CLASS.fullmatch(following.value) and not following.value.startswith(RESERVED_CLASS)
        return (f".{following.value}" if kept else None), 2
    return (f":{following.lower_value}" if following.lower_value in _PSEUDO else None), 2


def _declarations(content: list[Any]) -> list[str]:
    written: list[str] = []
    for declaration in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if declaration.type != "declaration" or declaration.lower_name not in _PROPERTIES:
            continue
        value = _value(declaration.lower_name, declaration.value)
        if value:
            written.append(f"{declaration.lower_name}: {value}{' !important' if declaration.important else ''}")
    return written[:MOST_DECLARATIONS]


def _value(name: str, tokens: Iterable[Any]) -> str | None:
    """The value written again, or None if any part of it is not allowed."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("whitespace", "comment"):
            parts.append(" ")
            continue
        part = _part(name, token)
        if part is None:
            return None
        parts.append(part)
        if len(parts) > 100:
            return None
    return re.sub(" +", " ", "".join(parts)).strip()


def _part(name: str, token: Any) -> str | None:
    kind = token.type
    if kind == "ident":
        return token.lower_value if _IDENT.fullmatch(token.value) else None
    if kind in ("number", "percentage", "dimension"):
        return _quantity(name, token)
    if kind == "hash":
        return f"#{token.value}" if _HASH.fullmatch(token.value) else None
    if kind == "string":
        return f'"{token.value}"' if name in ("font", "font-family") and _FONT_NAME.fullmatch(token.value) else None
    if kind == "function" and token.lower_name in _COLOURS:
        return _colour(token)
    return token.value if kind == "literal" and token.value in (",", "/") else None


def _colour(function: Any) -> str | None:
    """A colour given by numbers."""
    parts: list[str | None] = []
    for token in function.arguments[:30]:
        if token.type in ("whitespace", "comment"):
            parts.append(" ")
        elif token.type == "literal":
            parts.append(token.value if token.value in (",", "/") else None)
        else:
            parts.append(_quantity("color", token) if token.type in ("number", "percentage", "dimension") else None)
    known = [part for part in parts if part is not None]
    return f"{function.lower_name}({''.join(known)})" if len(known) == len(parts) < 30 else None


def _quantity(name: str, token: Any) -> str | None:
    value = float(token.value)
    if not abs(value) <= _LARGEST or (value < 0 and name.startswith("margin")):
        return None
    number = f"{value:.4f}".rstrip("0").rstrip(".")
    if token.type == "percentage":
        return f"{number}%"
    if token.type == "number":
        return number
    return f"{number}{token.lower_unit}" if token.lower_unit in _UNITS else None


def _trimmed(tokens: list[Any]) -> list[Any]:
    first, last = 0, len(tokens)
    while first < last and tokens[first].type == "whitespace":
        first += 1
    while last > first and tokens[last - 1].type == "whitespace":
        last -= 1
    return tokens[first:last]

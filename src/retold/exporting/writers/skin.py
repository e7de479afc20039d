"""A work's own style sheet, made harmless: it can style the work, and can neither fetch nor cover anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tinycss2

_FETCHING = ("url", "src", "image", "image-set", "cross-fade", "element", "expression", "attr", "var", "env")
_REFUSED = ("behavior", "-moz-binding", "position", "content-visibility", "direction", "unicode-bidi")


def harmless(css: str) -> str:
    """The rules of a style sheet that stay within the page: no address, no import, no fixed place.

    The Manuscript keeps the style sheet as it was; this is what documents use.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_rule(rule) for rule in rules)


def _rule(rule: Any) -> str:
    if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        query = _written(rule.prelude)
        kept = "".join(_rule(one) for one in inner if one.type == "qualified-rule")
        return f"@media {query} {{\n{kept}}}\n" if kept and _sound(rule.prelude) else ""
    if rule.type != "qualified-rule" or not _sound(rule.prelude):
        return ""
    wanted = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
    kept = "; ".join(_declaration(one) for one in wanted if _is_kept(one))
    return f"{_written(rule.prelude)} {{ {kept} }}\n" if kept else ""


def _is_kept(declaration: Any) -> bool:
    return (
        declaration.type == "declaration"
        and not declaration.name.startswith("--")
        and declaration.lower_name not in _REFUSED
        and bool(_written(declaration.value))
        and _sound(declaration.value)
    )


def _declaration(declaration: Any) -> str:
    return f"{declaration.name}: {_written(declaration.value)}{' !important' if declaration.important else ''}"


def _sound(tokens: Iterable[Any]) -> bool:
    """Whether no token fetches, is an error, or could end a style element."""
    for token in tokens:
        if token.type in ("url", "error", "at-keyword", "{} block") or "<" in token.serialize():
            return False
        if token.type == "function" and token.lower_name in _FETCHING:
            return False
        inside = getattr(token, "arguments", None) or getattr(token, "content", None)
        if isinstance(inside, list) and not _sound(inside):
            return False
    return True


def _written(tokens: list[Any]) -> str:
    return str(tinycss2.serialize(tokens)).strip()

"""What a tag's attributes mean: those that are kept, already escaped, and the styling that a tag can carry instead."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from retold.lib.patterns import lazy
from retold.manuscript.markup.vocabulary import CELLS, MAX_CLASSES, RENAMED, RESERVED_CLASS, names

# As lexbor writes them: a name, then a value in double quotes with &, <, > and " escaped.
_ATTRIBUTE = lazy(r' ([^\s/>][^\s/>=]*)="([^"]*)"')
_CLASS = lazy(r"[A-Za-z0-9_-]+")
_LANGUAGE = lazy(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}")
_NUMBER = lazy(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_START = lazy(r"\s*([+-]?\d{1,9})\s*")
_SPACE = lazy(r"[ \t\n\r\f]+")
_NOT_IN_ID = lazy(r"[^A-Za-z0-9._-]+")
_ILLEGAL = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_ID = 100
# Longer names are no element that anyone knows, and are not worth remembering.
LONGEST_NAME = 40

_READ = names(
    "class id name lang xml:lang dir title href src alt style align width height colspan rowspan start reversed"
)

_ALIGNED = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "blockquote", "li"})
_ALIGNMENTS = frozenset({"left", "right", "center", "justify"})
_ALIGN_STYLE = lazy(r"(?:^|;)\s*text-align\s*:\s*(left|right|center|justify)\b", re.I)
# Word processors say with a style what the tags i, b, u and s are for.
_STYLED = (
    ("b", lazy(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b", re.I)),
    ("i", lazy(r"(?:^|;)\s*font-style\s*:\s*(?:italic|oblique)\b", re.I)),
    ("u", lazy(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bunderline\b", re.I)),
    ("s", lazy(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.I)),
)


@dataclass(slots=True)
class Meaning:
    """What a start tag asks for.

    `kept` holds escaped attributes without id and addresses; `identifier` is the id ("x-..."), `href`, `src` and
    `alt` are plain text; `styled` names the inline elements that its style stands for.
    """

    name: str
    kept: dict[str, str] = field(default_factory=dict)
    identifier: str | None = None
    href: str | None = None
    src: str | None = None
    alt: str | None = None
    styled: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def plain_meaning(tag: str) -> Meaning:
    """The meaning of a start tag without attributes."""
    return _meaning(tag, {})


def meaning(tag: str, written: str) -> Meaning:
    """The meaning of a start tag, `written` being its attributes as lexbor serialises them."""
    if not written:
        return plain_meaning(tag) if len(tag) < LONGEST_NAME else Meaning(tag)
    return _remembered(tag, written) if len(written) < 500 else _read(tag, written)


@lru_cache(maxsize=4096)
def _remembered(tag: str, written: str) -> Meaning:
    return _read(tag, written)


def identifier(name: str) -> str | None:
    """The id that a name becomes here ("x-" and what an id may hold), or None for an empty one.

    Ids of our own making come through unchanged.
    """
    cleaned = _NOT_IN_ID.sub("_", name.strip())
    if not cleaned:
        return None
    return (cleaned if cleaned.startswith("x-") and len(cleaned) > 2 else f"x-{cleaned}")[:MAX_ID]


def fragment_identifier(href: str) -> str | None:
    """The id that a link within the page (`#name`) points at."""
    return identifier(unquote(href[1:], errors="replace"))


def escape_value(text: str) -> str:
    """Plain text as an attribute's value: white space collapsed, &, <, > and the double quote escaped."""
    text = _SPACE.sub(" ", _ILLEGAL.sub("", text)).strip(" ")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _read(tag: str, written: str) -> Meaning:
    values = {
        name: html.unescape(value) if "&" in value else value
        for name, value in _ATTRIBUTE.findall(written)
        if name in _READ
    }
    return _meaning(tag, values) if values or len(tag) >= LONGEST_NAME else plain_meaning(tag)


def _meaning(tag: str, values: dict[str, str]) -> Meaning:
    name, added = RENAMED.get(tag, (tag, None))
    style = values.get("style", "")
    kept: dict[str, str] = {}
    classes = _classes(name, values, style, added)
    if classes:
        kept["class"] = classes
    kept.update(_described(values))
    kept.update(_own(name, values))
    return Meaning(
        name=name,
        kept=kept,
        identifier=identifier(values.get("id", "") or (values.get("name", "") if name == "a" else "")),
        href=values.get("href"),
        src=values.get("src"),
        alt=values.get("alt"),
        styled=tuple(tag for tag, pattern in _STYLED if pattern.search(style) and tag != name) if style else (),
    )


def _classes(name: str, values: dict[str, str], style: str, added: str | None) -> str:
    if not (added or style or "class" in values or "align" in values):
        return ""
    tokens = [
        token
        for token in values.get("class", "").split()
        if _CLASS.fullmatch(token) and not token.startswith(RESERVED_CLASS)
    ]
    alignment = _alignment(values, style) if name in _ALIGNED else None
    if alignment is not None:
        tokens = [token for token in tokens if token.removeprefix("align-") not in _ALIGNMENTS]
        added = f"align-{alignment}"
    if added:
        tokens.append(added)
    unique = list(dict.fromkeys(tokens))
    return " ".join(unique if len(unique) <= MAX_CLASSES else [*unique[: MAX_CLASSES - 1], unique[-1]])


def _alignment(values: dict[str, str], style: str) -> str | None:
    styled = _ALIGN_STYLE.search(style)
    if styled:
        return styled.group(1).lower()
    asked = values.get("align", "").strip().lower()
    asked = "center" if asked == "middle" else asked
    return asked if asked in _ALIGNMENTS else None


def _described(values: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    language = values.get("lang", values.get("xml:lang", "")).strip()
    if _LANGUAGE.fullmatch(language):
        found["lang"] = language
    direction = values.get("dir", "").strip().lower()
    if direction in ("ltr", "rtl", "auto"):
        found["dir"] = direction
    title = escape_value(values.get("title", ""))
    if title:
        found["title"] = title
    return found


def _own(name: str, values: dict[str, str]) -> dict[str, str]:
    if name == "img":
        sizes = ((side, _NUMBER.fullmatch(values.get(side, ""))) for side in ("width", "height"))
        return {side: str(int(size.group(1))) for side, size in sizes if size and int(size.group(1))}
    if name in CELLS:
        spans = ((span, _NUMBER.fullmatch(values.get(span, ""))) for span in ("colspan", "rowspan"))
        return {span: str(min(int(size.group(1)), 1000)) for span, size in spans if size and int(size.group(1)) > 1}
    if name == "ol":
        start = _START.fullmatch(values.get("start", ""))
        reversed_order = {"reversed": "reversed"} if "reversed" in values else {}
        return {"start": str(int(start.group(1))), **reversed_order} if start else reversed_order
    return {}

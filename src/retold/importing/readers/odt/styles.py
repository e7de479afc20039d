"""The styles of an OpenDocument text, resolved: the nearest that says anything decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from retold.importing.readers.odt.package import FO, STYLE, TEXT
from retold.importing.readers.upload import Refused
from retold.importing.readers.written.inline import (
    ALL_CAPS,
    BOLD,
    ITALIC,
    LOWERED,
    RAISED,
    SMALL_CAPS,
    STRIKE,
    UNDERLINE,
    Format,
)
from retold.importing.readers.written.parts import TOO_LONG
from retold.lib.patterns import lazy
from retold.manuscript.markup import escape_attribute

_LONGEST_CHAIN = 40
_MOST_STYLES = 40_000
_NAME = f"{STYLE}name"
_ESCAPED = lazy(r"_([0-9a-f]{2})_")
_BOLD = lazy("bold|[6-9]00")
_LENGTH = lazy(r"(-?\d+(?:\.\d+)?)(in|cm|mm|pt|pc|px)")
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "pc": 1 / 6, "px": 1 / 96}
_HEADING = lazy(r"heading (\d{1,2})")
_ROLES = frozenset({"title", "subtitle", "author", "date", "abstract"})
_QUOTES = frozenset({"quotations", "quote", "quotation", "block quote", "blockquote", "block text", "block quotation"})
_WANTED = {
    f"{FO}font-weight": "weight", f"{FO}font-style": "slant", f"{STYLE}text-underline-style": "under",
    f"{STYLE}text-line-through-style": "through", f"{STYLE}text-line-through-type": "through-type",
    f"{STYLE}text-position": "position", f"{FO}font-variant": "variant", f"{FO}text-transform": "transform",
    f"{TEXT}display": "display", f"{FO}language": "language", f"{FO}country": "country", f"{FO}text-align": "align",
    f"{FO}margin-left": "left", f"{FO}margin": "left", f"{FO}text-indent": "first", f"{FO}break-before": "break",
    f"{STYLE}writing-mode": "mode", f"{FO}border-bottom": "border", f"{FO}border": "border",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph's style sets it; `rank` 1 to 6 for a heading; lengths in inches."""

    role: str = ""
    rank: int = 0
    quoted: bool = False
    rule: bool = False
    line: bool = False
    align: str = ""
    left: float = 0.0
    first: float = 0.0
    new_page: bool = False
    rtl: bool = False


@dataclass(frozen=True)
class _Style:
    name: str
    parent: str
    level: str
    master: str
    said: Mapping[str, str]


class Styles:
    """The styles of one document; each question is answered once."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._lists: dict[str, dict[int, tuple[bool, int]]] = {}
        self.language = ""
        for root in roots:
            for element in (
                root.iter(f"{STYLE}style", f"{STYLE}default-style", f"{TEXT}list-style") if root is not None else ()
            ):
                self._add(element)
        self._looks: dict[str, Look] = {}
        self._forms: dict[tuple[str, ...], tuple[Format, bool]] = {}

    def _add(self, element: etree._Element) -> None:
        name = element.get(_NAME) or ""
        if len(self._styles) + len(self._lists) >= _MOST_STYLES:
            raise Refused(TOO_LONG)
        if element.tag == f"{TEXT}list-style":
            self._lists[name] = {
                int(level): (str(one.tag).endswith("-number"), _number(one.get(f"{TEXT}start-value")))
                for one in element
                if (level := one.get(f"{TEXT}level") or "").isdigit() and len(level) < 4
            }
            return
        said: dict[str, str] = {}
        for properties in element:
            for attribute, value in properties.attrib.items():
                wanted = _WANTED.get(str(attribute))
                if wanted is not None:
                    said[wanted] = str(value)
        if element.tag == f"{STYLE}default-style":
            if element.get(f"{STYLE}family") == "paragraph":
                self.language = said.get("language", "")
            return
        shown = element.get(f"{STYLE}display-name") or _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)
        self._styles[element.get(f"{STYLE}family") or "", name] = _Style(
            shown.casefold(),
            element.get(f"{STYLE}parent-style-name") or "",
            element.get(f"{STYLE}default-outline-level") or "",
            element.get(f"{STYLE}master-page-name") or "",
            said,
        )

    def _chain(self, family: str, name: str) -> Iterator[_Style]:
        """A style and those above it, the nearest first; a ring of styles ends where it closes."""
        seen: set[str] = set()
        while (family, name) in self._styles and name not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(name)
            yield self._styles[family, name]
            name = self._styles[family, name].parent

    def look(self, name: str) -> Look:
        """How a paragraph of this style is set."""
        known = self._looks.get(name)
        if known is None:
            known = self._looks[name] = self._resolved(name)
        return known

    def _resolved(self, name: str) -> Look:
        said: dict[str, str] = {}
        role, rank, quoted, rule, page = "", 0, False, False, False
        for at, style in enumerate(self._chain("paragraph", name)):
            said = {**style.said, **said}
            page = page or (at == 0 and bool(style.master))
            heading = _HEADING.fullmatch(style.name)
            if not (role or rank or quoted or rule):
                role = style.name if style.name in _ROLES else ""
                level = style.level or (heading[1] if heading else "")
                rank = min(6, _number(level)) if level and not role else 0
                quoted, rule = style.name in _QUOTES, style.name == "horizontal line"
        return Look(
            role, rank, quoted, rule,
            line=said.get("border", "none") not in ("none", "hidden", ""),
            align=said.get("align", ""),
            left=_inches(said.get("left", "")),
            first=_inches(said.get("first", "")),
            new_page=page or said.get("break") == "page",
            rtl=said.get("mode", "").startswith("rl"),
        )  # fmt: skip

    def form(self, names: tuple[str, ...]) -> tuple[Format, bool]:
        """The format of text and whether it is hidden: in a paragraph's style ("" for none), then in those of spans."""
        known = self._forms.get(names)
        if known is None:
            said: dict[str, str] = {}
            for at, name in enumerate(names):
                mine: dict[str, str] = {}
                for style in self._chain("text" if at else "paragraph", name):
                    mine = {**style.said, **mine}
                said |= mine
            known = self._forms[names] = self._formed(said)
        return known

    def _formed(self, said: Mapping[str, str]) -> tuple[Format, bool]:
        raised, _, _ = said.get("position", "").partition(" ")
        through = said.get("through", "none") != "none" and said.get("through-type", "single") != "none"
        tags = (
            (self._language(said), True),
            (BOLD, _BOLD.fullmatch(said.get("weight", "")) is not None),
            (ITALIC, said.get("slant") in ("italic", "oblique")),
            (UNDERLINE, said.get("under", "none") != "none"),
            (STRIKE, through),
            (RAISED, _is_above(raised)),
            (LOWERED, raised == "sub" or (raised.startswith("-") and raised != "-0%")),
            (SMALL_CAPS, said.get("variant") == "small-caps"),
            (ALL_CAPS, said.get("transform") == "uppercase"),
        )
        return tuple(tag for tag, wanted in tags if tag and wanted), said.get("display") == "none"

    def _language(self, said: Mapping[str, str]) -> str:
        """The tag of a language that is not the document's own."""
        language = said.get("language", "")
        if not language.isalpha() or language in ("none", "zxx", self.language) or not self.language:
            return ""
        country = said.get("country", "")
        tag = f"{language}-{country}" if country.isalnum() and country != "none" else language
        return f'<span lang="{escape_attribute(tag)}">'

    def level(self, name: str, depth: int) -> tuple[bool, int]:
        """Whether a list of this style is numbered at a depth (from 1), and where it begins."""
        return self._lists.get(name, {}).get(depth, (False, 1))


def _is_above(raised: str) -> bool:
    return raised == "super" or (raised[:1].isdigit() and raised.rstrip("%").strip("0.") != "")


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 6 else 1


def _inches(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _INCHES[match[2]] if match else 0.0

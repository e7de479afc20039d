"""The styles of a Word document, resolved: what a paragraph is for, and how a run of text looks.

Bold, italic and their like are toggles (ECMA-376, 17.7.3): where the paragraph's style and the run's style both turn
one on, it is off; what stands at the run itself decides alone. Within a chain of styles based on one another the
nearest that says anything decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from retold.importing.readers.docx.package import W
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
from retold.lib.patterns import lazy

# The longest chain of styles that is followed.
_LONGEST_CHAIN = 40
_TOGGLES = {
    "b": BOLD,
    "i": ITALIC,
    "strike": STRIKE,
    "dstrike": STRIKE,
    "caps": ALL_CAPS,
    "smallCaps": SMALL_CAPS,
    "vanish": "",
}
_OFF = frozenset({"0", "false", "off", "none"})
_KEPT = frozenset({*_TOGGLES, "u", "vertAlign"})
_ORDER = (BOLD, ITALIC, UNDERLINE, STRIKE, RAISED, LOWERED, SMALL_CAPS, ALL_CAPS)
_RUN_PROPERTIES = {f"{W}{name}": name for name in (*_KEPT, "lang", "rtl", "rStyle")}
_VAL = f"{W}val"
_HEADING = lazy(r"(?:heading|überschrift|titre|заголовок) ?([1-9])")
_QUOTES = frozenset(
    [
        "quote",
        "intense quote",
        "block text",
        "block quote",
        "blockquote",
        "block quotation",
        "quotations",
        "quotation",
        "zitat",
        "citation",
    ]
)
_ROLES = {"title": "title", "subtitle": "subtitle", "author": "author", "date": "date", "abstract": "abstract"}
_CONTENTS = lazy(r"toc \d|toc heading|table of (?:contents|figures).*|contents \d|contents heading")

# What stands at a run or in a style: (name, value) in their order.
Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph's style sets it: `rank` 1 to 6 for a heading; `list_id` and `depth` of a list's item."""

    role: str = ""
    rank: int = 0
    quoted: bool = False
    contents: bool = False
    rule: bool = False
    align: str = ""
    left: int = 0
    first: int = 0
    list_id: str = ""
    depth: int = 0
    new_page: bool = False
    rtl: bool = False
    line: bool = False


@dataclass
class _Style:
    name: str
    base: str
    run: dict[str, str]
    paragraph: dict[str, str]


class Styles:
    """The document's styles. `look` and `form` give what is resolved, each asked for once."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default = ""
        self._defaults: dict[str, str] = {}
        for element in root if root is not None else ():
            if element.tag == f"{W}style":
                self._add(element)
            elif element.tag == f"{W}docDefaults":
                properties = element.find(f"{W}rPrDefault/{W}rPr")
                self._defaults = dict(run_properties(properties)) if properties is not None else {}
        self._forms: dict[tuple[str, str, Said, bool], tuple[Format, bool]] = {}
        self._looks: dict[str, ParagraphLook] = {}

    def _add(self, element: etree._Element) -> None:
        identifier = element.get(f"{W}styleId") or ""
        name, base = element.find(f"{W}name"), element.find(f"{W}basedOn")
        run, paragraph = element.find(f"{W}rPr"), element.find(f"{W}pPr")
        self._styles[identifier] = _Style(
            (name.get(_VAL) or "").casefold() if name is not None else identifier.casefold(),
            (base.get(_VAL) or "") if base is not None else "",
            dict(run_properties(run)) if run is not None else {},
            paragraph_properties(paragraph) if paragraph is not None else {},
        )
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
            self.default = identifier

    def _chain(self, identifier: str) -> Iterable[_Style]:
        """A style and those that it is based on, the nearest first; a ring of styles ends where it closes."""
        seen: set[str] = set()
        while identifier in self._styles and identifier not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(identifier)
            yield self._styles[identifier]
            identifier = self._styles[identifier].base

    def _run_of(self, identifier: str) -> dict[str, str]:
        said: dict[str, str] = {}
        for style in self._chain(identifier):
            said = style.run | said
        return said

    def look(self, identifier: str) -> ParagraphLook:
        """How a paragraph of this style is set."""
        known = self._looks.get(identifier)
        if known is None:
            known = self._looks[identifier] = self._resolved(identifier or self.default)
        return known

    def _resolved(self, identifier: str) -> ParagraphLook:
        said: dict[str, str] = {}
        role, rank, quoted, contents, rule = "", 0, False, False, False
        for style in self._chain(identifier):
            said = style.paragraph | said
            heading = _HEADING.fullmatch(style.name)
            known = role or rank or quoted or contents or rule
            if not known:
                role = _ROLES.get(style.name, "")
                rank = min(6, int(heading[1])) if heading else 0
                quoted, contents = style.name in _QUOTES, _CONTENTS.fullmatch(style.name) is not None
                rule = style.name == "horizontal line"
        return with_properties(ParagraphLook(role, rank, quoted, contents, rule), said)

    def form(self, paragraph: str, run: str, said: Said, *, heading: bool = False) -> tuple[Format, bool]:
        """The format of a run's text, and whether it is hidden. A heading's own boldness is no emphasis."""
        key = (paragraph, run, said, heading)
        known = self._forms.get(key)
        if known is None:
            known = self._forms[key] = self._formed(paragraph or self.default, run, dict(said), heading=heading)
        return known

    def _formed(self, paragraph: str, run: str, said: Mapping[str, str], *, heading: bool) -> tuple[Format, bool]:
        by_paragraph = {} if heading else self._run_of(paragraph)
        by_run = self._run_of(run)
        on: set[str] = set()
        hidden = False
        for name, tag in _TOGGLES.items():
            value = is_on(said[name]) if name in said else self._toggled(name, by_paragraph, by_run)
            hidden = hidden or (value and name == "vanish")
            if value and tag:
                on.add(tag)
        flat = {**self._defaults, **by_paragraph, **by_run, **said}
        if flat.get("u", "none") not in _OFF:
            on.add(UNDERLINE)
        if flat.get("vertAlign") in ("superscript", "subscript"):
            on.add(RAISED if flat["vertAlign"] == "superscript" else LOWERED)
        return tuple(tag for tag in _ORDER if tag in on), hidden

    def _toggled(self, name: str, by_paragraph: Mapping[str, str], by_run: Mapping[str, str]) -> bool:
        if is_on(self._defaults.get(name, "0")):
            return True
        return is_on(by_paragraph.get(name, "0")) != is_on(by_run.get(name, "0"))


def is_on(value: str) -> bool:
    """Whether a property's value turns it on; one without a value does."""
    return value not in _OFF


def run_properties(properties: etree._Element) -> Said:
    """What run properties say of what is kept here."""
    return tuple(
        (name, child.get(_VAL) or "1")
        for child in properties
        if (name := _RUN_PROPERTIES.get(child.tag)) is not None and name in _KEPT
    )


def paragraph_properties(properties: etree._Element) -> dict[str, str]:
    """What paragraph properties say of what is kept here."""
    said: dict[str, str] = {}
    for child in properties:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in ("jc", "outlineLvl", "pageBreakBefore", "bidi", "pStyle"):
            said[name] = child.get(_VAL) or "1"
        elif name == "ind":
            for side, others in (("left", "start"), ("right", "end"), ("hanging", ""), ("firstLine", "")):
                value = child.get(f"{W}{side}") or (child.get(f"{W}{others}") if others else None)
                if value is not None:
                    said[side] = value
        elif name == "numPr":
            for one in child:
                said[one.tag.rpartition("}")[2]] = one.get(_VAL) or ""
        elif name == "pBdr":
            said["border"] = "1" if any(_drawn(one) for one in child) else ""
        elif name == "sectPr":
            kind = child.find(f"{W}type")
            said["section"] = "" if kind is not None and kind.get(_VAL) == "continuous" else "1"
    return said


def _drawn(border: etree._Element) -> bool:
    return str(border.tag).rpartition("}")[2] in ("top", "bottom") and border.get(_VAL) not in ("nil", "none", None)


def with_properties(look: ParagraphLook, said: Mapping[str, str]) -> ParagraphLook:
    """The look with what is said over it."""
    rank = look.rank
    level = said.get("outlineLvl", "")
    if level.isdigit() and not look.role:
        rank = int(level) + 1 if int(level) < 6 else 0 if "outlineLvl" in said else rank
    hanging = "hanging" in said
    return ParagraphLook(
        role=look.role,
        rank=rank,
        quoted=look.quoted,
        contents=look.contents,
        rule=look.rule,
        align=said.get("jc", look.align),
        left=_twips(said.get("left"), look.left),
        first=-_twips(said.get("hanging"), 0) if hanging else _twips(said.get("firstLine"), look.first),
        list_id=said.get("numId", look.list_id),
        depth=_twips(said.get("ilvl"), look.depth),
        new_page=is_on(said["pageBreakBefore"]) if "pageBreakBefore" in said else look.new_page,
        rtl=is_on(said["bidi"]) if "bidi" in said else look.rtl,
        line="1" in said.get("border", "1" if look.line else ""),
    )


def _twips(value: str | None, otherwise: int) -> int:
    try:
        return int(float(value)) if value else otherwise
    except (ValueError, OverflowError):
        return otherwise

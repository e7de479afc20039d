"""What an EPUB says by the classes of its style sheets, written where canonical markup looks for it.

Converters turn `align="center"` and the like into classes of their own (calibre17), which mean nothing once the
style sheet is gone. The few declarations that a story's text needs are read back from the sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import tinycss2
from selectolax.lexbor import LexborHTMLParser

from retold.importing.readers.documents import classes
from retold.importing.readers.epub.package import Book
from retold.importing.readers.upload import Refused
from retold.lib.patterns import lazy

# Class name -> {property: value}, of the properties below only.
Styles = Mapping[str, Mapping[str, str]]

MOST_CSS = 1_000_000
_KEPT = {
    "text-align": lazy("center|right|justify|left"),
    "font-weight": lazy("bold|bolder|[6-9]00"),
    "font-style": lazy("italic|oblique"),
    "text-decoration": lazy(r".*\b(?:underline|line-through)\b.*"),
}
_CLASS_SELECTOR = lazy(r"\s*[a-zA-Z0-9]*\.([A-Za-z0-9_-]+)\s*")
# Elements that are so by themselves: saying it once more would wrap them twice.
_BY_THEMSELVES = {
    "font-weight": frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"}),
    "font-style": frozenset({"i", "em", "cite", "dfn", "var", "address"}),
    "text-decoration": frozenset({"u", "ins", "s", "strike", "del", "a"}),
    "text-align": frozenset({"center"}),
}


def styles_of(book: Book) -> Styles:
    """The classes of the book's style sheets with what they say of alignment, weight, slant and lines."""
    found: dict[str, dict[str, str]] = {}
    for item in book.items.values():
        if item.type == "text/css" or item.path.lower().endswith(".css"):
            if book.archive.size(item.path) > MOST_CSS:
                continue
            try:
                _read_sheet(found, book.text(item.path))
            except Refused:  # a damaged sheet costs its styling, not the story
                continue
    return found


def styles_in(sheet: str) -> Styles:
    """The classes of one style sheet with what they say of those."""
    found: dict[str, dict[str, str]] = {}
    _read_sheet(found, sheet[:MOST_CSS])
    return found


def _read_sheet(found: dict[str, dict[str, str]], sheet: str) -> None:
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        said = dict(_declarations(rule.content))
        if not said:
            continue
        for selector in tinycss2.serialize(rule.prelude).split(","):
            match = _CLASS_SELECTOR.fullmatch(selector)
            if match:
                found.setdefault(match[1], {}).update(said)


def _declarations(content: list[object]) -> Iterable[tuple[str, str]]:
    for declaration in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if declaration.type != "declaration" or declaration.lower_name not in _KEPT:
            continue
        value = tinycss2.serialize(declaration.value).strip().lower()
        if _KEPT[declaration.lower_name].fullmatch(value):
            yield declaration.lower_name, value


def restyle(document: LexborHTMLParser, styles: Styles, kept: Callable[[str], bool]) -> None:
    """Write what the classes of the sheets say into the elements; those classes stay that `kept` says yes to."""
    for node in document.css("body [class]"):
        said: dict[str, str] = {}
        names = classes(node)
        for name in names:
            said.update(styles.get(name, {}))
        wanted = {key: value for key, value in said.items() if node.tag not in _BY_THEMSELVES[key]}
        if wanted:
            node.attrs["style"] = "; ".join(f"{key}: {value}" for key, value in wanted.items())
        staying = " ".join(name for name in names if kept(name))
        if staying:
            node.attrs["class"] = staying
        else:
            del node.attrs["class"]

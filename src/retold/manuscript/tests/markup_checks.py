"""What must be true of any canonical markup, whatever it was made from."""

from __future__ import annotations

import re

import nh3
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from retold.manuscript.markup import canonical

ALLOWED = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "pre",
    "hr",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "div",
    "figure",
    "figcaption",
    "details",
    "summary",
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "br",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "i",
    "img",
    "ins",
    "kbd",
    "mark",
    "q",
    "ruby",
    "rt",
    "rp",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "var",
    "wbr",
}
ATTRIBUTES = {
    "*": {"class", "id", "lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "reversed"},
}
BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "dl",
    "pre",
    "hr",
    "table",
    "div",
    "figure",
    "details",
    "li",
    "dt",
    "dd",
    "caption",
    "td",
    "th",
    "tr",
    "tbody",
}
TEXT_ONLY = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "summary",
    "caption",
    "dt",
    "a",
    "b",
    "em",
    "i",
    "span",
    "s",
    "u",
    "code",
    "ruby",
    "rt",
}


def assert_canonical(markup: str) -> None:
    """Well-formed, the same to an HTML parser, allowed in every part, and its own canonical form."""
    assert canonical(markup) == markup
    tree = etree.fromstring(f"<div>{markup}</div>")
    for element in tree.iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= ATTRIBUTES["*"] | ATTRIBUTES.get(element.tag, set())
        parent = element.getparent()
        assert not (element.tag in BLOCKS and parent.tag in TEXT_ONLY), f"{element.tag} in {parent.tag}"
        assert re.match(r"(https?://|mailto:|#x-)", element.get("href", "https://"))
        assert re.match(r"assets/[\w.-]+$", element.get("src", "assets/x"))
    assert all(child.tag in BLOCKS for child in tree)
    assert not (tree.text or "").strip()
    assert all((child.tail or "") in ("", "\n") for child in tree)
    again = as_html(markup)
    assert xhtml(again) == markup
    cleaned = nh3.clean(
        markup,
        tags=ALLOWED,
        attributes=ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        generic_attribute_prefixes=None,
    )
    assert as_html(cleaned) == again


def as_html(markup: str) -> str:
    """The markup as an HTML parser understands it, written again."""
    return LexborHTMLParser(markup.encode(), is_fragment=True).html or ""


def xhtml(written: str) -> str:
    """HTML as the parser writes it, with void elements and no-break spaces as canonical markup has them."""
    return re.sub(r"<(br|hr|img|wbr)((?: [^>]*)?)>", r"<\1\2/>", written.replace("&nbsp;", "\u00a0"))


def words_in(text: str) -> list[str]:
    """The words of a soup, in order."""
    return re.findall(r"W\d+z", re.sub(r"<[^>]*>", "", text))

"""What canonical markup may hold: its elements by what they may contain, and its attributes."""

from __future__ import annotations


def names(written: str) -> frozenset[str]:
    """The names in a text that are parted by spaces."""
    return frozenset(written.split())


# Elements that stand in running text and may hold running text.
INLINE = names("a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var")
# Elements that hold blocks: running text in them is put into paragraphs.
CONTAINERS = frozenset({"div", "blockquote"})
# Blocks that hold running text alone: a block inside them is flattened.
TEXT_BLOCKS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "pre"})
LISTS = frozenset({"ul", "ol"})
ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
VOID = frozenset({"br", "hr", "img", "wbr"})
# Blocks whose one paragraph, if no tag asked for it, is written without the paragraph's own tags.
BARE = frozenset({"li", "dd", "td", "th", "figcaption", "figure"})

# Old and kindred names, and what they become: (name, class to add).
RENAMED = {
    "strike": ("s", None),
    "tt": ("code", None),
    "big": ("span", "big"),
    "center": ("div", "align-center"),
    "font": ("span", None),
    "acronym": ("abbr", None),
    "dir": ("ul", None),
    "menu": ("ul", None),
    "listing": ("pre", None),
    "image": ("img", None),
} | dict.fromkeys(
    names("section article main header footer nav aside address hgroup fieldset form legend optgroup search"),
    ("div", None),
)

# Nothing in these is text that anyone was meant to read.
DROPPED = names("script style template title")
# The parser keeps what is in these as raw text; it is text to us.
RAW_TEXT = ("xmp", "iframe", "noembed", "noframes", "plaintext")
# Elements that part what is before from what is after, though they are not kept.
PARTING = names("body html option select button object optgroup dialog textarea")
# What has no end tag in serialised HTML.
NO_END = names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")

ATTRIBUTE_ORDER = ("id", "href", "src")
GLOBAL_ATTRIBUTES = frozenset({"class", "id", "lang", "dir", "title"})
MAX_CLASSES = 20
RESERVED_CLASS = "retold-"

# Depth of blocks and of inline elements: together at most 200 deep.
MAX_BLOCK_DEPTH = 150
MAX_INLINE_DEPTH = 32

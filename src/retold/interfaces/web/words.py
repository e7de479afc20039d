"""The words on pages for closed sets that only pages show, and how they say numbers.

Kinds of credits, media and roles are said in `retold.manuscript.wording`, for exports say them too.
"""

from __future__ import annotations

LINE_ROLES: dict[str | None, str] = {
    None: "Story",
    "title": "Title",
    "byline": "Byline",
    "header_field": "Header",
    "summary": "Summary",
    "note": "Note",
    "disclaimer": "Disclaimer",
    "dedication": "Dedication",
    "epigraph": "Epigraph",
    "chapter_heading": "Chapter",
    "separator": "Divider",
    "end_note": "End note",
}

# Which drawing of icons.svg stands for a medium.
_ICONS = {
    "song": "song",
    "poem": "book",
    "book": "book",
    "film": "screen",
    "tv": "screen",
    "game": "game",
    "comic": "picture",
    "fanart": "picture",
    "fanvid": "screen",
    "fanfic": "story",
    "post": "post",
    "prompt": "post",
    "event": "world",
    "person": "person",
    "real_life": "world",
}

FORMATS = {
    "epub": ("EPUB", "for e-readers and phones"),
    "html": ("HTML", "one page for any browser"),
    "md": ("Markdown", "for editing"),
    "txt": ("Plain text", "for anything that reads"),
    "package": ("Package", "all of it, originals too"),
}

RATINGS = ("General Audiences", "Teen And Up Audiences", "Mature", "Explicit", "Not Rated")

AUDIENCES = {"private": "Only its keepers", "members": "Members", "everyone": "Everyone"}

_NOT_A_WARNING = ("no archive warnings apply",)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 word", "1,249 words"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def medium_icon(medium: str) -> str:
    """The drawing for a credit's medium."""
    return _ICONS.get(medium, "other")


def is_warning(tag: str) -> bool:
    """Whether a tag of the warnings' kind warns of anything: "No Archive Warnings Apply" does not."""
    return tag.casefold() not in _NOT_A_WARNING


def file_size(size: int) -> str:
    """A number of bytes as a person would say it."""
    if size < 1000:
        return counted(size, "byte")
    if size < 1_000_000:
        return f"{size / 1000:,.0f} KB"
    return f"{size / 1_000_000:,.1f}".removesuffix(".0") + " MB"


def first_capital(phrase: str) -> str:
    """The phrase with a capital at its beginning, the rest as it is."""
    return phrase[:1].upper() + phrase[1:]

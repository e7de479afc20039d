"""What a document of an EPUB is: a chapter, or something around the story; told by what the book calls it."""

from __future__ import annotations

import posixpath
from enum import Enum

from retold.lib.patterns import lazy


class Role(Enum):
    """What a document is for."""

    CHAPTER = "chapter"
    COVER = "cover"
    CONTENTS = "contents"
    TITLE_PAGE = "title page"
    COPYRIGHT = "copyright page"
    SUMMARY = "summary"
    NOTES_BEFORE = "notes before"
    NOTES_AFTER = "notes after"


# The names that EPUB's structural vocabulary and EPUB 2's guide have for documents (without hyphens).
_BY_TYPE = {
    "cover": Role.COVER,
    "toc": Role.CONTENTS,
    "landmarks": Role.CONTENTS,
    "loi": Role.CONTENTS,
    "titlepage": Role.TITLE_PAGE,
    "halftitlepage": Role.TITLE_PAGE,
    "copyrightpage": Role.COPYRIGHT,
    "imprint": Role.COPYRIGHT,
    "colophon": Role.COPYRIGHT,
    "dedication": Role.NOTES_BEFORE,
    "preamble": Role.NOTES_BEFORE,
    "acknowledgments": Role.NOTES_AFTER,
    "afterword": Role.NOTES_AFTER,
    "abstract": Role.SUMMARY,
}
# What people and programs write over such a document.
_BY_HEADING = (
    (lazy(r"cover(?: page| image)?|umschlag|couverture|обложка|封面"), Role.COVER),
    (
        lazy(
            r"(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire|содержание|目录|目錄",
        ),
        Role.CONTENTS,
    ),
    (
        lazy(
            r"(?:half[- ]?)?title ?page|titelseite|titel|page de titre|титульн\w+ \w+|story information|"
            r"about this (?:story|fic|work)"
        ),
        Role.TITLE_PAGE,
    ),
    (lazy(r"copyright(?: page| notice)?|imprint|impressum|colophon|disclaimer"), Role.COPYRIGHT),
    (lazy(r"(?:story )?summary|synopsis|blurb|zusammenfassung|résumé|аннотация|简介|簡介"), Role.SUMMARY),
    (
        lazy(
            r"author['’]?s['’]? (?:fore)?notes?|a/n|(?:story |opening |beginning )?notes?|foreword|preface|dedication|"
            r"anmerkung(?:en)?|vorwort|avant-propos|préface|note de l['’]aut(?:eur|rice)|примечани[ея]|предисловие"
        ),
        Role.NOTES_BEFORE,
    ),
    (
        lazy(
            r"after ?word|end ?notes?|closing notes?|final notes?|acknowledge?ments?|nachwort|danksagung|postface|"
            r"remerciements|послесловие|благодарности|后记|後記"
        ),
        Role.NOTES_AFTER,
    ),
)
_BY_FILE = lazy(r"cover(?:page)?|title_?-?page|titlepage|introduction|log_page|toc(?:_page)?|nav|jacket")
_FILES = {
    "cover": Role.COVER,
    "coverpage": Role.COVER,
    "toc": Role.CONTENTS,
    "tocpage": Role.CONTENTS,
    "nav": Role.CONTENTS,
}


def role_by_type(type_name: str) -> Role | None:
    """The role that a structural name stands for (one of several, parted by spaces)."""
    return next((_BY_TYPE[name] for name in type_name.lower().replace("-", "").split() if name in _BY_TYPE), None)


def role_by_heading(heading: str | None) -> Role | None:
    """The role that a document's label or heading tells."""
    folded = (heading or "").casefold().strip(" .:*~")
    return next((role for pattern, role in _BY_HEADING if pattern.fullmatch(folded)), None)


def role_by_file(path: str) -> Role | None:
    """The role that programs give a document by its file's name."""
    stem = posixpath.splitext(posixpath.basename(path))[0].lower()
    if not _BY_FILE.fullmatch(stem):
        return None
    return _FILES.get(stem.replace("_", "").replace("-", ""), Role.TITLE_PAGE)

"""Where things lie in our own EPUB. Documents end in `.xhtml` (contract.md); META-INF holds what no reader shows."""

from __future__ import annotations

FORMAT = "retold.epub/1"
MANUSCRIPT = "META-INF/retold.json"  # {"format", "manuscript": texts replaced by slots, "assets": {name: path}}
FOLDER = "EPUB/"
KEPT_FOLDER = "META-INF/retold/"  # assets that e-book readers must not be given

PACKAGE = "package.opf"
NAVIGATION = "nav.xhtml"
OLD_NAVIGATION = "toc.ncx"
STYLE = "style.css"
SKIN = "skin.css"
COVER = "cover.svg"
COVER_PAGE = "cover.xhtml"
FRONT_PAGE = "title.xhtml"
AFTERWORD = "afterword.xhtml"
CREDITS = "credits.xhtml"


def chapter_file(number: int) -> str:
    """The document of a chapter; `number` is 1-based. FanFicFare counts chapters by names of this form."""
    return f"chapter{number:04}.xhtml"

"""Pages of archives on eFiction, as they print a story or show a chapter (formats.md, end of §6).

Known by several signs, since each archive has a skin of its own: the program's addresses (`viewstory.php`,
`viewuser.php`) on the page, and of `#pagetitle`, `#story`, `.infobox` and labels in `span.label` at least two.

One page may hold one chapter or, printed with `chapter=all`, the whole story: then each chapter has its title, its
notes and its text one after the other. Labels are read in English; one that is not known is told as it is.

Not confirmed, for want of pages of every skin: how a printed story titles its chapters (read: `.chaptertitle`, a
heading, or a bold line with the author's link before the text), and dates, whose order of day and month each archive
sets for itself: one that could be either is told, not guessed.
"""

from __future__ import annotations

from retold.importing.readers.efiction_html.page import is_page, story_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload


def recognises(upload: Upload) -> bool:
    """Whether the file is such a page."""
    return upload.kind is Kind.HTML and is_page(upload)


def read(upload: Upload) -> Found:
    """The story on the page. Raises Refused if no text is there."""
    return story_of(upload.document)

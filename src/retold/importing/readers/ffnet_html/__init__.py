"""Saved pages of FanFiction.net and its sister FictionPress: one chapter a page, desktop and mobile (formats.md §5).

A page is known by two signs: an address of the site's stories on it, and the line that says "Rated: …", or the
site's own container of the text. The text is one chapter. Where the story has more, the page is no copy of it: which
chapter it is, what the others are called and the story's address are kept beside it (`number` of the chapter,
`contents`, `source.work`), so that pages of one story can be put together.

Authors write their notes into the text, as "A/N"; those that open it with such a label are taken for notes.

Not confirmed, for want of pages of every time: the ids of the mobile page (`#storycontent` and `#content`, read beside
the desktop's), how the mobile page words its line (parted by commas, as its readers describe it), and pages that a
web archive kept (read by the canonical address, else by any link to the story).
"""

from __future__ import annotations

from retold.importing.readers.ffnet_html.page import is_page, manuscript_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload


def recognises(upload: Upload) -> bool:
    """Whether the file is such a page."""
    return upload.kind is Kind.HTML and is_page(upload)


def read(upload: Upload) -> Found:
    """The chapter on the page, with what the page says of its story. Raises Refused if no text is there."""
    return Found(manuscript_of(upload.document))

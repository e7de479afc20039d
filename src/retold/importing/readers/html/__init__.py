"""HTML pages of any make (formats.md §0): the story's own container if it is known, else the densest block of prose.

What stands around the story (navigation, side columns) goes into the report. Not read here: pages of one site's
make, field by field; they come to their own readers as those are built.
"""

from __future__ import annotations

from retold.importing.readers.html.page import manuscript_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload


def recognises(upload: Upload) -> bool:
    """Whether the file is HTML, by its content."""
    return upload.kind is Kind.HTML


def read(upload: Upload) -> Found:
    """The work on the page. Raises Refused if no text is there."""
    return Found(manuscript_of(upload.document))

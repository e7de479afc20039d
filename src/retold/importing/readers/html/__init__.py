"""HTML pages of any make (formats.md §0): the story's own container if it is known, else the densest block of prose.

What stands around the story (navigation, side columns) goes into the report. Not read here: pages of one site's
make, field by field; they come to their own readers as those are built.
"""

from __future__ import annotations

from dataclasses import replace

from retold.importing.readers import documents
from retold.importing.readers.html.page import manuscript_of
from retold.importing.readers.inline_pictures import InlinePictures
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload


def recognises(upload: Upload) -> bool:
    """Whether the file is HTML, by its content."""
    return upload.kind is Kind.HTML


def read(upload: Upload) -> Found:
    """The work on the page. Raises Refused if no text is there."""
    pictures = InlinePictures()
    page = pictures.take_from(upload.text)
    if not pictures.data:
        return Found(manuscript_of(upload.document))
    manuscript = manuscript_of(documents.parse(page))
    return Found(replace(manuscript, assets=tuple(pictures.assets)), pictures.data)

"""What the word processors' formats (DOCX, ODT, RTF) share: a document of blocks, and how it becomes a Manuscript.

Each format's room walks its file and gives a `Document`; `found_in` finds the front matter and the chapters in it.
"""

from __future__ import annotations

from retold.importing.readers.written.assembling import found_in
from retold.importing.readers.written.document import Block, Document, Properties
from retold.importing.readers.written.inline import Inline
from retold.importing.readers.written.pictures import Pictures

__all__ = ["Block", "Document", "Inline", "Pictures", "Properties", "found_in"]

"""Rich text, RTF (Microsoft's specification 1.9.1 and what programs made of it), by our own tokenizer.

Kept is what is kept of Word documents (`docx`). A file that is broken is read as far as it can be: groups that are
never closed end with the file, and what is no RTF at all is refused.
"""

from __future__ import annotations

from retold.importing.readers.rtf.reader import document_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload
from retold.importing.readers.written import found_in


def recognises(upload: Upload) -> bool:
    """Whether the file is rich text."""
    return upload.kind is Kind.RTF


def read(upload: Upload) -> Found:
    """The work in the document, and its pictures. Raises Refused if it is too long or without text."""
    return found_in(document_of(upload.data))

"""OpenDocument texts, ODT (OASIS ODF 1.0 to 1.4), by whatever program.

Kept is what is kept of Word documents (`docx`). Of tracked changes the accepted text is kept; deleted text, comments,
headers and footers are told in the report.
"""

from __future__ import annotations

from retold.importing.readers.odt.package import Package
from retold.importing.readers.odt.walker import document_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload
from retold.importing.readers.written import found_in


def recognises(upload: Upload) -> bool:
    """Whether the file is an OpenDocument text."""
    return upload.kind is Kind.ODT


def read(upload: Upload) -> Found:
    """The work in the document, and its pictures. Raises Refused if it is locked, damaged, too long or empty."""
    return found_in(document_of(Package(upload.archive)))

"""Word documents, DOCX (ECMA-376, ISO/IEC 29500; transitional and strict), by whatever program.

Kept: paragraphs, emphasis with styles resolved, headings, alignment, quotations, scene breaks, lists, tables, links,
foot- and endnotes, pictures, text boxes, direction and language. Of tracked changes the accepted text is kept; deleted
text, comments, headers and footers are told in the report.
"""

from __future__ import annotations

from retold.importing.readers.docx.package import Package
from retold.importing.readers.docx.properties import read_properties
from retold.importing.readers.docx.walker import document_of
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Upload
from retold.importing.readers.written import found_in


def recognises(upload: Upload) -> bool:
    """Whether the file is a Word document."""
    return upload.kind is Kind.DOCX


def read(upload: Upload) -> Found:
    """The work in the document, and its pictures. Raises Refused if it is damaged, too long or without text."""
    package = Package(upload.archive)
    document = document_of(package)
    document.properties = read_properties(package)
    return found_in(document)

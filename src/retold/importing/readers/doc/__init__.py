"""Old Word documents (.doc): converted by LibreOffice where it is installed, then read as DOCX.

LibreOffice runs in a folder of its own, without macros, without following addresses, and within bounds of time and
memory (`retold.lib.outside_programs`).
"""

from __future__ import annotations

from dataclasses import replace

from retold.importing.readers import docx
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.outside_programs import ConverterFailed, installed, run_converter

PROGRAMS = ("soffice", "libreoffice")
# LibreOffice maps some three times the memory that it uses.
_SECONDS, _MEGABYTES = 90, 4_096
_SAVE_IT = "open it in a word processor, save it as DOCX or ODT, and bring that in."
_NOT_INSTALLED = f"This is an old Word document (.doc), which is read only where LibreOffice is installed; {_SAVE_IT}"
_FAILED = f"This old Word document (.doc) could not be converted; {_SAVE_IT}"
_LOCKED = "This document is locked with a password; open it, save it without one, and bring that in."
_OTHER = "This is an old Office file, but no Word document; save the story as DOCX or EPUB and bring that in."
_TEXT, _ENCRYPTED = ("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def recognises(upload: Upload) -> bool:
    """Whether the file is of the kind that old Office documents are."""
    return upload.kind is Kind.OLE


def read(upload: Upload) -> Found:
    """The work in the document, and its pictures. Raises Refused if it is locked, no text, or cannot be converted."""
    if _ENCRYPTED in upload.data:
        raise Refused(_LOCKED)
    if _TEXT not in upload.data:
        raise Refused(_OTHER)
    converted = Upload(upload.name, _converted(upload.data), upload.limits)
    if not docx.recognises(converted):
        raise Refused(_FAILED)
    found = docx.read(converted)
    source = replace(found.manuscript.source, format="doc")
    return replace(found, manuscript=replace(found.manuscript, source=source))


def _converted(data: bytes) -> bytes:
    program = next((name for name in PROGRAMS if installed(name)), None)
    if program is None:
        raise Refused(_NOT_INSTALLED)
    arguments = (
        "-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--convert-to", "docx:MS Word 2007 XML", "story.doc",
    )  # fmt: skip
    try:
        return run_converter(
            program, arguments, name="story.doc", data=data, output="story.docx", seconds=_SECONDS,
            megabytes=_MEGABYTES, beside={"profile/user/registrymodifications.xcu": _SETTINGS.encode()},
        )  # fmt: skip
    except ConverterFailed as error:
        raise Refused(_FAILED) from error

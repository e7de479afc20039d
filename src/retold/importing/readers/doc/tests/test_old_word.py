"""Old Word documents that cannot be read are refused with what to do instead."""

from __future__ import annotations

import pytest

from retold.importing.readers import doc, read
from retold.importing.readers.upload import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_WORD = _OLE + "WordDocument".encode("utf-16-le")


def test_where_no_libreoffice_is_the_sentence_says_so(monkeypatch):
    monkeypatch.setattr(doc, "PROGRAMS", ("no-such-program",))
    with pytest.raises(Refused, match="only where LibreOffice is installed; open it in a word processor"):
        read("story.doc", _WORD)


@pytest.mark.parametrize(
    ("data", "words"), [(_OLE, "no Word document"), (_OLE + "EncryptedPackage".encode("utf-16-le"), "password")]
)
def test_what_is_no_open_word_document_is_refused(data, words):
    with pytest.raises(Refused, match=words):
        read("story.doc", data)

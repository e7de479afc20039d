"""Every reader, one row each, in the order in which they are asked: the particular before the general."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from retold.importing.readers import sniffing
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.decoding import NotText
from retold.manuscript.model import Manuscript


@dataclass(frozen=True)
class Reader:
    """One reader: its room, the kinds of file that it is asked about, and whether the format is our own.

    A room is opened when a file of its kinds comes, so that reading one story does not load them all; one with a
    `sign`, only if these words are in the text. A format of our own (`is_ours`) keeps a Manuscript as it was, so
    nothing is added to what it gives back.
    """

    name: str
    kinds: frozenset[Kind]
    is_ours: bool = False
    sign: str = ""

    def recognises(self, upload: Upload) -> bool:
        """Whether this reader reads the file."""
        if upload.kind not in self.kinds or (self.sign and self.sign not in upload.text):
            return False
        return bool(self._room.recognises(upload))

    def read(self, upload: Upload) -> Found:
        """What it finds in the file. Raises Refused if it cannot be read."""
        found: Found = self._room.read(upload)
        return found

    @property
    def _room(self) -> Any:
        return _TEXT_ROOMS.get(self.name) or import_module(f"retold.importing.readers.{self.name}")


@dataclass(frozen=True)
class _TextRoom:
    """A text format's two functions, as the others have them."""

    recognises: Callable[[Upload], bool]
    read: Callable[[Upload], Found]


def _is_markdown(upload: Upload) -> bool:
    from retold.importing.readers import markdown

    return markdown.is_markdown(upload.text, upload.name)


def _read_markdown(name: str, data: bytes) -> tuple[Manuscript, str]:
    from retold.importing.readers import markdown

    return markdown.read_markdown(name, data)


def _read_plain_text(name: str, data: bytes) -> tuple[Manuscript, str]:
    from retold.importing.readers import plain_text

    return plain_text.read_plain_text(name, data)


def _text_reader(read: Callable[[str, bytes], tuple[Manuscript, str]], *, has_lines: bool) -> Callable[[Upload], Found]:
    """The reader of a text format. `has_lines`: its front matter is told by lines, which a person may mend."""

    def read_upload(upload: Upload) -> Found:
        try:
            manuscript, text = read(upload.name, upload.data)
        except NotText as error:
            raise Refused(sniffing.UNKNOWN_BINARY) from error
        return Found(manuscript, text=text if has_lines else None)

    return read_upload


_TEXT_ROOMS = {
    "markdown": _TextRoom(_is_markdown, _text_reader(_read_markdown, has_lines=False)),
    "plain_text": _TextRoom(lambda _: True, _text_reader(_read_plain_text, has_lines=True)),
}
_ZIPS = frozenset({Kind.BAGIT, Kind.FILES, Kind.ZIP, Kind.EPUB})
_TEXTS = frozenset({Kind.TEXT})

READERS: tuple[Reader, ...] = (
    Reader("retold_package", _ZIPS, is_ours=True),
    Reader("retold_epub", _ZIPS, is_ours=True),
    Reader("retold_html", frozenset({Kind.HTML}), is_ours=True),
    Reader("ao3_epub", frozenset({Kind.EPUB})),
    Reader("fanficfare_epub", frozenset({Kind.EPUB})),
    Reader("fichub_epub", frozenset({Kind.EPUB})),
    Reader("fimfiction_epub", frozenset({Kind.EPUB})),
    Reader("epub", frozenset({Kind.EPUB})),
    Reader("kindle", frozenset({Kind.MOBI})),
    Reader("ao3_html", frozenset({Kind.HTML})),
    Reader("fanficfare_html", frozenset({Kind.HTML})),
    Reader("fichub_html", frozenset({Kind.HTML})),
    Reader("ffnet_html", frozenset({Kind.HTML})),
    Reader("efiction_html", frozenset({Kind.HTML})),
    Reader("html", frozenset({Kind.HTML})),
    Reader("docx", frozenset({Kind.DOCX})),
    Reader("odt", frozenset({Kind.ODT})),
    Reader("rtf", frozenset({Kind.RTF})),
    Reader("doc", frozenset({Kind.OLE})),
    Reader("fanficfare_text", _TEXTS, sign="End file."),
    Reader("ffnet_text", _TEXTS, sign="Rated"),
    Reader("markdown", _TEXTS),
    Reader("plain_text", _TEXTS),
)


def reader_for(upload: Upload) -> Reader | None:
    """The first reader that knows the file; None if no one does."""
    return next((reader for reader in READERS if reader.recognises(upload)), None)

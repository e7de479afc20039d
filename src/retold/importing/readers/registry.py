"""Every reader, one row each, in the order in which they are asked: the particular before the general."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from retold.importing.readers import (
    ao3_epub,
    ao3_html,
    epub,
    html,
    markdown,
    plain_text,
    retold_epub,
    retold_html,
    retold_package,
    sniffing,
)
from retold.importing.readers.sniffing import Kind
from retold.importing.readers.upload import Found, Refused, Upload
from retold.lib.decoding import NotText
from retold.manuscript.model import Manuscript


@dataclass(frozen=True)
class Reader:
    """One reader: whether it reads a file, and what it finds in it. `read` raises Refused if it cannot.

    `is_ours`: the format keeps a Manuscript as it was, so nothing is added to what it gives back.
    """

    name: str
    recognises: Callable[[Upload], bool]
    read: Callable[[Upload], Found]
    is_ours: bool = False


def _is_text(upload: Upload) -> bool:
    return upload.kind is Kind.TEXT


def _is_markdown(upload: Upload) -> bool:
    return upload.kind is Kind.TEXT and markdown.is_markdown(upload.text)


def _text_reader(read: Callable[[str, bytes], tuple[Manuscript, str]], *, has_lines: bool) -> Callable[[Upload], Found]:
    """The reader of a text format. `has_lines`: its front matter is told by lines, which a person may mend."""

    def read_upload(upload: Upload) -> Found:
        try:
            manuscript, text = read(upload.name, upload.data)
        except NotText as error:
            raise Refused(sniffing.UNKNOWN_BINARY) from error
        return Found(manuscript, text=text if has_lines else None)

    return read_upload


READERS: tuple[Reader, ...] = (
    Reader("retold_package", retold_package.recognises, retold_package.read, is_ours=True),
    Reader("retold_epub", retold_epub.recognises, retold_epub.read, is_ours=True),
    Reader("retold_html", retold_html.recognises, retold_html.read, is_ours=True),
    Reader("ao3_epub", ao3_epub.recognises, ao3_epub.read),
    Reader("epub", epub.recognises, epub.read),
    Reader("ao3_html", ao3_html.recognises, ao3_html.read),
    Reader("html", html.recognises, html.read),
    Reader("markdown", _is_markdown, _text_reader(markdown.read_markdown, has_lines=False)),
    Reader("plain_text", _is_text, _text_reader(plain_text.read_plain_text, has_lines=True)),
)


def reader_for(upload: Upload) -> Reader | None:
    """The first reader that knows the file; None if no one does."""
    return next((reader for reader in READERS if reader.recognises(upload)), None)

"""Bytes of a text file -> text, whatever encoding it is in.

Order: a byte order mark, UTF-16 without one (told by its NULs), UTF-8, UTF-8 with a few stray Windows bytes in
it, and last a guess by letter statistics among the encodings that stories were really written in.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from retold.lib.patterns import lazy

# The longest marks first: a UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8-r", "koi8-u", "cp866",
    "iso8859-2", "cp932", "euc-jp", "gb18030", "big5", "euc-kr", "cp949",
)  # fmt: skip
_LOOKED_AT = 65_536
_CONTROLS = lazy("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_LINE_ENDS = lazy("\r\n?|\x85")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# Bytes that Windows-1252 uses for quotation marks, dashes, the ellipsis and the space that does not break.
_WINDOWS_SIGNS = frozenset(b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa9\xab\xae\xb7\xbb")
_WINDOWS_LETTERS = frozenset(b"\x8a\x8c\x8e\x9a\x9c\x9e\x9f") | frozenset(range(0xC0, 0x100))


class NotText(ValueError):
    """The bytes are not those of a text file."""


@dataclass(frozen=True)
class Decoded:
    """Text with line ends as "\\n" and no byte order mark, and the name of the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text in a file's bytes. Raises NotText if they are not text; never loses a character of one."""
    encoding, body = _encoding_of(data)
    try:
        text = body.decode(encoding, "windows_byte" if encoding == "utf-8" else "replace")
    except LookupError:
        encoding, text = "windows-1252", body.decode("cp1252", "windows_byte")
    text = text.removeprefix("\ufeff")
    if _looks_binary(text):
        raise NotText("This is not a text file: it holds bytes that no text has.")
    return Decoded(_LINE_ENDS.sub("\n", text), encoding)


def _encoding_of(data: bytes) -> tuple[str, bytes]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, data[len(mark) :]
    wide = _wide(data)
    if wide:
        return wide, data
    if _mostly_utf_8(data):
        return "utf-8", data
    return _guess(data), data


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every second byte is NUL, and only every second."""
    head = data[: _LOOKED_AT // 2 * 2]
    if len(head) < 4 or b"\0" not in head:
        return None
    first, second = head[::2].count(0) / len(head[::2]), head[1::2].count(0) / max(1, len(head[1::2]))
    if second > 0.4 and first < 0.05:
        return "utf-16-le"
    return "utf-16-be" if first > 0.4 and second < 0.05 else None


def _mostly_utf_8(data: bytes) -> bool:
    """Whether it is UTF-8, or UTF-8 into which a few Windows bytes were pasted (or that was cut off)."""
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError:
        pass
    read = data.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", read))
    whole = len(re.findall("[^\x00-\x7f\udc80-\udcff]", read))
    return whole >= 9 * stray


def _guess(data: bytes) -> str:
    if _western(data):
        return "windows-1252"
    import chardet  # not for the many files that are plain UTF-8

    name = chardet.detect(data, include_encodings=_GUESSED)["encoding"] or "windows-1252"
    return "windows-1252" if name.lower() in ("ascii", "iso-8859-1") else name.lower()


def _western(data: bytes) -> bool:
    """Whether the bytes above ASCII are so few, and so used, that they are Windows' quotation marks and accents.

    Statistics fail on a plain English text whose only such bytes are its curly quotation marks.
    """
    high = [match.start() for match in _HIGH_BYTE.finditer(data, 0, 4 * _LOOKED_AT)]
    if len(high) * 6 > min(len(data), 4 * _LOOKED_AT):
        return False
    return all(data[at] in _WINDOWS_SIGNS or (data[at] in _WINDOWS_LETTERS and _in_a_word(data, at)) for at in high)


def _in_a_word(data: bytes, at: int) -> bool:
    """An accented letter is lone: the bytes beside it are ASCII, one of them at least a letter."""
    beside = data[max(0, at - 1) : at] + data[at + 1 : at + 2]
    return all(byte < 0x80 or byte in _WINDOWS_SIGNS for byte in beside) and beside.strip(b" \n\r.,").isascii()


def _looks_binary(text: str) -> bool:
    head = text[:_LOOKED_AT]
    return len(_CONTROLS.findall(head)) * 100 > len(head)


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(_one(byte) for byte in stray), error.end


def _one(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error("windows_byte", _windows_byte)

"""Bytes of RTF -> letters: by the font's character set, else by the document's code page."""

from __future__ import annotations

import codecs
import locale

# The numbers of \fcharset, and the code pages that they stand for.
_BY_CHARSET = {
    77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "big5", 83: "mac_greek", 84: "mac_greek",
    85: "mac_turkish", 86: "mac_turkish", 88: "mac_latin2", 89: "mac_cyrillic",
    128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SYMBOL_CHARSET = 2
_BY_NUMBER = {0: "cp1252", 708: "iso8859_6", 709: "cp720", 819: "latin_1", 936: "gb18030", 950: "big5",
              10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2", 10081: "mac_turkish",
              65001: "utf-8"}  # fmt: skip
USUAL = "cp1252"


def by_charset(number: int) -> str:
    """The code page of a font's character set; "" where the document's own holds."""
    return _BY_CHARSET.get(number, "")


def by_number(number: int) -> str:
    """The code page of a Windows number; the usual one if it is unknown."""
    name = _BY_NUMBER.get(number, f"cp{number}")
    try:
        return name if codecs.lookup(name)._is_text_encoding else USUAL
    except LookupError:
        return USUAL


def decoded(data: bytes, code_page: str) -> str:
    """The letters; a byte that stands for none is read as Windows would."""
    try:
        return data.decode(code_page)
    except UnicodeDecodeError:
        return data.decode(code_page, "windows_byte" if code_page == USUAL else "replace")


def language_of(number: int) -> str:
    """The BCP 47 tag of a Windows language number; "" if it is unknown or none."""
    return locale.windows_locale.get(number, "").replace("_", "-")

"""The tokens of an RTF file, read one after the other into blocks; nothing here recurses, however deep groups nest."""

from __future__ import annotations

import re
from collections import Counter

from retold.importing.readers.rtf import state as at
from retold.importing.readers.rtf.characters import decoded, language_of
from retold.importing.readers.rtf.reading import Reading
from retold.importing.readers.rtf.words import FLAGS, HANDLERS, SIGNS, SKIPPED, SYMBOLS
from retold.importing.readers.upload import Refused
from retold.importing.readers.written import Document
from retold.importing.readers.written.parts import MOST_PARAGRAPHS, TOO_LONG
from retold.importing.readers.written.symbols import symbol

# A file may be long by its pictures, which are written out in it; not by its words.
MOST_BYTES = 128 << 20
MOST_TOKENS = 1_000_000
# Groups in groups up to which each has a state of its own; no program writes a hundred.
_DEEPEST = 2_000
_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?"  # a word, its number, the space that ends it
    r"|\\'([0-9A-Fa-f]{2})"  # a byte
    r"|\\([^A-Za-z])"  # a sign
    r"|([{}])"
    r"|[\r\n\0]+"
    r"|([^\\{}\r\n\0]+)",
    re.DOTALL,
)
_WORD, _NUMBERED, _BYTE, _SIGN, _BRACE, _TEXT = range(1, 7)
# What ends a letter of several bytes; the end of a line may stand within one.
_PARTING = frozenset({_WORD, _NUMBERED, _SIGN, _BRACE})
_LANGUAGE = re.compile(r"\\lang([0-9]{1,5})(?![0-9])")
_PLACE = re.compile(r'\\l +"([^"\\{}]{1,200})"')
_SEVERAL_BYTES = frozenset({"cp932", "cp949", "gb18030", "big5", "johab", "utf-8"})


def document_of(data: bytes) -> Document:
    """Everything that is in the file. Raises Refused if it is too long."""
    if (
        len(data) > MOST_BYTES
        or data.count(b"\\") + data.count(b"{") > MOST_TOKENS
        or data.count(b"\\par") - data.count(b"\\pard") > MOST_PARAGRAPHS
    ):
        raise Refused(TOO_LONG)
    source = data.decode("latin-1")
    languages = Counter(_LANGUAGE.findall(source))
    language = language_of(int(languages.most_common(1)[0][0])) if languages else ""
    return _Tokens(source, Reading(language, set(_PLACE.findall(source)))).read()


class _Tokens:
    """The tokens of one file, each doing in the reading what it is for."""

    def __init__(self, source: str, reading: Reading) -> None:
        self.source = source
        self.reading = reading
        self._bytes = bytearray()
        self._high = ""
        self._skip = 0
        self._optional = False
        self._jump = 0

    def read(self) -> Document:
        """Read to the end; what is open there ends there."""
        place = 0
        while place >= 0:
            place = self._read_from(place)
        self._flush()
        return self.reading.finish()

    def _read_from(self, place: int) -> int:
        """Read tokens from a place on; the place to go on from, past bytes that are no text, or -1 at the end."""
        for token in _TOKEN.finditer(self.source, place):
            kind = token.lastindex
            if self._bytes and kind in _PARTING:
                self._flush()
            if kind == _TEXT:
                if self.reading.state[at.TARGET] != at.NOWHERE:
                    self._text(token[_TEXT])
            elif kind in (_WORD, _NUMBERED):
                self._word(token[1], int(token[2]) if kind == _NUMBERED else None)
                if self._jump:
                    place, self._jump = token.end() + self._jump, 0
                    self.reading.binary = self.source[token.end() : place].encode("latin-1")
                    return place
            elif kind == _BYTE:
                if self._skip:
                    self._skip -= 1
                elif self.reading.state[at.TARGET] != at.NOWHERE:
                    self._bytes.append(int(token[_BYTE], 16))
            elif kind == _BRACE:
                self._begin() if token[_BRACE] == "{" else self._end()
            elif kind == _SIGN:
                self._sign(token[_SIGN])
        return -1

    # Groups

    def _begin(self) -> None:
        self._skip, self._optional = 0, False
        self.reading.stack.append(self.reading.state)
        if len(self.reading.stack) < _DEEPEST:
            self.reading.state = self.reading.state[:]

    def _end(self) -> None:
        self._skip, self._optional = 0, False
        if not self.reading.stack:
            return
        while self.reading.endings and self.reading.endings[-1][0] == len(self.reading.stack):
            self.reading.endings.pop()[1]()
        self.reading.state = self.reading.stack.pop()

    # Tokens

    def _word(self, word: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        self._skip = 0
        state = self.reading.state
        if word == "bin":
            self._jump = max(0, min(number or 0, len(self.source)))
            return
        if state[at.TARGET] == at.NOWHERE:
            return
        flags = FLAGS.get(word)
        if flags is not None:
            on, off = flags
            state[at.FLAGS] = state[at.FLAGS] & ~(on | off) | (on if number != 0 else 0)
        elif word == "u":
            self._unicode(number or 0)
        elif word in SIGNS:
            self.reading.put(SIGNS[word])
        elif word in HANDLERS:
            HANDLERS[word](self.reading, number)
        elif optional or word in SKIPPED:
            state[at.TARGET] = at.NOWHERE

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._optional = True
        elif self._skip and sign != "\n":
            self._skip -= 1
        elif self.reading.state[at.TARGET] == at.NOWHERE:
            return
        elif sign in "\r\n":
            HANDLERS["par"](self.reading, None)
        elif sign in SYMBOLS:
            self.reading.put(SYMBOLS[sign])

    def _unicode(self, number: int) -> None:
        """A letter by its number (that of UTF-16, with a sign), with what stands after it for programs without."""
        self._skip = self.reading.state[at.SKIPPED]
        number &= 0xFFFF
        letter = chr(number)
        if 0xD800 <= number < 0xDC00:
            self._high = letter
            return
        if 0xDC00 <= number < 0xE000:
            pair, self._high = self._high + letter, ""
            letter = pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        elif 0xF000 <= number <= 0xF0FF and self.reading.fonts.get(self.reading.state[at.FONT]) == "symbol":
            letter = symbol("symbol", f"{number:x}")
        self._high = ""
        self.reading.put(letter)

    def _text(self, text: str) -> None:
        self._optional = False
        if self._skip:
            text, self._skip = text[self._skip :], max(0, self._skip - len(text))
            if not text:
                return
        if self._bytes:
            if self._code_page() in _SEVERAL_BYTES:
                text = self._bytes.decode("latin-1") + text
                self._bytes.clear()
            else:
                self._flush()
        self.reading.put(text if text.isascii() else self._decoded(text.encode("latin-1")))

    def _flush(self) -> None:
        """Write the bytes that were gathered."""
        data = bytes(self._bytes)
        self._bytes.clear()
        if data:
            self.reading.put(self._decoded(data))

    def _code_page(self) -> str:
        return self.reading.fonts.get(self.reading.state[at.FONT]) or self.reading.code_page

    def _decoded(self, data: bytes) -> str:
        page = self._code_page()
        if page == "symbol":
            return "".join(symbol("symbol", f"{byte:x}") for byte in data)
        return decoded(data, page)

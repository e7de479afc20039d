"""A note's text as sentences of tokens, each of which knows where in the note it stands.

A quoted title is one token however many words it has, so is a web address, and so is a handle such as
`/u/4t0m` or `12days_of_clois`. `X's` becomes two tokens, the name and its possessive. A Chinese, Japanese or
Thai sign is a token by itself. Every step looks at a bounded stretch of text, so that the whole is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from retold.lib.patterns import lazy


def word_set(*lines: str) -> frozenset[str]:
    """A set of words, written as plain lines of text."""
    return frozenset(word for line in lines for word in line.split())


_CLOSERS = {
    '"': '"', "'": "'’", "“": "”“\"", "„": "“”\"", "«": "»", "»": "«", "‘": "’'", "‚": "‘’", "「": "」", "『": "』",
    "《": "》", "〈": "〉", "*": "*", "_": "_",
}  # fmt: skip
_SINGLE = "'‘‚"
_LONGEST_QUOTE = 300
_LONGEST_EMPHASIS = 100
_MOST_TOKENS = 200

# Words that end in a full stop without ending a sentence, and words that begin one after an initial ("for M. Also").
_ABBREVIATIONS = "Dr|Mr|Mrs|Ms|St|Jr|Sr|vs|Prof|Vol|Pt|feat|ft|ep|Ep|No|Nr|bzw|Dra|Mme|Mlle|etc|aka"
_OPENERS = word_set(
    "a all also although an and as at but for he her here his i if in it its many much my no not now",
    "of on one she so some sorry spoilers thank thanks that the their then there these they this",
    "title we what when with written you your takes set unbetaed warning part",
)
_CONTRACTED = word_set(
    "it that there what let he she who here where how when why one everything everyone everybody",
    "something",
)
_EACH_ALONE = "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e01-\u0e3a\u0e40-\u0e4e"
_TOKEN = lazy(
    rf"""
    (?P<url>(?:https?://|www\.)[^\s<>"“”]+)
  | (?P<alone>[{_EACH_ALONE}])
  | (?P<initials>(?:[A-ZА-ЯЁ]\.){{1,4}}[A-ZА-ЯЁ](?:[a-zа-яё]+(?:['’][a-z]+)?)?(?![\w.])
      |(?:[A-ZА-ЯЁ]\.){{2,}}(?=[{_EACH_ALONE}])|(?:[^\W\d_]\.){{2,}}(?!\w)|[A-ZА-ЯЁ]\.(?=\s+[A-ZА-ЯЁ])|(?:{_ABBREVIATIONS})\.(?=\s))
  | (?P<word>(?:/?[ur]/(?=\w)|@(?=\w))?[^\W{_EACH_ALONE}]+
      (?:(?:['’!/+&‐‑-](?![A-Z]\.)|\.(?=[a-z0-9а-я]))[^\W{_EACH_ALONE}]+)*)
  | (?P<dash>--+|[—–])
  | (?P<dots>\.\.\.+|…)
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
_SENTENCE_END = frozenset(".!?。！？")
_BREAK = lazy(r"\n[^\S\n]*\n\s*|\n")
_PREFIX = lazy(r"([Pp]ost|[Pp]re|[Mm]id)-(?=[A-Z0-9](?!anon|eta))")
_HARD_WRAP = 55
_LONGEST_LABEL = 7
_LABELS = word_set(
    "a/n an note notes n/a a.n a.n. author's authors",
    "autor autorin disclaimer disclaimers edit update ps p.s p.s. thanks",
    "dedication acknowledgements acknowledgments acknowledgement credits comments remarks примечание примечания от",
    "автора anmerkung widmung nota notas note remerciements",
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its text, where it stands in the note, and `inner`, what a quotation holds."""

    text: str
    start: int
    end: int
    kind: str
    inner: str | None = None
    lower: str = field(default="")

    @property
    def is_word(self) -> bool:
        """Whether it is a word, a handle or initials."""
        return self.kind == "word"


@dataclass(frozen=True)
class Sentence:
    """One sentence of a note: its tokens, and the note it is cut from."""

    note: str
    tokens: tuple[Token, ...]
    # What slots and other readers read where: a place is read once, however many phrases ask.
    read: dict[tuple[str, int], Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def lows(self) -> tuple[str, ...]:
        """Every token in lower case, in order."""
        return tuple(token.lower for token in self.tokens)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self.lows):
            places.setdefault(word, []).append(place)
        return places

    @cached_property
    def body(self) -> int:
        """Where the sentence begins after a label such as "A/N:" or "Disclaimer -"; 0 if it has none."""
        for place in range(1, min(_LONGEST_LABEL, len(self))):
            if self.lows[place] in (":", "-", "：", "~") and _LABELS & set(self.lows[:place]):
                return place + 1
        return 0

    def __len__(self) -> int:
        return len(self.tokens)

    def low(self, index: int) -> str:
        """The token at `index` in lower case with straight apostrophes, empty outside the sentence."""
        return self.lows[index] if -1 < index < len(self.lows) else ""

    def kind(self, index: int) -> str:
        """The kind of the token at `index`, empty outside the sentence."""
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else ""

    def text(self, start: int, end: int) -> str:
        """The verbatim text of the tokens `start` to `end` (exclusive)."""
        return self.note[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""


def sentences(note: str) -> Iterator[Sentence]:
    """Cut a note into sentences; blank lines, line ends and full stops part them."""
    current: list[Token] = []
    for start, end in _blocks(note):
        for token in _tokens(note, start, end):
            current.append(token)
            if _ends_sentence(note, current, end) or len(current) >= _MOST_TOKENS:
                yield Sentence(note, tuple(current))
                current = []
        if current:
            yield Sentence(note, tuple(current))
            current = []


def _blocks(note: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between line breaks; a hard-wrapped line and a label alone on its line go on."""
    start = line = 0
    for found in _BREAK.finditer(note):
        if not _goes_on(note, line, found):
            if start < found.start():
                yield start, found.start()
            start = found.end()
        line = found.end()
    if start < len(note):
        yield start, len(note)


def _goes_on(note: str, line: int, found: re.Match[str]) -> bool:
    """Whether the sentence goes on after this line break."""
    before = note[max(line, found.start() - 400) : found.start()].rstrip()
    if found.group().count("\n") > 1:
        return False
    return (before.endswith(":") and len(before) < 30) or (
        len(before) >= _HARD_WRAP and before[-1] not in ".!?:\"'”’)…"
    )


def _ends_sentence(note: str, tokens: list[Token], end: int) -> bool:
    """Whether the last token closes the sentence."""
    last = tokens[-1]
    after = note[last.end : min(last.end + 40, end)]
    if last.text in _SENTENCE_END:
        if after[:1] in "\"'”’)]":
            return False
        return not after or after[0].isspace() or last.text in "。！？"
    if last.kind == "quote":
        closing = last.inner is not None and last.inner[-1:] in _SENTENCE_END
        return closing and bool(re.match(r"\s+[A-ZА-ЯЁ]", after))
    if last.text in "\"'”’)]" and len(tokens) > 1 and tokens[-2].text in _SENTENCE_END:
        return not after or after[0].isspace()
    return False


def _tokens(note: str, start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of one block."""
    at = start
    barren: dict[str, int] = {}  # how far each sign was sought in vain, so that no stretch is searched twice
    while at < end:
        if note[at] in _CLOSERS and (closing := _closing(note, at, end, barren)) is not None:
            yield Token(note[at : closing + 1], at, closing + 1, "quote", note[at + 1 : closing].strip(), "")
            at = closing + 1
            continue
        found = _TOKEN.match(note, at, end)
        if found is None:
            at += 1
            continue
        made = tuple(_made(note, found))
        yield from made
        at = max(made[-1].end, at + 1)


def _made(note: str, found: re.Match[str]) -> Iterator[Token]:
    """Yield the token or the two tokens of one match: a word may carry a possessive."""
    kind, text, start = str(found.lastgroup), found.group(), found.start()
    lower = text.lower().replace("’", "'")
    if kind == "url":
        text = text.rstrip(".,;:!?)]'’")
        yield Token(text, start, start + len(text), "url", None, "")
    elif kind == "initials" and len(text) == 2 and _is_opener(note, found.end()):
        yield Token(text[0], start, start + 1, "word", None, lower[0])
        yield Token(".", start + 1, start + 2, "mark", None, ".")
    elif kind in ("word", "alone", "initials"):
        yield from _word(note, text, start, lower)
    else:
        yield Token(text, start, found.end(), "mark", None, "-" if kind == "dash" else lower)


def _word(note: str, text: str, start: int, lower: str) -> Iterator[Token]:
    """Yield a word, and after it its possessive if it has one."""
    end = start + len(text)
    prefix = _PREFIX.match(text)
    if prefix is not None:
        middle = start + prefix.end()
        yield Token(prefix[1], start, middle - 1, "word", None, prefix[1].lower())
        yield Token("-", middle - 1, middle, "mark", None, "-")
        yield from _word(note, text[prefix.end() :], middle, lower[prefix.end() :])
        return
    if lower.endswith("'s") and lower[:-2] not in _CONTRACTED and len(text) > 2:
        yield Token(text[:-2], start, end - 2, "word", None, lower[:-2])
        yield Token(text[-2:], end - 2, end, "possessive", None, "'s")
        return
    yield Token(text, start, end, "word", None, lower)
    if lower[-1:] in "sxz" and note[end : end + 1] in ("'", "’") and note[end + 1 : end + 2] == " ":
        yield Token(note[end], end, end + 1, "possessive", None, "'s")


def _is_opener(note: str, at: int) -> bool:
    """Whether the word after an initial begins a sentence."""
    following = re.compile(r"\s+([^\W\d_]+)").match(note, at)
    return following is not None and following.group(1).lower() in _OPENERS


def _closing(note: str, at: int, end: int, barren: dict[str, int]) -> int | None:
    """Where the quotation that opens at `at` closes, or None if nothing opens there.

    `barren` says for each sign up to where no closing one stands; it is read and brought up to date.
    """
    sign = note[at]
    before, after = note[at - 1 : at] or " ", note[at + 1 : at + 2]
    if not after or after == sign or (after.isspace() and sign != "«"):
        return None
    if sign in "\"'*_‘" and (before.isalnum() or before == sign):
        return None
    reach = _LONGEST_EMPHASIS if sign in "*_" else _LONGEST_QUOTE
    later: int | None = None
    limit = min(end, at + reach)
    for place in range(max(at + 2, barren.get(sign, 0)), limit):
        if _closes(note, sign, place):
            if sign not in _SINGLE or not _is_apostrophe(note, place):
                return place
            later = later or place
        elif later is not None and _opens(note, sign, place):
            return later
    if later is None:
        barren[sign] = limit
    return later


def _closes(note: str, sign: str, place: int) -> bool:
    following = note[place + 1 : place + 2]
    if note[place] not in _CLOSERS[sign] or (note[place - 1].isspace() and sign != "«"):
        return False
    return sign in "「『《〈" or not (following.isalnum() or (sign in "*_" and following == sign))


def _opens(note: str, sign: str, place: int) -> bool:
    return note[place] == sign and note[place - 1].isspace() and note[place + 1 : place + 2].isalnum()


def _is_apostrophe(note: str, place: int) -> bool:
    """Whether the sign looks like that of a dropped letter (goin') or a plural's possessive (boys')."""
    goes_on = note[place + 1 : place + 2] == " " and note[place + 2 : place + 3].isalpha()
    return goes_on and (note[place - 1] == "s" or note[place - 2 : place].lower() in ("in", "an", " o", "th"))

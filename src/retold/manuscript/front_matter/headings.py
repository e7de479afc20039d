"""Chapter headings: what a line says of itself, and which lines are headings of this text.

A line is a heading by its word (`Chapter 3: …`, `Kapitel 2`, `第三章`, `Epilogue`); a number alone on its line is one
only in a row with others (1, 2, 3 …), as scenes, dates and countdowns are numbers too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retold.lib.patterns import lazy

_ROMAN = lazy(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ONES = (
    "zero|prologue,one|first|eins|erstes|un|premier|uno|primero|первая|один,two|second|zwei|zweites|deux|deuxième|dos|"
    "segundo|вторая|два,three|third|drei|drittes|trois|troisième|tres|tercero|третья|три,four|fourth|vier|viertes|quatre|"
    "quatrième|cuatro|cuarto|четвертая|четвёртая|четыре,five|fifth|fünf|fünftes|cinq|cinquième|cinco|quinto|пятая|пять,"
    "six|sixth|sechs|sechstes|sixième|seis|sexto|шестая|шесть,seven|seventh|sieben|siebtes|sept|septième|siete|séptimo|"
    "седьмая|семь,eight|eighth|acht|achtes|huit|huitième|ocho|octavo|восьмая|восемь,nine|ninth|neun|neuntes|neuf|neuvième|"
    "nueve|noveno|девятая|девять,ten|tenth|zehn|zehntes|dix|dixième|diez|décimo|десятая|десять,eleven|eleventh|elf|onze|"
    "once|одиннадцатая,twelve|twelfth|zwölf|douze|doce|двенадцатая,thirteen|dreizehn|treize|trece,fourteen|vierzehn|"
    "quatorze|catorce,fifteen|fünfzehn|quinze|quince,sixteen|sechzehn|seize,seventeen|siebzehn,eighteen|achtzehn,"
    "nineteen|neunzehn,twenty|zwanzig|vingt|veinte|двадцатая"
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = {
    word: value for value, words in enumerate(_ONES.split(",")) for word in words.split("|") if word != "prologue"
}
_HAN_DIGITS = {han: value for value, han in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}

_CHAPTER_WORDS = ("chapter", "chap", "ch", "chpt", "chapitre", "kapitel", "kap", "глава", "capítulo", "capitulo", "cap",
                  "capitolo", "hoofdstuk", "rozdział", "kapittel", "luku", "fejezet", "rozdzial")  # fmt: skip
_PART_WORDS = (
    "part", "book", "volume", "vol", "act", "episode", "section", "teil", "buch", "partie", "livre", "tome", "acte",
    "часть", "книга", "том", "эпизод", "parte", "libro", "pt", "day", "scene", "side story", "interlude",
    "intermission",
    "omake", "extra", "bonus chapter", "bonus", "verse", "stave",
)  # fmt: skip
_NAMED = (
    "prologue", "prolog", "epilogue", "epilog", "interlude", "intermission", "prólogo", "epílogo", "пролог", "эпилог",
    "интерлюдия", "zwischenspiel", "intermède", "foreword", "afterword", "coda", "序章", "序", "楔子", "尾声",
    "尾聲", "终章",
    "終章", "番外", "后记", "後記", "引子",
)  # fmt: skip

_NUMBER = r"(?:\d{1,4}(?:\.\d+)?(?: \d/\d)?|[ivxlcIVXLC]{1,7}|[^\W\d_]{2,12}(?:[ -][^\W\d_]{3,6})?)"
_HEADING = lazy(
    rf"(?P<word>{'|'.join((*_CHAPTER_WORDS, *_PART_WORDS))})\b\.?\s*(?:[#№]|no\.|nr\.)?\s*(?P<number>{_NUMBER})?"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
_ORDINAL_FIRST = lazy(
    r"(?P<number>\w+)[.]?\s+(?P<word>kapitel|chapter|глава|часть|teil|chapitre|capítulo)\b(?P<rest>.*)", re.IGNORECASE
)
_HAN_HEADING = lazy(
    r"第\s*(?P<number>[〇零一二三四五六七八九十百千两兩\d]{1,8})\s*(?P<word>[章回话話节節卷部幕篇集])(?P<rest>.*)"
)
_NAMED_HEADING = lazy(
    rf"(?P<word>{'|'.join(sorted(_NAMED, key=len, reverse=True))})(?P<rest>\W.*|\d{{0,2}})?", re.IGNORECASE
)
_NUMBER_ALONE = lazy(r"\W{0,4}(?P<number>\d{1,3}|[IVXLC]{1,7}|[ivxl]{1,6})\W{0,4}")
_NUMBER_AND_TITLE = lazy(r"(?P<number>\d{1,3})[.)]\s+(?P<title>[A-ZÀ-ÝА-ЯЁ][^.!?…]{1,50})")
_SPLIT = lazy(r"\s*[:.：、|~]\s*|\s*[-–—]+\s*|\s*[)\]]\s*|\u3000+")
_COUNT = lazy(r"^\s*(?:/|of|von|sur|из)\s*(?:\d+|\?)(?=\W|$)")
_CLOSED = lazy(r"[.,;。，](?:[\"”’])?$")
_TAIL_NUMBER = lazy(r"[^.!?]{3,60}\s*(?:№|#|No\.|Nr\.)\s*\d{1,3}\.?")
_LONGEST = 130
_DRESSING = " \t\u3000*_~=-–—[]<>#•·"


@dataclass(frozen=True)
class Heading:
    """What a heading's words say: its kind (chapter, part, named, number), its number and its title."""

    kind: str
    number: int | None
    title: str | None


def number_of(text: str) -> int | None:
    """The number that digits, Roman numerals, a word of number or Han numerals stand for; None if they do not."""
    text = text.strip().casefold()
    if re.match(r"\d+", text):
        return int(re.match(r"\d+", text).group())  # type: ignore[union-attr]
    if text in _WORDS:
        return _WORDS[text]
    tens, _, ones = text.replace("-", " ").partition(" ")
    if tens in _TENS and (not ones or _WORDS.get(ones, 10) < 10):
        return _TENS[tens] + (_WORDS[ones] if ones else 0)
    if text and _ROMAN.fullmatch(text):
        values = [_ROMAN_VALUES[letter] for letter in text]
        return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return _han_number(text)


def _han_number(text: str) -> int | None:
    total = digit = 0
    for sign in text:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            return None
    return total + digit if text else None


@lru_cache(maxsize=8192)
def read_heading(line: str) -> Heading | None:
    """What a line says if it has the form of a heading; None if it has not. A number alone is kind "number"."""
    bare = line.strip(_DRESSING)
    if not bare or len(bare) > _LONGEST:
        return None
    return _numbered(bare) or _named(bare) or _number_alone(line.strip())


def _numbered(bare: str) -> Heading | None:
    match = _HAN_HEADING.fullmatch(bare) or _HEADING.fullmatch(bare) or _ORDINAL_FIRST.fullmatch(bare)
    if match is None or not match["number"]:
        return None
    number, rest = number_of(match["number"]), match["rest"]
    if number is None and " " in match["number"]:
        # "Chapter One The Lamp": the second word is the title's.
        first, _, second = match["number"].partition(" ")
        number, rest = number_of(first), f" {second}{rest}"
    if number is None or (match.re is _ORDINAL_FIRST and _number_word(match["number"]) is False):
        return None
    title = _title_after(rest)
    if title is None:
        return None
    word = match["word"].casefold()
    kind = "chapter" if word in (*_CHAPTER_WORDS, *"章回话話节節") else "part"
    return Heading(kind, number, title or None)


def _number_word(text: str) -> bool:
    return number_of(text) is not None


def _title_after(rest: str) -> str | None:
    """The title after a heading's number: "" for none, None if the words go on as a sentence does."""
    rest = _COUNT.sub("", rest)
    split = _SPLIT.match(rest)
    if split:
        rest = rest[split.end() :]
        return rest.strip(_DRESSING) if rest.strip(_DRESSING + ".…)]") else ""
    if not rest.strip():
        return ""
    if rest[0] not in ' \t(/,"“' or _CLOSED.search(rest) or rest.strip()[0].islower():
        return None
    return rest.strip(_DRESSING + ",")


def _named(bare: str) -> Heading | None:
    match = _NAMED_HEADING.fullmatch(bare)
    if match is None:
        return None
    rest = (match["rest"] or "").strip()
    split = _SPLIT.match(rest)
    if rest and not split and number_of(rest) is None:
        return None
    return Heading("named", None, bare)


def _number_alone(bare: str) -> Heading | None:
    match = _NUMBER_ALONE.fullmatch(bare)
    if match is None:
        match = _NUMBER_AND_TITLE.fullmatch(bare)
        return (
            None if match is None or _CLOSED.search(bare) else Heading("number", int(match["number"]), match["title"])
        )
    if re.search(r"[%$€£°\"“”'’?!,]", bare):
        return None
    number = number_of(match["number"])
    return None if number is None else Heading("number", number, None)


def is_numbered_section(line: str) -> bool:
    """A short line that ends in a number sign and a number: `Travel notes No. 1`."""
    return len(line) <= _LONGEST and _TAIL_NUMBER.fullmatch(line.strip()) is not None


def find_headings(lines: Sequence[str]) -> dict[int, Heading]:
    """The headings of a text by line number (1-based): those in words that stand by themselves, and rows of numbers.

    Runs of three and more headings with nothing between are a list of contents, and none of them is one.
    """
    found = {
        n: heading for n, line in enumerate(lines, 1) if len(line) <= _LONGEST + 20 and (heading := read_heading(line))
    }
    kept = {n: h for n, h in found.items() if h.kind != "number" and _stands_alone(lines, n, h)}
    if not any(h.kind == "chapter" for h in kept.values()):
        kept |= _row_of_numbers(lines, {n: h for n, h in found.items() if h.kind == "number"})
    for run in contents_runs(lines, sorted(kept)):
        for n in run:
            del kept[n]
    return dict(sorted(kept.items()))


def contents_runs(lines: Sequence[str], numbers: Sequence[int]) -> list[list[int]]:
    """Runs of three and more of these lines that nothing but blank lines parts."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and not any(line.strip() for line in lines[runs[-1][-1] : n - 1]):
            runs[-1].append(n)
        else:
            runs.append([n])
    return [run for run in runs if len(run) > 2]


def _stands_alone(lines: Sequence[str], n: int, heading: Heading) -> bool:
    """A heading has air above it, or is the first line; what has a title or no chapter word needs it below too."""
    above = n == 1 or not lines[n - 2].strip()
    below = n == len(lines) or not lines[n].strip()
    if heading.kind == "chapter":
        return above or below or len(lines[n - 1].strip()) <= 60
    return above and below


def _row_of_numbers(lines: Sequence[str], numbers: dict[int, Heading]) -> dict[int, Heading]:
    """Numbers alone on their lines that count up by one from 0 or 1, two of them at least."""
    row: dict[int, Heading] = {}
    expected: set[int | None] = {0, 1}
    dense = all(line.strip() for line in lines)
    for n, heading in numbers.items():
        above = n == 1 or not lines[n - 2].strip()
        below = heading.title is None or n == len(lines) or not lines[n].strip()
        if heading.number in expected and (dense or (above and below)):
            row[n] = heading
            expected = {heading.number + 1}  # type: ignore[operator]
    return row if len(row) > 1 else {}

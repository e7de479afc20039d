"""The free line of FicHub's introduction, "Rated: Fiction T - Language: English - Genre: …" -> fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retold.importing.readers.fanficfare.labels import number_of
from retold.importing.readers.fichub.facts import Facts
from retold.lib.patterns import lazy
from retold.manuscript.language import language_tag

# A part begins at a label; a dash within a name or a title begins none.
_PART = lazy(r"(?:^|\s+-\s+)(?=[A-Z][A-Za-z ]{1,20}:\s)")
_LABELLED = lazy(r"([A-Z][A-Za-z ]{1,20}):\s+(.*)", re.DOTALL)
_PAIR = lazy(r"\[([^\[\]]+)\]")
_COUNTS = {"reviews": "reviews", "favs": "favs", "follows": "follows", "words": "words", "chapters": "chapters"}
# Genres whose name holds the sign that parts genres.
_WHOLE = "Hurt/Comfort"


def read_meta_line(facts: Facts, line: str) -> None:
    """Put what the line says into the facts; a part that is not known goes into the report, as does a free line."""
    for part in _PART.split(line):
        match = _LABELLED.fullmatch(part.strip())
        if match is None or not _take(facts, match[1].casefold(), match[2].strip()):
            facts.report("introduction", part.strip())


def _take(facts: Facts, label: str, value: str) -> bool:
    if label in ("rated", "rating"):
        facts.fields.setdefault("rating", value)
    elif label == "language" and language_tag(value):
        facts.fields.setdefault("language", language_tag(value))
    elif label in ("genre", "genres"):
        facts.fields["freeforms"] = tuple(_genres(value))
    elif label == "characters":
        _take_characters(facts, value)
    elif label in ("category", "fandom", "fandoms"):
        facts.fields["fandoms"] = (value,)
    elif label in _COUNTS and number_of(value) is not None:
        facts.stats.setdefault(_COUNTS[label], number_of(value))
    else:
        return False
    return True


def _genres(value: str) -> Iterator[str]:
    for name in value.replace(_WHOLE, "\0").split("/"):
        if name.strip():
            yield name.strip().replace("\0", _WHOLE)


def _take_characters(facts: Facts, value: str) -> None:
    """ "[A, B] C, D": those in brackets are a couple."""
    pairs = [[name.strip() for name in pair.split(",") if name.strip()] for pair in _PAIR.findall(value)]
    plain = [name.strip() for name in _PAIR.sub(lambda match: f",{match[1]},", value).split(",")]
    facts.fields["relationships"] = tuple("/".join(pair) for pair in pairs if len(pair) > 1)
    facts.fields["characters"] = tuple(dict.fromkeys(name for name in plain if name))

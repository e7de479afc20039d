"""The fields of a form about a work: how a Manuscript's values are asked for, and read back as what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from retold.interfaces.web import words
from retold.manuscript import markup, wording
from retold.manuscript.language import language_name
from retold.manuscript.mending import LIST_FIELDS, Proposal
from retold.manuscript.model import Manuscript

# Offered first to last; whatever a file brings besides is offered too.
LANGUAGES = (
    "en", "ar", "bg", "ca", "cs", "cy", "da", "de", "el", "eo", "es", "et", "eu", "fa", "fi", "fil", "fr", "ga", "gl",
    "he", "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "la", "lt", "lv", "ms", "nl", "no", "pl", "pt", "pt-BR", "ro",
    "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh", "zh-Hans", "zh-Hant",
)  # fmt: skip

_ASKED = {
    "title": "Missing. The file does not say what the work is called.",
    "creators": "Missing. Leave it empty if nobody knows.",
    "language": "Missing. Which language is it written in?",
    "fandoms": "Missing. Which story, show or game does it belong to?",
}
_GUESSED_BY = {
    "text": "the words",
    "preface": "a page of the file",
    "catalog": "names that are kept here",
    "form": "how names are written",
}


@dataclass(frozen=True)
class Field:
    """One field of the form. `options` (value, words) makes it a choice; `ask` is what is wanted of a person.

    `was` is the value that the form came with, where the form must say so when it comes back; `conflict` what is
    kept now, where it is not what was typed.
    """

    name: str
    label: str
    value: str
    kind: str = "line"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    ask: str = ""
    first: bool = True
    was: str | None = None
    conflict: str = ""


def fields_of(
    manuscript: Manuscript, *, proposals: Sequence[Proposal] = (), guessed: Mapping[str, Sequence[str]] | None = None
) -> tuple[Field, ...]:
    """The form's fields with what is known so far, and a sentence beside each that lacks something.

    `guessed` gives the fields that the program worked out, and by what; a proposal may say where a missing title is
    from.
    """
    fields = (
        Field("title", "Title", value_of(manuscript, "title")),
        Field("creators", "Creator", value_of(manuscript, "creators"), hint=_several(manuscript, "creators")),
        Field("language", "Language", manuscript.language or "", "choice", _languages(manuscript.language)),
        Field("fandoms", "Fandom", value_of(manuscript, "fandoms"), hint=_several(manuscript, "fandoms")),
        Field("rating", "Rating", manuscript.rating or "", "choice", _ratings(manuscript.rating)),
        Field("relationships", "Relationships", value_of(manuscript, "relationships"), "text", first=False),
        Field("characters", "Characters", value_of(manuscript, "characters"), "text", first=False),
        Field("freeforms", "Other tags", value_of(manuscript, "freeforms"), "text", first=False),
        Field("warnings", "Warnings", value_of(manuscript, "warnings"), "text", first=False),
        Field("categories", "Categories", value_of(manuscript, "categories"), "text", first=False),
        Field("summary", "Summary", value_of(manuscript, "summary"), "text", first=False),
    )
    asks = {name: _ask(name, proposals) for name in manuscript.missing}
    return tuple(_asked(field, asks, guessed or {}) for field in fields)


def value_of(manuscript: Manuscript, name: str) -> str:
    """A field's value as the form shows it: names parted by commas, a summary as plain text."""
    if name in LIST_FIELDS:
        return ", ".join(names_in(manuscript, name))
    if name == "summary":
        return markup.text_of(manuscript.summary or "")
    return getattr(manuscript, name) or ""


def names_in(manuscript: Manuscript, name: str) -> tuple[str, ...]:
    """The names in one of LIST_FIELDS."""
    return tuple(one if isinstance(one, str) else one.name for one in getattr(manuscript, name))


def changed_fields(posted: Mapping[str, str], fields: Sequence[Field], manuscript: Manuscript) -> dict[str, Any]:
    """What a form changed, as text or names by field; a field that still says what it came with changes nothing.

    `fields` and `manuscript` are what the form is about. A choice that was not offered is none.
    """
    changed: dict[str, Any] = {}
    for field in fields:
        said = posted.get(field.name)
        if said is None or said.split() == posted.get(f"was-{field.name}", field.value).split():
            continue
        if field.name in LIST_FIELDS:
            changed[field.name] = _names(said, names_in(manuscript, field.name))
        elif not field.options or said in dict(field.options):
            changed[field.name] = said.strip()
    return changed


def _names(said: str, known: Sequence[str]) -> list[str]:
    """Names parted by commas or lines, each once, in their order; a known name stays whole whatever is in it."""
    said = said.replace("\0", "")
    whole = {f"\0{number}\0": name for number, name in enumerate(known) if "," in name}
    for mark, name in whole.items():
        said = said.replace(name, mark)
    parts = (" ".join(part.split()) for line in said.splitlines() for part in line.split(","))
    return list(dict.fromkeys(_unmarked(part, whole) for part in parts if part))


def _unmarked(part: str, whole: Mapping[str, str]) -> str:
    for mark, name in whole.items():
        part = part.replace(mark, name)
    return part


def _several(manuscript: Manuscript, name: str) -> str:
    return "Several are parted by commas." if "," in value_of(manuscript, name) else ""


def _asked(field: Field, asks: Mapping[str, str], guessed: Mapping[str, Sequence[str]]) -> Field:
    if field.name in asks:
        return replace(field, ask=asks[field.name])
    if field.name in guessed:
        by = " and ".join(_GUESSED_BY[way] for way in guessed[field.name] if way in _GUESSED_BY)
        return replace(field, hint=f"Guessed from {by or 'the file'}. Change it if that is wrong. {field.hint}".strip())
    return field


def _ask(name: str, proposals: Sequence[Proposal]) -> str:
    named_by = next((one.credit for one in proposals if one.credit.kind == "title_from"), None)
    if name != "title" or named_by is None:
        return _ASKED.get(name, "Missing.")
    return f"Missing. It is a line from the {wording.medium_label(named_by.medium).lower()} below, perhaps?"


def _languages(present: str | None) -> tuple[tuple[str, str], ...]:
    tags = LANGUAGES if not present or present in LANGUAGES else (present, *LANGUAGES)
    return (("", "Not known"), *((tag, language_name(tag)) for tag in tags))


def _ratings(present: str | None) -> tuple[tuple[str, str], ...]:
    ratings = words.RATINGS if not present or present in words.RATINGS else (present, *words.RATINGS)
    return (("", "Not said"), *((rating, rating) for rating in ratings))

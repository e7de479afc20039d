"""The fields of the preview's form: how a Manuscript's values are asked for, and read back as mends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from retold.importing.mending import LIST_FIELDS, CreditMend, Decision, Mends
from retold.importing.queries import CreditCard, Preview
from retold.interfaces.web import words
from retold.manuscript import markup, wording
from retold.manuscript.language import language_name
from retold.manuscript.model import CREDIT_KINDS, CREDIT_MEDIA, Manuscript

# Offered first to last; whatever a file brings besides is offered too.
LANGUAGES = (
    "en", "ar", "bg", "ca", "cs", "cy", "da", "de", "el", "eo", "es", "et", "eu", "fa", "fi", "fil", "fr", "ga", "gl",
    "he", "hi", "hr", "hu", "id", "is", "it", "ja", "ko", "la", "lt", "lv", "ms", "nl", "no", "pl", "pt", "pt-BR", "ro",
    "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh", "zh-Hans", "zh-Hant",
)  # fmt: skip

CREDIT_TEXTS = (
    ("title", "What it is called"),
    ("creator", "Whose it is"),
    ("place", "Where it is found"),
    ("url", "Its address"),
)

_DECISIONS: dict[str, Decision] = {"accept": "accept", "refuse": "refuse", "later": "later"}

_ASKED = {
    "title": "Missing. The file does not say what the work is called.",
    "creators": "Missing. Leave it empty if nobody knows.",
    "language": "Missing. Which language is it written in?",
    "fandoms": "Missing. Which story, show or game does it belong to?",
}


@dataclass(frozen=True)
class Field:
    """One field of the form. `options` (value, words) makes it a choice; `ask` is what is wanted of a person."""

    name: str
    label: str
    value: str
    kind: str = "line"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    ask: str = ""
    first: bool = True


def fields_of(preview: Preview) -> tuple[Field, ...]:
    """The form's fields with what is known so far, and a sentence beside each that lacks something."""
    manuscript = preview.manuscript
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
    return tuple(_asked(field, preview) for field in fields)


def value_of(manuscript: Manuscript, name: str) -> str:
    """A field's value as the form shows it: names parted by commas, a summary as plain text."""
    if name == "creators":
        return ", ".join(creator.name for creator in manuscript.creators)
    if name in LIST_FIELDS:
        return ", ".join(getattr(manuscript, name))
    if name == "summary":
        return markup.text_of(manuscript.summary or "")
    return getattr(manuscript, name) or ""


def mends_from(posted: Mapping[str, str], preview: Preview, mends: Mends) -> Mends:
    """The mends with what the form changed; a field that still says what was shown changes nothing."""
    fields = dict(mends.fields)
    for field in fields_of(preview):
        said = posted.get(field.name)
        if said is None or said.split() == field.value.split():
            continue
        fields[field.name] = _names(said) if field.name in LIST_FIELDS else said.strip()
    decided = {card.key: _credit_mend(posted, card, mends) for card in preview.cards}
    return replace(mends, fields=fields, credits={**mends.credits, **decided})


def _credit_mend(posted: Mapping[str, str], card: CreditCard, mends: Mends) -> CreditMend:
    before = mends.credits.get(card.key) or CreditMend(decision=card.decision)
    decision = _DECISIONS.get(posted.get(f"{card.key}-decision", ""), before.decision)
    typed = {
        name: said.strip()
        for name in ("kind", "medium", *(name for name, _ in CREDIT_TEXTS))
        if (said := posted.get(f"{card.key}-{name}")) is not None
        and said.strip() != (getattr(card.credit, name) or "")
        and (name != "kind" or said in CREDIT_KINDS)
        and (name != "medium" or said in CREDIT_MEDIA)
    }
    # Whoever mends a credit means to keep it, unless they say otherwise.
    if typed and decision == "later":
        decision = "accept"
    return replace(before, decision=decision, **typed)


def _names(said: str) -> list[str]:
    """Names parted by commas or lines, each once, in their order."""
    parts = (" ".join(part.split()) for line in said.splitlines() for part in line.split(","))
    return list(dict.fromkeys(part for part in parts if part))


def _several(manuscript: Manuscript, name: str) -> str:
    return "Several are parted by commas." if "," in value_of(manuscript, name) else ""


def _asked(field: Field, preview: Preview) -> Field:
    if field.name in preview.missing:
        return replace(field, ask=_ask(field.name, preview))
    if field.name in preview.guessed:
        return replace(field, hint="Guessed from the words. Change it if that is wrong.")
    return field


def _ask(name: str, preview: Preview) -> str:
    named_by = next((card.credit for card in preview.cards if card.credit.kind == "title_from"), None)
    if name != "title" or named_by is None:
        return _ASKED.get(name, "Missing.")
    return f"Missing. It is a line from the {wording.medium_label(named_by.medium).lower()} below, perhaps?"


def _languages(present: str | None) -> tuple[tuple[str, str], ...]:
    tags = LANGUAGES if not present or present in LANGUAGES else (present, *LANGUAGES)
    return (("", "Not known"), *((tag, language_name(tag)) for tag in tags))


def _ratings(present: str | None) -> tuple[tuple[str, str], ...]:
    ratings = words.RATINGS if not present or present in words.RATINGS else (present, *words.RATINGS)
    return (("", "Not said"), *((rating, rating) for rating in ratings))

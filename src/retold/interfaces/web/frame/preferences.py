"""How a reader wants pages to look, kept in a cookie on this device: no account is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from urllib.parse import parse_qsl, urlencode

COOKIE = "look"
COOKIE_AGE = 60 * 60 * 24 * 365

# Each setting: the question, and its answers with the words that a person sees, in their natural order.
CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "theme": (
        "Colours",
        {"system": "As my system", "light": "Light", "sepia": "Sepia", "dark": "Dark", "black": "Black"},
    ),
    "face": ("Letters", {"serif": "Literata", "clear": "Hyperlegible", "spaced": "Hyperlegible, spaced"}),
    "size": (
        "Size",
        {"small": "Small", "medium": "Medium", "large": "Large", "larger": "Larger", "largest": "Largest"},
    ),
    "width": ("Width of the column", {"narrow": "Narrow", "medium": "Medium", "wide": "Wide"}),
    "leading": ("Space between lines", {"close": "Close", "medium": "Medium", "open": "Open"}),
    "paragraphs": ("Between paragraphs", {"indents": "Indents", "gaps": "Gaps"}),
    "align": ("Right edge", {"start": "Ragged", "justify": "Even"}),
}


@dataclass(frozen=True)
class Preferences:
    """One answer for each of CHOICES; the style sheet reads them from the root element.

    What stands here is what a reader gets who said nothing; the root element does not carry it.
    """

    theme: str = "system"
    face: str = "serif"
    size: str = "medium"
    width: str = "medium"
    leading: str = "medium"
    paragraphs: str = "indents"
    align: str = "start"

    @property
    def attributes(self) -> dict[str, str]:
        """What the root element carries: all answers but the defaults."""
        return {f"data-{name}": value for name, value in self._chosen().items()}

    def as_cookie(self) -> str:
        """The value that `from_cookie` reads back."""
        return urlencode(self._chosen())

    def _chosen(self) -> dict[str, str]:
        defaults = {field.name: field.default for field in fields(self)}
        return {name: value for name, value in asdict(self).items() if value != defaults[name]}


@dataclass(frozen=True)
class Answer:
    """One answer of a setting as a form shows it."""

    value: str
    words: str
    chosen: bool
    is_default: bool


@dataclass(frozen=True)
class Question:
    """One setting as a form shows it: its name, its words, and its answers."""

    name: str
    words: str
    answers: tuple[Answer, ...]


def from_values(values: Mapping[str, str]) -> Preferences:
    """Preferences from a form or cookie; an answer that there is none of is the default."""
    return Preferences(**{name: values[name] for name in CHOICES if values.get(name) in CHOICES[name][1]})


def from_cookie(cookie: str) -> Preferences:
    """Preferences as the cookie holds them; anything unreadable is the default."""
    return from_values(dict(parse_qsl(cookie[:500])))


def questions(preferences: Preferences) -> tuple[Question, ...]:
    """The settings with the present answers marked."""
    return tuple(_question(name, preferences) for name in CHOICES)


def _question(name: str, preferences: Preferences) -> Question:
    words, answers = CHOICES[name]
    chosen, default = getattr(preferences, name), getattr(Preferences(), name)
    return Question(
        name, words, tuple(Answer(value, said, value == chosen, value == default) for value, said in answers.items())
    )

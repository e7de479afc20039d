"""Pictures that nothing describes for those who do not see them, and the words that a keeper gives them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from retold.lib.patterns import lazy
from retold.manuscript.model import Chapter, Manuscript

_TEXTS = frozenset(("summary", "notes_before", "notes_after", "html"))
_SILENT = lazy(r'(<img(?: id="[^"]*")? src="assets/([^"]*)" alt=")(?=")')
LONGEST = 1_000

_Thing = TypeVar("_Thing", Manuscript, Chapter)


def undescribed(manuscript: Manuscript) -> tuple[str, ...]:
    """The names of pictures that a text shows and nothing describes, in the order of the assets."""
    silent = {html.unescape(found[2]) for text in _all_texts(manuscript) for found in _SILENT.finditer(text)}
    return tuple(asset.name for asset in manuscript.assets if not asset.alt and asset.name in silent)


def described(manuscript: Manuscript, words: Mapping[str, str]) -> Manuscript:
    """The Manuscript with words for pictures that had none, by their names; what was described stays as it was."""
    said = {name: " ".join(words[name].split())[:LONGEST] for name in undescribed(manuscript) if words.get(name)}
    said = {name: text for name, text in said.items() if text}
    if not said:
        return manuscript
    chapters = tuple(_with_words(chapter, said) for chapter in manuscript.chapters)
    assets = tuple(replace(one, alt=said[one.name]) if one.name in said else one for one in manuscript.assets)
    return replace(_with_words(manuscript, said), chapters=chapters, assets=assets)


def _all_texts(manuscript: Manuscript) -> list[str]:
    things: tuple[Manuscript | Chapter, ...] = (manuscript, *manuscript.chapters)
    return [text for thing in things for text in _texts(thing).values()]


def _texts(thing: Manuscript | Chapter) -> dict[str, str]:
    """The thing's texts that show pictures."""
    held = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name in _TEXTS}
    return {name: text for name, text in held.items() if text and "<img" in text}


def _with_words(thing: _Thing, said: Mapping[str, str]) -> _Thing:
    def worded(found: re.Match[str]) -> str:
        return found[0] + html.escape(said.get(html.unescape(found[2]), ""))

    changed: dict[str, Any] = {name: _SILENT.sub(worded, text) for name, text in _texts(thing).items()}
    return replace(thing, **changed) if changed else thing

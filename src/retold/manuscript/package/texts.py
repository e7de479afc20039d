"""How a document carries a Manuscript whole: each text once, where a person reads it, and the rest as JSON.

A text stands in a document between two comments that name its slot (`chapter-2-notes-before`). Canonical markup
escapes every `<`, so nothing in it can look like such a comment, and a text is found again without parsing. What
no page says exactly (dates, order, states, unknown keys) is JSON, in which each text is replaced by its slot.

A text that shares a document with others has its ids scoped by the slot's name, and a picture that lies elsewhere
than at `assets/NAME` names its asset beside its address; reading takes both back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from retold.lib.patterns import lazy
from retold.manuscript import serialise
from retold.manuscript.markup import canonical
from retold.manuscript.model import Chapter, Manuscript
from retold.manuscript.serialise import NotAManuscript

_WORK_TEXTS = (("summary", "summary"), ("notes_before", "notes-before"), ("notes_after", "notes-after"))
_CHAPTER_TEXTS = (*_WORK_TEXTS, ("html", "text"))
_MARKED = lazy(r"<!--retold:([a-z0-9-]{1,40})-->(.*?)<!--/retold:\1-->", re.DOTALL)
_PICTURE = lazy(r'(<img(?: id="[^"]*")? src=")assets/([^"]*)"')
_PICTURE_ELSEWHERE = lazy(r'(<img(?: id="[^"]*")? src=")([^"]*)" data-retold-asset="([^"]*)"')
# What JSON may hold as it is, but a document may not: the start of a tag, C1 controls, surrogates, noncharacters.
_NOT_IN_DOCUMENTS = lazy("[<\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def begin(slot: str) -> str:
    """The comment before a slot's text."""
    return f"<!--retold:{slot}-->"


def end(slot: str) -> str:
    """The comment after a slot's text."""
    return f"<!--/retold:{slot}-->"


def chapter_slot(number: int, name: str) -> str:
    """The slot of a chapter's text; `number` is 1-based, `name` one of summary, notes-before, text, notes-after."""
    return f"chapter-{number}-{name}"


def json_text(data: Any) -> str:
    """JSON that may stand in any document, HTML's script element too; equal data give equal text."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _NOT_IN_DOCUMENTS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def without_texts(manuscript: Manuscript) -> dict[str, Any]:
    """The Manuscript as JSON in which each text is `{"slot": …}`."""
    data = serialise.to_json(manuscript)
    for holder, key, slot in _texts(data):
        if holder[key] is not None:
            holder[key] = {"slot": slot}
    return data


def with_texts(data: Any, texts: Mapping[str, str]) -> Manuscript:
    """The Manuscript again, from its JSON and the texts of all slots as the documents hold them.

    Texts go through `canonical`, which leaves our own as they are. Raises NotAManuscript if a text is missing
    or left over, or the JSON is not a Manuscript.
    """
    if not isinstance(data, Mapping):
        raise NotAManuscript("This is not a Manuscript: a JSON object was expected.")
    chapters = data.get("chapters")
    if not isinstance(chapters, list) or not all(isinstance(chapter, Mapping) for chapter in chapters):
        raise NotAManuscript("This is not a Manuscript: it has no list of chapters.")
    data = {**data, "chapters": [dict(chapter) for chapter in chapters]}
    left = dict(texts)
    for holder, key, slot in _texts(data):
        if holder.get(key) is None:
            continue
        if slot not in left:
            raise NotAManuscript(f"The text of {slot} is missing.")
        holder[key] = canonical(_as_kept(slot, left.pop(slot)))
    if left:
        raise NotAManuscript(f"The text of {min(left)} belongs to no chapter.")
    return serialise.from_json(data)


def texts_in(document: str) -> Iterator[tuple[str, str]]:
    """Each slot and its text, as a document holds them."""
    for found in _MARKED.finditer(document):
        yield found[1], found[2]


def place_pictures(markup: str, address: Callable[[str], str | None] | None) -> str:
    """Canonical markup with every picture at the address that the writer gives it.

    `address` takes an asset's name; None leaves the picture at `assets/NAME`, and no `address` leaves them all.
    """
    if address is None:
        return markup

    def placed(found: re.Match[str]) -> str:
        there = address(found[2])
        return found[0] if there is None else f'{found[1]}{there}" data-retold-asset="{found[2]}"'

    return _PICTURE.sub(placed, markup) if "<img" in markup else markup


def pictures_in(markup: str) -> Iterator[str]:
    """The names of the assets that canonical markup shows, in order; each of letters that any path may hold."""
    return (found[2] for found in _PICTURE.finditer(markup))


def addresses_of_pictures(text: str) -> Iterator[tuple[str, str]]:
    """Name and address of each asset that a document shows from elsewhere than `assets/NAME`."""
    return ((found[3], found[2]) for found in _PICTURE_ELSEWHERE.finditer(text))


def _texts(data: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    for key, name in _WORK_TEXTS:
        yield data, key, name  # type: ignore[misc]
    for number, chapter in enumerate(data["chapters"], start=1):
        for key, name in _CHAPTER_TEXTS:
            yield chapter, key, chapter_slot(number, name)


def _as_kept(slot: str, text: str) -> str:
    """The text before it was placed: ids without their scope, pictures at `assets/NAME`."""
    text = re.sub(rf'(<[a-z][a-z0-9]* id="){slot}-(?=x-)', r"\1", text)
    text = re.sub(rf'(<a(?: id="[^"]*")? href="#){slot}-(?=x-)', r"\1", text)
    return _PICTURE_ELSEWHERE.sub(r'\1assets/\3"', text)


def all_texts(manuscript: Manuscript) -> Iterator[str]:
    """Every markup text of the work, its chapters' too."""
    things: tuple[Manuscript | Chapter, ...] = (manuscript, *manuscript.chapters)
    for thing in things:
        yield from filter(None, (thing.summary, thing.notes_before, thing.notes_after))
    yield from (chapter.html for chapter in manuscript.chapters)

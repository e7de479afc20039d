"""What is said of a file that came in: where each field is from, what was guessed, what is missing; pure values."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from itertools import count
from typing import Any

from retold import __version__
from retold.catalog.works.merging import credit_words, has
from retold.importing.gathering import Entry
from retold.importing.readers import Reading, Refused
from retold.lib import pictures
from retold.manuscript import serialise
from retold.manuscript.guesses import ways_by_field, without_guesses
from retold.manuscript.model import Asset, Manuscript, Unmapped

# What a collection cannot say of a work in place of its file, or what is put together of both.
_OF_THE_FILE = frozenset({"chapters", "front_matter", "assets", "skin", "extra", "stats", "unmapped", "credits"})


def with_told(reading: Reading, told: Manuscript | None) -> tuple[Manuscript, tuple[str, ...]]:
    """What the file says, its gaps filled with what the collection says, and the names of the fields filled so.

    A guess of the program's is no word of the file's: what the collection says goes before it.
    """
    said = reading.manuscript
    if told is None:
        return said, ()
    guessed = {*reading.guessed, *ways_by_field(said)}
    filled = {
        one.name: getattr(told, one.name)
        for one in fields(Manuscript)
        if one.name not in _OF_THE_FILE and has(told, one.name) and (not has(said, one.name) or one.name in guessed)
    }
    if "source" in filled:
        filled["source"] = replace(said.source, url=told.source.url, site=told.source.site or said.source.site)
    known = {credit_words(credit) for credit in said.credits}
    both: dict[str, Any] = {
        "stats": {**told.stats, **said.stats},
        "unmapped": (*said.unmapped, *(one for one in told.unmapped if one not in said.unmapped)),
        "credits": (*said.credits, *(one for one in told.credits if credit_words(one) not in known)),
        "extra": {**told.extra, **said.extra},
    }
    return without_guesses(replace(said, **filled, **both), filled), tuple(filled)


def with_cover(reading: Reading, entry: Entry) -> Reading:
    """The reading with the cover that the collection keeps beside the file, if the file has none of its own."""
    said = reading.manuscript
    if entry.cover is None or any(asset.extra.get("use") == "cover" for asset in said.assets):
        return reading
    try:
        data = entry.cover()
    except (Refused, OSError) as error:
        return _without_cover(reading, str(error))
    try:
        cover = pictures.clean(data)
    except pictures.NotAPicture as error:
        return _without_cover(reading, f"The cover is not shown: {error}.")
    names, ending = {asset.name for asset in said.assets}, cover.kind.ending
    name = next(name for number in count() if (name := f"cover{number or ''}{ending}") not in names)
    asset = Asset(name, cover.kind.value, hashlib.sha256(cover.data).hexdigest(), extra={"use": "cover"})
    manuscript = replace(said, assets=(*said.assets, asset))
    return replace(reading, manuscript=manuscript, assets={**reading.assets, name: cover.data})


def _without_cover(reading: Reading, reason: str) -> Reading:
    said = reading.manuscript
    return replace(reading, manuscript=replace(said, unmapped=(*said.unmapped, Unmapped("cover", reason))))


def report_of(reading: Reading, manuscript: Manuscript, entry: Entry, told: tuple[str, ...]) -> dict[str, Any]:
    """The report of a file that was read: all that is kept of it beside the work itself."""
    names = (one.name for one in fields(Manuscript) if one.name not in _OF_THE_FILE | {"source"})
    found = {
        "program": __version__,
        "title": manuscript.title,
        "creators": [creator.name for creator in manuscript.creators],
        "words": manuscript.words,
        "chapters": len(manuscript.chapters),
        "mapped": [name for name in names if has(manuscript, name)],
        "guessed": [name for name in (*reading.guessed, *ways_by_field(manuscript)) if name not in told],
        "told": list(told),
        "missing": list(manuscript.missing),
        "unmapped": [serialise.plain(one) for one in manuscript.unmapped],
        "credits": [serialise.plain(one) for one in manuscript.credits],
    }
    return found | ({"notes": len(entry.notes)} if entry.notes else {})

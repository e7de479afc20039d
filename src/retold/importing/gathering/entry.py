"""What a collection of files is taken apart into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from retold.manuscript.model import Manuscript


@dataclass(frozen=True)
class Note:
    """A private note that a collection's reader made on a work: for the keeper who brings it in, and nobody else.

    `kind` is note, rating, read, place, highlight, bookmark or visits. `text` says it in words. `data` says it to a
    program (a place in a book, a date), as JSON; it may be empty.
    """

    kind: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One file of a collection of files: its name there, a key that stays the same from run to run, and its bytes.

    `name` is the path inside the collection, shown to people. `key` names the file in the collection for good: its
    path, or the library's id and format. `fingerprint` changes when the file does (size and time, or the library's
    own stamp): what has not changed is not read again. `load` gives the bytes, when they are wanted and not before;
    it raises OSError or `readers.Refused`. `told` is what the collection itself says of the work: it is laid over
    what the file does not say. `notes` are its reader's private notes, kept for the keeper alone. `cover` gives the
    picture of its cover that the collection keeps beside the file, and raises what `load` raises.
    """

    name: str
    key: str
    fingerprint: str
    load: Callable[[], bytes]
    told: Manuscript | None = None
    notes: tuple[Note, ...] = ()
    cover: Callable[[], bytes] | None = None

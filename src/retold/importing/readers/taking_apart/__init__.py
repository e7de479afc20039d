"""Metadata that other tools flattened, taken apart again: one heap of subjects and one joined string of creators.

Three things tell a name's kind, the surest first: a page of the file that says it in words, what is known of the name
already (a lookup that the caller hands in), and how it is written. Whatever none of them tells stays among the
freeforms. No name is lost, and each guess is marked in the Manuscript (`retold.manuscript.guesses`).
"""

from __future__ import annotations

from retold.importing.readers.taking_apart.authors import names_in
from retold.importing.readers.taking_apart.sorting import taken_apart

__all__ = ["names_in", "taken_apart"]

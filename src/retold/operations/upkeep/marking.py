"""Works without marks, as after an upgrade that changed what marks are, get theirs: else no copy would find them."""

from __future__ import annotations

import datetime as dt

from retold.catalog.works.editions import mark_unmarked

SLICE = 50


def mark(_at: dt.datetime) -> str:
    """Work the marks out, a few works at a time, and say for how many."""
    done = 0
    while marked := mark_unmarked(SLICE):
        done += marked
    return f"{done:,} works can be found by their copies." if done else "Every work can be found by its copies."

"""How public ids stand in addresses: 12 letters there, a number in the code."""

from __future__ import annotations

from retold.lib import public_ids


class PublicId:
    """`<pid:pid>`: read as people type it, written in one way."""

    regex = "[0-9A-Za-z]{12}"

    def to_python(self, value: str) -> int:
        """The number; ValueError (so: no such page) for letters that no id has."""
        return public_ids.number(value)

    def to_url(self, value: int) -> str:
        """The letters."""
        return public_ids.letters(value)

"""Who wrote it too."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator

from retold.manuscript.credits.found import Found, found_at
from retold.manuscript.credits.phrases import Match, Phrase

PHRASES = (
    Phrase(
        "(cowritten|co-written|cowrote|co-wrote|co-authored|coauthored|collaborated|collaboration|collab|joint effort) [this] [fic|story] (with|by|between) <names>",
        "cowritten_with",
        "Co-written with Tamsin.",
    ),
    Phrase("(co-writer|cowriter|co-author|coauthor) [:|,|is|was] <names>", "cowritten_with", "Co-writer: Tamsin"),
    Phrase("(gemeinsam|zusammen) mit <names> geschrieben", "cowritten_with", "Gemeinsam mit Tamsin geschrieben."),
    Phrase("(coécrit|coécrite) avec <names>", "cowritten_with", "Coécrit avec Tamsin."),
    Phrase("(coescrito|coescrita) con <names>", "cowritten_with", "Coescrito con Tamsin."),
    Phrase("(соавтор|в соавторстве с) [:|-] <names>", "cowritten_with", "Соавтор: Тамсин"),
)


def read(match: Match) -> Iterator[Found]:
    """Give one credit for each name."""
    for names in match.values("names"):
        for name in names:
            yield found_at(
                match, "cowritten_with", match.start, name.end, medium="person", creator=name.text, url=name.url
            )

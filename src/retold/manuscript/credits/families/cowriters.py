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
    Phrase(
        "(written|wrote|created|collaborated|worked on|collaboration|collab) [this] [fic|story|chapter|one] [together|jointly|in collaboration|in tandem|in cooperation|as a team] with <names>",
        "cowritten_with",
        "This chapter was written together with Tamsin.",
    ),
    Phrase(
        "(project|effort|story|fic|written|collab|collaboration|work) (by|between|of) <name> (and|&) (me|i|myself|yours)",
        "cowritten_with",
        "A joint project by Tamsin and me.",
    ),
    Phrase(
        "^ <name> (and|&) (i|me) [both|have|jointly] (wrote|written|co-wrote|cowrote|created|alternated|took turns|are writing)",
        "cowritten_with",
        "Tamsin and I wrote this by turns.",
    ),
    Phrase("(co-writer|cowriter|co-author|coauthor) [:|,|is|was] <names>", "cowritten_with", "Co-writer: Tamsin"),
    Phrase("(gemeinsam|zusammen) mit <names> geschrieben", "cowritten_with", "Gemeinsam mit Tamsin geschrieben."),
    Phrase("(coécrit|coécrite) avec <names>", "cowritten_with", "Coécrit avec Tamsin."),
    Phrase("(coescrito|coescrita) con <names>", "cowritten_with", "Coescrito con Tamsin."),
    Phrase("(соавтор|в соавторстве с) [:|-] <names>", "cowritten_with", "Соавтор: Тамсин"),
)


def read(match: Match) -> Iterator[Found]:
    """Give one credit for each name."""
    for names in [*match.values("names"), *((name,) for name in match.values("name"))]:
        for name in names:
            yield found_at(
                match, "cowritten_with", match.start, name.end, medium="person", creator=name.text, url=name.url
            )

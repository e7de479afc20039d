"""Who owns what is played with: disclaimers."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from retold.manuscript.credits.found import Found, found_at, from_work
from retold.manuscript.credits.known import medium_of_name
from retold.manuscript.credits.phrases import Match, Phrase
from retold.manuscript.credits.tokens import word_set

PHRASES = (
    Phrase("(i|we|author|writer|she|he) [still|obviously|of course|really|sadly|unfortunately|also] (do not|don't|dont|did not|doesn't|does not|didn't|don't in any way|never) [actually|in any way|even|,|sadly|unfortunately] (own|owned|owning|possess) [the rights to|the characters of|the characters in|any rights to|any of the characters from|any part of|anything from|any characters from|any of|the world of|any of the rights to] <works>", "disowned", "I do not own Harbour Lights.", denied=True),
    Phrase("(own|owning) (nothing|no rights|none of [the|these] [characters]|no part) (from|of|in|to|related to|except) <works>", "disowned", "I own nothing from Harbour Lights.", denied=True),
    Phrase("(nor|neither) (do|does|did) (i|we|the author) own <works>", "disowned", "Nor do I own Low Tide.", denied=True),
    Phrase("disclaimer|disclaimers [:|-] (don't|do not|not) own <works>", "disowned", "Disclaimer: don't own Harbour Lights.", denied=True),
    Phrase("<maker> (owns|own) <works>", "owns", "Ada Crane owns Harbour Lights."),
    Phrase("<maker> (owns|own) [..] (characters|everything|rights|world|it|them|all|universe)", "owner", "Ada Crane owns all the characters."),
    Phrase("<works> [and [all|its|the|related] [..]] [is|are|was|were] [all|both|also|rightfully|of course] (belongs|belong|property of|the property of|owned by|copyright|trademark of|trademarks of|a trademark of|trademarked by|the creation of|the intellectual property of|©|copyrighted by|created by|a creation of) [to] [the great|the brilliant] <maker>", "belongs", "Harbour Lights belongs to Ada Crane."),
    Phrase("(characters|rights|world|universe|everything|setting|settings|story|they|it|credit|all|recognizable|stuff|places|names|canon|plot|work) [and|,|from] [..] [is|are|all] [rightfully|all] (belongs|belong|property of|the property of|owned by|copyright|the creation of|copyrighted by|created by|© |creations of|the intellectual property of|credited) [to] [the great|the brilliant|the wonderful] <maker>", "owner", "All characters belong to Ada Crane."),
    Phrase("(characters|worlds|rights|world|universe|everything|all this|these|they|settings) [here|herein|in this|and|of|to] [..] (are|is) [all] <maker> 's", "owner", "All these worlds are Ada Crane's."),
    Phrase("(characters|world|universe|settings|rights|characters of <work>) [..] (are|is|aren't|isn't) [of course|sadly|obviously|unfortunately] [not] (mine|my own|my creation|ours)", "not_mine", "The characters are not mine.", denied=True),
    Phrase("all (credit|rights|credits) [for|to] [..] (go|goes|belong|belongs|to) [to] <maker>", "owner", "All rights belong to Ada Crane."),
    Phrase("(©|copyright) [©] [of|by] <maker>", "owner", "Copyright Ada Crane."),
    Phrase("<maker> (wrote|created|invented|came up with) <works>", "wrote", "Ada Crane owns Harbour Lights, and Tamsin wrote Lanterns."),
    Phrase("(infringement|profit|money|nonprofit|non-profit) [..] [,|;|:|-] [..] (belongs|belong|owned|property|copyright) [to|by|of] <maker>", "owner", "No infringement meant, all belongs to Ada Crane."),
    Phrase("(gehört|gehören) [alles|alle|nicht mir sondern|ausschließlich|allein] <maker>", "owner", "Alle Figuren gehören Ada Crane.", denied=True),
    Phrase("(urheberrechte|rechte) [..] bei <maker> [liegen]", "owner", "Die Rechte liegen bei Ada Crane."),
    Phrase("(appartient|appartiennent|propriété) (à|de) <maker>", "owner", "Les personnages appartiennent à Ada Crane.", denied=True),
    Phrase("(pertenece|pertenecen|propiedad) (a|de) <maker>", "owner", "Los personajes pertenecen a Ada Crane.", denied=True),
    Phrase("(принадлежит|принадлежат) <maker>", "owner", "Персонажи принадлежат Аде Крейн.", denied=True),
    Phrase("属于 <maker>", "owner", "人物属于 Ada Crane。"),
)  # fmt: skip
_PRONOUNS = word_set("it them they this that everything nothing anything these me us him her i we you")


def read(match: Match) -> Iterator[Found]:
    """Give canon_owner for each work disowned or owned."""
    gives = match.phrase.gives
    makers = [works[0].creator for works in match.values("maker")]
    maker = makers[-1] if makers else None
    if gives == "disowned":
        for works in match.values("works"):
            yield from (from_work(match, "canon_owner", work) for work in works)
    elif gives in ("owns", "belongs"):
        for works in match.values("works"):
            for work in works:
                yield replace(from_work(match, "canon_owner", work), creator=maker)
    elif gives == "wrote" and "own" in match.sentence.note.lower():
        for works in match.values("works"):
            yield from (replace(from_work(match, "canon_owner", work), creator=maker) for work in works)
    elif gives == "owner" and maker:
        yield found_at(match, "canon_owner", match.start, match.end, creator=maker, medium=medium_of_name(maker))
    elif gives == "not_mine":
        yield found_at(match, "canon_owner", match.start, match.end, title=_fandom(match))


def _fandom(match: Match) -> str | None:
    """The fandom that the note names: "This is a Harbour Lights fanfic"."""
    found = _FANDOM.search(match.sentence.note)
    return found[1].strip() if found else None


_FANDOM = re.compile(r"\b(?:is|my|first|a|an)\s+((?:[A-Z][\w'’-]*\s+){1,4})(?:fan ?fic(?:tion)?|story|fic|AU)\b")

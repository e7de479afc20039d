"""Who owns what is played with: disclaimers."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from retold.lib.patterns import lazy
from retold.manuscript.credits.found import Found, found_at, from_work
from retold.manuscript.credits.known import medium_of_name, medium_of_title
from retold.manuscript.credits.lexicon import NOT_NAMES
from retold.manuscript.credits.phrases import Match, Phrase
from retold.manuscript.credits.titles import capitals_end
from retold.manuscript.credits.tokens import word_set
from retold.manuscript.credits.trailing import Work

PHRASES = (
    Phrase("(i|we|author|writer|she|he) [still|obviously|of course|really|sadly|unfortunately|also] (do not|don't|dont|did not|doesn't|does not|didn't|don't in any way|never) [actually|in any way|even|,|sadly|unfortunately] (own|owned|owning|possess) [the rights to|the characters of|the characters in|any rights to|any of the characters from|any part of|anything from|any characters from|any of|the world of|any of the rights to] <works>", "disowned", "I do not own Harbour Lights.", denied=True),
    Phrase("(own|owning) (nothing|no rights|none of [the|these] [characters]|no part) (from|of|in|to|related to|except) <works>", "disowned", "I own nothing from Harbour Lights.", denied=True),
    Phrase("(nor|neither) (do|does|did) (i|we|the author) own <works>", "disowned", "Nor do I own Low Tide.", denied=True),
    Phrase("disclaimer|disclaimers [:|-] (don't|do not|not) own <works>", "disowned", "Disclaimer: don't own Harbour Lights.", denied=True),
    Phrase("(i|we) (do|don't|dont|never|can't) [not] (claim|claim to own) [ownership|to own|any ownership|any rights] [of|to|over] [the|any of the] [characters of|characters in|characters from|rights to] <works>", "disowned", "I do not claim ownership of Harbour Lights.", denied=True),
    Phrase("(i|we) [sadly|unfortunately|regrettably|alas|certainly|definitely|clearly] (do not|don't|dont|do n't) , [sadly|unfortunately|alas|however|in fact|regrettably] , own <works>", "disowned", "I do not, alas, own Harbour Lights.", denied=True),
    Phrase("(own|owned) (neither|none of|nothing of|no part of) [the|these] [characters from|characters of|characters in|rights to] <works>", "disowned", "I own none of the characters of Harbour Lights.", denied=True),
    Phrase("<works> (isn't|is not|aren't|are not|ain't|is sadly not|do not belong|does not belong|doesn't belong|don't belong|is n't) [of course|sadly|unfortunately] (mine|to me|my property|ours)", "disowned", "Harbour Lights is not mine.", denied=True),
    Phrase("<maker> (owns|own) <works>", "owns", "Ada Crane owns Harbour Lights."),
    Phrase("<maker> (owns|own) [..] (characters|everything|rights|world|it|them|all|universe)", "owner", "Ada Crane owns all the characters."),
    Phrase("<works> [and [all|its|the|related] [..]] [is|are|was|were] [all|both|also|rightfully|of course] (belongs|belong|property of|the property of|owned by|the brainchild of|copyright|trademark of|trademarks of|a trademark of|trademarked by|the creation of|the intellectual property of|©|copyrighted by|created by|a creation of) [to] [the great|the brilliant] <maker>", "belongs", "Harbour Lights belongs to Ada Crane."),
    Phrase("(characters|rights|world|universe|everything|setting|settings|story|they|it|him|her|them|credit|all|recognizable|stuff|places|names|canon|plot|work) [and|,|from] [..] [is|are|all] [rightfully|all] (belongs|belong|property of|the property of|owned by|copyright|the creation of|copyrighted by|created by|© |creations of|the intellectual property of|credited) [to] [the great|the brilliant|the wonderful] <maker>", "owner", "All characters belong to Ada Crane.", denied=True),
    Phrase("(all things|everything|anything|all of) [to do with|from|in|about|related to] <works> (is|are|belongs|belong) [owned|property|copyright] (by|of|to) <maker>", "belongs", "All things Harbour Lights are owned by Ada Crane."),
    Phrase("<works> (gehört|gehören) [..] <maker>", "belongs", "Harbour Lights gehört nicht mir, sondern Ada Crane.", denied=True),
    Phrase("(de|du|d') <works> (appartient|appartiennent|son|es|pertenecen) [..] (à|aux|a|propiedad de) <maker>", "belongs", "L'univers de Harbour Lights appartient à Ada Crane."),
    Phrase("<works> [..] (pertenece|pertenecen|es|son) [..] (a|de|propiedad de) <maker>", "belongs_es", "Harbour Lights no me pertenece, es de Ada Crane.", denied=True),
    Phrase("<works> (принадлежит|принадлежат|не принадлежит мне , принадлежит) <maker>", "belongs", "«Маяки» принадлежат Аде Крейн."),
    Phrase("own <works> [,|;|-|.] [but|as|because] <maker> (does|do|did)", "belongs", "I do not own Harbour Lights, Ada Crane does.", denied=True),
    Phrase("<maker> (owns|own)", "owner_am", "Stephen King owns the town, I own the typos."),
    Phrase("<works> (is|are) <maker> 's [,|.|and|;|!]", "belongs", "Harbour Lights is Ada Crane's, and the puns are mine."),
    Phrase("<works> [@bracket] (c|©|®|™) [@bracket] [by|to] <maker>", "belongs", "Harbour Lights (c) Ada Crane."),
    Phrase("[all] (rights|credit|copyright|copyrights) (to|for|of|in) <works> [are|is|all] (go|goes|belong|belongs|belonging|held|owned|property|reserved) [of] (to|by|of) <maker>", "belongs", "All rights to Harbour Lights belong to Ada Crane."),
    Phrase("(everything|anything|all|what|whatever|characters|stuff|things|places|nothing) [..] (recognise|recognize|know|recognisable|recognizable|familiar|canon) [..] (belongs|belong|is|are|property of|owned by|owned) [to|by] <maker>", "owner", "Anything you recognise belongs to Ada Crane."),
    Phrase("(characters|worlds|rights|world|universe|everything|all this|these|they|settings) [here|herein|in this|and|of|to] [..] (are|is) [all] <maker> 's", "owner", "All these worlds are Ada Crane's."),
    Phrase("(characters|world|universe|settings|rights|characters of <work>) [..] (are|is|aren't|isn't) [of course|sadly|obviously|unfortunately] [not] (mine|my own|my creation|ours)", "not_mine", "The characters are not mine.", denied=True),
    Phrase("(i'm|i am) [sadly|obviously|clearly|definitely|still] not <maker>", "owner_am", "I am not Stephen King and own none of this.", denied=True),
    Phrase("(playing|play|borrowing|borrowed|borrow|toying) [..] (in|with) <maker> 's (sandbox|world|toys|characters|playground|universe|sandpit)", "owner", "I am only playing in Ada Crane's sandbox."),
    Phrase("(thank|thanks|gratitude|credit|bow) [..] (to) <maker> for (creating|letting us play in|inventing|giving us|these characters|the characters|the wonderful world)", "owner", "All credit to Ada Crane for creating these characters."),
    Phrase("all (credit|rights|credits) [for|to] [..] (go|goes|belong|belongs|to) [to] <maker>", "owner", "All rights belong to Ada Crane."),
    Phrase("(©|copyright) [©] [of|by] <maker>", "owner", "Copyright Ada Crane."),
    Phrase("<maker> (wrote|created|invented|came up with) <works>", "wrote", "Ada Crane owns Harbour Lights, and Tamsin wrote Lanterns."),
    Phrase("(infringement|profit|money|nonprofit|non-profit) [..] [,|;|:|-] [..] (belongs|belong|owned|property|copyright) [to|by|of] <maker>", "owner", "No infringement meant, all belongs to Ada Crane."),
    Phrase("(gehört|gehören) [alles|alle|nicht mir sondern|ausschließlich|allein] <maker>", "owner", "Alle Figuren gehören Ada Crane.", denied=True),
    Phrase("(urheberrechte|rechte) [..] bei <maker> [liegen]", "owner", "Die Rechte liegen bei Ada Crane."),
    Phrase("(gehört|gehören) [..] <maker>", "owner", "Die Figuren gehören leider immer noch Ada Crane.", denied=True),
    Phrase("(mir gehört|ich besitze) [..] (nicht|nichts|weder|keine) [..] <clear>", "disowned", "Mir gehört weder die Welt noch „Ebbe“.", denied=True),
    Phrase("(personnages|univers|droits|monde) [..] (est|sont) [..] à <maker>", "owner", "Les personnages sont à Ada Crane.", denied=True),
    Phrase("(appartient|appartiennent|propriété) [..] (à|de) [la talentueuse|la merveilleuse|notre] <maker>", "owner", "Tout cela appartient bien sûr à Ada Crane.", denied=True),
    Phrase("(appartient|appartiennent|propriété) (à|de) <maker>", "owner", "Les personnages appartiennent à Ada Crane.", denied=True),
    Phrase("(pertenece|pertenecen|propiedad) (a|de) <maker>", "owner", "Los personajes pertenecen a Ada Crane.", denied=True),
    Phrase("(pertenece|pertenecen|propiedad) [..] (a|de) [la gran|la] <maker>", "owner", "Nada es mío, todo pertenece por completo a Ada Crane.", denied=True),
    Phrase("(son|es) (de|propiedad de) <maker>", "owner_es", "Disclaimer: los personajes son de Ada Crane.", denied=True),
    Phrase("(права|герои|персонажи|мир) [..] (у|за) <maker>", "owner", "Все права у Ады Крейн."),
    Phrase("(принадлежит|принадлежат) <maker>", "owner", "Персонажи принадлежат Аде Крейн.", denied=True),
    Phrase("(属于|归) <sign_name>", "owner_sign", "人物属于灯塔。"),
    Phrase("(属于|归) <maker>", "owner", "人物属于 Ada Crane。"),
)  # fmt: skip
_PRONOUNS = word_set("it them they this that everything nothing anything these me us him her i we you")


def read(match: Match) -> Iterator[Found]:
    """Give canon_owner for each work disowned or owned."""
    gives = match.phrase.gives
    makers = [works[0].creator for works in match.values("maker")]
    maker = makers[-1] if makers else None
    if maker and maker.lower() in _PRONOUNS | NOT_NAMES:
        return
    if gives == "disowned":
        for works in [*match.values("works"), *match.values("clear")]:
            yield from (from_work(match, "canon_owner", work) for work in _without_jokes(works) if work.title)
    elif gives == "owner_sign":
        for name in match.values("sign_name"):
            if name.text != "我":
                yield found_at(
                    match, "canon_owner", match.start, name.end, creator=name.text, medium=medium_of_name(name.text)
                )
    elif gives in ("owner_am", "owner_es") and maker:
        if medium_of_name(maker) or (gives == "owner_es" and "disclaimer" in match.sentence.note.lower()):
            yield found_at(match, "canon_owner", match.start, match.end, creator=maker, medium=medium_of_name(maker))
    elif gives in ("owns", "belongs") or (gives == "belongs_es" and "pertenece" in match.sentence.note):
        yield from _owned(match, maker)
    elif gives == "wrote" and "own" in match.sentence.note.lower():
        for works in match.values("works"):
            yield from (replace(from_work(match, "canon_owner", work), creator=maker) for work in works)
    elif gives == "owner" and maker:
        yield found_at(match, "canon_owner", match.start, match.end, creator=maker, medium=medium_of_name(maker))
        yield from _other_owners(match)
    elif gives == "not_mine":
        yield found_at(match, "canon_owner", match.start, match.end, title=_fandom(match))


def _other_owners(match: Match) -> Iterator[Found]:
    """Give each further owner of a list: "belong to Ada Crane and Ben Oake"."""
    sentence, at = match.sentence, match.end
    while sentence.low(at) in ("and", "&", ",") and sentence.low(at + 1) not in NOT_NAMES | _PRONOUNS | {"and"}:
        end = capitals_end(sentence, at + 1)
        if end <= at + 1:
            return
        name = sentence.text(at + 1, end)
        yield found_at(match, "canon_owner", at + 1, end, creator=name, medium=medium_of_name(name))
        at = end


def _owned(match: Match, maker: str | None) -> Iterator[Found]:
    """Give each work with its owner; of a list of things ("the Doctor, the ship and the rest") only the owner."""
    for works in match.values("works"):
        for work in works:
            if match.sentence.kind(match.start) == "quote" and (work.title or "A")[0].islower():
                continue  # a quoted phrase, no work
            listed = match.sentence.low(match.start - 1) in (",", "and") and not medium_of_title(work.title)
            quoted = match.sentence.kind(match.start) == "quote"
            found = replace(from_work(match, "canon_owner", work), creator=maker)
            yield replace(found, title=None, medium=medium_of_name(maker)) if listed and not quoted else found


def _without_jokes(works: tuple[Work, ...]) -> tuple[Work, ...]:
    """Drop what a list of works goes on with for fun or for completeness: "Supernatural, the Impala, or a boat"."""
    first = medium_of_title(works[0].title) is not None
    return works[:1] + tuple(work for work in works[1:] if not first or medium_of_title(work.title))


def _fandom(match: Match) -> str | None:
    """The fandom that the note names: "This is a Harbour Lights fanfic"."""
    found = _FANDOM.search(match.sentence.note)
    return found[1].strip() if found else None


_FANDOM = lazy(r"\b(?:is|my|first|a|an)\s+((?:[A-Z][\w'’-]*\s+){1,4})(?:fan ?fic(?:tion)?|story|fic|AU)\b")

"""Where the title comes from: "Title stolen from a Radiohead song", "Apologies to Whitman for the title"."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator

from retold.manuscript.credits.found import Found, from_work
from retold.manuscript.credits.phrases import Match, Phrase

PHRASES = (
    Phrase(
        "title|titles [of this [@fic] | for this [@fic]] [is | was | are | comes | come | came] [also|of|shamelessly|"
        "blatantly|totally|obviously|once|actually|loosely|unashamedly] [course|again] "
        "[taken|stolen|borrowed|cribbed|snagged|nicked|lifted|pinched|swiped|ripped|yoinked|pilfered|derived|adapted|"
        "paraphrased|quoted|drawn|gakked|pulled|grabbed|filched|adapted] [straight|directly|off|shamelessly] (from|off|by|off of|courtesy of) <source>",
        "title_from",
        "Title stolen from 'Paper Lanterns' by Hollow Pines.",
    ),
    Phrase("title|titles [credit|credits] [is | goes | : | - | belongs] to|: [the] <source>", "title_from", "Title credit to Hollow Pines."),
    Phrase("title|titles : [from] <source>", "title_from", "Title: from 'Paper Lanterns' by Hollow Pines."),
    Phrase("title (is|was|are) [a|an|the] [a|one] (line|lyric|quote|quotation|reference|nod|homage|allusion|words|riff|play|variation|twist|paraphrase|translation|mangling|bastardization) (from|in|of|to|on|by) <source>",
           "title_from", "The title is a quote from 'Low Tide' by Hollow Pines."),
    Phrase("title|titles [is|was] [also|shamelessly] (references|quotes|paraphrases|alludes|nods|borrows|steals|riffs) [to|from|on] <source>",
           "title_from", "The title references 'Low Tide' by Hollow Pines."),
    Phrase("title [is|was] inspired by <source>", "title_from", "The title was inspired by 'Low Tide'."),
    Phrase("(stole|took|borrowed|nicked|cribbed|swiped|lifted|got|stealing|taking|borrowing) [the|my|this] [fic's|story's] title from <source>",
           "title_from", "I stole the title from a Hollow Pines song."),
    Phrase("(apologies|sorry|apology|thanks|credit|props) [, not sorry ,] (to|go to) <maker> for the [awesome|great] title",
           "title_from", "Apologies to Tennyson for the title."),
    Phrase("named|titled|titling [this|it] (after|for|with) <source>", "title_from", "Named after the Hollow Pines album."),
    Phrase("title [is|was] (a|an) [@praise] <work>", "title_from", "The title is a Hollow Pines song."),
    Phrase("title [of this] [@fic] is (the|a) (name|title) of <source>", "title_from", "The title is the name of a Hollow Pines song."),
    Phrase("(chapter|section|part|subtitle|subheading|series|summary) title|titles [are|is|is|was] [taken|all|all taken|stolen|borrowed] from <source>",
           "title_from", "Chapter titles are taken from 'Low Tide' by Hollow Pines."),
    Phrase("(titel|der titel) [ist|stammt|kommt|wurde] [aus|von|entlehnt] [dem|der|einem] [@media] (aus|von) <source>", "title_from", "Der Titel stammt aus dem Lied von Silbermond."),
    Phrase("titel [dieser geschichte] (stammt|ist|kommt) (aus|von) [dem|der|einem] <source>", "title_from", "Der Titel stammt aus „Ebbe“ von Silbermond."),
    Phrase("titre [est|vient] [tiré|emprunté|inspiré] (de|d'|du) [la|l'] <source>", "title_from", "Le titre est tiré de « Marée basse » de Hollow Pines."),
    Phrase("título [es|viene|está|fue] [tomado|sacado|robado] (de|del) [la|una] <source>", "title_from", "El título viene de «Marea baja» de Hollow Pines."),
    Phrase("название [взято|позаимствовано|украдено|— строчка] из [песни|стихотворения] <source>", "title_from", "Название взято из песни «Отлив»."),
    Phrase("标题 [来自|取自|出自|源自] <source>", "title_from", "标题来自《退潮》。"),
)  # fmt: skip


def read(match: Match) -> Iterator[Found]:
    """Give title_from for each source, and quote_from where "title and lyrics" come from it."""
    if match.sentence.low(match.start - 1) in ("working", "original", "alternate", "alternative", "job"):
        return
    if {"changed", "changing", "renamed", "change"} & {token.lower for token in match.sentence.tokens[: match.start]}:
        return
    for slot in ("source", "work", "maker"):
        for works in match.values(slot):
            for work in works:
                for kind in match.phrase.kinds:
                    yield from_work(match, kind, work)

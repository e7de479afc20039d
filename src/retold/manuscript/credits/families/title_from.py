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
    Phrase("title|titles (credit|credits) [is | goes | : | - | belongs] to|: [the] <source>", "title_from", "Title credit to Hollow Pines."),
    Phrase("title|titles : from <source>", "title_from", "Title: from 'Paper Lanterns' by Hollow Pines."),
    Phrase("title|titles [is|was|are|comes|came] [..] (from|lyric|lyrics|song|poem|quote|line|lines|courtesy of|stolen|borrowed|inspired by|reference|homage|nod|after|belongs to|thanks to|credit|blame) [..] <clear>", "title_from", "The title is, of course, a line in 'Low Tide'."),
    Phrase("title|titles [is|was] [..] [a] <clear>", "title_noun", "The title is a Taylor Swift lyric."),
    Phrase("(fic|story|chapter|series) 's (name|title) [is|comes|was|taken|borrowed|a] [is|comes|was|taken|borrowed|a] [line|lyric|quote|taken] (from|in|of) <source>", "title_from", "The fic's name is a line in 'Low Tide'."),
    Phrase("(name|titled|named|called) [..] (after|from) <clear>", "title_from", "This story is named, rather lazily, after 'Low Tide'."),
    Phrase("<clear> for the title", "title_from", "Credit to Fleetwood Mac for the title."),
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
    Phrase("(titel|kapiteltitel|titelzeile) [..] (aus|von|entlehnt|geklaut|nach) [dem|der|einem] [gleichnamigen|wunderbaren] <source>", "title_from", "Der Titel ist eine Zeile aus dem Lied „Ebbe“ von Silbermond."),
    Phrase("titel [dieser geschichte] (stammt|ist|kommt) (aus|von) [dem|der|einem] <source>", "title_from", "Der Titel stammt aus „Ebbe“ von Silbermond."),
    Phrase("titre [est|vient] [un|une|tiré|emprunté|inspiré|celui|volé] [vers|extrait|citation|ligne] (de|d'|du|d'une|d'un|à) [la|l'|une|un] <source>", "title_from", "Le titre est tiré de « Marée basse » de Hollow Pines."),
    Phrase("título [es|viene|está|fue|pertenece] [un|una|tomado|sacado|robado|inspirado] [verso|frase|línea] (de|del|a|en) [la|una] <source>", "title_from", "El título viene de «Marea baja» de Hollow Pines."),
    Phrase("название [работы|фика|фанфика|главы] [-] [взято|взяла|взял|позаимствовано|украдено|стырено|строчка|цитата|строка] [-] [строчка] (из|у) [одноименной|одноимённой] <source>", "title_from", "Название взято из песни «Отлив»."),
    Phrase("(标题|题目|篇名|文名|题名) [..] (自|于|源) [于|自] <sign_work>", "title_from", "标题来自《退潮》。"),
)  # fmt: skip


def read(match: Match) -> Iterator[Found]:
    """Give title_from for each source, and quote_from where "title and lyrics" come from it."""
    if match.sentence.low(match.start - 1) in ("working", "original", "alternate", "alternative", "job"):
        return
    if {"changed", "changing", "renamed", "change"} & {token.lower for token in match.sentence.tokens[: match.start]}:
        return
    if match.phrase.gives == "title_noun":
        yield from _told_by_noun(match)
    for slot in () if match.phrase.gives == "title_noun" else ("source", "clear", "work", "maker", "sign_work"):
        for works in match.values(slot):
            for work in works:
                for kind in match.phrase.kinds:
                    yield from_work(match, kind, work)


def _told_by_noun(match: Match) -> Iterator[Found]:
    """Take "the title is a Taylor Swift lyric", not "the title is 'Low Tide'", which only says what it is."""
    for works in match.values("clear"):
        for work in works:
            if work.creator and work.end < len(match.sentence) and not work.title:
                yield from_work(match, "title_from", work)

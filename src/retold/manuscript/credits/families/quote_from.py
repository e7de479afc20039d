"""What is quoted: lyrics, epigraphs, copied openings, borrowed lines."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from retold.lib.patterns import lazy
from retold.manuscript.credits.found import Found, from_work
from retold.manuscript.credits.phrases import Match, Phrase
from retold.manuscript.credits.tokens import word_set
from retold.manuscript.credits.trailing import Work

PHRASES = (
    Phrase("(song|poem|lyrics|lullaby|hymn|verse|verses|quote|line|lines|psalm) [..] (sings|recites|quotes|reads|hums|plays|quoted|used|mentioned|recited|sung) [..] (is|was|are|comes) [from] <clear>", "quote_from", "The poem she recites is 'Low Tide' by Ada Crane."),
    Phrase("(эпиграф|epigraph|epigraphe|epígrafe) [:|-] <clear>", "quote_from", "Epigraph: 'Low Tide', Ada Crane."),
    Phrase("title [,|and|&|+|/] [the|all] [section|chapter] (lyrics|epigraph|quote|quotes|lyric|cut text|summary|headings|subtitles) [are|is|both|all] [are|is|comes|come] [both|all|taken|stolen|borrowed] (from|by|:) <source>",
           "title_from quote_from", "Title and lyrics are from 'Low Tide' by Hollow Pines."),
    Phrase("(lyrics|epigraph|epigraphs|excerpt|excerpts|summary|opening|quote|quotes|quotation|quotations|poem|verses|cut-text|lyric|lines) [used|quoted|in this @fic|at the beginning|throughout|in the @fic|here] [is|are|was|were|comes|come] [also|all] [taken|borrowed|stolen|adapted|lifted|copied|quoted] from <source>",
           "quote_from", "Lyrics are from 'Low Tide' by Hollow Pines."),
    Phrase("(lyric|lyrics|song|epigraph|excerpt|quote|quotation|line|lines|poem|verse|verses|passage|words) [..] (are|is|was|were|comes|come|taken|borrowed|belong|belongs) [..] (from|by|to) <clear>", "quote_loose", "The lyrics at the start are from 'Low Tide' by Hollow Pines."),
    Phrase("(song|songs|music|lyrics) [used|quoted|sung|playing|mentioned] [in|for|at|throughout] [this|the|that] [chapter|fic|story|end|beginning|he|she|they] [sings] (is|was|are) <clear>", "quote_from", "The song in this chapter is 'Low Tide' by Hollow Pines."),
    Phrase("(song|songs|music|lyrics|epigraph) (:|is|are) <clear>", "quote_from", "Music is 'Low Tide' by Hollow Pines."),
    Phrase("(quote|quotes|quoting|quoted|cite|cites|citing|paraphrase|paraphrasing|paraphrases) [..] (from|of) <clear>", "quote_from", "She quotes a line of 'Low Tide' in the last scene."),
    Phrase("(copied|quoted|excerpted|lifted|transcribed) [is|are|was] [directly|verbatim|straight|shamelessly|word for word|almost] from <works>", "quote_from",
           "The first page is copied directly from Ada Crane's \"Harbour Lights\"."),
    Phrase("(dialogue|dialog|lines|line|text|words|paragraph|paragraphs|passages|passage|scene|quote|quotes) [..] (taken|borrowed|lifted|stolen|comes|come|is|are) [directly|verbatim|straight] from <works>",
           "quote_from", "Some of the dialogue is taken directly from 'Harbour Lights'."),
    Phrase("(lyrics|poem|song|epigraph|quote) (is|are|used is|used are) [by|:] <work>", "quote_from", "The lyrics are 'Low Tide' by Hollow Pines."),
    Phrase("(lyrics|epigraph) (belong|belongs|credit) to <maker>", "quote_from", "The lyrics belong to Hollow Pines."),
    Phrase("(quotes|quoting|quoted) [is|from|a line from|lines from] <works>", "quote_from", "The minister is quoting from 'Low Tide'."),
    Phrase("(same|verbatim) (as|as in|like in) <maker> 's (original|book|novel|text)", "quote_from", "The letter is the same as in Ada Crane's original."),
    Phrase("<work> [was|is] (written|composed|performed|sung|recorded) by <maker>", "quoted_fact", "Low Tide was written by Ada Crane; the lines quoted are the first."),
    Phrase("(trailer|clip|video|recording|scene) (for|of) <work> , .. is .. on|at youtube|vimeo", "quote_from", "A trailer for Harbour Lights, which Ada saw, is on YouTube."),
    Phrase("(gleiche|gleichen|dieselbe) wie in <maker>", "quote_from", "Der Brief ist der gleiche wie in Ada Cranes Original."),
    Phrase("(trailer|filmtrailer) für <work> , ..", "quote_from", "Ein Filmtrailer für Ebbe, der ihm ähnelt."),
    Phrase("(paroles|citation|extrait|vers|chanson) [..] (de|du|d'|par|tirées|tirée|tiré) <clear>", "quote_loose", "Les paroles sont tirées de « Marée basse » de Stromae."),
    Phrase("(letra|letras|cita|canción|versos|fragmento) [..] (es|son|pertenece|pertenecen) [..] (de|a) <clear>", "quote_from", "La letra es de «Marea baja» de Mecano."),
    Phrase("(строки|строчки|цитата|цитаты|эпиграф|стихи|текст песни) [..] (из|принадлежат|принадлежит|-) <clear>", "quote_from", "Эпиграф из «Отлива»."),
    Phrase("(歌词|引用|诗句) [..] (自|于|了) <sign_work>", "quote_from", "歌词来自《退潮》。"),
    Phrase("(liedtext|songtext|zitat|zitate|text) [ist|stammt|sind|stammen] (aus|von) <source>", "quote_from", "Der Liedtext stammt aus „Ebbe“ von Silbermond."),
)  # fmt: skip


def read(match: Match) -> Iterator[Found]:
    """Give one credit for each source."""
    if match.phrase.gives == "quoted_fact":
        yield from _fact(match)
        return
    if match.phrase.gives == "quote_loose" and _is_title(match):
        return
    for slot in ("source", "work", "works", "maker", "clear", "sign_work"):
        for works in match.values(slot):
            for work in works:
                for kind in _kinds(match) if work.title or work.creator or work.place or work.url else ():
                    yield from_work(match, kind, _without_noun(work))


def _kinds(match: Match) -> tuple[str, ...]:
    return ("quote_from",) if match.phrase.gives == "quote_loose" else match.phrase.kinds


def _is_title(match: Match) -> bool:
    """Whether the words tell where a title or an idea comes from, which other families read."""
    words = {token.lower for token in match.sentence.tokens[: match.end]}
    return bool(words & _NOT_QUOTED)


_NOT_QUOTED = word_set("title titles titled named name inspired inspiration based idea titre título titel")
_QUOTING = lazy(r"\b(?:quoted?|quotes|quoting|quotation|lyrics|epigraph|excerpt)\b", re.IGNORECASE)


def _fact(match: Match) -> Iterator[Found]:
    """A fact about a work is a credit only where the note says that something is quoted."""
    if not _QUOTING.search(match.sentence.note):
        return
    for works, makers in zip(match.values("work"), match.values("maker"), strict=False):
        work = replace(works[0], creator=makers[0].creator)
        if work.title:
            yield from_work(match, "quote_from", work)


_GERMAN_GENITIVE = lazy(r"(.+?)s (?:Original|Buch|Roman|Vorlage)$")


def _without_noun(work: Work) -> Work:
    """Take the maker's name out of a German genitive: "Ada Cranes Original"."""
    found = _GERMAN_GENITIVE.match(work.creator or "")
    return replace(work, creator=found[1]) if found else work

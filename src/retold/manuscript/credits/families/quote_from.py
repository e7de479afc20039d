"""What is quoted: lyrics, epigraphs, copied openings, borrowed lines."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from retold.manuscript.credits.found import Found, from_work
from retold.manuscript.credits.phrases import Match, Phrase
from retold.manuscript.credits.trailing import Work

PHRASES = (
    Phrase("title [,|and|&|+|/] [the|all|section|chapter] (lyrics|epigraph|quote|quotes|lyric|cut text|summary|headings|subtitles) [are|is|both|all] [are|is|comes|come] [both|all|taken|stolen|borrowed] (from|by|:) <source>",
           "title_from quote_from", "Title and lyrics are from 'Low Tide' by Hollow Pines."),
    Phrase("(lyrics|epigraph|epigraphs|excerpt|excerpts|summary|opening|quote|quotes|quotation|quotations|poem|verses|cut-text|lyric|lines) [used|quoted|in this @fic|at the beginning|throughout|in the @fic|here] [is|are|was|were|comes|come] [also|all] [taken|borrowed|stolen|adapted|lifted|copied|quoted] from <source>",
           "quote_from", "Lyrics are from 'Low Tide' by Hollow Pines."),
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
    Phrase("(liedtext|songtext|zitat|zitate|text) [ist|stammt|sind|stammen] (aus|von) <source>", "quote_from", "Der Liedtext stammt aus „Ebbe“ von Silbermond."),
)  # fmt: skip


def read(match: Match) -> Iterator[Found]:
    """Give one credit for each source."""
    if match.phrase.gives == "quoted_fact":
        yield from _fact(match)
        return
    for slot in ("source", "work", "works", "maker"):
        for works in match.values(slot):
            for work in works:
                for kind in match.phrase.kinds if work.title or work.creator or work.place or work.url else ():
                    yield from_work(match, kind, _without_noun(work))


_QUOTING = re.compile(r"\b(?:quoted?|quotes|quoting|quotation|lyrics|epigraph|excerpt)\b", re.IGNORECASE)


def _fact(match: Match) -> Iterator[Found]:
    """A fact about a work is a credit only where the note says that something is quoted."""
    if not _QUOTING.search(match.sentence.note):
        return
    for works, makers in zip(match.values("work"), match.values("maker"), strict=False):
        work = replace(works[0], creator=makers[0].creator)
        if work.title:
            yield from_work(match, "quote_from", work)


_GERMAN_GENITIVE = re.compile(r"(.+?)s (?:Original|Buch|Roman|Vorlage)$")


def _without_noun(work: Work) -> Work:
    """Take the maker's name out of a German genitive: "Ada Cranes Original"."""
    found = _GERMAN_GENITIVE.match(work.creator or "")
    return replace(work, creator=found[1]) if found else work

"""What it was made from: inspired by, based on, remix of, translation of, podfic of."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator

from retold.manuscript.credits.found import Found, found_at, from_work
from retold.manuscript.credits.known import medium_of_name
from retold.manuscript.credits.lexicon import EVENT_NOUNS, HOSTS, MEDIUM_OF
from retold.manuscript.credits.phrases import Match, Phrase
from retold.manuscript.credits.titles import capitals_end
from retold.manuscript.credits.tokens import word_set
from retold.manuscript.credits.trailing import Work
from retold.manuscript.credits.works import last_named

PHRASES = (
    Phrase("(inspired|influenced|prompted|sparked|motivated) [heavily|partly|partially|largely|loosely|very|mostly|in part|directly] (by|in part by) [reading|watching|listening to|seeing] <works>", "inspired_by", "This was inspired by 'Low Tide' by Hollow Pines."),
    Phrase("(inspired|influenced) [heavily|partly|partially|largely|loosely|in part|directly] by [reading|watching|listening to|seeing] <fic>", "inspired_lower", "Inspired by marigold_7's lanterns at sea."),
    Phrase("(inspiration|idea|premise|concept|plotbunny) [for this|for this @fic|behind this|of this @fic] [is|was|came|comes|were|also] [came|comes|taken|stolen|borrowed|drawn|mostly|largely] (from|by) <works>", "inspired_by", "The idea for this story came from 'Low Tide'."),
    Phrase("(drew|draws|drawing|took|take|takes|taking|got) [a lot of|heavy|some|my|much|the] inspiration from <works>", "inspired_by", "It draws inspiration from 'Low Tide'."),
    Phrase("(@fic|this|vid|is|chapter|loosely|heavily|and|very) [is|was|were] [loosely|heavily|very loosely|partly|vaguely|directly|somewhat] based [very] [loosely|heavily|partly|vaguely] (on|off|upon|around|off of) [of] <works>", "based", "This story is loosely based on 'Low Tide' by Hollow Pines."),
    Phrase("^ [loosely|very loosely|heavily|partly] based [very] [loosely] (on|off|upon|off of) <works>", "based", "Loosely based on 'Low Tide'."),
    Phrase("(borrowed|borrows|borrowing|nicked|stole|stolen|stealing|cribbed|lifted|took|pilfered|swiped|taken) [heavily|liberally|shamelessly] [bits|some|the|an|a|this|elements|parts|ideas|idea|concepts|much|lots|my] [and|of|idea|ideas|concept|premise|names|name|headcanon|worldbuilding|plot|details|elements] [pieces|the|some] [of|the] [worldbuilding|idea|ideas|world|the plot|details] [heavily|shamelessly] from <works>", "inspired_by", "I borrowed some details from marigold_7's Lanterns."),
    Phrase("(nicked|stole|stolen|borrowed|lifted|took) [the|this] (idea|concept|premise|format) from <maker>", "inspired_person", "Stole the idea from marigold_7."),
    Phrase("(homage|tribute|nod|hommage|ode|love letter|response|answer) to <works>", "inspired_by", "It is a tribute to 'Low Tide' by Hollow Pines."),
    Phrase("(came|occurred|struck|hit|written|wrote|started) [to] [me|this] [..] (while|after|when|from) [i was] [re] (reading|watching|listening to|seeing|rereading|playing|hearing) <works>", "inspired_by", "The idea came to me while reading 'Low Tide' by Hollow Pines."),
    Phrase("(on|upon|after|while|when i|until i|since|from) [was|had been] (reading|rereading|re-reading|watching|rewatching|read|watched|seeing|saw|finishing|finished|playing|hearing|heard) <works>", "on_reading", "On reading Harbour Lights, a number of ideas came together."),
    Phrase("(taking|took|take|borrowed|borrow|borrowing|drew|draw|stole|used|using) (some|many|several|a few|a lot of|various|certain) [things|elements|details|ideas|names|concepts|bits] from <works>", "inspired_by", "I am taking some things from Harbour Lights."),
    Phrase("(some|others|more|a few|bits) from <works>", "some_more", "I am taking some things from Harbour Lights, some from Low Tide."),
    Phrase("(it|that|this|which) [is|'s|was] [actually|really|also] what (inspired|gave|made|got|prompted|pushed|led) (me|this)", "what_made", "I have read Harbour Lights; this is what gave me the push."),
    Phrase("(it's|that's) [actually|really|also] what (inspired|gave|made|got|prompted|pushed|led) (me|this)", "what_made", "I read Harbour Lights, it's what gave me the push."),
    Phrase("<works> [has|have] (gave me the idea|inspired this|inspired me|inspired the|gave me inspiration|had some influence|had an influence|was the inspiration|were the inspiration|provided the inspiration)", "inspired_by", "Harbour Lights gave me the idea."),
    Phrase("(based on|from|inspired by|off) (an|the|a) (idea|concept|suggestion|request|comment|conversation|headcanon|plotbunny|premise) (by|from|of|with) <name>", "inspired_name", "Based on an idea by /u/4t0m."),
    Phrase("[with] (apologies|homage) to <works>", "apologies", "With apologies to Lewis Carroll."),
    Phrase("(in the style of|pastiche of|à la|fusion with|parody of|modeled on|modelled on|modeled after|modelled after) <works>", "inspired_by", "A pastiche of 'Low Tide'."),
    Phrase("<names> for the [original|initial] (idea|concept|inspiration) (of|for|behind) <work>", "idea_of", "Thanks to Tamsin for the original idea of Lantern Night."),
    Phrase("[the|this|gorgeous|a|some|that|amazing] @media [that|which] (this|it|that) [@fic] [is|was] (based on|inspired by)", "media_this", "The lovely fanart this was inspired by is on Tumblr."),
    Phrase("(@media) (that|which) (inspired) (this|it|me)", "media_this", "The fanart that inspired this is on Tumblr."),
    Phrase("(was|were|is|are) [such|always] an inspiration", "was_inspiration", "Farewell, Ada Crane. Your tales were an inspiration."),
    Phrase("[a|this is a] remix of <fic>", "remix_of", "A remix of marigold_7's lanterns at sea."),
    Phrase("(remixed|remixing) [from] <fic>", "remix_of", "Remixed from 'Lanterns' by marigold_7."),
    Phrase("original (story|fic) [:|is|-|remixed :] <fic>", "remix_of", "Original story: Lanterns by marigold_7."),
    Phrase("(this is|is) [a|an|the] [..] translation [..] of <fic>", "translation_of", "This is a Welsh translation of 'Lanterns' by marigold_7."),
    Phrase("^ [a|an|authorized|authorised|authorised|unofficial|official] [..] translation of <fic>", "translation_of", "A translation of 'Lanterns' by marigold_7."),
    Phrase("(contains|is) [a|an] [..] translation [release|candidate|draft] [candidate|draft] of <fic>", "translation_of", "This book contains a translation of Lanterns by marigold_7."),
    Phrase("original (work|text|author|title) : <fic>", "translation_of", "Original work: Lanterns by marigold_7."),
    Phrase("(translated|übersetzt) [with permission] (from|aus) <work>", "translation_of", "Translated from 'Lanterns' by marigold_7."),
    Phrase("(podfic|reading|recording) (of|for) <fic>", "podfic_of", "A podfic of 'Lanterns' by marigold_7."),
    Phrase("^ @bracket podfic @bracket", "podfic_label", "[podfic] Lanterns at Sea"),
    Phrase("(inspiriert|beeinflusst) (von|durch) <works>", "inspired_by", "Inspiriert von „Ebbe“."),
    Phrase("(waren|war|sind|ist) [mir] eine inspiration", "was_inspiration", "Leb wohl, Ada Crane. Deine Bücher waren eine Inspiration."),
    Phrase("(basiert|beruht) [lose] auf <works>", "based", "Diese Geschichte basiert auf „Ebbe“."),
    Phrase("übersetzung (von|der|des) <fic>", "translation_of", "Eine Übersetzung von „Lanterns“ von marigold_7."),
    Phrase("(inspiré|inspirée|inspirés|basé|basée) [de|par|sur|du|d'] [la|le|l'] <works>", "inspired_by", "Inspiré de « Marée basse »."),
    Phrase("traduction (de|du) <fic>", "translation_of", "Traduction de « Lanterns » de marigold_7."),
    Phrase("(inspirado|inspirada|basado|basada|inspirados) (en|por) [la|el|una|un] <works>", "inspired_by", "Inspirado en «Marea baja»."),
    Phrase("traducción (de|del) <fic>", "translation_of", "Traducción de «Lanterns» de marigold_7."),
    Phrase("(вдохновлено|вдохновлён|вдохновлен|навеяно|по мотивам|по мотивам песни|вдохновила|вдохновил) [песней|песни|книгой|фильмом|клипом|артом] <works>", "inspired_by", "Навеяно песней «Отлив»."),
    Phrase("перевод [фанфика|рассказа|книги] <work>", "translation_of", "Перевод фанфика «Lanterns»."),
    Phrase("(предисловие|послесловие|глава|рассказ|книга|фанфик) [это] [было|был|была] написано|написан|написана <maker>", "wrote", "Это послесловие было написано Адой Крейн."),
    Phrase("灵感 [来自|来源于|源自] [于] <works>", "inspired_by", "灵感来自《退潮》。"),
    Phrase("改 (自|编自) [..] [..] <quoted>", "inspired_by", "改自《退潮》。"),
    Phrase("翻译 [自] <work>", "translation_of", "翻译自《灯》。"),
    Phrase("原文 [链接|地址] [:|：] <url>", "address", "原文链接：https://example.org/1"),
)  # fmt: skip

# Words before "taken from" that make it another family's: the title's source, a quotation's.
_OTHER_DEBTS = word_set("title titles lyrics summary quote quotes epigraph headings")
_IDEAS = word_set(
    "idea ideas inspired inspiration plotbunny thinking started clear imagined wondered wondering",
    "occurred",
)
_TAKING = word_set("taking took take borrowed borrow borrowing drew draw stole used using drawn taken mix mixed")
_FAREWELL = re.compile(
    r"(?:farewell|goodbye|rest in peace|lebe? wohl|adieu),? ([^\W\d_][\w.]*(?: [^\W\d_][\w.]*){0,3})", re.IGNORECASE
)


def read(match: Match) -> Iterator[Found]:
    """Give the phrase's kind for each source that is named or is told by a noun of a medium."""
    gives = match.phrase.gives
    if gives == "media_this":
        yield from _media_this(match)
    elif gives == "was_inspiration":
        yield from _was_inspiration(match)
    elif gives == "podfic_label":
        yield from _podfic_label(match)
    elif gives == "idea_of":
        names, works = match.values("names"), match.values("work")
        if names and works:
            yield found_at(
                match,
                "inspired_by",
                match.start,
                match.end,
                medium="fanfic",
                title=works[0][0].title,
                creator=names[0][0].text,
            )
    elif gives == "wrote":
        noun = next(t for t in match.sentence.tokens[match.start :])
        for works in match.values("maker"):
            yield found_at(
                match,
                "translation_of",
                match.start,
                match.end,
                medium="other",
                title=noun.text,
                creator=works[0].creator,
            )
    elif gives == "address":
        for url in match.values("url"):
            yield found_at(match, "translation_of", match.start, match.end, url=url)
    elif gives == "what_made":
        work = last_named(match.sentence, match.start)
        if work is not None:
            yield found_at(
                match, "inspired_by", match.start, match.end, title=work.title, creator=work.creator, medium=work.medium
            )
    elif gives in ("on_reading", "some_more"):
        words = {token.lower for token in match.sentence.tokens}
        if words & (_IDEAS if gives == "on_reading" else _TAKING):
            yield from _plain(match)
    elif gives == "inspired_name":
        for name in match.values("name"):
            yield found_at(
                match, "inspired_by", match.start, match.end, medium="person", creator=name.text, place=name.place
            )
    elif gives != "apologies" or not {"title", "titles"} & {token.lower for token in match.sentence.tokens}:
        yield from _plain(match)


def _plain(match: Match) -> Iterator[Found]:
    kind = {
        "based": "inspired_by",
        "inspired_lower": "inspired_by",
        "inspired_person": "inspired_by",
        "apologies": "inspired_by",
        "on_reading": "inspired_by",
        "some_more": "inspired_by",
    }.get(match.phrase.gives, match.phrase.gives)
    for slot in ("works", "fic", "work", "maker", "quoted"):
        for works in match.values(slot):
            for work in works:
                if _is_source(match, work):
                    yield from_work(match, kind, work)


def _is_source(match: Match, work: Work) -> bool:
    """Leave out prompts (their own family) and lower-case words that are no title."""
    said = match.sentence.text(match.start, min(match.end + 2, len(match.sentence))).lower()
    before = {token.lower for token in match.sentence.tokens[: match.start]}
    if before & _OTHER_DEBTS or "which" in before or "itself" in before:
        return False
    if "prompt" in said and work.title is None:
        return False
    if any(word in EVENT_NOUNS for word in said.split()) and match.phrase.gives == "inspired_by":
        return False
    if work.lower and work.creator is None:
        return False
    if match.phrase.gives == "apologies" and not medium_of_name(work.creator):
        return False
    return bool(work.title or work.creator or work.medium)


def _media_this(match: Match) -> Iterator[Found]:
    """Read the seed's shape: the fanart this was inspired by can be found on Tumblr."""
    sentence = match.sentence
    medium = next(MEDIUM_OF[t.lower] for t in sentence.tokens[match.start : match.end] if t.lower in MEDIUM_OF)
    end, place = match.end, None
    for here in range(match.end, min(match.end + 8, len(sentence))):
        if sentence.low(here) in HOSTS:
            end, place = here + 1, sentence.tokens[here].text
    yield found_at(match, "inspired_by", match.start, end, medium=medium, place=place)


def _was_inspiration(match: Match) -> Iterator[Found]:
    """Credit the name right before: in this sentence, or where it says "your", in the one before."""
    sentence = match.sentence
    for at in range(match.start):
        end = capitals_end(sentence, at)
        if end > at and medium_of_name(sentence.text(at, end)):
            yield found_at(
                match,
                "inspired_by",
                at,
                match.end,
                medium=medium_of_name(sentence.text(at, end)),
                creator=sentence.text(at, end),
            )
            return
    before = _FAREWELL.search(sentence.note, 0, sentence.tokens[match.start].start)
    if before is not None and {"your", "deine", "dein", "ihre"} & {
        token.lower for token in sentence.tokens[: match.start]
    }:
        end = sentence.tokens[match.end - 1].end
        yield Found("inspired_by", before.start(), end, medium=medium_of_name(before[1]) or "other", creator=before[1])


def _podfic_label(match: Match) -> Iterator[Found]:
    end = len(match.sentence)
    if end > match.end:
        yield found_at(match, "podfic_of", match.start, end, title=match.sentence.text(match.end, end))

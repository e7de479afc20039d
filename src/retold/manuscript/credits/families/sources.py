"""What it was made from: inspired by, based on, remix of, translation of, podfic of."""

# A phrasing is one line, however long.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator

from retold.lib.patterns import lazy
from retold.manuscript.credits.found import Found, found_at, from_work
from retold.manuscript.credits.known import medium_of_name
from retold.manuscript.credits.lexicon import EVENT_NOUNS, HOSTS, MEDIUM_OF
from retold.manuscript.credits.names import Name
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
    Phrase("(inspired|inspiration|inspires|influenced|sparked) [..] (by|from|is|was|were|are|came from|:|comes from) [..] <clear>", "inspired_by", "The inspiration for all of this was, oddly, 'Low Tide' by Hollow Pines."),
    Phrase("(based|modelled|modeled|patterned) [..] (on|off|after|upon) [..] <clear>", "inspired_by", "It is based, as you will see, on the film 'Low Tide'."),
    Phrase("(idea|ideas|concept|premise|plot|scene|line|lines|seed|germ|kernel|spark|headcanon|character|spell|magic|worldbuilding|joke|bit|part|format|structure) [..] (from|comes from|of|by|in) [..] <clear>", "idea_loose", "The idea of the talking lamp I took from marigold_7's 'Lanterns'."),
    Phrase("(headcanon|headcanons|idea|concept|premise|characterization|backstory|oc|ocs|design|spell|au|name|names|theory) [..] (stolen|borrowed|taken|nicked|lifted|adapted|courtesy|used with permission|comes|came|belongs) [..] (from|of|by|to) <person>", "idea_person", "My headcanon for the lamps is stolen wholesale from Tamsin."),
    Phrase("<clear> (is|was|are) the (invention|idea|concept) of <person>", "idea_named", "The spell 'Lumen' is the invention of Tamsin and used with permission."),
    Phrase("(owes|owe|owed|debt|indebted) [..] to <clear>", "inspired_by", "This owes a great deal to Ada Crane's 'Low Tide'."),
    Phrase("(rip-off|ripoff|rip off|homage|pastiche|parody|tribute|nod|love letter|shoutout|shout-out|reference|references|ode|allusion|spoof) [..] (of|to|from) [..] <clear>", "inspired_by", "The ball is a shameless rip-off of the one in 'Low Tide'."),
    Phrase("(listening to|watching|rewatching|re-watching|rereading|re-reading|reading|playing|watched|rewatched|reread|heard|listened to) [..] <clear> [..] (happened|idea|inspired|wrote|popped|born|resulted|came|result|this)", "loop", "I was listening to 'Low Tide' by Hollow Pines on repeat when this happened."),
    Phrase("(song|songs|music|soundtrack|songfic|song-fic) [..] (for|to|of|based on|inspired by) [..] (chapter|fic|story|one|one-shot|this|oneshot|:) [:|is|was] <clear>", "inspired_by", "Song for this chapter: 'Low Tide' by Hollow Pines."),
    Phrase("(song-fic|songfic) [to|for|based on|:|of] <clear>", "inspired_by", "A songfic to 'Low Tide' by Hollow Pines."),
    Phrase("<clear> [..] (inspired|gave me the idea|sparked|is to blame|made me write|is responsible|was playing|on repeat)", "clear_first", "It was 'Low Tide', oddly enough, that inspired this."),
    Phrase("(art|artwork|drawing|fanart|picture|painting|comic|photo|illustration|gifset|photoset|post|conversation|thread|headcanon|tweet|chat|video|vid|piece of art) [..] (by|with|on|from) [tumblr|twitter] [@host] [..] <person>", "inspired_thing", "This came of an idle conversation on Twitter with @tamsin."),
    Phrase("(idea|inspired|based|inspiration|started|began|comes|came) [..] (from|on|by|as|in) [..] (thread|post|comment|discussion|conversation|tweet|headcanon|ask) (on|at|in|over on|over at) <place>", "inspired_place", "I got the idea from a thread on Tumblr."),
    Phrase("(night|day|week|weekend|moment|minute|morning) i (finished|read|watched|saw|heard|reread|rewatched) <clear>", "on_reading", "I began this the night I finished 'Low Tide'."),
    Phrase("[a|this is a] remix of <fic>", "remix_of", "A remix of marigold_7's lanterns at sea."),
    Phrase("(remixed|remixing) [from] <fic>", "remix_of", "Remixed from 'Lanterns' by marigold_7."),
    Phrase("(remix|remixed|remixes|reimagining) [..] (of|from|:) [..] <clear>", "remix_of", "My remix, written in a hurry, of 'Lanterns' by marigold_7."),
    Phrase("original (story|fic) [:|is|-|remixed :] <fic>", "remix_of", "Original story: Lanterns by marigold_7."),
    Phrase("(this is|is) [a|an|the] [..] translation [..] of <fic>", "translation_of", "This is a Welsh translation of 'Lanterns' by marigold_7."),
    Phrase("^ [a|an|authorized|authorised|authorised|unofficial|official] [..] translation of <fic>", "translation_of", "A translation of 'Lanterns' by marigold_7."),
    Phrase("(contains|is) [a|an] [..] translation [release|candidate|draft] [candidate|draft] of <fic>", "translation_of", "This book contains a translation of Lanterns by marigold_7."),
    Phrase("(translation|translated|traduction|traducción|traducida|traducido|übersetzung|übersetzt|перевод) [..] (of|from|de|von|aus|du|:|,) [..] <clear>", "translation_loose", "This is an authorised translation of the Welsh fic 'Lanterns' by marigold_7."),
    Phrase("(translated|translation) [..] (from|of) [..] (original|fic|story|work) (by|of|from) <names>", "translation_by", "Translated from the Welsh original by marigold_7."),
    Phrase("original (work|text|author|title) : <fic>", "translation_of", "Original work: Lanterns by marigold_7."),
    Phrase("(translated|übersetzt) [with permission] (from|aus) <work>", "translation_of", "Translated from 'Lanterns' by marigold_7."),
    Phrase("(podfic|reading|recording) (of|for) <fic>", "podfic_of", "A podfic of 'Lanterns' by marigold_7."),
    Phrase("(podfic|podficced|recording|audio version|recorded) [..] (of|for|from) [..] <clear>", "podfic_of", "My podfic, made in one night, of 'Lanterns' by marigold_7."),
    Phrase("(art|fanart|illustration|illustrations|cover|artwork|fanmix|picture|drawing|podbook cover) [i made|i drew|made|drawn|created] (for|to accompany|illustrating|of) [the|a] [@fic|scene from|chapter 5 of] [,] <clear>", "art_for", "Art for 'Lanterns' by marigold_7."),
    Phrase("(illustrates|illustrating|illustrated) [..] <clear>", "art_for", "This picture illustrates a scene of 'Lanterns' by marigold_7."),
    Phrase("^ @bracket podfic @bracket", "podfic_label", "[podfic] Lanterns at Sea"),
    Phrase("(inspiriert|beeinflusst) (von|durch) <works>", "inspired_by", "Inspiriert von „Ebbe“."),
    Phrase("(waren|war|sind|ist) [mir] eine inspiration", "was_inspiration", "Leb wohl, Ada Crane. Deine Bücher waren eine Inspiration."),
    Phrase("(basiert|beruht|angelehnt|angelehnte) [..] (auf|an) [dem|der|den] [@media] <works>", "based", "Diese Geschichte basiert auf „Ebbe“."),
    Phrase("(idee|inspiration|anregung|inspiriert|inspirierte|inspirieren) [..] (von|aus|durch|ist|war|stammt|:) [..] <clear>", "inspired_by", "Die Idee stammt übrigens aus „Ebbe“."),
    Phrase("übersetzung (von|der|des) <fic>", "translation_of", "Eine Übersetzung von „Lanterns“ von marigold_7."),
    Phrase("(inspiré|inspirée|inspirés|basé|basée) [de|par|sur|du|d'] [la|le|l'] <works>", "inspired_by", "Inspiré de « Marée basse »."),
    Phrase("(inspiré|inspirée|inspirés|inspiration|idée|l'idée|l'inspiration|d'inspiration|basé|basée|hommage) [..] (de|du|par|sur|d'|à|:|dans) [..] <clear>", "inspired_by", "L'idée vient tout droit de « Marée basse »."),
    Phrase("traduction (de|du) <fic>", "translation_of", "Traduction de « Lanterns » de marigold_7."),
    Phrase("(inspirado|inspirada|basado|basada|inspirados) (en|por) [la|el|una|un] <works>", "inspired_by", "Inspirado en «Marea baja»."),
    Phrase("(inspirado|inspirada|inspiración|idea|basado|basada|homenaje) [..] (en|de|por|a|con) [..] <clear>", "inspired_by", "La idea viene de «Marea baja»."),
    Phrase("traducción (de|del) <fic>", "translation_of", "Traducción de «Lanterns» de marigold_7."),
    Phrase("(вдохновлено|вдохновлён|вдохновлен|навеяно|по мотивам|по мотивам песни|вдохновила|вдохновил) [песней|песни|книгой|фильмом|клипом|артом] <works>", "inspired_by", "Навеяно песней «Отлив»."),
    Phrase("(вдохновлено|вдохновлён|вдохновлен|вдохновение|навеяно|вдохновляла|вдохновила|вдохновил|идея|основано|мотивам) [..] <clear>", "inspired_by", "Идея пришла, когда я слушала «Отлив»."),
    Phrase("перевод [фанфика|фика|рассказа|книги] <work>", "translation_of", "Перевод фанфика «Lanterns»."),
    Phrase("(предисловие|послесловие|глава|рассказ|книга|фанфик) [это] [было|был|была] написано|написан|написана <maker>", "wrote", "Это послесловие было написано Адой Крейн."),
    Phrase("(灵感|脑洞|梗) [..] (自|于|是) [于|自] <sign_work>", "inspired_by", "灵感来自《退潮》。"),
    Phrase("(翻译|授权翻译|译自) [..] 原作者|作者 [：|:|是] <names> [..] <quoted>", "translation_zh", "授权翻译，原作者 Tamsin，原文《Lanterns》。"),
    Phrase("(基于|根据) <sign_work>", "inspired_by", "基于《退潮》。"),
    Phrase("改 (自|编自) [..] [..] <quoted>", "inspired_by", "改自《退潮》。"),
    Phrase("翻译 [自] <work>", "translation_of", "翻译自《灯》。"),
    Phrase("原文 [链接|地址] [:|：] <url>", "address", "原文链接：https://example.org/1"),
)  # fmt: skip

# Words before "taken from" that make it another family's: the title's source, a quotation's.
_OTHER_DEBTS = word_set("title titles lyrics summary quote quotes epigraph headings")
_IDEAS = word_set(
    "began begun started shows idea ideas inspired inspiration plotbunny thinking started clear imagined wondered wondering",
    "occurred",
)
_TAKING = word_set("taking took take borrowed borrow borrowing drew draw stole used using drawn taken mix mixed")
_FAREWELL = lazy(
    r"(?:farewell|goodbye|rest in peace|lebe? wohl|adieu),? ([^\W\d_][\w.]*(?: [^\W\d_][\w.]*){0,3})", re.IGNORECASE
)


def read(match: Match) -> Iterator[Found]:
    """Give the phrase's kind for each source that is named or is told by a noun of a medium."""
    gives = match.phrase.gives
    if gives == "media_this":
        yield from _media_this(match)
    elif gives == "was_inspiration":
        yield from _was_inspiration(match)
    elif gives in _LOOSE:
        yield from _loosely(match)
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


_OF_ANOTHER = word_set("remix_of podfic_of translation_of art_for")
_OF_THIS = lazy(r"\b(?:of|for) (?:this|my|it|mine)\b")
_LOOSE = word_set(
    "idea_loose idea_person idea_named loop clear_first inspired_thing inspired_place translation_loose translation_by",
    "translation_zh art_for",
)
_TAKEN = word_set(
    "took taken take stole stolen borrowed inspired lifted nicked adapted from comes came copied cribbed idea concept",
    "credit shamelessly ripped seed germ kernel spark born",
)
_COMING = word_set(
    "inspired inspiration inspire based started began idea born came comes sparked prompted result happened"
)
_OUTGOING = word_set("now available has someone link links here check also if translate translated podficced")


def _loosely(match: Match) -> Iterator[Found]:
    """Give what a looser phrasing says where the sentence holds a second sign that it speaks of this work's debt."""
    gives, words = match.phrase.gives, set(match.sentence.lows)
    named = [name for slot in ("person", "names", "name") for value in match.values(slot)
             for name in (value if isinstance(value, tuple) else (value,))]  # fmt: skip
    works = [work for slot in ("clear", "work", "quoted") for value in match.values(slot) for work in value]
    if gives in ("idea_loose", "clear_first", "loop"):
        if gives == "loop" and words & word_set("recommend before should first if need spoilers"):
            return
        if words & _TAKEN or gives != "idea_loose":
            yield from (one for one in _plain_as(match, "inspired_by", works))
    elif gives == "idea_person" and words & _TAKEN | words & word_set("belongs permission courtesy"):
        yield from (_by_name(match, name, "person") for name in named)
    elif gives == "idea_named":
        yield from (
            found_at(
                match, "inspired_by", match.start, match.end, medium=work.medium, title=work.title, creator=name.text
            )
            for work, name in zip(works, named, strict=False)
        )
    elif gives == "inspired_thing" and words & _COMING:
        yield from (_by_name(match, name, _medium_said(match)) for name in named)
    elif gives == "inspired_place":
        places = match.values("place")
        if match.sentence.low(match.end) in ("with", "by"):
            return
        yield found_at(match, "inspired_by", match.start, match.end, medium="post", place=places[0])
    elif gives.startswith("translation") and not words & _OUTGOING - {"translated"}:
        yield from _translated(match, works, named)
    elif gives == "art_for" and not words & _OUTGOING:
        yield from _plain_as(match, "art_for", works)


def _plain_as(match: Match, kind: str, works: list[Work]) -> Iterator[Found]:
    said = set(match.sentence.lows[: match.end])
    if not said & _OTHER_DEBTS:
        yield from (from_work(match, kind, work) for work in works if work.title or work.creator)


def _by_name(match: Match, name: Name, medium: str) -> Found:
    place = name.place or next((token.text for token in match.sentence.tokens[match.start : name.start]
                                if token.lower in HOSTS), None)  # fmt: skip
    return found_at(match, "inspired_by", match.start, max(match.end, name.end), medium=medium, creator=name.text,
                    place=place, url=name.url)  # fmt: skip


def _medium_said(match: Match) -> str:
    return next((MEDIUM_OF[word] for word in match.sentence.lows[match.start :] if word in MEDIUM_OF), "other")


def _translated(match: Match, works: list[Work], named: list[Name]) -> Iterator[Found]:
    creator = named[0].text if named else None
    for work in works or [Work(match.end)]:
        if work.title or creator:
            yield found_at(match, "translation_of", match.start, match.end, medium="fanfic", title=work.title,
                           creator=creator or work.creator, url=work.url)  # fmt: skip


def _plain(match: Match) -> Iterator[Found]:
    kind = {
        "based": "inspired_by",
        "inspired_lower": "inspired_by",
        "inspired_person": "inspired_by",
        "apologies": "inspired_by",
        "on_reading": "inspired_by",
        "some_more": "inspired_by",
    }.get(match.phrase.gives, match.phrase.gives)
    for slot in ("works", "fic", "work", "maker", "quoted", "clear", "sign_work"):
        for works in match.values(slot):
            for work in works:
                if _is_source(match, work):
                    yield from_work(match, kind, work)


def _is_source(match: Match, work: Work) -> bool:
    """Leave out prompts (their own family) and lower-case words that are no title."""
    said = match.sentence.text(match.start, min(match.end + 2, len(match.sentence))).lower()
    if match.phrase.gives in _OF_ANOTHER and not (work.title or work.creator or work.url):
        return False
    if match.phrase.gives in _OF_ANOTHER and _OF_THIS.search(said):
        return False  # made of this work by someone else
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
